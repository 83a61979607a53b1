"""DOCX: the body of a Word document, with the numbers of its headings, its lists, tables, text boxes and footnotes.

Heads and feet of pages, comments and text that was struck out are no part of it; hidden text is left out with a warning.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.documents import DocumentError
from ingest.documents.archive import check_docx
from ingest.documents.blocks import TITLE_LEVEL, UNMARKED_LEVEL, Block, Heading, Item, Listing, Paragraph, Reading, Table
from ingest.documents.docx_numbering import Numbering, W
from ingest.documents.docx_text import Styles, Words, value, words
from ingest.documents.headings import heads, short
from ingest.documents.levels import UNNUMBERED
from ingest.documents.lists import marked
from ingest.documents.spans import Cell, grid

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"(?:toc|contents|inhopg)\b")
_LIST_GOES_ON = re.compile(r"list (?:paragraph|continue)")
_MOST_WORDS = 10


def read_docx(data: bytes) -> Reading:
    """Raises ``DocumentError`` for what ``check_docx`` refuses and for a document that cannot be opened."""
    check_docx(data)
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        document = docx.Document(io.BytesIO(data))
        body = _Body(document)
        body.read(document.element.body)
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise DocumentError("het Word-document is beschadigd; open het in Word en sla het opnieuw op") from error
    return Reading(tuple(body.blocks), tuple(body.warnings()))


class _Body:
    def __init__(self, document: Document) -> None:
        self._parts = {
            rel.reltype.rpartition("/")[2]: rel.target_part for rel in document.part.rels.values() if not rel.is_external
        }
        self._styles = Styles(document.styles.element)
        self._numbering = Numbering(self._root("numbering"))
        self._notes = {kind: self._root(f"{kind}s") for kind in ("footnote", "endnote")}
        self.blocks: list[Block] = []
        self._items: list[Item] = []
        self._waiting: list[Block] = []
        self._noted = self._hidden = self._contents = 0
        self._struck = False

    def read(self, element: _Element) -> None:
        self._inside(element)
        self._close_list()
        self.blocks += self._waiting

    def warnings(self) -> Iterator[str]:
        if self._hidden:
            yield f"verborgen tekst niet opgenomen ({self._hidden} tekens)"
        if self._struck:
            yield "bijgehouden wijzigingen: gelezen zoals na aanvaarding"
        if "comments" in self._parts:
            yield "opmerkingen in de kantlijn niet opgenomen"
        if self._contents:
            yield f"inhoudsopgave weggelaten ({self._contents} regels)"

    def _root(self, kind: str) -> _Element | None:
        from lxml import etree

        part = self._parts.get(kind)
        if part is None:
            return None
        return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))

    def _inside(self, element: _Element) -> None:
        for child in element:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._close_list()
                self._table(child)
            else:
                self._inside(child)

    def _paragraph(self, paragraph: _Element) -> None:
        names = self._styles.names(paragraph)
        said = words(paragraph, self._styles)
        self._hidden += said.hidden
        self._struck |= said.struck
        if said.text and any(map(_CONTENTS.match, names)):
            self._contents += 1
        elif said.text:
            self._place(paragraph, said, names)
        for note in said.notes:
            self._note(*note)
        for box in said.boxes:
            self._close_list()
            self._inside(box)

    def _place(self, paragraph: _Element, said: Words, names: list[str]) -> None:
        depth = int(self._styles.paragraph(paragraph, "numPr", "ilvl") or 0)
        label = self._numbering.label(self._styles.paragraph(paragraph, "numPr", "numId") or "0", depth)
        level = self._level(paragraph, names)
        text = f"{label} {said.text}" if label and label != "-" else said.text
        if level is not None:
            self._close_list()
            self.blocks += [*self._waiting, Heading(text, level)]
            self._waiting.clear()
        elif label and marked(f"{label} x"):
            self._items.append(Item(label, said.text, depth))
        elif self._items and any(map(_LIST_GOES_ON.match, names)):
            self._items.append(Item("", said.text, self._items[-1].depth + 1))
        else:
            self._close_list()
            bold = (
                not said.plain
                and short(text)
                and len(text.split()) <= _MOST_WORDS
                and not heads(text)
                and not _in_table(paragraph)
            )
            self.blocks.append(Heading(text, UNMARKED_LEVEL + UNNUMBERED) if bold else Paragraph(text))

    def _level(self, paragraph: _Element, names: list[str]) -> int | None:
        outline = self._styles.paragraph(paragraph, "outlineLvl")
        if "title" in names:
            return TITLE_LEVEL
        for name in names:
            if match := _HEADING.match(name):
                return int(match[1])
        return int(outline) + 1 if outline and outline.isdecimal() and int(outline) < 9 else None

    def _close_list(self) -> None:
        if self._items:
            base = min(item.depth for item in self._items)
            self.blocks.append(Listing(tuple(Item(i.marker, i.text, i.depth - base) for i in self._items)))
            self._items.clear()

    def _note(self, kind: str, ident: str) -> None:
        """A footnote comes at the end of the section, so that it parts no alinea from its list."""
        root = self._notes.get(kind)
        found = None if root is None else next((note for note in root if note.get(f"{W}id") == ident), None)
        if found is None:
            return
        self._noted += 1
        said = [words(paragraph, self._styles) for paragraph in found.iter(f"{W}p")]
        self._hidden += sum(one.hidden for one in said)
        if text := " ".join(one.text for one in said).strip():
            self._waiting.append(Paragraph(f"Noot {self._noted}: {text}"))

    def _table(self, table: _Element) -> None:
        """A table of one column, and one with headings, lists or tables in it, only puts text in a frame."""
        rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
        nested = next(table.iterdescendants(f"{W}tbl"), None) is not None
        paragraphs = list(table.iter(f"{W}p"))
        framed = any(
            self._level(p, self._styles.names(p)) is not None or self._styles.paragraph(p, "numPr", "numId") for p in paragraphs
        )
        if nested or framed or max((len(list(_cells(row))) for row in rows), default=0) < 2:
            for row in rows:
                for cell in _cells(row):
                    self._inside(cell)
                    self._close_list()
            return
        self.blocks.append(Table(grid(list(self._cells_of(rows)))))

    def _cells_of(self, rows: list[_Element]) -> Iterator[list[Cell]]:
        """A cell that goes on from the row above has its text."""
        above: list[str] = []
        for row in rows:
            cells: list[Cell] = []
            for cell in _cells(row):
                column = sum(c.columns for c in cells)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and value(merge) != "restart" and column < len(above)
                text = above[column] if goes_on else self._cell(cell)
                span = value(cell.find(f"{W}tcPr/{W}gridSpan"))
                cells.append(Cell(text, int(span) if span.isdecimal() else 1))
            above = [c.text for c in cells for _ in range(min(c.columns, 60))]
            yield cells

    def _cell(self, cell: _Element) -> str:
        said = [words(paragraph, self._styles) for paragraph in cell.iter(f"{W}p")]
        self._hidden += sum(one.hidden for one in said)
        for one in said:
            for note in one.notes:
                self._note(*note)
        return " ".join(one.text for one in said if one.text)


def _cells(row: _Element) -> Iterator[_Element]:
    return (cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row)


def _in_table(paragraph: _Element) -> bool:
    return next(paragraph.iterancestors(f"{W}tbl"), None) is not None
