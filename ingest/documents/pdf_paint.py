"""What a page of a PDF paints so that nobody sees it: letters in white on white, and letters that are not drawn at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

Operation = tuple[list[Any], bytes]

_SHOWS_TEXT = {b"Tj", b"TJ"}
_NEXT_LINE = {b"'", b'"'}
_FILLS = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_PICTURES = {b"sh", b"Do", b"INLINE IMAGE"}
_NOT_DRAWN = 3


@dataclass(frozen=True, slots=True)
class _Ink:
    white: bool = False
    drawn: bool = True


def without_hidden(operations: Sequence[Operation]) -> tuple[list[Operation], bool]:
    """The operations without those that show hidden text, and whether there were any.

    On a page with a picture or a coloured ground nothing is called hidden: there white letters can be read, and letters that
    are not drawn are the text layer of a scan.
    """
    ink, saved, ground = _Ink(), list[_Ink](), False
    kept: list[Operation] = []
    for operands, operator in operations:
        if operator == b"q":
            saved.append(ink)
        elif operator == b"Q" and saved:
            ink = saved.pop()
        elif operator == b"Tr" and operands:
            ink = replace(ink, drawn=operands[0] != _NOT_DRAWN)
        elif operator in (b"g", b"rg", b"k", b"sc", b"scn"):
            ink = replace(ink, white=_is_white(operands, operator))
        elif operator == b"cs":
            ink = replace(ink, white=False)
        elif operator in _PICTURES or (operator in _FILLS and not ink.white):
            ground = True
        if ink.white or not ink.drawn:
            if operator in _SHOWS_TEXT:
                continue
            if operator in _NEXT_LINE:
                kept.append(([], b"T*"))
                continue
        kept.append((operands, operator))
    hidden = len(kept) < len(operations) or any(a[1] != b[1] for a, b in zip(kept, operations, strict=False))
    return (list(operations), False) if ground or not hidden else (kept, True)


def _is_white(operands: Sequence[Any], operator: bytes) -> bool:
    try:
        values = [float(value) for value in operands]
    except (TypeError, ValueError):
        return False
    if operator == b"k" or len(values) == 4:
        return max(values, default=1) <= 0.02
    return min(values, default=0) >= 0.98
