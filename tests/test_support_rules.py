"""Rules 2 to 6 of the verifier, each with its own table: real passages, sentences that pass (no reason) and that fall."""

from __future__ import annotations

import datetime as dt

import pytest
from support_cases import GEMEENTEWET, PROVINCIEWET, WATERSCHAPSWET, sentence

from assistant.support.citing import in_force, references
from assistant.support.modality import modality, negation
from assistant.support.numbers import numbers

G28 = f"{GEMEENTEWET}#artikel=28/lid=1"
Rows = list[tuple[str, str, str]]

REFERENCES: Rows = [
    (G28, "Volgens artikel 28 van de Gemeentewet stemt een raadslid niet mee.", ""),
    (G28, "Artikel 28, eerste lid, van de Gemeentewet verbiedt dat.", ""),
    (G28, "Op grond van artikel 28 stemt een raadslid niet mee.", ""),
    (G28, "De Gemeentewet verbiedt dat.", ""),
    (G28, "Volgens artikel 28, tweede lid, van de Gemeentewet stemt een raadslid niet mee.", "tweede lid"),
    (G28, "Volgens artikel 28 van de Provinciewet stemt een raadslid niet mee.", "artikel 28 van de Provinciewet"),
    (G28, "Volgens artikel 29 stemt een raadslid niet mee.", "artikel 29"),
    (G28, "De Kieswet verbiedt dat.", "een wet"),
    (G28, "Artikel 28 van onze verordening verbiedt dat.", "Artikel 28"),
    (f"{GEMEENTEWET}#artikel=15/lid=2", "Van onderdeel d is ontheffing mogelijk.", ""),
    (f"{GEMEENTEWET}#artikel=15/lid=2", "Van onderdeel e is ontheffing mogelijk.", "onderdeel e"),
    ("BWBR0003740#artikel=16/lid=5", "Er moet ook volgens artikel 87 Gemeentewet geheimhouding zijn opgelegd.", ""),
    ("BWBR0003740#artikel=16/lid=5", "Er moet ook volgens artikel 86 Gemeentewet geheimhouding zijn opgelegd.", "artikel 86"),
    ("gir-2020#paragraaf=4.1", "Paragraaf 4.1 gaat over geschenken.", ""),
    ("gir-2020#paragraaf=4.1", "Paragraaf 4.2 gaat over geschenken.", "Paragraaf 4.2"),
]


@pytest.mark.parametrize(("place", "text", "reason"), REFERENCES)
def test_a_sentence_names_only_what_it_cites(place: str, text: str, reason: str) -> None:
    _holds(references(sentence(text, place)), reason)


def test_a_rule_counts_only_from_the_day_it_is_in_force() -> None:
    place = "BWBR0051611#artikel=3/lid=1"
    assert in_force(sentence("Een oud-bewindspersoon neemt geen baan aan.", place)) == ""
    assert "geldt niet op 01-01-2026" in in_force(sentence("Een zin.", place, day=dt.date(2026, 1, 1)))


NUMBERS: Rows = [
    (f"{GEMEENTEWET}#artikel=61b/lid=5", "De oproep is minstens 48 uur vooraf bij de leden.", ""),
    (f"{GEMEENTEWET}#artikel=61b/lid=5", "De oproep is ten minste achtenveertig uur vooraf bij de leden.", ""),
    (f"{GEMEENTEWET}#artikel=61b/lid=5", "De oproep is minstens 24 uur vooraf bij de leden.", "24 uur"),
    (f"{GEMEENTEWET}#artikel=61b/lid=5", "De oproep is hoogstens 48 uur vooraf bij de leden.", "48 uur"),
    ("BWBR0045754#artikel=4.4/lid=2", "Uitstel is hoogstens 14 dagen mogelijk.", ""),
    ("BWBR0045754#artikel=4.4/lid=2", "Uitstel is hoogstens vier weken mogelijk.", "vier weken"),
    ("gir-2020#paragraaf=4.1", "Een rijksambtenaar neemt geen geschenk boven € 50 aan.", ""),
    ("gir-2020#paragraaf=4.1", "Een rijksambtenaar neemt geen geschenk boven vijftig euro aan.", ""),
    ("gir-2020#paragraaf=4.1", "Een rijksambtenaar neemt geen geschenk boven € 100 aan.", "€ 100"),
    (f"{GEMEENTEWET}#artikel=30/lid=1", "Meer dan de helft van de uitgebrachte stemmen moet voor zijn.", ""),
    (f"{GEMEENTEWET}#artikel=30/lid=1", "Twee derde van de uitgebrachte stemmen moet voor zijn.", "twee derde"),
    ("BWBR0037852#artikel=2e/lid=2", "Binnen drie maanden hoort de melder hoe de melding is beoordeeld.", ""),
    ("BWBR0037852#artikel=2e/lid=2", "Binnen zeven dagen hoort de melder hoe de melding is beoordeeld.", "bij iets anders"),
    ("kst-36549#status", "De Tweede Kamer nam het voorstel aan op 17 juni 2025.", ""),
    ("kst-36549#status", "De Tweede Kamer nam het voorstel aan op 17 juli 2025.", "17 juli 2025"),
    (
        f"{GEMEENTEWET}#artikel=89/lid=5",
        "De raad kan een raadslid drie maanden uitsluiten van geheime informatie.",
        "drie maanden",
    ),
    (f"{GEMEENTEWET}#artikel=41b/lid=4", "Een wethouder publiceert dat uiterlijk 1 april.", ""),
    (f"{GEMEENTEWET}#artikel=41b/lid=4", "Een wethouder publiceert dat uiterlijk 1 mei.", "1 mei"),
]


@pytest.mark.parametrize(("place", "text", "reason"), NUMBERS)
def test_numbers_stand_in_the_evidence_and_belong_to_the_same(place: str, text: str, reason: str) -> None:
    _holds(numbers(sentence(text, place)), reason)


MODALITY: Rows = [
    (f"{GEMEENTEWET}#artikel=15/lid=3", "De raad moet een gedragscode voor zijn leden vaststellen.", ""),
    (f"{GEMEENTEWET}#artikel=15/lid=3", "De raad stelt een gedragscode voor zijn leden vast.", ""),
    (f"{GEMEENTEWET}#artikel=15/lid=3", "De raad mag een gedragscode voor zijn leden vaststellen.", "een plicht"),
    (f"{GEMEENTEWET}#artikel=41a/lid=2", "Een wethouder kan de eed in het Fries afleggen.", ""),
    (f"{GEMEENTEWET}#artikel=41a/lid=2", "Een wethouder moet de eed in het Fries afleggen.", "een mogelijkheid of recht"),
    (f"{GEMEENTEWET}#artikel=41a/lid=2", "Een wethouder legt de eed in het Fries af.", "een mogelijkheid of recht"),
    (f"{WATERSCHAPSWET}#artikel=44b", "Ten onrechte betaalde bezoldiging kan worden teruggevorderd.", ""),
    (
        f"{WATERSCHAPSWET}#artikel=44b",
        "Ten onrechte betaalde bezoldiging moet worden teruggevorderd.",
        "een mogelijkheid of recht",
    ),
    (f"{PROVINCIEWET}#artikel=35c/lid=3", "Een gedeputeerde mag vrijwilliger zijn bij een hulpdienst.", ""),
    (f"{PROVINCIEWET}#artikel=35c/lid=3", "Een gedeputeerde is verplicht vrijwilliger te zijn bij een hulpdienst.", "een plicht"),
    (f"{GEMEENTEWET}#artikel=36/lid=2", "Een wethouder in deeltijd hoeft zijn neveninkomsten niet openbaar te maken.", ""),
    (f"{GEMEENTEWET}#artikel=36/lid=2", "Een wethouder in deeltijd moet zijn neveninkomsten openbaar maken.", "een vrijstelling"),
    ("BWBR0004627#artikel=X 2/lid=2", "Een volksvertegenwoordiger die ontslag neemt, moet dat schriftelijk melden.", ""),
    (
        "BWBR0004627#artikel=X 2/lid=2",
        "Een volksvertegenwoordiger die ontslag neemt, mag dat schriftelijk melden.",
        "een vaste regel",
    ),
]


@pytest.mark.parametrize(("place", "text", "reason"), MODALITY)
def test_what_must_may_or_may_not_be_done_is_the_same(place: str, text: str, reason: str) -> None:
    _holds(modality(sentence(text, place)), reason)


NEGATION: Rows = [
    (f"{GEMEENTEWET}#artikel=50", "De rechter beoordeelt niet of de gronden deugdelijk zijn.", ""),
    (f"{GEMEENTEWET}#artikel=50", "De rechter beoordeelt of de gronden deugdelijk zijn.", "stelt wat de bron ontkent"),
    ("gedragscode-tweede-kamer#registers", "De Tweede Kamer houdt openbare registers bij van geschenken.", ""),
    (
        "gedragscode-tweede-kamer#registers",
        "De Tweede Kamer houdt geen registers bij van geschenken.",
        "ontkent wat de bron stelt",
    ),
    (
        "gedragscode-tweede-kamer#registers",
        "De Tweede Kamer houdt geheime registers bij van geschenken.",
        "stelt wat de bron ontkent",
    ),
    (
        "BWBR0037852#artikel=6/lid=2",
        "Start de afdeling onderzoek van het Huis geen onderzoek, dan blijft dat oordeel geheim.",
        "",
    ),
    (
        "BWBR0037852#artikel=6/lid=2",
        "Start de afdeling onderzoek van het Huis een onderzoek, dan wordt dat oordeel niet openbaar.",
        "stelt",
    ),
    (f"{GEMEENTEWET}#artikel=81t/lid=2", "De gemeentelijke ombudsman krijgt van niemand opdrachten over zijn werk.", ""),
    (
        f"{GEMEENTEWET}#artikel=106/lid=2",
        "Wie de gemeentesecretaris vervangt, mag ook griffier zijn.",
        "stelt wat de bron ontkent",
    ),
    (f"{WATERSCHAPSWET}#artikel=51a/lid=2", "Dan neemt het oudste lid van het algemeen bestuur waar.", ""),
    (f"{WATERSCHAPSWET}#artikel=51a/lid=2", "Dan neemt het jongste lid van het algemeen bestuur waar.", "stelt"),
]


@pytest.mark.parametrize(("place", "text", "reason"), NEGATION)
def test_what_is_denied_is_the_same(place: str, text: str, reason: str) -> None:
    _holds(negation(sentence(text, place)), reason)


def _holds(why: str, reason: str) -> None:
    assert (reason in why) if reason else why == ""
