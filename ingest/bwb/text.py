"""A text in the making: white space folded, characters of the source counted apart from those that we add, places remembered.

Only two methods put characters in: ``add`` those of the source, ``insert`` ours. So ``source`` is a count that cannot drift.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(eq=False)
class Span:
    """A stretch of the text; ``start`` stays -1 when no character came."""

    start: int = -1
    end: int = -1

    @property
    def empty(self) -> bool:
        return self.start < 0

    def holds(self, other: Span) -> bool:
        return not self.empty and not other.empty and self.start <= other.start and other.end <= self.end


class Text:
    """White space becomes one space, a new line only where ``newline`` asks for it; none at the beginning and the end."""

    def __init__(self) -> None:
        self.source = 0
        self._parts: list[str] = []
        self._length = 0
        self._gap = ""
        self._held = False
        self._flat = False
        self._open: list[Span] = []

    def __str__(self) -> str:
        return "".join(self._parts)

    def __len__(self) -> int:
        return self._length

    def add(self, text: str | None) -> None:
        """Characters of the source."""
        if not text:
            return
        words = text.split()
        if words:
            self.source += sum(map(len, words))
            if text[0].isspace():
                self.space()
            self._put(" ".join(words))
        if text[-1].isspace():
            self.space()

    def insert(self, text: str) -> None:
        """Characters of ours, such as the bar between two cells."""
        if text:
            self._put(text)

    def close(self, mark: str) -> None:
        """A mark of ours right after the last character."""
        self._gap = ""
        self._put(mark)

    def slice(self, span: Span) -> str:
        self._parts = [str(self)]
        return "" if span.empty else self._parts[0][span.start : span.end]

    def space(self) -> None:
        """The next character comes after a space, unless it begins a line."""
        self._gap = self._gap or " "

    def newline(self) -> None:
        """The next character begins a line; in a cell of a table and after ``hold`` it comes after a space."""
        if self._flat or self._held:
            self.space()
        else:
            self._gap = "\n"

    def hold(self) -> None:
        """What comes next stays on this line: the words after their number."""
        self._gap = " "
        self._held = True

    def ends_with(self, mark: str) -> bool:
        return bool(self._parts) and self._parts[-1].endswith(mark)

    @contextmanager
    def span(self) -> Iterator[Span]:
        """The stretch that is written meanwhile."""
        span = Span()
        self._open.append(span)
        yield span
        self._open.pop()
        span.end = self._length

    @contextmanager
    def on_one_line(self) -> Iterator[None]:
        """Meanwhile a new line is a space: the inside of a cell."""
        before, self._flat = self._flat, True
        yield
        self._flat = before

    def _put(self, text: str) -> None:
        if self._gap and self._length:
            self._parts.append(self._gap)
            self._length += 1
        self._gap, self._held = "", False
        for span in self._open:
            if span.empty:
                span.start = self._length
        self._parts.append(text)
        self._length += len(text)
