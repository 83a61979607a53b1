"""An invented law in versions of different dates, as the parser would give them."""

import datetime as dt
from collections.abc import Iterable, Mapping

from corpus import Bestuurslaag, Locator, Source, SourceId, SourceKind
from corpus.documents import Document, Piece, State
from corpus.values import Gezag, TextKind
from ingest.library import Added, Library

LAW = "BWBR0099999"
FIRST, SECOND, THIRD = dt.date(2022, 1, 1), dt.date(2023, 1, 1), dt.date(2024, 7, 1)

#: Leden of the first version, by the steps of their place.
LEDEN = {
    "artikel=1/lid=1": "Wie een sleutel van het raadhuis krijgt, tekent daarvoor in het sleutelboek.",
    "artikel=1/lid=2": "Het sleutelboek ligt bij de bode.",
    "artikel=2": "Een zoekgeraakte sleutel wordt binnen een dag gemeld.",
    "artikel=3/lid=1": "De bode telt de sleutels elke maand.",
    "artikel=3/lid=2": "Van de telling komt een verslag.",
}


def place(steps: str) -> Locator:
    return Locator.parse(f"{LAW}#{steps}")


def law(version: dt.date, leden: Mapping[str, str] = LEDEN, lapsed: Iterable[str] = (), ident: str = LAW) -> Document:
    """A document with a whole piece for each lid, and those in ``lapsed`` without a rule."""
    source = Source(
        SourceId(ident), "Wet op de sleutels", "Sleutelwet", ("Slw",), SourceKind.WET, Bestuurslaag.GEMEENTE, Gezag.WET,
        version, None, "https://wetten.overheid.nl/" + ident, TextKind.OFFICIEEL, "0" * 64,
    )  # fmt: skip
    pieces = [Piece(Locator.parse(f"{ident}@{version}#{steps}"), text) for steps, text in leden.items()]
    pieces += [Piece(Locator.parse(f"{ident}@{version}#{steps}"), "Vervallen", state=State.VERVALLEN) for steps in lapsed]
    return Document(source, version, tuple(pieces), "bwb-test", sum(len(p.text) for p in pieces))


def keep(library: Library, document: Document, original: bytes | None = None, valid_until: dt.date | None = None) -> Added:
    """Add to a library, with a file whose bytes follow from the text unless they are given."""
    data = original if original is not None else repr(document.pieces).encode()
    when = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
    return library.add(document, data, ".xml", url=document.source.url, retrieved=when, valid_until=valid_until)
