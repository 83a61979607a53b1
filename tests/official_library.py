"""A library for tests: two invented versions of the Gemeentewet and a code of conduct of an invented municipality."""

import datetime as dt

from corpus import Bestuurslaag, Locator, Source, SourceId, SourceKind
from corpus.documents import Document, Piece, State
from corpus.values import Gezag, TextKind
from ingest.library import Library

GEMEENTEWET, CODE = "BWBR0005416", "gedragscode-waterdam"
OLD, NEW = dt.date(2022, 1, 1), dt.date(2024, 7, 1)

#: Invented words under real numbers, by version; ``None``: lapsed.
LEDEN: dict[dt.date, dict[str, str | None]] = {
    OLD: {
        "artikel=25/lid=1": "De raad bepaalt in een besloten zitting welke stukken geheim blijven.",
        "artikel=28/lid=1": "Een lid van de raad onthoudt zich van stemmen over wat hem zelf aangaat.",
        "artikel=28/lid=3": "Een briefje in de bus telt als stem.",
    },
    NEW: {
        "artikel=25/lid=1": None,
        "artikel=28/lid=1": "Een lid van de raad praat en stemt niet mee over wat hem zelf aangaat:\na. direct; of\nb. via een ander.",
        "artikel=28/lid=3": "Een briefje in de bus telt als stem.",
        "artikel=87/lid=1": "Wie stukken verstrekt, kan daarop geheimhouding leggen.",
    },
}
ALINEAS = {
    "geschenken/alinea=1": "Een geschenk van meer dan vijfendertig euro gaat naar de voorraadkast van de griffie.",
    "geschenken/alinea=2": "De griffie veilt de inhoud van de voorraadkast elk jaar in december voor de voedselbank.",
    "fietsen/alinea=1": "Raadsleden stallen hun dienstfiets in de kelder van het stadskantoor.",
}


def gemeentewet(version: dt.date) -> Document:
    source = _source(GEMEENTEWET, "Gemeentewet", SourceKind.WET, version, "https://wetten.overheid.nl/BWBR0005416")
    pieces = tuple(
        Piece(Locator.parse(f"{GEMEENTEWET}@{version}#{steps}"), text or "", state=State.GELDEND if text else State.VERVALLEN)
        for steps, text in LEDEN[version].items()
    )
    return Document(source, version, pieces, "bwb-test", 1)


def code() -> Document:
    source = _source(CODE, "Gedragscode Waterdam", SourceKind.GEDRAGSCODE, dt.date(2024, 1, 1), "")
    pieces = tuple(Piece(Locator.parse(f"{CODE}#{steps}"), text, ("Geschenken",), page=3) for steps, text in ALINEAS.items())
    return Document(source, None, pieces, "eigen-test", 1)


def fill(library: Library, *documents: Document) -> None:
    when = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
    for document in documents:
        library.add(document, repr(document.pieces).encode(), ".xml", url=document.source.url, retrieved=when)


def _source(ident: str, title: str, kind: SourceKind, since: dt.date, url: str) -> Source:
    return Source(
        SourceId(ident), title, title, (), kind, Bestuurslaag.GEMEENTE, Gezag(kind.gezag), since, None, url,
        TextKind.OFFICIEEL, "0" * 64,
    )  # fmt: skip
