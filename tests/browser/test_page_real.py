"""The page in a real browser with the real assistant: a comparison as a table, a dilemma weighed, its facts told, citations that
jump, what axe says of it all, and how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from visitor import CHROMIUM, TABS, Browser, Visit, broken, served

from assistant.flow import Assistant
from assistant.ui.texts import say

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_index,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is er niet; installeer het pakket chromium"),
]

QUESTION = "Mag ik meestemmen over het bestemmingsplan naast mijn huis?"
DILEMMA = "Een bouwbedrijf nodigt mij uit in hun skybox bij de finale. Ik twijfel of dat verstandig is."
OFFICE = "Welk ambt of welke functie heeft u?"
LOOKS = {
    "licht": {},
    "donker": {"color_scheme": "dark"},
    "320": {"viewport": {"width": 320, "height": 800}, "is_mobile": True, "has_touch": True},
    "english": {},
}


@pytest.fixture(scope="module")
def address(real_assistant: Assistant) -> Iterator[str]:
    yield from served(real_assistant)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


def test_a_comparison_is_a_table(visit: Visit, repository: Path) -> None:
    visit.ask("Wie maakt de gedragscode bij gemeente, provincie en waterschap?")
    table = visit.answers.last.locator("table").first
    assert table.locator("th").all_inner_texts() == ["Gemeente", "Provincie", "Waterschap"]
    assert table.locator("a").count() >= 3 and "geen bepaling gevonden" in table.inner_text()
    assert broken(visit.page) == {}
    visit.shot("vergelijking", repository)


def test_a_comparison_can_be_chosen(visit: Visit) -> None:
    visit.page.get_by_role("radio", name=say("form.mode_vergelijking"), exact=True).check()
    visit.ask("Wie stelt de gedragscode vast?")
    heads = visit.answers.last.locator("table").first.locator("th").all_inner_texts()
    assert heads == ["Gemeente", "Provincie", "Waterschap", "Rijk"]


def test_a_dilemma_is_weighed_under_headings_and_goes_on_with_the_facts(visit: Visit, repository: Path) -> None:
    visit.ask(DILEMMA)
    headings = visit.answers.last.locator("h3").all_inner_texts()
    for heading in (
        "Wat u vraagt, en wat ik nog niet weet",
        "Harde regels",
        "Overwegingen",
        "De schijn",
        "Met wie u kunt praten",
    ):
        assert heading in headings
    assert broken(visit.page) == {}
    visit.shot("dilemma", repository)
    visit.page.get_by_label(OFFICE).fill("wethouder")
    answer = visit.asks_by(visit.page.get_by_role("button", name=say("facts.tell")))
    assert answer.startswith("Voor: wethouder") and "Harde regels" in answer
    assert OFFICE not in visit.page.locator("#ia-facts").inner_text()
    assert visit.page.locator("#ia-facts label:visible").count() >= 1
    visit.shot("dilemma-met-feiten", repository)


@pytest.mark.parametrize(
    "question",
    [QUESTION, DILEMMA, "Hoe zit het met geheimhouding bij gemeente en provincie?", "Wat staat er in artikel 15 Gemeentewet?"],
)
def test_every_citation_in_an_answer_has_its_place_in_the_panel(visit: Visit, question: str) -> None:
    visit.page.get_by_role("radio", name="Raadslid", exact=True).check()
    visit.ask(question)
    links = visit.answers.last.locator("a[href*='wetten.overheid.nl/jci']")
    labels = {text.strip().lower() for text in visit.page.locator(".ia-citations label").all_inner_texts()}
    texts = [text.strip().lower() for text in links.all_inner_texts()]
    assert texts and set(texts) <= labels
    links.last.click()
    chosen = re.compile(rf"^\s*{re.escape(texts[-1])}\s*$", re.IGNORECASE)
    visit.page.locator(".ia-citations label.selected").get_by_text(chosen).wait_for()
    assert visit.page.locator("#ia-article .ia-cited").count() == 1
    assert len(visit.context.pages) == 1


def test_an_answer_and_its_source(visit: Visit, repository: Path) -> None:
    visit.page.get_by_role("radio", name="Raadslid", exact=True).check()
    visit.ask(QUESTION)
    assert visit.page.locator("#ia-article mark").count() >= 1
    assert visit.page.locator(".ia-next button:visible").count() >= 1
    visit.shot("vraag", repository)
    following = visit.page.locator(".ia-next button:visible").first
    asked = following.inner_text()
    answer = visit.asks_by(following)
    assert answer.startswith("Voor: raadslid")
    assert asked not in visit.page.locator(".ia-next button:visible").all_inner_texts()


def test_a_question_in_english_on_the_english_page(browser: Browser, address: str) -> None:
    visit = Visit(browser, f"{address}en/")
    visit.page.get_by_role("radio", name="Municipal councillor (raadslid)").check()
    answer = visit.ask("May I vote on the zoning plan next to my house?")
    assert "For: municipal councillor (raadslid)" in answer and "artikel 28, eerste lid, Gemeentewet" in answer
    assert broken(visit.page) == {}
    visit.context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_each_tab_is_sound_and_shown_to_people(browser: Browser, address: str, look: str, repository: Path) -> None:
    visit = Visit(browser, address + ("en/" if look == "english" else ""), **LOOKS[look])
    for tab in TABS:
        visit.open(tab)
        assert broken(visit.page) == {} and not visit.too_wide()
        visit.shot(f"tab-{tab}-{look}", repository)
    visit.open(TABS[0])
    visit.ask("May I keep a gift from a contractor?" if look == "english" else QUESTION)
    assert broken(visit.page) == {} and not visit.too_wide()
    visit.shot(f"antwoord-{look}", repository)
    visit.context.close()
