"""In a real browser: feedback keeps nothing before the click, and then exactly what was shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_fake import FakeAssistant
from visitor import CHROMIUM, Browser, Visit, served

from assistant.ui.texts import say
from ingest.settings import Settings

CANARY = "kanarie7319"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is er niet; installeer het pakket chromium"),
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("gegevens"))


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    yield from served(FakeAssistant(), settings)


@pytest.fixture
def visit(browser: Browser, address: str, settings: Settings) -> Iterator[Visit]:
    for file in settings.feedback_dir.glob("*"):
        file.unlink()
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


def kept(settings: Settings) -> list[Path]:
    """Every file in the data folder, whatever its name."""
    return [file for file in settings.data_dir.rglob("*") if file.is_file()]


def shown(visit: Visit) -> str:
    return str(visit.page.locator(".ia-preview pre").inner_text())


def button(visit: Visit, key: str) -> None:
    visit.page.locator(f"#ia-feedback-{key}").click()


def test_nothing_is_kept_before_the_click_and_then_what_was_shown(visit: Visit, settings: Settings) -> None:
    visit.ask(f"Mag ik {CANARY}?")
    visit.judge("down")
    visit.page.get_by_label(say("feedback.onvolledig")).check()
    visit.page.get_by_label(say("feedback.te_lang")).check()
    visit.page.get_by_label(say("feedback.remark")).fill("Artikel 12 is niet volledig, bel 06-12345678.")
    visit.page.locator(".ia-preview pre", has_text="[TELEFOON-1]").wait_for()
    visit.page.locator(".ia-preview pre", has_text="te_lang").wait_for()
    assert kept(settings) == []
    seen = shown(visit)
    assert CANARY not in seen and "06-12345678" not in seen
    button(visit, "save")
    visit.page.locator("#ia-feedback-status").get_by_text(say("feedback.thanks")).wait_for()
    (file,) = kept(settings)
    assert file.read_text(encoding="utf-8") == seen + "\n"
    assert json.loads(seen)["reasons"] == ["onvolledig", "te_lang"] and json.loads(seen)["useful"] is False
    assert not visit.page.locator("#ia-feedback").is_visible()


def test_the_question_is_kept_only_when_that_is_ticked_and_seen(visit: Visit, settings: Settings) -> None:
    visit.ask(f"Mag ik {CANARY}?")
    visit.judge("up")
    assert not visit.page.get_by_label(say("feedback.te_lang")).is_visible()
    visit.page.get_by_label(say("feedback.with_question")).check()
    visit.page.locator(".ia-preview pre", has_text=CANARY).wait_for()
    button(visit, "save")
    visit.page.locator("#ia-feedback-status").get_by_text(say("feedback.thanks")).wait_for()
    (file,) = kept(settings)
    assert json.loads(file.read_text(encoding="utf-8"))["question"] == f"Mag ik {CANARY}?"


def test_who_keeps_nothing_leaves_nothing(visit: Visit, settings: Settings) -> None:
    visit.ask(f"Mag ik {CANARY}?")
    visit.judge("down")
    visit.page.get_by_label(say("feedback.remark")).fill(CANARY)
    visit.page.locator(".ia-preview pre", has_text=CANARY).wait_for()
    button(visit, "cancel")
    visit.page.locator("#ia-feedback").wait_for(state="hidden")
    assert kept(settings) == [] and CANARY not in visit.stored()
    visit.judge("down")
    assert visit.page.get_by_label(say("feedback.remark")).input_value() == "" and CANARY not in shown(visit)


def test_what_is_kept_is_of_the_answer_that_stands_there(visit: Visit, settings: Settings) -> None:
    """A form that was open under an earlier answer does not speak of the next one."""
    visit.ask("Mag ik meestemmen?")
    visit.judge("up")
    visit.page.get_by_label(say("feedback.with_question")).check()
    visit.page.locator(".ia-preview pre", has_text="Mag ik meestemmen?").wait_for()
    visit.ask("Hier staat niets over")
    assert not visit.page.locator("#ia-feedback").is_visible()
    visit.judge("up")
    visit.page.locator(".ia-preview pre", has_text='"niet"').wait_for()
    assert "meestemmen" not in shown(visit)


def test_clearing_closes_the_form(visit: Visit, settings: Settings) -> None:
    visit.ask(f"Mag ik {CANARY}?")
    visit.judge("down")
    visit.page.get_by_label(say("feedback.remark")).fill(CANARY)
    visit.page.locator(".ia-preview pre", has_text=CANARY).wait_for()
    visit.clear()
    visit.page.locator("#ia-feedback").wait_for(state="hidden")
    visit.ask("Iets anders?")
    assert not visit.page.locator("#ia-feedback").is_visible() and kept(settings) == []


def test_a_failure_is_told(visit: Visit, settings: Settings) -> None:
    visit.ask("Mag ik meestemmen?")
    visit.judge("up")
    if settings.feedback_dir.exists():
        settings.feedback_dir.rmdir()
    settings.feedback_dir.write_text("een bestand op die plaats", encoding="utf-8")
    try:
        button(visit, "save")
        visit.page.locator("#ia-feedback-status").get_by_text(say("feedback.failed")).wait_for()
    finally:
        settings.feedback_dir.unlink()


def test_two_visitors_do_not_see_each_others_feedback(browser: Browser, address: str, visit: Visit, settings: Settings) -> None:
    other = Visit(browser, address)
    visit.ask(f"Mag ik {CANARY}?")
    other.ask("Iets anders?")
    for one in (visit, other):
        one.judge("down")
    visit.page.get_by_label(say("feedback.remark")).fill(CANARY)
    visit.page.locator(".ia-preview pre", has_text=CANARY).wait_for()
    other.page.get_by_label(say("feedback.remark")).fill("mijn eigen woorden")
    other.page.locator(".ia-preview pre", has_text="mijn eigen woorden").wait_for()
    assert CANARY not in other.page.content()
    button(other, "save")
    other.page.locator("#ia-feedback-status").get_by_text(say("feedback.thanks")).wait_for()
    assert CANARY not in "".join(file.read_text(encoding="utf-8") for file in kept(settings))
    other.context.close()


def test_without_feedback_there_is_no_form(browser: Browser) -> None:
    pages = served(FakeAssistant(), Settings(feedback=False))
    visit = Visit(browser, next(pages))
    visit.ask("Mag ik meestemmen?")
    assert visit.page.locator("#ia-copy").is_visible()
    assert visit.page.locator("#ia-thumb-up").count() == 0 and visit.page.locator("#ia-feedback").count() == 0
    visit.context.close()
    pages.close()
