"""In a real browser: on small screens, and with nothing but a keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from page_fake import MISSING, FakeAssistant
from visitor import CHROMIUM, TABS, Browser, Visit, served

from assistant.ui.texts import say

DILEMMA = "Een dilemma over een fles wijn"

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


FOCUSED = """
  (() => {
    const e = document.activeElement, style = getComputedStyle(e);
    const [width, line] = [parseFloat(style.outlineWidth), style.outlineStyle];
    const ringed = (x) => x && parseFloat(getComputedStyle(x).outlineWidth) >= 2 && getComputedStyle(x).outlineStyle !== 'none';
    const box = e.getBoundingClientRect();
    return {
      name: (e.getAttribute('aria-label') || e.innerText || e.value || '').trim(), tag: e.tagName, type: e.type || '',
      where: [...document.querySelectorAll('[id^=ia-], .ia-settings, .ia-citations, .ia-tabs')]
        .filter((x) => x.contains(e)).map((x) => x.id || x.className).join(' '),
      seen: box.bottom > 0 && box.top < innerHeight && box.width > 1 && box.height > 1,
      ring: (width >= 2 && line !== 'none') || ringed(e.closest('label')) || ringed(e.closest('.ia-ring')),
    };
  })()
"""


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


def tab_to(visit: Visit, tag: str, where: str, most: int = 40, key: str = "Tab") -> list[str]:
    """Press Tab until such an element has the focus; the names on the way. Each stop on the way must be seen, with a ring."""
    names = []
    for _ in range(most):
        visit.page.keyboard.press(key)
        now = visit.page.evaluate(FOCUSED)
        if now["tag"] == "BODY":
            continue
        names.append(now["name"])
        assert now["seen"] and now["ring"], now
        if now["tag"] == tag and where in now["where"]:
            return names
    raise AssertionError(f"{tag} in {where} niet bereikt: {names}")


@pytest.mark.parametrize("path", ["", "en/"])
@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_shows_everything_without_sideways_scroll(browser: Browser, address: str, width: int, path: str) -> None:
    visit = Visit(browser, address + path, viewport={"width": width, "height": 800}, is_mobile=True, has_touch=True)
    assert not visit.too_wide()
    visit.page.wait_for_function("document.querySelector('.ia-settings > button:not(.open)')")
    visit.ask(f"{DILEMMA} " + "w" * 200)
    visit.judge("down")
    assert not visit.too_wide()
    chat, source = (visit.page.locator(place).bounding_box() for place in ("#ia-chat", "#bron"))
    assert source["y"] > chat["y"] + chat["height"]
    for tab in (*TABS[1:], TABS[0]):
        visit.open(tab)
        assert not visit.too_wide(), tab
    assert visit.answers.count() == 1
    visit.context.close()


def test_the_question_is_near_on_a_phone(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, viewport={"width": 390, "height": 800}, is_mobile=True, has_touch=True)
    visit.page.wait_for_function("document.querySelector('#ia-send').getBoundingClientRect().top < 1000")
    visit.context.close()


def test_a_citation_that_is_touched_shows_its_lid(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, viewport={"width": 390, "height": 800}, is_mobile=True, has_touch=True)
    visit.ask("Mag ik meestemmen?")
    visit.answers.last.get_by_role("link", name="artikel 28, derde lid, Gemeentewet").tap()
    visit.page.locator("#ia-article .ia-cited", has_text="Wie een briefje inlevert").wait_for()
    visit.page.wait_for_function(
        "(() => { const top = document.querySelector('#ia-cited').getBoundingClientRect().top; return top >= 0 && top < 780 })()"
    )
    visit.context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_whatever_can_be_pressed_is_large_enough(browser: Browser, address: str, width: int) -> None:
    """WCAG 2.5.8 asks for 24 px; what one presses to act is 44 px high."""
    visit = Visit(browser, address, viewport={"width": width, "height": 800})
    visit.ask(DILEMMA)
    visit.judge("down")
    sizes = visit.page.evaluate(
        "[...document.querySelectorAll('button, label:has(input), summary')].filter(e => e.offsetParent && !e.closest('.visually-hidden'))"
        ".map(e => [e.innerText.trim().slice(0, 40) || e.title || e.className, e.getBoundingClientRect()])"
        ".filter(([, b]) => Math.min(b.width, b.height) < 24).map(([name, b]) => [name, b.width, b.height])"
    )
    acts = ("#ia-send", "#ia-clear", "#ia-tell", "#ia-copy", "#ia-memo-pdf", "#ia-thumb-up", "#ia-feedback-save", "#ia-before")
    low = {act: box["height"] for act in acts if (box := visit.page.locator(act).bounding_box()) and box["height"] < 44}
    visit.context.close()
    assert sizes == [] and low == {}


def test_the_skip_link_leads_to_the_question(visit: Visit) -> None:
    page = visit.page
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    assert first["name"] == say("page.skip") and first["seen"]
    page.keyboard.press("Enter")
    assert tab_to(visit, "TEXTAREA", "ia-question", most=2)
    page.keyboard.type("Mag dit?")
    page.keyboard.press("Enter")
    visit.answers.wait_for()


def test_the_whole_way_by_keyboard(visit: Visit) -> None:
    """Past everything to the question, ask, choose a citation with the arrows, the article before, back to fill in a fact."""
    page = visit.page
    names = tab_to(visit, "TEXTAREA", "ia-question", most=30)
    assert say("page.other_language") in names and say("tabs.ask") in names
    page.keyboard.type(DILEMMA)
    page.keyboard.press("Enter")
    visit.rest(1)
    tab_to(visit, "INPUT", "ia-citations")
    for lid in ("Tweede lid", "Derde lid"):
        page.keyboard.press("ArrowDown")
        page.locator("#ia-article .ia-cited h4", has_text=lid).wait_for()
    tab_to(visit, "BUTTON", "ia-before")
    page.keyboard.press("Enter")
    page.locator("#ia-article h3", has_text="Artikel 12").wait_for()
    tab_to(visit, "BUTTON", "ia-tell", key="Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("de griffier")
    page.keyboard.press("Enter")
    page.locator("#ia-chat .user-row", has_text=f"{MISSING[2]} de griffier").wait_for()


def test_each_tab_by_keyboard(visit: Visit) -> None:
    for name in TABS[1:]:
        tab_to(visit, "BUTTON", "ia-tabs", most=30)
        while visit.page.evaluate(FOCUSED)["name"] != say(f"tabs.{name}"):
            visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        visit.page.get_by_role("tabpanel").locator("h2").first.wait_for()
        assert visit.page.get_by_role("tab", name=say(f"tabs.{name}"), exact=True).get_attribute("aria-selected") == "true"
        visit.page.evaluate("document.activeElement.blur()")


def test_a_citation_in_the_answer_by_keyboard(visit: Visit) -> None:
    visit.ask("Mag ik meestemmen?")
    link = visit.answers.last.get_by_role("link", name="artikel 28, derde lid, Gemeentewet")
    link.focus()
    visit.page.keyboard.press("Enter")
    visit.page.locator("#ia-article .ia-cited", has_text="Wie een briefje inlevert").wait_for()
    assert visit.page.evaluate("document.activeElement.id") == "bron"


def test_no_key_is_a_trap(visit: Visit) -> None:
    """Through the whole page with Tab, out at the end, whatever is open."""
    visit.ask(DILEMMA)
    visit.judge("down")
    visit.page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    stops = []
    for _ in range(120):
        visit.page.keyboard.press("Tab")
        stops.append(visit.page.evaluate("document.activeElement.tagName"))
        if len(stops) > 5 and stops[-1] == "BODY":
            break
    assert stops[-1] == "BODY"
