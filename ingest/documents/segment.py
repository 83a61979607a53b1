"""Cut the blocks of a document into pieces, each at its own place.

A place is as short as it can be, so that it survives a new edition: the heading right above a piece, and a heading around it
only where two sections bear the same name. What is added in one section renumbers nothing in another.

* ``#geschenken/alinea=2`` — the second alinea under the heading "Geschenken";
* ``#artikel=2.1/lid=3``, ``#artikel=4`` — a lid, and an article without leden;
* ``#artikel=2.1/toelichting/alinea=1`` — where more articles have a "Toelichting";
* ``#bijlage=1/artikel=2`` — what is in an annex says so;
* ``#tekst/alinea=1`` — text above the first heading.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Locator, SourceId, Unit
from corpus.documents import Piece
from corpus.locator import Step
from ingest.documents.blocks import Block, Heading, Item, Listing, Paragraph, Table
from ingest.documents.lists import Mark, marked
from ingest.documents.sections import Section, places, sections

_Part = list[Block]


def segment(blocks: Sequence[Block], source: SourceId) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """The pieces in the order of the document, and the headings without text, which are in no piece."""
    found, empty = sections(blocks)
    pieces = (
        Piece(Locator(source, (*place, *steps)), "\n".join(map(_text, part)), section.headings, page=part[0].page)
        for section, place in zip(found, places(found), strict=True)
        for steps, part in _numbered_parts(section)
    )
    return tuple(pieces), empty


def _numbered_parts(section: Section) -> list[tuple[tuple[Step, ...], _Part]]:
    """The parts of a section, each with its step: a lid below an article, else an alinea."""
    found: list[tuple[tuple[Step, ...], _Part]] = []
    lid, alinea = 0, 0
    for part in _parts(section.blocks):
        leden = _leden(part, lid) if section.step.unit is Unit.ARTIKEL else []
        if leden:
            lid = leden[-1][0]
            found += [((Step(Unit.LID, name),), blocks) for _, name, blocks in leden]
        else:
            alinea += 1
            found.append(((Step(Unit.ALINEA, str(alinea)),), part))
    if section.one_place and (lid, alinea) == (0, 1):
        return [((), found[0][1])]
    return found


def _parts(blocks: Sequence[Block]) -> list[_Part]:
    """A list or a table goes with the paragraph that introduces it."""
    parts: list[_Part] = []
    for block in blocks:
        if isinstance(block, Listing | Table) and parts and _introduces(parts[-1][-1]):
            parts[-1].append(block)
        else:
            parts.append([block])
    return parts


def _introduces(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text.rstrip(")”’\"'").endswith((".", "!", "?"))


def _leden(part: _Part, last: int) -> list[tuple[int, str, _Part]]:
    """Order, number and blocks of each lid, when the part is a numbered list that goes on after lid ``last``; else nothing."""
    listing = part[0]
    if len(part) > 1 or not isinstance(listing, Listing):
        return []
    found: list[tuple[int, str, _Part]] = []
    for own, inner in _groups(listing):
        mark = marked(f"{own.marker} x")
        if mark is None or mark.mark is not Mark.NUMMER:
            return []
        rest: _Part = [Listing(inner, listing.page)] if inner else []
        found.append((mark.order, own.marker.rstrip(".)"), [Paragraph(own.text, listing.page), *rest]))
    orders = [order for order, _, _ in found]
    in_order = orders == sorted(orders) and len({name for _, name, _ in found}) == len(found)
    return found if in_order and orders[0] == last + 1 else []


def _groups(listing: Listing) -> list[tuple[Item, tuple[Item, ...]]]:
    """Each outermost item with the items inside it, which come one step outward."""
    groups: list[tuple[Item, list[Item]]] = []
    for item in listing.items:
        if item.depth == 0 or not groups:
            groups.append((item, []))
        else:
            groups[-1][1].append(Item(item.marker, item.text, item.depth - 1))
    return [(own, tuple(inner)) for own, inner in groups]


def _text(block: Block) -> str:
    """A block in words: an item a line, a row of a table a line with the name of the column before each cell."""
    if isinstance(block, Paragraph | Heading):
        return block.text
    if isinstance(block, Listing):
        return "\n".join(map(_line, block.items))
    header, *rows = block.rows
    if not rows:
        return "; ".join(filter(None, header))
    return "\n".join("; ".join(_cell(name, cell) for name, cell in zip(header, row, strict=True) if cell) for row in rows)


def _line(item: Item) -> str:
    return "  " * item.depth + f"{item.marker} {item.text}".strip()


def _cell(name: str, cell: str) -> str:
    return f"{name}: {cell}" if name else cell
