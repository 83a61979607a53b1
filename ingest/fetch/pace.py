"""How fast and how often: at most so many requests a second, and a few tries with growing pauses within a time limit."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ingest.fetch.faults import TemporaryError

if TYPE_CHECKING:
    from tenacity import RetryCallState

TRIES = 4
#: For one address, all tries and pauses together. What came in stays behind, so that the next run goes on from there.
TOTAL_SECONDS = 300.0
_LONGEST_PAUSE = 60.0

Result = TypeVar("Result")


@dataclass(frozen=True)
class Clock:
    """Time in seconds, and waiting. A test brings its own, so that it need not wait."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Pace:
    """Keeps requests apart: ``wait`` returns when the next one may go."""

    def __init__(self, per_second: float, clock: Clock) -> None:
        self._gap = 1.0 / per_second
        self._clock = clock
        self._next = -math.inf

    def wait(self) -> None:
        now = self._clock.now()
        if now < self._next:
            self._clock.sleep(self._next - now)
        self._next = max(now, self._next) + self._gap


class Deadline:
    """The end of the time for one address."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._end = clock.now() + seconds

    def over(self, after: float = 0.0) -> bool:
        """Whether the time is over, or will be ``after`` seconds from now."""
        return self._clock.now() + after > self._end


def with_retries(attempt: Callable[[], Result], clock: Clock, deadline: Deadline) -> Result:
    """The result of the first try that succeeds. Raises the last ``TemporaryError``, or another fault at once."""
    from tenacity import Retrying, retry_if_exception_type, wait_exponential

    growing = wait_exponential(multiplier=1, max=_LONGEST_PAUSE)

    def pause(state: RetryCallState) -> float:
        asked = error.retry_after if isinstance(error := _fault(state), TemporaryError) else 0.0
        return max(growing(state), asked)

    def enough(state: RetryCallState) -> bool:
        return state.attempt_number >= TRIES or deadline.over(after=state.upcoming_sleep)

    retrying = Retrying(sleep=clock.sleep, wait=pause, stop=enough, retry=retry_if_exception_type(TemporaryError), reraise=True)
    return retrying(attempt)


def _fault(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
