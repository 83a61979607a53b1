"""What is understood of a question: language, who asks, tiers, kind of question, follow-up."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.answer import Language, Mode, Question
from assistant.references import law_names
from assistant.understand import Understanding, language_of, understand
from corpus import Ambt, Bestuurslaag, load_corpus
from corpus.vocabulary import Names, load_vocabulary, plain


@pytest.fixture(scope="module")
def names() -> Names:
    return law_names(load_corpus(), load_vocabulary().regelingen)


def read(names: Names, text: str, ambt: Ambt | None = None, history: tuple[str, ...] = ()) -> Understanding:
    return understand(Question(text, ambt, dt.date(2026, 11, 24), history), load_vocabulary(), names)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mag ik meestemmen?", Language.NL),
        ("Wie benoemt de griffier?", Language.NL),
        ("nevenfuncties openbaar maken", Language.NL),
        ("Geschenk", Language.NL),
        ("Wat is een conflict of interest?", Language.NL),
        ("Is dat in de raad besproken?", Language.NL),
        ("artikel 2:4 Awb", Language.NL),
        ("Wat betekent 'whistleblower' in de wet?", Language.NL),
        ("Can I vote on this?", Language.EN),
        ("Am I allowed to accept a gift from a developer?", Language.EN),
        ("Who appoints the mayor?", Language.EN),
        ("What does article 28 of the Municipalities Act say?", Language.EN),
        ("I'm a councillor. Should I disclose my side job?", Language.EN),
        ("What does the griffier do when a wethouder has a bijbaan?", Language.EN),
        ("", Language.NL),
        ("12345", Language.NL),
    ],
)
def test_language(text: str, language: Language) -> None:
    assert language_of(text) is language


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        ("Mag ik als wethouder een tweede baan houden?", Ambt.WETHOUDER),
        ("Ik ben griffier en vraag me af of dit mag.", Ambt.GRIFFIER),
        ("Ik ben een raadslid uit het oosten.", Ambt.RAADSLID),
        ("Als burgerraadslid heb ik een vraag.", Ambt.RAADSLID),
        ("I'm a councillor, may I vote?", Ambt.RAADSLID),
        ("I am an alderman and run a shop.", Ambt.WETHOUDER),
        ("As a mayor, must I publish this?", Ambt.BURGEMEESTER),
        ("I'm on the municipal council", Ambt.RAADSLID),
        ("Ik ben net Statenlid geworden", Ambt.STATENLID),
        ("Ik word volgende maand wethouder, wat moet ik regelen?", Ambt.WETHOUDER),
        ("Ben burgemeester, mag dit?", Ambt.BURGEMEESTER),
        ("Wat moet ik als kersverse gedeputeerde opgeven?", Ambt.GEDEPUTEERDE),
        ("Ik zit in de gemeenteraad en heb een winkel", Ambt.RAADSLID),
        ("Als lid van de raad wil ik dit weten", Ambt.RAADSLID),
        ("Wij als raadsleden vinden dat raar", Ambt.RAADSLID),
        ("Ik ben ambtenaar bij een ministerie", Ambt.AMBTENAAR),
        ("Ik was raadslid, nu ben ik wethouder", Ambt.WETHOUDER),
        ("Ik ben heemraad", Ambt.WATERSCHAPSBESTUURDER),
        ("Mag een wethouder een bijbaan hebben?", None),
        ("Wat als de burgemeester een cadeau krijgt?", None),
        ("Als een wethouder liegt, wat dan?", None),
        ("Als onze griffier ziek is, wie neemt waar?", None),
        ("Als raadsleden op reis gaan, wie betaalt?", None),
        ("Ik ben getrouwd met een wethouder", None),
        ("Ik ben partner van raadslid", None),
        ("Ik ben in gesprek met de griffier", None),
        ("Wie benoemt de griffier?", None),
        ("Hoe werkt dit?", None),
    ],
)
def test_asker(names: Names, text: str, asker: Ambt | None) -> None:
    assert read(names, text).asker is asker


def test_the_chosen_office_goes_before_the_words(names: Names) -> None:
    u = read(names, "Ik ben wethouder. Mag dit?", Ambt.GEDEPUTEERDE)
    assert u.asker is Ambt.GEDEPUTEERDE
    assert u.tier is Bestuurslaag.PROVINCIE


@pytest.mark.parametrize(
    ("text", "tier", "tiers"),
    [
        ("Hoe regelt onze gemeente dit?", Bestuurslaag.GEMEENTE, ["gemeente"]),
        ("Geldt dit bij de provincie?", Bestuurslaag.PROVINCIE, ["provincie"]),
        ("Is dat in ons waterschap ook zo?", Bestuurslaag.WATERSCHAP, ["waterschap"]),
        ("En in het kabinet?", Bestuurslaag.RIJK, ["rijk"]),
        ("Mag een wethouder dat?", Bestuurslaag.GEMEENTE, ["gemeente"]),
        ("Onze dijkgraaf heeft een boot", Bestuurslaag.WATERSCHAP, ["waterschap"]),
        ("Verschilt dat tussen gemeente en provincie?", None, ["gemeente", "provincie"]),
        ("Hoe zit het bij gemeenten, provincies en waterschappen?", None, ["gemeente", "provincie", "waterschap"]),
        ("Wat is een nevenfunctie?", None, []),
    ],
)
def test_tiers(names: Names, text: str, tier: Bestuurslaag | None, tiers: list[str]) -> None:
    u = read(names, text)
    assert u.tier is tier
    assert [str(t) for t in u.tiers] == tiers


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Mag ik een cadeau van 40 euro aannemen?", Mode.VRAAG),
        ("Wie legt geheimhouding op?", Mode.VRAAG),
        ("Binnen hoeveel dagen moet ik dit openbaar maken?", Mode.VRAAG),
        ("Wat staat er in artikel 15 Gemeentewet?", Mode.VRAAG),
        ("Mag een wethouder raadslid blijven?", Mode.VRAAG),
        ("Is het verstandig dat ik naar dat diner ga?", Mode.DILEMMA),
        ("Ik twijfel of ik dit moet melden.", Mode.DILEMMA),
        ("Het voelt niet goed, maar verboden is het niet geloof ik.", Mode.DILEMMA),
        ("Wekt dat de schijn van partijdigheid?", Mode.DILEMMA),
        ("What should I do about this gift?", Mode.DILEMMA),
        ("Hoe pak ik dit netjes aan met mijn fractiegenoot?", Mode.DILEMMA),
        ("Wat is het verschil tussen een raadslid en een wethouder bij bijbanen?", Mode.VERGELIJKING),
        ("Geldt voor een gedeputeerde hetzelfde als voor een wethouder? Vergelijk ze.", Mode.VERGELIJKING),
        ("Hoe is dit geregeld bij gemeente, provincie en waterschap?", Mode.VERGELIJKING),
        ("Zet de regels voor statenleden en raadsleden naast elkaar.", Mode.VERGELIJKING),
        ("How do the rules differ for a mayor and an alderman?", Mode.VERGELIJKING),
    ],
)
def test_mode(names: Names, text: str, mode: Mode) -> None:
    assert read(names, text).mode is mode


def test_a_follow_up_searches_with_what_was_asked_before(names: Names) -> None:
    history = ("Oud en vergeten", "Ik ben wethouder; mag ik een bijbaan hebben?", "Moet ik die melden?")
    u = read(names, "En hoe snel dan?", history=history)
    assert u.follow_up
    assert u.query == "Ik ben wethouder; mag ik een bijbaan hebben? Moet ik die melden? En hoe snel dan?"
    assert u.asker is Ambt.WETHOUDER
    assert "nevenfunctie" in u.legal_words


def test_the_office_said_now_goes_before_the_one_said_earlier(names: Names) -> None:
    u = read(names, "En als ik als griffier hetzelfde doe?", history=("Ik ben wethouder, mag dit?",))
    assert u.asker is Ambt.GRIFFIER


def test_a_first_question_is_no_follow_up(names: Names) -> None:
    u = read(names, "Mag ik een bijbaan houden?")
    assert not u.follow_up
    assert u.query == "Mag ik een bijbaan houden?"


def test_the_vocabulary_reads_its_own_examples() -> None:
    vocabulary = load_vocabulary()
    tables = {
        "regeling": vocabulary.regelingen,
        "ambt": vocabulary.ambten,
        "bestuurslaag": vocabulary.lagen,
        "functie": vocabulary.functions,
        "woord": vocabulary.words,
        "situatie": vocabulary.situations,
    }
    for section, value, example in vocabulary.examples:
        assert value in tables[section].values(example), (section, value, example)


@pytest.mark.parametrize(
    ("text", "expected"), [("Geërfd  HUIS!", "geerfd huis"), ("één", "een"), ("art. 2:4, Awb", "art 2:4 awb"), ("", "")]
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected
