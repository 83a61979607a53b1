"""The one walker: from the elements of a place to its text, with the links and the citable parts in it.

A place is a lid, an article without leden, an alinea of an annex. Its text has a line for each alinea, item and row:

* an item begins with its number (``a. …``), a row has its cells between bars, the head again after every 20 rows;
* editorial words (``redactie``, ``tekstcorrectie``) stand as ``[Red: …]`` and a footnote as ``[noot …]`` where it is called, so
  that nobody takes them for the law;
* a picture leaves ``[afbeelding]``.

Numbered items give ``onderdeel``, items of a list of definitions ``begrip``; a bullet has nothing to cite. Where two lists of
one place use the same numbers, the alinea above the list (counted from 1) comes before: ``alinea=5/onderdeel=a``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import Step, Unit
from ingest.bwb.elements import Kind, kind_of, loose_text, misfit
from ingest.bwb.numbers import folded, number_of, raw_number
from ingest.bwb.tables import Cell, Row, rows
from ingest.bwb.text import Span, Text
from ingest.documents.slug import slug

if TYPE_CHECKING:
    from lxml.etree import _Element

Steps = tuple[Step, ...]
Claim = Callable[[Steps, Step], Steps]

_HEAD_AGAIN = 20
_TITLES = ("titel", "subtitel")
_TERM = re.compile(r"([^:;]{1,100}):")
_DEFINES = re.compile(r"\bverstaan\b", re.IGNORECASE)
#: Where a place inside a place is quoted law (a ``wetcitaat``), it is text like any other.
_WRAPPERS = {Kind.GROUP, Kind.DIVISION, Kind.ARTICLE, Kind.LID, Kind.PART}


@dataclass(frozen=True)
class Mark:
    """A citable part of the text: where it stands and what is its place."""

    element: _Element
    steps: Steps
    span: Span


class Walker:
    """Writes one text. ``claim`` gives the steps of a part: those of its place and its own, made unique in the law."""

    def __init__(self, claim: Claim) -> None:
        self.text = Text()
        self.links: list[tuple[_Element, Span]] = []
        self.marks: list[Mark] = []
        self.figures = 0
        self._claim = claim

    def blocks(self, elements: Iterable[_Element], steps: Steps | None) -> None:
        """Write alinea's, lists and tables below each other. ``steps``: the place they belong to; ``None``: nothing here is cited."""
        flat = list(_unwrapped(elements))
        doubled = steps is not None and steps[-1:] != () and steps[-1].unit is not Unit.ALINEA and _doubled_numbers(flat)
        alineas, lead = 0, ""
        for element in flat:
            kind = kind_of(element)
            self.text.newline()
            if kind is Kind.LIST:
                above = (*(steps or ()), Step(Unit.ALINEA, str(max(alineas, 1)))) if doubled else steps
                self._list(element, above, lead)
            elif kind is Kind.TABLE:
                self._table(element)
            else:
                self.line(element)
                if kind is Kind.LINE and (words := folded(element)):
                    alineas, lead = alineas + 1, words

    def line(self, element: _Element) -> None:
        """Write one element as part of a line, the elements inside it and nothing after it."""
        kind = kind_of(element)
        if kind is Kind.LINK:
            with self.text.span() as span:
                self._inside(element)
            self.links.append((element, span))
        elif kind in (Kind.EDITORIAL, Kind.NOTE):
            self.text.space()
            self.text.insert("[Red:" if kind is Kind.EDITORIAL else "[noot")
            self.text.space()
            self._inside(element)
            self.text.close("]")
        elif kind is Kind.FIGURE:
            self._figure(element)
        elif kind is Kind.RUN:
            self._inside(element)
        elif kind in (Kind.LINE, Kind.NUMBER, Kind.HEADING, Kind.GROUP):
            self._words(element)
        elif kind is not Kind.SKIPPED:
            raise misfit(element, f"<{element.tag}> staat midden in een regel; meld dit, zodat de lezer het leert kennen")

    def title(self, element: _Element) -> None:
        """Write a heading or the title of a law on one line, with a dash before each part that is a title: ``Titel 2 – Slot``."""
        self.text.add(element.text)
        for part in element:
            if part.tag in _TITLES and len(self.text) and folded(part):
                self.text.space()
                self.text.insert("–")
                self.text.space()
            self.line(part)
            self.text.add(part.tail)

    def _inside(self, element: _Element) -> None:
        self.text.add(element.text)
        for child in element:
            self.line(child)
            self.text.add(child.tail)

    def _words(self, element: _Element) -> None:
        """An element that is a line of its own in one place and some words in another, such as a name below a law."""
        before = element.getprevious()
        if element.tag == "waarde":
            self.text.hold()
        elif before is not None and not (before.tail or "").strip():
            self.text.space()
        self._inside(element)
        if element.tag == "term" and not self.text.ends_with(":"):
            self.text.close(":")
        if element.tag in ("term", "lidnr"):
            self.text.hold()

    def _list(self, element: _Element, steps: Steps | None, lead: str) -> None:
        for item in element:
            kind = kind_of(item)
            if kind is Kind.ITEM:
                self.text.newline()
                self._item(item, steps, lead)
            elif kind is not Kind.SKIPPED:
                raise misfit(item, f"<{item.tag}> staat tussen de onderdelen van een lijst; meld dit")

    def _item(self, item: _Element, steps: Steps | None, lead: str) -> None:
        if loose := loose_text(item):
            raise misfit(item, f"losse tekst in <{item.tag}>: {loose[:60]!r}; meld dit, zodat de lezer het leert kennen")
        if (number := item.find("li.nr")) is not None and folded(number):
            self._inside(number)
            self.text.hold()
        own = [step for step in (_number_step(item), _term_step(item, lead)) if step]
        places = [self._claim(steps, step) for step in own] if steps else []
        with self.text.span() as span:
            first = len(self.marks)
            self.blocks((child for child in item if child.tag != "li.nr"), places[0] if places else steps)
        self.marks[first:first] = [Mark(item, place, span) for place in places]

    def _table(self, table: _Element) -> None:
        if table.tag != "table":
            raise misfit(table, f"<{table.tag}> staat buiten een tabel; meld dit, zodat de lezer het leert kennen")
        for part in table:
            self.text.newline()
            if part.tag == "tgroup":
                self._rows(part)
            else:
                self.line(part)

    def _rows(self, tgroup: _Element) -> None:
        head: list[str] = []
        written: dict[_Element, Span] = {}
        since = 0
        for row in rows(tgroup):
            since = 0 if row.header else since + 1
            if head and since > _HEAD_AGAIN:
                since = 1
                for line in head:
                    self.text.newline()
                    self.text.insert(line)
            self.text.newline()
            with self.text.span() as span:
                self._row(row, written)
            if row.header and not span.empty:
                head.append(self.text.slice(span))

    def _row(self, row: Row, written: dict[_Element, Span]) -> None:
        last = max((column for column, cell in enumerate(row.cells) if _holds(cell)), default=-1)
        for column, cell in enumerate(row.cells[: last + 1]):
            if column:
                self.text.space()
                self.text.insert("|")
                self.text.space()
            if cell is None:
                continue
            if cell.repeated:
                self.text.insert(self.text.slice(written[cell.entry]))
                continue
            with self.text.span() as written[cell.entry], self.text.on_one_line():
                if loose_text(cell.entry):
                    self._inside(cell.entry)
                else:
                    self.blocks(cell.entry, None)

    def _figure(self, element: _Element) -> None:
        self.figures += 1
        self.text.space()
        self.text.insert("[afbeelding]")
        if folded(element):
            self.text.space()
        self._inside(element)


def _unwrapped(elements: Iterable[_Element]) -> Iterator[_Element]:
    """The alinea's, lists and tables, without the groups around them."""
    for element in elements:
        kind = kind_of(element)
        if kind in _WRAPPERS:
            if loose := loose_text(element):
                raise misfit(
                    element, f"losse tekst in <{element.tag}>: {loose[:60]!r}; meld dit, zodat de lezer het leert kennen"
                )
            yield from _unwrapped(element)
        elif kind is not Kind.SKIPPED:
            yield element


def _doubled_numbers(blocks: list[_Element]) -> bool:
    """Whether two lists here have an item with the same number."""
    lists = ({number_of(raw_number(item)) for item in block} - {None} for block in blocks if kind_of(block) is Kind.LIST)
    counted = Counter(number for numbers in lists for number in numbers)
    return any(times > 1 for times in counted.values())


def _number_step(item: _Element) -> Step | None:
    number = number_of(raw_number(item))
    return Step(Unit.ONDERDEEL, number) if number else None


def _term_step(item: _Element, lead: str) -> Step | None:
    """What an item defines: its ``term``, or the words before the colon of an item without a number.

    Only where those words are emphasised or the alinea above says that something is understood by them: "I: het bedrag"
    below a formula has the same shape.
    """
    term = folded(item.find("term")).rstrip(": ")
    words = item.find("al")
    if not term and words is not None and number_of(raw_number(item)) is None and (match := _TERM.match(folded(words))):
        emphasised = not (words.text or "").strip() and len(words) and words[0].tag == "nadruk"
        term = match[1].strip() if emphasised or _DEFINES.search(lead) else ""
    name = slug(term, start="begrip") if term else ""
    return Step(Unit.BEGRIP, name) if name else None


def _holds(cell: Cell | None) -> bool:
    return cell is not None and (bool(folded(cell.entry)) or cell.entry.find(".//plaatje") is not None)
