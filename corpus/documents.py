"""What a parser makes of one file: a ``Document`` of ``Piece``s, each at its own place in the source.

An official text (BWB) and a document of the user's own (a code of conduct, a note) become the same values, so that what
reads them need not know from which kind of file they came.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from corpus.locator import Locator
from corpus.values import Source

#: The start of a document of which nobody said when it began: it holds on every day.
ALWAYS = dt.date.min


class DocumentError(ValueError):
    """A file that cannot be used. The message has the file, the place in it and the next step."""


class State(StrEnum):
    """Whether a piece is a rule today: a lapsed article and one that has not begun hold no rule."""

    GELDEND = "geldend"
    VERVALLEN = "vervallen"
    NOG_NIET = "nog_niet_in_werking"


@dataclass(frozen=True, slots=True)
class Link:
    """A reference in a text: ``text[start:end]`` names ``target`` (``None``: not law of the BWB); ``doc`` as the source has it."""

    start: int
    end: int
    target: Locator | None
    doc: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A place with its text, what lies below it included: the text of a lid holds that of its onderdelen.

    ``whole`` is true for the pieces that together are the document once (a lid, an article without leden, an alinea) and
    false for one that lies inside another (an onderdeel). ``headings`` go from the outermost to the innermost; ``path`` and
    ``jci`` are the official ones of a law; ``page`` (from 1) is known for a PDF. ``valid_from``: since when the article has
    this text.
    """

    locator: Locator
    text: str
    headings: tuple[str, ...] = ()
    whole: bool = True
    state: State = State.GELDEND
    valid_from: dt.date | None = None
    page: int | None = None
    path: str = ""
    jci: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Document:
    """A source with its pieces, in the order of the file. ``version``: the date of a law's text; own documents have none.

    ``parser`` names the parser and its version (``bwb-1``): pieces of another one are made again. ``characters``: characters
    of content in the file (without white space), all of which stand in the pieces or their headings.
    """

    source: Source
    version: dt.date | None
    pieces: tuple[Piece, ...]
    parser: str
    characters: int
    warnings: tuple[str, ...] = ()

    @cached_property
    def by_locator(self) -> Mapping[Locator, Piece]:
        """Pieces by undated locator."""
        return {piece.locator.undated(): piece for piece in self.pieces}

    @cached_property
    def leden(self) -> Mapping[Locator, tuple[Piece, ...]]:
        """The whole pieces that lie straight below a place, by its undated locator: the leden of an article."""
        found: dict[Locator, list[Piece]] = {}
        for piece in self.pieces:
            if piece.whole and (parent := piece.locator.undated().parent):
                found.setdefault(parent, []).append(piece)
        return {place: tuple(pieces) for place, pieces in found.items()}

    @cached_property
    def by_article(self) -> Mapping[Locator, tuple[Piece, ...]]:
        """The whole pieces of each article, by its undated locator."""
        found: dict[Locator, list[Piece]] = {}
        for piece in self.pieces:
            if piece.whole:
                found.setdefault(piece.locator.undated().article, []).append(piece)
        return {place: tuple(pieces) for place, pieces in found.items()}
