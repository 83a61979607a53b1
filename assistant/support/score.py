"""How well a sentence is supported, 0 to 1: its words in the evidence and how near its vector is, in a small logistic model.

``support.json`` is fitted by ``python -m eval.train_support --write`` on the sentences that the rules that decide alone let pass. The
other rules are among its inputs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from assistant.sentences import sentences
from assistant.support.align import scopes
from assistant.support.cover import content, uncovered
from assistant.support.entailment import Entailment
from assistant.support.likeness import NAMES, likeness
from assistant.support.rules import SOFT
from assistant.support.sentence import Sentence
from assistant.support.words import is_light
from ingest.embedders import Embedder

#: What the score looks at, in the order of the weights. Without an embedder the last is left out.
WORDS = ("uncovered", "uncovered_share", "light_uncovered", "weakest_clause")
LEXICAL = (*SOFT, *WORDS, *NAMES)
FEATURES = (*LEXICAL, "nearest_sentence")
_MOST = 3


class SupportError(ValueError):
    """``support.json`` does not hold the weights that the program expects; says how to make it again."""


@dataclass(frozen=True)
class Support:
    """``weights``: of a constant and ``FEATURES``; ``plain``: of a constant and ``LEXICAL``, for another embedder than ``revision``."""

    weights: tuple[float, ...]
    plain: tuple[float, ...]
    threshold: float
    plain_threshold: float
    revision: str

    def scores(self, said: Sequence[Sentence], embedder: Embedder | None, entailment: Entailment | None = None) -> list[float]:
        """The support of each sentence; all texts are embedded in one call. A cross-encoder, where there is one, can only lower it."""
        near = nearest(said, embedder) if embedder and embedder.revision == self.revision else None
        found = []
        for n, sentence in enumerate(said):
            values = features(sentence)
            if near is None:
                found.append(_logistic(self.plain, [values[name] for name in LEXICAL]))
            else:
                found.append(_logistic(self.weights, [*(values[name] for name in LEXICAL), near[n]]))
        if entailment:
            follows = entailment.entails([(" ".join(text for item in s.items for text in item.texts), s.text) for s in said])
            found = [min(score, chance) for score, chance in zip(found, follows, strict=True)]
        return found

    def least(self, embedder: Embedder | None) -> float:
        """The threshold that goes with an embedder."""
        return self.threshold if embedder and embedder.revision == self.revision else self.plain_threshold


def features(sentence: Sentence) -> Mapping[str, float]:
    """All of ``LEXICAL``: what the rules of ``SOFT`` say (1: it does not pass), ``NAMES`` of ``likeness``, and of the words:

    words of content that the evidence does not say, at most three; their share of such words; the share of light words that it
    does not say; how much of the clause that is said least stands in one clause of the evidence with what goes with it.
    """
    missing = uncovered(sentence)
    words = content(sentence.text)
    heavy = [word for word in missing if not is_light(word)]
    held = scopes(sentence.evidence)
    shares = [max((clause.shared(scope) for scope in held), default=0.0) for clause in scopes(sentence.clauses) if clause.content]
    return {
        "uncovered": min(len(heavy), _MOST),
        "uncovered_share": len(heavy) / max(1, len(words)),
        "light_uncovered": (len(missing) - len(heavy)) / max(1, len(words)),
        "weakest_clause": min(shares, default=1.0),
        **likeness(sentence),
        **{name: float(bool(rule(sentence))) for name, rule in SOFT.items()},
    }


def nearest(said: Sequence[Sentence], embedder: Embedder) -> NDArray[np.float32]:
    """The cosine of each sentence with the sentence of its evidence that is nearest, shape ``(len(said),)``."""
    held = [[part for item in sentence.items for text in item.texts for part in sentences(text)] for sentence in said]
    texts = list(dict.fromkeys([*(sentence.text for sentence in said), *(part for parts in held for part in parts)]))
    row = {text: n for n, text in enumerate(texts)}
    vectors = embedder.embed_passages(texts)
    cosines = [
        max(float(vectors[row[part]] @ vectors[row[s.text]]) for part in parts) for s, parts in zip(said, held, strict=True)
    ]
    return np.array(cosines, np.float32)


@lru_cache(maxsize=1)
def load_support() -> Support:
    """The model that ships. Raises ``SupportError`` when it was fitted for other features."""
    data = json.loads((resources.files("assistant.support") / "support.json").read_text(encoding="utf-8"))
    if set(data["weights"]) != {"constant", *FEATURES}:
        raise SupportError("support.json past niet bij dit programma; maak het opnieuw met python -m eval.train_support --write")
    return Support(
        tuple(data["weights"][name] for name in ("constant", *FEATURES)),
        tuple(data["plain"][name] for name in ("constant", *LEXICAL)),
        data["threshold"],
        data["plain_threshold"],
        data["embedder"],
    )


def _logistic(weights: Sequence[float], values: Sequence[float]) -> float:
    score = weights[0] + sum(weight * value for weight, value in zip(weights[1:], values, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))
