"""Find the provisions for a question: named articles first, then what the signals say, office and tier as preference.

Office and tier are a preference, never a wall: a raadslid may ask about the mayor. But a rule for another office never
stands above its own twin.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Hit, Mode
from assistant.signals import Scores, SignalReader, Signals, parts, standard
from assistant.twins import Twins
from assistant.understand import Understanding
from corpus import Ambt, Bestuurslaag, Locator, Provision
from ingest.index import Index

_TOP = 20
_SEEN_HIGH = 30
_LOOKED_AT = 200
_THEMES = 4


@dataclass(frozen=True)
class Weights:
    """Weights of the signals; fitted on the dev questions by ``eval.tune`` with cross-validation."""

    dense_question: float = 2.4
    dense_text: float = 0.5
    prototype: float = 0.7
    lexical_question: float = 0.4
    lexical_text: float = 0.3
    legal_words: float = 0.1
    part_dense: float = 0.4
    part_prototype: float = 0.4
    part_lexical: float = 0.2
    part_core: float = 1.0
    theme: float = 1.0
    core: float = 2.0
    situation: float = 0.3
    situation_story: float = 3.0
    general_law: float = 2.0
    every_theme: float = 6.0
    earlier: float = 0.65
    asker: float = 3.0
    not_asker: float = 0.4
    other_tier: float = 1.6
    named_office: float = 0.4
    named_tier: float = 0.3


@dataclass(frozen=True)
class Found:
    """What was found: hits, best first; the signals of the whole question and of its sentences; scores without preference."""

    hits: tuple[Hit, ...]
    signals: Signals
    pieces: tuple[Signals, ...]
    scores: Scores


class Retriever:
    """Ranks the provisions of one index. Deterministic: ties go by the order of the corpus."""

    def __init__(self, index: Index, weights: Weights | None = None) -> None:
        self.index = index
        self.weights = weights or Weights()
        self.provisions = index.corpus.provisions
        self.reader = SignalReader(index)
        self.twins = Twins(index)
        self._size = len(self.provisions)

    def number_of(self, provision: Provision) -> int:
        """The place of a provision in the corpus."""
        return self._number[provision.locator.undated()]

    def fuse(self, s: Signals) -> Scores:
        """One score a provision, without regard to who asks."""
        w = self.weights
        return np.asarray(
            w.dense_question * standard(s.dense_question)
            + w.dense_text * standard(s.dense_text)
            + w.prototype * standard(s.prototype)
            + w.lexical_question * standard(s.lexical_question)
            + w.lexical_text * standard(s.lexical_text)
            + w.legal_words * standard(s.legal_words)
            + w.theme * s.theme
            + w.core * s.core,
            np.float32,
        )

    def score(self, u: Understanding, question: str) -> tuple[Scores, Signals, tuple[Signals, ...]]:
        """Scores without preference, the signals of the whole question and those of its sentences.

        A follow-up counts with and without what was asked before; a story counts as a whole and by its sentences.
        """
        w = self.weights
        signals = self.reader.read(u.query, u.legal_words)
        scores = self.fuse(signals)
        if u.follow_up:
            alone = self.fuse(self.reader.read(question, u.legal_words))
            scores = np.asarray((1 - w.earlier) * alone + w.earlier * scores, np.float32)
        if pieces := tuple(self.reader.read(piece) for piece in parts(question)):
            best = {
                name: np.max([standard(getattr(s, name)) for s in pieces], axis=0)
                for name in ("dense_question", "prototype", "lexical_question")
            }
            scores = np.asarray(
                scores
                + w.part_dense * standard(best["dense_question"])
                + w.part_prototype * standard(best["prototype"])
                + w.part_lexical * standard(best["lexical_question"])
                + w.part_core * np.max([s.core for s in pieces], axis=0),
                np.float32,
            )
        if u.situations:
            story = bool(pieces) or u.mode is Mode.DILEMMA
            core = self.reader.core_of(u.situations)
            scores = np.asarray(scores + (w.situation_story if story else w.situation) * core, np.float32)
            if story and u.asker:
                # Criminal law, procurement law and the Awb name no office of the asker's, and hold all the same.
                general = self._in_tier[Bestuurslaag.ALGEMEEN] & ~self._has_office[u.asker]
                scores = np.asarray(scores + w.general_law * core * general, np.float32)
        return scores, signals, pieces

    def preference(self, u: Understanding) -> Scores:
        """What office and tier add; a rule without office is for everyone."""
        w = self.weights
        out = np.zeros(self._size, np.float32)
        if u.asker:
            mine = self._has_office[u.asker]
            out += w.asker * mine - w.not_asker * (self._any_office & ~mine)
        if u.tier:
            for laag in Bestuurslaag:
                if laag not in (u.tier, Bestuurslaag.ALGEMEEN, *u.tiers):
                    out -= w.other_tier * self._in_tier[laag]
        for ambt in set(u.offices) - {u.asker}:
            out += w.named_office * self._has_office[ambt]
        for laag in u.tiers:
            out += w.named_tier * self._in_tier[laag]
        return out

    def retrieve(self, u: Understanding, question: str, peildatum: dt.date) -> Found:
        """The best provisions, at most 20, with what they came from."""
        plain, signals, pieces = self.score(u, question)
        valid = self._begins <= peildatum.toordinal()
        plain = np.where(valid, plain, -np.inf).astype(np.float32)
        scores = (plain + self.preference(u)).astype(np.float32)
        order = [i for i in np.argsort(-scores, kind="stable")[:_LOOKED_AT].tolist() if valid[i]]
        order = [i for i in self.twins.own_first(u, order) if valid[i]]
        order = self.every_theme(u, scores, order)
        exact = [i for i in self.named(u) if valid[i]]
        beside = [i for i in self.twins.side_by_side(u, scores, order) if valid[i]] if u.compares else []
        ranked = list(dict.fromkeys([*exact, *beside, *order]))[:_TOP]
        hits = tuple(
            Hit(self.provisions[i], round(float(scores[i]), 4), self._ways(i, signals, i in exact, i in beside)) for i in ranked
        )
        return Found(hits, signals, pieces, plain)

    def every_theme(self, u: Understanding, scores: Scores, order: list[int]) -> list[int]:
        """A dilemma touches several rules: after the best hit, the best core lid of each theme it tells of, if not far below."""
        if u.mode is not Mode.DILEMMA or not order:
            return order
        best = order[0]
        picked: list[int] = []
        for thema in u.situations[:_THEMES]:
            leden = np.flatnonzero(self.reader.core_of((thema,)))
            own = [int(i) for i in leden if self.twins.is_own(int(i), u) or self._in_tier[Bestuurslaag.ALGEMEEN][i]]
            top = max(own, key=lambda i: (float(scores[i]), -i), default=best)
            if scores[top] >= scores[best] - self.weights.every_theme:
                picked.append(top)
        return list(dict.fromkeys([best, *picked, *order]))

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

    @cached_property
    def _has_office(self) -> dict[Ambt, NDArray[np.bool_]]:
        return {a: np.array([a in p.ambten for p in self.provisions]) for a in Ambt}

    @cached_property
    def _any_office(self) -> NDArray[np.bool_]:
        return np.array([bool(p.ambten) for p in self.provisions])

    @cached_property
    def _in_tier(self) -> dict[Bestuurslaag, NDArray[np.bool_]]:
        return {laag: np.array([p.bestuurslaag is laag for p in self.provisions]) for laag in Bestuurslaag}


def _rank(values: Scores, i: int) -> int:
    """How many provisions score higher: 0 is the best."""
    return int((values > values[i]).sum())
