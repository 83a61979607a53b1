"""Questions on the right topic that the sources cannot answer, and questions that look like them but can be answered."""

from __future__ import annotations

import pytest

from assistant.answer import Reason
from assistant.limits import LIMITS, Asked, limits_of

REFUSED: dict[Asked, list[str]] = {
    Asked.BEDRAG: [
        "Hoeveel euro mag een kerstpakket in Zutphen hooguit kosten?",
        "Wat is het maximumbedrag voor een lunch met een ondernemer?",
        "Hoe hoog is de onkostenvergoeding van een raadslid in een kleine gemeente?",
        "Hoeveel verdient een wethouder in Amersfoort?",
        "Wat kost een integriteitsonderzoek door een extern bureau?",
        "Tot welk bedrag mag ik een etentje declareren?",
        "How much may a gift cost at most?",
        "Hoeveel presentiegeld krijg ik per vergadering?",
        "Wat verdient de dijkgraaf?",
    ],
    Asked.STATISTIEK: [
        "Hoeveel raadsleden zijn er vorig jaar geschorst?",
        "Hoe vaak werd in 2024 geheimhouding opgelegd in Nederland?",
        "Welk percentage van de wethouders heeft een bijbaan?",
        "Hoeveel meldingen kwamen er binnen bij het Huis voor Klokkenluiders?",
        "Wat is het gemiddelde aantal nevenfuncties van een burgemeester?",
        "In hoeveel gemeenten is een eigen integriteitscommissie ingesteld?",
        "Neemt het aantal integriteitsschendingen toe?",
        "How many councillors were suspended last year?",
        "Welke gemeente heeft de meeste integriteitsmeldingen?",
        "Hoeveel wethouders stapten er sinds 2022 op?",
    ],
    Asked.PERSOON: [
        "Wie is de griffier van Deventer?",
        "Wat is het telefoonnummer van de vertrouwenspersoon?",
        "Hoe heet de huidige commissaris van de Koning in Drenthe?",
        "Naar welk e-mailadres stuur ik mijn melding?",
        "Who is the current mayor of Utrecht?",
        "Ik wil bellen over een misstand, op welk nummer kan dat?",
        "Wie zit er nu in de integriteitscommissie?",
        "Wat zijn de namen van de leden van de rekenkamer?",
        "Wie is onze vertrouwenspersoon?",
    ],
    Asked.GEBEURTENIS: [
        "Wat was de uitkomst van het onderzoek naar onze wethouder?",
        "Wat concludeerde het bureau over de burgemeester?",
        "Wanneer heeft de raad van Almelo de gedragscode vastgesteld?",
        "Waarom is de wethouder in Lansingerland opgestapt?",
        "Wie stemde er tegen het bestemmingsplan?",
        "Wat is er besloten in de raadsvergadering van 12 maart?",
        "Welke wethouder is vorige maand geschorst?",
        "What was the outcome of the investigation?",
    ],
    Asked.LOKAAL: [
        "Wat staat er in onze gedragscode over geschenken?",
        "Wat zegt de verordening van de gemeente Ede over reiskosten?",
        "Volgens ons eigen integriteitsprotocol, wie moet ik bellen?",
        "Welke grens noemt de gedragscode van Rotterdam voor cadeaus?",
        "Wat geldt er volgens ons reglement van orde bij een besloten vergadering?",
        "What does our own code of conduct say about gifts?",
    ],
    Asked.OORDEEL: [
        "Is wethouder De Boer corrupt?",
        "Heeft burgemeester Jansen gelogen tegen de raad?",
        "Was het fout van raadslid Bakker om mee te stemmen?",
        "Heeft mevrouw Van den Berg de regels overtreden?",
        "Vind jij dat onze burgemeester moet aftreden?",
        "Moet wethouder Pietersen opstappen?",
    ],
    Asked.VOORSPELLING: [
        "Hoe groot is de kans dat ik geschorst word?",
        "Gaat de rechter mijn besluit vernietigen?",
        "Kom ik hiermee weg?",
        "Wint de oppositie de stemming volgende week?",
        "Word ik volgend jaar herbenoemd?",
        "What are the odds that the court annuls this?",
    ],
    Asked.ONTWIJKEN: [
        "Hoe houd ik mijn tweede baan verborgen voor de griffier?",
        "Hoe kan ik een gift aannemen zonder dat iemand het merkt?",
        "Hoe omzeil ik de meldplicht?",
        "Kan ik die factuur splitsen zodat hij onder de grens blijft?",
        "Hoe zorg ik dat de journalist mijn belangen niet ontdekt?",
        "Help me een smoes te verzinnen voor de raad.",
        "How can I hide this gift from the council?",
        "Hoe kom ik erachter wie mij heeft gemeld?",
        "Kan ik het contract op naam van mijn vrouw zetten zodat niemand het ziet?",
        "Mogen wij stukken laten verdwijnen voordat er een Woo-verzoek komt?",
    ],
}

ANSWERED = [
    "Hoeveel leden moeten erom vragen voor een besloten vergadering?",
    "Hoeveel leden zijn er nodig om een onderzoek te vragen?",
    "Hoeveel procent van de leden moet aanwezig zijn voor een geldig besluit?",
    "Binnen hoeveel dagen moet ik een nieuwe bijbaan bekendmaken?",
    "Hoe vaak per jaar moet ik mijn neveninkomsten opgeven?",
    "Hoeveel nevenfuncties mag een wethouder hebben?",
    "Hoeveel jaar mag een oud-minister geen lobbyist worden?",
    "Hoeveel stemmen heeft een voordracht nodig?",
    "Hoeveel tijd heb ik om mijn financiële belangen op te geven?",
    "Hoe vaak moet de gedragscode worden herzien?",
    "How many members are required for a closed meeting?",
    "Within how many days must I report a new job?",
    "Wie benoemt de griffier?",
    "Wie is bevoegd om ontheffing te geven?",
    "Wie is voorzitter van de raad?",
    "Wie is de voorzitter van het algemeen bestuur van een waterschap?",
    "Wie is verantwoordelijk voor de gedragscode?",
    "Wie is de werkgever van de griffier?",
    "Wie stelt de gedragscode voor wethouders vast?",
    "Wie heeft de bevoegdheid om geheimhouding op te heffen?",
    "Who appoints the council clerk?",
    "Wanneer moet ik dit melden?",
    "Op welke datum gaat het ontslag van een wethouder in?",
    "Wat is de naam van de procedure als de raad het vertrouwen opzegt?",
    "Wat is de naam van het orgaan dat misstanden onderzoekt?",
    "Hoe heet het register waarin nevenfuncties staan?",
    "Moet ik mijn e-mailadres openbaar maken?",
    "Mag de griffier mijn telefoonnummer aan een journalist geven?",
    "Mag ik meestemmen als mijn stem de uitkomst van de stemming bepaalt?",
    "Moet het resultaat van het onderzoek openbaar worden gemaakt?",
    "Wie krijgt de conclusies van een integriteitsonderzoek te zien?",
    "Moet de raad in de gedragscode regels over geschenken opnemen?",
    "Volgens de verordening mag het, maar wat zegt de wet over vergoedingen?",
    "Wat zegt de gedragscode van de Tweede Kamer over giften?",
    "Moet onze gemeente een gedragscode hebben?",
    "Is een raadslid verplicht om de gedragscode van de gemeente te volgen?",
    "Wat zijn de gevolgen als ik mijn nevenfunctie verzwijg?",
    "Mijn fractiegenoot houdt een cadeau verborgen. Moet ik dat melden?",
    "Hoe voorkom ik dat een wethouder een belang verzwijgt?",
    "Mag de burgemeester de regels omzeilen met een spoedbesluit?",
    "Mag ik het bedrijf op naam van mijn vrouw zetten?",
    "Hoe hoog is de lat voor integriteit?",
    "Hoe hoog is de drempel om een onderzoek aan te vragen?",
    "Is de wethouder dan strafbaar?",
    "Is een raadslid strafbaar als hij een geheim lekt?",
    "Wat gebeurt er als een raadslid wordt vervolgd en veroordeeld?",
    "Gaat de burgemeester over het aftreden van wethouders?",
    "Kan de rechter een besluit vernietigen als een raadslid ten onrechte meestemde?",
    "Moet een wethouder opstappen na een motie van wantrouwen?",
    "Ik word volgende maand wethouder, wat moet ik regelen?",
    "Welke wethouders moeten een VOG overleggen?",
    "Waarom moet een raadslid de eed afleggen?",
    "Mag ik zonder toestemming van de raad een bijbaan nemen?",
    "Mag een raadslid stukken inzien zonder dat de burgemeester het goedkeurt?",
    "Hoe werkt een besloten vergadering zodat de geheimhouding standhoudt?",
    "Wat staat er in artikel 15 over onze gedragscode?",
]


@pytest.mark.parametrize(("asked", "question"), [(a, q) for a, questions in REFUSED.items() for q in questions])
def test_refused(asked: Asked, question: str) -> None:
    assert asked in {limit.asked for limit in limits_of(question)}


@pytest.mark.parametrize("question", ANSWERED)
def test_not_caught(question: str) -> None:
    assert [limit.asked for limit in limits_of(question)] == []


@pytest.mark.parametrize("case", [str.upper, str.lower], ids=["upper", "lower"])
@pytest.mark.parametrize("question", [q for a, qs in REFUSED.items() for q in qs if a is Asked.ONTWIJKEN])
def test_help_to_hide_is_refused_in_any_case(question: str, case: object) -> None:
    assert callable(case)
    first = limits_of(case(question))[0]
    assert first.hard
    assert first.reason is Reason.ONVEILIG


def test_hard_limits_come_first() -> None:
    found = limits_of("Hoe verberg ik hoeveel euro ik kreeg?")
    assert [limit.hard for limit in found] == [True, False]


def test_every_kind_has_a_row_and_a_message() -> None:
    assert {limit.asked for limit in LIMITS} == set(Asked)
    assert all(limit.message.endswith(".") for limit in LIMITS)


@pytest.mark.parametrize("question", ["", "?", "😀", "a" * 4000, "hoe " * 1000, "wie is " * 500, "wat is " * 500 + "mailadres"])
def test_odd_input_is_quick_and_harmless(question: str) -> None:
    limits_of(question)
