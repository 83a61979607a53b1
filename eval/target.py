"""What is measured: anything that turns a reference question into the contract object of ``integriteit ask --json``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict

from eval.questions import ReferenceQuestion
from eval.result import Outcome

Target = Callable[[ReferenceQuestion], dict[str, Any]]


class Retrieved(BaseModel):
    locator: str
    score: float | None = None


class Timings(BaseModel):
    """Milliseconds; the steps beside ``total`` are not measured here."""

    total: float


class Reply(BaseModel):
    """The part of the contract object that is measured; what else it holds is left alone."""

    model_config = ConfigDict(extra="ignore")

    outcome: Outcome
    reason: str | None
    answer: str
    citations: list[str]
    retrieved: list[Retrieved]
    corpus: str
    composer: str
    timings_ms: Timings


def assistant_target(peildatum: str) -> Target:
    """The real assistant, opened once, asked as on the given date (ISO), so that a run can be done again."""
    from assistant.flow import open_assistant
    from assistant.render import to_json

    assistant = open_assistant()

    def ask(question: ReferenceQuestion) -> dict[str, Any]:
        result = assistant.ask(question.question, ambt=question.ambt, date=peildatum, history=question.history)
        return to_json(result, question.id)

    return ask
