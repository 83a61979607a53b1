"""Vectors by content hash, so that a text is embedded once. One SQLite file for each embedder revision."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_CHECK = 4
_T = TypeVar("_T")


def content_key(field: str, text: str) -> bytes:
    """The key of a text: the field decides the prefix of the model, so it is part of the content."""
    return hashlib.sha256(f"{field}\0{text}".encode()).digest()


def _checked(key: bytes, data: bytes) -> bytes:
    """The stored value: SQLite does not notice a changed byte inside a value."""
    return data + zlib.crc32(data, zlib.crc32(key)).to_bytes(_CHECK, "big")


class EmbeddingCache:
    """``get`` and ``put`` float32 vectors. A file that is no database is set aside and begun anew."""

    def __init__(self, folder: Path, revision: str, dimension: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"embeddings-{revision}.sqlite3"
        self._dimension = dimension
        self._unless_damaged(self._create)

    def _unless_damaged(self, action: Callable[[], _T]) -> _T:
        """Do it; on a damaged file set that aside and do it again. A full disk or a lock is no damage."""
        try:
            return action()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._path.replace(self._path.with_suffix(".beschadigd"))
            self._create()
            return action()

    def _connect(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self._path, timeout=30))

    def _create(self) -> None:
        with self._connect() as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors that are there, whole; a value that does not match its checksum counts as absent."""
        return self._unless_damaged(lambda: self._get(keys))

    def _get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, NDArray[np.float32]] = {}
        with self._connect() as db:
            for start in range(0, len(keys), 500):
                part = keys[start : start + 500]
                marks = ",".join("?" * len(part))
                for key, value in db.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", part):
                    data = value[:-_CHECK]
                    if len(data) == 4 * self._dimension and _checked(key, data) == value:
                        found[key] = np.frombuffer(data, np.float32)
        return found

    def put(self, items: Iterable[tuple[bytes, NDArray[np.float32]]]) -> None:
        rows = [(key, _checked(key, np.ascontiguousarray(vector, np.float32).tobytes())) for key, vector in items]
        self._unless_damaged(lambda: self._put(rows))

    def _put(self, rows: list[tuple[bytes, bytes]]) -> None:
        with self._connect() as db, db:
            db.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)
