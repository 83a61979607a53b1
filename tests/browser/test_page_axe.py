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


BY_GRADIO: dict[str, str] = {}
"""Rules of axe that gradio itself breaks and that cannot be mended from outside: rule -> element, reason, and where it is
reported. None with gradio 6.31: duplicate tab buttons that took the focus were mended there (gradio-app/gradio#13635), and what
it names or groups wrongly is put right by ``page.js``."""

LOOKS = [("", "light", 1280), ("", "dark", 1280), ("", "light", 320), ("en/", "light", 1280), ("en/", "dark", 320)]


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    path, colours, width = request.param
    visit = Visit(browser, address + path, color_scheme=colours, viewport={"width": width, "height": 900})
    yield visit
    visit.context.close()


def own(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {rule: nodes for rule, nodes in found.items() if rule not in BY_GRADIO}


def test_axe_finds_nothing_while_asking(visit: Visit) -> None:
    assert own(broken(visit)) == {}
    visit.ask("Mag ik meestemmen?")
    assert own(broken(visit)) == {}
    visit.ask("Een dilemma")
    visit.judge("down")
    assert own(broken(visit)) == {}
    visit.ask("Hier staat niets over")
    visit.ask("")
    assert own(broken(visit)) == {}
    visit.clear()
    assert own(broken(visit)) == {}


@pytest.mark.parametrize("tab", TABS[1:])
def test_axe_finds_nothing_in_the_other_tabs(visit: Visit, tab: str) -> None:
    visit.open(tab)
    assert own(broken(visit)) == {}


def test_every_exception_is_still_needed(visit: Visit) -> None:
    """When gradio has mended a rule, it goes from the table."""
    found: set[str] = set()
    for tab in TABS if BY_GRADIO else ():
        visit.open(tab)
        found |= set(broken(visit))
    assert set(BY_GRADIO) <= found


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
