"""What the page, the API and the MCP server need of an assistant and of its index; ``assistant.flow.Assistant`` has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from assistant.answer import Claim, Result
from assistant.flow import Step
from assistant.lookup import Searched
from corpus import Corpus


class OpenIndex(Searched, Protocol):
    """Of ``ingest.index.Index``. ``corpus``: what is embedded; ``shelf``: what stands only in the user's library; ``everything``:
    both."""

    @property
    def shelf(self) -> Searched | None: ...
    @property
    def everything(self) -> Corpus: ...
    @property
    def version(self) -> str: ...
    @property
    def built_on(self) -> dt.date: ...


class Answers(Protocol):
    """Of ``assistant.flow.Assistant``."""

    @property
    def index(self) -> OpenIndex: ...

    def stream(
        self,
        question: str,
        *,
        ambt: str | None = None,
        date: str | None = None,
        history: Sequence[str] = (),
        mode: str | None = None,
        facts: Mapping[str, str] = ...,
        tier: str | None = None,
    ) -> Iterator[Step | Claim | Result]: ...
