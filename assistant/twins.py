"""Twins: the same matter regulated for another office or tier (gemeente 28, provincie 28, waterschap 38a).

They come from the concordance: leden of one row are the same rule in another tier, rows of one zaak the same matter for
another kind of office. Provisions go by their number in ``corpus.provisions``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.signals import Scores
from assistant.understand import Understanding
from corpus import Ambt, Bestuurslaag
from corpus.concordance import Concordance
from corpus.functions import Functie, Side, functions_of
from ingest.index import Index

_LOOK_AT = 8
_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Who:
    """All of an understanding that decides whose rule a rule is: what ``own_of`` may look at, and so what it is kept by."""

    asker: Ambt | None
    tier: Bestuurslaag | None
    functie: Functie | None
    offices: frozenset[Ambt]
    tiers: frozenset[Bestuurslaag]
    combines: bool


class Twins:
    """The concordance against one index."""

    def __init__(self, index: Index, concordance: Concordance) -> None:
        self.index = index
        self.provisions = index.corpus.provisions
        self.concordance = concordance
        self.functions = functions_of(index.corpus, concordance)
        # Bounded: who asks and whom the question names are few, but not few enough to keep them all.
        self._side = lru_cache(maxsize=256)(lambda side: np.array([self.fits(i, side) for i in range(len(self.provisions))]))
        self._own_for = lru_cache(maxsize=256)(self._own_now)

    def is_own(self, i: int, u: Understanding | Who) -> bool:
        """Does the rule hold for who asks, for an office that the question names, or for everyone?

        Who asks to hold two posts ("kan ik tegelijk ambtenaar zijn?") names the other one, whose rules are not the own ones.
        """
        p = self.provisions[i]
        alone = u.combines and u.asker
        if u.tier and p.bestuurslaag not in (u.tier, Bestuurslaag.ALGEMEEN, *(() if alone else u.tiers)):
            return False
        offices = {*(() if alone else u.offices), *([u.asker] if u.asker else [])}
        return not p.ambten or not u.asker or bool(p.ambten & offices)

    def fits(self, i: int, side: Side) -> bool:
        """Is the rule one of that side: its tier, its kind of office, its law?"""
        p = self.provisions[i]
        if side.source:
            return p.locator.source == side.source
        if side.laag and p.bestuurslaag is not side.laag:
            return side.functie is Functie.AMBTENAAR and side.functie in self.functions[i]
        return side.functie is None or side.functie in self.functions[i]

    def side(self, side: Side) -> NDArray[np.bool_]:
        """The provisions of one side, as a mask."""
        return self._side(side)

    def rows_of(self, zaak: int) -> list[list[int]]:
        """The rows of a zaak as numbers, without leden that this corpus lacks."""
        return self._rows[zaak]

    def members(self, zaak: int) -> list[int]:
        """All leden of a zaak, those of its rows first, then those that it also cites."""
        return self._members[zaak]

    def place(self, i: int) -> tuple[int, int] | None:
        """``(zaak, row)`` of a provision."""
        return self._place.get(i)

    def strict(self, i: int) -> list[int]:
        """The same rule for the same kind of office in other tiers."""
        at = self.place(i)
        return [j for j in self._rows[at[0]][at[1]] if j != i] if at else []

    def same_matter(self, i: int) -> list[int]:
        """All other leden of the zaak."""
        at = self.place(i)
        return [j for row in self._rows[at[0]] for j in row if j != i] if at else []

    def own_of(self, u: Understanding) -> NDArray[np.int32]:
        """For each provision the one that takes its place for who asks: itself when it is one's own, else its twin, or -1."""
        who = Who(u.asker, u.tier, u.functie, frozenset(u.offices), frozenset(u.tiers), u.combines)
        return self._own_for(who)

    def _own_now(self, u: Who) -> NDArray[np.int32]:
        mine = [self.is_mine(i, u) for i in range(len(self.provisions))]
        return np.array([i if own else self._own_twin(i, u, mine) for i, own in enumerate(mine)], np.int32)

    def is_mine(self, i: int, u: Understanding | Who) -> bool:
        """Own, also by kind of office where the office alone does not tell it (the waterschap)."""
        kinds = self.functions[i]
        wrong = u.functie and kinds and u.functie not in kinds and self.provisions[i].bestuurslaag is Bestuurslaag.WATERSCHAP
        return not wrong and self.is_own(i, u)

    def _own_twin(self, i: int, u: Who, mine: list[bool]) -> int:
        """Of the same row first, then of the same zaak for the office of who asks, then what the zaak also cites for that office:
        the likest text."""
        at = self.place(i)
        also = self._members[at[0]] if at else []
        for others in (self.strict(i), self.same_matter(i), [j for j in also if j != i]):
            own = [j for j in others if mine[j] and (not u.asker or u.asker in self.provisions[j].ambten)]
            if own:
                # A rule of the own tier before one for every tier: Provinciewet 58 before Awb 2:4.
                here = np.array([self.provisions[j].bestuurslaag is u.tier for j in own])
                return own[int(np.argmax(self.text_vectors[own] @ self.text_vectors[i] + 2 * here))]
        return _NOBODY

    def own_first(self, u: Understanding, order: list[int]) -> list[int]:
        """Put before a rule for another office or tier its twin for who asks, e.g. article 58 before 28 for a wethouder."""
        if not (u.asker or u.tier) or u.compares:
            return order
        own_of = self.own_of(u)
        ranked: list[int] = []
        for i in order[:_LOOK_AT]:
            if own_of[i] not in (i, _NOBODY):
                ranked.append(int(own_of[i]))
            ranked += [*self._special(i, u, order), i]
        return list(dict.fromkeys([*ranked, *order]))

    def _special(self, i: int, u: Understanding, order: list[int]) -> list[int]:
        """The rule for the own office on the same matter goes before a general law (lex specialis: article 58 before Awb 2:4)."""
        if self.provisions[i].ambten or not u.asker:
            return []
        found = [j for j in order[:_LOOK_AT] if u.asker in self.provisions[j].ambten]
        return [j for j in found if (at := self.place(j)) and i in self._members[at[0]]][:1]

    @cached_property
    def _rows(self) -> list[list[list[int]]]:
        number = {locator: i for i, locator in enumerate(self.index.corpus.by_locator)}
        return [[[number[lid] for lid in row if lid in number] for row in zaak.rows] for zaak in self.concordance.zaken]

    @cached_property
    def _members(self) -> list[list[int]]:
        number = {locator: i for i, locator in enumerate(self.index.corpus.by_locator)}
        return [
            [*(i for row in rows for i in row), *(number[lid] for lid in zaak.also if lid in number)]
            for zaak, rows in zip(self.concordance.zaken, self._rows, strict=True)
        ]

    @cached_property
    def _place(self) -> dict[int, tuple[int, int]]:
        return {i: (z, r) for z, rows in enumerate(self._rows) for r, row in enumerate(rows) for i in row}

    @cached_property
    def text_vectors(self) -> Scores:
        """The vector of each provision's own text, ``(provisions, dimension)``."""
        vectors = np.zeros((len(self.provisions), self.index.vectors.shape[1]), np.float32)
        vectors[self.index.owner[self.index.is_text]] = self.index.vectors[self.index.is_text]
        return vectors
