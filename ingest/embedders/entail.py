"""An optional cross-encoder for entailment: does a sentence follow from a text? For users who have one; none ships, none is downloaded.

Imported only when the setting ``entailment`` names a folder (or a model of the hub that is already on this machine).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.embedders.base import EmbedderError
from ingest.embedders.cross import cross_encoder

_LABEL = "entailment"


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
