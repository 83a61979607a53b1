"""An optional cross-encoder: it reads question and lid together. For users who have one; none ships, none is downloaded.

Imported only when the setting ``reranker`` names a folder (or a model of the hub that is already on this machine).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.base import EmbedderError
from ingest.embedders.st import refuse_pickles


class Reranker(Protocol):
    """Question and texts to scores: higher is nearer."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape ``(len(texts),)``."""
        ...


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder with one output. Nothing the model brings is executed."""

    def __init__(self, model: str) -> None:
        """Raises ``EmbedderError`` when the library or the model is not there, is pickled or has more than one output."""
        self._model = cross_encoder(model, "reranker")
        if self._model.config.num_labels != 1:
            raise EmbedderError("the model has more than one output", f"reranker {model!r}", "Choose a model for reranking.")

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        pairs = [(question, text) for text in texts]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float32).reshape(-1)


def cross_encoder(model: str, setting: str) -> Any:
    """The ``CrossEncoder`` of a setting, from a folder or from what the hub left on this machine. Raises ``EmbedderError``."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    path = Path(model).expanduser()
    if path.is_dir():
        refuse_pickles(path)
    try:
        from sentence_transformers import CrossEncoder

        return CrossEncoder(str(path) if path.is_dir() else model, trust_remote_code=False, local_files_only=True)
    except (ImportError, OSError, ValueError, KeyError, RuntimeError) as error:
        next_step = "Give the folder of a cross-encoder on this machine, or leave the setting empty."
        raise EmbedderError(f"the model does not load ({error})", f"{setting} {model!r}", next_step) from error


def load_reranker(name: str) -> Reranker | None:
    """The reranker of the settings; ``None`` for an empty name, which is the default."""
    return CrossEncoderReranker(name) if name else None
