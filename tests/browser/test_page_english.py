"""The English page in a real browser, and that neither page speaks the language of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from page_fake import ENGLISH_MISSING, FakeAssistant
from visitor import CHROMIUM, TABS, Browser, Visit, served

from assistant.answer import Language
from assistant.ui.texts import Words, say

ENGLISH = Words(Language.EN)

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


#: What a visitor reads or hears, but not what is marked as Dutch, what was typed, or the words of an answer.
INTERFACE = """
  (() => {
    const seen = [];
    const foreign = (element) => element.closest('[lang="nl"]:not(html), #ia-chat .prose, textarea, input');
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (!element.offsetParent || element.closest('[lang="nl"]:not(html)')) continue;
      for (const name of ['aria-label', 'title', 'placeholder']) seen.push(element.getAttribute(name) || '');
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent.offsetParent && !foreign(parent) && !['SCRIPT', 'STYLE'].includes(parent.tagName)) seen.push(node.nodeValue);
    }
    return seen.map((text) => text.trim()).filter(Boolean);
  })()
"""
DUTCH = re.compile(r"\b(de|het|een|van|en|voor|wordt|niet|naar|uw|wij|kies|vraag|antwoord|bron|bronnen|zoek|vergelijk)\b")
GRADIO = re.compile(
    r"\b(copy|message|clear|chatbot|built with|settings|submit|send|loading|close|more tabs|undo|retry)\b", re.IGNORECASE
)


@pytest.fixture
def english(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, f"{address}en/", locale="nl-NL")
    yield visit
    visit.context.close()


def interface(visit: Visit) -> list[str]:
    visit.page.wait_for_timeout(300)
    texts: list[str] = visit.page.evaluate(INTERFACE)
    return texts


def test_no_dutch_is_left_on_the_english_page(english: Visit) -> None:
    assert english.page.evaluate("document.documentElement.lang") == "en"
    english.ask("May I keep this gift? A dilemma in English")
    english.judge("down")
    for tab in TABS:
        english.open(tab)
        # A law is called by its Dutch name, a term of the law stands behind its translation in brackets.
        texts = [re.sub(r"\([^)]*\)|[‘“][^’”]*[’”]", "", text) for text in interface(english)]
        assert [text for text in texts if DUTCH.search(text) and text not in (ENGLISH("page.other_language"),)] == [], tab


def test_no_english_is_left_on_the_dutch_page(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, locale="en-US")
    visit.ask("Mag ik meestemmen? Een dilemma")
    visit.judge("down")
    for tab in TABS:
        visit.open(tab)
        assert [text for text in interface(visit) if GRADIO.search(text)] == [], tab
    visit.context.close()


def test_a_question_in_english_is_answered_in_english(english: Visit) -> None:
    english.page.get_by_role("radio", name="Municipal councillor (raadslid)").check()
    english.page.get_by_role("button", name="now: municipal councillor").wait_for()
    answer = english.ask("May I vote? English")
    assert "For: municipal councillor (raadslid)" in answer and "What the sources say" in answer
    assert english.page.locator("#ia-status").inner_text().startswith(ENGLISH("status.done_many", count=5))
    article = english.page.locator("#ia-article")
    assert ENGLISH("panel.summary") in article.inner_text()
    assert article.locator('[lang="nl"] mark').count() >= 1
    english.answers.last.get_by_role("link", name="artikel 28, derde lid, Gemeentewet").click()
    article.locator(".ia-cited", has_text="Wie een briefje inlevert").wait_for()


@pytest.mark.parametrize(
    ("question", "expected"), [("", "question is empty"), ("a " * 25_000, "too long"), ("kapot", "went wrong")]
)
def test_what_goes_wrong_is_told_in_english(english: Visit, question: str, expected: str) -> None:
    assert expected in english.ask(question)


def test_facts_copy_and_feedback_work_there_too(english: Visit, assistant: FakeAssistant) -> None:
    english.ask("A dilemma in English")
    english.page.get_by_label(ENGLISH_MISSING[0]).fill("raadslid")
    english.asks_by(english.page.get_by_role("button", name=ENGLISH("facts.tell")))
    assert assistant.facts[-1] == {ENGLISH_MISSING[0]: "raadslid"}
    english.judge("up")
    assert ENGLISH("feedback.shown") in english.page.locator(".ia-preview p").inner_text()
    english.clear()
    assert english.page.locator("#ia-status").inner_text().strip() == ENGLISH("status.cleared")


def test_from_one_language_to_the_other_and_back(english: Visit, address: str) -> None:
    page = english.page
    for words, path in ((say, ""), (ENGLISH, "en/")):
        page.get_by_role("link", name=Words(next(x for x in Language if x is not words.language))("page.other_language")).click()
        page.wait_for_url(address + path)
        page.get_by_role("button", name=words("form.send"), exact=True).wait_for()
        assert page.evaluate("document.documentElement.lang") == words.language


def test_the_language_follows_the_page_and_not_the_browser(browser: Browser, address: str) -> None:
    for locale in ("de-DE", "en-GB", "nl-NL"):
        visit = Visit(browser, address, locale=locale)
        assert visit.page.evaluate("[document.documentElement.lang, navigator.language]") == ["nl", "nl"]
        visit.context.close()
