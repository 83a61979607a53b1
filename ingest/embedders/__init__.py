"""Embedders: texts to vectors, behind one small protocol.

Importing this package costs nothing but numpy; a model's libraries are imported when it is chosen.
"""

from pathlib import Path

from ingest.embedders.base import Embedder, EmbedderError

__all__ = ["Embedder", "EmbedderError", "load_embedder"]

_ST_PREFIX = "sentence-transformers:"


def load_embedder(name: str, cache_dir: Path, *, delta: Path | None = None, threads: int | None = None) -> Embedder:
    """Open the embedder called `name`.

    Args:
        name: "bundled", or "sentence-transformers:" followed by a model's name or folder.
        cache_dir: where "bundled" keeps its export (0.6 GB, made at the first call).
        delta: a trained change to the bundled weights (see delta.py).
        threads: how many CPU threads one call may use; without it at most two.

    Raises:
        EmbedderError: an unknown name, or a model that cannot be used; the message says what to do.
        OSError: `cache_dir` cannot be written.
    """
    model = name.removeprefix(_ST_PREFIX)
    if name == "bundled":
        from ingest.embedders.bundled import BundledEmbedder

        return BundledEmbedder.load(cache_dir, delta=delta, threads=threads)
    if model != name and model:
        if delta is not None:
            raise EmbedderError("a delta fits the bundled weights only", name, "Leave the delta out.")
        from ingest.embedders.st import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(model, threads=threads)
    known = f'Use "bundled", or "{_ST_PREFIX}" followed by a model name or folder.'
    raise EmbedderError("unknown embedder", f"embedder {name!r}", known)
