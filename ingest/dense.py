"""Nearest rows by cosine: exact (numpy) or Chroma's HNSW. The exact one is the oracle of the other.

Up to 50,000 rows exact search takes a few milliseconds, opens fifty times faster and cannot be damaged without
notice, so ``auto`` chooses it there; the Chroma collection holds the same rows and must agree with it before a
release is published.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "bepalingen"
EXACT_UP_TO = 50_000


class Dense(Protocol):
    """Cosine similarity of a query to the rows: ``(rows, scores)``, best first, ties by row number."""

    def nearest(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]: ...


class ExactDense:
    """All rows, one matrix product."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = vectors

    def nearest(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        scores = self._vectors @ query
        order = np.argsort(-scores, kind="stable")[:k]
        return order.astype(np.int64), scores[order]


class ChromaDense:
    """The Chroma collection of a release. Scores are recomputed from the vectors, so both engines agree on them."""

    def __init__(self, collection: Collection, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._collection = collection
        self._row_of = {name: row for row, name in enumerate(ids)}
        self._vectors = vectors
        self._work: tempfile.TemporaryDirectory[str] | None = None

    @classmethod
    def open_copy(cls, folder: Path, ids: Sequence[str], vectors: NDArray[np.float32]) -> ChromaDense:
        """Open a private copy: Chroma writes at opening and refuses read-only storage."""
        work = tempfile.TemporaryDirectory(prefix="integriteit-chroma-", ignore_cleanup_errors=True)
        copy = Path(work.name) / "chroma"
        shutil.copytree(folder, copy)
        dense = cls(open_client(copy).get_collection(COLLECTION, embedding_function=None), ids, vectors)
        # Removed with this object or at exit, whichever comes first.
        dense._work = work
        return dense

    def nearest(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        found = self._collection.query(query_embeddings=[query.tolist()], n_results=min(k, len(self._row_of)), include=[])
        rows = np.array([self._row_of[name] for name in found["ids"][0]], np.int64)
        scores = self._vectors[rows] @ query
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]


def open_client(folder: Path) -> ClientAPI:
    """The Chroma client of a folder. Never the same folder twice in a process: Chroma caches clients by path."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    return chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))


def create_collection(client: ClientAPI) -> Collection:
    """A new, empty collection with cosine distance (Chroma's default is l2)."""
    space = {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}}
    return client.create_collection(COLLECTION, embedding_function=None, configuration=space)  # type: ignore[arg-type]
