"""A memo before it has a format. What is Dutch is told apart, so that a memo in English can be read out well."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.answer import Language


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a place: ``edition`` says whether they are official and of which version. Quotes are Dutch."""

    edition: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that is cited. ``url`` is empty where there is none that can be followed."""

    label: str
    url: str
    holds_for: str
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of the answer with the places they rest on; ``dutch``: they are literally those of a source."""

    text: str
    dutch: bool
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a place can be read, to be written out."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with, in this order, what is below it. ``lines``: to write on; ``sheet``: heads of a table to fill in."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    sections: tuple[Section, ...] = ()
    addresses: tuple[Address, ...] = ()
    lines: int = 0
    sheet: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo without a format. ``facts``: rows of a table of which ``head`` is the first."""

    language: Language
    title: str
    made_on: dt.date
    lead: str
    head: tuple[str, str]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
