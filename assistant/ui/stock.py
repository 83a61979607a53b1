"""What the pages show of one index, whatever their language."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering import OpenIndex
from assistant.catalogue import Catalogue
from assistant.lookup import Finder
from assistant.ui.about.contents import About, about
from assistant.ui.compare_sheet import Matters
from corpus.concordance import load_concordance
from ingest.settings import Settings


@dataclass(frozen=True, slots=True)
class Stock:
    """Made once for the application and shared by its pages. Holds nothing of a visitor.

    ``catalogue``: of all sources; ``finder``: searches them; ``matters``: what is compared, in the embedded corpus; ``about``: what the
    texts about the program say.
    """

    catalogue: Catalogue
    finder: Finder
    matters: Matters
    about: About


def stock(index: OpenIndex, settings: Settings) -> Stock:
    """Raises ``ScorecardError`` when the scorecard of the program is missing or damaged."""
    catalogue = Catalogue(index.everything)
    return Stock(
        catalogue=catalogue,
        finder=Finder(catalogue, [index, *([index.shelf] if index.shelf else [])]),
        matters=Matters(index.corpus, load_concordance()),
        about=about(index, catalogue, settings),
    )
