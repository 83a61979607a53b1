"""In which part of its law an article stands: ``divisions.toml``, from the official texts. Data for the reader; no answer rests on it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from corpus.locator import Locator, SourceId, Step, Unit


def path_of(place: Locator) -> tuple[str, ...]:
    """``("Titel II – Het gemeentebestuur", "Hoofdstuk II – De raad")`` from the outside in; empty where it is not known."""
    steps = place.steps[:1]
    return _divisions().get((place.source, steps[0]), ()) if steps else ()


def load_divisions(file: Traversable | None = None) -> Mapping[tuple[SourceId, Step], tuple[str, ...]]:
    """Raises ``ValueError`` for an unknown key, a path or list that is empty, and an article that stands in two parts."""
    file = file or resources.files("corpus") / "divisions.toml"
    found: dict[tuple[SourceId, Step], tuple[str, ...]] = {}
    for law, parts in tomllib.loads(file.read_text(encoding="utf-8")).items():
        for part in parts:
            if set(part) != {"pad", "artikelen"} or not part["pad"] or not part["artikelen"]:
                raise ValueError(f"divisions.toml, {law}: sleutels {sorted(part)}; verwacht pad en artikelen, elk met iets erin")
            for number in part["artikelen"]:
                key = (SourceId(law), Step(Unit.ARTIKEL, number))
                if key in found:
                    raise ValueError(f"divisions.toml, {law}: artikel {number} staat in twee delen; haal er één weg")
                found[key] = tuple(part["pad"])
    return found


@lru_cache(maxsize=1)
def _divisions() -> Mapping[tuple[SourceId, Step], tuple[str, ...]]:
    return load_divisions()
