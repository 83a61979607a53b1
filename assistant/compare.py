"""A comparison: of the matter that fits best, the rule of each side (tier or office) that the question names.

The matter comes from the concordance, not from similarity alone: the zaak whose leden score best over all sides. A side that
the zaak does not have gets the lid of its own that fits the question best.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.signals import Scores
from assistant.twins import Twins
from assistant.understand import Understanding
from corpus import Bestuurslaag
from corpus.functions import Side, side_of

_FRAME = re.compile(
    r"\b(?:wat|welke?|is|zijn|het|de|een|verschil\w*|tussen|bij|in|naast elkaar|vergelijk\w*|hoe|zit|dat|met|en|of|voor|geldt|"
    r"difference|between|compare\w*|what|the|and|for|in|of)\b|[?.,:;]",
    re.IGNORECASE,
)
_MOST_SIDES = 5
#: Those with laws of their own, in the order of a table.
TIERS = (Bestuurslaag.GEMEENTE, Bestuurslaag.PROVINCIE, Bestuurslaag.WATERSCHAP, Bestuurslaag.RIJK)
_MOST_SHOWN = 6
_SAME_ROW = 1.5
_NEXT_MATTER = 4.0
_ABSENT = 4.0
_NO_SIDE = -20.0
_SHORT = 18

#: What a matter is judged by, for the question as it stands and without its offices and tiers: the best lid of each side in the
#: mean, the best of all, the mean of the best three; the share of the sides that it has, and how many leden it holds.
MATTER = ("sides", "best", "three", "masked_sides", "masked_best", "masked_three", "covered", "size")


def topic(question: str, without_sides: str) -> str:
    """What a short comparison is about, without its sides and the words that compare: "schorsing". Empty for a story."""
    return "" if len(question.split()) > _SHORT else " ".join(_FRAME.sub(" ", without_sides).split())


@dataclass(frozen=True, slots=True)
class Table:
    """``cells``: for each side its provision, ``None`` where none was found. ``zaak``: its number in the concordance."""

    sides: tuple[Side, ...]
    zaak: int
    cells: tuple[int | None, ...]


def sides_of(u: Understanding) -> tuple[Side, ...]:
    """The sides that the question names, with the office of who asks first when it is none of them."""
    named = [s for s in u.sides if s.laag or s.functie or s.source]
    if u.asker:
        own = side_of(u.asker)
        if u.functie:
            own = Side(own.laag, u.functie)
        covered = any(s.laag is own.laag and (s.functie in (None, own.functie) or own.functie is None) for s in named)
        if (not covered and own.laag) or len(named) < 2:
            named = [own, *(s for s in named if s != own)]
        named = [own if s == Side(own.laag) and own.laag and own.functie else s for s in named]
    sides = tuple(dict.fromkeys(named))[:_MOST_SIDES]
    if len(sides) < 2 and u.settled and u.compares:
        # Who chose to compare and named no sides wants the tiers beside each other.
        functie = sides[0].functie if sides else None
        return tuple(Side(laag, functie) for laag in TIERS)
    return sides


@dataclass(frozen=True)
class Comparer:
    """Finds the matter. ``weights``: one for each of ``MATTER``, fitted by ``eval.train_ranker``."""

    twins: Twins
    weights: tuple[float, ...]

    def tables(self, u: Understanding, plain: Scores, masked: Scores, most: int = 2) -> list[Table]:
        """The best matters side by side, best first; empty when fewer than two sides are known.

        ``plain``: scores of the question without preference for who asks; ``masked``: those of the question without its offices
        and tiers, so that "wethouder" and "burgemeester" do not make every comparison one of combining offices.
        """
        sides = sides_of(u)
        if len(sides) < 2:
            return []
        masks = self.masks(sides, plain)
        values = matter_features(plain, masked, masks, self.twins) @ np.array(self.weights)
        best = np.argsort(-values, kind="stable")[:most].tolist()
        return [Table(sides, zaak, tuple(self._cells(zaak, plain, masks))) for zaak in best]

    def masks(self, sides: tuple[Side, ...], plain: Scores) -> list[NDArray[np.bool_]]:
        """For each side the provisions that are its own and in force."""
        return [self.twins.side(side) & np.isfinite(plain) for side in sides]

    def side_by_side(self, found: list[Table], plain: Scores, others: list[int]) -> list[int]:
        """Provisions in the order in which they are shown: the cells of the best table, with for an empty cell the lid of that
        side that fits the question best; then what else of that matter, of the next one or of ``others`` fits."""
        if not found:
            return []
        first, *rest = found
        masks = self.masks(first.sides, plain)
        cells = [cell if cell is not None else _best(plain, mask) for cell, mask in zip(first.cells, masks, strict=True)]
        shown = list(dict.fromkeys(i for i in cells if i is not None))
        also = {i: float(plain[i]) for i in self.twins.members(first.zaak) if any(mask[i] for mask in masks)}
        also |= {i: float(plain[i]) for i in others}
        also |= {i: float(plain[i]) + _NEXT_MATTER for table in rest for i in table.cells if i is not None}
        return [*shown, *(i for i in sorted(also, key=lambda i: (-also[i], i)) if i not in shown)][:_MOST_SHOWN]

    def _cells(self, zaak: int, plain: Scores, masks: list[NDArray[np.bool_]]) -> list[int | None]:
        """One lid a side: the best of all is the anchor; a lid of its row goes before one of another row."""
        members = [i for i in self.twins.members(zaak) if any(mask[i] for mask in masks)]
        if not members:
            return [None] * len(masks)
        anchor = max(members, key=lambda i: (float(plain[i]), -i))
        row = set(next((r for r in self.twins.rows_of(zaak) if anchor in r), []))
        return [
            max(
                (i for i in members if mask[i]),
                key=lambda i: (float(plain[i]) + _SAME_ROW * (i in row), -i),
                default=None,
            )
            for mask in masks
        ]


def _best(scores: Scores, mask: NDArray[np.bool_]) -> int | None:
    return int(np.argmax(np.where(mask, scores, -np.inf))) if mask.any() else None


def matter_features(plain: Scores, masked: Scores, masks: list[NDArray[np.bool_]], twins: Twins) -> NDArray[np.float64]:
    """What tells how well each zaak fits: ``(zaken, len(MATTER))``."""
    floor = float(np.min(plain[np.isfinite(plain)]))
    plain, masked = (np.where(np.isfinite(x), x, floor) for x in (plain, masked))
    rows = []
    for zaak in range(len(twins.concordance.zaken)):
        members = twins.members(zaak)
        if not members:
            rows.append([_NO_SIDE] * 6 + [0.0, 0.0])
            continue
        held = [[i for i in members if mask[i]] for mask in masks]
        covered = sum(map(bool, held)) / len(held)
        values: list[float] = []
        for scores in (plain, masked):
            ordered = np.sort(scores[members])[::-1]
            values += [_of_sides(scores, held), float(ordered[0]), float(ordered[:3].mean())]
        rows.append([*values, covered, float(np.log1p(len(members)))])
    return np.array(rows)


def _of_sides(scores: Scores, held: list[list[int]]) -> float:
    """The best lid of each side in the mean; a side that the zaak lacks counts as the worst of the others less a fine."""
    best = [max(float(scores[i]) for i in own) for own in held if own]
    if not best:
        return _NO_SIDE
    return (sum(best) + (len(held) - len(best)) * (min(best) - _ABSENT)) / len(held)
