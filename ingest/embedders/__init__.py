"""Embedders: texts to vectors, behind one small protocol.

Importing this package costs nothing but numpy; a model's libraries are imported when it is chosen.
"""

from pathlib import Path

from ingest.embedders.base import Embedder, EmbedderError

__all__ = ["Embedder", "EmbedderError", "load_embedder"]

#: The trained change that ships with the package (made by ``ingest.train.embedder``); "bundled-base" leaves it out.
DELTA = Path(__file__).with_name("delta.npz")

_ST_PREFIX = "sentence-transformers:"


def load_embedder(name: str, cache_dir: Path, *, delta: Path | None = None, threads: int | None = None) -> Embedder:
    """Open the embedder called `name`.

    Args:
        name: "bundled" (trained on lay questions of this law), "bundled-base" (as published), or "sentence-transformers:" followed by a model's name or folder.
        cache_dir: where "bundled" keeps its export (0.6 GB, made at the first call).
        delta: a trained change to the bundled weights (see delta.py).
        threads: how many CPU threads one call may use; without it at most two.

    Raises:
        EmbedderError: an unknown name, or a model that cannot be used; the message says what to do.
        OSError: `cache_dir` cannot be written.
    """
    model = name.removeprefix(_ST_PREFIX)
    if name in ("bundled", "bundled-base"):
        from ingest.embedders.bundled import BundledEmbedder

        trained = delta or (DELTA if name == "bundled" and DELTA.is_file() else None)
        return BundledEmbedder.load(cache_dir, delta=trained, threads=threads, name=name)
    if model != name and model:
        if delta is not None:
            raise EmbedderError("a delta fits the bundled weights only", name, "Leave the delta out.")
        from ingest.embedders.st import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(model, threads=threads)
    known = f'Use "bundled", "bundled-base", or "{_ST_PREFIX}" followed by a model name or folder.'
    raise EmbedderError("unknown embedder", f"embedder {name!r}", known)
