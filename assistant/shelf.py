"""Find what stands only in the library: leden of laws that no summary covers, and the user's own documents.

Such a provision has no lay questions, no situations and no office, so the ranker cannot judge it. It gets a score of its own,
on the same scale: from its cosine and BM25, measured against what the summaries reach on the same question. The weights are
fitted by ``eval.train_shelf``, which hides provisions of the corpus on such a shelf; that of ``law`` was measured with twelve laws.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.documents import ENOUGH, OwnDocuments
from assistant.signals import Scores, Signals
from corpus import Corpus
from ingest.index import Part

#: What the score of a provision on the shelf is made of.
FEATURES = ("constant", "law", "dense", "lexical")
_POOL = 200
_MOST = 20


@dataclass(frozen=True)
class ShelfHit:
    """``number``: of the provision on the shelf; ``held``: share of what the question says that stands in an own document."""

    number: int
    score: float
    dense: float
    by_text: bool
    held: float


@dataclass(frozen=True)
class Spread:
    """Mean and spread of a signal over the summaries: the yardstick for the shelf."""

    mean: float
    spread: float

    @classmethod
    def of(cls, values: Scores) -> Spread:
        return cls(float(values.mean()), max(float(values.std()), 1e-6))

    def apply(self, values: Scores) -> Scores:
        return np.asarray((values - self.mean) / self.spread, np.float32)


class ShelfReader:
    """Scores the provisions of one shelf."""

    def __init__(self, shelf: Part, corpus: Corpus, weights: Sequence[float], document: float) -> None:
        self.shelf = shelf
        self.provisions = shelf.corpus.provisions
        self.documents = OwnDocuments(shelf.corpus, corpus, shelf.lexical.analyser)
        self._is_law = np.array([p.locator.source.scheme == "bwb" for p in self.provisions], np.float32)
        self._weights = weights
        self._document = document
        self._in_force = lru_cache(maxsize=8)(self._in_force_on)

    def read(self, question: str, signals: Signals, on: dt.date) -> list[ShelfHit]:
        """The likeliest provisions in force on a day, best first. ``signals``: those of the question against the corpus."""
        dense, lexical = self._signals(question, signals.vector)
        total = self._score(dense, lexical, signals)
        held = self.documents.held(question)
        total += np.float32(self._document) * np.maximum(self.documents.named(question), (held >= ENOUGH).astype(np.float32))
        total[~self._in_force(on)] = -np.inf
        best = np.argsort(-total, kind="stable")[:_MOST].tolist()
        first = int(np.argmax(lexical)) if len(lexical) else -1
        return [ShelfHit(i, float(total[i]), float(dense[i]), i == first, float(held[i])) for i in best if np.isfinite(total[i])]

    def _score(self, dense: Scores, lexical: Scores, signals: Signals) -> Scores:
        """On the scale of the ranker. What a summary covers is what matters to integrity; other law comes behind it."""
        constant, law, by_dense, by_lexical = self._weights
        total = constant + law * self._is_law
        total = total + by_dense * Spread.of(signals.dense_text).apply(dense)
        return np.asarray(total + by_lexical * Spread.of(signals.lexical_text).apply(lexical), np.float32)

    def _signals(self, question: str, vector: Scores) -> tuple[Scores, Scores]:
        size = len(self.provisions)
        rows, scores = self.shelf.dense.nearest(vector, min(_POOL, len(self.shelf.owner)))
        dense = np.full(size, float(scores[-1]) if len(scores) else 0.0, np.float32)
        np.maximum.at(dense, self.shelf.owner[rows], scores)
        return dense, self.shelf.lexical.scores(question)[0]

    def _in_force_on(self, on: dt.date) -> NDArray[np.bool_]:
        return np.array([p.in_force(on) for p in self.provisions], np.bool_)


def in_order(ranked: Sequence[int], scores: Scores, fixed: int, hits: Sequence[ShelfHit], base: int) -> list[tuple[int, float]]:
    """Numbers with their scores, the hits of the shelf put in where their score belongs; the first ``fixed`` stay in front.

    Numbers from ``base`` stand for the shelf; one that the question names stands in front already.
    """
    highest = float(scores[np.isfinite(scores)].max(initial=0.0))
    merged = [(i, float(scores[i]) if i < base else highest) for i in ranked]
    front = {i for i, _ in merged[:fixed]}
    for hit in reversed([h for h in hits if base + h.number not in front]):
        at = next((k for k in range(fixed, len(merged)) if merged[k][1] < hit.score), len(merged))
        merged.insert(at, (base + hit.number, hit.score))
    return merged
