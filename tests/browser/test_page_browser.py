"""The page in a real browser: asking, choosing and following a citation, attacks, bad input, and an answer to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_fake import FOLLOWING, FakeAssistant
from visitor import CHROMIUM, Browser, Visit, served

from assistant.ui.texts import say

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


def test_a_citation_in_the_answer_jumps_to_its_lid_in_the_panel(visit: Visit) -> None:
    visit.ask("Mag ik meestemmen?")
    before = visit.page.url
    visit.answers.last.get_by_role("link", name="artikel 28, derde lid, Gemeentewet").click()
    cited = visit.page.locator("#ia-article .ia-cited")
    cited.get_by_text("Wie een briefje inlevert").wait_for()
    assert cited.count() == 1 and cited.get_by_text("Derde lid").is_visible()
    assert visit.page.get_by_role("radio", name="Artikel 28, derde lid, Gemeentewet").is_checked()
    assert visit.page.evaluate("document.activeElement.id") == "bron"
    visit.page.wait_for_function(
        "(() => { const box = document.querySelector('#ia-cited').getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight })()"
    )
    assert len(visit.context.pages) == 1 and visit.page.url == before


def test_each_citation_leads_to_its_own_article_and_the_last_click_counts(visit: Visit) -> None:
    visit.ask("Mag ik meestemmen?")
    for label in ("artikel 12, Gemeentewet", "artikel 28, tweede lid, Gemeentewet", "artikel 12, Gemeentewet"):
        visit.answers.last.get_by_role("link", name=label, exact=True).click()
    visit.page.locator("#ia-article h3", has_text="Artikel 12").wait_for()
    assert visit.page.locator("#ia-article .ia-cited").inner_text().count("andere functies") == 1


@pytest.mark.parametrize("key", ["Control", "Shift"])
def test_with_a_key_held_a_citation_stays_the_link_that_it_is(visit: Visit, key: str) -> None:
    visit.ask("Mag ik meestemmen?")
    link = visit.answers.last.get_by_role("link", name="artikel 28, derde lid, Gemeentewet")
    assert link.get_attribute("href").startswith("https://wetten.overheid.nl/jci1.3:c:BWBR0005416&artikel=28&lid=3")
    with visit.context.expect_page():
        link.click(modifiers=[key])
    assert visit.page.get_by_role("radio", name="Artikel 28, eerste lid, Gemeentewet").is_checked()


def test_in_an_earlier_answer_a_citation_is_an_ordinary_link(visit: Visit) -> None:
    visit.ask("Mag ik meestemmen?")
    visit.ask("En nu?")
    with visit.context.expect_page():
        visit.answers.first.get_by_role("link", name="artikel 28, derde lid, Gemeentewet").click()
    assert visit.page.get_by_role("radio", name="Artikel 28, eerste lid, Gemeentewet").is_checked()


def test_to_the_article_before_and_back(visit: Visit) -> None:
    visit.ask("Mag ik meestemmen?")
    before, after = (visit.page.get_by_role("button", name=say(f"panel.{name}")) for name in ("before", "after"))
    assert after.is_disabled() and before.is_enabled()
    before.click()
    visit.page.locator("#ia-article h3", has_text="Artikel 12").wait_for()
    assert before.is_disabled() and after.is_enabled()
    assert visit.page.locator("#ia-article mark").inner_text() == "Een raadslid maakt zijn andere functies openbaar."
    after.click()
    visit.page.locator("#ia-article h3", has_text="Artikel 28").wait_for()
    assert visit.page.locator("#ia-article li").count() == 3


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


def test_clear_empties_everything(visit: Visit, assistant: FakeAssistant) -> None:
    visit.ask(f"Mag dit {CANARY}?")
    visit.clear()
    assert CANARY not in visit.page.inner_text("body")
    assert visit.page.locator("#ia-article mark").count() == 0
    visit.ask("En nu?")
    assert assistant.histories[-1] == ()


def test_example_question_is_asked_at_once_and_the_steps_are_told(visit: Visit) -> None:
    visit.page.get_by_role("button", name=say.example_questions[0]).click()
    visit.page.locator("#ia-chat .bot-row").wait_for()
    assert say.example_questions[0] in visit.page.locator("#ia-chat .user-row").inner_text()
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


def test_answer_starts_in_view(visit: Visit) -> None:
    for _ in range(3):
        visit.ask("Mag ik meestemmen?")
    visit.page.wait_for_function(
        "(() => { const rows = document.querySelectorAll('#ia-chat .user-row');"
        " const top = rows[rows.length - 1].getBoundingClientRect().top; return rows.length === 3 && top >= 0 && top < 60 })()"
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


def test_there_is_nothing_to_save_or_to_judge_before_an_answer(visit: Visit) -> None:
    for part in ("#ia-memo-pdf", "#ia-copy", "#ia-thumb-up", "#ia-facts", ".ia-next", "#ia-before"):
        assert not visit.page.locator(part).is_visible(), part


def test_the_answer_is_copied_with_its_sources(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask("Mag ik meestemmen?")
    visit.page.get_by_role("button", name=say("memo.copy")).click()
    visit.page.locator("#ia-status").get_by_text(say("memo.copied")).wait_for()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    visit.context.close()
    assert copied.startswith("# Memo") and "stemt niet mee over een zaak die hem persoonlijk raakt" in copied
    assert "https://wetten.overheid.nl/jci1.3:c:BWBR0005416&artikel=28&lid=1" in copied and "0123456789ab" in copied


def test_where_the_browser_does_not_allow_copying_that_is_told(visit: Visit) -> None:
    visit.ask("Mag ik meestemmen?")
    visit.page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    visit.page.get_by_role("button", name=say("memo.copy")).click()
    visit.page.locator("#ia-status").get_by_text(say("memo.not_copied")).wait_for()


def test_copying_twice_copies_the_last_answer(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for question in ("Mag ik meestemmen?", "Iets heel anders?"):
        visit.ask(question)
        visit.page.get_by_role("button", name=say("memo.copy")).click()
        visit.page.locator("#ia-status").get_by_text(say("memo.copied")).wait_for()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    visit.context.close()
    assert "Iets heel anders?" in copied


def test_a_next_question_is_asked_with_one_click_and_not_offered_again(visit: Visit, assistant: FakeAssistant) -> None:
    visit.ask("Mag ik meestemmen?")
    offered = visit.page.locator(".ia-next button:visible")
    assert tuple(offered.all_inner_texts()) == FOLLOWING
    visit.asks_by(offered.first)
    assert assistant.asked[-1].text == FOLLOWING[0] and assistant.histories[-1] == ("Mag ik meestemmen?",)
    assert FOLLOWING[0] in visit.page.locator("#ia-chat .user-row").last.inner_text()
    assert tuple(offered.all_inner_texts()) == FOLLOWING[1:]
    visit.asks_by(offered.first)
    assert not visit.page.locator(".ia-next").is_visible()
