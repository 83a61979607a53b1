"""Find what stands only in the library: leden of laws that no summary covers, and the user's own documents.

Such a provision has no lay questions, no situations and no office, so the ranker cannot judge it. It gets a score of its own,
on the same scale: from its cosine and BM25, measured against what the summaries reach on the same question. The weights are
fitted by ``eval.train_shelf``, which hides provisions of the corpus on such a shelf.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.signals import Scores, Signals
from corpus import Corpus, Provision, SourceKind
from corpus.vocabulary import plain
from ingest.index import Shelf

#: What the score of a provision on the shelf is made of.
FEATURES = ("constant", "dense", "lexical")
_POOL = 200
_MOST = 20
_OWN_WORDS = re.compile(r"\b(?:onze|ons|mijn|eigen|our|my)\b")


@dataclass(frozen=True)
class ShelfHit:
    """``number``: of the provision on the shelf."""

    number: int
    score: float
    dense: float
    by_text: bool


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

    def __init__(self, shelf: Shelf, weights: Sequence[float], named: float) -> None:
        self.shelf = shelf
        self.provisions = shelf.corpus.provisions
        self._weights = weights
        self._named = named
        self._own = np.array([p.locator.source.scheme != "bwb" for p in self.provisions])
        self._in_force = lru_cache(maxsize=8)(self._in_force_on)

    def read(self, question: str, signals: Signals, on: dt.date) -> list[ShelfHit]:
        """The likeliest provisions in force on a day, best first. ``signals``: those of the question against the corpus."""
        dense, lexical = self._signals(question, signals.vector)
        total = shelf_score(dense, lexical, signals, self._weights)
        if (about := self._documents_named(question)).any():
            total = total + self._named * about
        total = np.where(self._in_force(on), total, -np.inf)
        best = np.argsort(-total, kind="stable")[:_MOST].tolist()
        first = int(np.argmax(lexical)) if len(lexical) else -1
        return [ShelfHit(i, float(total[i]), float(dense[i]), i == first) for i in best if np.isfinite(total[i])]

    def _signals(self, question: str, vector: Scores) -> tuple[Scores, Scores]:
        size = len(self.provisions)
        rows, scores = self.shelf.dense.nearest(vector, min(_POOL, len(self.shelf.owner)))
        dense = np.full(size, float(scores[-1]) if len(scores) else 0.0, np.float32)
        np.maximum.at(dense, self.shelf.owner[rows], scores)
        return dense, self.shelf.lexical.scores(question)[0]

    def _documents_named(self, question: str) -> Scores:
        """1 for the provisions of an own document that the question speaks of: by its title, or as "onze gedragscode"."""
        low = plain(question)
        own = bool(_OWN_WORDS.search(low))
        named = [
            ident
            for ident, source in self.shelf.corpus.sources.items()
            if ident.scheme != "bwb"
            and (plain(source.citeertitel) in low or (own and _kind_words(source.kind) & set(low.split())))
        ]
        return np.array([p.locator.source in named for p in self.provisions], np.float32) if named else np.zeros(1, np.float32)

    def _in_force_on(self, on: dt.date) -> NDArray[np.bool_]:
        return np.array([p.in_force(on) for p in self.provisions], np.bool_)


def shelf_score(dense: Scores, lexical: Scores, signals: Signals, weights: Sequence[float]) -> Scores:
    """The score of each provision on the shelf, on the scale of the ranker."""
    constant, by_dense, by_lexical = weights
    return np.asarray(
        constant
        + by_dense * Spread.of(signals.dense_text).apply(dense)
        + by_lexical * Spread.of(signals.lexical_text).apply(lexical),
        np.float32,
    )


def _kind_words(kind: SourceKind) -> frozenset[str]:
    """What a user calls such a document of the own organisation."""
    return _KINDS.get(kind, frozenset())


_KINDS = {
    SourceKind.GEDRAGSCODE: frozenset(("gedragscode", "integriteitscode", "code")),
    SourceKind.REGELING: frozenset(("regeling", "verordening", "reglement", "protocol", "meldregeling")),
    SourceKind.NOTA: frozenset(("nota", "memo", "notitie", "protocol", "beslisnota", "beleid")),
    SourceKind.HANDBOEK: frozenset(("handboek", "handleiding")),
}


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


def is_own_document(corpus: Corpus, provision: Provision) -> bool:
    """A document that the user added, as against the law and the embedded texts."""
    return provision.locator.source.scheme != "bwb" and provision.locator.source not in corpus.sources
