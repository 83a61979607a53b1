"""What an engine is given and gives back: batches of texts, and the vectors of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.embedders import Embedder, EmbedderError, load_embedder
from ingest.release import IndexProblem

#: Characters in a batch: about 7,000 tokens, so that a kill costs each worker a few seconds of work.
CHARACTERS = 24_000


class Text(NamedTuple):
    """One text to embed; ``key`` is that of the cache. A question goes through the embedder's door of queries."""

    key: bytes
    question: bool
    text: str


Batch = tuple[Text, ...]
Vectors = NDArray[np.float32]
#: Batches that are ready, each with the vectors of its texts, in any order.
Made = Iterator[tuple[Batch, Vectors]]


class Engine(Protocol):
    """Gives every text the same vector as every other engine. What it started (processes) ends with the context."""

    def run(self, batches: Iterable[Batch]) -> AbstractContextManager[Made]:
        """Raises ``EmbedderError`` or ``IndexProblem`` while the vectors are read."""
        ...


def batches_of(texts: Sequence[Text]) -> list[Batch]:
    """Batches of about ``CHARACTERS``, each sorted by length and each with the same mix of long and short.

    With that mix every batch takes the same time: workers end together, and texts a second say how long it still takes.
    """
    ordered = sorted(texts, key=lambda t: (len(t.text), t.text, t.question))
    count = min(len(ordered), 1 + sum(len(t.text) for t in ordered) // CHARACTERS)
    return [tuple(ordered[start::count]) for start in range(count)]


def embedded(embedder: Embedder, batch: Batch) -> Vectors:
    """The vectors of a batch, ``(len(batch), dimension)``."""
    vectors = np.empty((len(batch), embedder.dimension), np.float32)
    for question, door in ((False, embedder.embed_passages), (True, embedder.embed_queries)):
        at = [i for i, text in enumerate(batch) if text.question is question]
        if at:
            vectors[at] = door([batch[i].text for i in at])
    return vectors


@dataclass(frozen=True, slots=True)
class Opener:
    """How another process opens the embedder of this one: on one thread, since there is a process for each core."""

    name: str
    cache_dir: Path
    revision: str

    def open(self) -> Embedder:
        """Raises ``EmbedderError`` for an embedder of another revision: its vectors must not get into one index."""
        embedder = load_embedder(self.name, self.cache_dir, threads=1)
        if embedder.revision != self.revision:
            fault = f"revision {embedder.revision} where {self.revision} belongs"
            raise EmbedderError(fault, f"embedder {self.name!r} in a worker", "Give every worker the same model.")
        return embedder


@cache
def _opened(opener: Opener) -> Embedder:
    return opener.open()


def embed_elsewhere(opener: Opener, batch: Batch) -> Vectors:
    """What a worker does; it opens its embedder at the first batch."""
    try:
        return embedded(_opened(opener), batch)
    except EmbedderError as error:
        # An EmbedderError does not survive the way back: it cannot be pickled.
        raise IndexProblem(str(error)) from error
