"""From a composer's draft to claims that stand: one at a time, so that a language model's sentences can be shown as they come.

Each rule that carries the answer is in it: in the model's words where these were verified, else in the words of the source. A
sentence that was shown is never taken back; what the model did not say, or said wrongly, is added from the sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answer import Claim, Dropped, Evidence, Question, Role
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
    has placeholders for all personal data."""
    kept: list[Claim] = []
    dropped: list[Dropped] = []
    sent_as, note = "", ""
    given = Evidence(tuple(item for item in evidence.items if roles[item.label] in _PHRASED))
    try:
        text, *earlier = redact_for_sending([typed.text, *typed.history])
        if text.values:
            sent_as = message(u.language, "model_sent", text=text.text)
        sent = replace(typed, text=text.text, history=tuple(one.text for one in earlier))
        for proposed in composer.claims(u, sent, given, roles):
            claim, fell = (None, proposed) if isinstance(proposed, Dropped) else checker.generated(proposed)
            if claim:
                kept.append(claim)
                yield claim
            else:
                dropped.append(fell)
    except RedactionFailed:
        note = message(u.language, "model_not_sent")
    except ComposerFault as fault:
        note = sentence(fault.fault, u.language)
    source = extracted(u, typed, evidence, roles, checker)
    added = _lacking(kept, source.claims, roles, whole=bool(note))
    if kept and not note and any(roles[c.citations[0].evidence] is Role.REGEL for c in added):
        note = message(u.language, "model_in_part")
    elif not kept:
        note = " ".join(filter(None, [note, message(u.language, "model_not_used")]))
    name = composer.name if kept else source.composer
    yield Drafted((*kept, *added), (*dropped, *source.dropped), name, tuple(filter(None, (sent_as, note))))


def _lacking(kept: list[Claim], source: tuple[Claim, ...], roles: dict[str, Role], whole: bool) -> list[Claim]:
    """The sentences of the sources that must stand beside those of the model: of each rule that it did not cite; after a fault all
    that it did not cite."""
    cited = {c.evidence for claim in kept for c in claim.citations}
    needed = {label for label, role in roles.items() if whole or not kept or role is not Role.AANVULLEND}
    return [claim for claim in source if (label := claim.citations[0].evidence) in needed and label not in cited]
