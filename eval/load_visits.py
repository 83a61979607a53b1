"""What one visitor of the page and one program on the API do, over a client of locust."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import gevent

from assistant.api.routes import PREFIX
from eval.load_page import DATA, HEARTBEAT, JOIN, LoadedPage, PageEvent, letters, messages, read_page, turns
from eval.load_plan import Plan
from eval.load_samples import Failed, Fault, Kind
from eval.questions import ReferenceQuestion

if TYPE_CHECKING:
    from locust.clients import HttpSession

_TIMEOUT_S = 120
_EARLIER = 14


class Browser:
    """One visit to the page: what a browser does, from the page itself to the end of the conversation."""

    def __init__(self, client: HttpSession, plan: Plan) -> None:
        self._client = client
        self._plan = plan
        self._session = secrets.token_hex(6)
        self._asked: list[ReferenceQuestion] = []
        self._page: LoadedPage | None = None
        self._alive: gevent.Greenlet | None = None

    def open(self) -> None:
        """Load the page and the files that it names, and keep the session alive as the page's script does."""
        with self._plan.recorder.timing(Kind.PAGE):
            html = _ok(self._client.get("/", timeout=_TIMEOUT_S)).text
        self._page = read_page(html)
        with self._plan.recorder.timing(Kind.FILES):
            for path in (*self._page.files, "theme.css"):
                _ok(self._client.get(f"/{path}", name="bestand", timeout=_TIMEOUT_S))
        self._alive = gevent.spawn(self._heartbeat)

    def ask(self, question: ReferenceQuestion) -> None:
        """Ask, and check that the conversation is this visitor's own and its first answer the right one."""
        page = self.page
        self._asked.append(question)
        with self._plan.recorder.timing(Kind.ASK_PAGE) as mark:
            values = {**page.values, page.question: question.question}
            outputs = self._run(page.ask, values, first_sign=partial(mark, Kind.FIRST_SIGN))
            shown = turns(page, outputs)
            if [letters(text) for role, text in shown if role == "user"] != [letters(q.question) for q in self._asked]:
                raise Failed(Fault.MIXED)
            role, answer = shown[-1]
            if role != "assistant" or not answer:
                raise Failed(Fault.BROKEN, "de chat eindigt zonder antwoord")
            if len(self._asked) == 1:
                self._plan.check(Kind.ASK_PAGE, question, answer)

    def memo(self) -> None:
        """The last answer as a PDF."""
        with self._plan.recorder.timing(Kind.MEMO):
            file = self._run(self.page.memo, {})
            if not any(isinstance(part, str) and ".pdf" in part for part in file):
                raise Failed(Fault.BROKEN, "geen PDF")

    def close(self) -> None:
        """Leave the page."""
        if self._alive:
            self._alive.kill()

    @property
    def page(self) -> LoadedPage:
        if self._page is None:
            self.open()
        assert self._page
        return self._page

    def _run(self, event: PageEvent, values: Mapping[int, Any], first_sign: Callable[[], None] | None = None) -> list[Any]:
        """Set off an event through the queue and read its messages; what its parts hold at the end."""
        joined = _ok(self._client.post(JOIN, json=event.join(self._session, values), timeout=_TIMEOUT_S)).json()
        address = f"{DATA}?session_hash={self._session}"
        with closing(_ok(self._client.get(address, name=DATA, stream=True, timeout=_TIMEOUT_S))) as stream:
            for message in messages(stream.iter_lines(chunk_size=None)):
                if message.get("event_id") != joined["event_id"]:
                    continue
                if message["msg"] == "process_completed":
                    if not message["success"]:
                        raise Failed(Fault.BROKEN, "de gebeurtenis mislukte")
                    return list(message["output"]["data"])
                if message["msg"] == "process_generating" and first_sign:
                    first_sign()
                    first_sign = None
        raise Failed(Fault.BROKEN, "de stroom hield op")

    def _heartbeat(self) -> None:
        with closing(self._client.get(f"{HEARTBEAT}/{self._session}", name=HEARTBEAT, stream=True)) as stream:
            for _ in stream.iter_content(None):
                pass


class Program:
    """A program that asks through the API."""

    def __init__(self, client: HttpSession, plan: Plan) -> None:
        self._client = client
        self._plan = plan

    def ask(self, question: ReferenceQuestion) -> None:
        with self._plan.recorder.timing(Kind.ASK_API):
            answer = self._ask({"question": question.question, "ambt": question.ambt})
            self._plan.check(Kind.ASK_API, question, answer["answer"])
        self._plan.places += answer["citations"][:1]

    def ask_longest(self) -> None:
        """The most work that one request may bring: the longest question after as many as the body can hold."""
        with self._plan.recorder.timing(Kind.LONGEST):
            self._ask({"question": self._plan.longest, "history": [self._plan.longest] * _EARLIER})

    def sources(self) -> None:
        with self._plan.recorder.timing(Kind.SOURCES):
            _ok(self._client.get(f"{PREFIX}/sources", timeout=_TIMEOUT_S)).json()

    def provision(self) -> None:
        place = self._plan.rng.choice(self._plan.places)
        with self._plan.recorder.timing(Kind.PROVISION):
            found = _ok(self._client.get(f"{PREFIX}/provision", params={"at": place}, name="bepaling", timeout=_TIMEOUT_S))
            if found.json()["locator"] != place:
                raise Failed(Fault.MIXED)

    def _ask(self, body: Mapping[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = _ok(self._client.post(f"{PREFIX}/ask", json=body, timeout=_TIMEOUT_S)).json()
        return answer


def _ok(response: Any) -> Any:
    """The response, when it is one. Locust gives a response with status 0 for a connection that failed."""
    if response.status_code == 503:
        raise Failed(Fault.BUSY)
    if response.status_code != 200:
        raise Failed(Fault.BROKEN, f"status {response.status_code}")
    return response
