"""CALS tables: in which column each cell stands, with its spans, so that a row can be read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.bwb.elements import Kind, kind_of, misfit

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_ROWS = 10_000
_PARTS = ("thead", "tbody", "tfoot")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row. ``repeated``: it began in a row above and reaches down to this one."""

    entry: _Element
    repeated: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column; ``None`` where nothing stands, or where the cell to the left reaches over."""

    cells: tuple[Cell | None, ...]
    header: bool


def rows(tgroup: _Element) -> Iterator[Row]:
    """The rows of a ``tgroup`` from top to bottom. Raises ``DocumentError`` for what is no part of a table."""
    columns = [spec.get("colname") or "" for spec in tgroup.findall("colspec")]
    for part in _children(tgroup, *_PARTS):
        reaching: dict[int, tuple[Cell, int]] = {}
        for row in _children(part, "row"):
            yield Row(_cells(row, columns, reaching), part.tag == "thead")


def _children(parent: _Element, *names: str) -> Iterator[_Element]:
    for child in parent:
        if child.tag in names:
            yield child
        elif kind_of(child) is not Kind.SKIPPED:
            raise misfit(child, f"<{child.tag}> hoort niet in een <{parent.tag}>; meld dit, zodat de lezer het leert kennen")


def _cells(row: _Element, columns: list[str], reaching: dict[int, tuple[Cell, int]]) -> tuple[Cell | None, ...]:
    """``reaching``: by column the cell that comes down from above and over how many rows still; kept up to date here."""
    placed: dict[int, Cell | None] = {column: cell for column, (cell, _) in reaching.items()}
    for column, (cell, left) in list(reaching.items()):
        reaching[column] = (cell, left - 1)
        if left == 1:
            del reaching[column]
    after = 0
    for entry in _children(row, "entry"):
        named = _column(entry, "namest" if entry.get("namest") else "colname", columns)
        start = after if named is None or named in placed else named
        while start in placed:
            start += 1
        end = max(start, _column(entry, "nameend", columns) or start)
        placed[start] = Cell(entry, repeated=False)
        placed |= {covered: None for covered in range(start + 1, end + 1) if covered not in placed}
        if down := _rows_down(entry):
            reaching[start] = (Cell(entry, repeated=True), down)
        after = end + 1
    return tuple(placed.get(column) for column in range(max(placed, default=-1) + 1))


def _column(entry: _Element, attribute: str, columns: list[str]) -> int | None:
    name = entry.get(attribute)
    return columns.index(name) if name in columns else None


def _rows_down(entry: _Element) -> int:
    value = entry.get("morerows") or "0"
    if not value.isdecimal() or int(value) > _MOST_ROWS:
        raise misfit(entry, f"morerows={value!r} is geen aantal rijen; haal het bestand opnieuw op")
    return int(value)
