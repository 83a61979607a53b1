"""The page in a real browser: asking, choosing a source, attacks, small screens, privacy and accessibility."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_fake import FakeAssistant
from visitor import CHROMIUM, Browser, Visit, served, severe

from assistant.ui.texts import example_questions, say

CANARY = "kanarie7319"
ATTACK = (
    f"Mag dit {CANARY}? <img src=http://evil.example/1.png onerror=alert(1)> <script>alert(2)</script> "
    "![x](http://evil.example/2.png) [klik](javascript:alert(3)) <iframe src=http://evil.example></iframe> http://evil.example/3"
)

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


def test_question_gets_an_answer_with_a_citation_and_its_article(visit: Visit) -> None:
    visit.page.get_by_role("radio", name="Raadslid").check()
    visit.page.get_by_role("button", name=re.compile("nu: raadslid")).wait_for()
    answer = visit.ask("Mag ik meestemmen?")
    assert "stemt niet mee" in answer and "raadslid (gemeente)" in answer
    link = visit.page.locator("#ia-chat .bot-row a").first
    assert link.get_attribute("href").startswith("https://wetten.overheid.nl/jci1.3:c:BWBR0005416&artikel=28&lid=1")
    assert "persoonlijk raakt" in visit.page.locator("#ia-article mark").first.inner_text()
    assert visit.page.locator("#ia-article li").count() == 3


def test_choosing_a_citation_moves_the_mark(visit: Visit) -> None:
    visit.ask("Mag ik meestemmen?")
    visit.page.get_by_role("radio", name="Artikel 28, derde lid, Gemeentewet").check()
    visit.page.locator("#ia-article .ia-cited", has_text="Wie een briefje inlevert").wait_for()
    assert visit.page.locator("#ia-article .ia-cited").count() == 1
    visit.page.keyboard.press("ArrowDown")
    visit.page.locator("#ia-article h3", has_text="Artikel 12").wait_for()


def test_attack_in_question_or_document_is_only_text(visit: Visit, address: str) -> None:
    visit.ask(ATTACK)
    asked = visit.page.locator("#ia-chat .user-row")
    assert "<script>alert(2)</script>" in asked.inner_text() and "![x](http://evil.example/2.png)" in asked.inner_text()
    visit.page.get_by_role("radio", name="Geschenken, alinea 1, Handboek integriteit").check()
    visit.page.locator("#ia-article .ia-cited", has_text="<script>alert(2)</script>").wait_for()
    visit.page.wait_for_timeout(300)
    for place in ("#ia-chat .user-row", "#ia-article", "#ia-chat .bot-row .prose"):
        assert visit.page.locator(f"{place} :is(img, script, iframe, form, object)").count() == 0
    assert asked.locator("a").count() == 0
    hosts = visit.page.locator("#ia-chat a").evaluate_all("links => [...new Set(links.map(a => a.host))].sort()")
    assert hosts == ["wetten.overheid.nl", "www.kennisopenbaarbestuur.nl"]
    assert visit.dialogs == []
    assert visit.outside(address) == []


def test_nothing_of_the_question_stays_in_the_browser(visit: Visit, address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        visit.ask(f"Mag dit {CANARY}?")
        visit.ask(f"kapot {CANARY}")
    stored = visit.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert CANARY not in stored
    assert CANARY not in caplog.text
    assert not any(CANARY in url for url in visit.requests)
    assert visit.page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert visit.outside(address) == []


def test_clear_empties_everything(visit: Visit, assistant: FakeAssistant) -> None:
    visit.ask(f"Mag dit {CANARY}?")
    visit.page.get_by_role("button", name=say("form.clear")).click()
    visit.page.locator(".ia-example").first.wait_for()
    visit.page.wait_for_function("!document.querySelector('#ia-chat .user-row')")
    assert CANARY not in visit.page.inner_text("body")
    assert visit.page.locator("#ia-article mark").count() == 0
    visit.ask("En nu?")
    assert assistant.histories[-1] == ()


def test_example_question_is_asked_at_once_and_the_steps_are_told(visit: Visit) -> None:
    visit.page.get_by_role("button", name=example_questions()[0]).click()
    visit.page.locator("#ia-chat .bot-row").wait_for()
    assert example_questions()[0] in visit.page.locator("#ia-chat .user-row").inner_text()
    visit.rest(1)
    visit.page.fill("#ia-question textarea", "traag antwoord")
    visit.page.get_by_role("button", name=say("form.send")).click()
    status = visit.page.locator('#ia-status[role="status"]')
    status.get_by_text("Stap 2 van 5").wait_for()
    status.get_by_text("Klaar").wait_for()


@pytest.mark.parametrize(
    ("question", "expected"), [("", "De vraag is leeg"), ("😀🎉", "De vraag is leeg"), ("a " * 25_000, "te lang")]
)
def test_bad_input_gets_a_sentence_in_the_conversation(visit: Visit, question: str, expected: str) -> None:
    assert expected in visit.ask(question)
    assert visit.page.locator("#ia-article mark").count() == 0


def test_two_visitors_never_see_each_other(browser: Browser, address: str, assistant: FakeAssistant) -> None:
    one, other = Visit(browser, address), Visit(browser, address)
    one.ask(f"Mag dit {CANARY}?")
    other.ask("Iets anders?")
    assert assistant.histories[-1] == ()
    assert CANARY not in other.page.content()
    one.page.reload()
    one.page.wait_for_selector("#ia-question textarea")
    assert CANARY not in one.page.content()
    one.context.close()
    other.context.close()


@pytest.mark.parametrize("width", [390, 320])
def test_small_screen_has_no_sideways_scroll(browser: Browser, address: str, width: int) -> None:
    visit = Visit(browser, address, viewport={"width": width, "height": 800}, is_mobile=True, has_touch=True)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    visit.page.wait_for_function("document.querySelector('#ia-send').getBoundingClientRect().top < 900")
    visit.ask("Mag ik meestemmen? " + "w" * 200)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    chat, source = (visit.page.locator(place).bounding_box() for place in ("#ia-chat", "#bron"))
    assert source["y"] > chat["y"] + chat["height"]
    visit.context.close()


def test_answer_starts_in_view(visit: Visit) -> None:
    for _ in range(3):
        visit.ask("Mag ik meestemmen?")
    visit.page.wait_for_function(
        "(() => { const rows = document.querySelectorAll('#ia-chat .user-row');"
        " const top = rows[rows.length - 1].getBoundingClientRect().top; return rows.length === 3 && top >= 0 && top < 60 })()"
    )


def test_whole_way_by_keyboard(visit: Visit) -> None:
    page = visit.page
    seen: list[str] = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.tagName + document.activeElement.type"))
        if page.evaluate("document.activeElement.tagName === 'TEXTAREA'"):
            break
    assert "INPUTradio" in seen, seen
    assert page.evaluate("document.activeElement.closest('#ia-question') !== null"), seen
    outline = page.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth"
    )
    assert outline == "solid3px"
    page.keyboard.type("Mag dit?")
    page.keyboard.press("Enter")
    page.locator("#ia-chat .bot-row").wait_for()


ACCEPTED: dict[str, str] = {}
"""Rules of axe that gradio itself breaks and that cannot be mended from outside: rule -> reason."""


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(browser: Browser, address: str, colours: str, width: int) -> None:
    visit = Visit(browser, address, color_scheme=colours, viewport={"width": width, "height": 900})
    found = severe(visit)
    visit.ask("Mag ik meestemmen?")
    found |= severe(visit)
    assert visit.page.evaluate("document.documentElement.lang") == "nl"
    visit.context.close()
    assert not {rule: nodes for rule, nodes in found.items() if rule not in ACCEPTED}


def test_no_english_is_left_on_the_page(visit: Visit) -> None:
    visit.ask("Mag ik meestemmen?")
    visit.page.wait_for_timeout(300)
    names = visit.page.evaluate(
        "[...document.querySelectorAll('[aria-label], [title], button, label, h1, h2, h3, p')]"
        ".filter(e => e.offsetParent).map(e => [e.getAttribute('aria-label'), e.title, e.innerText].join(' ')).join('\\n')"
    )
    assert not re.findall(
        r"\b(?:copy|message|clear|chatbot|built with|settings|submit|send|loading|close)\b", names, re.IGNORECASE
    )


@pytest.mark.parametrize(("kind", "starts"), [("docx", b"PK"), ("pdf", b"%PDF"), ("markdown", b"# Memo")])
def test_the_answer_is_saved_as_a_document_and_nothing_is_left(visit: Visit, address: str, kind: str, starts: bytes) -> None:
    visit.ask("Mag ik meestemmen over het plan naast mijn huis?")
    with visit.page.expect_download() as download:
        visit.page.click(f"#ia-memo-{kind}")
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(starts) and len(data) > 1000
    assert download.value.suggested_filename.startswith("memo-integriteit-")
    assert visit.outside(address) == []


def test_there_is_nothing_to_save_before_an_answer(visit: Visit) -> None:
    assert visit.page.locator("#ia-memo-pdf").count() == 0 or not visit.page.locator("#ia-memo-pdf").is_visible()
