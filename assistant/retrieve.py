"""Find the provisions for a question: named articles first, then what the ranker says of the features of each provision.

Office and tier are a preference, never a wall: a raadslid may ask about the mayor. But a rule for another office never
stands above its own twin.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Hit
from assistant.cases import CaseReader
from assistant.companions import Companions
from assistant.compare import Comparer
from assistant.features import FeatureReader
from assistant.kinds import Kinds, load_kinds
from assistant.ranker import Ranker, load_ranker
from assistant.signals import Scores, SignalReader, Signals, standard
from assistant.twins import Twins
from assistant.understand import Understanding
from corpus import Locator, Provision
from corpus.concordance import load_concordance
from corpus.vocabulary import load_vocabulary
from ingest.embedders.cross import Reranker
from ingest.index import Index

_TOP = 20
_SEEN_HIGH = 30
_LOOKED_AT = 200
_ALSO_COMPARED = 6


@dataclass(frozen=True)
class Found:
    """What was found: hits, best first; the signals of the whole question and of its sentences; scores without preference.

    ``understanding``: the question as it was read, with the kind of question that its vector tells.
    """

    understanding: Understanding
    hits: tuple[Hit, ...]
    signals: Signals
    pieces: tuple[Signals, ...]
    scores: Scores


class Retriever:
    """Ranks the provisions of one index. Deterministic: ties go by the order of the corpus."""

    def __init__(
        self, index: Index, ranker: Ranker | None = None, kinds: Kinds | None = None, reranker: Reranker | None = None
    ) -> None:
        self.index = index
        self.reranker = reranker
        self.ranker = ranker or load_ranker()
        self.kinds = kinds or load_kinds(index.embedder.revision)
        self.provisions = index.corpus.provisions
        self.twins = Twins(index, load_concordance())
        self.features = FeatureReader(SignalReader(index), CaseReader(index), self.twins)
        self.companions = Companions(index, self.twins)

    def number_of(self, provision: Provision) -> int:
        """The place of a provision in the corpus."""
        return self._number[provision.locator.undated()]

    def retrieve(self, u: Understanding, question: str, peildatum: dt.date) -> Found:
        """The best provisions, at most 20, with what they came from."""
        reading = self.features.read(u, question)
        u = replace(u, mode=self.kinds.mode(u, question, reading.signals.vector))
        scores, plain = self.ranker.scores(reading.matrix)
        valid = self._begins <= peildatum.toordinal()
        scores, plain = (np.where(valid, x, -np.inf).astype(np.float32) for x in (scores, plain))
        masked = np.where(valid, self.masked_scores(u, question), -np.inf).astype(np.float32) if u.compares else plain
        exact, beside, ranked = self.order(u, scores, plain, masked)
        if self.reranker and not exact and not beside:
            ranked = self._reranked(self.reranker, question, ranked, scores)
        hits = tuple(
            Hit(self.provisions[i], round(float(scores[i]), 4), self._ways(i, reading.signals, i in exact, i in beside))
            for i in ranked[:_TOP]
            if valid[i]
        )
        return Found(u, hits, reading.signals, reading.pieces, plain)

    def masked_scores(self, u: Understanding, question: str) -> Scores:
        """Scores of the question without its offices and tiers, see ``assistant.compare``."""
        return self.ranker.scores(self.masked_matrix(u, question))[1]

    def masked_matrix(self, u: Understanding, question: str) -> NDArray[np.float32]:
        text = load_vocabulary().without_sides(question)
        bare = replace(u, query=text, asker=None, tier=None, functie=None, offices=(), tiers=(), sides=(), follow_up=False)
        return self.features.read(bare, text).matrix

    def order(self, u: Understanding, scores: Scores, plain: Scores, masked: Scores) -> tuple[list[int], list[int], list[int]]:
        """``(named in the question, side by side, all in order)`` from the scores with and without preference, and masked."""
        exact = self.named(u)
        best = np.argsort(-scores, kind="stable")[:_LOOKED_AT].tolist()
        order = self.twins.own_first(u, best)
        comparer = Comparer(self.twins, self.ranker.matter)
        beside = comparer.side_by_side(u, plain, masked, best[:_ALSO_COMPARED]) if u.compares else []
        if not exact and not beside and order:
            order = self._with_companions(u, scores, order[0])
        return exact, beside, list(dict.fromkeys([*exact, *beside, *order]))

    def _with_companions(self, u: Understanding, scores: Scores, first: int) -> list[int]:
        """The order behind the rule that decides, with an advance for what is in play where that rule is."""
        scores = scores + self.ranker.companion * self.companions.of(first, u)
        best = np.argsort(-scores, kind="stable")[:_LOOKED_AT].tolist()
        return list(dict.fromkeys([first, *self.twins.own_first(u, best)]))

    def _reranked(self, reranker: Reranker, question: str, ranked: list[int], scores: Scores) -> list[int]:
        """The first twenty by the sum of both standardised scores; what follows stays as it was."""
        top, rest = ranked[:_TOP], ranked[_TOP:]
        crossed = reranker.scores(question, [self.provisions[i].text for i in top])
        total = standard(scores[top]) + standard(crossed)
        return [top[k] for k in np.argsort(-total, kind="stable").tolist()] + rest

    def named(self, u: Understanding) -> list[int]:
        """Provisions of the articles that the question names: the very lid first, then the rest of its article."""
        found: list[int] = []
        for reference in u.references:
            for wanted in reference.candidates:
                # An article without leden is meant by "artikel 58, eerste lid" too.
                for place in (wanted, wanted.article):
                    inside = [i for locator, i in self._number.items() if place.covers(locator)]
                    found += sorted(inside, key=lambda i: self.provisions[i].locator)[:8]
        return list(dict.fromkeys(found))[:10]

    def _ways(self, i: int, s: Signals, exact: bool, parallel: bool) -> tuple[str, ...]:
        ways = ["exact"] if exact else []
        if min(_rank(s.dense_question, i), _rank(s.dense_text, i)) < _SEEN_HIGH:
            ways.append("dense")
        if min(_rank(s.lexical_question, i), _rank(s.lexical_text, i)) < _SEEN_HIGH:
            ways.append("lexical")
        return (*ways, "parallel") if parallel else tuple(ways) or ("dense",)

    @cached_property
    def _begins(self) -> NDArray[np.int64]:
        """Day on which each rule began (0 when unknown): later than the peildatum is no law on that date."""
        return np.array([p.valid_from.toordinal() if p.valid_from else 0 for p in self.provisions])

    @cached_property
    def _number(self) -> dict[Locator, int]:
        return {p.locator.undated(): i for i, p in enumerate(self.provisions)}


def _rank(values: Scores, i: int) -> int:
    """How many provisions score higher: 0 is the best."""
    return int((values > values[i]).sum())
