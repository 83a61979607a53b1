"""Find the provisions for a question: named articles first, then what the ranker says of the features of each provision.

Office and tier are a preference, never a wall: a raadslid may ask about the mayor. But a rule for another office never
stands above its own twin.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Hit
from assistant.cases import CaseReader
from assistant.companions import Companions
from assistant.compare import Comparer, Table, topic
from assistant.documents import ENOUGH, official_words
from assistant.features import FeatureReader
from assistant.kinds import Kinds, load_kinds
from assistant.ranker import Ranker, load_ranker
from assistant.shelf import ShelfHit, ShelfReader, in_order
from assistant.signals import Scores, SignalReader, Signals, standard
from assistant.twins import Twins
from assistant.understand import Understanding
from corpus import Bestuurslaag, Locator, Provision
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
    """What was found: hits, best first; the signals of the whole question and of its sentences; scores without preference;
    what stands only in the library; for a comparison the matter that fits best and the cosine
    of what it is about with the nearest lay question.

    ``understanding``: the question as it was read, with the kind of question that its vector tells.
    """

    understanding: Understanding
    hits: tuple[Hit, ...]
    signals: Signals
    pieces: tuple[Signals, ...]
    scores: Scores
    on_shelf: tuple[ShelfHit, ...] = ()
    matter: Table | None = None
    nearest_topic: float = 0.0


class Retriever:
    """Ranks the provisions of one index. Deterministic: ties go by the order of the corpus."""

    def __init__(
        self, index: Index, ranker: Ranker | None = None, kinds: Kinds | None = None, reranker: Reranker | None = None
    ) -> None:
        self.index = index
        self.reranker = reranker
        self.ranker = ranker or load_ranker()
        self.kinds = kinds or load_kinds(index.embedder.revision)
        self.corpus = index.everything
        self.provisions = self.corpus.provisions
        self.summarised = len(index.corpus.provisions)
        self.shelf = ShelfReader(index.shelf, index.corpus, self.ranker.shelf, self.ranker.document) if index.shelf else None
        held = any(p.official for p in index.corpus.provisions)
        self.official = official_words(index.corpus, index.lexical.analyser) if held else None
        self.twins = Twins(index, load_concordance())
        self.features = FeatureReader(SignalReader(index), CaseReader(index), self.twins)
        self.companions = Companions(index, self.twins)
        self._in_force = lru_cache(maxsize=8)(self._in_force_on)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words of the corpus and of the library."""
        return self.index.lexical.analyser.lexicon | self.shelf_words

    @property
    def shelf_words(self) -> frozenset[str]:
        return self.index.shelf.lexical.analyser.lexicon if self.index.shelf else frozenset()

    def number_of(self, provision: Provision) -> int:
        """The place of a provision in the corpus."""
        return self._number[provision.locator.undated()]

    def retrieve(self, u: Understanding, question: str, peildatum: dt.date) -> Found:
        """The best provisions, at most 20, with what they came from."""
        reading = self.features.read(u, question)
        u = replace(u, mode=self.kinds.mode(u, question, reading.signals.vector))
        scores, plain = self.ranker.scores(reading.matrix)
        if self.official:
            quoted = np.float32(self.ranker.official) * (self.official.share(question) >= ENOUGH)
            scores, plain = scores + quoted, plain + quoted
        valid = self._in_force(peildatum)
        scores, plain = (np.where(valid, x, -np.inf).astype(np.float32) for x in (scores, plain))
        masked = np.where(valid, self.masked_scores(u, question), -np.inf).astype(np.float32) if u.compares else plain
        tables = self.tables(u, plain, masked)
        exact, beside, ranked = self.order(u, scores, plain, tables)
        near = self._nearest_topic(question) if beside else 0.0
        if self.reranker and not exact and not beside:
            ranked = self._reranked(self.reranker, question, ranked, scores)
        on_shelf = self.shelf.read(u.query, reading.signals, peildatum) if self.shelf else []
        ranked = [i for i in ranked if self._known(i, valid, peildatum)]
        fixed = len({*exact, *beside} & set(ranked))
        merged = in_order(ranked, scores, fixed, on_shelf, self.summarised)
        by_text = {self.summarised + hit.number for hit in on_shelf if hit.by_text}
        hits = tuple(
            Hit(self.provisions[i], round(score, 4), self._ways(i, reading.signals, i in exact, i in beside, i in by_text))
            for i, score in merged[:_TOP]
        )
        return Found(u, hits, reading.signals, reading.pieces, plain, tuple(on_shelf), tables[0] if tables else None, near)

    def tables(self, u: Understanding, plain: Scores, masked: Scores) -> list[Table]:
        """The matters of a comparison, best first; none for another question."""
        return Comparer(self.twins, self.ranker.matter).tables(u, plain, masked) if u.compares else []

    def _nearest_topic(self, question: str) -> float:
        about = topic(question, load_vocabulary().without_sides(question))
        return float(self.features.reader.read(about).dense_question.max()) if about else 0.0

    def masked_scores(self, u: Understanding, question: str) -> Scores:
        """Scores of the question without its offices and tiers, see ``assistant.compare``."""
        return self.ranker.scores(self.masked_matrix(u, question))[1]

    def masked_matrix(self, u: Understanding, question: str) -> NDArray[np.float32]:
        text = load_vocabulary().without_sides(question)
        bare = replace(u, query=text, asker=None, tier=None, functie=None, offices=(), tiers=(), sides=(), follow_up=False)
        return self.features.read(bare, text).matrix

    def order(
        self, u: Understanding, scores: Scores, plain: Scores, tables: list[Table]
    ) -> tuple[list[int], list[int], list[int]]:
        """``(named in the question, side by side, all in order)`` from the scores with and without preference, and the tables."""
        exact = self.named(u)
        best = np.argsort(-scores, kind="stable")[:_LOOKED_AT].tolist()
        order = self.twins.own_first(u, best)
        beside = Comparer(self.twins, self.ranker.matter).side_by_side(tables, plain, best[:_ALSO_COMPARED])
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
                    found += [self.number_of(p) for p in self.inside(place)[:8]]
        return list(dict.fromkeys(found))[:10]

    def inside(self, place: Locator) -> list[Provision]:
        """The provisions at a place or below it, in the order of the law."""
        if not place.steps:
            return sorted((p for p in self.provisions if p.locator.source == place.source), key=lambda p: p.locator)
        return [p for p in self.corpus.by_article.get(place.article, ()) if place.covers(p.locator.undated())]

    def is_own(self, provision: Provision, u: Understanding) -> bool:
        """Does the rule hold for who asks? What the library holds of another tier does not."""
        number = self.number_of(provision)
        if number < self.summarised:
            return self.twins.is_mine(number, u)
        return not u.tier or provision.bestuurslaag in (u.tier, Bestuurslaag.ALGEMEEN, *u.tiers)

    def same_matter(self, provision: Provision) -> list[int]:
        """All other leden of the zaak of a provision; none for what stands only in the library."""
        number = self.number_of(provision)
        return self.twins.same_matter(number) if number < self.summarised else []

    def place(self, provision: Provision) -> tuple[int, int] | None:
        """``(zaak, row)`` of a provision."""
        return self.twins.place(self.number_of(provision))

    def _ways(self, i: int, s: Signals, exact: bool, parallel: bool, by_text: bool) -> tuple[str, ...]:
        ways = ["exact"] if exact else []
        if i >= self.summarised:
            return (*ways, "dense", "lexical") if by_text else (*ways, "dense")
        if min(_rank(s.dense_question, i), _rank(s.dense_text, i)) < _SEEN_HIGH:
            ways.append("dense")
        if min(_rank(s.lexical_question, i), _rank(s.lexical_text, i)) < _SEEN_HIGH:
            ways.append("lexical")
        return (*ways, "parallel") if parallel else tuple(ways) or ("dense",)

    def _known(self, i: int, valid: NDArray[np.bool_], on: dt.date) -> bool:
        return bool(valid[i]) if i < self.summarised else self.provisions[i].in_force(on)

    def _in_force_on(self, on: dt.date) -> NDArray[np.bool_]:
        """What is law on a day: a rule that began later is not, nor one that the law of that day does not hold."""
        return np.array([p.in_force(on) for p in self.index.corpus.provisions], np.bool_)

    @cached_property
    def _number(self) -> dict[Locator, int]:
        return {p.locator.undated(): i for i, p in enumerate(self.provisions)}


def _rank(values: Scores, i: int) -> int:
    """How many provisions score higher: 0 is the best."""
    return int((values > values[i]).sum())
