"""Two runs beside each other: which questions became right, which became wrong, and is that more than chance?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from eval.result import Row, Run

#: What is compared question by question, and over which questions.
MEASURES: Mapping[str, tuple[Callable[[Row], bool], Callable[[Row], bool]]] = MappingProxyType(
    {
        "hit@5": (lambda row: row.hit(5), lambda row: row.answerable),
        "cited@lid": (lambda row: row.cited_lid, lambda row: row.answerable),
        "refusal_correct": (lambda row: row.refusal_correct, lambda row: True),
    }
)


class NotComparable(ValueError):
    """Two runs that may not be set beside each other. The message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """One measure in one split, A to B: ids won and lost, right counts of ``n``, and the two-sided p value."""

    split: str
    measure: str
    n: int
    right_a: int
    right_b: int
    gains: tuple[str, ...]
    losses: tuple[str, ...]
    p: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, and what differs between the two runs beside the answers (corpus, composer, versions)."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def compare(a: Run, b: Run, *, force: bool = False) -> Comparison:
    """Set B against A. Raises ``NotComparable`` for an invalid run, or for other questions unless ``force``.

    With ``force`` only the questions that both hold are compared.
    """
    for name, one in (("A", a), ("B", b)):
        if not one.valid:
            raise NotComparable(f"meting {name} is ongeldig: {'; '.join(one.invalid)}")
    sets_a, sets_b = ({split: f.questions for split, f in one.splits.items()} for one in (a, b))
    if sets_a != sets_b and not force:
        changed = sorted(s for s in sets_a.keys() | sets_b.keys() if sets_a.get(s) != sets_b.get(s))
        raise NotComparable(f"de vragen verschillen (split {', '.join(changed)}); gebruik --force om toch te vergelijken")
    rows_b = {row.id: row for row in b.rows}
    pairs = [(row, rows_b[row.id]) for row in a.rows if row.id in rows_b]
    splits = dict.fromkeys(row.split for row, _ in pairs)
    changes = tuple(_change(split, measure, pairs) for split in splits for measure in MEASURES)
    return Comparison(changes, tuple(_notes(a, b, forced=sets_a != sets_b)))


def mcnemar(gains: int, losses: int) -> float:
    """Exact two-sided McNemar test: the chance of a split at least this uneven if gain and loss were a fair coin."""
    n, least = gains + losses, min(gains, losses)
    return min(1.0, 2 * sum(math.comb(n, k) for k in range(least + 1)) / 2.0**n)


def _change(split: str, measure: str, pairs: list[tuple[Row, Row]]) -> Change:
    right, counts = MEASURES[measure]
    own = [(a, b) for a, b in pairs if a.split == split and counts(a) and counts(b)]
    gains = tuple(a.id for a, b in own if right(b) and not right(a))
    losses = tuple(a.id for a, b in own if right(a) and not right(b))
    right_a, right_b = sum(right(a) for a, _ in own), sum(right(b) for _, b in own)
    return Change(split, measure, len(own), right_a, right_b, gains, losses, mcnemar(len(gains), len(losses)))


def _notes(a: Run, b: Run, *, forced: bool) -> list[str]:
    notes = ["de vragen verschillen; alleen de gedeelde vragen zijn vergeleken"] if forced else []
    for what, one, other in (
        ("corpus", a.corpus, b.corpus),
        ("composer", a.composer, b.composer),
        ("peildatum", a.peildatum, b.peildatum),
    ):
        if one != other:
            notes.append(f"{what}: {one} → {other}")
    for name in sorted(a.versions.keys() | b.versions.keys()):
        one, other = a.versions.get(name, "-"), b.versions.get(name, "-")
        if one != other:
            notes.append(f"{name}: {one} → {other}")
    return notes
