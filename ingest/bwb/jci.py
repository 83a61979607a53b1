"""How the government itself points at a place: the path of an element (``/Hoofdstuk2/Artikel5/Lid1``) and its JCI link.

Both are worked out from the tree and not read from it, so that a test can prove them equal to those in the official files.
JCI: "Juriconnect", ``jci1.3:c:<id>&artikel=5&lid=1&o=a&z=<date of view>&g=<date of validity>``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from corpus import Locator, LocatorError, SourceId, Step, Unit
from ingest.bwb.elements import ELEMENTS, UNITS, Kind
from ingest.bwb.numbers import folded, raw_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = {
    "lijst": "Opsomming",
    "li": "Onderdeel",
    "wetsluiting": "SlotformulierEnOndertekening",
    "regeling-sluiting": "SlotformulierEnOndertekening",
    "circulaire-sluiting": "SlotformulierEnOndertekening",
}
_IN_PATH = {Kind.DIVISION, Kind.ARTICLE, Kind.LID, Kind.PART}
_NAMED_IN_PATH = ("li", "structuurtekst", "tekst")
#: "Vijfde titel A": the word before the name of the division belongs to its number.
_ORDINAL_LABEL = re.compile(r"(\S+)\s+(?:boek|deel|titel|hoofdstuk|afdeling|paragraaf)", re.IGNORECASE)
_JCI = re.compile(r"(?:jci)?\d\.\d:[a-z]:(?P<law>BWB[RVW]\d{7})(?P<place>(?:&[^&]*)*)")
_PARAMETERS: Mapping[str, Unit] = {**UNITS, "artikel": Unit.ARTIKEL, "lid": Unit.LID, "o": Unit.ONDERDEEL}
_DATES = ("z", "g", "s", "v")


class Addresses:
    """Paths and JCI links of the elements of one ``toestand``. Keeps what it found: a path needs those of all neighbours."""

    def __init__(self, law: SourceId, viewed: dt.date, valid: dt.date) -> None:
        self._head = f"jci1.3:c:{law}"
        self._tail = f"&z={viewed.isoformat()}&g={valid.isoformat()}"
        self._components: dict[_Element, dict[_Element, str]] = {}

    def path_of(self, element: _Element) -> str:
        """``/HoofdstukII/Artikel7/Lid2/Onderdeela``: what ``bwb-ng-variabel-deel`` says of it."""
        parts = [self._component(place) for place in _upwards(element) if _in_path(place)]
        return "".join(f"/{part}" for part in reversed(parts))

    def jci_of(self, element: _Element) -> str:
        """The JCI 1.3 link of the element, or of the nearest place around it that has a number."""
        parts = [part for place in _upwards(element) if (part := _parameter(place))]
        return self._head + "".join(f"&{part}" for part in reversed(parts)) + self._tail

    def _component(self, element: _Element) -> str:
        """The name with its number; neighbours that would have the same one are counted from 1."""
        parent = element.getparent()
        if parent not in self._components:
            alike: dict[str, list[_Element]] = {}
            for child in parent:
                if _in_path(child):
                    alike.setdefault(_name(child), []).append(child)
            self._components[parent] = {
                child: f"{name}_{place}" if len(children) > 1 else name
                for name, children in alike.items()
                for place, child in enumerate(children, 1)
            }
        return self._components[parent][element]


def _upwards(element: _Element) -> Iterator[_Element]:
    place = element
    while place is not None:
        yield place
        place = place.getparent()


def _in_path(element: _Element) -> bool:
    """A list stands in the path only beside another one."""
    if element.tag == "lijst":
        return len(element.getparent().findall("lijst")) > 1
    return element.tag in _NAMED_IN_PATH or ELEMENTS.get(element.tag) in _IN_PATH


def _name(element: _Element) -> str:
    number = re.sub(r"[^0-9A-Za-z:.]", ".", re.sub(r"[\s°º§()*]", "", raw_number(element)))
    if len(number) > 1:
        number = number.rstrip(".")
    name: str = element.tag
    return _NAMES.get(name, name.capitalize()) + number


def _parameter(element: _Element) -> str:
    """``lid=1``, ``o=a``, ``hoofdstuk=II``; nothing for a place without a number."""
    number = raw_number(element)
    if element.tag == "li":
        number = re.sub(r"[^0-9A-Za-z.]", "", number).strip(".")
        return f"o={number}" if number else ""
    kind = ELEMENTS.get(element.tag)
    if kind is Kind.LID:
        return f"lid={number.rstrip('.')}" if number else ""
    if kind not in (Kind.DIVISION, Kind.ARTICLE):
        return ""
    label = folded(element.find("kop/label"))
    name = element.tag
    if name == "divisie":
        name = label.lower() if label.lower() in UNITS else ""
    if number and (ordinal := _ORDINAL_LABEL.fullmatch(label)):
        number = f"{ordinal[1]} {number}"
    number = number.removeprefix("§").strip().rstrip(":").replace(" ", "_")
    return f"{name}={number}" if name and number else ""


def target_of(link: _Element) -> Locator | None:
    """Where an ``extref`` or ``intref`` points, without a date; ``None`` for what is no law of the BWB.

    The divisions of a law are left out where there is an article: its number is enough, except in an annex. A link that names
    a law and no place that we can read points at the law.
    """
    match = _JCI.fullmatch(link.get("doc") or "")
    if match is None:
        law = link.get("bwb-id") or ""
        return Locator(SourceId(law)) if re.fullmatch(r"BWB[RVW]\d{7}", law) else None
    source = SourceId(match["law"])
    pairs = [part.partition("=")[::2] for part in match["place"].split("&")[1:]]
    places = [(name, unquote(value).replace("_", " ")) for name, value in pairs if name not in _DATES]
    if any(name == "artikel" for name, _ in places):
        places = [(name, value) for name, value in places if name not in UNITS or name == "bijlage"]
    try:
        return Locator(source, tuple(Step(_PARAMETERS[name], value) for name, value in places))
    except (KeyError, LocatorError):
        return Locator(source)
