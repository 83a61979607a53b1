"""What the likest situations of the bank come down to: a story is about what like stories are about.

Each situation (``corpus/situations``) holds the leden that decide it. The situations nearest to a text vote for their leden,
nearer ones more, the first lid most; for who asks, a lid of another office or tier counts as its own twin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.signals import Scores
from ingest.index import Index

_NEIGHBOURS = 25
_SHARPNESS = 0.04
_SHARE_OF_PLACE = (1.0, 0.8, 0.65, 0.5)


@dataclass(frozen=True)
class Votes:
    """``told``: share of the votes for each provision as the situations name it; ``own``: moved to twins of who asks."""

    told: Scores
    own: Scores


class CaseReader:
    """Compares texts with the situations of one index."""

    def __init__(self, index: Index) -> None:
        self._vectors = index.situations
        self._places = index.situation_places
        self._size = len(index.corpus.provisions)

    def read(self, vector: Scores, own_of: NDArray[np.int32] | None) -> Votes:
        """Votes for a text's vector. ``own_of[i]``: the provision that takes the place of ``i`` for who asks, or -1."""
        told, own = np.zeros(self._size, np.float32), np.zeros(self._size, np.float32)
        if not len(self._vectors):
            return Votes(told, own)
        near = self._vectors @ vector
        best = np.argsort(-near, kind="stable")[:_NEIGHBOURS]
        weight = np.exp((near[best] - near[best[0]]) / _SHARPNESS)
        weight = weight / weight.sum()
        places = self._places[best]
        for column, share in enumerate(_SHARE_OF_PLACE[: places.shape[1]]):
            held = places[:, column] >= 0
            numbers, votes = places[held, column], (weight[held] * share).astype(np.float32)
            np.add.at(told, numbers, votes)
            moved = numbers if own_of is None else own_of[numbers]
            np.add.at(own, moved[moved >= 0], votes[moved >= 0])
        return Votes(told, own)
