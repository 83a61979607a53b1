"""Answering in threads: a bound on how many at once and how long, and a fault that tells nothing of the question."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable

import pytest
from page_fake import FakeAssistant

from assistant.answer import Answer
from assistant.api.asked import AskRequest
from assistant.api.asking import Pool, answer
from assistant.api.problems import Problem, Wrong

CANARY = "kanariegeel"
Job = Callable[[threading.Event], object]


def run(pool: Pool, *jobs: Job) -> list[object]:
    """The results of jobs that are started together; a problem is a result too."""

    async def together() -> list[object]:
        return list(await asyncio.gather(*(pool.run(job) for job in jobs), return_exceptions=True))

    return asyncio.run(together())


def wrong(result: object) -> tuple[int, Wrong]:
    assert isinstance(result, Problem), result
    return result.status_code, result.error


def test_a_result_comes_back_and_frees_its_place() -> None:
    pool = Pool(at_once=1, waiting=0)
    assert [run(pool, lambda stop, n=n: n) for n in range(5)] == [[0], [1], [2], [3], [4]]


def test_two_jobs_run_beside_each_other_and_a_third_waits() -> None:
    meeting, order = threading.Barrier(2, timeout=10), []

    def meets(stop: threading.Event) -> str:
        meeting.wait()
        order.append("samen")
        return "samen"

    def later(stop: threading.Event) -> str:
        order.append("later")
        return "later"

    assert run(Pool(at_once=2, waiting=1), meets, meets, later) == ["samen", "samen", "later"]
    assert order.index("later") > 0


def test_more_than_may_wait_are_told_that_it_is_busy() -> None:
    go = threading.Event()

    def waits(stop: threading.Event) -> str:
        return "klaar" if go.wait(10) else "te laat"

    async def three() -> list[object]:
        pool = Pool(at_once=1, waiting=1)
        first, second = (asyncio.create_task(pool.run(waits)) for _ in range(2))
        await asyncio.sleep(0)
        with pytest.raises(Problem) as refused:
            await pool.run(waits)
        go.set()
        return [await first, await second, wrong(refused.value)]

    assert asyncio.run(three()) == ["klaar", "klaar", (503, Wrong.TE_DRUK)]


def test_a_job_that_takes_too_long_is_given_up_and_keeps_its_place_until_it_stops() -> None:
    told, go = threading.Event(), threading.Event()

    def endless(stop: threading.Event) -> None:
        assert stop.wait(10)
        told.set()
        assert go.wait(10)
        raise ValueError(CANARY)

    pool = Pool(at_once=1, waiting=0, seconds=0.05)
    assert wrong(run(pool, endless)[0]) == (503, Wrong.TE_DRUK)
    assert told.wait(10)
    assert wrong(run(pool, lambda stop: 1)[0]) == (503, Wrong.TE_DRUK)
    go.set()
    while (result := run(pool, lambda stop: 1)[0]) != 1:
        assert wrong(result) == (503, Wrong.TE_DRUK)


def test_a_fault_is_logged_by_kind_and_place_only(caplog: pytest.LogCaptureFixture) -> None:
    asked = AskRequest(question=f"kapot {CANARY}")
    with caplog.at_level(logging.DEBUG):
        (result,) = run(Pool(), lambda stop: answer(FakeAssistant(), asked, stop))
    assert wrong(result) == (500, Wrong.STORING)
    assert isinstance(result, Problem) and result.__cause__ is None and CANARY not in result.detail
    assert "RuntimeError at" in caplog.text and "stream:" in caplog.text
    assert CANARY not in caplog.text


def test_a_question_is_answered_with_office_date_and_history() -> None:
    assistant = FakeAssistant()
    asked = AskRequest(question="Mag dit?", ambt="raadslid", date="2025-01-31", history=["Eerder?"])
    result = answer(assistant, asked, threading.Event())
    assert isinstance(result, Answer)
    assert (result.question.ambt, result.question.peildatum.isoformat()) == ("raadslid", "2025-01-31")
    assert assistant.histories == [("Eerder?",)]


def test_a_question_that_nobody_waits_for_stops_at_the_next_step() -> None:
    assistant, stop = FakeAssistant(), threading.Event()
    stop.set()
    with pytest.raises(Problem):
        answer(assistant, AskRequest(question="Mag dit?"), stop)
    assert assistant.histories == []


@pytest.mark.parametrize("question", [" ", "?!", "a" * 5000])
def test_a_question_that_cannot_be_taken_is_a_problem_of_the_user(question: str) -> None:
    with pytest.raises(Problem) as refused:
        answer(FakeAssistant(), AskRequest(question=question), threading.Event())
    assert wrong(refused.value) == (422, Wrong.ONGELDIGE_WAARDE)
    assert question not in refused.value.detail or question == " "
