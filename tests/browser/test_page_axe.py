"""What axe finds on the page in a real Chromium: nothing, in whatever state, language, width and colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from page_fake import FakeAssistant
from visitor import CHROMIUM, TABS, Browser, Visit, broken, served

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


LOOKS = [("", "light", 1280), ("", "dark", 1280), ("", "light", 320), ("en/", "light", 1280), ("en/", "dark", 320)]


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    path, colours, width = request.param
    visit = Visit(browser, address + path, color_scheme=colours, viewport={"width": width, "height": 900})
    yield visit
    visit.context.close()


def test_axe_finds_nothing_while_asking(visit: Visit) -> None:
    assert broken(visit.page) == {}
    visit.ask("Mag ik meestemmen?")
    assert broken(visit.page) == {}
    visit.ask("Een dilemma")
    visit.judge("down")
    assert broken(visit.page) == {}
    visit.ask("Hier staat niets over")
    visit.ask("")
    assert broken(visit.page) == {}
    visit.clear()
    assert broken(visit.page) == {}


@pytest.mark.parametrize("tab", TABS[1:])
def test_axe_finds_nothing_in_the_other_tabs(visit: Visit, tab: str) -> None:
    visit.open(tab)
    assert broken(visit.page) == {}


def test_colours_follow_the_setting_of_the_reader(browser: Browser, address: str) -> None:
    seen = {}
    for colours in ("light", "dark"):
        visit = Visit(browser, address, color_scheme=colours)
        visit.ask("Mag ik meestemmen?")
        seen[colours] = visit.page.evaluate(
            "['body', '#ia-chat .bot', '#ia-article mark'].map(s => getComputedStyle(document.querySelector(s)).backgroundColor)"
        )
        visit.context.close()
    assert all(light != dark for light, dark in zip(seen["light"], seen["dark"], strict=True))


def test_the_page_says_what_changes_and_is_in_order(visit: Visit) -> None:
    """One h1, no level left out, live regions, and each part of a form with a name."""
    visit.ask("Een dilemma")
    levels = visit.page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].filter(e => e.offsetParent).map(e => +e.tagName[1])"
    )
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert visit.page.locator('#ia-status[role="status"][aria-live="polite"]').count() == 1
    nameless = visit.page.evaluate(
        "[...document.querySelectorAll('fieldset')].filter(e => e.offsetParent && !e.getAttribute('aria-label')).length"
    )
    assert nameless == 0
