"""Plain text, also as it is pulled from a PDF: a blank line after every line, or a form feed between pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.documents.blocks import Reading
from ingest.documents.encoding import decode
from ingest.documents.layout import Layout, Line
from ingest.documents.running import content

_RULE = re.compile(r"[-=_*~#\s]{3,}|[|+:\s-]{3,}")
#: Below so many lines nothing can be told of how a text is spaced.
_FEWEST = 10


def read_text(data: bytes) -> Reading:
    """Raises ``DocumentError`` for an unknown character set."""
    text, warnings = decode(data)
    pages = [_lines(page.split("\n")) for page in re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text).split("\f")]
    lines, left_out = content(pages)
    return Reading(tuple(Layout(lines).blocks()), (*warnings, *left_out))


def _lines(raw: Sequence[str]) -> list[Line]:
    spaced = 1 if _double_spaced(raw) else 0
    two_spaces = _ends_in_spaces(raw)
    lines: list[Line] = []
    blank = 0
    for row in raw:
        if not row.strip() or _RULE.fullmatch(row.strip()):
            blank += 1 if not row.strip() else 2
            continue
        closes = two_spaces and row.endswith("  ")
        lines.append(Line(row.strip(), after_gap=blank > spaced and bool(lines), closes=closes))
        blank = 0
    return lines


def _double_spaced(raw: Sequence[str]) -> bool:
    """Whether a blank line stands after every line, also in the middle of a sentence."""
    filled = [i for i, row in enumerate(raw) if row.strip()]
    if len(filled) < _FEWEST:
        return False
    followed = sum(i + 1 == len(raw) or not raw[i + 1].strip() for i in filled)
    goes_on = sum(raw[i].strip()[0].islower() for i in filled[1:])
    return followed > 0.85 * len(filled) and goes_on > 0.2 * len(filled)


def _ends_in_spaces(raw: Sequence[str]) -> bool:
    """Whether lines end in one space, so that two can say something: the last line of an alinea, in a text out of a PDF."""
    filled = [row for row in raw if row.strip()]
    one = sum(row.endswith(" ") and not row.endswith("  ") for row in filled)
    return len(filled) >= _FEWEST and one > 0.6 * len(filled)
