"""The concordance: which lid states the same rule as which lid of another law, from ``concordance.toml``.

A *zaak* is one question asked of every office and tier ("who may not vote"); each of its rows holds strict twins: the same
rule for the same kind of office in another tier, e.g. Gemeentewet 28 lid 1, Provinciewet 28 lid 1, Waterschapswet 38a lid 1.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

from corpus.locator import Locator, LocatorError, SourceId
from corpus.values import Corpus

#: The laws of which every lid must stand in the concordance: Gemeentewet, Provinciewet, Waterschapswet.
DECENTRAL = tuple(SourceId(name) for name in ("BWBR0005416", "BWBR0005645", "BWBR0005108"))
_KEYS = {"naam", "onderwerp", "rijen"}
_OPTIONAL = {"ontbreekt", "ook"}


class ConcordanceError(ValueError):
    """An entry that cannot be used; the message names the zaak."""


@dataclass(frozen=True, slots=True)
class Zaak:
    """One matter. ``missing``: where the law itself has no such rule, in words. ``also``: leden of other matters that are what
    one cites here for an office or tier without a rule of its own (a Kamerlid votes without mandate: Grondwet 67 lid 3)."""

    name: str
    subject: str
    rows: tuple[tuple[Locator, ...], ...]
    missing: tuple[str, ...] = ()
    also: tuple[Locator, ...] = ()


@dataclass(frozen=True)
class Concordance:
    """All matters, in file order."""

    zaken: tuple[Zaak, ...]

    @cached_property
    def place(self) -> Mapping[Locator, tuple[int, int]]:
        """``(number of the zaak, number of the row in it)`` of each (undated) lid."""
        return {lid: (z, r) for z, zaak in enumerate(self.zaken) for r, row in enumerate(zaak.rows) for lid in row}

    def twins(self, lid: Locator) -> tuple[Locator, ...]:
        """The same rule for the same kind of office in other tiers, in file order; empty for a lid without twin."""
        if lid.undated() not in self.place:
            return ()
        zaak, row = self.place[lid.undated()]
        return tuple(other for other in self.zaken[zaak].rows[row] if other != lid.undated())


@lru_cache(maxsize=1)
def load_concordance() -> Concordance:
    """Read ``concordance.toml``. Raises ``ConcordanceError`` for an unknown key, a double lid or a malformed locator."""
    data = tomllib.loads((resources.files("corpus") / "concordance.toml").read_text(encoding="utf-8"))
    return parse_concordance(data)


def parse_concordance(data: Mapping[str, object]) -> Concordance:
    entries = data.get("zaak")
    if set(data) != {"zaak"} or not isinstance(entries, list):
        raise ConcordanceError(f"concordance.toml: verwacht alleen [[zaak]]-blokken, vond {sorted(data)}")
    zaken: list[Zaak] = []
    seen: dict[Locator, str] = {}
    for entry in entries:
        zaak = _zaak(entry)
        for lid in (lid for row in zaak.rows for lid in row):
            if lid in seen:
                raise ConcordanceError(f"concordance.toml, zaak {zaak.name}: {lid} staat ook in zaak {seen[lid]}")
            seen[lid] = zaak.name
        if any(zaak.name == other.name for other in zaken):
            raise ConcordanceError(f"concordance.toml: zaak {zaak.name} staat er twee keer")
        zaken.append(zaak)
    return Concordance(tuple(zaken))


def _zaak(entry: Mapping[str, object]) -> Zaak:
    name = str(entry.get("naam", "zonder naam"))
    if not set(entry) >= _KEYS or set(entry) - _KEYS - _OPTIONAL:
        raise ConcordanceError(f"concordance.toml, zaak {name}: verwacht {sorted(_KEYS)} en eventueel 'ontbreekt' en 'ook'")
    rows, missing, also = entry["rijen"], entry.get("ontbreekt", []), entry.get("ook", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) and row for row in rows):
        raise ConcordanceError(f"concordance.toml, zaak {name}: 'rijen' is een lijst van niet-lege lijsten van plaatsen")
    if not isinstance(missing, list) or not isinstance(also, list):
        raise ConcordanceError(f"concordance.toml, zaak {name}: 'ontbreekt' en 'ook' zijn lijsten van teksten")
    try:
        others = tuple(Locator.parse(str(text)) for text in also)
        found = tuple(tuple(Locator.parse(str(text)) for text in row) for row in rows)
    except LocatorError as error:
        raise ConcordanceError(f"concordance.toml, zaak {name}: {error}") from error
    if double := [lid for lid in others if any(lid in row for row in found)]:
        raise ConcordanceError(f"concordance.toml, zaak {name}: {double[0]} staat in 'ook' en in een rij")
    return Zaak(name, str(entry["onderwerp"]), found, tuple(map(str, missing)), others)


def problems(concordance: Concordance, corpus: Corpus) -> list[str]:
    """What does not fit this corpus: leden that it does not hold, and decentral leden that stand in no row."""
    named = dict.fromkeys([*concordance.place, *(lid for zaak in concordance.zaken for lid in zaak.also)])
    absent = [f"{lid} staat niet in het corpus" for lid in named if lid not in corpus.by_locator]
    loose = [
        f"{lid} staat in geen enkele zaak"
        for lid in corpus.by_locator
        if lid.source in DECENTRAL and lid not in concordance.place
    ]
    return [*absent, *loose]


def without_twin(concordance: Concordance, corpus: Corpus) -> list[tuple[Zaak, Locator, str]]:
    """Rows of a decentral law that lack a tier: the zaak, the first lid of the row and what the zaak says of it.

    The text is empty where nobody has yet said whether that is so in the law.
    """
    found: list[tuple[Zaak, Locator, str]] = []
    for zaak in concordance.zaken:
        for row in zaak.rows:
            tiers = {corpus.by_locator[lid].bestuurslaag for lid in row if lid in corpus.by_locator}
            if any(lid.source in DECENTRAL for lid in row) and len(tiers & {"gemeente", "provincie", "waterschap"}) < 3:
                found.append((zaak, row[0], "; ".join(zaak.missing)))
    return found
