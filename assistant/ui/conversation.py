"""One conversation on the page: what the server remembers of it while it lasts, and what a question does to it.

Knows nothing of gradio: the page turns a ``View`` into updates of its parts. Nothing is written or logged here.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Citation, Claim, Result, Role
from assistant.answering import Answers
from assistant.faults import places_of
from assistant.flow import Step
from assistant.messages import QuestionError
from assistant.render import sentences_so_far, to_markdown
from assistant.ui.shown import as_message, as_text, without_bare_links
from assistant.ui.texts import Words

log = logging.getLogger(__name__)

FORGET_AFTER_S = 3600
"""How long a conversation is remembered on this side after its last change, in seconds; the privacy statement says so."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, both as Markdown that is safe to show. An answer still to come is empty."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Lives in the memory of one session and ends with it. ``questions``: without personal data, oldest first; ``result``: the
    last answer; ``base``: the last question without the ``facts`` that were filled in for it, by the question."""

    turns: tuple[Turn, ...] = ()
    questions: tuple[str, ...] = ()
    result: Result | None = None
    base: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each place that the last answer cites, once, the most important role first."""
        claims = sorted(self.result.claims, key=lambda claim: list(Role).index(claim.role)) if self.result else ()
        return tuple({str(c.locator): c for claim in claims for c in claim.citations}.values())

    @property
    def day(self) -> dt.date:
        """The day for which the last answer holds; today before there is one."""
        return self.result.question.peildatum if self.result else dt.date.today()

    @property
    def missing(self) -> tuple[str, ...]:
        """Questions for facts that the last dilemma did not tell."""
        return self.result.weighing.missing if self.result and self.result.weighing else ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page sends: the question, and what stands in the settings beside it, as typed or chosen. ``facts``: what was filled
    in where a dilemma lacked a fact, by the question for it."""

    question: str
    office: str = ""
    date: str = ""
    mode: str = ""
    tier: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows after a step. ``done`` tells the last one, in which the panel changes too."""

    conversation: Conversation
    status: str
    done: bool = False
    answered: bool = False


_REMEMBERED = 6
_TURNS = 40


def converse(assistant: Answers, now: Conversation, asked: Asked, words: Words) -> Iterator[View]:
    """Each step as it begins, and last the answer. A mistake or a fault becomes a sentence in the conversation, which is otherwise
    as it was, so that it can be mended."""
    shown = replace(now, turns=(*now.turns[-_TURNS:], Turn(_as_turn(asked, now.facts, words))))
    # Facts belong to the last question, which is asked once more with them.
    before = now.questions[:-1] if asked.facts else now.questions
    status, stands = "", list[Claim]()
    try:
        on = read_date(asked.date)
        for item in assistant.stream(
            asked.question,
            ambt=asked.office or None,
            date=on.isoformat() if on else None,
            history=before,
            mode=asked.mode or None,
            facts=asked.facts,
            tier=asked.tier or None,
        ):
            if isinstance(item, Step):
                status = words(f"status.{item.value}")
                yield View(_so_far(shown, stands) if stands else shown, status)
            elif isinstance(item, Claim):
                stands.append(item)
                yield View(_so_far(shown, stands), status)
            else:
                yield _answered(replace(shown, questions=before, facts=asked.facts), item, words)
    except QuestionError as error:
        yield _refused(shown, error.said_in(words.language), words)
    except Exception as fault:  # noqa: BLE001  the page's edge: a fault must not show the question to anyone
        log.error("fault while answering: %s at %s", type(fault).__name__, places_of(fault))
        yield _refused(shown, words("error.failed"), words)


def _so_far(now: Conversation, shown: list[Claim]) -> Conversation:
    """With the sentences of a language model that stand already; the rest of the answer comes around them."""
    turns = (*now.turns[:-1], replace(now.turns[-1], answer=without_bare_links(sentences_so_far(shown))))
    return replace(now, turns=turns)


def _answered(now: Conversation, result: Result, words: Words) -> View:
    after = replace(
        now,
        turns=(*now.turns[:-1], replace(now.turns[-1], answer=without_bare_links(to_markdown(result)))),
        questions=(*now.questions, result.question.text)[-_REMEMBERED:],
        result=result,
        base=now.base if now.facts else result.question.text,
    )
    cited = len(after.citations)
    count = {0: "done_none", 1: "done_one"}.get(cited, "done_many")
    return View(after, words(f"status.{count}", count=cited), done=True, answered=True)


def _refused(now: Conversation, message: str, words: Words) -> View:
    turns = (*now.turns[:-1], replace(now.turns[-1], answer=as_message(message)))
    return View(replace(now, turns=turns), words("status.refused"), done=True)


def with_facts(now: Conversation, answers: Sequence[str], asked: Asked) -> Asked | None:
    """The last question once more, with all facts so far; ``answers``: to ``now.missing``, in that order, empty where nothing was
    filled in. ``None`` where nothing was filled in at all. ``asked``: the settings."""
    told = {question: answer.strip() for question, answer in zip(now.missing, answers, strict=False) if answer.strip()}
    if not told or not now.base:
        return None
    return replace(asked, question=now.base, facts={**now.facts, **told})


def _as_turn(asked: Asked, known: Mapping[str, str], words: Words) -> str:
    """What the user said: the question, or the facts that were added to it."""
    new = {question: answer for question, answer in asked.facts.items() if question not in known}
    if not new:
        return as_text(asked.question, words)
    return "<br>".join(as_text(f"{question} {answer}", words) for question, answer in new.items())


_DUTCH_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_date(text: str) -> dt.date | None:
    """``24-11-2026`` or ``2026-11-24``; ``None`` when empty. Raises ``QuestionError`` for what is no date."""
    text = text.strip()
    if not text:
        return None
    try:
        if match := _DUTCH_DATE.fullmatch(text):
            d, m, y = match.groups()
            return dt.date(int(y), int(m), int(d))
        if _ISO_DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise QuestionError("bad_date")
