"""Vectors by content hash, so that a text is embedded once. One SQLite file for each embedder revision."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def content_key(field: str, text: str) -> bytes:
    """The key of a text: the field decides the prefix of the model, so it is part of the content."""
    return hashlib.sha256(f"{field}\0{text}".encode()).digest()


class EmbeddingCache:
    """``get`` and ``put`` float32 vectors. A file that is no database is set aside and begun anew."""

    def __init__(self, folder: Path, revision: str, dimension: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"embeddings-{revision}.sqlite3"
        self._dimension = dimension
        try:
            self._create()
        except sqlite3.DatabaseError:
            self._path.rename(self._path.with_suffix(".beschadigd"))
            self._create()

    def _connect(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self._path, timeout=30))

    def _create(self) -> None:
        with self._connect() as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, NDArray[np.float32]] = {}
        with self._connect() as db:
            for start in range(0, len(keys), 500):
                part = keys[start : start + 500]
                marks = ",".join("?" * len(part))
                for key, value in db.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", part):
                    vector = np.frombuffer(value, np.float32)
                    if vector.shape == (self._dimension,) and bool(np.isfinite(vector).all()):
                        found[key] = vector
        return found

    def put(self, items: Iterable[tuple[bytes, NDArray[np.float32]]]) -> None:
        rows = [(key, np.ascontiguousarray(vector, np.float32).tobytes()) for key, vector in items]
        with self._connect() as db, db:
            db.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)
