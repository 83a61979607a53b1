"""Lines out of the fragments of text that a page of a PDF is made of, by where they stand."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ingest.documents.layout import Line
from ingest.documents.pdf_paint import without_hidden

if TYPE_CHECKING:
    from pypdf import PageObject

#: Points; nobody reads letters this small.
_TINY = 3.0
#: A step down this much larger than usual ends an alinea.
_GAP = 1.25
#: From one line of an alinea to the next, in sizes of a letter.
_SINGLE = (0.8, 1.9)
#: So many lines at an edge of the page may come first or last in the file.
_EDGE = 4
_SYMBOLS = re.compile(r"symbol|dingbats", re.IGNORECASE)
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BULLET = re.compile("[\x7f\uf000-\uf0ff]")


@dataclass
class _Row:
    """A line that is being filled. ``end``: an estimate of where its text ends."""

    x: float
    y: float
    size: float
    text: str = ""
    end: float = 0.0
    bold: bool = True
    sizes: Counter[float] = field(default_factory=Counter)

    def add(self, text: str, x: float, size: float, *, bold: bool, new: bool) -> None:
        """``new``: the file puts it apart from what came before; a gap wide enough is that between columns."""
        if self.text:
            gap = x - self.end
            wide = 0.6 * size if new else max(2 * size, 0.3 * (self.end - self.x))
            if gap > wide:
                self.text += "\t"
            elif new and not self.text.endswith(" "):
                self.text += " "
        self.text += text
        self.end = max(self.end, x if x > self.x else self.end) + 0.5 * size * len(text)
        self.sizes[size] += len(text.strip())
        self.bold &= bold


@dataclass(frozen=True)
class PageLines:
    """The lines of a page in reading order, with their distance to the line above in sizes of a letter (0: first, or higher)."""

    number: int
    lines: tuple[Line, ...]
    steps: tuple[float, ...]
    hidden: bool

    @classmethod
    def of(cls, page: PageObject, number: int) -> PageLines:
        """Read a page; what nobody would see on it is left out."""
        hidden = _uncover(page)
        rows = _Rows()
        page.extract_text(visitor_text=rows.visit)
        ordered = _in_order([row for row in rows.found if row.text.strip()])
        lines = tuple(Line(row.text.strip(), number, _size(row), row.bold) for row in ordered)
        steps = tuple(
            max(0.0, (before.y - row.y) / max(row.size, before.size, 1.0)) if before else 0.0
            for before, row in zip((None, *ordered), ordered, strict=False)
        )
        return cls(number, lines, steps, hidden or rows.tiny)


class _Rows:
    def __init__(self) -> None:
        self.found: list[_Row] = []
        self.tiny = False
        self._new = True

    def visit(self, text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        """Called by pypdf for each fragment with its matrices."""
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = round(2 * abs(size) * math.hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])) / 2
        new, self._new = self._new, text.endswith("\n") if text else self._new
        words = text.replace("\n", " ").strip("\r") if not text.endswith("\n") else text.rstrip("\n").replace("\n", " ")
        if not words.strip():
            if words and self.found:
                self.found[-1].text += " "
            return
        if height < _TINY:
            self.tiny = True
            return
        name = str((font or {}).get("/BaseFont", ""))
        if len(words.strip()) == 1 and (_SYMBOLS.search(name) or _BULLET.match(words.strip())):
            words = "• "
        row = self.found[-1] if self.found else None
        if row is None or abs(row.y - y) > 0.4 * max(row.size, height):
            row = _Row(x, y, height, end=x)
            self.found.append(row)
        row.add(words, x, height, bold=bool(_BOLD.search(name)), new=new)


def with_gaps(pages: Sequence[PageLines]) -> list[list[Line]]:
    """The lines of each page, those marked that stand further from the line above than lines of one alinea do."""
    steps = Counter(round(step, 1) for page in pages for step in page.steps if _SINGLE[0] <= step <= _SINGLE[1])
    usual = steps.most_common(1)[0][0] if steps else _SINGLE[1]
    return [
        [replace(line, after_gap=step > _GAP * usual) for line, step in zip(page.lines, page.steps, strict=True)]
        for page in pages
    ]


def _uncover(page: PageObject) -> bool:
    """Take hidden text out of a page; true when there was some."""
    from pypdf.generic import ContentStream, NameObject

    contents = page.get_contents()
    if contents is None:
        return False
    stream = ContentStream(contents, page.pdf)
    operations, hidden = without_hidden(stream.operations)
    if hidden:
        stream.operations = operations
        page[NameObject("/Contents")] = stream
    return hidden


def _in_order(rows: Sequence[_Row]) -> list[_Row]:
    """Lines at the foot that come first in the file go last, and those at the head that come last go first."""
    ordered = list(rows)
    for size in range(min(_EDGE, len(ordered) - 1), 0, -1):
        first, rest = ordered[:size], ordered[size:]
        if max(row.y for row in first) < min(row.y for row in rest):
            ordered = rest + first
            break
    for size in range(min(_EDGE, len(ordered) - 1), 0, -1):
        rest, last = ordered[:-size], ordered[-size:]
        if min(row.y for row in last) > max(row.y for row in rest):
            ordered = last + rest
            break
    return ordered


def _size(row: _Row) -> float:
    return row.sizes.most_common(1)[0][0]
