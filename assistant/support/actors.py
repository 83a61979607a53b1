"""Who acts in a clause: offices and organs (``roles.toml``) and the part each plays: who does it, to whom, of whom."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from corpus import Ambt


class Part(StrEnum):
    """``DOET``: who does it. ``ONDERGAAT``: to whom it is done. ``NIET``: who is named as not the one. ``ANDERS``: any other."""

    DOET = "doet"
    ONDERGAAT = "ondergaat"
    AAN = "aan"
    VAN = "van"
    NIET = "niet"
    ANDERS = "anders"


@dataclass(frozen=True)
class Actor:
    """An office or organ. ``covers``: the actors that a rule for it is a rule for as well."""

    name: str
    ambt: Ambt | None
    covers: frozenset[str]


@dataclass(frozen=True)
class Mention:
    actor: Actor
    part: Part
    start: int


class RolesError(ValueError):
    """``roles.toml`` has an entry with an unknown key or no name; names it."""


_KEYS = {"naam", "ambt", "omvat"}
_FILLER = (
    r"(?:(?:de|het|een|zijn|haar|hun|uw|elke?|iedere?|alle|andere|ander|die|dat|deze|zittende?|nieuwe?|beoogde?|geschorste?|waarnemend|gewone|politieke?|"
    r"herkozen|voltijdse?|voltijds|gekozen|eigen|losse?|oud|enkele?|provinciale|gemeentelijke?|bevoegde|meer|of meer|minstens|lid|leden|los) )*"
)
_BEFORE = re.compile(rf"(?:^|(?P<word>[\w-]+|,) ?){_FILLER}$")
_AND = re.compile(rf"(?:,|en|of|dan|en alle) {_FILLER}$")
_PARTS = {
    "door": Part.DOET, "aan": Part.AAN, "bij": Part.AAN, "tegenover": Part.AAN, "naar": Part.AAN, "van": Part.VAN, "niet": Part.NIET,
} | dict.fromkeys("op over voor met in uit tegen om namens als zonder tot onder behalve na per volgens buiten binnen tussen sinds wegens tijdens langs rond naast behoudens ten ter vanaf vanwege".split(), Part.ANDERS)  # fmt: skip
_PASSIVE = re.compile(r"\b(?:wordt|worden|werd|werden)\b")
#: "iemand", "niemand": who acts, but no office.
ANYONE = "iemand"
#: Verbs of which the subject is at the receiving end: "de minister krijgt van de Belastingdienst".
RECEIVES = re.compile(r"\b(?:krijg(?:t|en)|ontvang(?:t|en))\b")


def mentions(text: str) -> list[Mention]:
    """The actors of a canonical clause in order, each with its part."""
    found: list[Mention] = []
    passive = bool(_PASSIVE.search(text))
    bare = False
    last = 0
    for match in _pattern().finditer(text):
        actor = actors()[match.lastgroup or ""]
        part = _part(text, match.start(), found[-1] if found and _AND.fullmatch(text[last : match.start()].lstrip()) else None)
        if part is None:
            acts = passive or bare
            bare = True
            part = Part.ONDERGAAT if acts else Part.DOET
        found.append(Mention(actor, part, match.start()))
        last = match.end()
    return found


def _part(text: str, start: int, joined: Mention | None) -> Part | None:
    """The part by the preposition before a mention; ``None`` for a bare one. In a list each has the part of the first."""
    if joined:
        return joined.part
    match = _BEFORE.search(text[:start])
    return _PARTS.get(match["word"] or "") if match else None


@lru_cache(maxsize=1)
def actors() -> Mapping[str, Actor]:
    """The actors by name. Raises ``RolesError`` or ``ValueError`` for an unknown key, tier or office."""
    return {name: _actor(name, entry) for name, entry in _table().items()}


def _actor(name: str, entry: Mapping[str, object]) -> Actor:
    covers = entry.get("omvat", [])
    if not set(entry) <= _KEYS or "naam" not in entry or not isinstance(covers, list):
        raise RolesError(f"roles.toml, [{name}]: sleutels {sorted(entry)}; verwacht naam en eventueel ambt, omvat (een lijst)")
    return Actor(
        name,
        Ambt(str(entry["ambt"])) if "ambt" in entry else None,
        frozenset({name, *(str(other) for other in covers)}),
    )


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads((resources.files("assistant.support") / "roles.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """One pattern with a group an actor; where several fit, the entry with the longest name goes first."""
    ordered = sorted(_table().items(), key=lambda item: -len(str(item[1]["naam"])))
    return re.compile(r"\b(?:" + "|".join(f"(?P<{name}>{entry['naam']})" for name, entry in ordered) + r")(?![\w-])")
