"""What kind of question it is, beyond the words that give it away: a comparison, a dilemma, or a plain question.

Two logistic models on a few cues and the vector of the question, from ``kinds.json``, fitted by ``eval.train_ranker`` on the dev
questions. A comparison needs two sides, whatever the model says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Mode
from assistant.compare import sides_of
from assistant.understand import COMBINES, Understanding
from corpus.vocabulary import plain

_BOTH = re.compile(
    r"\b(en (bij|voor|in|op|als|hoe|wie|een|de|het|van|die|wat) |allebei|beide|beiden|zowel|net zo|ook (bij|voor|in)|daar ook|dan ook|"
    r"geldt dat|hier ook|bij ons|verschillend|andere regels|gaat dat|dezelfde|same|both|and (a|an|the|for|in|at)\b)"
)
_ASKS_RULE = re.compile(r"\b(mag|mogen|moet|moeten|wie|wanneer|hoe lang|hoeveel|welke|may|must|who|when|how long)\b")
_FEELS = re.compile(
    r"\b(aardig\w*|vriend\w*|bang|vind|vinden|gevoel|thuis|eerlijk|slaap|niemand|iedereen|zegt|lacht|knipoog\w*|toch|maar|nice|friend|feel)\b"
)
#: How many cues stand before the vector.
CUES = 13
_VECTOR_SCALE = 5.0


@dataclass(frozen=True)
class Kinds:
    """``weights``: per mode those of the cues and of the vector; ``thresholds``: per mode the score above which it holds."""

    weights: Mapping[Mode, NDArray[np.float64]]
    thresholds: Mapping[Mode, float]

    def mode(self, u: Understanding, question: str, vector: NDArray[np.float32]) -> Mode:
        """The mode of a question; ``vector``: that of its text with what was asked before."""
        if u.settled or u.mode is Mode.VERGELIJKING:
            return u.mode
        inputs = inputs_of(u, question, vector)
        for mode in (Mode.VERGELIJKING, Mode.DILEMMA):
            possible = mode is Mode.DILEMMA or len(sides_of(u)) >= 2
            if possible and mode in self.weights and _score(inputs, self.weights[mode]) > self.thresholds[mode]:
                return mode
        return u.mode


def _score(inputs: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Weights of another embedder's vectors are left out, see ``load_kinds``."""
    return float(inputs[: len(weights)] @ weights)


def inputs_of(u: Understanding, question: str, vector: NDArray[np.float32]) -> NDArray[np.float64]:
    """What the models look at: the cues, then the vector."""
    low = plain(question)
    length = len(low.split())
    cues = [
        1.0,
        float(len(u.sides)),
        float(len({side.laag for side in u.sides})),
        float(len(sides_of(u))),
        float(question.count("?") >= 2),
        float("?" in question),
        float(bool(COMBINES.search(low))),
        float(bool(_BOTH.search(low))),
        float(bool(_ASKS_RULE.search(low))),
        float(len(_FEELS.findall(low))) / 4,
        min(length, 100) / 50,
        float(u.mode is Mode.DILEMMA),
        float(u.follow_up),
    ]
    return np.concatenate([cues, _VECTOR_SCALE * vector.astype(np.float64)])


def load_kinds(revision: str) -> Kinds:
    """The models that ship. For another embedder than they were fitted with only the cues count."""
    data = json.loads((resources.files("assistant") / "kinds.json").read_text(encoding="utf-8"))
    known = CUES + data["dimension"] if data["embedder"] == revision else CUES
    weights = {Mode(name): np.array(entry["weights"][:known], np.float64) for name, entry in data["modes"].items()}
    return Kinds(weights, {Mode(name): float(entry["threshold"]) for name, entry in data["modes"].items()})
