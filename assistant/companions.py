"""What belongs with the rule that decides: of the situations that a rule decides, the other rules that are in play too.

A burgemeester who may not take a side job must also tell the council of it (Gemeentewet 67 lid 1 and 2). Strict twins are pooled:
what goes with a rule in the gemeente goes with its twin in the provincie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.signals import Scores
from assistant.twins import Twins
from assistant.understand import Understanding
from corpus import Bestuurslaag
from ingest.index import Index

#: Situations that count as seen before any: a rule seen twice tells little.
_PRIOR = 3.0


class Companions:
    """Shares of companions, from the bank of situations of one index."""

    def __init__(self, index: Index, twins: Twins) -> None:
        self._twins = twins
        size = len(index.corpus.provisions)
        self._concept = np.array([min([i, *twins.strict(i)]) for i in range(size)], np.int32)
        together = np.zeros((size, size), np.float32)
        seen = np.zeros(size, np.float32)
        for row in index.situation_places:
            present = np.unique(self._concept[row[row >= 0]])
            seen[present] += 1
            together[np.ix_(present, present)] += 1
        np.fill_diagonal(together, 0)
        self._share = together / (seen + _PRIOR)[:, None]
        self._tier = np.array([p.bestuurslaag for p in index.corpus.provisions])

    def of(self, i: int, u: Understanding) -> Scores:
        """For each provision that holds for who asks the share of the situations of ``i`` in which it is in play, 0 to 1."""
        share = self._share[self._concept[i]][self._concept]
        return np.asarray(share * self._own(i, u), np.float32)

    def _own(self, i: int, u: Understanding) -> NDArray[np.bool_]:
        if u.asker or u.tier:
            return np.asarray(self._twins.own_of(u) == np.arange(len(self._tier)))
        return np.isin(self._tier, [self._tier[i], Bestuurslaag.ALGEMEEN])
