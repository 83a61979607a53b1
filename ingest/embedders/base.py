"""What every embedder promises, and the one error they all raise."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
"""The e5 family is trained with these two; without them its cosines mean little (model card of
intfloat/multilingual-e5-small)."""


class EmbedderError(RuntimeError):
    """A model, file or text that gives no usable vectors. The message names thing, place and next step."""

    def __init__(self, thing: str, place: str | Path, next_step: str) -> None:
        super().__init__(f"{place}: {thing}. {next_step}")
        self.thing = thing
        self.place = str(place)
        self.next_step = next_step


class Embedder(Protocol):
    """Texts to vectors. Queries and passages go through different doors because e5 wants different
    prefixes."""

    @property
    def name(self) -> str:
        """The name `load_embedder` takes, e.g. "bundled" or "sentence-transformers:NAME"."""
        ...

    @property
    def revision(self) -> str:
        """Twelve hex digits of a sha256 over weights, quantisation and prefix policy.

        Vectors with different revisions must never be compared: an index stores it and refuses another.
        """
        ...

    @property
    def dimension(self) -> int:
        """Number of components in a vector."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions: shape (len(texts), dimension), rows of length 1.

        Raises:
            EmbedderError: a vector is not finite or zero, or `texts` is one string.
        """
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of source texts: shape (len(texts), dimension), rows of length 1.

        Raises:
            EmbedderError: a vector is not finite or zero, or `texts` is one string.
        """
        ...


def checked_texts(texts: Sequence[str], place: str) -> list[str]:
    """The texts as a list, fit for UTF-8.

    Raises:
        EmbedderError: `texts` is one string, which would silently embed its letters one by one.
    """
    if isinstance(texts, str):
        raise EmbedderError("one string where a list of texts belongs", place, "Pass [text].")
    # A lone surrogate (half an emoji, cut by a browser) cannot be encoded; it becomes "?" instead of a crash.
    return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]


def unit_rows(vectors: NDArray[np.floating], place: str) -> Vectors:
    """The rows of `vectors`, shape (n, dimension), scaled to length 1.

    Raises:
        EmbedderError: a row holds NaN or infinity, or is zero: its cosine with anything would be meaningless.
    """
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1)
    bad = np.flatnonzero(~np.isfinite(lengths) | (lengths < 1e-12))
    if bad.size:
        raise EmbedderError(
            f"text {int(bad[0])} of {len(rows)} gave a vector of length {lengths[bad[0]]}",
            place,
            "The weights are probably damaged: remove the model's folder and start again.",
        )
    return np.asarray(rows / lengths[:, None], dtype=np.float32)
