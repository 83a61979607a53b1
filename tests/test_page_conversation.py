"""What a question does to a conversation, what the panel shows, and that neither shows more than it may."""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
from pathlib import Path

import pytest
from page_fake import MISSING, FakeAssistant

from assistant.answer import Language, Mode
from assistant.flow import Step
from assistant.messages import QuestionError
from assistant.ui.conversation import Asked, Conversation, View, converse, read_date, with_facts
from assistant.ui.panel import article_panel
from assistant.ui.shown import as_text, without_bare_links
from assistant.ui.texts import Words, say
from ingest.release import IndexProblem
from ingest.settings import load_settings

CANARY = "kanarie7319"
TODAY = dt.date(2026, 11, 24)
ENGLISH = Words(Language.EN)
DILEMMA = "Een aannemer geeft mij een fles wijn, een dilemma"
OFFICE, WHEN, WHO = MISSING


def ask(
    question: str, now: Conversation | None = None, date: str = "", assistant: FakeAssistant | None = None, words: Words = say
) -> list[View]:
    asked = Asked(question, "raadslid", date)
    return list(converse(assistant or FakeAssistant(), now or Conversation(), asked, words))


def told(
    now: Conversation, answers: tuple[str, ...], assistant: FakeAssistant, settings: Asked | None = None, words: Words = say
) -> Conversation:
    """The conversation after those answers to the questions for facts, in the order of the boxes."""
    again = with_facts(now, answers, settings or Asked(""))
    assert again
    return list(converse(assistant, now, again, words))[-1].conversation


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
    shown = as_text(
        "<b>x</b> ![a](http://e.nl/y.png) [l](javascript:x) www.e.nl a@b.nl\n# kop\n1. een\n    code `c` $x$ &lt;", say
    )
    assert not re.search(r"[<>\[\]()`#*_$@:./&\\]", re.sub(r"&#\d+;|<br>", "", shown))
    assert re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), shown.replace("<br>", "\n")).startswith(
        "<b>x</b> ![a](http://e.nl/y.png)"
    )


def test_only_our_own_links_are_links() -> None:
    text = "Zie http://e.nl en www.e.nl, mail a@b.nl \\](https://e.nl) — [artikel 28](https://wetten.overheid.nl/x)"
    made = without_bare_links(text)
    assert made.count("://") == 1 and "](https://wetten.overheid.nl/x)" in made
    assert "www.e" not in made and "a@b" not in made


def test_the_facts_are_told_and_the_same_question_is_asked_again() -> None:
    assistant = FakeAssistant()
    before = ask(DILEMMA, assistant=assistant)[-1].conversation
    assert before.missing == MISSING and before.base == DILEMMA
    after = told(before, ("", " gisteren ", ""), assistant)
    assert assistant.facts == [{}, {WHEN: "gisteren"}]
    assert assistant.asked[-1].text.startswith(DILEMMA) and assistant.asked[-1].history == ()
    assert after.missing == (OFFICE, WHO)
    assert after.turns[-1].question == as_text(f"{WHEN} gisteren", say)
    assert after.questions == (f"{DILEMMA} gisteren",)


def test_a_second_round_of_facts_keeps_the_first_and_shows_only_the_new_ones() -> None:
    assistant = FakeAssistant()
    before = ask(DILEMMA, assistant=assistant)[-1].conversation
    first = told(before, ("", "gisteren", ""), assistant)
    second = told(first, ("raadslid", "de griffier"), assistant)
    assert assistant.facts[-1] == {WHEN: "gisteren", OFFICE: "raadslid", WHO: "de griffier"}
    assert second.turns[-1].question == "<br>".join(
        as_text(f"{q} {a}", say) for q, a in ((OFFICE, "raadslid"), (WHO, "de griffier"))
    )
    assert second.base == DILEMMA and second.missing == ()
    assert len(second.turns) == 3 and len(second.questions) == 1


def test_what_was_asked_before_the_dilemma_still_goes_along() -> None:
    assistant = FakeAssistant()
    first = ask("Mag ik meestemmen?", assistant=assistant)[-1].conversation
    now = ask(DILEMMA, first, assistant=assistant)[-1].conversation
    told(now, ("raadslid",), assistant)
    assert assistant.histories == [(), ("Mag ik meestemmen?",), ("Mag ik meestemmen?",)]


def test_a_new_question_after_the_facts_stands_alone() -> None:
    assistant = FakeAssistant()
    now = told(ask(DILEMMA, assistant=assistant)[-1].conversation, ("raadslid",), assistant)
    after = ask("Nog een dilemma?", now, assistant=assistant)[-1].conversation
    assert assistant.facts[-1] == {} and after.facts == {}
    assert after.base == "Nog een dilemma?" and after.missing == MISSING


@pytest.mark.parametrize("answers", [(), ("", "  ", "\n"), ("", "", "", "iets in een vak dat er niet is")])
def test_nothing_filled_in_asks_nothing(answers: tuple[str, ...]) -> None:
    now = ask(DILEMMA)[-1].conversation
    assert with_facts(now, answers, Asked("")) is None


def test_facts_without_a_dilemma_ask_nothing() -> None:
    assert with_facts(Conversation(), ("raadslid",), Asked("")) is None
    assert with_facts(ask("Mag ik meestemmen?")[-1].conversation, ("raadslid",), Asked("")) is None


@pytest.mark.parametrize("wrong", ["a " * 4000, "kapot"])
def test_a_refused_round_of_facts_changes_nothing_but_what_is_shown(wrong: str) -> None:
    """The boxes stay, the facts told before are kept, what was refused is forgotten, and no earlier question is lost."""
    assistant = FakeAssistant()
    earlier = ask("Mag ik meestemmen?", assistant=assistant)[-1].conversation
    first = told(ask(DILEMMA, earlier, assistant=assistant)[-1].conversation, ("", "gisteren"), assistant)
    refused = told(first, (wrong,), assistant)
    assert refused.turns[-1].answer.startswith(("De vraag is te lang", "Er ging iets mis"))
    assert (refused.missing, refused.facts, refused.questions) == (first.missing, first.facts, first.questions)
    mended = told(refused, ("", "de griffier"), assistant)
    assert assistant.facts[-1] == {WHEN: "gisteren", WHO: "de griffier"} and mended.missing == (OFFICE,)
    assert assistant.histories[-1] == ("Mag ik meestemmen?",)


def test_facts_can_still_be_told_after_a_question_that_was_refused() -> None:
    assistant = FakeAssistant()
    first = told(ask(DILEMMA, assistant=assistant)[-1].conversation, ("", "gisteren"), assistant)
    refused = ask("", first, assistant=assistant)[-1].conversation
    told(refused, ("raadslid",), assistant)
    assert assistant.facts[-1] == {WHEN: "gisteren", OFFICE: "raadslid"}


def test_personal_data_in_a_fact_is_taken_out_before_it_is_remembered() -> None:
    assistant = FakeAssistant()
    now = told(ask(DILEMMA, assistant=assistant)[-1].conversation, ("", "", "mail a@b.nl"), assistant)
    assert "a@b.nl" not in assistant.asked[-1].text + "".join(now.questions) + now.turns[-1].answer


def test_settings_beside_the_question_go_along_with_the_facts() -> None:
    assistant = FakeAssistant()
    now = ask(DILEMMA, assistant=assistant)[-1].conversation
    told(now, ("ja",), assistant, settings=Asked("", "wethouder", "1-2-2026", "dilemma"))
    asked = assistant.asked[-1]
    assert (asked.ambt, asked.peildatum, asked.mode) == ("wethouder", dt.date(2026, 2, 1), Mode.DILEMMA)


@pytest.mark.parametrize("mode", [None, *Mode])
def test_chosen_kind_of_question_goes_along(mode: Mode | None) -> None:
    assistant = FakeAssistant()
    view = list(converse(assistant, Conversation(), Asked("Mag dit?", mode=mode or ""), say))[-1]
    assert view.answered and assistant.asked[-1].mode is mode


def test_unknown_kind_of_question_is_refused() -> None:
    view = list(converse(FakeAssistant(), Conversation(), Asked("Mag dit?", mode="raadsel"), say))[-1]
    assert not view.answered and "vraag, dilemma, vergelijking" in view.conversation.turns[-1].answer


@pytest.mark.parametrize(
    ("question", "date", "expected"),
    [
        ("", "", "question is empty"),
        ("a " * 25_000, "", "too long"),
        ("Mag dit?", "31-02-2026", "reference date"),
        ("kapot", "", ENGLISH("error.failed").split(".")[0]),
    ],
)
def test_on_the_english_page_a_mistake_is_told_in_english(question: str, date: str, expected: str) -> None:
    view = ask(question, date=date, words=ENGLISH)[-1]
    assert expected in view.conversation.turns[-1].answer
    assert view.status == ENGLISH("status.refused")


def test_on_the_english_page_the_steps_are_told_in_english() -> None:
    views = ask("May I vote? English", words=ENGLISH)
    assert [view.status for view in views[:-1]] == [ENGLISH(f"status.{step.value}") for step in Step]
    assert views[-1].status == ENGLISH("status.done_many", count=5)
    assert "For: municipal councillor (raadslid), municipality" in views[-1].conversation.turns[-1].answer


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24-11-2026", dt.date(2026, 11, 24)),
        ("2026-11-24", dt.date(2026, 11, 24)),
        (" 1/2/2026 ", dt.date(2026, 2, 1)),
        ("", None),
    ],
)
def test_dates_are_read_the_dutch_way(text: str, day: dt.date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize("text", ["2026", "32-01-2026", "11-24-2026", "2026-W01-1", "20261124", "٢٠٢٦-١١-٢٤x"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        read_date(text)


@pytest.mark.real_index
def test_real_assistant_answers_on_the_page() -> None:
    from assistant.flow import open_assistant

    named = os.environ.get("INTEGRITEIT_TEST_DATA")
    try:
        assistant = open_assistant(load_settings({"data_dir": Path(named)} if named else None))
    except IndexProblem as problem:
        pytest.skip(f"geen index om te antwoorden: {problem}")
    asked = Asked("Mag ik meestemmen over het bestemmingsplan naast mijn huis?", "raadslid")
    view = list(converse(assistant, Conversation(), asked, say))[-1]
    places = [str(c.locator.undated()) for c in view.conversation.citations]
    assert "BWBR0005416#artikel=28/lid=1" in places
    for citation in view.conversation.citations:
        assert "<mark>" in article_panel(assistant.index.corpus, str(citation.locator), TODAY, say)
