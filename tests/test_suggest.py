"""What one could ask next: questions of the corpus, for who asks, about something else than what was asked and shown."""

from __future__ import annotations

import pytest
from rapidfuzz import fuzz

from assistant.answer import Abstention
from assistant.flow import Assistant
from assistant.render import to_json
from corpus import Ambt, Bestuurslaag

pytestmark = pytest.mark.real_index

QUESTIONS = (
    "Mag ik meestemmen over het bestemmingsplan naast mijn huis?",
    "Moet ik mijn bijbaan bij de sportclub openbaar maken?",
    "Mag ik een doos wijn van een projectontwikkelaar aannemen?",
    "Wie kan geheimhouding op een stuk leggen?",
    "Ik twijfel of ik de uitnodiging voor een skybox van een bouwbedrijf kan aannemen.",
)
OFFICES = (None, *Ambt)


def plain_questions(assistant: Assistant) -> dict[str, list[int]]:
    """Each lay question of the corpus, with the numbers of the provisions that it belongs to."""
    found: dict[str, list[int]] = {}
    for number, provision in enumerate(assistant.index.corpus.provisions):
        for question in provision.questions:
            found.setdefault(question, []).append(number)
    return found


@pytest.mark.parametrize("ambt", OFFICES)
def test_they_stand_in_the_corpus_for_who_asks_and_beside_the_answer(real_assistant: Assistant, ambt: Ambt | None) -> None:
    provisions = real_assistant.index.corpus.provisions
    known = plain_questions(real_assistant)
    count = 0
    for question in QUESTIONS:
        result = real_assistant.ask(question, ambt=ambt)
        shown = {item.provision.locator.article for item in result.evidence.items}
        assert len(result.next_questions) <= 3
        for following in result.next_questions:
            owners = [provisions[number] for number in known[following]]
            assert any(not p.ambten or ambt is None or ambt in p.ambten for p in owners), following
            tiers = (result.bestuurslaag, Bestuurslaag.ALGEMEEN)
            assert any(result.bestuurslaag is None or p.bestuurslaag in tiers for p in owners), following
            assert not {p.locator.article for p in owners} <= shown, following
            count += 1
    assert count >= len(QUESTIONS)


@pytest.mark.parametrize("ambt", Ambt)
def test_none_is_told_by_another_office_or_of_another_tier(real_assistant: Assistant, ambt: Ambt) -> None:
    vocabulary = real_assistant.vocabulary
    for question in QUESTIONS:
        for following in real_assistant.ask(question, ambt=ambt).next_questions:
            offices, tiers = vocabulary.ambten_in(following), vocabulary.lagen_in(following)
            assert not offices or ambt in offices, following
            assert not tiers or ambt.bestuurslaag in (None, *tiers), following


@pytest.mark.parametrize("ambt", [None, "raadslid", "gedeputeerde"])
def test_none_repeats_what_was_asked_or_another_one(real_assistant: Assistant, ambt: str | None) -> None:
    history: list[str] = []
    question = QUESTIONS[0]
    for _ in range(4):
        result = real_assistant.ask(question, ambt=ambt, history=history)
        history.append(question)
        following = list(result.next_questions)
        for number, one in enumerate(following):
            assert all(fuzz.token_set_ratio(one, other) <= 80 for other in [*history, *following[:number]]), one
        if not following:
            break
        question = following[0]


def test_each_is_a_question_of_one_sentence(real_assistant: Assistant) -> None:
    for question in QUESTIONS:
        for following in real_assistant.ask(question).next_questions:
            assert following.endswith("?") and following.count("?") == 1 and following[0].isupper()
            assert len(following) <= 122 and "\n" not in following


@pytest.mark.parametrize("question", QUESTIONS)
def test_they_are_the_same_every_time(real_assistant: Assistant, question: str) -> None:
    once, again = (real_assistant.ask(question, ambt="raadslid", date="2026-11-24") for _ in range(2))
    assert once.next_questions == again.next_questions
    assert to_json(once)["next_questions"] == list(once.next_questions)


@pytest.mark.parametrize(
    "question",
    ["May I accept a bottle of wine from a contractor?", "Which other positions must an alderman make public?"],
)
def test_an_english_conversation_gets_none(real_assistant: Assistant, question: str) -> None:
    assert real_assistant.ask(question, ambt="wethouder").next_questions == ()


@pytest.mark.parametrize("question", ["Hoe bak ik een taart?", "Wat staat er in artikel 999 van de Gemeentewet?"])
def test_where_there_is_no_answer_there_is_no_next_question(real_assistant: Assistant, question: str) -> None:
    result = real_assistant.ask(question)
    assert isinstance(result, Abstention) and result.next_questions == ()
