"""The facts of a dilemma that were not told at first: each is asked once, and what is filled in counts."""

from __future__ import annotations

import pytest

from assistant.answer import Language, Mode, Result
from assistant.flow import Assistant
from corpus import Ambt
from corpus.dilemma_values import FeitSoort
from corpus.dilemmas import load_dilemmas

pytestmark = pytest.mark.real_index

DILEMMAS = (
    "Een bouwbedrijf nodigt mij uit in hun skybox bij de finale. Ik twijfel of dat verstandig is.",
    "Mijn broer wil een vergunning voor zijn café. Ik voel me ongemakkelijk, wat moet ik doen?",
    "Een collega twittert over een vertrouwelijk stuk. Ik zit ermee, wat zou u doen?",
)
OFFICE = "Welk ambt of welke functie heeft u?"


def missing(result: Result) -> tuple[str, ...]:
    assert result.weighing
    return result.weighing.missing


@pytest.mark.parametrize("dilemma", DILEMMAS)
def test_without_an_office_the_office_is_asked(real_assistant: Assistant, dilemma: str) -> None:
    result = real_assistant.ask(dilemma)
    assert result.mode is Mode.DILEMMA and result.question.ambt is None
    assert OFFICE in missing(result) and 1 < len(missing(result)) <= 4


@pytest.mark.parametrize("dilemma", DILEMMAS)
@pytest.mark.parametrize(
    ("told", "office"),
    [
        ("wethouder", Ambt.WETHOUDER),
        ("Ik zit in de gemeenteraad, als raadslid.", Ambt.RAADSLID),
        ("gedeputeerde", Ambt.GEDEPUTEERDE),
        ("ik ben rijksambtenaar", Ambt.RIJKSAMBTENAAR),
    ],
)
def test_the_office_that_is_filled_in_sets_whose_rules_count(
    real_assistant: Assistant, dilemma: str, told: str, office: Ambt
) -> None:
    result = real_assistant.ask(dilemma, facts={OFFICE: told})
    assert result.question.ambt is office and result.mode is Mode.DILEMMA
    assert OFFICE not in missing(result)
    by_setting = real_assistant.ask(dilemma, ambt=office)
    assert result.bestuurslaag is by_setting.bestuurslaag
    rules = {str(c.locator.source) for claim in result.claims for c in claim.citations}
    assert rules & {str(c.locator.source) for claim in by_setting.claims for c in claim.citations}


def test_an_office_that_was_chosen_stands_above_one_that_is_filled_in(real_assistant: Assistant) -> None:
    result = real_assistant.ask(DILEMMAS[0], ambt="burgemeester", facts={OFFICE: "wethouder"})
    assert result.question.ambt is Ambt.BURGEMEESTER


@pytest.mark.parametrize("told", ["weet ik niet", "iets met cultuur", "?!"])
def test_an_answer_that_names_no_office_is_not_asked_for_again(real_assistant: Assistant, told: str) -> None:
    result = real_assistant.ask(DILEMMAS[0], facts={OFFICE: told})
    assert result.question.ambt is None and OFFICE not in missing(result)


@pytest.mark.parametrize("dilemma", DILEMMAS)
def test_no_fact_is_asked_twice_and_the_questions_come_to_an_end(real_assistant: Assistant, dilemma: str) -> None:
    facts: dict[str, str] = {}
    for _ in range(8):
        result = real_assistant.ask(dilemma, facts=facts)
        assert not set(facts) & set(missing(result))
        if not missing(result):
            break
        facts |= dict.fromkeys(missing(result), "dat weet ik niet")
    assert missing(result) == ()


def test_a_fact_told_by_the_way_is_not_asked_either(real_assistant: Assistant) -> None:
    """The answer to one question may tell another fact too."""
    asked = missing(real_assistant.ask(DILEMMAS[0]))
    money = next(question for question in asked if "geld" in question)
    result = real_assistant.ask(DILEMMAS[0], facts={OFFICE: "wethouder; het kaartje kost 300 euro"})
    assert money not in missing(result)


def test_the_facts_belong_to_the_question_and_stand_in_the_result(real_assistant: Assistant) -> None:
    result = real_assistant.ask(DILEMMAS[0], facts={OFFICE: "wethouder", "Om hoeveel geld of welke waarde gaat het?": "300 euro"})
    assert result.question.text == f"{DILEMMAS[0]} wethouder. 300 euro."
    assert result.question.told == (OFFICE, "Om hoeveel geld of welke waarde gaat het?")


def test_personal_data_in_a_fact_is_taken_out(real_assistant: Assistant) -> None:
    result = real_assistant.ask(DILEMMAS[0], facts={OFFICE: "wethouder, mail jan@waterdam.nl"})
    assert "jan@waterdam.nl" not in result.question.text and any("E-MAIL" in note for note in result.notes)


def test_in_english_the_facts_are_asked_in_english_and_the_office_counts(real_assistant: Assistant) -> None:
    dilemma = "A contractor invites me to their skybox. What should I do?"
    result = real_assistant.ask(dilemma)
    assert result.language is Language.EN
    office = next(
        question for question in missing(result) if real_assistant.weigher and real_assistant.weigher.asks_office(question)
    )
    told = real_assistant.ask(dilemma, facts={office: "wethouder"})
    assert told.question.ambt is Ambt.WETHOUDER and office not in missing(told)


def test_every_dilemma_asks_for_the_office_in_words_that_are_known(real_assistant: Assistant) -> None:
    assert real_assistant.weigher
    for dilemma in load_dilemmas(real_assistant.index.corpus).values():
        for fact in dilemma.feiten:
            for question in (fact.vraag.nl, fact.vraag.en):
                assert real_assistant.weigher.asks_office(question) is (fact.soort is FeitSoort.AMBT)
