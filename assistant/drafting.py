"""From a composer's draft to claims that stand: one at a time, so that a language model's sentences can be shown as they come.

Each rule that carries the answer is in it whole: in the model's words where these were verified, else in the words of the source.
A sentence that was shown is never taken back; what the model did not say, or said wrongly, is added from the sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answer import Citation, Claim, Dropped, Evidence, Question, Role
from assistant.compose import Composer, Extractive
from assistant.llm.faults import ComposerFault, sentence
from assistant.messages import message
from assistant.privacy import RedactionFailed, redact_for_sending
from assistant.understand import Understanding
from assistant.verify import Checker

#: What a model may phrase. What holds for others, and what is only listed, stays in the words of the source.
_PHRASED = (Role.REGEL, Role.AANVULLEND)


@dataclass(frozen=True)
class Drafted:
    """The verified claims, in order, and what fell. ``composer``: who made them; ``notes``: what was sent to a model, and why its
    answer is not all of it."""

    claims: tuple[Claim, ...]
    dropped: tuple[Dropped, ...]
    composer: str
    notes: tuple[str, ...] = ()


def extracted(u: Understanding, asked: Question, evidence: Evidence, roles: dict[str, Role], checker: Checker) -> Drafted:
    """The answer in sentences of the sources."""
    composer = Extractive()
    claims, dropped = checker.sieve(composer.claims(u, asked, evidence, roles))
    return Drafted(tuple(claims), tuple(dropped), composer.name)


def phrased(
    composer: Composer, u: Understanding, typed: Question, evidence: Evidence, roles: dict[str, Role], checker: Checker
) -> Iterator[Claim | Drafted]:
    """Each claim of a model as soon as it is verified, and last the whole draft. ``typed``: the question as it came in; what leaves
    has placeholders for all personal data. Where there is nothing to phrase, nothing leaves."""
    given = Evidence(tuple(item for item in evidence.items if roles[item.label] in _PHRASED))
    if not given.items:
        yield extracted(u, typed, evidence, roles, checker)
        return
    kept: list[Claim] = []
    dropped: list[Dropped] = []
    sent_as, note = "", ""
    try:
        *earlier, text = redact_for_sending([*typed.history, typed.text])
        if text.values:
            sent_as = message(u.language, "model_sent", text=text.text)
        sent = replace(typed, text=text.text, history=tuple(one.text for one in earlier))
        for proposed in composer.claims(u, sent, given, roles):
            tested = proposed if isinstance(proposed, Dropped) else checker.generated(proposed)
            if isinstance(tested, Dropped):
                dropped.append(tested)
            else:
                kept.append(tested)
                yield tested
    except RedactionFailed:
        note = message(u.language, "model_not_sent")
    except ComposerFault as fault:
        note = sentence(fault.fault, u.language, sent=fault.sent)
        sent_as = sent_as if fault.sent else ""
    source = extracted(u, typed, evidence, roles, checker)
    added = _lacking(kept, source.claims, roles, whole=bool(note))
    if kept and dropped and not note and any(roles[c.citations[0].evidence] is Role.REGEL for c in added):
        note = message(u.language, "model_in_part")
    elif not kept:
        note = " ".join(filter(None, [note, message(u.language, "model_not_used")]))
    name = composer.name if kept else source.composer
    yield Drafted((*kept, *added), (*dropped, *source.dropped), name, tuple(filter(None, (sent_as, note))))


def _lacking(kept: list[Claim], source: tuple[Claim, ...], roles: dict[str, Role], whole: bool) -> list[Claim]:
    """The sentences of the sources that must stand beside those of the model: each one that no quote touches, for without its
    exception a rule would be another rule. What only applies too may be left out altogether, unless the model gave no whole answer."""
    quoted = [citation for claim in kept for citation in claim.citations]
    cited = {citation.evidence for citation in quoted}
    needed = {label for label, role in roles.items() if role is not Role.AANVULLEND or label in cited or whole or not kept}
    return [
        claim
        for claim in source
        if claim.citations[0].evidence in needed and not any(_touch(one, other) for one in quoted for other in claim.citations)
    ]


def _touch(one: Citation, other: Citation) -> bool:
    """Do two quotes share words of one text?"""
    same = (one.evidence, one.official) == (other.evidence, other.official)
    return same and one.start < other.end and other.start < one.end
