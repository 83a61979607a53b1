"""What this assistant does not answer, recognised from the question itself.

The sources hold rules, not events: no statistics, names of people, outcomes of cases or amounts of one municipality.
A question on the right topic that asks for such a thing is the likeliest to get a wrong answer, so each kind is a row
here with the words by which it is known; a row may be overruled by evidence that does hold the thing asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Reason
from corpus import Provision
from corpus.vocabulary import plain
from ingest.analyser import words


class Asked(StrEnum):
    """What kind of thing a question asks for, beyond a rule."""

    BEDRAG = "bedrag"
    STATISTIEK = "statistiek"
    PERSOON = "persoon"
    GEBEURTENIS = "gebeurtenis"
    LOKAAL = "lokaal"
    OORDEEL = "oordeel"
    VOORSPELLING = "voorspelling"
    ONTWIJKEN = "ontwijken"


@dataclass(frozen=True)
class Limit:
    """``hard``: never answered; otherwise answered when the evidence holds what is asked."""

    asked: Asked
    pattern: re.Pattern[str]
    reason: Reason
    message: str
    hard: bool = False


def _limit(asked: Asked, pattern: str, reason: Reason, message: str, *, hard: bool = False) -> Limit:
    return Limit(asked, re.compile(pattern), reason, message, hard)


_PERIOD = r"(vorig jaar|afgelopen|laatste (jaar|jaren|tijd)|sinds \d{4}|in (19|20)\d\d|gemiddeld|per jaar|in totaal|jaarlijks|last year|on average)"

LIMITS = (
    _limit(
        Asked.ONTWIJKEN,
        r"(verberg|verzwijg|verstop|buiten beeld|omzeil|onder de radar|wegmoffel|zonder dat (iemand|ze|de \w+) (het )?(merkt|merken|ziet|weet))"
        r"|hide (it|this|the)|avoid detection",
        Reason.ONVEILIG,
        "Hier help ik niet bij: dit gaat over verbergen of omzeilen van regels. Praat met een vertrouwenspersoon of de griffier.",
        hard=True,
    ),
    _limit(
        Asked.OORDEEL,
        r"\b(is|was|heeft|had|vind je) (de )?(wethouder|burgemeester|raadslid|minister|gedeputeerde|dijkgraaf|mevrouw|meneer|dhr|mw) "
        r"[a-z'-]+( [a-z'-]+)? (schuldig|corrupt|integer|fout|gelogen|omgekocht|strafbaar)",
        Reason.PERSOONLIJK_OORDEEL,
        "Over een persoon of een zaak oordeel ik niet. Ik kan wel uitleggen welke regels gelden.",
        hard=True,
    ),
    _limit(
        Asked.VOORSPELLING,
        r"\b(hoe groot is de kans|gaat .* (winnen|aftreden|veroordeeld)|zal de rechter|hoe loopt .* af|wordt .* veroordeeld)\b",
        Reason.PERSOONLIJK_OORDEEL,
        "Een voorspelling kan ik niet doen. Ik kan wel uitleggen welke regels gelden.",
        hard=True,
    ),
    _limit(
        Asked.STATISTIEK,
        rf"\b(hoe ?veel|hoe vaak|welk (percentage|aandeel|deel)|wat is het percentage|how many|how often)\b.*\b{_PERIOD}\b"
        rf"|\b{_PERIOD}\b.*\b(hoe ?veel|hoe vaak|how many)\b|\bhoe ?veel procent\b|\b(hoe ?veel|hoe vaak|how many)\b.* (zijn er|kwamen|waren er|werden er|had)\b",
        Reason.BUITEN_CORPUS,
        "Dit vraagt om aantallen of cijfers over wat er gebeurd is. Die staan niet in mijn bronnen; daar staan regels in.",
    ),
    _limit(
        Asked.BEDRAG,
        r"\b(welk\w* (maximum)?bedrag|hoeveel euro|hoeveel geld|wat kost|hoe duur|tot welk bedrag|maximumbedrag|hoe hoog is (de|het)|"
        r"hoeveel (mag|kan) .* (kosten|declareren|waard)|hoeveel (krijg|verdien)\w*|how much)\b",
        Reason.GEEN_BEPALING,
        "Dit vraagt om een bedrag dat niet in mijn bronnen staat. Bedragen staan in lokale regels of in jaarlijkse circulaires.",
    ),
    _limit(
        Asked.PERSOON,
        r"\b(telefoonnummer|e ?mail ?adres|mailadres|hoe heet|hoe heten|wat is de naam|phone number|naam van (de|onze))\b"
        r"|\bwie is (er )?(nu |momenteel |de huidige )?(de |onze )?(huidige )?(vertrouwenspersoon|griffier|burgemeester|wethouder|minister|"
        r"commissaris|dijkgraaf|voorzitter|ombudsman|directeur)\b(?! (die|volgens|in de zin))",
        Reason.BUITEN_CORPUS,
        "Namen en contactgegevens van personen staan niet in mijn bronnen. Vraag het bij uw eigen organisatie.",
    ),
    _limit(
        Asked.GEBEURTENIS,
        r"\b(uitkomst|uitslag|conclusie|resultaat) van (het|de|ons|onze)\b|\bwelke datum\b|\bop welke dag\b|\bwat (is|was) er gebeurd\b|"
        r"\blaatste (integriteits)?onderzoek\b|\bwanneer (heeft|is|was) (de|het|onze) \w+ (van|in|te) \w+ .*(vastgesteld|aangenomen|besloten|gestemd)",
        Reason.BUITEN_CORPUS,
        "Dit vraagt naar een gebeurtenis. Mijn bronnen bevatten regels, geen nieuws of uitkomsten van zaken.",
    ),
    _limit(
        Asked.LOKAAL,
        r"\b(in|volgens|staat er in|wat zegt) (onze|ons|mijn|de) (eigen |plaatselijke |lokale )?(gedragscode|verordening|reglement van orde|"
        r"protocol|integriteitsprotocol)( van (de )?(gemeente|provincie|waterschap) \w+)?\b",
        Reason.FEITEN_ONTBREKEN,
        "De eigen gedragscode of verordening van uw organisatie zit niet in mijn bronnen. Vraag de griffier of secretaris erom.",
    ),
)


def limits_of(question: str) -> list[Limit]:
    """The limits that a question runs into, hard ones first."""
    low = plain(question)
    return sorted((limit for limit in LIMITS if limit.pattern.search(low)), key=lambda limit: not limit.hard)


_AMOUNT = re.compile(r"€|\beuro\b|\bprocent\b|%")
_DIGIT = re.compile(r"\d")


def overruled(limit: Limit, evidence: list[Provision]) -> bool:
    """Does the evidence hold what is asked for? An amount: a sum of money; a count: a number."""
    if limit.hard:
        return False
    texts = [p.text for p in evidence]
    if limit.asked is Asked.BEDRAG:
        return any(_AMOUNT.search(t) for t in texts)
    return False


_CAPITAL = re.compile(r"(?<![.?!:] )(?<!^)\b[A-Z][a-zà-ÿ]{3,}(?:-[A-Z][a-zà-ÿ]+)?\b")


def unknown_names(question: str, lexicon: frozenset[str]) -> list[str]:
    """Capitalised words inside a sentence that the corpus does not know: places, people, organisations."""
    return [name for name in _CAPITAL.findall(question) if not set(words(name)) & lexicon]
