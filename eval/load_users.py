"""The simulated users, driven by locust: when who does what.

Importing this module makes gevent replace the sockets of the process; import it late, in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

# Locust first: it puts gevent in place of what the others import.
from locust import HttpUser, task  # isort: skip
import gevent
from locust.clients import HttpSession
from locust.env import Environment

from eval.load_plan import Plan
from eval.load_samples import Failed, Phase
from eval.load_visits import Browser, Program
from eval.questions import ReferenceQuestion

_MOST_A_VISIT = 3
_WINDOW_S = 15

Asks = Callable[[ReferenceQuestion], None]


class Planned(HttpUser):
    """A user that follows the plan."""

    abstract = True
    plan: ClassVar[Plan]


class Thinking(Planned):
    """Pauses between requests, and before the first, so that not all begin together."""

    abstract = True

    def wait_time(self) -> float:
        return self.plan.rng.uniform(*self.plan.think)

    def on_start(self) -> None:
        gevent.sleep(self.plan.rng.uniform(0, self.plan.think[1]))


class PageUser(Thinking):
    """Opens the page, asks up to three questions in one conversation, and leaves."""

    weight = 7

    @task
    def visit(self) -> None:
        browser = Browser(self.client, self.plan)
        try:
            with suppress(Failed):
                browser.open()
                for question in self.plan.rng.sample(self.plan.questions, self.plan.rng.randint(1, _MOST_A_VISIT)):
                    browser.ask(question)
                    self.wait()
        finally:
            browser.close()


class ApiUser(Thinking):
    """Asks, looks a provision up, or lists the sources."""

    weight = 3

    @task(6)
    def ask(self) -> None:
        with suppress(Failed):
            Program(self.client, self.plan).ask(self.plan.rng.choice(self.plan.questions))

    @task(3)
    def provision(self) -> None:
        with suppress(Failed):
            Program(self.client, self.plan).provision()

    @task(1)
    def sources(self) -> None:
        with suppress(Failed):
            Program(self.client, self.plan).sources()


class Slow(Planned):
    """Sends its request again and again, in the phase for it."""

    abstract = True
    fixed_count = 1

    def request(self) -> None:
        raise NotImplementedError

    @task
    def press(self) -> None:
        if self.plan.recorder.phase is not Phase.BESIDE_SLOW:
            gevent.sleep(0.2)
            return
        with suppress(Failed):
            self.request()


class SlowProgram(Slow):
    """Sends the longest question, without a pause."""

    def request(self) -> None:
        Program(self.client, self.plan).ask_longest()


class SlowVisitor(Slow):
    """Has a memo made as PDF, every second."""

    def wait_time(self) -> float:
        return 1.0

    def on_start(self) -> None:
        self.browser = Browser(self.client, self.plan)
        with suppress(Failed):
            self.browser.ask(self.plan.questions[0])

    def on_stop(self) -> None:
        self.browser.close()

    def request(self) -> None:
        self.browser.memo()


def drive(address: str, plan: Plan, users: int, seconds: float) -> None:
    """All phases, one after another: alone, all at the same moment, and ``seconds`` of use, half of it beside slow requests.

    Raises ``PageChanged`` for a page that the users do not know, and the first fault of a user that is none of the server's.
    """
    environment = Environment(user_classes=[PageUser, ApiUser, SlowProgram, SlowVisitor], host=address, stop_timeout=60)

    def client() -> HttpSession:
        return HttpSession(address, environment.events.request, user=None)

    with plan.recorder.during(Phase.ALONE):
        _alone(client, plan)
    with plan.recorder.during(Phase.TOGETHER):
        _together(client, plan, users)
    _steady(environment, plan, users, seconds)


def _alone(client: Callable[[], HttpSession], plan: Plan) -> None:
    """Each question once on the page and once through the API: what comes back is what must come back later."""
    for question in plan.questions:
        browser = Browser(client(), plan)
        browser.open()
        browser.ask(question)
        browser.close()
        Program(client(), plan).ask(question)


def _together(client: Callable[[], HttpSession], plan: Plan, users: int) -> None:
    """All visitors press Enter at the same moment, and after that all programs."""
    browsers = [Browser(client(), plan) for _ in range(users)]
    for browser in browsers:
        browser.open()
    programs = [Program(client(), plan) for _ in range(users)]
    asks: tuple[list[Asks], ...] = ([b.ask for b in browsers], [p.ask for p in programs])
    for group in asks:
        gevent.joinall([gevent.spawn(_try, ask, plan.rng.choice(plan.questions)) for ask in group], raise_error=True)
    for browser in browsers:
        browser.close()


def _try(ask: Asks, question: ReferenceQuestion) -> None:
    with suppress(Failed):
        ask(question)


def _steady(environment: Environment, plan: Plan, users: int, seconds: float) -> None:
    """Windows with and without slow requests take turns, so that what else the machine does falls on both alike."""
    faults: list[BaseException] = []
    environment.events.user_error.add_listener(lambda exception, **_: faults.append(exception))
    Planned.plan = plan
    runner = environment.create_local_runner()
    total = users + len((SlowProgram, SlowVisitor))
    pairs = max(1, round(seconds / (2 * _WINDOW_S)))
    plan.recorder.phase = Phase.BUSY
    runner.start(total, spawn_rate=total)
    for _ in range(pairs):
        for phase in (Phase.BUSY, Phase.BESIDE_SLOW):
            with plan.recorder.during(phase):
                gevent.sleep(seconds / pairs / 2)
    running = runner.user_count
    runner.stop()
    if faults:
        raise faults[0]
    if running != total:
        raise RuntimeError(f"{running} van {total} gebruikers aan het werk: locust kon ze niet allemaal starten")
