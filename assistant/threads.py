"""Threads of a program that answers several questions at once."""

from __future__ import annotations

AT_ONCE, WAITING = 4, 100
"""Questions that are answered at once, which keeps two cores busy, and how many more may wait; of the page and of the API, each."""


def one_thread_a_question() -> None:
    """Let linear algebra run in the thread of its question: many questions that share one pool of threads wait for each other.

    Measured on two cores: 8 questions at once 7 a second with the pool, 47 without; one question alone takes as long.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")
