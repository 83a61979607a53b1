"""How well a sentence is supported, 0 to 1: whether it follows by the bundled judge, what the rules that do not decide alone say of it,
and its words that the evidence does not have, in a small logistic model.

``support.json`` is fitted by ``python -m eval.train_support --write`` on the sentences that the other rules let pass. The vectors of
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
from assistant.support.rules import SOFT
from assistant.support.sentence import Sentence

ENTAILS = "entails"
_SURE = 0.01
#: What the score looks at, in the order of the weights.
FEATURES = (*SOFT, "uncovered", "uncovered_share", ENTAILS)


class SupportError(ValueError):
    """``support.json`` was fitted for other features; says what to do."""


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
    """All of ``FEATURES``: what the rules of ``SOFT`` say (1: it does not pass); words of content that the evidence does not say, and
    their share; and the logit that it follows."""
    missing = heavy(sentence)
    return {
        **{name: float(bool(rule(sentence))) for name, rule in SOFT.items()},
        "uncovered": len(missing),
        "uncovered_share": len(missing) / max(1, len(content(sentence.text))),
        ENTAILS: entails,
    }


def logit(chance: float) -> float:
    """Between -4.6 and 4.6: however sure the judge is, it may not outweigh a rule."""
    kept = min(max(chance, _SURE), 1 - _SURE)
    return math.log(kept / (1 - kept))


@lru_cache(maxsize=1)
def load_support() -> Support:
    """The model that ships. Raises ``SupportError`` when it was fitted for other features."""
    data = json.loads((resources.files("assistant.support") / "support.json").read_text(encoding="utf-8"))
    if set(data["weights"]) != {"constant", *FEATURES}:
        raise SupportError("support.json past niet bij dit programma; maak het opnieuw met python -m eval.train_support --write")
    return Support(tuple(data["weights"][name] for name in ("constant", *FEATURES)), data["threshold"])
