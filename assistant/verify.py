"""Only what stands in the evidence survives. The one place that makes ``Answer`` and ``Abstention``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from assistant.answer import (
    Abstention,
    Answer,
    Citation,
    Claim,
    Comparison,
    DraftClaim,
    Dropped,
    Evidence,
    Language,
    Mode,
    Outcome,
    Question,
    Reason,
    Result,
    Role,
    Trace,
    Weighing,
)
from assistant.evidence import Verdict
from assistant.messages import message
from assistant.references import find_references
from corpus import Bestuurslaag
from corpus.contacts import Contact
from corpus.dutch import label, official_url
from corpus.vocabulary import Names

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Circumstances:
    """What an answer says of itself besides its claims."""

    question: Question
    mode: Mode
    language: Language
    bestuurslaag: Bestuurslaag | None
    notes: tuple[str, ...]
    corpus_version: str
    composer: str
    trace: Trace
    comparison: Comparison | None = None
    weighing: Weighing | None = None
    contacts: tuple[Contact, ...] = ()
    next_questions: tuple[str, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict, repr=False)


class Support(Protocol):
    """``assistant.support.claims.ClaimSupport``."""

    def tested(self, proposed: DraftClaim, evidence: Evidence) -> tuple[DraftClaim, Dropped | None]: ...


@dataclass(frozen=True)
class Checker:
    """Tests the sentences of a draft against one evidence. ``names``: of the laws; ``support``: what a sentence in other words than
    the source must pass too, where a language model writes."""

    evidence: Evidence
    on: dt.date
    names: Names
    support: Support | None = None

    def sieve(self, proposed: Iterable[DraftClaim]) -> tuple[list[Claim], list[Dropped]]:
        """The claims whose every quote stands in its evidence, and what fell with the reason."""
        claims: list[Claim] = []
        dropped: list[Dropped] = []
        for draft in proposed:
            claim, why = check(draft, self.evidence, self.on, self.names)
            if claim:
                claims.append(claim)
            else:
                dropped.append(Dropped(draft.text, why))
        return claims, dropped

    def generated(self, proposed: DraftClaim) -> Claim | Dropped:
        """A sentence that a language model wrote: the claim when it stands, and what it fell for when it does not."""
        assert self.support is not None, "a model is asked only where its sentences can be tested"
        literal, fell = self.support.tested(proposed, self.evidence)
        if fell:
            return fell
        claim, why = check(literal, self.evidence, self.on, self.names)
        return claim or Dropped(proposed.text, why, by_model=True, rule="bewijs")


def conclude(
    claims: Sequence[Claim], dropped: Sequence[Dropped], evidence: Evidence, verdict: Verdict, c: Circumstances
) -> Result:
    """The result of claims that stand; too little left becomes an abstention."""
    trace = replace(c.trace, dropped=tuple(dropped))
    common: dict[str, Any] = {
        "question": c.question,
        "mode": c.mode,
        "language": c.language,
        "bestuurslaag": c.bestuurslaag,
        "evidence": evidence,
        "notes": c.notes,
        "corpus_version": c.corpus_version,
        "composer": c.composer,
        "trace": trace,
        "comparison": _standing(c.comparison, claims),
        "weighing": c.weighing,
        "contacts": c.contacts,
        "next_questions": c.next_questions,
        "hidden": c.hidden,
    }
    if verdict.reason:
        return Abstention(**common, reason=verdict.reason, message=verdict.message, claims=tuple(claims))
    if not claims:
        text = message(c.language, "no_claim_stands")
        return Abstention(**common, reason=Reason.GEEN_BEPALING, message=text)
    reason = _short_of(claims, evidence, c.question)
    # What a model said wrongly is said by the sources instead: that makes no answer partial.
    lacking = any(not fell.by_model for fell in dropped)
    outcome = Outcome.GEDEELTELIJK if lacking or reason else Outcome.BEANTWOORD
    if reason is Reason.GEEN_BEPALING:
        common["notes"] = (message(c.language, "no_own_rule"), *c.notes)
    return Answer(**common, outcome=outcome, claims=tuple(claims), reason=reason)


def _short_of(claims: Sequence[Claim], evidence: Evidence, question: Question) -> Reason | None:
    """What the claims lack as an answer: no rule for who asks, or only texts of after the peildatum."""
    if question.ambt and not any(claim.role in (Role.REGEL, Role.GEVOLG, Role.AANVULLEND) for claim in claims):
        return Reason.GEEN_BEPALING
    shown = [item.locator.version for item in evidence.items]
    return Reason.VEROUDERD if shown and all(v is not None and v > question.peildatum for v in shown) else None


def _standing(table: Comparison | None, claims: Sequence[Claim]) -> Comparison | None:
    """A cell whose every claim fell is no cell."""
    if table is None:
        return None
    cited = {citation.locator for claim in claims for citation in claim.citations}
    rows = tuple(tuple(place if place in cited else None for place in row) for row in table.rows)
    return replace(table, rows=rows)


def check(proposed: DraftClaim, evidence: Evidence, on: dt.date, names: Names) -> tuple[Claim | None, str]:
    """The verified claim, or why it falls."""
    if not proposed.quotes:
        return None, "geen bron bij deze zin"
    citations: list[Citation] = []
    for name, quote in proposed.quotes:
        item = evidence.get(name)
        if item is None:
            return None, f"bron {name} bestaat niet in het bewijs"
        held = next((text for text in item.texts if quote in text), None)
        if held is None or not quote.strip():
            return None, f"het citaat staat niet letterlijk in {name}"
        start, locator = held.index(quote), item.locator
        citations.append(
            Citation(
                evidence=name,
                locator=locator,
                label=label(locator, item.source.citeertitel),
                url=official_url(locator, item.source.url, on),
                quote=quote,
                start=start,
                end=start + len(quote),
                official=item.official is not None and held == item.official.text,
            )
        )
    if why := _foreign_reference(proposed, evidence, names):
        return None, why
    return Claim(proposed.text, tuple(citations), proposed.role, proposed.part), ""


def _foreign_reference(proposed: DraftClaim, evidence: Evidence, names: Names) -> str:
    """A sentence may name an article only if its evidence does: an article that nobody cited may not exist."""
    texts = [text for name, _ in proposed.quotes if (item := evidence.get(name)) for text in item.texts]
    if any(_SPACE.sub(" ", proposed.text) in _SPACE.sub(" ", text) for text in texts):
        return ""
    cited = [item.provision.locator.undated() for name, _ in proposed.quotes if (item := evidence.get(name))]
    held = [r for text in texts for r in find_references(text, names)]
    for reference in find_references(proposed.text, names):
        steps = reference.steps
        own = not reference.law_named and any(place.steps[: len(steps)] == steps for place in cited)
        covered = own or any(c.covers(place) for c in reference.candidates for place in cited)
        if not covered and not any(r.steps[: len(steps)] == steps for r in held):
            return f"{reference.text} staat niet in de bron"
    return ""
