"""Where in the law a piece of text stands: source, version and the path of steps to it.

In text a locator reads ``BWBR0005416@2026-10-01#artikel=15/lid=1/onderdeel=d``. The steps are a tuple
and never a dotted string, because article 420bis paragraph 1 is not an article "420bis.1", and because
numbers in Dutch law are text: ``2:4``, ``15a``, ``1.10b``, ``X 1`` (Kieswet), ``8.4``, ``74*``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, total_ordering


class LocatorError(ValueError):
    """A text that is no locator. The message holds the text and what was expected."""


class Unit(StrEnum):
    """The closed set of units a step can name; the law's own words, as in the BWB paths."""

    BOEK = "boek"
    DEEL = "deel"
    TITEL = "titel"
    HOOFDSTUK = "hoofdstuk"
    AFDELING = "afdeling"
    PARAGRAAF = "paragraaf"
    ARTIKEL = "artikel"
    LID = "lid"
    ONDERDEEL = "onderdeel"
    BEGRIP = "begrip"
    BIJLAGE = "bijlage"
    KOP = "kop"
    ALINEA = "alinea"
    DIVISIE = "divisie"
    SUBPARAGRAAF = "sub-paragraaf"
    #: Which of the texts with one number, from the second on: two texts of an article can stand side by side.
    TEKST = "tekst"


_BWB = re.compile(r"BWB[RVW]\d{7}")
_KAMERSTUK = re.compile(r"kst-\d{5}(-[0-9A-Za-z]+)*")
_OWN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9A-Za-zÀ-ÿ](?:[0-9A-Za-zÀ-ÿ .:°*-]*[0-9A-Za-zÀ-ÿ°*])?")
_CHUNK = re.compile(r"(\d+)")


@total_ordering
@dataclass(frozen=True, slots=True)
class SourceId:
    """The identity of a document: a BWB id, a kamerstuk (``kst-28844-254``) or an id of our own."""

    value: str

    def __post_init__(self) -> None:
        if not any(p.fullmatch(self.value) for p in (_BWB, _KAMERSTUK, _OWN)):
            raise LocatorError(
                f"{self.value!r} is geen bron-id; verwacht BWBR0005416, kst-28844-254 of een naam als handboek-2023"
            )

    @property
    def scheme(self) -> str:
        """``bwb``, ``kst`` or ``eigen``."""
        if _BWB.fullmatch(self.value):
            return "bwb"
        return "kst" if _KAMERSTUK.fullmatch(self.value) else "eigen"

    @classmethod
    def parse(cls, text: str) -> SourceId:
        return cls(text)

    def __str__(self) -> str:
        return self.value

    def __lt__(self, other: SourceId) -> bool:
        return self.value < other.value


def _natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts 15 before 15a before 16 and 2:4 before 2:10."""
    parts: list[tuple[int, int, str]] = []
    for chunk in _CHUNK.split(number):
        if chunk:
            parts.append((0, int(chunk), chunk) if chunk.isdecimal() else (1, 0, chunk))
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path. ``Unit.KOP`` is a heading of a note and is printed bare (``inleiding``)."""

    unit: Unit
    number: str

    def __post_init__(self) -> None:
        pattern = _OWN if self.unit is Unit.KOP else _NUMBER
        if not pattern.fullmatch(self.number):
            raise LocatorError(f"{self.number!r} is geen nummer voor een {self.unit}")

    @classmethod
    def parse(cls, text: str) -> Step:
        unit, equals, number = text.partition("=")
        if not equals:
            return cls(Unit.KOP, unit)
        try:
            return cls(Unit(unit), number)
        except ValueError as error:
            raise LocatorError(f"{text!r} is geen stap; ken ik: {', '.join(Unit)}") from error

    def __str__(self) -> str:
        return self.number if self.unit is Unit.KOP else f"{self.unit}={self.number}"

    def sort_key(self) -> tuple[int, tuple[tuple[int, int, str], ...], str]:
        return (list(Unit).index(self.unit), _natural(self.number), self.number)


# A library holds a hundred thousand places, made of a few thousand steps.
_step = lru_cache(maxsize=20_000)(Step.parse)
_source = lru_cache(maxsize=2_000)(SourceId.parse)


@total_ordering
@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a source. Always true: ``Locator.parse(str(x)) == x``; ``covers`` is a partial order."""

    source: SourceId
    steps: tuple[Step, ...] = ()
    version: dt.date | None = None

    @classmethod
    def parse(cls, text: str) -> Locator:
        """Read the text form. Raises ``LocatorError`` with the text that could not be read."""
        head, _, tail = text.partition("#")
        if "#" in tail or (text.endswith("#")):
            raise LocatorError(f"{text!r}: verwacht ten hoogste één '#', gevolgd door stappen")
        source, at, version = head.partition("@")
        date: dt.date | None = None
        if at:
            try:
                date = dt.date.fromisoformat(version)
            except ValueError as error:
                raise LocatorError(f"{text!r}: {version!r} is geen datum als 2026-10-01") from error
            if date.isoformat() != version:
                raise LocatorError(f"{text!r}: schrijf de datum als {date.isoformat()}")
        steps = tuple(map(_step, tail.split("/"))) if tail else ()
        return cls(_source(source), steps, date)

    def __str__(self) -> str:
        version = f"@{self.version.isoformat()}" if self.version else ""
        path = "#" + "/".join(str(s) for s in self.steps) if self.steps else ""
        return f"{self.source}{version}{path}"

    def covers(self, other: Locator) -> bool:
        """True when ``other`` is this place or lies inside it; no version covers every version."""
        if self.source != other.source or self.version not in (None, other.version):
            return False
        return other.steps[: len(self.steps)] == self.steps

    def undated(self) -> Locator:
        return Locator(self.source, self.steps)

    def at(self, version: dt.date | None) -> Locator:
        return Locator(self.source, self.steps, version)

    def number(self, unit: Unit) -> str | None:
        """The number of the first step of that unit, e.g. ``number(Unit.LID) == "1"``."""
        return next((s.number for s in self.steps if s.unit is unit), None)

    @property
    def parent(self) -> Locator | None:
        return Locator(self.source, self.steps[:-1], self.version) if self.steps else None

    @property
    def article(self) -> Locator:
        """The article (or paragraaf, or heading) that holds this place; the whole source if none does."""
        for i, step in enumerate(self.steps):
            if step.unit in (Unit.ARTIKEL, Unit.PARAGRAAF, Unit.KOP):
                return Locator(self.source, self.steps[: i + 1], self.version)
        return Locator(self.source, (), self.version)

    def __lt__(self, other: Locator) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[str, tuple[tuple[int, tuple[tuple[int, int, str], ...], str], ...], str]:
        version = self.version.isoformat() if self.version else ""
        return (self.source.value, tuple(s.sort_key() for s in self.steps), version)
