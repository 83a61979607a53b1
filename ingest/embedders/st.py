"""Any sentence-transformers model, by name or folder; imported only when chosen (nine seconds and 480 MB).

Nothing a model brings is executed: no remote code, and weights as safetensors only, since a pickle runs what
it likes. Texts beyond the model's own limit are cut by sentence-transformers.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.base import (
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    EmbedderError,
    Vectors,
    checked_texts,
    unit_rows,
)
from ingest.embedders.cache import sha256_of

BATCH = 16

_PICKLES = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"})
_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)
_HUB_FILES = ["*.safetensors", "*.safetensors.index.json", "*.json", "*.txt", "*.model", "*.vocab"]


class SentenceTransformersEmbedder:
    """A sentence-transformers model with the prefixes it was trained with."""

    def __init__(self, model: str, *, threads: int | None = None) -> None:
        """Load `model`, a folder (then nothing touches the network) or the name of a model on the hub.

        Raises:
            EmbedderError: the library is missing; the model is not found, is pickled or does not load.
        """
        self._name = f"sentence-transformers:{model}"
        path = Path(model).expanduser()
        if path.is_dir():
            # Read when huggingface_hub is first imported; local_files_only below covers a later import.
            os.environ["HF_HUB_OFFLINE"] = "1"
        elif path.is_absolute() or model.startswith((".", "~")):
            raise EmbedderError("there is no such folder", path, "Correct the path in the settings.")
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            next_step = "Install sentence-transformers, or choose the bundled embedder."
            raise EmbedderError(f"a library is missing ({error})", self._name, next_step) from error

        folder = path if path.is_dir() else _downloaded(model)
        refuse_pickles(folder)
        if threads is not None:
            torch.set_num_threads(threads)
        try:
            self._model = SentenceTransformer(
                str(folder),
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
            next_step = "Check that the folder is a complete sentence-transformers model."
            raise EmbedderError(f"the model does not load ({error})", folder, next_step) from error
        self._prefixes = prefixes_of(self._model.prompts, _names(model, folder))
        self._revision = _revision(folder, self._prefixes)
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise EmbedderError("the model gives no single vector a text", folder, "Choose another model.")
        self._dimension = dimension

    @property
    def name(self) -> str:
        """ "sentence-transformers:" and the model as it was asked for."""
        return self._name

    @property
    def revision(self) -> str:
        """Fingerprint of weights, settings and prefixes, 12 hex digits."""
        return self._revision

    @property
    def dimension(self) -> int:
        """Number of components in a vector."""
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (n, dimension), rows of length 1; one a run, so neighbours change no
        bit."""
        found = [self._encode([text], self._prefixes[0]) for text in checked_texts(texts, self._name)]
        return unit_rows(np.concatenate(found), self._name) if found else self._nothing()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of source texts, shape (n, dimension), rows of length 1; batches move them by about
        1e-6."""
        checked = checked_texts(texts, self._name)
        return unit_rows(self._encode(checked, self._prefixes[1]), self._name) if checked else self._nothing()

    def _nothing(self) -> Vectors:
        return np.empty((0, self._dimension), dtype=np.float32)

    def _encode(self, texts: list[str], prefix: str) -> NDArray[np.float32]:
        # An empty prompt is not the same as none: none would fall back to the model's default prompt.
        found = self._model.encode(texts, prompt=prefix, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(found, dtype=np.float32)


def prefixes_of(prompts: Mapping[str, str | None], names: Iterable[str]) -> tuple[str, str]:
    """The prefixes for queries and passages.

    The model's own prompts come first, since e5's "instruct" children have other ones than e5; then e5's, if
    a name says e5; otherwise none.
    """
    query = prompts.get("query") or ""
    passage = next((text for key in ("document", "passage", "corpus") if (text := prompts.get(key))), "")
    if query or passage:
        return query, passage
    return (QUERY_PREFIX, PASSAGE_PREFIX) if any(_E5.search(name) for name in names) else ("", "")


def refuse_pickles(folder: Path) -> None:
    """Check that no module in `folder` has pickled weights without safetensors beside them.

    Raises:
        EmbedderError: one has.
    """
    for file in sorted(folder.rglob("*")):
        if file.suffix in _PICKLES and not any(file.parent.glob("*.safetensors")):
            raise EmbedderError(
                "weights as a pickle, which can run any program when read",
                file,
                "Choose a model with safetensors weights, or convert it on a machine you can lose.",
            )


def _names(model: str, folder: Path) -> list[str]:
    """Where a model's family may be written: what was asked for, the folder, and where its configuration
    came from."""
    config = folder / "config.json"
    if not config.is_file():
        return [model, folder.name]
    try:
        origin = json.loads(config.read_text(encoding="utf-8")).get("_name_or_path", "")
    except (ValueError, AttributeError) as error:
        raise EmbedderError(f"unreadable configuration ({error})", config, "Fetch the model again.") from error
    return [model, folder.name, str(origin)]


def _downloaded(model: str) -> Path:
    """The folder of hub model `model`, fetched if it is not there yet, pickles left behind."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError

    try:
        return Path(snapshot_download(model, allow_patterns=_HUB_FILES, ignore_patterns=["onnx/*", "openvino/*"]))
    # Missing models, missing files and every network error are OSErrors in this library.
    except (OSError, HFValidationError) as error:
        next_step = "Check the name and the network, or give the folder of a model on this machine."
        raise EmbedderError(f"the model cannot be fetched ({error})", f"model {model!r}", next_step) from error


def _revision(folder: Path, prefixes: tuple[str, str]) -> str:
    kinds = {".safetensors", ".json", ".txt", ".model"}
    files = {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in kinds
    }
    facts = json.dumps([files, prefixes], sort_keys=True)
    return hashlib.sha256(facts.encode("utf-8")).hexdigest()[:12]
