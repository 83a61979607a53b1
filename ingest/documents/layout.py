"""Lines of a page to blocks: which line is a heading, where an alinea ends, which lines are a table.

Plain text has only its lines and what is blank between them; a PDF adds the size and weight of the letters and the distance
between lines. One rule needs neither: a line breaks off early only on purpose. Where the first word of the next line would
still have fitted, the line was the end of something.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.documents.blocks import Block, Heading, Paragraph, Table
from ingest.documents.headings import heads, short
from ingest.documents.levels import Style, with_levels
from ingest.documents.lists import Mark, Marks, marked
from ingest.documents.wrapping import Lexicon, join

#: Lines longer than this were not wrapped: each is an alinea of its own.
_WIDEST = 130
#: A line that would stay below this part of the width with one more word was broken off on purpose; letters differ in width.
_FULL = 0.85
#: With so many gaps between its lines a text shows its alinea's by them.
_GAPPED = 0.1
_MOST_WORDS = 10
_CELLS = re.compile(r"\s*\t+\s*|\s{3,}|\s+\|\s+")
_ENDS = (".", "!", "?", ":", ";", ")", "”", "’", '"', "'")


@dataclass(frozen=True, slots=True)
class Line:
    """``size``: of the letters, 0 where there is no telling. ``after_gap``: more than a line break stands above it.

    ``closes``: the file shows that an alinea ends here.
    """

    text: str
    page: int | None = None
    size: float = 0.0
    bold: bool = False
    after_gap: bool = False
    closes: bool = False


class Layout:
    """The lines of one document."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._lexicon = Lexicon(line.text for line in lines)
        lengths = sorted(len(line.text) for line in lines)
        self._width = lengths[len(lengths) * 9 // 10] if lengths else 0
        letters: Counter[tuple[float, bool]] = Counter()
        for line in lines:
            letters[line.size, line.bold] += len(line.text)
        self._body = letters.most_common(1)[0][0] if letters else (0.0, False)
        self._styled = any(map(self._stands_out, lines))
        self._gapped = sum(line.after_gap for line in lines) > _GAPPED * len(lines)

    def blocks(self) -> list[Block]:
        """Headings, alinea's and tables; an item of a list is an alinea that begins with its mark."""
        found = list(self._cut())
        styles = [self._style(start) if isinstance(block, Heading) else None for start, block in found]
        return with_levels([block for _, block in found], styles)

    def _cut(self) -> Iterator[tuple[int, Block]]:
        """Blocks with the number of their first line; headings have no level yet."""
        marks = Marks()
        at, after_text = 0, False
        while at < len(self._lines):
            start, page = at, self._lines[at].page
            if (end := self._table_end(at)) > at:
                block: Block = Table(tuple(tuple(cells(line.text)) for line in self._lines[at:end]), page)
            elif (end := self._heading_end(at, after_text)) > at:
                block = Heading(self._joined(at, end), 0, page)
                marks.reset()
            else:
                end = self._paragraph_end(at, marks)
                block = Paragraph(self._joined(at, end), page)
            yield start, block
            at, after_text = end, isinstance(block, Paragraph)

    def _joined(self, start: int, end: int) -> str:
        return join([line.text for line in self._lines[start:end]], self._lexicon)

    def _paragraph_end(self, at: int, marks: Marks) -> int:
        if found := marks.read(self._lines[at].text):
            marks.take(found)
        end = at + 1
        while end < len(self._lines) and not self._ends_before(end) and self._heading_end(end, True) == end:
            found = marks.read(self._lines[end].text)
            if (found and marks.fits(found)) or self._table_end(end) > end:
                break
            end += 1
        return end

    def _ends_before(self, at: int) -> bool:
        """Whether an alinea ended on the line before."""
        line, before = self._lines[at], self._lines[at - 1]
        if line.after_gap or before.closes or self._width > _WIDEST:
            return True
        return before.text.endswith(_ENDS) and self._broken_off(at - 1)

    def _broken_off(self, at: int) -> bool:
        """Whether the next line could have gone on here."""
        if at + 1 == len(self._lines):
            return True
        first = self._lines[at + 1].text.split(" ", 1)[0]
        return len(self._lines[at].text) + 1 + len(first) <= _FULL * self._width

    def _heading_end(self, at: int, after_text: bool) -> int:
        """The end of the heading that begins here, or ``at`` itself when there is none."""
        line = self._lines[at]
        if at + 1 == len(self._lines) or not (any(map(str.isalpha, line.text)) or heads(line.text)):
            return at
        if self._styled and self._stands_out(line):
            return self._styled_end(at)
        follows = self._lines[at + 1]
        loose = at == 0 or not after_text or line.after_gap or (not self._gapped and self._lines[at - 1].text.endswith(_ENDS))
        ended = follows.after_gap or self._broken_off(at) or marked(follows.text) is not None
        reads = heads(line.text) or (not self._styled and self._reads_as_heading(at))
        return at + 1 if loose and ended and reads else at

    def _styled_end(self, at: int) -> int:
        """A heading in other letters may take more lines; a whole alinea in bold is no heading."""
        line, end = self._lines[at], at + 1
        while end < len(self._lines):
            more = self._lines[end]
            same = (more.size, more.bold, more.page) == (line.size, line.bold, line.page)
            if not same or more.after_gap or heads(more.text):
                break
            end += 1
        if short(self._joined(at, end)):
            return end
        return at + 1 if line.size > self._body[0] and short(line.text) else at

    def _reads_as_heading(self, at: int) -> bool:
        """A short line by itself; with "1." before it only where it stands free and no second item follows."""
        text = self._lines[at].text
        if not short(text) or len(text.split()) > _MOST_WORDS or len(cells(text)) > 1:
            return False
        found = marked(text)
        if found is None:
            return True
        free = (at == 0 or self._lines[at].after_gap) and marked(self._lines[at + 1].text) is None
        return found.mark is Mark.NUMMER and free and found.text[:1].isupper()

    def _table_end(self, at: int) -> int:
        """The end of the rows that begin here: two or more lines with the same number of cells."""
        text = self._lines[at].text
        size = len(cells(text))
        if size == 1 or marked(text) or heads(text):
            return at
        end = at + 1
        while end < len(self._lines) and len(cells(self._lines[end].text)) == size:
            end += 1
        return end if end - at > 1 else at

    def _style(self, at: int) -> Style | None:
        line = self._lines[at]
        return (line.size, line.bold) if self._stands_out(line) else None

    def _stands_out(self, line: Line) -> bool:
        size, bold = self._body
        return line.size > size * 1.08 or (line.bold and not bold and line.size >= size * 0.95)


def cells(line: str) -> list[str]:
    """The columns of a line: between tabs, between upright strokes, or three or more spaces apart."""
    return [cell.strip() for cell in _CELLS.split(line.strip(" |"))]
