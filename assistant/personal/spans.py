"""A place in a text that holds personal data, and which of two places that overlap counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

PERSON = "PERSOON"
KINDS = (PERSON, "ADRES", "KENTEKEN", "ZAAKNUMMER", "BSN", "IBAN", "E-MAIL", "TELEFOON")

#: Ours and those that a user typed. What stands in one is never looked at.
PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(KINDS)})-\d+[a-z]*\]")

# Not a letter, a digit, a space or the end of a sentence, so that no rule reads through it.
_COVER = "\N{WHITE SQUARE}"


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is personal data of this kind (one of ``KINDS``)."""

    start: int
    end: int
    kind: str


def covered(text: str) -> str:
    """The text at the same length, with nothing to read where a placeholder stands."""
    return PLACEHOLDER.sub(lambda m: _COVER * len(m[0]), text)


def apart(spans: Iterable[Span], barred: Iterable[tuple[int, int]] = ()) -> list[Span]:
    """The spans in order of place; of two that overlap the first given stays, and none that overlaps a barred one."""
    kept: list[Span] = []
    taken = list(barred)
    for span in spans:
        if not any(span.start < end and start < span.end for start, end in taken):
            kept.append(span)
            taken.append((span.start, span.end))
    return sorted(kept, key=lambda s: s.start)
