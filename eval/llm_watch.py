"""One question through the real assistant with a language model, and what became of every sentence that the model proposed."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Claim, DraftClaim, Dropped, Evidence, EvidenceItem, Question, Result, Role
from assistant.compose import Composer
from assistant.flow import Assistant, Step
from assistant.llm.faults import ComposerFault
from assistant.understand import Understanding
from eval.lies import Told
from eval.llm_judge import Doubt, doubts, sentences_of
from eval.questions import ReferenceQuestion


class Back(StrEnum):
    """How far an answer fell back on the words of the sources."""

    NIET = "niet"
    DEELS = "deels"
    GEHEEL = "geheel"


@dataclass(frozen=True)
class Shown:
    """A generated sentence that was shown, with the places and quotes that it cites and what the second opinion doubts.

    ``verbatim``: it is a whole sentence of what it cites.
    """

    text: str
    places: tuple[str, ...]
    quotes: tuple[str, ...]
    verbatim: bool
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Fallen:
    text: str
    why: str
    rule: str


@dataclass(frozen=True)
class Known:
    """A sentence of which it is known whether it is true; ``doubted``: by the second opinion, whether it was shown or not."""

    told: Told
    shown: bool
    doubted: bool


@dataclass(frozen=True)
class Asked:
    """``model``: whether the model was asked at all. ``fault``: of the closed set of ``assistant.llm.faults``, or ""."""

    id: str
    kind: str
    ambt: str
    seconds: float
    model: bool
    fault: str = ""
    shown: tuple[Shown, ...] = ()
    fallen: tuple[Fallen, ...] = ()
    back: Back = Back.NIET
    known: tuple[Known, ...] = ()

    @property
    def proposed(self) -> int:
        return len(self.shown) + len(self.fallen)


class Watched:
    """A composer that keeps how its last call ended."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self.called, self.fault = False, ""

    @property
    def name(self) -> str:
        return self._composer.name

    def forget(self) -> None:
        self.called, self.fault = False, ""

    def claims(
        self, u: Understanding, asked: Question, evidence: Evidence, roles: dict[str, Role]
    ) -> Iterator[DraftClaim | Dropped]:
        self.called = True
        try:
            yield from self._composer.claims(u, asked, evidence, roles)
        except ComposerFault as fault:
            self.fault = fault.fault.value
            raise


def watch(
    assistant: Assistant,
    watched: Watched,
    question: ReferenceQuestion,
    day: str,
    told: Callable[[], Sequence[Told]] = tuple,
) -> Asked:
    """Ask one question as on a day (ISO). ``watched``: the composer of the assistant; ``told``: gives what a liar said meanwhile."""
    watched.forget()
    claims: list[Claim] = []
    begin = time.perf_counter()
    for event in assistant.stream(question.question, ambt=question.ambt, date=day, history=question.history):
        if isinstance(event, Claim):
            claims.append(event)
        elif not isinstance(event, Step):
            result = event
    seconds = round(time.perf_counter() - begin, 2)
    about = (question.id, str(question.kind), str(question.ambt or ""), seconds)
    if not watched.called:
        return Asked(*about, model=False)
    fallen = tuple(Fallen(d.text, d.why, d.rule) for d in result.trace.dropped if d.by_model)
    shown = tuple(_shown(c, result.evidence) for c in claims)
    known = tuple(_known(one, shown, result.evidence) for one in told())
    return Asked(*about, True, watched.fault, shown, fallen, _back(claims, result), known)


def _back(claims: Sequence[Claim], result: Result) -> Back:
    if not claims:
        return Back.GEHEEL
    return Back.DEELS if any(c.role is Role.REGEL for c in result.claims[len(claims) :]) else Back.NIET


def _known(told: Told, shown: Sequence[Shown], evidence: Evidence) -> Known:
    cited = _items({label for label, _ in told.quotes}, evidence)
    return Known(told, told.sentence in {s.text for s in shown}, bool(doubts(told.sentence, cited)))


def _items(labels: Container[str], evidence: Evidence) -> list[EvidenceItem]:
    return [item for item in evidence.items if item.label in labels]


def _shown(claim: Claim, evidence: Evidence) -> Shown:
    cited = _items({c.evidence for c in claim.citations}, evidence)
    return Shown(
        claim.text,
        tuple(str(c.locator) for c in claim.citations),
        tuple(c.quote for c in claim.citations),
        claim.text in sentences_of(cited),
        doubts(claim.text, cited),
    )
