"""Leden of the articles in the corpus that deliberately have no entry, with the reason: ``omitted.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib import resources

from corpus.locator import Locator, SourceId, Step, Unit


class Omission(StrEnum):
    """Why a lid has no entry."""

    OVERGANGSRECHT = "overgangsrecht"
    DELEGATIE = "delegatie"
    INRICHTING = "inrichting"
    BEGROTING = "begroting-en-beheer"
    DEFINITIE = "definitie"
    GELIJK = "gelijk-aan-ander-lid"


def load_omitted() -> Mapping[Locator, Omission]:
    """Raises ``ValueError`` for an unknown reason, a malformed place or an unknown law."""
    data = tomllib.loads((resources.files("corpus") / "omitted.toml").read_text(encoding="utf-8"))
    found: dict[Locator, Omission] = {}
    for law, table in data.items():
        for place, reason in table.items():
            article, slash, lid = place.rpartition("/")
            if not slash:
                raise ValueError(f"omitted.toml, {law}: {place!r} is geen 'artikel/lid'")
            steps = (Step(Unit.ARTIKEL, article), Step(Unit.LID, lid))
            try:
                found[Locator(SourceId(law), steps)] = Omission(reason)
            except ValueError as error:
                raise ValueError(
                    f"omitted.toml, {law} {place}: onbekende reden {reason!r}; ken ik: {', '.join(Omission)}"
                ) from error
    return found
