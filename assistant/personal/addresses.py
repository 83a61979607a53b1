"""Street addresses: a street with a house number. A street alone ("de Dorpsstraat wordt opgebroken") is nobody's address."""

from __future__ import annotations

import re

from assistant.personal.spans import Span

_UPPER = r"[A-ZÀ-ÖØ-ÞĀŁŚŠŞŻŽİ]"
_ENDING = (
    "straat|straatje|laan|weg|wegje|plein|gracht|kade|dijk|singel|steeg|plantsoen|dreef|allee|boulevard|pad|hof|hofje|markt|"
    "wal|park|baan|kaai|haven|brink|akker|weide|schans|gaarde|dam|stoep|strjitte|leane|loane|dyk|wei|str\\.|ln\\."
)
_NUMBER = (
    r"(?:nr\.?\s?|nummer\s|no\.?\s)?(?!(?:19|20)\d\d\b)\d{1,4}"
    r"(?:\s?-\s?\d{1,4}\b|[\s-]?(?:bis|hs|huis|rood|zwart|[IV]{1,3}|[a-hA-H])\b|[a-zA-Z]{1,2}\b)?"
)
_END = (
    r"(?!\w|[.,]\d|%|\s(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|uur|euro|km)\b)"
)
# What may stand before the street itself: "Burg. van Houtplein", "Lange Nieuwstraat", "Jan van Galenstraat".
_BEFORE = rf"(?:(?:{_UPPER}[\w'’.-]*|van|de|der|den|het|ten|ter|'t|’t|op|in)\s)"
_STREET = re.compile(
    rf"(?<![\w-])(?P<before>(?:{_UPPER}[\w'’.-]*\s{_BEFORE}{{0,3}})?)(?P<street>{_UPPER}[\w'’-]*(?:{_ENDING})(?:-\w+)?)\s(?P<number>{_NUMBER}){_END}"
)
_SMALL = re.compile(rf"(?<![\w-])(?P<street>[^\W\d_]{{2,}}(?:{_ENDING}))\s(?P<number>{_NUMBER}){_END}")
_AVENUE = re.compile(
    rf"(?<!\w)(?:Laan|Plein|Weg|Hof|Park)\s(?:van\s(?:de[rn]?\s|het\s)?)?(?:{_UPPER}[\w'’-]*|19\d\d)\s{_NUMBER}{_END}"
)
# A street whose name does not say that it is one ("Noordeinde 64"), after words that lead up to an address.
_LED = re.compile(
    rf"(?:\b(?i:op|aan|naar|adres|pand|perceel|woning|huis|boerderij|appartement|winkel|woont|wonen|woon)\b|\b(?i:van|in)(?=\s(?:de|het)\b))"
    rf"(?::|\sis)?,?\s(?:(?i:op|aan|in)\s)?(?:(?:de|het)\s(?={_UPPER}))?"
    rf"(?P<address>(?:(?:Het|De|'t|’t)\s)?(?P<street>{_UPPER}[\w'’-]+(?:\s(?:{_UPPER}[\w'’-]+|van|de|der|den)){{0,3}})\s(?P<number>{_NUMBER})){_END}"
)
_BOX = re.compile(r"\b(?:[Pp]ostbus|[Aa]ntwoordnummer)\s\d{1,6}\b")
# Words with such an ending that are no street, and nouns that stand before a number without being one.
_NO_STREET = frozenset(
    "onderweg snelweg autoweg spoorweg rijksweg uitweg omweg landweg waterweg doorweg vaarweg hoofdweg middenweg terugweg halverwege "
    "rijbaan loopbaan wisselpark wagenpark supermarkt jaarmarkt arbeidsmarkt woningmarkt beurs gerechtshof hof park markt haven baan "
    "dam zeehaven luchthaven straat weg plein laan pad hof".split()
)
_COUNTED = frozenset(
    "formule artikel artikelen lid bijlage schaal zaal lijst bladzijde pagina hoofdstuk paragraaf punt agendapunt kamer versie aflevering "
    "deel optie vraag fase route groep zone week jaar nummer station afdeling titel boek team stap kwartaal ronde optie variant "
    "besluit raadsbesluit motie amendement tabel figuur categorie klasse niveau unit blok gebouw vak loods hal balie "
    "januari februari maart april mei juni juli augustus september oktober november december "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag article page chapter room line".split()
)
# At the start of a sentence these are no part of the name of a street.
_LEADING = re.compile(r"(?:In|Op|Aan|Bij|Naar|Is|Mijn|Ons|Onze|Adres|Zijn|Haar|Hun|Uit|Over|Tussen|Voor|Achter)\s+(?=[A-ZÀ-Þ'’])")


def addresses(text: str) -> list[Span]:
    """Every street with a house number, and every post-office box."""
    found: list[tuple[int, int]] = []
    for m in _STREET.finditer(text):
        lead = _LEADING.match(m[0])
        found.append((m.start() + (lead.end() if lead else 0), m.end()))
    found += [m.span() for m in _SMALL.finditer(text) if m["street"].lower() not in _NO_STREET]
    found += [m.span() for m in _AVENUE.finditer(text)]
    found += [m.span("address") for m in _LED.finditer(text) if not set(m["street"].lower().split()) & _COUNTED]
    found += [m.span() for m in _BOX.finditer(text)]
    # The longest first: "Jan van Galenstraat 300" holds "Galenstraat 300".
    return [Span(start, end, "ADRES") for start, end in sorted(set(found), key=lambda f: (f[0] - f[1], f[0]))]
