"""An assistant on the embedded corpus with a library beside it, for the tests of the tab Vergelijk."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from official_library import NEW, OLD, code, fill, gemeentewet
from page_fake import FakeAssistant, FakeIndex

from corpus import Corpus, load_corpus
from ingest.holdings import Holdings, holdings
from ingest.library import Library


@dataclass(frozen=True)
class HeldIndex(FakeIndex):
    """``shelf``: what stands only in the library."""

    shelf: Corpus = field(default_factory=lambda: Corpus({}, ()))

    @cached_property
    def _everything(self) -> Corpus:
        return Corpus({**self.shelf.sources, **self.corpus.sources}, self.corpus.provisions + self.shelf.provisions)

    @property
    def everything(self) -> Corpus:
        return self._everything


class HeldAssistant(FakeAssistant):
    def __init__(self, held: Holdings) -> None:
        super().__init__()
        self.index = HeldIndex(corpus=held.corpus, shelf=held.shelf)


def held_assistant(folder: Path) -> HeldAssistant:
    """The embedded corpus, two invented versions of the Gemeentewet, and an invented code of conduct."""
    library = Library(folder)
    fill(library, gemeentewet(OLD), gemeentewet(NEW), code())
    return HeldAssistant(holdings(load_corpus(), library))
