"""What the score asks of a judge of entailment: the bundled one, or that of the user; see ``ingest.embedders.entail``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Entailment(Protocol):
    """Pairs of a text and a sentence to the chance that the sentence follows from the text."""

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """A chance, 0 to 1, for each pair ``(evidence, sentence)``."""
        ...
