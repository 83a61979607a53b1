"""Questions on the right topic that the sources cannot answer, and questions that look like them but can be answered."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from assistant.answer import Language, Reason
from assistant.limits import LIMITS, Asked, limits_of
from assistant.understand import language_of

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
    "Hoeveel keer mag een burgemeester worden herbenoemd?",
    "Hoe lang van tevoren moet ik een nevenfunctie melden?",
    "Wie bepaalt of een vergadering besloten is?",
    "Wie is de melder volgens de wet?",
    "Wie is aansprakelijk als een raadslid geheimen lekt?",
    "Wie is de burgemeester verantwoording schuldig?",
    "Wie is bij een tegenstrijdig belang van de dijkgraaf de vervanger?",
    "Wie is plaatsvervanger van de voorzitter van de raad?",
    "Wat gebeurt er met mijn zetel als ik word veroordeeld?",
    "Wat is er in de wet geregeld over lobbyen?",
    "Wat is er veranderd aan de geheimhoudingsregels?",
    "Is het strafbaar om stukken te vernietigen?",
    "Mag de griffier een melding van een misstand doorsturen zonder dat de melder dat weet?",
    "Wat als een collega zijn bijbaan verzwijgt?",
    "Hoe moet de burgemeester omgaan met een raadslid dat een belang verborgen houdt?",
    "Moet ik een cadeau van 60 euro melden?",
    "Wat is het maximum aantal leden van een commissie?",
    "Mag een wethouder een vergoeding voor een nevenfunctie houden?",
    "Hoe wordt de vergoeding voor raadsleden vastgesteld?",
    "Moet een bedrag dat ik verdien bij een bijbaan openbaar zijn?",
    "Kan de raad een wethouder ontslaan als hij gelogen heeft?",
    "Ik vind dat de raad dit moet bespreken; mag dat achter gesloten deuren?",
    "Op welk moment moet ik de eed afleggen?",
    "Hoe gaat een benoeming van een wethouder in zijn werk?",
    "Krijgt een melder straks bescherming tegen ontslag?",
    "Wordt een wethouder na een motie automatisch ontslagen?",
    "Welke griffier is bevoegd bij een gemeenschappelijke regeling?",
    "Waarom is een VOG verplicht voor wethouders?",
    "Wat moet er in onze gedragscode staan volgens de wet?",
    "Who is responsible for keeping the register?",
    "Is a councillor allowed to hide the name of an employer?",
    "Hoeveel dagen heeft de raad om geheimhouding te bekrachtigen?",
    "Wat is de uitkomst als de stemmen staken?",
    "Zal ik mijn nevenfunctie melden?",
    "Mag ik weten wie een melding over mij heeft gedaan?",
    "Wat kost mij mijn raadslidmaatschap: welke handelingen zijn verboden?",
    "Hoeveel dagen van tevoren moet de agenda openbaar zijn?",
    "Wie is binnen het college verantwoordelijk voor integriteit?",
    "Wat is het gevolg als ik mijn aandelen niet heb opgegeven?",
    "Kan een raadslid in totaal drie functies combineren?",
    "Wat is de waarde van een advies van het Huis voor Klokkenluiders?",
    "Moet ik het melden als ik een uitnodiging krijg zonder dat ik weet van wie?",
    "Welke wethouder vervangt de burgemeester?",
    "Gaat een motie van wantrouwen over één wethouder of het hele college?",
    "Blijft een raadslid lid tot zijn opvolger er is?",
    "Wordt een raadslid beschermd als hij een misstand meldt?",
]

# Written afterwards, by kind of thing asked, to see whether the patterns hold beyond the list above.
REFUSED_TOO = [
    "Hoeveel mag ik per kilometer declareren?",
    "Wat is de hoogte van het wachtgeld voor wethouders in Breda?",
    "Hoeveel salaris heeft een gedeputeerde?",
    "Wat is de maximale waarde in euro's van een cadeau hier?",
    "Hoeveel integriteitsonderzoeken liepen er in Limburg?",
    "Hoe vaak is dit jaar een raadslid geschorst?",
    "Hoeveel raadsleden hebben hun nevenfuncties niet gemeld?",
    "Wat is de top tien van gemeenten met integriteitskwesties?",
    "Kun je me het mailadres geven van de griffie?",
    "Wie is de integriteitscoördinator van de provincie Utrecht?",
    "Wie is nu voorzitter van de Tweede Kamer?",
    "Wat heeft de rekenkamer van Leiden gezegd over de aanbesteding?",
    "Wie heeft het geheime stuk gelekt?",
    "Wat vond de rechter van de zaak van wethouder Hooijmaijers?",
    "Is de wethouder van Wonen in Tiel afgetreden?",
    "Wat staat er in het reglement van de gemeenteraad van Goes?",
    "Mag ik volgens de gedragscode van Haarlem een geschenk houden?",
    "Deugt burgemeester Van Vliet?",
    "Heeft raadslid Smit zich aan de regels gehouden?",
    "Wordt wethouder Smit straks vervolgd?",
    "Overleeft de burgemeester het debat morgen?",
    "Hoe laat ik een gift eruitzien als een lening?",
    "Hoe krijg ik het betaald zonder dat het in het register komt?",
    "Schrijf een brief waarmee ik mijn belang kan wegpoetsen",
    "Wat moet ik zeggen zodat de raad mijn aandelen niet ontdekt?",
    "How do I keep my second job secret from the clerk?",
    "Hoeveel klachten zijn ingediend tegen burgemeesters?",
    "Hoe eindigde de zaak tegen de oud-wethouder?",
    "Welke cadeaus mag ik aannemen volgens het beleid van Eindhoven?",
    "Is het terecht dat raadslid Kuipers is weggestuurd?",
    "Ga ik de zaak bij de Raad van State winnen?",
    "Hoe werk ik een lastige klokkenluider weg?",
    "Hoe voorkom ik dat de griffier mijn bijbaan ontdekt?",
]


@pytest.mark.parametrize(("asked", "question"), [(a, q) for a, questions in REFUSED.items() for q in questions])
def test_refused(asked: Asked, question: str) -> None:
    assert asked in {limit.asked for limit in limits_of(question)}


@pytest.mark.parametrize("question", REFUSED_TOO)
def test_refused_in_other_words(question: str) -> None:
    assert limits_of(question)


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


@pytest.mark.parametrize("language", Language)
def test_every_limit_speaks_both_languages(language: Language) -> None:
    texts = [limit.text(language) for limit in LIMITS]
    assert len(set(texts)) == len(LIMITS)
    assert [language_of(text) for text in texts] == [language] * len(LIMITS)


def test_the_fixed_sentences_exist_in_both_languages() -> None:
    table = tomllib.loads((resources.files("assistant") / "messages.toml").read_text(encoding="utf-8"))
    fields = [{key: set(re.findall(r"{(\w+)}", text)) for key, text in table[lang].items()} for lang in ("nl", "en")]
    assert fields[0] == fields[1]
