"""The extractive composer: chooses and orders sentences that stand in the corpus. It cannot invent.

Rule first, with its consequence; then what else applies; then how it is for another tier or office. A lid is shown
whole: a rule without its exception would be another rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from assistant.answer import DraftClaim, Dropped, Evidence, EvidenceItem, Hit, Mode, Question, Role
from assistant.quoting import lead_in, pieces_of, quote_for
from assistant.retrieve import Retriever
from assistant.sentences import sentences
from assistant.signals import Scores
from assistant.understand import Understanding
from corpus import Provision


class Composer(Protocol):
    """From evidence to sentences. Nothing it says is trusted before it is verified; ``Dropped``: what it refused itself."""

    @property
    def name(self) -> str: ...

    def claims(
        self, u: Understanding, asked: Question, evidence: Evidence, roles: dict[str, Role]
    ) -> Iterator[DraftClaim | Dropped]: ...


@dataclass(frozen=True)
class Choice:
    """How many provisions an answer cites and how far below the best they may score."""

    most: int = 5
    sure: int = 4
    margin: float = 5.0
    authority_margin: float = 2.0
    others: int = 3
    #: A dilemma touches more rules than a question, and is not about other offices.
    in_dilemma: int = 6
    #: In a dilemma or a story what was found up to here is listed shortly.
    in_story: int = 12


@dataclass(frozen=True)
class Extractive:
    """The default composer: same input, same bytes."""

    name: str = "extractief"

    def claims(self, u: Understanding, asked: Question, evidence: Evidence, roles: dict[str, Role]) -> Iterator[DraftClaim]:
        for item in evidence.items:
            role = roles[item.label]
            yield from explained(item, role) if item.explained else in_own_words(item, u, role)


def explained(item: EvidenceItem, role: Role) -> list[DraftClaim]:
    """The sentences of the summary; beside those of the norm the words of the law that they explain."""
    official = ((item.label, quote_for(item.provision.norm, item.official.text)),) if item.official else ()
    claims = [DraftClaim(text, (*official, (item.label, text)), role) for text in sentences(item.provision.norm)]
    if role is Role.VERDER:
        return claims
    consequence = Role.GEVOLG if role is Role.REGEL else role
    claims += [DraftClaim(t, ((item.label, t),), consequence) for t in sentences(item.provision.consequence)]
    return claims


def in_own_words(item: EvidenceItem, u: Understanding, role: Role) -> list[DraftClaim]:
    """What the source itself says: whole where that is short, else the part that the question is about."""
    assert item.official is not None
    whole = item.official.text
    text = quote_for(u.query, whole)
    said = [lead for lead in [lead_in(whole, text)] if lead] + [text[start:end] for start, end in pieces_of(text)]
    return [DraftClaim(part, ((item.label, part),), role) for part in said]


@dataclass(frozen=True)
class Chosen:
    """The provisions of an answer: those that carry it, those that belong with them, what else may be in play (a dilemma), and the
    same matter for other offices and tiers."""

    main: list[Provision]
    further: list[Provision] = field(default_factory=list)
    also: list[Provision] = field(default_factory=list)
    other: list[Provision] = field(default_factory=list)

    @property
    def all(self) -> list[Provision]:
        return [*self.main, *self.further, *self.also, *self.other]


def choose(u: Understanding, hits: tuple[Hit, ...], retriever: Retriever, choice: Choice) -> Chosen:
    """What carries the answer and what belongs with it, from what was found; ``other`` stays empty."""
    exact = [h.provision for h in hits if "exact" in h.found_by]
    if exact:
        named_lid = [p for p in exact if any(c.covers(p.locator.undated()) for r in u.references for c in r.candidates)]
        main = named_lid[:6] or exact[:4]
        rest = [h.provision for h in hits if h.provision not in main and h.provision not in exact]
        return Chosen(main, rest[:1])
    if u.compares:
        facets = [h.provision for h in hits if "parallel" in h.found_by]
        rest = [h.provision for h in hits if h.provision not in facets]
        return Chosen(facets or [hits[0].provision], rest[: max(1, choice.most - len(facets))])
    best = max(h.score for h in hits)
    near = [h for n, h in enumerate(hits[: choice.most]) if n < choice.sure or h.score >= best - choice.margin]
    if u.mode is Mode.DILEMMA:
        near = list(hits[: choice.in_dilemma])
    own = [h for h in near if retriever.is_own(h.provision, u)] or near[:1]
    # The law goes before a handbook or note that says the same, unless it fits the question much worse.
    close = [h for h in own if h.score >= own[0].score - choice.authority_margin]
    chosen = min(close, key=lambda h: (retriever.corpus.source_of(h.provision).gezag, own.index(h)))
    # Leden of one article in the order of the law: the prohibition before the exemption from it.
    article = chosen.provision.locator.article
    main = sorted((h.provision for h in own if h.provision.locator.article == article), key=lambda p: p.locator)
    further = [h.provision for h in near if h.provision not in main]
    if u.mode is not Mode.DILEMMA and not u.story:
        return Chosen(main, further)
    also = [h.provision for h in hits[len(near) : choice.in_story] if retriever.is_own(h.provision, u)]
    return Chosen(main, further, [p for p in also if p not in main])


def elsewhere(
    u: Understanding, shown: list[Provision], retriever: Retriever, plain_scores: Scores, choice: Choice
) -> list[Provision]:
    """The same matter as the first provision shown for another tier or office: of each row of its zaak and each tier what fits the
    question best."""
    if u.compares or (u.mode is Mode.DILEMMA and u.asker):
        return []
    main = shown[0]
    known = {retriever.number_of(p) for p in shown}
    at = retriever.place(main)
    best: dict[tuple[str, bool], tuple[float, Provision]] = {}
    for number in retriever.same_matter(main):
        p, score = retriever.provisions[number], float(plain_scores[number])
        if number in known or not p.ambten or p.ambten & main.ambten or not np.isfinite(score):
            continue
        key = (p.bestuurslaag, retriever.place(p) == at)
        if key not in best or score > best[key][0]:
            best[key] = (score, p)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].locator))
    return [p for _, p in ranked[: choice.others]]


def roles_of(u: Understanding, chosen: Chosen, evidence: Evidence, retriever: Retriever) -> dict[str, Role]:
    """A rule for another office is never shown as a rule for who asks."""

    def role(item: EvidenceItem) -> Role:
        own = retriever.is_own(item.provision, u)
        named = any(c.article.covers(item.provision.locator.undated()) for r in u.references for c in r.candidates)
        if item.provision in chosen.also:
            return Role.VERDER
        if item.provision in chosen.main and (own or named or u.compares):
            return Role.REGEL
        return Role.AANVULLEND if own and (u.asker or item.provision in chosen.further) else Role.ANDERE_LAAG

    return {item.label: role(item) for item in evidence.items}
