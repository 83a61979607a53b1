"""Texts in which personal data is marked as ``[[KIND:value]]``, and how well a recogniser finds the marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from assistant.personal.recogniser import Recogniser
from assistant.personal.spans import KINDS, Span

_MARK = re.compile(r"\[\[([A-Z-]+):(.+?)\]\]")


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and the places they stood at."""

    text: str
    spans: tuple[Span, ...]


def read_marked(file: Path) -> list[Marked]:
    """One text a line; a line that begins with ``#`` is a remark."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_unmarked(line) for line in lines if line and not line.startswith("#")]


def _unmarked(line: str) -> Marked:
    text, spans, last = "", [], 0
    for mark in _MARK.finditer(line):
        assert mark[1] in KINDS, line
        text += line[last : mark.start()]
        spans.append(Span(len(text), len(text) + len(mark[2]), mark[1]))
        text, last = text + mark[2], mark.end()
    return Marked(text + line[last:], tuple(spans))


@dataclass
class Score:
    """By kind. A mark counts as found when all of it would be gone; a find is right when it touches a mark of its kind."""

    marks: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    finds: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def recall(self, kinds: Iterable[str]) -> float:
        kinds = list(kinds)
        return sum(self.found[k] for k in kinds) / sum(self.marks[k] for k in kinds)

    def precision(self, kinds: Iterable[str]) -> float:
        kinds = list(kinds)
        return sum(self.right[k] for k in kinds) / sum(self.finds[k] for k in kinds)


def score(texts: Iterable[Marked], recogniser: Recogniser) -> Score:
    result = Score()
    for marked in texts:
        [finds] = recogniser.find([marked.text], {})
        for mark in marked.spans:
            gone = any(f.start <= mark.start and mark.end <= f.end for f in finds)
            result.marks[mark.kind] += 1
            result.found[mark.kind] += gone
            result.wrong += [] if gone else [f"missed {marked.text[mark.start : mark.end]!r} in {marked.text!r}"]
        for find in finds:
            right = any(m.kind == find.kind and find.start < m.end and m.start < find.end for m in marked.spans)
            result.finds[find.kind] += 1
            result.right[find.kind] += right
            result.wrong += [] if right else [f"{find.kind} {marked.text[find.start : find.end]!r} in {marked.text!r}"]
    return result
