"""Texts to vectors: only what the cache does not hold, in batches sorted by length."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ingest.cache import EmbeddingCache, content_key
from ingest.embedders import Embedder
from ingest.passages import Field, Passage

_CHUNK = 256

#: Called with (texts embedded so far, texts to embed).
Progress = Callable[[int, int], None]


def embed(
    rows: list[Passage], embedder: Embedder, cache: EmbeddingCache, progress: Progress | None
) -> tuple[NDArray[np.float32], int]:
    """Vectors of the rows, ``(len(rows), dimension)``, and how many had to be computed.

    A lay question is embedded as a query: it is compared with other questions, not with answers.
    """
    keys = [content_key(p.field, p.text) for p in rows]
    known = cache.get(list(dict.fromkeys(keys)))
    todo = {key: p for key, p in zip(keys, rows, strict=True) if key not in known}
    ordered = sorted(todo.items(), key=lambda item: (item[1].field, len(item[1].text), item[1].text))
    done = 0
    for field in Field:
        part = [item for item in ordered if item[1].field is field]
        for start in range(0, len(part), _CHUNK):
            chunk = part[start : start + _CHUNK]
            texts = [p.text for _, p in chunk]
            made = embedder.embed_passages(texts) if field is Field.TEKST else embedder.embed_queries(texts)
            fresh = [(key, vector) for (key, _), vector in zip(chunk, made, strict=True)]
            cache.put(fresh)
            known.update(fresh)
            done += len(chunk)
            if progress:
                progress(done, len(todo))
    vectors = np.stack([known[key] for key in keys]) if keys else np.zeros((0, embedder.dimension), np.float32)
    return vectors.astype(np.float32), len(todo)
