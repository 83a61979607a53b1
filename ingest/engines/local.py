"""Embedding in this process, on the threads of the embedder: nothing to start, so the best for few texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ingest.embedders import Embedder
from ingest.engines.work import Batch, Made, embedded


class LocalEngine:
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @contextmanager
    def run(self, batches: Iterable[Batch]) -> Iterator[Made]:
        yield ((batch, embedded(self._embedder, batch)) for batch in batches)
