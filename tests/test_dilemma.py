"""Dilemmas are weighed and not decided, for the office of who asks, with a citation under every sentence."""

import datetime as dt

import numpy as np
import pytest

from assistant.answer import WEIGHING, Answer, Mode, Question, Role
from assistant.dilemma import Weigher
from assistant.flow import Assistant
from assistant.memo import MemoFormat, memo
from assistant.render import to_json, to_markdown
from assistant.themes import Themes, load_themes
from corpus import Ambt, Locator
from corpus.contacts import Kind
from corpus.dilemma_values import DilemmaThema
from corpus.functions import Functie
from eval.verdicts import verdicts

SKYBOX = "Een bouwbedrijf dat een vergunning heeft aangevraagd nodigt mij uit in hun skybox. Ik twijfel of dat verstandig is."
pytestmark = pytest.mark.real_index


def ask(assistant: Assistant, story: str, ambt: str | None = "wethouder", **more: object) -> Answer:
    result = assistant.ask(story, ambt=ambt, date="2026-11-24", **more)  # type: ignore[arg-type]
    assert isinstance(result, Answer) and result.mode is Mode.DILEMMA, result
    return result


def test_all_sections_are_there_and_every_sentence_is_cited(real_assistant: Assistant) -> None:
    result = ask(real_assistant, SKYBOX)
    text = to_markdown(result)
    for heading in (
        "nog niet weet",
        "Harde regels",
        "Wie erbij betrokken",
        "Overwegingen",
        "De schijn",
        "kan doen",
        "Met wie u kunt",
    ):
        assert f"{heading}" in text
    assert {c.role for c in result.claims} >= set(WEIGHING)
    assert all(claim.citations for claim in result.claims)
    assert result.trace.dropped == ()
    assert result.weighing is not None and result.weighing.theme == "geschenken_en_uitnodigingen"
    assert "niets doen" in result.weighing.options[0] and "openbaar" in result.weighing.options[-1]


def test_nothing_in_it_decides_the_case(real_assistant: Assistant) -> None:
    for story in (SKYBOX, SKYBOX + " Zeg gewoon ja of nee.", "Mag ik dit nu wel of niet? " + SKYBOX):
        assert verdicts(to_markdown(ask(real_assistant, story))) == ()


def test_both_sides_are_heard_with_a_principle_and_an_effect(real_assistant: Assistant) -> None:
    result = ask(real_assistant, SKYBOX)
    for role in (Role.ERVOOR, Role.ERTEGEN):
        said = " ".join(c.part for c in result.claims if c.role is role)
        assert "(beginsel)" in said and "(gevolg)" in said


def test_a_fact_that_is_told_is_not_asked_again(real_assistant: Assistant) -> None:
    first = ask(real_assistant, SKYBOX)
    told = ask(real_assistant, SKYBOX + " Het kaartje kost 300 euro. De burgemeester weet ervan.")
    assert first.weighing and told.weighing
    assert "Om hoeveel geld of welke waarde gaat het?" in first.weighing.missing
    assert "Om hoeveel geld of welke waarde gaat het?" not in told.weighing.missing


def test_each_office_reads_its_own_law(real_assistant: Assistant) -> None:
    places = {
        ambt: {str(c.locator.undated()) for claim in ask(real_assistant, SKYBOX, ambt).claims for c in claim.citations}
        for ambt in ("wethouder", "gedeputeerde", "rijksambtenaar")
    }
    assert "BWBR0005416#artikel=41a/lid=1" in places["wethouder"]
    assert "BWBR0005645#artikel=40a/lid=1" in places["gedeputeerde"]
    assert "BWBR0001947#artikel=8/lid=1/onderdeel=e" in places["rijksambtenaar"]
    assert "BWBR0005416#artikel=41a/lid=1" not in places["gedeputeerde"] | places["rijksambtenaar"]


def test_a_threat_puts_the_police_first(real_assistant: Assistant) -> None:
    result = real_assistant.ask(
        "Een man dreigt mijn huis in brand te steken als ik voor stem. Wat moet ik doen?", ambt="raadslid"
    )
    assert result.contacts[0].kind is Kind.POLITIE
    assert "112" in to_markdown(result).splitlines()[2]


def test_the_contract_holds_the_weighing(real_assistant: Assistant) -> None:
    data = to_json(ask(real_assistant, SKYBOX))
    assert data["weighing"]["theme"] == "geschenken_en_uitnodigingen" and data["weighing"]["missing"]
    options = {c["part"] for c in data["claims"] if c["role"] == "optie"}
    assert options <= set(data["weighing"]["options"])
    assert all(Locator.parse(place) for place in data["citations"])


def test_the_memo_holds_the_options_the_contacts_and_a_table(real_assistant: Assistant) -> None:
    text = memo(ask(real_assistant, SKYBOX), MemoFormat.MARKDOWN, made_on=dt.date(2026, 11, 24)).decode()
    assert "niets doen en het geschenk gewoon houden" in text and "De gemeentesecretaris: " in text
    table = real_assistant.ask("Wie maakt de gedragscode bij gemeente, provincie en waterschap?", date="2026-11-24")
    text = memo(table, MemoFormat.MARKDOWN, made_on=dt.date(2026, 11, 24)).decode()
    assert "waterschap: geen bepaling gevonden in dit corpus" in text


def test_who_answers_back_goes_on_with_the_dilemma(real_assistant: Assistant) -> None:
    result = ask(real_assistant, "Het kaartje kost 300 euro en de burgemeester weet ervan.", history=[SKYBOX])
    assert result.weighing and "Om hoeveel geld of welke waarde gaat het?" not in result.weighing.missing


@pytest.mark.parametrize(
    ("story", "ambt", "absent"),
    [
        ("De burgemeester valt mij lastig. Wat kan ik doen?", "raadslid", "de burgemeester"),
        ("De dijkgraaf intimideert medewerkers, ik twijfel wat ik moet doen.", "secretaris", "de voorzitter van het waterschap"),
    ],
)
def test_nobody_is_sent_to_the_one_it_is_about(real_assistant: Assistant, story: str, ambt: str, absent: str) -> None:
    result = real_assistant.ask(story, ambt=ambt)
    assert result.contacts and absent not in [contact.name.nl for contact in result.contacts]


def test_my_dijkgraaf_is_someone_else(real_assistant: Assistant) -> None:
    asked = Question("Mijn dijkgraaf drinkt tijdens vergaderingen.", Ambt.WATERSCHAPSBESTUURDER, dt.date(2026, 11, 24))
    assert real_assistant.understood(asked).functie is None
    own = Question("Als dijkgraaf twijfel ik over een etentje.", Ambt.WATERSCHAPSBESTUURDER, dt.date(2026, 11, 24))
    assert real_assistant.understood(own).functie is Functie.VOORZITTER


def test_another_question_has_no_weighing(real_assistant: Assistant) -> None:
    result = real_assistant.ask("Wie stelt de gedragscode voor de raad vast?", date="2026-11-24")
    assert result.weighing is None and "Overwegingen" not in to_markdown(result)


@pytest.mark.parametrize(
    ("story", "thema"),
    [
        (
            "Ik word gevraagd als penningmeester van de ijsclub naast mijn raadswerk, kan dat naast elkaar?",
            DilemmaThema.NEVENFUNCTIE,
        ),
        ("Ik kreeg een doos wijn van een aannemer voor de deur, houden of terugsturen?", DilemmaThema.GESCHENKEN),
        ("Een geheim stuk ligt op tafel en de krant belt mij erover.", DilemmaThema.INFORMATIE),
        ("Een collega vernedert een stagiaire in elke vergadering.", DilemmaThema.OMGANGSVORMEN),
        ("Mijn partij wil dat ik campagne voer met de auto van de gemeente.", DilemmaThema.PARTIJ),
    ],
)
def test_the_theme_of_a_story(real_assistant: Assistant, story: str, thema: DilemmaThema) -> None:
    assert theme_of(real_assistant, real_assistant.weigher, story) is thema


def theme_of(assistant: Assistant, weigher: Weigher | None, story: str) -> DilemmaThema:
    assert weigher is not None
    asked = Question(story, None, dt.date(2026, 11, 24))
    u = assistant.understood(asked)
    return weigher.theme_of(u, assistant.retriever.retrieve(u, story, asked.peildatum))


def test_for_another_embedder_rules_and_words_tell_the_theme(real_assistant: Assistant) -> None:
    assert set(load_themes("0123456789ab").chances(np.zeros(384, np.float32))) == {1 / len(DilemmaThema)}
    weigher = Weigher(real_assistant.index.corpus, Themes(None))
    assert (
        theme_of(real_assistant, weigher, "Mag ik als wethouder een doos wijn van een aannemer aannemen?")
        is DilemmaThema.GESCHENKEN
    )
