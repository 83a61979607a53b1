"""One conversation on the page: what the server remembers of it while it lasts, and what a question does to it.

Knows nothing of gradio: the page turns a ``View`` into updates of its parts. Nothing is written or logged here.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Citation, QuestionError, Result, Role
from assistant.flow import Step
from assistant.render import to_markdown
from assistant.ui.shown import as_message, as_text, without_bare_links
from assistant.ui.texts import say
from corpus import Corpus

log = logging.getLogger(__name__)


class OpenIndex(Protocol):
    """What the page needs of ``ingest.index.Index``."""

    @property
    def corpus(self) -> Corpus: ...
    @property
    def everything(self) -> Corpus: ...
    @property
    def version(self) -> str: ...
    @property
    def built_on(self) -> dt.date: ...


class Answers(Protocol):
    """What the page needs of ``assistant.flow.Assistant``."""

    @property
    def index(self) -> OpenIndex: ...

    def stream(
        self, question: str, *, ambt: str | None = None, date: str | None = None, history: Sequence[str] = ()
    ) -> Iterator[Step | Result]: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, both as Markdown that is safe to show. An answer still to come is empty."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Lives in the memory of one session and ends with it. ``questions``: without personal data, oldest first; ``result``: the
    last answer, for the memo."""

    turns: tuple[Turn, ...] = ()
    questions: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    peildatum: dt.date | None = None
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows after a step. ``done`` tells the last one, in which the panel changes too."""

    conversation: Conversation
    status: str
    done: bool = False
    answered: bool = False


_REMEMBERED = 6
_TURNS = 40


def converse(assistant: Answers, now: Conversation, question: str, ambt: str | None, date: str) -> Iterator[View]:
    """Each step as it begins, and last the answer. A mistake or a fault becomes a sentence in the conversation."""
    turns = now.turns[-_TURNS:]
    asked = Turn(as_text(question))
    now = replace(now, turns=(*turns, asked))
    try:
        for item in assistant.stream(question, ambt=ambt or None, date=read_date(date), history=now.questions):
            if isinstance(item, Step):
                yield View(now, say(f"status.{item.value}"))
            else:
                yield _answered(now, item)
    except QuestionError as error:
        yield _refused(now, str(error))
    except Exception as fault:  # noqa: BLE001  the page's edge: a fault must not show the question to anyone
        log.error("fault while answering: %s at %s", type(fault).__name__, _places(fault))
        yield _refused(now, say("error.failed"))


def _answered(now: Conversation, result: Result) -> View:
    shown = sorted(result.claims, key=lambda claim: list(Role).index(claim.role))
    citations = tuple({str(c.locator): c for claim in shown for c in claim.citations}.values())
    after = Conversation(
        turns=(*now.turns[:-1], replace(now.turns[-1], answer=without_bare_links(to_markdown(result)))),
        questions=(*now.questions, result.question.text)[-_REMEMBERED:],
        citations=citations,
        peildatum=result.question.peildatum,
        result=result,
    )
    count = {0: "done_none", 1: "done_one"}.get(len(citations), "done_many")
    return View(after, say(f"status.{count}", count=len(citations)), done=True, answered=True)


def _refused(now: Conversation, message: str) -> View:
    turns = (*now.turns[:-1], replace(now.turns[-1], answer=as_message(message)))
    return View(replace(now, turns=turns), say("status.refused"), done=True)


def _places(fault: BaseException) -> str:
    """Where it went wrong, without the message: that may hold words of the question."""
    frames = traceback.extract_tb(fault.__traceback__)
    return " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames[-4:])


_DUTCH_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_date(text: str) -> str | None:
    """``24-11-2026`` or ``2026-11-24`` as ISO; ``None`` when empty. Raises ``QuestionError`` for what is no date."""
    text = text.strip()
    if not text:
        return None
    try:
        if match := _DUTCH_DATE.fullmatch(text):
            d, m, y = match.groups()
            return dt.date(int(y), int(m), int(d)).isoformat()
        if _ISO_DATE.fullmatch(text):
            return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise QuestionError(say("error.bad_date"))
