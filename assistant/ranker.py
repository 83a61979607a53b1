"""A linear ranker: the weight of each feature, from ``ranker.json``, fitted by ``eval.train_ranker`` on the dev questions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from assistant.compare import MATTER
from assistant.features import NAMES, PREFERENCE
from assistant.shelf import FEATURES as SHELF
from assistant.signals import Scores


class RankerError(ValueError):
    """A file of weights that does not fit the features of this program."""


@dataclass(frozen=True)
class Ranker:
    """``weights``: one for each of ``NAMES``, in that order. ``companion``: weight of what goes with the rule found first.
    ``matter``: weights of ``assistant.compare.MATTER``, which find what a comparison is about. ``shelf``: weights of
    ``assistant.shelf.FEATURES``; ``document``: advance for an own document that the question speaks of; ``official``: for a lid
    whose official words the question quotes."""

    weights: tuple[float, ...]
    companion: float = 0.0
    matter: tuple[float, ...] = (1.0, 1.0) + (0.0,) * (len(MATTER) - 2)
    shelf: tuple[float, ...] = (0.0, 0.0, 1.0, 1.0)
    document: float = 0.0
    official: float = 0.0

    def scores(self, matrix: NDArray[np.float32]) -> tuple[Scores, Scores]:
        """``(scores, scores without regard to who asks)`` from a matrix ``(features, provisions)``."""
        weights = self._array
        plain = np.where(self._preference, 0.0, weights).astype(np.float32)
        return np.asarray(weights @ matrix, np.float32), np.asarray(plain @ matrix, np.float32)

    @cached_property
    def _array(self) -> NDArray[np.float32]:
        return np.array(self.weights, np.float32)

    @cached_property
    def _preference(self) -> NDArray[np.bool_]:
        return np.array([name in PREFERENCE for name in NAMES])


def load_ranker() -> Ranker:
    """The weights that ship. Raises ``RankerError`` when a feature has no weight or a weight no feature."""
    data = json.loads((resources.files("assistant") / "ranker.json").read_text(encoding="utf-8"))
    weights = data["weights"]
    if odd := sorted(set(weights) ^ set(NAMES) | set(data["matter"]) ^ set(MATTER) | set(data["shelf"]) ^ set(SHELF)):
        raise RankerError(f"ranker.json: past niet bij de kenmerken ({', '.join(odd)}); draai python -m eval.train_ranker")
    return Ranker(
        tuple(float(weights[name]) for name in NAMES),
        float(data["companion"]),
        tuple(float(data["matter"][name]) for name in MATTER),
        tuple(float(data["shelf"][name]) for name in SHELF),
        float(data["document"]),
        float(data["official"]),
    )
