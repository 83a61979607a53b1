"""The signals of a question: one array each, one value a provision.

Cosine of the question with a provision's text and with the nearest of its lay questions; what a linear classifier makes
of it (``ingest.prototypes``); BM25 on both fields; BM25 of
the words of the law that stand for the lay words asked; what the question is about (themes of the nearest lay questions)
and, of that theme, the leden that such questions come down to (``corpus/core.toml``).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from assistant.sentences import sentences
from corpus import Corpus, Locator, Thema
from ingest.index import Index

Scores = NDArray[np.float32]

_NEIGHBOURS = 40
_SHARPNESS = 0.05
_SHORTEST_PART = 4
_MOST_PARTS = 8
_POOL_EXACT = 50_000
_POOL = 2_000


@dataclass(frozen=True)
class Signals:
    """Raw values; ``theme`` and ``core`` are shares between 0 and 1, the others cosines and BM25 scores.

    ``outside``: cosine with the nearest question from outside the subject. ``vector``: that of the text itself.
    """

    dense_text: Scores
    dense_question: Scores
    prototype: Scores
    lexical_text: Scores
    lexical_question: Scores
    legal_words: Scores
    theme: Scores
    core: Scores
    outside: float
    vector: Scores


def standard(values: Scores) -> Scores:
    """Mean 0, spread 1 over the corpus, so that weights of unlike signals compare."""
    spread = float(values.std())
    if spread < 1e-9:
        return np.zeros_like(values)
    return np.asarray((values - values.mean()) / spread, np.float32)


def parts(question: str) -> list[str]:
    """Sentences of a long question, alone and in pairs: the point is often in one sentence of a story."""
    whole = sentences(question)
    if len(whole) < 2:
        return []
    found: list[str] = []
    for n, sentence in enumerate(whole):
        if len(sentence.split()) >= _SHORTEST_PART:
            found.append(sentence)
        if n + 1 < len(whole) and len(whole) > 2:
            found.append(f"{sentence} {whole[n + 1]}")
    return list(dict.fromkeys(found))[:_MOST_PARTS]


class SignalReader:
    """Computes the signals against one index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._size = len(index.corpus.provisions)
        self._themes = list(Thema)

    def read(self, query: str, legal_words: tuple[str, ...] = ()) -> Signals:
        """All signals of a text."""
        index = self.index
        vector = index.embedder.embed_queries([query])[0]
        pool = len(index.owner) if len(index.owner) <= _POOL_EXACT else _POOL
        rows, scores = index.dense.nearest(vector, pool)
        floor = float(scores[-1]) if len(scores) else 0.0
        text, question = (np.full(self._size, floor, np.float32) for _ in range(2))
        owner, is_text = index.owner[rows], index.is_text[rows]
        np.maximum.at(text, owner[is_text], scores[is_text])
        np.maximum.at(question, owner[~is_text], scores[~is_text])
        lexical_text, lexical_question = index.lexical.scores(query)
        legal = index.lexical.scores(" ".join(legal_words))[0] if legal_words else np.zeros(self._size, np.float32)
        outside = float(np.max(index.outside @ vector, initial=0.0))
        prototype = index.prototypes[:, :-1] @ vector + index.prototypes[:, -1]
        about = self._about(owner[~is_text][:_NEIGHBOURS], scores[~is_text][:_NEIGHBOURS])
        return Signals(
            dense_text=text,
            dense_question=question,
            prototype=np.asarray(prototype, np.float32),
            lexical_text=lexical_text,
            lexical_question=lexical_question,
            legal_words=legal,
            theme=about @ self._theme_matrix,
            core=about @ self._core_matrix,
            outside=outside,
            vector=vector,
        )

    def _about(self, owner: NDArray[np.int32], scores: Scores) -> Scores:
        """How much the question is about each theme: the nearest lay questions vote, nearer ones more."""
        if not len(owner):
            return np.zeros(len(self._themes), np.float32)
        weight = np.exp((scores - scores[0]) / _SHARPNESS)
        share = self._theme_matrix[:, owner]
        share = share / np.maximum(share.sum(axis=0), 1)
        return np.asarray(share @ (weight / weight.sum()), np.float32)

    def core_of(self, themas: tuple[Thema, ...]) -> Scores:
        """1 for a lid of the core of one of these themes, else 0."""
        rows = [self._themes.index(thema) for thema in themas]
        return np.asarray(self._core_matrix[rows].max(axis=0, initial=0.0), np.float32)

    @cached_property
    def _theme_matrix(self) -> Scores:
        matrix = np.zeros((len(self._themes), self._size), np.float32)
        for number, provision in enumerate(self.index.corpus.provisions):
            for thema in provision.themas:
                matrix[self._themes.index(thema), number] = 1
        return matrix

    @cached_property
    def _core_matrix(self) -> Scores:
        matrix = np.zeros_like(self._theme_matrix)
        number = {p.locator.undated(): n for n, p in enumerate(self.index.corpus.provisions)}
        for thema, locators in load_core().items():
            for locator in locators:
                if locator in number:
                    matrix[self._themes.index(thema), number[locator]] = 1
        return matrix


def load_core() -> dict[Thema, tuple[Locator, ...]]:
    """``corpus/core.toml``. Raises ``ValueError`` for an unknown theme or a malformed locator."""
    data = tomllib.loads((resources.files("corpus") / "core.toml").read_text(encoding="utf-8"))
    return {Thema(name): tuple(Locator.parse(text) for text in entry["leden"]) for name, entry in data.items()}


def missing_core(corpus: Corpus) -> list[Locator]:
    """Leden of the core that the corpus does not hold; a test expects none."""
    return [locator for leden in load_core().values() for locator in leden if locator not in corpus.by_locator]
