"""One invented gedragscode in six formats gives the same pieces, and the decision memo out of a PDF its headings and alinea's."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from document_files import FIXTURES, docx, pdf

from corpus import Bestuurslaag, SourceId, SourceKind
from corpus.documents import Document, DocumentError, Piece
from corpus.values import TextKind
from ingest.document_json import document_from_json, document_to_json
from ingest.documents.blocks import Heading, Item, Listing, Paragraph, Table, count, reading_from_json, reading_to_json, texts_of
from ingest.documents.describe import Description
from ingest.documents.formats import Format
from ingest.documents.reader import PARSER, read_bytes
from ingest.documents.sandbox import read
from ingest.documents.segment import segment

DESCRIBED = Description(
    SourceId("gedragscode-zandhove"), "Gedragscode Zandhove", SourceKind.GEDRAGSCODE, Bestuurslaag.GEMEENTE, dt.date(2025, 1, 1)
)
MADE: dict[str, Callable[[], bytes]] = {"pdf": pdf, "docx": docx}
SUFFIXES = ["md", "txt", "html", "xml", "docx", "pdf"]


def file(suffix: str) -> bytes:
    return MADE[suffix]() if suffix in MADE else (FIXTURES / f"gedragscode.{suffix}").read_bytes()


def golden(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((FIXTURES / name).read_text(encoding="utf-8"))["piece"]


def pieces(text: str, kind: Format = Format.MARKDOWN) -> dict[str, str]:
    """Text by place, read in this process."""
    found, _ = segment(read(text.encode(), kind).blocks, SourceId("x"))
    return {place(piece): piece.text for piece in found}


def place(piece: Piece) -> str:
    return str(piece.locator).partition("#")[2]


# --- The same document in six formats -------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=SUFFIXES)
def document(request: pytest.FixtureRequest) -> Document:
    return read_bytes(file(request.param), f"gedragscode.{request.param}", DESCRIBED)


def test_every_format_gives_the_same_pieces(document: Document) -> None:
    assert [(place(piece), piece.text) for piece in document.pieces] == [
        (row["locator"], row["text"].strip()) for row in golden("gedragscode.toml")
    ]


def test_a_document_is_complete_and_comes_back_from_json(document: Document) -> None:
    assert document.parser == PARSER
    assert document.version is None
    assert (document.source.id, document.source.kind, document.source.text_kind) == (
        DESCRIBED.id, SourceKind.GEDRAGSCODE, TextKind.OFFICIEEL,
    )  # fmt: skip
    assert len(document.by_locator) == len(document.pieces)
    assert document_from_json(document_to_json(document)) == document
    told = {text for piece in document.pieces for text in (*piece.headings, piece.text)}
    assert document.characters <= count(told) + sum(piece.text.count(":") for piece in document.pieces)


def test_headings_go_from_the_title_inward(document: Document) -> None:
    found = {place(piece): piece.headings for piece in document.pieces}
    assert found["artikel=1.2/lid=1"][-2:] == ("Hoofdstuk 1 Kernwaarden", "Artikel 1.2 Cadeaus")
    assert found["artikel=1.3/toelichting/alinea=1"][-2:] == ("Artikel 1.3 Reizen op uitnodiging", "Toelichting")
    assert all(headings[0] == "Gedragscode integriteit gemeente Zandhove" for headings in found.values())


def test_only_a_pdf_knows_its_pages() -> None:
    pages = [piece.page for piece in read_bytes(file("pdf"), "x.pdf", DESCRIBED).pieces]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert (pages[0], pages[-1]) == (1, 2)
    assert {piece.page for piece in read_bytes(file("md"), "x.md", DESCRIBED).pieces} == {None}


def test_what_recurs_on_every_page_is_left_out_and_said() -> None:
    warnings = " ".join(read_bytes(file("pdf"), "x.pdf", DESCRIBED).warnings)
    assert "Zandhove | gedragscode" in warnings
    assert "Pagina # van #" in warnings


def test_an_article_that_comes_twice_is_told() -> None:
    document = read_bytes(b"# T\n\n## Artikel 3\n\na\n\n## Artikel 3\n\nb\n", "x.md", DESCRIBED)
    assert [place(piece) for piece in document.pieces] == ["artikel=3", "artikel=3-2"]
    assert document.warnings == ("nummers die vaker voorkomen, kregen een volgnummer: artikel=3-2",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_encoding_makes_no_difference(encoding: str) -> None:
    text = "# Eén\n\nGeïnd geld – ‘knéppel’ à € 5 hoort bij de coöperatie.\n"
    read_one = read_bytes(text.encode(encoding), "x.md", DESCRIBED)
    assert [piece.text for piece in read_one.pieces] == ["Geïnd geld – ‘knéppel’ à € 5 hoort bij de coöperatie."]
    assert bool(read_one.warnings) == (encoding == "cp1252")


# --- The decision memo ----------------------------------------------------------------------------------------------


def test_a_text_out_of_a_pdf_becomes_headings_and_whole_alineas(shared: Path) -> None:
    memo = shared / "seed" / "beslisnota-nota-integriteitsbeleid.txt"
    document = read_bytes(memo.read_bytes(), memo.name, DESCRIBED)
    expected = golden("beslisnota.toml")
    assert [place(piece) for piece in document.pieces] == [row["locator"] for row in expected]
    for piece, row in zip(document.pieces, expected, strict=True):
        words = [word for word in piece.text.split() if word != "-"]
        assert (" ".join(words[:2]), " ".join(words[-2:]), len(words)) == (row["first"], row["last"], row["words"]), row[
            "locator"
        ]
        assert hashlib.sha256(piece.text.encode()).hexdigest()[:12] == row["sha256"], row["locator"]
        assert list(piece.headings[1:]) == row["headings"]
    assert document.warnings == ()


# --- Kamerstukken ---------------------------------------------------------------------------------------------------

KAMERSTUK = """\
<?xml version="1.0" encoding="UTF-8"?>
<officiele-publicatie><metadata><meta name="x" content="y"/></metadata><kamerstuk>
<kamerstukkop><tekstregel inhoud="vergaderjaar">Vergaderjaar 2030–2031</tekstregel></kamerstukkop>
<dossier><dossiernummer><dossiernr>39 999</dossiernr></dossiernummer><titel>Regels voor sleutels</titel></dossier>
<stuk><stuknr>Nr. <ondernummer>7</ondernummer></stuknr><titel>BRIEF OVER SLEUTELS<noot id="n1"><noot.nr>1</noot.nr><noot.al>Eerder verstuurd.</noot.al></noot></titel>
<datumtekst>Ontvangen 3 mei 2031</datumtekst>
<algemeen><vrije-tekst><tekst>
<al>Geachte voorzitter,</al>
<al>Een sleutel<?xpp afbm?>bos hoort<noot id="n2"><noot.nr>2</noot.nr><noot.al>Zie de vorige brief.</noot.al></noot> in de kluis.</al>
<divisie><kop><nr>1.</nr><titel>Waarom</titel></kop><al>Omdat het <nadruk type="cur">moet</nadruk>:</al>
<lijst><li><li.nr>–</li.nr><al>eerst dit,</al></li><li><li.nr>–</li.nr><al>dan dat.</al></li></lijst>
<divisie><kop><nr>1.1</nr><titel>Nader</titel></kop><al>Meer hierover.</al></divisie></divisie>
<tussenkop kopopmaak="cur">Slot</tussenkop><al>Tot zover.</al>
</tekst></vrije-tekst></algemeen>
<ondertekening><functie>De Sleutelmeester,</functie><naam><voornaam>S.</voornaam><achternaam>Slot</achternaam></naam></ondertekening>
</stuk></kamerstuk></officiele-publicatie>"""


def test_a_kamerstuk_as_xml() -> None:
    assert pieces("\ufeff" + KAMERSTUK, Format.KAMERSTUK) == {
        "tekst/alinea=1": "Ontvangen 3 mei 2031",
        "tekst/alinea=2": "Geachte voorzitter,",
        "tekst/alinea=3": "Een sleutelbos hoort in de kluis.",
        "tekst/alinea=4": "Noot 1: Eerder verstuurd.",
        "tekst/alinea=5": "Noot 2: Zie de vorige brief.",
        "paragraaf=1/alinea=1": "Omdat het moet:\n- eerst dit,\n- dan dat.",
        "paragraaf=1.1/alinea=1": "Meer hierover.",
        "slot/alinea=1": "Tot zover.",
        "slot/alinea=2": "De Sleutelmeester, S. Slot",
    }


def test_an_unknown_element_with_text_stops_and_one_without_is_a_frame() -> None:
    framed = KAMERSTUK.replace("<tekst>", "<tekst><omlijsting>").replace("</tekst>", "</omlijsting></tekst>")
    assert pieces(framed, Format.KAMERSTUK) == pieces(KAMERSTUK, Format.KAMERSTUK)
    with pytest.raises(DocumentError, match=r"<geheim> op regel 8: 6 tekens zouden verloren gaan"):
        pieces(KAMERSTUK.replace("<al>Geachte", "<geheim>inhoud</geheim><al>Geachte"), Format.KAMERSTUK)


def test_a_kamerstuk_as_a_saved_page() -> None:
    page = """<html><body><div id="kopregel">Officiële bekendmakingen</div><div id="inhoudsopgave"><ul><li>Slot</li></ul></div>
    <div id="broodtekst"><h1>BRIEF OVER SLEUTELS</h1><p class="al">Een bos hoort in de kluis.</p>
    <p class="tussenkop"><span>Slot</span></p><ul class="expliciet"><li><p class="labeled"><span class="ol">• </span>Tot zover.</p></li></ul>
    <div class="artikel"><h3 class="artikel_kop">Artikel 4.<br />Sleutels</h3>
    <p class="lid"><span class="lidnr">1. </span>Een raadslid past op.</p><p class="lid"><span class="lidnr">2. </span>Altijd.</p></div>
    </div><div id="voetregel">Pagina 1</div></body></html>"""
    assert pieces(page, Format.HTML) == {
        "tekst/alinea=1": "Een bos hoort in de kluis.",
        "slot/alinea=1": "- Tot zover.",
        "artikel=4/lid=1": "Een raadslid past op.",
        "artikel=4/lid=2": "Altijd.",
    }


# --- Blocks ---------------------------------------------------------------------------------------------------------


def test_blocks_come_back_from_json() -> None:
    blocks = (
        Heading("Kop", 1, 2),
        Paragraph("Tekst", None),
        Listing((Item("-", "een"), Item("a.", "twee", 1)), 3),
        Table((("x", "y"), ("1", "")), None),
    )
    reading = read(b"# Kop\n\nTekst\n", Format.MARKDOWN)
    again = reading_from_json(reading_to_json(type(reading)(blocks, ("let op",))))
    assert (again.blocks, again.warnings) == (blocks, ("let op",))
    assert [list(texts_of(block)) for block in blocks] == [["Kop"], ["Tekst"], ["een", "twee"], ["x", "y", "1", ""]]
