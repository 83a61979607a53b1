"""How sure it is that the sources can answer a question: a logistic model, from ``confidence.json``, fitted by ``eval.confidence``.

Two parts. *Asks for a rule*: does the question, by its vector, by its words and by the limits it runs into, ask for a rule or for
something that the sources never hold (an amount of one municipality, a name, an outcome, a forecast)? And: is what was found
near enough?
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.limits import Asked, limits_of, overruled, unknown_names
from assistant.retrieve import Found, Retriever
from assistant.understand import Understanding
from ingest.analyser import words

#: What the confidence looks at, in the order of the weights.
FEATURES = (
    "nearest_question",
    "nearest_part",
    "nearest_text",
    "nearest_situation",
    "lexical",
    "coverage",
    "unknown_name",
    "agreement",
    "names_office",
    "lay_word",
    "outside",
    "asks_rule",
    "rule_words",
)
#: Limits that lower the confidence; the others are never answered.
SOFT = (Asked.BEDRAG, Asked.STATISTIEK, Asked.PERSOON, Asked.GEBEURTENIS, Asked.LOKAAL, Asked.PLAATS, Asked.VOORSPELLING)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w-]+")
_NUMBER = re.compile(r"\d+")
_TOKEN = re.compile(r"\w+|\?")
_VECTOR_SCALE = 5.0
_LONGEST = 60


@dataclass(frozen=True)
class Confidence:
    """``intent``: weights of ``intent_inputs``; ``words``: of single words and pairs; ``weights``: of a constant and ``FEATURES``;
    ``threshold``: least confidence."""

    intent: tuple[float, ...]
    words: Mapping[str, float]
    weights: tuple[float, ...]
    threshold: float

    def level(self, u: Understanding, question: str, found: Found, retriever: Retriever) -> float:
        """The chance, 0 to 1, that the sources answer the question."""
        values = features(u, question, found, retriever)
        values["asks_rule"] = float(intent_inputs(question, found)[: len(self.intent)] @ np.array(self.intent))
        values["rule_words"] = self.rule_words(question)
        return self.of(np.array([1.0, *(values[name] for name in FEATURES)]))

    def rule_words(self, question: str) -> float:
        """What the words say: "hoe heet", "gemiddeld" and "vorig jaar" lower it, "moet ik" raises it."""
        found = word_pairs(question)
        return sum(self.words.get(gram, 0.0) for gram in found) / math.sqrt(max(1, len(found)))

    def of(self, inputs: NDArray[np.float64]) -> float:
        score = float(inputs @ np.array(self.weights))
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


def word_pairs(question: str) -> list[str]:
    """The words of a question and the pairs of words that stand together, each once; a name and a number stand for any."""
    text = _NUMBER.sub(" 0 ", _NAME.sub(" NAAM ", question)).lower()
    found = _TOKEN.findall(text)
    return sorted({*found, *(f"{a} {b}" for a, b in pairwise(found))})


def intent_inputs(question: str, found: Found) -> NDArray[np.float64]:
    """A constant, a flag for each soft limit, the length, and the vector of the question."""
    hit = {limit.asked for limit in limits_of(question) if not overruled(limit, [h.provision for h in found.hits[:1]])}
    flags = [float(asked in hit) for asked in SOFT]
    length = min(len(question.split()), _LONGEST) / _LONGEST
    return np.concatenate([[1.0], flags, [length], _VECTOR_SCALE * found.signals.vector.astype(np.float64)])


def features(u: Understanding, question: str, found: Found, retriever: Retriever) -> dict[str, float]:
    """All of ``FEATURES`` but the last two.

    Cosine of the nearest lay question, text and situation, and of the sentence of a story that comes nearest; BM25 a content
    word; share of content words that the corpus knows; a name that it does not know; do dense and lexical search find the same
    in their first ten; does it name an office or tier, or use a word that stands for one of the law ("etentje"); cosine with
    the nearest question from outside the subject.
    """
    s = found.signals
    analyser = retriever.index.lexical.analyser
    content = [w for w in words(question) if len(w) > 3]
    known = sum(analyser.knows(w) for w in content)
    dense, lexical = (set(np.argsort(-x, kind="stable")[:10].tolist()) for x in (s.dense_question, s.lexical_question))
    situations = retriever.index.situations
    return {
        "nearest_question": float(np.max(s.dense_question)),
        "nearest_part": max(float(np.max(x.dense_question)) for x in (s, *found.pieces)),
        "nearest_text": max([float(np.max(s.dense_text)), *(hit.dense for hit in found.on_shelf)]),
        "nearest_situation": float(np.max(situations @ s.vector)) if len(situations) else 0.0,
        "lexical": float(np.max(s.lexical_question)) / max(3, len(content)),
        "coverage": known / len(content) if content else 0.0,
        "unknown_name": float(bool(unknown_names(question, analyser.lexicon))),
        "agreement": len(dense & lexical) / 10,
        "names_office": float(bool(u.offices or u.tiers)),
        "lay_word": float(bool(u.situations or u.legal_words)),
        "outside": min(x.outside for x in (s, *found.pieces)),
    }


def load_confidence(revision: str) -> Confidence:
    """The model that ships. For another embedder than it was fitted with, the vector of the question does not count."""
    data = json.loads((resources.files("assistant") / "confidence.json").read_text(encoding="utf-8"))
    intent = data["intent"] if data["embedder"] == revision else data["intent"][: len(SOFT) + 2]
    return Confidence(
        tuple(intent), data["words"], tuple(data["weights"][name] for name in ("constant", *FEATURES)), data["threshold"]
    )
