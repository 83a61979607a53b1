"""Rows of laws that do not exist, and a quick stand-in for the embedder, for tests of embedding and of the collection."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus import Corpus, Locator, Provision, SourceId, Step, Unit
from eval.invented_laws import invented_laws
from ingest.passages import Field, Passage, shelf_passages

PLACE = Locator(SourceId("BWBR9900001"), (Step(Unit.ARTIKEL, "1"),))


def passage(number: int, text: str, field: Field = Field.TEKST) -> Passage:
    """A row that needs no corpus."""
    return Passage(f"BWBR9900001#artikel={number}~{field}1", PLACE, field, text)


def shelf(pieces: int, *, first: int = 1) -> Corpus:
    """So many provisions of invented laws."""
    laws = list(invented_laws(pieces, first=first))
    made = (Provision(p.locator, p.text, "", "", law.source.bestuurslaag, frozenset(), (), "", None, "", "", True, ())
            for law in laws for p in law.pieces)  # fmt: skip
    return Corpus({law.source.id: law.source for law in laws}, tuple(made))


def rows_of(corpus: Corpus) -> tuple[list[Passage], NDArray[np.float32]]:
    """The passages of a shelf and a vector for each; texts that share words lie near each other."""
    rows = shelf_passages(corpus)
    vectors = np.stack([_vector(row.text) for row in rows])
    return rows, vectors


def _vector(text: str) -> NDArray[np.float32]:
    total = sum((_direction(word, 32) for word in text.lower().split()), np.zeros(32))
    return np.asarray(total / np.linalg.norm(total), np.float32)


def _direction(text: str, dimension: int) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).normal(size=dimension)


class QuickEmbedder:
    """A vector follows from the text and the door that it came through, and from nothing else."""

    name = "bundled"
    revision = "0123456789ab"

    def __init__(self, dimension: int = 64) -> None:
        self.dimension = dimension
        self.queries: list[str] = []
        self.passages: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.queries += texts
        return self._vectors("query: ", texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.passages += texts
        return self._vectors("passage: ", texts)

    def _vectors(self, prefix: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([_direction(prefix + text, self.dimension) for text in texts]).astype(np.float32)
