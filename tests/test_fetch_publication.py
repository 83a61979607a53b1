"""A kamerstuk and a handbook: where they are, and that a web page is never taken for one."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from official_server import MONDAY, Answer, OfficialServer, SkippingClock, official_server, read_document, read_law, settings_for

from corpus import Bestuurslaag, Source, SourceId, SourceKind, load_corpus
from ingest.documents.describe import Description
from ingest.fetch.faults import FetchError
from ingest.fetch.fetcher import Fetched, Fetcher
from ingest.fetch.publication import kamerstuk_url, own_url
from ingest.fetch.web import Web
from ingest.library import Added, Library
from ingest.settings import Settings

KST, HANDBOOK = "kst-28844-254", "handboek-2023"
KST_PATH = "/frbr/kst/28844/kst-28844-254/1/xml/kst-28844-254.xml"
PAPER = (
    b'<?xml version="1.0" encoding="utf-8"?><officiele-publicatie><kamerstuk><stuk><datum isodatum="2026-03-04">4 maart</datum>'
    b"<al>Een brief over koffie.</al></stuk></kamerstuk></officiele-publicatie>"
)
PDF = b"%PDF-1.7 een handboek over koffie"


@pytest.fixture(scope="module")
def known() -> dict[SourceId, Source]:
    return dict(load_corpus().sources)


@pytest.fixture
def server() -> Iterator[OfficialServer]:
    with official_server() as server:
        yield server


def fetch(
    server: OfficialServer, folder: Path, ident: str, known: dict[SourceId, Source], reader: Any = read_document, **other: Any
) -> Fetched:
    settings = settings_for(server.url, folder, **other)
    with Web(settings, clock=SkippingClock().clock) as web:
        fetcher = Fetcher(web, settings, known, read_law=read_law, read_document=reader)
        return fetcher.fetch(SourceId(ident), dt.date(2026, 11, 25))


@pytest.mark.parametrize(
    ("ident", "end"),
    [
        ("kst-28844-254", "/28844/kst-28844-254/1/xml/kst-28844-254.xml"),
        ("kst-36600-VII-5", "/36600-VII/kst-36600-VII-5/1/xml/kst-36600-VII-5.xml"),
    ],
)
def test_a_kamerstuk_lies_under_its_dossier(ident: str, end: str) -> None:
    settings = Settings()
    assert kamerstuk_url(settings, SourceId(ident)) == settings.kst_url + end


def test_a_kamerstuk_of_the_corpus_gets_its_title_and_is_asked_once(
    server: OfficialServer, tmp_path: Path, known: dict[SourceId, Source]
) -> None:
    server.say(KST_PATH, Answer(PAPER, modified=MONDAY))
    seen: list[Any] = []

    def reader(data: bytes, name: str, described: Any) -> Any:
        seen.append((data, name, described))
        return read_document(data, name, described)

    first, second = (fetch(server, tmp_path, KST, known, reader) for _ in range(2))
    assert (first.added, second.added) == (Added.NIEUW, Added.GELIJK)
    assert first.title == known[SourceId(KST)].title
    assert [r.headers["If-Modified-Since"] for r in server.asked(KST_PATH)] == [None, MONDAY]
    data, name, described = seen[0]
    assert (data, name, described.url) == (PAPER, f"{KST}.xml", known[SourceId(KST)].url)
    (record,) = Library(settings_for(server.url, tmp_path).library_dir).records()
    assert (record.file, record.url) == ("original.xml", server.url + KST_PATH)


def test_another_kamerstuk_is_described_by_its_numbers_and_its_date(server: OfficialServer, tmp_path: Path) -> None:
    server.say(KST_PATH, Answer(PAPER))
    seen: list[Any] = []

    def reader(data: bytes, name: str, described: Any) -> Any:
        seen.append(described)
        return read_document(data, name, described)

    fetch(server, tmp_path, KST, {}, reader)
    assert seen == [
        Description(
            SourceId(KST), "Kamerstuk 28844, nr. 254", SourceKind.NOTA, Bestuurslaag.ALGEMEEN, dt.date(2026, 3, 4),
            "https://zoek.officielebekendmakingen.nl/kst-28844-254.html",
        )
    ]  # fmt: skip


def test_the_handbook_comes_from_the_address_in_the_settings(
    server: OfficialServer, tmp_path: Path, known: dict[SourceId, Source]
) -> None:
    server.say("/handboek.pdf", Answer(PDF))
    fetched = fetch(server, tmp_path, HANDBOOK, known, handbook_url=f"{server.url}/handboek.pdf")
    assert (fetched.added, fetched.title) == (Added.NIEUW, known[SourceId(HANDBOOK)].title)


def test_a_source_with_a_pdf_for_address_needs_no_setting(known: dict[SourceId, Source]) -> None:
    source = dataclasses.replace(known[SourceId(HANDBOOK)], url="https://example.org/Handboek.PDF")
    assert own_url(Settings(handbook_url="https://example.org/anders.pdf"), source) == source.url


PAGE = Answer(b"<html><body>Niet gevonden</body></html>", modified=MONDAY)


@pytest.mark.parametrize(
    ("ident", "answer", "message"),
    [
        (KST, PAGE, "geen officiële publicatie maar 'html'"),
        (KST, Answer(b"Even geduld"), "geen leesbare XML"),
        (KST, Answer(PAPER[:-30]), "geen leesbare XML"),
        (KST, Answer(status=404), "404"),
        ("kst-36549", PAGE, "dossier met meer stukken; noem één stuk, zoals kst-36549-2"),
        (HANDBOOK, PAGE, "geen pdf"),
        (HANDBOOK, Answer(status=403), "403"),
        ("gir-2020", PAGE, "geen adres van een pdf bekend. Kijk op https"),
        ("bestaat-niet", PAGE, "onbekend; noem een BWB-nummer"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_not_added(
    server: OfficialServer, tmp_path: Path, known: dict[SourceId, Source], ident: str, answer: Answer, message: str
) -> None:
    server.say(KST_PATH, answer)
    server.say("/handboek.pdf", answer)
    with pytest.raises(FetchError, match=message):
        fetch(server, tmp_path, ident, known, handbook_url=f"{server.url}/handboek.pdf")
    assert Library(settings_for(server.url, tmp_path).library_dir).records() == []
    server.say(KST_PATH, Answer(PAPER, modified=MONDAY))
    assert fetch(server, tmp_path, KST, known).added is Added.NIEUW


def test_a_handbook_without_an_address_says_which_setting_is_missing(
    server: OfficialServer, tmp_path: Path, known: dict[SourceId, Source]
) -> None:
    with pytest.raises(FetchError, match="INTEGRITEIT_HANDBOOK_URL"):
        fetch(server, tmp_path, HANDBOOK, known)


def test_a_kamerstuk_without_a_date_is_not_dated_by_guess(server: OfficialServer, tmp_path: Path) -> None:
    server.say(KST_PATH, Answer(PAPER.replace(b' isodatum="2026-03-04"', b"")))
    with pytest.raises(FetchError, match="geen datum in het bestand"):
        fetch(server, tmp_path, KST, {})
