"""Twins: the same matter regulated for another office or tier (gemeente 28, provincie 28, waterschap 38a).

Twins share a ``parallelgroep`` in the corpus. Groups that begin with the same word (``stemonthouding-bestuurder``,
``stemonthouding-volksvertegenwoordiger``) are a family: the same matter for another kind of office.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from assistant.signals import Scores
from assistant.understand import Understanding
from corpus import Ambt, Bestuurslaag, Provision
from ingest.index import Index

_LOOK_AT = 8
_LEAST_COSINE = 0.8
_NEAR = 12.0


def family(provision: Provision) -> str:
    """The first word of the parallelgroep."""
    return provision.parallelgroep.split("-")[0]


class Twins:
    """Finds twins in one index. Provisions go by their number in ``corpus.provisions``."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.provisions = index.corpus.provisions

    def is_own(self, i: int, u: Understanding) -> bool:
        """Does the rule hold for who asks, for an office that the question names, or for everyone?"""
        p = self.provisions[i]
        if u.tier and p.bestuurslaag not in (u.tier, Bestuurslaag.ALGEMEEN, *u.tiers):
            return False
        offices = {*u.offices, *([u.asker] if u.asker else [])}
        return not p.ambten or not u.asker or bool(p.ambten & offices)

    def own_first(self, u: Understanding, order: list[int]) -> list[int]:
        """Put before a rule for another office or tier its twin for who asks, e.g. article 58 before 28 for a wethouder."""
        if not (u.asker or u.tier) or u.compares:
            return order
        ranked: list[int] = []
        for i in order[:_LOOK_AT]:
            if not self.is_own(i, u) and (twin := self._own_twin(i, u)) is not None:
                ranked.append(twin)
            ranked.append(i)
        return list(dict.fromkeys([*ranked, *order]))

    def _own_twin(self, i: int, u: Understanding) -> int | None:
        """The twin for who asks: of the own tier before one for every tier, same topic, likest text."""
        p = self.provisions[i]
        if not p.parallelgroep:
            return None
        group = set(self.groups.get(p.parallelgroep, ()))
        own = [
            j
            for j in sorted(group | set(self.families.get(family(p), ())))
            if j != i and self.is_own(j, u) and (not u.asker or u.asker in self.provisions[j].ambten)
        ]
        if not own:
            return None
        near = self.text_vectors[own] @ self.text_vectors[i]
        rank = [(self.provisions[j].bestuurslaag is u.tier, j in group, float(x)) for j, x in zip(own, near, strict=True)]
        best = max(range(len(own)), key=lambda k: rank[k])
        return own[best] if rank[best][2] >= _LEAST_COSINE else None

    def side_by_side(self, u: Understanding, scores: Scores, order: list[int]) -> list[int]:
        """For a comparison: of the matter that fits best, the provision of each tier (or office) compared."""
        sides = self._sides(u)
        if len(sides) < 2:
            return []
        found: list[int] = []
        for name in self._best_groups(sides, scores, order)[:2]:
            found += self._row(self.groups[name], sides, scores)
        alone = [int(np.argmax(np.where(side, scores, -np.inf))) for side in sides]
        keep = 2 * len(sides)
        return list(dict.fromkeys([*found[: len(sides)], *alone, *found[len(sides) :]]))[:keep]

    def _sides(self, u: Understanding) -> list[Scores]:
        """Masks over the provisions, one for each side of the comparison."""
        tiers = [t for t in u.tiers if t is not Bestuurslaag.ALGEMEEN]
        if len(tiers) >= 2:
            return [np.array([p.bestuurslaag is t for p in self.provisions]) for t in tiers]
        offices: list[Ambt] = list(dict.fromkeys([*([u.asker] if u.asker else []), *u.offices]))
        return [np.array([a in p.ambten for p in self.provisions]) for a in offices]

    def _best_groups(self, sides: list[Scores], scores: Scores, order: list[int]) -> list[str]:
        """Groups that have a member on two sides or more, best first: mean of the best member on each side."""
        seen = dict.fromkeys(self.provisions[i].parallelgroep for i in order[:40])
        low = float(np.min(scores[np.isfinite(scores)])) / 4
        rated: list[tuple[float, str]] = []
        for name in seen:
            members = self.groups.get(name, []) if name else []
            best = [max((float(scores[i]) for i in members if side[i]), default=low) for side in sides]
            if sum(value > low for value in best) >= 2:
                rated.append((sum(best) / len(best), name))
        return [name for _, name in sorted(rated, key=lambda pair: (-pair[0], pair[1]))]

    def _row(self, members: list[int], sides: list[Scores], scores: Scores) -> list[int]:
        """One member a side: the best of all is the anchor, the others are those likest to it."""
        anchor = max(members, key=lambda i: (float(scores[i]), -i))
        row: list[int] = []
        for side in sides:
            own = [i for i in members if side[i] and np.isfinite(scores[i])]
            if own:
                near = {i: float(self.text_vectors[i] @ self.text_vectors[anchor]) for i in own}
                row.append(max(own, key=lambda i: (near[i] * _NEAR + float(scores[i]) / 2, -i)))
        return row

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        groups: dict[str, list[int]] = {}
        for i, p in enumerate(self.provisions):
            if p.parallelgroep:
                groups.setdefault(p.parallelgroep, []).append(i)
        return groups

    @cached_property
    def families(self) -> dict[str, list[int]]:
        families: dict[str, list[int]] = {}
        for i, p in enumerate(self.provisions):
            if p.parallelgroep:
                families.setdefault(family(p), []).append(i)
        return families

    @cached_property
    def text_vectors(self) -> Scores:
        """The vector of each provision's own text, ``(provisions, dimension)``."""
        vectors = np.zeros((len(self.provisions), self.index.vectors.shape[1]), np.float32)
        vectors[self.index.owner[self.index.is_text]] = self.index.vectors[self.index.is_text]
        return vectors
