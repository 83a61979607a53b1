"""A figure with its 95 % interval: a share by Wilson's score, a mean or ratio by bootstrap over the questions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z95 = 1.959963984540054
SEED = 20261123
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` over ``n`` questions, between ``low`` and ``high`` (95 %); all ``None`` where n is 0."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


def share(outcomes: Sequence[bool]) -> Figure:
    """The part that is true, with Wilson's score interval (E.B. Wilson, JASA 22, 1927)."""
    n = len(outcomes)
    if not n:
        return Figure(None, 0)
    p = sum(outcomes) / n
    centre = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * math.sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2))
    return Figure(p, n, max(0.0, centre - half), min(1.0, centre + half))


def mean(values: Sequence[float]) -> Figure:
    """The mean, with a bootstrap interval."""
    return ratio([(value, 1.0) for value in values])


def ratio(pairs: Sequence[tuple[float, float]]) -> Figure:
    """Sum of the first over sum of the second of each pair; a pair (a question) is drawn as a whole.

    Percentile bootstrap with a fixed seed, so that the same run gives the same interval.
    """
    import numpy as np

    table = np.asarray([pair for pair in pairs if pair[1] > 0], dtype=float).reshape(-1, 2)
    n = len(table)
    if not n:
        return Figure(None, 0)
    drawn = table[np.random.default_rng(SEED).integers(0, n, (RESAMPLES, n))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [2.5, 97.5])
    return Figure(float(table[:, 0].sum() / table[:, 1].sum()), n, float(low), float(high))
