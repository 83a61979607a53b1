"""What a question does to a conversation, what the panel shows, and that neither shows more than it may."""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
from pathlib import Path

import pytest
from page_fake import EVIL, FakeAssistant, small_corpus

from assistant.answer import QuestionError
from assistant.flow import Step
from assistant.ui.conversation import Conversation, View, converse, read_date
from assistant.ui.panel import article_panel, empty_panel
from assistant.ui.shown import as_text, without_bare_links
from assistant.ui.texts import say
from corpus import Ambt, SourceKind
from ingest.release import IndexProblem
from ingest.settings import load_settings

CANARY = "kanarie7319"
TODAY = dt.date(2026, 11, 24)


def ask(question: str, now: Conversation | None = None, date: str = "", assistant: FakeAssistant | None = None) -> list[View]:
    return list(converse(assistant or FakeAssistant(), now or Conversation(), question, "raadslid", date))


def test_steps_are_told_one_by_one_and_the_answer_comes_last() -> None:
    views = ask("Mag ik meestemmen?")
    assert [view.status for view in views[:-1]] == [say(f"status.{step.value}") for step in Step]
    assert [view.done for view in views] == [False] * len(Step) + [True]
    last = views[-1]
    assert last.answered and "artikel 28, eerste lid, Gemeentewet" in last.conversation.turns[-1].answer
    assert last.conversation.citations[0].label == "artikel 28, eerste lid, Gemeentewet"


def test_earlier_questions_go_along_and_only_within_the_conversation() -> None:
    assistant = FakeAssistant()
    first = ask("Mag ik meestemmen? Mail a@b.nl", assistant=assistant)[-1].conversation
    ask("En als wethouder?", first, assistant=assistant)
    ask("Nieuw gesprek?", assistant=assistant)
    assert [len(history) for history in assistant.histories] == [0, 1, 0]
    assert "a@b.nl" not in assistant.histories[1][0]


@pytest.mark.parametrize(
    ("question", "date", "expected"),
    [
        ("", "", "De vraag is leeg"),
        ("   \n ", "", "De vraag is leeg"),
        ("😀😀🎉", "", "De vraag is leeg"),
        ("\x00\x07\u200b", "", "De vraag is leeg"),
        ("a " * 25_000, "", "te lang"),
        ("Mag dit?", "31-02-2026", "peildatum"),
        ("Mag dit?", "gisteren", "peildatum"),
    ],
)
def test_bad_input_gets_a_clear_dutch_sentence_and_is_forgotten(question: str, date: str, expected: str) -> None:
    view = ask(question, date=date)[-1]
    assert view.done and not view.answered
    assert expected in view.conversation.turns[-1].answer
    assert view.conversation.questions == ()
    assert len(view.conversation.turns[-1].question) < 10_000


def test_no_answer_shows_no_citation() -> None:
    view = ask("Hier staat niets over")[-1]
    assert view.answered and not view.conversation.citations
    assert view.status == say("status.done_none")


@pytest.mark.parametrize("question", [f"Mag ik {CANARY}?", f"kapot {CANARY}", "x" * 5000 + CANARY])
def test_no_word_of_a_question_reaches_a_log(
    question: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        view = ask(question)[-1]
    printed = capfd.readouterr()
    assert CANARY not in caplog.text + printed.out + printed.err
    assert CANARY not in view.conversation.turns[-1].answer or view.answered
    if "kapot" in question:
        assert say("error.failed").split(".")[0] in view.conversation.turns[-1].answer
        assert "RuntimeError at" in caplog.text


def test_question_is_shown_as_text_only() -> None:
    shown = as_text("<b>x</b> ![a](http://e.nl/y.png) [l](javascript:x) www.e.nl a@b.nl\n# kop\n1. een\n    code `c` $x$ &lt;")
    assert not re.search(r"[<>\[\]()`#*_$@:./&\\]", re.sub(r"&#\d+;|<br>", "", shown))
    assert re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), shown.replace("<br>", "\n")).startswith(
        "<b>x</b> ![a](http://e.nl/y.png)"
    )


def test_only_our_own_links_are_links() -> None:
    text = "Zie http://e.nl en www.e.nl, mail a@b.nl \\](https://e.nl) — [artikel 28](https://wetten.overheid.nl/x)"
    made = without_bare_links(text)
    assert made.count("://") == 1 and "](https://wetten.overheid.nl/x)" in made
    assert "www.e" not in made and "a@b" not in made


@pytest.mark.parametrize(
    ("text", "iso"), [("24-11-2026", "2026-11-24"), ("2026-11-24", "2026-11-24"), (" 1/2/2026 ", "2026-02-01"), ("", None)]
)
def test_dates_are_read_the_dutch_way(text: str, iso: str | None) -> None:
    assert read_date(text) == iso


@pytest.mark.parametrize("text", ["2026", "32-01-2026", "11-24-2026", "2026-W01-1", "20261124", "٢٠٢٦-١١-٢٤x"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        read_date(text)


def test_panel_marks_the_cited_lid_within_its_article() -> None:
    html = article_panel(small_corpus(), "BWBR0005416@2026-10-01#artikel=28/lid=2", TODAY)
    rows = re.findall(r"<li.*?</li>", html)
    assert len(rows) == 3
    assert [("<mark>" in row, 'aria-current="true"' in row) for row in rows] == [(False, False), (True, True), (False, False)]
    assert "Artikel 28" in html and "Gemeentewet" in html and say("panel.summary") in html and "1 oktober 2026" in html
    assert "artikel=28&amp;lid=2&amp;z=2026-11-24" in html


def test_panel_tells_an_old_or_uncertain_text_and_escapes_it() -> None:
    html = article_panel(small_corpus(), "handboek-2023#geschenken/alinea=1", TODAY)
    assert "ca. 2023" in html and say("panel.uncertain") in html
    assert EVIL not in html and "<script" not in html and "<img" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "chosen", ["", "x", "<script>alert(1)</script>", "BWBR0005416#artikel=999", "BWBR0005416#artikel=28/lid=1#"]
)
def test_a_place_that_does_not_exist_is_a_sentence(chosen: str) -> None:
    assert article_panel(small_corpus(), chosen, TODAY) == f'<p class="ia-empty">{say("panel.gone")}</p>'
    assert "<script" not in empty_panel()


def test_every_kind_of_source_and_every_office_has_a_name() -> None:
    assert all(say(f"kind.{kind.value}") for kind in SourceKind)
    assert all(ambt.label for ambt in Ambt)


@pytest.mark.real_index
def test_real_assistant_answers_on_the_page() -> None:
    from assistant.flow import open_assistant

    named = os.environ.get("INTEGRITEIT_TEST_DATA")
    try:
        assistant = open_assistant(load_settings({"data_dir": Path(named)} if named else None))
    except IndexProblem as problem:
        pytest.skip(f"geen index om te antwoorden: {problem}")
    view = list(
        converse(assistant, Conversation(), "Mag ik meestemmen over het bestemmingsplan naast mijn huis?", "raadslid", "")
    )[-1]
    places = [str(c.locator.undated()) for c in view.conversation.citations]
    assert "BWBR0005416#artikel=28/lid=1" in places
    for citation in view.conversation.citations:
        assert "<mark>" in article_panel(assistant.index.corpus, str(citation.locator), TODAY)
