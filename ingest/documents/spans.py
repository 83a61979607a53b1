"""Tables with cells that take more than one column or row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: A table wider than this is no table; a page may ask for a million columns.
_MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    columns: int = 1
    rows: int = 1


def grid(rows: Sequence[Iterable[Cell]]) -> tuple[tuple[str, ...], ...]:
    """Rows of equal length; a cell that spans more places stands in each of them."""
    filled: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}
    for cells in rows:
        row: list[str] = []
        waiting = iter(cells)
        following: dict[int, tuple[str, int]] = {}
        while len(row) < _MOST_COLUMNS:
            if len(row) in hanging:
                text, left = hanging[len(row)]
                if left > 1:
                    following[len(row)] = (text, left - 1)
                row.append(text)
                continue
            cell = next(waiting, None)
            if cell is None:
                break
            for _ in range(max(1, min(cell.columns, _MOST_COLUMNS - len(row)))):
                if cell.rows > 1:
                    following[len(row)] = (cell.text, cell.rows - 1)
                row.append(cell.text)
        filled.append(row)
        hanging = following
    width = max(map(len, filled), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in filled)
