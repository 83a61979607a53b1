"""Tiers or offices side by side, on one matter of the concordance. Pure values: ``compare_table`` makes HTML of them.

In a row stands the same rule. What has no twin among the chosen columns is kept in one row of its own, so that no lid of the
matter is lost and none is said to be the twin of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assistant import compare
from corpus import Ambt, Bestuurslaag, Corpus, Locator, Provision
from corpus.concordance import Concordance, Zaak
from corpus.functions import Functie, functions_of


@dataclass(frozen=True, slots=True)
class Column:
    """A tier, or an office. ``tier`` is ``None`` for an office that several tiers have; ``functie`` tells the boards of a
    waterschap apart, which are one ``Ambt``. ``key`` is what the page sends."""

    key: str
    tier: Bestuurslaag | None
    office: Ambt | None = None
    functie: Functie | None = None


TIERS = tuple(Column(tier.value, tier) for tier in compare.TIERS)
BOARDS = (Functie.VOLKSVERTEGENWOORDIGER, Functie.BESTUURDER, Functie.VOORZITTER)
OFFICES = tuple(
    Column(f"{office}-{functie}" if functie else office.value, office.bestuurslaag, office, functie)
    for office in Ambt
    for functie in (BOARDS if office is Ambt.WATERSCHAPSBESTUURDER else (None,))
)


class Kind(StrEnum):
    """What stands in a row."""

    SAME = "same"  # one strict row of the concordance: the same rule for each column
    OWN = "own"  # rules without a twin among the columns
    ALSO = "also"  # what one cites here of other matters


@dataclass(frozen=True, slots=True)
class Row:
    """``cells``: for each column its leden; empty where the corpus has none."""

    kind: Kind
    cells: tuple[tuple[Provision, ...], ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What the law itself does not regulate. ``tiers``: whose law; empty for a body without a tier of its own."""

    tiers: tuple[Bestuurslaag, ...]
    who: str
    what: str


@dataclass(frozen=True)
class Sheet:
    """One matter. ``shared``: rules that hold for every column, or for no tier in particular; ``shared_also``: such rules of
    other matters. ``missing``: only what is said of a chosen tier."""

    subject: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    shared: tuple[Provision, ...]
    shared_also: tuple[Provision, ...]
    missing: tuple[Missing, ...]

    @property
    def provisions(self) -> list[Provision]:
        """Every lid that is shown, once."""
        return _once([*(p for row in self.rows for cell in row.cells for p in cell), *self.shared, *self.shared_also])

    def has_own(self, column: int) -> bool:
        """Does a row of this very matter hold a lid for the column?"""
        return any(row.cells[column] for row in self.rows if row.kind is not Kind.ALSO)

    def why_empty(self, kind: Kind, column: int) -> str:
        """The name of the text for an empty cell: nothing at all in this corpus, no twin, or nothing besides."""
        if kind is Kind.ALSO:
            return "nothing_also"
        if not any(row.cells[column] for row in self.rows):
            return "none"
        return "nothing_more" if kind is Kind.OWN and self.has_own(column) else "none_same"

    def is_explained(self, column: int) -> bool:
        """Does the concordance say why the law of that tier lacks something here?"""
        tier = self.columns[column].tier
        return any(tier in missing.tiers for missing in self.missing)


class Matters:
    """The concordance against one corpus. Leden that the corpus lacks are left out, and a matter without any is no topic."""

    def __init__(self, corpus: Corpus, concordance: Concordance) -> None:
        self.corpus = corpus
        self.concordance = concordance

    @property
    def topics(self) -> list[tuple[str, str]]:
        """``(subject, name)`` of each matter, by subject."""
        held = self.corpus.by_locator
        zaken = (z for z in self.concordance.zaken if any(lid in held for lid in (*z.also, *(p for row in z.rows for p in row))))
        return sorted((zaak.subject, zaak.name) for zaak in zaken)

    def zaak(self, name: str) -> Zaak | None:
        return next((zaak for zaak in self.concordance.zaken if zaak.name == name), None)

    def sheet(self, zaak: Zaak, columns: Sequence[Column]) -> Sheet:
        """The matter with these columns side by side."""
        same: list[Row] = []
        own: list[list[Provision]] = [[] for _ in columns]
        shared: list[Provision] = []
        for leden in zaak.rows:
            general, cells = self._divided(leden, columns)
            shared += general
            if sum(map(bool, cells)) > 1:
                same.append(Row(Kind.SAME, cells))
            else:
                for found, cell in zip(own, cells, strict=True):
                    found += cell
        shared_also, also = self._divided(zaak.also, columns)
        rest = (Row(Kind.OWN, tuple(map(tuple, own))), Row(Kind.ALSO, also))
        rows = (*same, *(row for row in rest if any(row.cells)))
        tiers = {column.tier for column in columns}
        missing = (read_missing(text) for text in zaak.missing)
        said = tuple(m for m in missing if not m.tiers or None in tiers or tiers & set(m.tiers))
        return Sheet(zaak.subject, tuple(columns), rows, tuple(shared), tuple(shared_also), said)

    def holds_for(self, p: Provision, column: Column) -> bool:
        """Is the rule one of that column? A tier: of its law. An office: named for it, or for everyone in its tier."""
        if column.office is None:
            return p.bestuurslaag is column.tier
        if not p.ambten:
            return p.bestuurslaag is column.tier
        return column.office in p.ambten and (column.functie is None or column.functie in self._functions[p.locator])

    def is_general(self, p: Provision, columns: Sequence[Column]) -> bool:
        """Does the rule stand beside the table: for every column of offices, or in a law that is of no one tier?"""
        if columns[0].office is None:
            return p.bestuurslaag is Bestuurslaag.ALGEMEEN
        return all(self.holds_for(p, c) for c in columns) or (not p.ambten and p.bestuurslaag is Bestuurslaag.ALGEMEEN)

    def _divided(
        self, leden: Iterable[Locator], columns: Sequence[Column]
    ) -> tuple[list[Provision], tuple[tuple[Provision, ...], ...]]:
        """The general rules among the leden, and the others by column."""
        held = [self.corpus.by_locator[lid] for lid in leden if lid in self.corpus.by_locator]
        general: list[Provision] = []
        others: list[Provision] = []
        for p in held:
            (general if self.is_general(p, columns) else others).append(p)
        return general, tuple(tuple(p for p in others if self.holds_for(p, column)) for column in columns)

    @cached_property
    def _functions(self) -> dict[Locator, frozenset[Functie]]:
        kinds = functions_of(self.corpus, self.concordance)
        return {p.locator: kind for p, kind in zip(self.corpus.provisions, kinds, strict=True)}


_ALL = (Bestuurslaag.GEMEENTE, Bestuurslaag.PROVINCIE, Bestuurslaag.WATERSCHAP)
_SAID = {"alle lagen": _ALL, **{tier.value: (tier,) for tier in compare.TIERS}}
_AND = re.compile(r", | en ")


def read_missing(text: str) -> Missing:
    """``provincie en waterschap: geen …`` with its tiers; ``ambtenaren: geen …`` is of no tier."""
    who, _, what = text.partition(": ")
    named = [_SAID.get(part) for part in _AND.split(who)]
    tiers = tuple(tier for found in named if found for tier in found)
    return Missing(tiers if all(named) else (), who, what)


def _once(provisions: Iterable[Provision]) -> list[Provision]:
    return list({p.locator: p for p in provisions}.values())
