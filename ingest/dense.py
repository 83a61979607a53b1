"""Nearest rows by cosine: exact (numpy) or Chroma's HNSW, embedded or on a server. The exact one is the oracle of the others.

Up to 200,000 rows exact search takes a few milliseconds, opens fifty times faster and cannot be damaged without
notice, so ``auto`` chooses it there; the Chroma collection holds the same rows and must agree with it before a
release is published.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.chroma_server import open_server, reaching
from ingest.release import IndexProblem

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "bepalingen"
EXACT_UP_TO = 200_000


class Dense(Protocol):
    """Cosine similarity of a query to the rows: ``(rows, scores)``, best first, ties by row number."""

    def nearest(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]: ...


class ExactDense:
    """All rows, one matrix product."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = vectors

    def nearest(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        scores = self._vectors @ query
        rows = np.arange(len(scores))
        if k < len(scores):
            # Sorting the few that can be among the best takes a fraction of sorting all.
            rows = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
        order = rows[np.argsort(-scores[rows], kind="stable")[:k]]
        return order.astype(np.int64), scores[order]


class ChromaDense:
    """The Chroma collection of a release. Scores are recomputed from the vectors, so both engines agree on them."""

    def __init__(self, collection: Collection, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._collection = collection
        self._row_of = {name: row for row, name in enumerate(ids)}
        self._vectors = vectors
        self._work: tempfile.TemporaryDirectory[str] | None = None
        self._url = ""

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

    @classmethod
    def open_server(cls, url: str, name: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> ChromaDense:
        """Open a release's collection on a Chroma server. Raises ``IndexProblem`` when server or collection is not there."""
        with reaching(url):
            collection = open_server(url).get_collection(name, embedding_function=None)
            count = collection.count()
        if count != len(ids):
            raise IndexProblem(
                f"{url}: collectie {name} heeft {count} rijen, verwacht {len(ids)}. "
                "Vul haar opnieuw met: integriteit ingest --force"
            )
        dense = cls(collection, ids, vectors)
        dense._url = url
        return dense

    def nearest(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        with reaching(self._url) if self._url else nullcontext():
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


def create_collection(client: ClientAPI, name: str = COLLECTION, metadata: dict[str, str | int] | None = None) -> Collection:
    """A new, empty collection with cosine distance (Chroma's default is l2)."""
    space = {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}}
    return client.create_collection(name, metadata=metadata, embedding_function=None, configuration=space)  # type: ignore[arg-type]


def recall(found: Dense, vectors: NDArray[np.float32], *, k: int = 10, queries: int = 50) -> float:
    """Share of the exact nearest neighbours of some rows (by score, so that ties count) that ``found`` returns."""
    if not len(vectors):
        return 1.0
    exact = ExactDense(vectors)
    right = wanted = 0
    for row in range(0, len(vectors), max(1, len(vectors) // queries)):
        _, truth = exact.nearest(vectors[row], k)
        _, scores = found.nearest(vectors[row], k)
        right += int((scores >= truth[-1] - 1e-5).sum())
        wanted += len(truth)
    return right / wanted
