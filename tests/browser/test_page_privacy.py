"""In a real browser: nothing of a question stays, nothing leaves, and no visitor sees another one's words."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from page_fake import MISSING, FakeAssistant
from visitor import CHROMIUM, TABS, Browser, Visit, served

CANARY, OTHER = "kanarie7319", "vink2846"
DILEMMA = "Een dilemma over"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is er niet; installeer het pakket chromium"),
]


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> Iterator[str]:
    yield from served(assistant)


@pytest.fixture(params=["", "en/"], ids=["nl", "en"])
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address + request.param)
    yield visit
    visit.context.close()


def use_everything(visit: Visit, word: str) -> None:
    """Ask, fail, tell a fact, open the feedback, look at every tab; always with that word."""
    visit.ask(f"{DILEMMA} {word}")
    visit.page.get_by_label(MISSING[0]).fill(word)
    visit.asks_by(visit.page.get_by_role("button", name=visit.words("facts.tell")))
    visit.judge("down")
    visit.page.get_by_label(visit.words("feedback.remark")).fill(word)
    visit.page.locator(".ia-preview pre", has_text=word).wait_for()
    visit.ask(f"kapot {word}")
    for tab in (*TABS[1:], TABS[0]):
        visit.open(tab)


def test_nothing_of_the_question_stays_in_the_browser_or_a_log(
    visit: Visit, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        use_everything(visit, CANARY)
    assert CANARY not in visit.stored()
    assert CANARY not in caplog.text
    assert not any(CANARY in url for url in visit.requests) and CANARY not in visit.page.url
    assert visit.page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert visit.page.evaluate("caches.keys().then(all => all.length)") == 0
    assert visit.context.cookies() == []


def test_nothing_is_asked_of_another_machine(visit: Visit, address: str) -> None:
    use_everything(visit, CANARY)
    assert visit.outside(address) == []


def test_reload_forgets_everything(visit: Visit, assistant: FakeAssistant) -> None:
    use_everything(visit, CANARY)
    visit.page.reload()
    visit.ready()
    assert CANARY not in visit.page.content()
    assert visit.answers.count() == 0 and not visit.page.locator("#ia-facts").is_visible()
    visit.ask("En nu?")
    assert assistant.histories[-1] == ()


def test_two_visitors_side_by_side_never_see_each_other(browser: Browser, address: str, assistant: FakeAssistant) -> None:
    """Turn by turn, so that whatever the server holds of the one is fresh when the other acts."""
    one, other = Visit(browser, address), Visit(browser, f"{address}en/")
    words = {one: CANARY, other: OTHER}
    for visit, word in words.items():
        visit.ask(f"{DILEMMA} {word}")
        assert assistant.histories[-1] == ()
    for visit, word in words.items():
        visit.page.get_by_label(MISSING[0]).fill(f"functie {word}")
    for visit, word in words.items():
        visit.asks_by(visit.page.get_by_role("button", name=visit.words("facts.tell")))
        assert assistant.facts[-1] == {MISSING[0]: f"functie {word}"} and word in assistant.asked[-1].text
    for visit, word in words.items():
        visit.judge("down")
        visit.page.get_by_label(visit.words("feedback.remark")).fill(f"reactie {word}")
        visit.page.locator(".ia-preview pre", has_text=f"reactie {word}").wait_for()
    for visit, word in words.items():
        visit.ask("En verder?")
        assert all(word in earlier for earlier in assistant.histories[-1])
        (strange,) = set(words.values()) - {word}
        assert strange not in visit.page.content() and word in visit.page.content()
    one.context.close()
    other.context.close()


def test_a_visitor_who_comes_back_in_a_new_window_starts_empty(browser: Browser, address: str) -> None:
    first = Visit(browser, address)
    first.ask(f"Mag dit {CANARY}?")
    again = first.context.new_page()
    again.goto(address)
    again.wait_for_selector("#ia-question textarea")
    again.wait_for_timeout(500)
    assert CANARY not in again.content()
    first.context.close()
