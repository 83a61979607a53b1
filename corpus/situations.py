"""Situations as office-holders tell them, each with the leden that decide it: ``situations/*.toml``.

They are compared with what a user tells: the leden of the likest situations count as a signal of retrieval. Written from
the norms, never from a reference question.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from corpus.locator import Locator, LocatorError
from corpus.values import Ambt

MOST_PLACES = 4


class SituationError(ValueError):
    """A situation that cannot be used; the message names file and number."""


@dataclass(frozen=True, slots=True)
class Situation:
    """``places``: undated, the lid that decides first. ``ambt``: who tells it, when it is an office of the closed set."""

    story: str
    ambt: Ambt | None
    places: tuple[Locator, ...]


def load_situations(folder: Traversable | None = None) -> tuple[Situation, ...]:
    """All situations, by file name and order in the file. Raises ``SituationError``; a double story is one too."""
    found: list[Situation] = []
    known: dict[str, str] = {}
    for file in _files(folder):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        if set(data) != {"situatie"}:
            raise SituationError(f"{file.name}: verwacht alleen [[situatie]]-blokken, vond {sorted(data)}")
        for number, entry in enumerate(data["situatie"], 1):
            place = f"{file.name}, situatie {number}"
            situation = _situation(entry, place)
            if situation.story in known:
                raise SituationError(f"{place}: hetzelfde verhaal als {known[situation.story]}")
            known[situation.story] = place
            found.append(situation)
    return tuple(found)


def _situation(entry: Mapping[str, object], place: str) -> Situation:
    if set(entry) - {"ambt"} != {"verhaal", "leden"}:
        raise SituationError(f"{place}: verwacht 'verhaal', 'leden' en eventueel 'ambt', vond {sorted(entry)}")
    leden = entry["leden"]
    if not isinstance(leden, list) or not 1 <= len(leden) <= MOST_PLACES:
        raise SituationError(f"{place}: 'leden' is een lijst van 1 tot {MOST_PLACES} plaatsen")
    try:
        places = tuple(Locator.parse(str(text)) for text in leden)
        ambt = Ambt(str(entry["ambt"])) if "ambt" in entry else None
    except LocatorError as error:
        raise SituationError(f"{place}: {error}") from error
    except ValueError as error:
        raise SituationError(f"{place}: onbekend ambt {entry['ambt']!r}; ken ik: {', '.join(Ambt)}") from error
    return Situation(str(entry["verhaal"]), ambt, places)


def fingerprint(folder: Traversable | None = None) -> str:
    """sha256 over names and bytes of the files: an index made with others is stale. Not parsed, for it is asked at every start."""
    digest = hashlib.sha256()
    for file in _files(folder):
        digest.update(f"{file.name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Traversable | None) -> list[Traversable]:
    root = folder if folder is not None else resources.files("corpus") / "situations"
    return sorted((f for f in root.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name) if root.is_dir() else []
