"""What a reader of any format gives: the content of a file as a list of neutral blocks, in reading order.

A text may hold line breaks (``\\n``): those of the file, which ``shaping`` joins or splits at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

#: The level of the title of a document; sections have 1 and higher.
TITLE_LEVEL = 0
#: From here on the level of a heading that reads as one, below all that the format itself marks.
UNMARKED_LEVEL = 100


@dataclass(frozen=True, slots=True)
class Heading:
    """``level``: 0 for the title of the document, else 1 for the outermost."""

    text: str
    level: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """``marker`` as it is read: ``-``, ``a.``, ``1.``; ``depth`` 0 for the outermost list."""

    marker: str
    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole list, with the lists inside it."""

    items: tuple[Item, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length; the first one is the header."""

    rows: tuple[tuple[str, ...], ...]
    page: int | None = None


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True, slots=True)
class Reading:
    """``warnings``: what was left out or was odd, in Dutch."""

    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()


def texts_of(block: Block) -> Iterable[str]:
    """The texts of a block, without the markers of a list."""
    if isinstance(block, Listing):
        return (item.text for item in block.items)
    if isinstance(block, Table):
        return (cell for row in block.rows for cell in row)
    return (block.text,)


def count(texts: Iterable[str]) -> int:
    """Characters that are no white space."""
    return sum(len("".join(text.split())) for text in texts)


def reading_to_json(reading: Reading) -> dict[str, Any]:
    return {
        "blocks": [{"kind": type(block).__name__} | asdict(block) for block in reading.blocks],
        "warnings": list(reading.warnings),
    }


def reading_from_json(data: dict[str, Any]) -> Reading:
    """Raises ``KeyError`` or ``TypeError`` for what ``reading_to_json`` did not make."""
    return Reading(tuple(_block(row) for row in data["blocks"]), tuple(data["warnings"]))


def _block(row: dict[str, Any]) -> Block:
    match row.pop("kind"):
        case "Heading":
            return Heading(**row)
        case "Paragraph":
            return Paragraph(**row)
        case "Listing":
            return Listing(tuple(Item(**item) for item in row["items"]), row["page"])
        case "Table":
            return Table(tuple(tuple(cells) for cells in row["rows"]), row["page"])
        case other:
            raise KeyError(other)
