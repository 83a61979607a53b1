"""The page in a real browser with the real assistant: a comparison as a table, a dilemma weighed, and what axe says of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from visitor import CHROMIUM, Visit, served, severe

from assistant.flow import Assistant

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_index,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is er niet; installeer het pakket chromium"),
]

DILEMMA = "Ik ben wethouder. Een bouwbedrijf nodigt mij uit in hun skybox bij de finale. Ik twijfel of dat verstandig is."


@pytest.fixture(scope="module")
def address(real_assistant: Assistant) -> Iterator[str]:
    yield from served(real_assistant)


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


def shot(visit: Visit, name: str, repository: Path) -> None:
    """A screenshot for people, kept by CI; no test looks at it."""
    folder = Path(os.environ.get("INTEGRITEIT_TEST_SHOTS", repository / "var" / "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    visit.page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


def test_a_comparison_is_a_table(visit: Visit, repository: Path) -> None:
    visit.ask("Wie maakt de gedragscode bij gemeente, provincie en waterschap?")
    table = visit.page.locator("#ia-chat .bot-row table").first
    assert table.locator("th").all_inner_texts() == ["Gemeente", "Provincie", "Waterschap"]
    assert table.locator("a").count() >= 3 and "geen bepaling gevonden" in table.inner_text()
    assert severe(visit) == {}
    shot(visit, "vergelijking", repository)


def test_a_dilemma_is_weighed_under_headings(visit: Visit, repository: Path) -> None:
    visit.ask(DILEMMA)
    headings = visit.page.locator("#ia-chat .bot-row h3").all_inner_texts()
    for heading in (
        "Wat u vraagt, en wat ik nog niet weet",
        "Harde regels",
        "Overwegingen",
        "De schijn",
        "Met wie u kunt praten",
    ):
        assert heading in headings
    assert severe(visit) == {}
    shot(visit, "dilemma", repository)


def test_an_answer_and_its_source(visit: Visit, repository: Path) -> None:
    visit.page.get_by_role("radio", name="Raadslid").check()
    visit.ask("Mag ik meestemmen over het bestemmingsplan naast mijn huis?")
    assert visit.page.locator("#ia-article mark").count() >= 1
    shot(visit, "vraag", repository)
