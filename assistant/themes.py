"""Which theme a dilemma belongs to, by its vector: a linear model from ``themes.json``, fitted by ``eval.train_themes``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from corpus.dilemma_values import DilemmaThema


@dataclass(frozen=True)
class Themes:
    """``weights``: a row a theme, the constant last; none for another embedder than the model was fitted with."""

    weights: NDArray[np.float64] | None

    def chances(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """The chance of each theme, in the order of ``DilemmaThema``; all alike when there is no model for these vectors."""
        if self.weights is None:
            return np.full(len(DilemmaThema), 1 / len(DilemmaThema))
        scores = self.weights[:, :-1] @ vector + self.weights[:, -1]
        share = np.exp(scores - scores.max())
        return np.asarray(share / share.sum())


def load_themes(revision: str) -> Themes:
    """The model that ships, if it was fitted with this revision of the embedder."""
    data = json.loads((resources.files("assistant") / "themes.json").read_text(encoding="utf-8"))
    if data["embedder"] != revision:
        return Themes(None)
    return Themes(np.array([data["weights"][thema.value] for thema in DilemmaThema], np.float64))
