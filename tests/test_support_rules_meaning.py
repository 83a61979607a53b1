"""Rules 7 to 10 of the verifier, each with its own table: real passages, sentences that pass (no reason) and that fall."""

from __future__ import annotations

import pytest
from support_cases import GEMEENTEWET, PROVINCIEWET, WATERSCHAPSWET, sentence

from assistant.support.actors import actors, mentions
from assistant.support.cover import merged
from assistant.support.offices import acts, offices
from assistant.support.reserves import reserves
from assistant.support.verdict import verdict
from corpus import Ambt

Rows = list[tuple[str, str, str]]

RESERVES: Rows = [
    (
        f"{GEMEENTEWET}#artikel=281/lid=1",
        "Na vernietiging komt er een nieuw besluit, tenzij het vernietigingsbesluit dat uitsluit.",
        "",
    ),
    (f"{GEMEENTEWET}#artikel=281/lid=1", "Na vernietiging neemt het gemeentebestuur een nieuw besluit.", "weggelaten"),
    (f"{GEMEENTEWET}#artikel=281/lid=1", "Na vernietiging neemt het gemeentebestuur altijd een nieuw besluit.", "altijd"),
    (
        "BWBR0013798#artikel=28/lid=1",
        "Wie gegevens krijgt, houdt die geheim, behalve voor zover deze wet doorgeven toestaat.",
        "",
    ),
    (
        "BWBR0013798#artikel=28/lid=1",
        "Wie gegevens over een ander krijgt, houdt die in alle gevallen geheim.",
        "in alle gevallen",
    ),
    (
        "BWBR0045754#artikel=5.6/lid=1",
        "Om klemmende redenen mag informatie die niet openbaar kan worden alleen aan de verzoeker worden gegeven.",
        "",
    ),
    ("BWBR0045754#artikel=5.6/lid=1", "Het bestuursorgaan mag haar toch alleen aan de verzoeker geven.", "redenen"),
    (f"{GEMEENTEWET}#artikel=87", "De raad kan geheimhouding opleggen, mits een belang uit de Woo dat vergt.", ""),
    (f"{GEMEENTEWET}#artikel=87", "De raad kan geheimhouding opleggen op informatie.", "weggelaten"),
    (f"{GEMEENTEWET}#artikel=99/lid=2", "Voordelen krijgt een raadslid alleen als de wet dat regelt.", ""),
    (f"{GEMEENTEWET}#artikel=99/lid=2", "Raadsleden mogen andere voordelen van de gemeente krijgen.", "alleen"),
    (f"{GEMEENTEWET}#artikel=41b/lid=2", "Een wethouder meldt een nevenfunctie vooraf aan de raad.", ""),
    (f"{GEMEENTEWET}#artikel=41b/lid=2", "Een wethouder meldt een nevenfunctie achteraf aan de raad.", "moment"),
    (f"{GEMEENTEWET}#artikel=12/lid=1", "Een raadslid maakt alleen zijn betaalde functies openbaar.", "alleen"),
    (f"{GEMEENTEWET}#artikel=81t/lid=2", "Behalve de raad mag niemand de ombudsman opdrachten geven.", "uitzondering"),
    (f"{PROVINCIEWET}#artikel=167/lid=3", "Zij mogen ook weigeren als antwoorden niet tegen het openbaar belang ingaat.", "ook"),
]


@pytest.mark.parametrize(("place", "text", "reason"), RESERVES)
def test_exceptions_and_conditions_are_kept(place: str, text: str, reason: str) -> None:
    _holds(reserves(sentence(text, place)), reason)


OFFICES: list[tuple[str, str, Ambt | None, str]] = [
    (f"{GEMEENTEWET}#artikel=28/lid=1", "Een lid van de raad stemt niet mee.", None, ""),
    (f"{GEMEENTEWET}#artikel=28/lid=1", "Als raadslid stemt u niet mee.", Ambt.RAADSLID, ""),
    (f"{GEMEENTEWET}#artikel=28/lid=1", "Een wethouder stemt niet mee.", None, "wethouder"),
    (f"{GEMEENTEWET}#artikel=28/lid=1", "Een Statenlid stemt niet mee.", None, "statenlid"),
    (
        f"{GEMEENTEWET}#artikel=28/lid=1",
        "Wie persoonlijk is geraakt, stemt niet mee.",
        Ambt.WETHOUDER,
        "geen regel voor een wethouder",
    ),
    (f"{GEMEENTEWET}#artikel=28/lid=1", "Een raadslid stemt niet mee.", Ambt.WETHOUDER, ""),
    (
        f"{GEMEENTEWET}#artikel=28/lid=1",
        "Als u persoonlijk wordt geraakt, stemt u als raadslid niet mee.",
        Ambt.WETHOUDER,
        "wethouder",
    ),
    ("BWBR0005430#artikel=1", "Een bewindspersoon legt de eed af.", None, "bewindspersoon"),
    ("BWBR0004627#artikel=X 2/lid=2", "Een raadslid dat ontslag neemt, meldt dat schriftelijk.", None, ""),
    (f"{WATERSCHAPSWET}#artikel=32/lid=1", "Wie in de provincie een functie heeft, maakt die openbaar.", None, "provincie"),
    (f"{GEMEENTEWET}#artikel=12/lid=2", "Dat gebeurt in het provinciehuis.", None, "provincie"),
    ("gedragscode-tweede-kamer#registers", "De Eerste Kamer houdt registers bij.", None, "eerste kamer"),
]


@pytest.mark.parametrize(("place", "text", "ambt", "reason"), OFFICES)
def test_office_and_tier_are_those_of_the_rule(place: str, text: str, ambt: Ambt | None, reason: str) -> None:
    _holds(offices(sentence(text, place, ambt=ambt)), reason)


ACTS: Rows = [
    (f"{PROVINCIEWET}#artikel=35/lid=1", "Gedeputeerden worden benoemd door provinciale staten.", ""),
    (f"{GEMEENTEWET}#artikel=107e/lid=2", "De raad besluit over arbeidsovereenkomsten met medewerkers van de griffie.", ""),
    (
        f"{GEMEENTEWET}#artikel=107e/lid=2",
        "Het college besluit over arbeidsovereenkomsten met medewerkers van de griffie.",
        "college",
    ),
    (f"{GEMEENTEWET}#artikel=88/lid=2", "Het college mag de informatie doorgeven aan de raad.", ""),
    (f"{GEMEENTEWET}#artikel=88/lid=2", "De raad mag de informatie doorgeven aan het college.", "raad"),
    ("BWBR0003740#artikel=19a/lid=2", "Het algemeen bestuur informeert het dagelijks bestuur.", "algemeen bestuur"),
    (f"{WATERSCHAPSWET}#artikel=46/lid=6", "De minister krijgt van de Belastingdienst gegevens over fiscale boeten.", ""),
    (f"{WATERSCHAPSWET}#artikel=46/lid=6", "De minister geeft de Belastingdienst gegevens over fiscale boeten.", "minister"),
    ("BWBR0037852#artikel=3c/lid=1", "De minister benoemt de voorzitter en leden van het Huis.", "minister"),
    ("BWBR0037852#artikel=2/lid=4", "Provincies mogen middelen delen om meldingen te ontvangen.", "provincie"),
]


@pytest.mark.parametrize(("place", "text", "reason"), ACTS)
def test_who_acts_is_who_acts_in_the_source(place: str, text: str, reason: str) -> None:
    _holds(acts(sentence(text, place)), reason)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("de raad benoemt de wethouders", [("raad", "doet"), ("wethouder", "ondergaat")]),
        ("de wethouders worden benoemd door de raad", [("wethouder", "ondergaat"), ("raad", "doet")]),
        ("dat meldt de burgemeester aan de raad en het college", [("burgemeester", "doet"), ("raad", "aan"), ("college", "aan")]),
        ("de raad beslist, niet het college", [("raad", "doet"), ("college", "niet")]),
        ("een lid van de tweede kamer", [("tweede_kamerlid", "doet")]),
        ("gedeputeerde staten of een gedeputeerde", [("gs", "doet"), ("gedeputeerde", "doet")]),
    ],
)
def test_the_part_of_each_actor(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(m.actor.name, m.part.value) for m in mentions(text)] == parts


def test_what_an_actor_covers_is_an_actor() -> None:
    assert {name for actor in actors().values() for name in actor.covers} == set(actors())


VERDICTS: list[tuple[str, bool]] = [
    ("Als raadslid stemt u niet mee over een zaak die u persoonlijk aangaat.", False),
    ("Wilt u een nevenfunctie aanvaarden, dan meldt u dat vooraf aan de raad.", False),
    ("U maakt als raadslid een nieuwe functie openbaar zodra u die aanvaardt.", False),
    ("Een raadslid stemt niet mee.", False),
    ("U mag dus meestemmen.", True),
    ("U handelt onrechtmatig, want u verhuurt aan de gemeente.", True),
    ("Ja, dat mag.", True),
    ("In uw situatie kunt u gewoon meestemmen.", True),
    ("U moet het geld terugstorten.", True),
    ("Deze nevenfunctie is dus ongewenst.", True),
    ("Het is verstandig om dit geschenk te weigeren.", True),
    ("Een raadslid kan beter niet meestemmen.", True),
    ("Uw cursus wordt door de gemeente betaald.", True),
    ("Als raadslid mag u deze klant dus niet adviseren.", True),
]


@pytest.mark.parametrize(("text", "decides"), VERDICTS)
def test_nothing_decides_the_case_of_who_asks(text: str, decides: bool) -> None:
    assert bool(verdict(sentence(text, f"{GEMEENTEWET}#artikel=28/lid=1"))) == decides


RAAD, STATEN = f"{GEMEENTEWET}#artikel=15/lid=3", f"{PROVINCIEWET}#artikel=68/lid=2"


@pytest.mark.parametrize(
    ("places", "text", "passes"),
    [
        (
            (RAAD, STATEN),
            "De raad stelt een code vast voor zijn leden, en provinciale staten doen dat voor de commissaris.",
            True,
        ),
        ((RAAD, STATEN), "De raad stelt een gedragscode vast voor de commissaris van de Koning.", False),
        ((RAAD,), "De raad stelt een gedragscode vast voor zijn eigen leden.", True),
        (
            ("BWBR0001947#artikel=5/lid=1/onderdeel=a", "BWBR0001947#artikel=5/lid=1/onderdeel=b"),
            "Een overheidswerkgever registreert bij indiensttreding de eed.",
            False,
        ),
        (
            (f"{GEMEENTEWET}#artikel=89/lid=5", f"{WATERSCHAPSWET}#artikel=55d/lid=5"),
            "Zowel de raad als het algemeen bestuur kan een lid uitsluiten dat de geheimhouding schendt.",
            True,
        ),
    ],
)
def test_two_rules_are_not_made_one(places: tuple[str, ...], text: str, passes: bool) -> None:
    assert (merged(sentence(text, *places)) == "") == passes


def _holds(why: str, reason: str) -> None:
    assert (reason in why) if reason else why == ""
