"""Against which official text each entry was compared: ``checked.json``, a date and a checksum a place, never the words.

When the law changes, the checksum of the newer text is another one, and the entry must be read again. Reader and differ take
a text through the same ``normal_text``, so that a change of layout is no change of the law.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from corpus.locator import Locator, LocatorError
from corpus.records import CorpusError, Place
from corpus.values import Provision

FILE = "checked.json"

_SOFT_HYPHEN = "\u00ad"
_SPACES = re.compile(r"\s+")
_SPACE_BEFORE = re.compile(r" (?=[,.;:!?)\]])")
_SPACE_AFTER = re.compile(r"(?<=[(\[]) ")
# Not before a digit: "2:4" and "1,5" are numbers.
_NO_SPACE = re.compile(r"([,;:])(?=[^\W\d_])")
_CHECKSUM = re.compile(r"[0-9a-f]{16}")
_TEXT_OF = re.compile(r"\(tekst (\d{4}-\d{2}-\d{2})\)")


@dataclass(frozen=True, slots=True)
class Checked:
    """The date of the official text version, and the ``checksum`` of the lid in it."""

    version: dt.date
    checksum: str


def normal_text(text: str) -> str:
    """The text without what layout alone decides: NFC, no soft hyphens, single spaces, and those as usual round punctuation."""
    text = unicodedata.normalize("NFC", text.replace(_SOFT_HYPHEN, ""))
    text = _SPACES.sub(" ", text).strip()
    text = _SPACE_AFTER.sub("", _SPACE_BEFORE.sub("", text))
    return _NO_SPACE.sub(r"\1 ", text)


def checksum(text: str) -> str:
    """16 hex digits that say whether two texts are the same but for layout."""
    return hashlib.sha256(normal_text(text).encode()).hexdigest()[:16]


def checked_day(provision: Provision) -> dt.date | None:
    """Of which day the official text is that the entry was compared with, else that it was written from; ``None``: unknown."""
    match = _TEXT_OF.search(provision.checked)
    return dt.date.fromisoformat(match[1]) if match else provision.locator.version


def load_checked(file: Traversable | None = None) -> Mapping[Locator, Checked]:
    """By undated place. Raises ``CorpusError`` with the place for anything but ``{place: [date, checksum]}``."""
    path = file if file is not None else resources.files("corpus") / FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_each_once)
    except ValueError as error:
        raise CorpusError(Place(path.name, 0), f"geen geldige JSON ({error}); maak het bestand opnieuw") from error
    if not isinstance(data, dict):
        raise CorpusError(Place(path.name, 0), "verwacht een object met plaatsen; maak het bestand opnieuw")
    found: dict[Locator, Checked] = {}
    for place, value in data.items():
        try:
            locator, checked = Locator.parse(place), _checked(value)
        except (LocatorError, ValueError) as error:
            raise CorpusError(Place(path.name, 0), f"{place}: {error}") from error
        if locator.version:
            raise CorpusError(Place(path.name, 0), f"{place}: schrijf de plaats zonder datum, als {locator.undated()}")
        found[locator] = checked
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key} staat er twee keer")
        found[key] = value
    return found


def _checked(value: Any) -> Checked:
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value)):
        raise ValueError(f"verwacht [datum, controlegetal], vond {value!r}")
    version, digits = value
    if not _CHECKSUM.fullmatch(digits):
        raise ValueError(f"{digits!r} is geen controlegetal van 16 tekens")
    return Checked(dt.date.fromisoformat(version), digits)


def checked_to_json(checked: Mapping[Locator, Checked]) -> str:
    """The text of the file: a place a line, in the order of the law, so that a change shows as its own line."""
    lines = [
        f"{json.dumps(str(place))}: {json.dumps([checked[place].version.isoformat(), checked[place].checksum])}"
        for place in sorted(checked)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"
