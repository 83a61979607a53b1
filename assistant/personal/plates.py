"""Dutch licence plates of all fourteen sidecodes, with dashes, without, and with spaces after the word "kenteken"."""

from __future__ import annotations

import re

from assistant.personal.spans import Span

# A letter stands for a letter, a nine for a digit.
_SIDECODES = (
    "XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX 99-XXX-9 9-XXX-99 XX-999-X X-999-XX XXX-99-X X-99-XXX 9-XX-999 999-XX-9"
).split()
_MONTHS = frozenset("jan feb mrt apr mei jun jul aug sep okt nov dec".split())


def _pattern(dash: str, letter: str, codes: list[str]) -> str:
    sides = (code.replace("-", dash).replace("X", letter).replace("9", r"\d") for code in codes)
    return rf"(?<![\w-])(?:{'|'.join(sides)})(?![\w-])"


_DASHED = re.compile(_pattern("-", "[A-Za-z]", _SIDECODES))
# Without dashes only the series since 1978, which have no vowels: "WK2026" and "EU2024" are no plates.
_CLOSED = re.compile(_pattern("", "[B-DF-HJ-NP-TV-XZ]", _SIDECODES[3:]))
_SAID = re.compile(
    rf"\b(?:kentekens?|kentekenplaat|nummerplaat|nummerbord|licen[cs]e plate|number plate)\b[^.?!\n]{{0,20}}?"
    rf"(?P<plate>(?!(?:is|en|of|op|in|de|te)\b){_pattern('[ -]?', '[A-Za-z]', _SIDECODES)})",
    re.IGNORECASE,
)


def plates(text: str) -> list[Span]:
    """Every licence plate; "1-mei-24" is a date."""
    found = [m.span() for m in _DASHED.finditer(text) if not _MONTHS & set(m[0].lower().split("-"))]
    found += [m.span() for m in _CLOSED.finditer(text)]
    found += [m.span("plate") for m in _SAID.finditer(text)]
    return [Span(start, end, "KENTEKEN") for start, end in sorted(set(found))]
