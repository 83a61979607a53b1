"""Texts to vectors: only what the cache does not hold, and into the cache as they are made, so that a kill loses little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ingest.cache import EmbeddingCache, content_key
from ingest.embedders import Embedder
from ingest.engines import EngineChoice, Text, batches_of
from ingest.engines.local import LocalEngine
from ingest.passages import Field, Passage

_READ = 500

#: Called with (texts embedded so far, texts to embed). Texts a second stay about the same during a run.
Progress = Callable[[int, int], None]


def embed(
    rows: Sequence[Passage],
    embedder: Embedder,
    cache: EmbeddingCache,
    progress: Progress | None,
    *,
    choice: EngineChoice | None = None,
) -> tuple[NDArray[np.float32], int]:
    """Vectors of the rows, ``(len(rows), dimension)``, and how many had to be computed."""
    vectors = np.empty((len(rows), embedder.dimension), np.float32)
    return vectors, _fill(vectors.__setitem__, rows, embedder, cache, progress, choice)


def embed_into(
    path: Path,
    rows: Sequence[Passage],
    embedder: Embedder,
    cache: EmbeddingCache,
    progress: Progress | None,
    *,
    choice: EngineChoice | None = None,
) -> int:
    """The same into an ``.npy`` file, byte for byte what ``np.save`` would write; memory holds one batch of vectors.

    Read it back with ``np.load(path, mmap_mode="r")``. Raises ``OSError`` when the disk is full.
    """
    with _VectorFile(path, (len(rows), embedder.dimension)) as file:
        return _fill(file.put, rows, embedder, cache, progress, choice)


class _VectorFile:
    """Written row by row and not through a memory map: where the disk is full, a map ends the process without a word."""

    def __init__(self, path: Path, shape: tuple[int, int]) -> None:
        self._file = path.open("wb")
        header = {"descr": "<f4", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(self._file, header)
        self._start = self._file.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, rows: Sequence[int], vector: NDArray[np.float32]) -> None:
        data = vector.astype("<f4", copy=False).tobytes()
        for row in rows:
            self._file.seek(self._start + row * len(data))
            self._file.write(data)


def _fill(
    put: Callable[[list[int], NDArray[np.float32]], None],
    rows: Sequence[Passage],
    embedder: Embedder,
    cache: EmbeddingCache,
    progress: Progress | None,
    choice: EngineChoice | None,
) -> int:
    """Put every row's vector in its place; how many were computed."""
    places: dict[bytes, list[int]] = {}
    for number, row in enumerate(rows):
        places.setdefault(_key(row), []).append(number)
    todo: list[Text] = []
    keys = list(places)
    for start in range(0, len(keys), _READ):
        part = keys[start : start + _READ]
        known = cache.get(part)
        for key, vector in known.items():
            put(places[key], vector)
        todo += [_text(key, rows[places[key][0]]) for key in part if key not in known]
    if not todo:
        return 0
    engine = choice.engine(embedder, len(todo)) if choice else LocalEngine(embedder)
    done = 0
    with engine.run(batches_of(todo)) as made:
        for batch, vectors in made:
            cache.put([(text.key, vector) for text, vector in zip(batch, vectors, strict=True)])
            for text, vector in zip(batch, vectors, strict=True):
                put(places[text.key], vector)
            done += len(batch)
            if progress:
                progress(done, len(todo))
    return done


def _key(row: Passage) -> bytes:
    # By the door that a text goes through and not by its field: a summary and an official text are both passages.
    return content_key(Field.VRAAG if row.field is Field.VRAAG else Field.TEKST, row.text)


def _text(key: bytes, row: Passage) -> Text:
    """A lay question is embedded as a query: it is compared with other questions, not with answers."""
    return Text(key, row.field is Field.VRAAG, row.text)
