"""The table of elements of a BWB ``toestand``: what each one is, and so what is done with its text.

An element that stands in no row and holds text is not guessed at: ``kind_of`` stops with its place in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus import Unit
from corpus.documents import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Levels of elements. Official files have fewer than 30; walking them by recursion is safe up to here.
DEEPEST = 100


class Kind(StrEnum):
    """What an element is to a reader of the law."""

    SKIPPED = "overgeslagen"
    FRAME = "omhulsel"
    TITLE = "titel van de regeling"
    DIVISION = "indeling"
    ARTICLE = "artikel"
    LID = "lid"
    PART = "deel buiten de artikelen"
    HEADING = "kop"
    NUMBER = "nummer"
    GROUP = "groep alinea's"
    LINE = "regel"
    LIST = "lijst"
    ITEM = "onderdeel"
    TABLE = "tabel"
    FIGURE = "afbeelding"
    RUN = "opmaak"
    LINK = "verwijzing"
    EDITORIAL = "redactie"
    NOTE = "noot"


_NAMES: Mapping[Kind, str] = {
    # Data about the text, no text: sources of publication, dates, the official links.
    Kind.SKIPPED: "meta-data bwb-inputbestand bwb-wijzigingen redactionele-correcties colspec spanspec illustratie",
    Kind.FRAME: "toestand wetgeving wet-besluit wettekst regeling regeling-tekst circulaire circulaire-tekst verdrag verdragtekst",
    Kind.TITLE: "intitule citeertitel",
    Kind.DIVISION: "boek deel titeldeel hoofdstuk afdeling paragraaf sub-paragraaf bijlage divisie circulaire.divisie wijzig-divisie",
    Kind.ARTICLE: "artikel enig-artikel wijzig-artikel",
    Kind.LID: "lid wijzig-lid",
    Kind.PART: (
        "aanhef preambule wetsluiting regeling-sluiting circulaire-sluiting bijlage-sluiting officiele-inhoudsopgave artikel.toelichting"
    ),
    Kind.HEADING: "kop",
    Kind.NUMBER: "lidnr li.nr noot.nr",
    Kind.GROUP: (
        "considerans afkondiging slotformulering gegeven uitgifte ondertekenaar structuurtekst tekst al-groep definitie specificatie "
        "citaat wetcitaat citaat-artikel wijzig-lid-groep adres adreslijst context"
    ),
    Kind.LINE: (
        "al considerans.al noot.al wij wie wat tussenkop label nr titel subtitel title bijschrift term waarde formule tekstregel "
        "adresregel context.al koning dagtekening datum plaats ondertekening naam voornaam achternaam functie organisatie"
    ),
    Kind.LIST: "lijst considerans.lijst noot.lijst definitielijst specificatielijst",
    Kind.ITEM: "li noot.li definitie-item specificatie-item",
    Kind.TABLE: "table tgroup thead tbody tfoot row entry",
    Kind.FIGURE: "plaatje",
    Kind.RUN: "nadruk sup sub inf unl afk deze dossierref nootref extref-groep intref-groep",
    Kind.LINK: "extref intref",
    Kind.EDITORIAL: "redactie tekstcorrectie",
    Kind.NOTE: "noot",
}

ELEMENTS: Mapping[str, Kind] = {name: kind for kind, names in _NAMES.items() for name in names.split()}

#: The step of a locator that a division gives.
UNITS: Mapping[str, Unit] = {
    "boek": Unit.BOEK,
    "deel": Unit.DEEL,
    "titeldeel": Unit.TITEL,
    "hoofdstuk": Unit.HOOFDSTUK,
    "afdeling": Unit.AFDELING,
    "paragraaf": Unit.PARAGRAAF,
    "sub-paragraaf": Unit.SUBPARAGRAAF,
    "bijlage": Unit.BIJLAGE,
    "divisie": Unit.DIVISIE,
    "circulaire.divisie": Unit.DIVISIE,
    "wijzig-divisie": Unit.DIVISIE,
}

#: The name of a part outside the articles, as a step of its own (``#aanhef``).
PARTS: Mapping[str, str] = {
    "aanhef": "aanhef",
    "preambule": "preambule",
    "wetsluiting": "slot",
    "regeling-sluiting": "slot",
    "circulaire-sluiting": "slot",
    "bijlage-sluiting": "slot",
    "officiele-inhoudsopgave": "inhoudsopgave",
    "artikel.toelichting": "toelichting",
}


def kind_of(element: _Element) -> Kind:
    """The row of the table. An unknown element without text is skipped; one that holds text is a ``DocumentError``."""
    kind = ELEMENTS.get(element.tag)
    if kind is None:
        if content_characters(element):
            raise misfit(element, f"onbekend element <{element.tag}> met tekst; meld dit, zodat de lezer het leert kennen")
        return Kind.SKIPPED
    return kind


def misfit(element: _Element, message: str) -> DocumentError:
    """The error for a place in the file: its path, its line and what is wrong there."""
    return DocumentError(f"{element.getroottree().getpath(element)} (regel {element.sourceline}): {message}")


def content_characters(element: _Element) -> int:
    """Characters of content, without white space and without what stands in skipped elements. Knows no other rule of the parser."""
    return sum(len("".join(text.split())) for text in _texts(element))


def _texts(top: _Element) -> Iterator[str]:
    """All texts inside an element, in no particular order, without recursion: a file can be deep by malice."""
    waiting = [(top, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST:
            raise misfit(element, f"dieper genest dan {DEEPEST} niveaus; dit is geen gewoon wetsbestand, haal het opnieuw op")
        if ELEMENTS.get(element.tag) is not Kind.SKIPPED:
            if element.text:
                yield element.text
            waiting.extend((child, depth + 1) for child in element)
        if element.tail and element is not top:
            yield element.tail


def loose_text(element: _Element) -> str:
    """Text that stands directly in an element, between its children."""
    parts = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(parts).split())
