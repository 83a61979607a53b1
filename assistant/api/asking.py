"""Answering in threads, so many at once and no longer than so long: one slow question does not hold up another."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from assistant.answer import Claim, Result
from assistant.answering import Answers
from assistant.api.asked import AskRequest
from assistant.api.problems import Problem, Wrong, busy, failed
from assistant.faults import places_of
from assistant.flow import Step
from assistant.messages import QuestionError
from assistant.threads import AT_ONCE, WAITING

log = logging.getLogger(__name__)

T = TypeVar("T")


class Pool:
    """Runs jobs in ``at_once`` threads; ``waiting`` more may wait. A job that nobody waits for keeps its thread until it stops."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING, seconds: float = 60.0) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="antwoord")
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._seconds = seconds

    async def run(self, job: Callable[[threading.Event], T]) -> T:
        """The result of ``job``; the event tells it that nobody waits any longer.

        Raises ``Problem``: that of the job itself, 503 when all places are taken or the time is up, 500 for any other fault.
        """
        if not self._places.acquire(blocking=False):
            raise busy()
        stop = threading.Event()
        working = self._threads.submit(job, stop)
        working.add_done_callback(lambda _: self._places.release())
        result = asyncio.wrap_future(working)
        try:
            await asyncio.wait({result}, timeout=self._seconds)
            if not result.done():
                raise busy()
            fault = result.exception()
        finally:
            stop.set()
            result.cancel()
        if isinstance(fault, Problem):
            raise fault
        if fault is not None:
            # The message of a fault may hold words of the question, so only its kind and place are written down.
            log.error("fault while answering: %s at %s", type(fault).__name__, places_of(fault))
            raise failed()
        return result.result()


def answer(assistant: Answers, asked: AskRequest, stop: threading.Event) -> Result:
    """The result of a question. Raises ``Problem`` (422) for one that cannot be taken, and when ``stop`` is set on the way."""
    try:
        for item in assistant.stream(
            asked.question,
            ambt=asked.ambt,
            date=asked.date,
            history=asked.history,
            mode=asked.mode,
            tier=asked.bestuurslaag,
        ):
            if not isinstance(item, Step | Claim):
                return item
            if stop.is_set():
                break
    except QuestionError as error:
        raise Problem(422, Wrong.ONGELDIGE_WAARDE, str(error)) from None
    raise busy()
