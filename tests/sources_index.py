"""An index to browse: the embedded corpus, two invented versions of the Gemeentewet and a code of conduct of an invented town."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from official_library import NEW, OLD, code, fill, gemeentewet

from corpus import Corpus, load_corpus
from ingest.holdings import holdings
from ingest.lexical import LexicalIndex
from ingest.library import Library


@dataclass(frozen=True)
class SearchedPart:
    corpus: Corpus
    lexical: LexicalIndex


@dataclass(frozen=True)
class BrowsedSources:
    """As ``ingest.index.Index`` has them."""

    corpus: Corpus
    lexical: LexicalIndex
    everything: Corpus
    shelf: SearchedPart | None = None


def with_library(folder: Path) -> BrowsedSources:
    library = Library(folder)
    fill(library, gemeentewet(OLD), gemeentewet(NEW), code())
    held = holdings(load_corpus(), library)
    sources = {**held.shelf.sources, **held.corpus.sources}
    everything = Corpus(sources, held.corpus.provisions + held.shelf.provisions)
    shelf = SearchedPart(held.shelf, LexicalIndex.build(held.shelf))
    return BrowsedSources(held.corpus, LexicalIndex.build(held.corpus), everything, shelf)


def of(corpus: Corpus) -> BrowsedSources:
    """A corpus of one's own, without a library."""
    return BrowsedSources(corpus, LexicalIndex.build(corpus), corpus)
