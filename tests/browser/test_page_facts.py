"""In a real browser: the facts that a dilemma lacks are filled in, and the kind of question is chosen by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from page_fake import MISSING, FakeAssistant
from visitor import CHROMIUM, Browser, Visit, served

from assistant.answer import Mode
from assistant.ui.texts import say

DILEMMA = "Een aannemer geeft mij een fles wijn, een dilemma"

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


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


def asked_for(visit: Visit) -> list[str]:
    """The questions for facts that can be filled in now."""
    labels: list[str] = visit.page.locator("#ia-facts label:visible").all_inner_texts()
    return [label.strip() for label in labels]


def tell(visit: Visit) -> str:
    return visit.asks_by(visit.page.get_by_role("button", name=say("facts.tell")))


def test_facts_are_filled_in_and_not_asked_again(visit: Visit, assistant: FakeAssistant) -> None:
    visit.ask(DILEMMA)
    assert asked_for(visit) == list(MISSING)
    visit.page.get_by_label(MISSING[1]).fill("gisteren")
    tell(visit)
    assert assistant.facts[-1] == {MISSING[1]: "gisteren"} and assistant.asked[-1].text.startswith(DILEMMA)
    assert asked_for(visit) == [MISSING[0], MISSING[2]]
    assert visit.page.locator("#ia-chat .user-row").last.inner_text().strip() == f"{MISSING[1]} gisteren"
    boxes = visit.page.locator("#ia-facts :is(input, textarea):visible")
    assert [boxes.nth(n).input_value() for n in range(boxes.count())] == ["", ""]
    visit.page.get_by_label(MISSING[0]).fill("raadslid")
    visit.page.get_by_label(MISSING[2]).fill("de griffier")
    tell(visit)
    assert assistant.facts[-1] == {MISSING[1]: "gisteren", MISSING[0]: "raadslid", MISSING[2]: "de griffier"}
    assert not visit.page.locator("#ia-facts").is_visible()


def test_nothing_filled_in_is_told_and_asks_nothing(visit: Visit, assistant: FakeAssistant) -> None:
    visit.ask(DILEMMA)
    count = len(assistant.asked)
    visit.page.get_by_role("button", name=say("facts.tell")).click()
    visit.page.locator("#ia-status").get_by_text(say("facts.none")).wait_for()
    assert len(assistant.asked) == count and asked_for(visit) == list(MISSING)


def test_an_answer_that_is_refused_can_be_mended(visit: Visit, assistant: FakeAssistant) -> None:
    visit.ask(DILEMMA)
    visit.page.get_by_label(MISSING[0]).fill("a " * 4000)
    assert "te lang" in tell(visit)
    assert asked_for(visit) == list(MISSING)
    visit.page.get_by_label(MISSING[0]).fill("raadslid")
    tell(visit)
    assert assistant.facts[-1] == {MISSING[0]: "raadslid"}


def test_another_question_takes_the_facts_away(visit: Visit) -> None:
    visit.ask(DILEMMA)
    visit.page.get_by_label(MISSING[0]).fill("raadslid")
    visit.ask("Mag ik meestemmen?")
    assert not visit.page.locator("#ia-facts").is_visible()


def test_clearing_takes_the_facts_away(visit: Visit) -> None:
    visit.ask(DILEMMA)
    visit.page.get_by_label(MISSING[0]).fill("kanarie7319")
    visit.clear()
    assert not visit.page.locator("#ia-facts").is_visible()
    visit.ask(DILEMMA)
    assert visit.page.get_by_label(MISSING[0]).input_value() == ""


@pytest.mark.parametrize("mode", Mode)
def test_the_kind_of_question_can_be_chosen(visit: Visit, assistant: FakeAssistant, mode: Mode) -> None:
    visit.page.get_by_role("radio", name=say(f"form.mode_{mode.value}"), exact=True).check()
    visit.ask("Mag dit?")
    assert assistant.asked[-1].mode is mode
    assert visit.page.locator("#ia-facts").is_visible() is (mode is Mode.DILEMMA)


def test_office_kind_and_date_stay_chosen_for_the_next_question(visit: Visit, assistant: FakeAssistant) -> None:
    visit.page.get_by_role("radio", name="Wethouder", exact=True).check()
    visit.page.get_by_role("radio", name=say("form.mode_vraag"), exact=True).check()
    visit.page.get_by_label(say("form.date_label")).fill("1-2-2026")
    visit.page.keyboard.press("Tab")
    visit.page.get_by_role("button", name="nu: wethouder").wait_for()
    for question in ("Mag dit?", "En dat?"):
        visit.ask(question)
        asked = assistant.asked[-1]
        assert (asked.ambt, asked.mode, asked.peildatum.isoformat()) == ("wethouder", "vraag", "2026-02-01")
