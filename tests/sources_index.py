"""An index to browse and compare: the embedded corpus, two invented versions of the Gemeentewet, and a code of conduct of an invented
town on its shelf."""

from __future__ import annotations

from pathlib import Path

from official_library import NEW, OLD, code, fill, gemeentewet
from page_fake import FakeIndex

from corpus import load_corpus
from ingest.holdings import holdings
from ingest.library import Library


def with_library(folder: Path) -> FakeIndex:
    library = Library(folder)
    fill(library, gemeentewet(OLD), gemeentewet(NEW), code())
    return index_of(library)


def index_of(library: Library) -> FakeIndex:
    """The embedded corpus with the texts of a library."""
    held = holdings(load_corpus(), library)
    return FakeIndex(held.corpus, shelf=FakeIndex(held.shelf))
