"""The text of the model as it comes, within one deadline, with one layer of retries, and with a pause for an endpoint that fails.

A thread reads; who waits for it never waits longer than the deadline, whatever the endpoint, its name server or the library does.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from assistant.llm.faults import ComposerFault, LlmFault, fault_of
from assistant.llm.protocols import Piece, Protocol, protocol_of
from assistant.llm.wire import Watch
from ingest.settings import Settings

if TYPE_CHECKING:
    from tenacity import RetryCallState

_LOG = logging.getLogger(__name__)
TRIES = 2
#: A server that wants to be left alone longer than this is not asked again for this question (seconds).
LONGEST_PAUSE = 10.0
_MOST_CHARS = 12_000
_PASSING = (LlmFault.TE_DRUK, LlmFault.SERVERFOUT)
# What the libraries fall over when an answer is not what they expect.
_UNEXPECTED = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError)
_FINISH = {
    "length": LlmFault.TE_LANG,
    "content_filter": LlmFault.INHOUDSFILTER,
    "tool_calls": LlmFault.GEREEDSCHAP,
    "function_call": LlmFault.GEREEDSCHAP,
}


class Breaker:
    """Leaves an endpoint alone for a while after failures in a row, so that not every question waits for it."""

    #: These say nothing of whether the endpoint works.
    HARMLESS = (
        LlmFault.SLEUTEL, LlmFault.VERZOEK, LlmFault.TE_LANG, LlmFault.INHOUDSFILTER, LlmFault.GEREEDSCHAP, LlmFault.LEEG,
    )  # fmt: skip

    def __init__(self, failures: int = 3, seconds: float = 60.0) -> None:
        self._most, self._seconds = failures, seconds
        self._lock = threading.Lock()
        self._failures, self._until = 0, 0.0

    def check(self) -> None:
        """Raise ``ComposerFault`` during a pause. After it one failure is enough for the next pause."""
        with self._lock:
            if time.monotonic() < self._until:
                raise ComposerFault(LlmFault.PAUZE, sent=False)

    def note(self, fault: LlmFault | None) -> None:
        """How a call ended."""
        with self._lock:
            if fault in self.HARMLESS:
                return
            self._failures = self._failures + 1 if fault else 0
            if self._failures >= self._most:
                self._until = time.monotonic() + self._seconds


class Call:
    """One HTTP call, read by a thread of its own. ``sent`` is set when the question leaves."""

    def __init__(self, protocol: Protocol, system: str, user: str, schema: dict[str, Any] | None, sent: threading.Event) -> None:
        self._watch = Watch(sent)
        self._events: queue.SimpleQueue[Piece | ComposerFault | None] = queue.SimpleQueue()
        pieces = protocol(system, user, schema, self._watch)
        threading.Thread(target=self._pump, args=(pieces,), name="llm", daemon=True).start()

    def _pump(self, pieces: Iterator[Piece]) -> None:
        import httpx
        import ollama
        import openai

        try:
            for piece in pieces:
                self._events.put(piece)
                if self._watch.stopped:
                    break
        except (
            ComposerFault,
            openai.OpenAIError,
            ollama.ResponseError,
            httpx.HTTPError,
            httpx.InvalidURL,
            *_UNEXPECTED,
        ) as error:
            self._events.put(fault_of(error))
        finally:
            self._events.put(None)

    def piece(self, until: float) -> Piece | None:
        """The next piece, or ``None`` at the end of the stream. Raises ``ComposerFault``, also when the time is over."""
        try:
            event = self._events.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            event = ComposerFault(LlmFault.TE_LAAT)
        if isinstance(event, ComposerFault):
            raise event
        return event

    def close(self) -> None:
        """Have the thread stop: at the next byte, or when a silence lasts too long. What did not leave by now will not."""
        self._watch.stop()


#: Begins a call, with a schema or without.
_Begin = Callable[[dict[str, Any] | None], Call]


class Line:
    """The connection with one endpoint. Remembers whether it takes a schema and whether it fails; nothing of a question."""

    def __init__(self, settings: Settings, breaker: Breaker | None = None) -> None:
        self._settings = settings
        self._protocol = protocol_of(settings)
        self._breaker = breaker or Breaker()
        self._takes_schema = True

    def text(self, system: str, user: str, schema: dict[str, Any]) -> Iterator[str]:
        """The answer in pieces. Raises ``ComposerFault`` unless the model came to its end by itself."""
        self._breaker.check()
        begin, sent = time.monotonic(), threading.Event()
        fault: LlmFault | None = None

        def call(form: dict[str, Any] | None) -> Call:
            return Call(self._protocol, system, user, form, sent)

        try:
            yield from self._whole(call, schema, begin + self._settings.llm_deadline)
        except ComposerFault as error:
            fault = error.fault
            # Of all tries together: the last may find a closed door after one that was answered.
            error.sent = sent.is_set()
            _LOG.info("taalmodel: %s na %.1f s", fault.value, time.monotonic() - begin)
            raise
        finally:
            self._breaker.note(fault)

    def _whole(self, begin: _Begin, schema: dict[str, Any], end: float) -> Iterator[str]:
        call, piece = self._opened(begin, schema, end)
        said = 0
        try:
            while piece:
                said += len(piece.text)
                if said > _MOST_CHARS:
                    raise ComposerFault(LlmFault.TE_LANG)
                if piece.text:
                    yield piece.text
                if piece.finish:
                    break
                piece = call.piece(end)
        finally:
            call.close()
        finish = piece.finish if piece else ""
        if finish != "stop":
            raise ComposerFault(_FINISH.get(finish, LlmFault.AFGEBROKEN if said or finish else LlmFault.LEEG))
        if not said:
            raise ComposerFault(LlmFault.LEEG)

    def _opened(self, begin: _Begin, schema: dict[str, Any], end: float) -> tuple[Call, Piece | None]:
        """A call that has begun to answer; an endpoint that does not take a schema is asked without one, from then on."""
        if self._takes_schema:
            try:
                return self._begun(begin, schema, end)
            except ComposerFault as error:
                if error.fault is not LlmFault.VERZOEK:
                    raise
        begun = self._begun(begin, None, end)
        self._takes_schema = False
        return begun

    def _begun(self, begin: _Begin, schema: dict[str, Any] | None, end: float) -> tuple[Call, Piece | None]:
        from tenacity import Retrying, retry_if_exception, wait_random

        def attempt() -> tuple[Call, Piece | None]:
            call = begin(schema)
            try:
                return call, call.piece(min(end, time.monotonic() + self._settings.llm_first_token))
            except ComposerFault:
                call.close()
                raise

        some = wait_random(0.2, 1.0)
        retrying = Retrying(
            wait=lambda state: _asked_pause(state) + some(state),
            stop=lambda state: state.attempt_number >= TRIES or time.monotonic() + state.upcoming_sleep > end,
            retry=retry_if_exception(_passes),
            reraise=True,
        )
        return retrying(attempt)


def _passes(error: BaseException) -> bool:
    return isinstance(error, ComposerFault) and error.fault in _PASSING and error.retry_after <= LONGEST_PAUSE


def _asked_pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after if isinstance(error, ComposerFault) else 0.0
