"""The extractive composer: chooses and orders sentences that stand in the corpus. It cannot invent.

Rule first, with its consequence; then what else applies; then how it is for another tier or office. A lid is shown
whole: a rule without its exception would be another rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.answer import Draft, DraftClaim, Evidence, EvidenceItem, Hit, Mode, Role
from assistant.quoting import lead_in, pieces_of, quote_for
from assistant.retrieve import Retriever
from assistant.sentences import sentences
from assistant.signals import Scores
from assistant.understand import Understanding
from corpus import Provision


class Composer(Protocol):
    """From evidence to a draft. Nothing it says is trusted before it is verified."""

    @property
    def name(self) -> str: ...

    def compose(self, u: Understanding, evidence: Evidence, roles: dict[str, Role]) -> Draft: ...


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


@dataclass(frozen=True)
class Extractive:
    """The default composer: same input, same bytes."""

    name: str = "extractief"

    def compose(self, u: Understanding, evidence: Evidence, roles: dict[str, Role]) -> Draft:
        claims: list[DraftClaim] = []
        for item in evidence.items:
            role = roles[item.label]
            claims += explained(item, role) if item.explained else in_own_words(item, u, role)
        return Draft(tuple(claims))


def explained(item: EvidenceItem, role: Role) -> list[DraftClaim]:
    """The sentences of the summary; beside those of the norm the words of the law that they explain."""
    official = ((item.label, quote_for(item.provision.norm, item.official.text)),) if item.official else ()
    claims = [DraftClaim(text, (*official, (item.label, text)), role) for text in sentences(item.provision.norm)]
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


def choose(
    u: Understanding, hits: tuple[Hit, ...], retriever: Retriever, choice: Choice
) -> tuple[list[Provision], list[Provision]]:
    """``(main, further)``: the provisions that carry the answer, and those that belong with them."""
    exact = [h.provision for h in hits if "exact" in h.found_by]
    if exact:
        named_lid = [p for p in exact if any(c.covers(p.locator.undated()) for r in u.references for c in r.candidates)]
        main = named_lid[:6] or exact[:4]
        rest = [h.provision for h in hits if h.provision not in main and h.provision not in exact]
        return main, rest[:1]
    if u.compares:
        facets = [h.provision for h in hits if "parallel" in h.found_by]
        rest = [h.provision for h in hits if h.provision not in facets]
        return facets or [hits[0].provision], rest[: max(1, choice.most - len(facets))]
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
    return main, [h.provision for h in near if h.provision not in main]


def elsewhere(
    u: Understanding, main: Provision, shown: list[Provision], retriever: Retriever, plain_scores: Scores, choice: Choice
) -> list[Provision]:
    """The same matter for another tier or office: of each row of its zaak and each tier what fits the question best."""
    if u.compares or (u.mode is Mode.DILEMMA and u.asker):
        return []
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


def roles_of(
    u: Understanding, main: list[Provision], further: list[Provision], evidence: Evidence, retriever: Retriever
) -> dict[str, Role]:
    """A rule for another office is never shown as a rule for who asks."""

    def role(item: EvidenceItem) -> Role:
        own = retriever.is_own(item.provision, u)
        named = any(c.article.covers(item.provision.locator.undated()) for r in u.references for c in r.candidates)
        if item.provision in main and (own or named or u.compares):
            return Role.REGEL
        return Role.AANVULLEND if own and (u.asker or item.provision in further) else Role.ANDERE_LAAG

    return {item.label: role(item) for item in evidence.items}
