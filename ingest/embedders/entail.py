"""Does a sentence follow from a text? The bundled encoder with weights of its own for that, or a cross-encoder of the user.

The bundled one reads text and sentence together: <s> text </s> </s> sentence </s>, a logistic head on the mean over the tokens.
``python -m ingest.train.entailment`` makes its weights, ``entail.npz`` and ``entail.json``. The user's is imported only when the
setting ``entailment`` names a folder (or a model of the hub that is already on this machine).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.embedders.base import EmbedderError
from ingest.embedders.bundled import BundledEmbedder
from ingest.embedders.cross import cross_encoder
from ingest.embedders.tokens import TextTokeniser

DELTA = Path(__file__).with_name("entail.npz")
_LABEL = "entailment"
_BOS, _EOS = 0, 2
#: What the encoder reads at most, text and sentence together.
WINDOW = 512


def framed(tokeniser: TextTokeniser, text: str, said: str) -> list[int]:
    """The piece ids of a pair as the encoder reads it; longer than ``WINDOW`` when the pair is."""
    return [_BOS, *tokeniser.ids(text).tolist(), _EOS, _EOS, *tokeniser.ids(said).tolist(), _EOS]


def name_of(text: str, said: str) -> str:
    """A short name of a pair, for a file that must not hold its words again."""
    return hashlib.sha256(f"{text}\n{said}".encode()).hexdigest()[:12]


def fingerprint() -> str:
    """Of the weights of the bundled judge, 12 hex digits: what is fitted on its judgements holds for no other."""
    return hashlib.sha256(DELTA.read_bytes() + _head().encode()).hexdigest()[:12]


def _head() -> str:
    try:
        return DELTA.with_suffix(".json").read_text(encoding="utf-8")
    except OSError as error:
        raise EmbedderError(
            "the head of the judge is missing", DELTA.with_suffix(".json"), "Install the package again."
        ) from error


class BundledEntailment:
    """Safe to share between threads. Opening it exports the encoder once, as the embedder's is (some ten seconds)."""

    def __init__(self, cache_dir: Path) -> None:
        self._encoder = BundledEmbedder.load(cache_dir, delta=DELTA, name="entailment", layout=False)
        head = json.loads(_head())
        self._weights = np.array(head["weights"], np.float32)
        self._constant = float(head["constant"])

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The chance, 0 to 1, that the second text of each pair follows from the first; 0 for a pair too long to be read."""
        return [self._chance(framed(self._encoder.tokeniser, text, said)) for text, said in pairs]

    def _chance(self, ids: list[int]) -> float:
        if len(ids) > WINDOW:
            return 0.0
        logit = float(self._encoder.mean(np.array(ids, np.int32)) @ self._weights) + self._constant
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, logit))))


class CrossEncoderEntailment:
    """A sentence-transformers cross-encoder with an output called "entailment". Nothing the model brings is executed."""

    def __init__(self, model: str) -> None:
        """Raises ``EmbedderError`` when the library or the model is not there, is pickled or has no such output."""
        self._model = cross_encoder(model, "entailment")
        names = {str(name).lower(): int(number) for number, name in self._model.config.id2label.items()}
        if _LABEL not in names:
            raise EmbedderError(
                f"the model has no output {_LABEL!r}, only {sorted(names)}", f"entailment {model!r}", "Choose a model for NLI."
            )
        self._output = names[_LABEL]

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The chance, 0 to 1, that the second text of each pair follows from the first."""
        if not pairs:
            return []
        chances = self._model.predict(list(pairs), apply_softmax=True, show_progress_bar=False)
        return [float(chance) for chance in np.asarray(chances, np.float64)[:, self._output]]


def load_entailment(name: str) -> CrossEncoderEntailment | None:
    """The model of the settings; ``None`` for an empty name, which is the default."""
    return CrossEncoderEntailment(name) if name else None
