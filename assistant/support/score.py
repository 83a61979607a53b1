"""How well a sentence is supported, 0 to 1: whether it follows by the bundled judge, and its words that the evidence does not have, in a
small logistic model.

``support.json`` is fitted by ``python -m eval.train_support --write`` on the sentences that the rules let pass. The vectors of
the embedder have no part in it: measured, they tell a flipped sentence from a true one no better than chance.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from assistant.support.cover import content, heavy
from assistant.support.entailment import Entailment
from assistant.support.premise import as_pair
from assistant.support.sentence import Sentence
from ingest.embedders.entail import fingerprint

ENTAILS = "entails"
_LOUDEST = math.log(0.99 / 0.01)
#: What the score looks at, in the order of the weights.
FEATURES = ("uncovered", "uncovered_share", ENTAILS)


class SupportError(ValueError):
    """``support.json`` was fitted for other features or another judge; says what to do."""


@dataclass(frozen=True)
class Support:
    """``weights``: of a constant and ``FEATURES``."""

    weights: tuple[float, ...]
    threshold: float

    def scores(self, said: Sequence[Sentence], judge: Entailment, own: Entailment | None = None) -> list[float]:
        """The support of each sentence. ``own``: a cross-encoder of the user, which can only lower it."""
        pairs = [as_pair(sentence) for sentence in said]
        chances = judge.entails(pairs)
        found = [self._score(features(sentence, logit(chance))) for sentence, chance in zip(said, chances, strict=True)]
        if own:
            found = [min(score, chance) for score, chance in zip(found, own.entails(pairs), strict=True)]
        return found

    def _score(self, values: Mapping[str, float]) -> float:
        constant, *weights = self.weights
        total = constant + sum(weight * values[name] for weight, name in zip(weights, FEATURES, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))


def features(sentence: Sentence, entails: float) -> Mapping[str, float]:
    """All of ``FEATURES``: words of content that the evidence does not say, and their share; and the logit that it follows."""
    missing = heavy(sentence)
    return {
        "uncovered": len(missing),
        "uncovered_share": len(missing) / max(1, len(content(sentence.text))),
        ENTAILS: entails,
    }


def logit(chance: float) -> float:
    kept = min(max(chance, 1e-9), 1 - 1e-9)
    return bounded(math.log(kept / (1 - kept)))


def bounded(entails: float) -> float:
    """A logit of the judge as the score takes it: beyond a chance of 0.99, or below 0.01, it is no surer, only louder."""
    return min(max(entails, -_LOUDEST), _LOUDEST)


@lru_cache(maxsize=1)
def load_support() -> Support:
    """The model that ships. Raises ``SupportError`` when it was fitted for other features or another judge."""
    data = json.loads((resources.files("assistant.support") / "support.json").read_text(encoding="utf-8"))
    if set(data["weights"]) != {"constant", *FEATURES} or data["judge"] != fingerprint():
        raise SupportError("support.json past niet bij dit programma; maak het opnieuw met python -m eval.train_support --write")
    return Support(tuple(data["weights"][name] for name in ("constant", *FEATURES)), data["threshold"])
