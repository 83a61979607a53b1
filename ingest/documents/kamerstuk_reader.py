"""Kamerstukken and other official publications as XML (``officiele-publicatie``).

An element without text of its own is only a frame, whatever its name. Text that stands in an element that nobody knows stops
the reading: it must not be lost, and not be taken for what it is not. Differences from the XML of a law: a lid has its number
with a dot, processing instructions stand in the text, and a heading may be a ``tussenkop``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.documents import DocumentError
from ingest.documents.blocks import TITLE_LEVEL, Block, Heading, Item, Listing, Paragraph, Reading, Table, count, texts_of
from ingest.documents.encoding import decode
from ingest.documents.lists import marked, nested
from ingest.documents.spans import Cell, grid

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = {
    "metadata": "says what the publication is, not what is in it",
    "meta-data": "as in the XML of a law",
    "kamerstukkop": "the head of the page: chamber and year",
    "kamervraagkop": "as kamerstukkop",
    "officiele-inhoudsopgave": "repeats the headings",
    "colspec": "widths of columns",
}
_TITLES = {"dossier", "stuknr"}
_TEXTS = set(
    "al title considerans.al wij koning dagtekening datumtekst regel adresregel noot.al term waarde gegeven bijschrift bron "
    "kamervraagnummer kamervraagomschrijving kamervraagonderwerp spreker nadruk extref intref naam functie organisatie plaats datum "
    "ondertekening slotformulering wat subtitel titel".split()
)
_LISTS = {"lijst", "definitielijst", "specificatielijst"}
_NUMBERS = {"lidnr", "li.nr"}
#: The look of an unnumbered heading, from high to low.
_OPMAAK = ("vet", "halfvet", "vetcur", "cur", "rom", "ondlijn")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_kamerstuk(data: bytes) -> Reading:
    """Raises ``DocumentError`` for XML that is broken, has a DOCTYPE or is nested too deep, and for text in an unknown element."""
    text, warnings = decode(data)
    walk = _Walk()
    walk.read(parse_xml(text))
    return Reading(tuple(walk.blocks), warnings)


def parse_xml(text: str) -> _Element:
    """The root. Entities are refused, not resolved. Raises ``DocumentError``."""
    from lxml import etree

    if _DOCTYPE.search(text):
        raise DocumentError("heeft een DOCTYPE of eigen entiteiten en is daarom geweigerd; officiële bestanden hebben die niet")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(_XML_DECLARATION.sub("", text, count=1), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"geen leesbare XML ({error}); haal het bestand opnieuw op") from error


class _Walk:
    """Goes through the elements once. A note comes at the end of its section, so that it parts no alinea from its list."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Block] = []

    def read(self, root: _Element) -> None:
        self._element(root, 0)
        self.blocks += self.notes

    def _element(self, element: _Element, level: int) -> None:
        """``level``: how many headings stand around it."""
        tag, around = _name(element), _name(element.getparent())
        if tag in _SKIPPED:
            return
        if tag in _TITLES or (tag == "titel" and around == "stuk"):
            self._heading(element, TITLE_LEVEL)
        elif tag == "kop":
            self._heading(element, level)
        elif tag == "tussenkop":
            look = element.get("kopopmaak", "vet")
            self._heading(element, level + 1 + (_OPMAAK.index(look) if look in _OPMAAK else 0))
        elif tag == "nr" and around in ("vraag", "antwoord"):
            self._heading(element, level + 1, f"{around.capitalize()} ")
        elif tag == "lid":
            self.blocks.append(Listing(tuple(self._item(element))))
        elif tag in _LISTS:
            self.blocks.append(Listing(tuple(item for child in element for item in self._item(child))))
        elif tag == "table":
            self._table(element)
        elif tag == "noot":
            self._note(element)
        elif tag == "ondertekening":
            self.blocks.append(Paragraph(self._spaced(element)))
        elif tag in _TEXTS:
            self._running(element, level)
        else:
            self._frame(element, level)

    def _frame(self, element: _Element, level: int) -> None:
        own = count([element.text or "", *(child.tail or "" for child in element)])
        if own:
            raise DocumentError(
                f"onbekend element <{_name(element)}> op regel {element.sourceline}: {own} tekens zouden verloren gaan; "
                "voeg het stuk toe als PDF en meld dit"
            )
        inner = level + any(_name(child) == "kop" for child in element)
        for child in element:
            self._element(child, inner)

    def _running(self, element: _Element, level: int) -> None:
        """Text with, now and then, a list or a table in the middle of it."""
        words = [_flat(element.text)]
        for child in element:
            if _name(child) in _LISTS or _name(child) == "table":
                self.blocks.append(Paragraph("".join(words)))
                words.clear()
                self._element(child, level)
            else:
                words.append(self._inline(child))
            words.append(_flat(child.tail))
        self.blocks.append(Paragraph("".join(words)))

    def _inline(self, element: _Element) -> str:
        if _name(element) == "noot":
            self._note(element)
            return ""
        if _name(element) == "br":
            return "\n"
        return _flat(element.text) + "".join(self._inline(child) + _flat(child.tail) for child in element)

    def _spaced(self, element: _Element) -> str:
        """Text whose parts stand beside each other: the number and the title of a heading, the names below a letter."""
        inner = (
            f"{self._spaced(child) if _name(child) != 'noot' else self._inline(child)} {_flat(child.tail)}" for child in element
        )
        return " ".join(" ".join([_flat(element.text), *inner]).split())

    def _heading(self, element: _Element, level: int, before: str = "") -> None:
        """The notes so far belong to the section that ends; one in the heading itself to the section that begins."""
        self.blocks += self.notes
        self.notes.clear()
        if text := self._spaced(element):
            self.blocks.append(Heading(before + text, level))

    def _note(self, element: _Element) -> None:
        number = "".join(_flat(nr.text) for nr in element.iter("noot.nr"))
        text = " ".join(self._inline(al) for al in element.iter("noot.al"))
        self.notes.append(Paragraph(f"Noot {number}: {text}"))

    def _item(self, element: _Element) -> list[Item]:
        """A lid or an item with its number, and what is inside it."""
        inner = _Walk()
        number = ""
        for child in element:
            if _name(child) in _NUMBERS:
                number = self._inline(child).strip()
            else:
                inner._element(child, 0)
        self.notes += inner.notes
        return nested(_marker(number), inner.blocks)

    def _table(self, table: _Element) -> None:
        for title in table.iterchildren("title"):
            self.blocks.append(Paragraph(self._inline(title)))
        for group in table.iter("tgroup"):
            names = {spec.get("colname"): place for place, spec in enumerate(group.iterchildren("colspec"))}
            heads = sum(1 for head in group.iterchildren("thead") for _ in head.iterchildren("row"))
            rows = grid([list(self._cells(row, names)) for row in group.iter("row")])
            if heads > 1:
                merged = tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows[:heads], strict=True))
                rows = (merged, *rows[heads:])
            if rows:
                self.blocks.append(Table(rows))

    def _cells(self, row: _Element, names: dict[str | None, int]) -> Iterator[Cell]:
        for entry in row.iterchildren("entry"):
            inner = _Walk()
            inner._running(entry, 0) if count([entry.text or ""]) else inner._frame(entry, 0)
            self.notes += inner.notes
            first = names.get(entry.get("namest"))
            last = names.get(entry.get("nameend"))
            columns = 1 if first is None or last is None else max(1, last - first + 1)
            more = entry.get("morerows", "0")
            text = " ".join(text for block in inner.blocks for text in texts_of(block))
            yield Cell(text.strip(), columns, int(more) + 1 if more.isdecimal() else 1)


def _name(element: _Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _marker(number: str) -> str:
    """The number of a lid or item as it is read everywhere: ``1.``, ``a.``, ``-``."""
    found = marked(f"{number} x") or marked(f"{number}. x")
    return found.marker if found else number or "-"
