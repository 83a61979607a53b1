"""The numbers that Word puts before headings and items; they stand nowhere in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.documents.lists import written

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 9
_DASH = "-"


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    text: str
    start: int


class Numbering:
    """Counts along with the document; ``root`` is the root of ``numbering.xml``, if there is one."""

    def __init__(self, root: _Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is not None:
            self._read(root)

    def label(self, number: str, level: int) -> str | None:
        """The mark of the next item of that list: ``-`` for a bullet, ``None`` when there is no such list."""
        name = self._list_of.get(number)
        here = self._levels.get(name or "", {}).get(level)
        if name is None or here is None:
            return None
        counts = self._counts.setdefault(name, [None] * _DEEPEST)
        if (start := self._starts.get(number, {}).pop(level, None)) is not None:
            counts[level] = start - 1
        last = counts[level]
        counts[level] = here.start if last is None else last + 1
        counts[level + 1 :] = [None] * (_DEEPEST - level - 1)
        if here.style == "bullet":
            return _DASH
        return re.sub(r"%([1-9])", lambda match: self._written(name, int(match[1]) - 1), here.text).strip()

    def _written(self, name: str, level: int) -> str:
        kind = self._levels[name].get(level)
        value = self._counts[name][level]
        if kind is None:
            return ""
        return written(kind.start if value is None else value, kind.style).rstrip(".")

    def _read(self, root: _Element) -> None:
        linked: dict[str, str] = {}
        links: dict[str, str] = {}
        for abstract in root.iterfind(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId", "")
            self._levels[name] = dict(_levels(abstract))
            if (style := abstract.find(f"{W}styleLink")) is not None:
                linked[style.get(f"{W}val", "")] = name
            if (style := abstract.find(f"{W}numStyleLink")) is not None:
                links[name] = style.get(f"{W}val", "")
        for num in root.iterfind(f"{W}num"):
            number = num.get(f"{W}numId", "")
            name = _value(num.find(f"{W}abstractNumId"))
            self._list_of[number] = linked.get(links.get(name, ""), name)
            for override in num.iterfind(f"{W}lvlOverride"):
                if (start := override.find(f"{W}startOverride")) is not None:
                    self._starts.setdefault(number, {})[int(override.get(f"{W}ilvl", "0"))] = int(_value(start) or 1)


def _levels(abstract: _Element) -> Iterator[tuple[int, _Level]]:
    for level in abstract.iterfind(f"{W}lvl"):
        found = _Level(
            style=_value(level.find(f"{W}numFmt")) or "decimal",
            text=_value(level.find(f"{W}lvlText")),
            start=int(_value(level.find(f"{W}start")) or 1),
        )
        yield min(int(level.get(f"{W}ilvl", "0")), _DEEPEST - 1), found


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")
