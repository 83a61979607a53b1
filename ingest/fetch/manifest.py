"""The manifest of a law: all its versions on two time axes, and which of them holds on a day.

Validity says when a text was the law; view says since when the publisher knew that. An amendment with effect in the past
gives the same period of validity a new view, so that several texts claim one day and all but one of them are outdated.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import SourceId
from ingest.fetch.faults import FetchError
from ingest.fetch.official_xml import name, read_root, text

if TYPE_CHECKING:
    from lxml.etree import _Element

#: How a manifest writes that a period has not ended.
OPEN = dt.date(9999, 12, 31)

_LABEL = re.compile(r"\d{4}-\d{2}-\d{2}_\d+")


@dataclass(frozen=True)
class Expression:
    """One version of a law: in force from ``start`` through ``end``, known to be so from ``view_start`` through ``view_end``.

    ``size`` is in bytes. ``present`` is false for a version whose file was taken away.
    """

    label: str
    start: dt.date
    end: dt.date
    view_start: dt.date
    view_end: dt.date
    sha512: str
    size: int | None
    present: bool

    def holds(self, day: dt.date) -> bool:
        """Whether this text is the law on ``day``.

        The end date is the last day in force: where one version of a manifest ends on 3 July, the next starts on 4 July.
        """
        return self.start <= day <= self.end

    @property
    def current(self) -> bool:
        return self.view_end == OPEN

    @property
    def valid_until(self) -> dt.date | None:
        """The first day on which it no longer holds, as the library counts; ``None``: open."""
        return None if self.end == OPEN else self.end + dt.timedelta(days=1)

    def matches(self, data: bytes) -> bool:
        """Whether these are the very bytes that the manifest tells of."""
        return self.size in (None, len(data)) and hashlib.sha512(data).hexdigest() == self.sha512


def read_manifest(data: bytes, law: SourceId) -> tuple[Expression, ...]:
    """All versions, in the order of the file. Raises ``FetchError`` for a manifest of another law or an unknown shape."""
    what = f"{law}: manifest"
    root = read_root(data, what)
    if name(root) != "work" or root.get("label") != str(law):
        raise FetchError(f"{what}: is van {root.get('label') or name(root)!r} en niet van deze wet; probeer het later opnieuw")
    return tuple(_expression(element, what) for element in root.iterfind("{*}expression"))


def choose(expressions: tuple[Expression, ...], day: dt.date, law: SourceId) -> Expression:
    """The version that holds on ``day`` as it is known now. Raises ``FetchError`` that says why there is none."""
    if not expressions:
        raise FetchError(f"{law}: heeft geen geldende tekst in het wettenbestand (ingetrokken of nog niet in werking)")
    present = [e for e in expressions if e.present]
    if not present:
        raise FetchError(f"{law}: alle versies zijn uit het wettenbestand gehaald; er is niets op te halen")
    held = [e for e in present if e.current and e.holds(day)]
    if not held:
        first, last = min(e.start for e in present), max(e.end for e in present)
        until = "nu" if last == OPEN else last.isoformat()
        raise FetchError(
            f"{law}: geen versie die geldt op {day}; er zijn versies van {first} tot en met {until}. Kies een andere --date"
        )
    newest = max(e.view_start for e in held)
    best = [e for e in held if e.view_start == newest]
    if len(best) > 1:
        labels = ", ".join(e.label for e in best)
        raise FetchError(f"{law}: het manifest geeft meer dan één versie voor {day} ({labels}); meld dit, er is niet gekozen")
    return best[0]


def _expression(element: _Element, what: str) -> Expression:
    label = element.get("label") or ""
    if not _LABEL.fullmatch(label):
        raise FetchError(f"{what}: versie {label!r} past niet; verwacht een naam als 2024-01-31_0")
    files = [m for m in element.iterfind("{*}manifestation") if m.get("label") == "xml"]
    items = [item for m in files for item in m.iterfind("{*}item")]
    size = text(files[0], "metadata/size") if files else ""
    return Expression(
        label=label,
        start=_date(element, "datum_inwerkingtreding", what),
        end=_date(element, "einddatum", what, OPEN),
        view_start=_date(element, "zichtdatum_start", what, dt.date.min),
        view_end=_date(element, "zichtdatum_eind", what, OPEN),
        sha512=text(files[0], "metadata/hashcode").lower() if files else "",
        size=int(size) if size.isdecimal() else None,
        present=any(item.get("_deleted") != "true" for item in items),
    )


def _date(element: _Element, field: str, what: str, missing: dt.date | None = None) -> dt.date:
    value = text(element, f"metadata/{field}")
    if missing and not value:
        return missing
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise FetchError(f"{what}: {field} {value!r} is geen datum; meld dit, de versie is niet te kiezen") from error
