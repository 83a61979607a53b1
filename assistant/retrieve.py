"""Find the provisions for a question: exact reference first, then dense and lexical, fused, office and tier as preference.

Five signals for each provision: cosine of the question with its text and with the nearest of its lay questions, BM25 on
both fields, BM25 of the words of the law that stand for the lay words asked. Each is standardised over the corpus, so that
the weights compare, and summed. Office and tier are a preference, never a wall: a raadslid may ask about the mayor.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Hit
from assistant.understand import Understanding
from corpus import Ambt, Bestuurslaag, Locator, Provision
from ingest.index import Index

_TOP = 20
_POOL = 400
_OWN_FIRST = 8
_TWIN_COSINE = 0.8

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """Weights of the signals; fitted on the dev questions by ``eval.tune``."""

    dense_question: float = 1.0
    dense_text: float = 0.5
    lexical_question: float = 0.4
    lexical_text: float = 0.3
    legal_words: float = 0.15
    asker: float = 0.7
    not_asker: float = 0.3
    other_tier: float = 0.8
    named_office: float = 0.4
    named_tier: float = 0.3
    same_group: float = 1.0
    earlier: float = 0.5


@dataclass(frozen=True)
class Signals:
    """The raw signals of one query: arrays of one value a provision."""

    dense_text: Scores
    dense_question: Scores
    lexical_text: Scores
    lexical_question: Scores
    legal_words: Scores


def _standard(values: Scores) -> Scores:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


class Retriever:
    """Ranks the provisions of one index. Deterministic: ties go by the order of the corpus."""

    def __init__(self, index: Index, weights: Weights | None = None) -> None:
        self.index = index
        self.weights = weights or Weights()
        self.provisions = index.corpus.provisions
        self._size = len(self.provisions)

    @cached_property
    def _number(self) -> dict[Locator, int]:
        return {p.locator.undated(): i for i, p in enumerate(self.provisions)}

    def number_of(self, provision: Provision) -> int:
        """The place of a provision in the corpus."""
        return self._number[provision.locator.undated()]

    @cached_property
    def _has_office(self) -> dict[Ambt, NDArray[np.bool_]]:
        return {a: np.array([a in p.ambten for p in self.provisions]) for a in Ambt}

    @cached_property
    def _any_office(self) -> NDArray[np.bool_]:
        return np.array([bool(p.ambten) for p in self.provisions])

    @cached_property
    def _in_tier(self) -> dict[Bestuurslaag, NDArray[np.bool_]]:
        return {laag: np.array([p.bestuurslaag is laag for p in self.provisions]) for laag in Bestuurslaag}

    def signals(self, query: str, legal_words: tuple[str, ...] = ()) -> Signals:
        """The five signals of a text; dense ones come from the ``_POOL`` nearest rows."""
        vector = self.index.embedder.embed_queries([query])[0]
        pool = self._size * 8 if self.index.manifest.rows <= 50_000 else _POOL
        rows, scores = self.index.dense.nearest(vector, min(pool, len(self.index.owner)))
        floor = float(scores[-1]) if len(scores) else 0.0
        text, question = (np.full(self._size, floor, np.float32) for _ in range(2))
        is_text = self.index.is_text[rows]
        owner = self.index.owner[rows]
        np.maximum.at(text, owner[is_text], scores[is_text])
        np.maximum.at(question, owner[~is_text], scores[~is_text])
        lexical_text, lexical_question = self.index.lexical.scores(query)
        legal = self.index.lexical.scores(" ".join(legal_words))[0] if legal_words else np.zeros(self._size, np.float32)
        return Signals(text, question, lexical_text, lexical_question, legal)

    def fuse(self, s: Signals) -> Scores:
        w = self.weights
        return np.asarray(
            w.dense_question * _standard(s.dense_question)
            + w.dense_text * _standard(s.dense_text)
            + w.lexical_question * _standard(s.lexical_question)
            + w.lexical_text * _standard(s.lexical_text)
            + w.legal_words * _standard(s.legal_words),
            np.float32,
        )

    def preference(self, u: Understanding) -> Scores:
        """What office and tier add; a rule without office is for everyone."""
        w = self.weights
        out = np.zeros(self._size, np.float32)
        named = set(u.offices) - ({u.asker} if u.asker else set())
        if u.asker:
            mine = self._has_office[u.asker]
            out += w.asker * mine - w.not_asker * (self._any_office & ~mine)
        if u.tier:
            others = [laag for laag in Bestuurslaag if laag not in (u.tier, Bestuurslaag.ALGEMEEN, *u.tiers)]
            for laag in others:
                out -= w.other_tier * self._in_tier[laag]
        for ambt in named:
            out += w.named_office * self._has_office[ambt]
        for laag in u.tiers:
            out += w.named_tier * self._in_tier[laag]
        return out

    def score(self, u: Understanding, question: str) -> tuple[Scores, Signals]:
        """Fused scores of a question; a follow-up counts with and without what was asked before."""
        signals = self.signals(u.query, u.legal_words)
        scores = self.fuse(signals)
        if u.follow_up:
            alone = self.signals(question, u.legal_words)
            share = self.weights.earlier
            scores = (1 - share) * self.fuse(alone) + share * scores
        return scores + self.preference(u), signals

    def retrieve(self, u: Understanding, question: str, peildatum: dt.date) -> tuple[tuple[Hit, ...], Signals]:
        """The best provisions, at most 20, and the signals they came from. Named articles come first."""
        scores, signals = self.score(u, question)
        valid = np.array([_in_force(p, peildatum) for p in self.provisions])
        scores = np.where(valid, scores, -np.inf)
        order = [int(i) for i in np.argsort(-scores, kind="stable") if np.isfinite(scores[i])]
        order = self.own_first(u, order)
        exact = [i for i in self.named(u) if valid[i]]
        facets = self.facets(u, scores, order) if u.compares else []
        ranked = list(dict.fromkeys([*exact, *facets, *order]))[:_TOP]
        top = float(scores[order[0]]) if order else 0.0
        lift = [top + 1.0] * len(ranked)
        hits = []
        for place, i in enumerate(ranked):
            ways = self._ways(i, signals, exact=i in exact, parallel=i in facets)
            shown = float(scores[i]) if i not in exact and i not in facets else lift[place] - place * 1e-3
            hits.append(Hit(self.provisions[i], round(shown, 4), ways))
        return tuple(hits), signals

    def own_first(self, u: Understanding, order: list[int]) -> list[int]:
        """Put before a rule for another office or tier its twin for who asks, e.g. article 58 before 28 for a wethouder."""
        if not (u.asker or u.tier) or u.compares:
            return order
        ranked: list[int] = []
        for i in order[:_OWN_FIRST]:
            if not self.is_own(i, u) and (twin := self.own_twin(i, u)) is not None:
                ranked.append(twin)
            ranked.append(i)
        return list(dict.fromkeys([*ranked, *order]))

    def is_own(self, i: int, u: Understanding) -> bool:
        """Does the rule hold for who asks, for an office that the question names, or for everyone?"""
        p = self.provisions[i]
        offices = {*u.offices, *([u.asker] if u.asker else [])}
        if u.tier and p.bestuurslaag not in (u.tier, Bestuurslaag.ALGEMEEN, *u.tiers):
            return False
        return not p.ambten or not u.asker or bool(p.ambten & offices)

    def own_twin(self, i: int, u: Understanding) -> int | None:
        """The provision about the same matter for who asks: its text is nearest to that of provision ``i``."""
        p = self.provisions[i]
        if not p.parallelgroep:
            return None
        group = set(self._groups.get(p.parallelgroep, ()))
        own = [
            j
            for j in sorted(group | set(self._families.get(family(p), ())))
            if j != i and self.is_own(j, u) and (not u.asker or u.asker in self.provisions[j].ambten)
        ]
        if not own:
            return None
        nearness = self._text_vectors[own] @ self._text_vectors[i]
        # A rule of the own tier goes before one for every tier, then the same topic, then the likest text.
        rank = [
            (self.provisions[j].bestuurslaag is u.tier, j in group, float(near)) for j, near in zip(own, nearness, strict=True)
        ]
        best = max(range(len(own)), key=lambda k: rank[k])
        return own[best] if rank[best][2] >= _TWIN_COSINE else None

    @cached_property
    def _groups(self) -> dict[str, list[int]]:
        groups: dict[str, list[int]] = {}
        for i, p in enumerate(self.provisions):
            groups.setdefault(p.parallelgroep, []).append(i)
        return groups

    @cached_property
    def _families(self) -> dict[str, list[int]]:
        families: dict[str, list[int]] = {}
        for i, p in enumerate(self.provisions):
            families.setdefault(family(p), []).append(i)
        return families

    @cached_property
    def _text_vectors(self) -> Scores:
        vectors = np.zeros((self._size, self.index.vectors.shape[1]), np.float32)
        vectors[self.index.owner[self.index.is_text]] = self.index.vectors[self.index.is_text]
        return vectors

    def named(self, u: Understanding) -> list[int]:
        """Provisions of the articles that the question names; the very lid first, then the rest of its article."""
        found: list[int] = []
        for reference in u.references:
            candidates = reference.candidates or self._unnamed(reference.article, u)
            for wanted in candidates:
                inside = [i for loc, i in self._number.items() if wanted.covers(loc)]
                article = [i for loc, i in self._number.items() if wanted.article.covers(loc)]
                found += sorted(inside, key=lambda i: self.provisions[i].locator)
                found += sorted(article, key=lambda i: self.provisions[i].locator)[:5]
        return list(dict.fromkeys(found))[:10]

    def _unnamed(self, article: str, u: Understanding) -> list[Locator]:
        """An article without a law: only what the tier of the asker settles; otherwise it stays unresolved."""
        laws = {loc.article for loc in self._number if loc.article.steps and loc.article.steps[0].number == article}
        if u.tier:
            of_tier = [a for a in laws if self.index.corpus.sources[a.source].bestuurslaag is u.tier]
            return of_tier if len(of_tier) == 1 else []
        return list(laws) if len(laws) == 1 else []

    def facets(self, u: Understanding, scores: Scores, order: list[int]) -> list[int]:
        """For a comparison: the best provision of each tier (or office) that is compared, twins preferred."""
        tiers = [t for t in u.tiers if t is not Bestuurslaag.ALGEMEEN]
        masks = [self._in_tier[t] for t in tiers]
        named = list(dict.fromkeys([*([u.asker] if u.asker else []), *u.offices]))
        if len(tiers) < 2:
            masks = [self._has_office[a] for a in named]
        groups = [self.provisions[i].parallelgroep for i in order[:3]]
        bonus = np.array(
            [self.weights.same_group * (bool(p.parallelgroep) and p.parallelgroep in groups[:1]) for p in self.provisions]
        )
        found: list[int] = []
        for depth in range(2):
            for mask in masks:
                ranked = np.argsort(-np.where(mask, scores + bonus, -np.inf), kind="stable")
                best = [int(i) for i in ranked[:4] if mask[i] and np.isfinite(scores[i]) and int(i) not in found]
                found += best[:1] if depth == 0 or len(masks) <= 2 else []
        return found

    def _ways(self, i: int, s: Signals, *, exact: bool, parallel: bool) -> tuple[str, ...]:
        ways = ["exact"] if exact else []
        if max(_place(s.dense_question, i), _place(s.dense_text, i)) > self._size - 30:
            ways.append("dense")
        if max(_place(s.lexical_question, i), _place(s.lexical_text, i)) > self._size - 30:
            ways.append("lexical")
        if parallel:
            ways.append("parallel")
        return tuple(ways) or ("dense",)


def family(provision: Provision) -> str:
    """What twins across offices share: the first word of the parallelgroep (``stemonthouding-bestuurder``)."""
    return provision.parallelgroep.split("-")[0]


def _place(values: Scores, i: int) -> int:
    """How many provisions score lower: ``size - 1`` is the best."""
    return int((values < values[i]).sum())


def _in_force(provision: Provision, peildatum: dt.date) -> bool:
    """A rule that began after the peildatum is no law on that date, e.g. geheimhouding before 1 April 2023."""
    return provision.valid_from is None or provision.valid_from <= peildatum
