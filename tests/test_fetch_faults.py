"""The table of faults: whatever a server does, the library is as it was or has the whole new text, and the next run works."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import re
import socket
from collections.abc import Callable
from typing import Any

import pytest
from fetch_office import DATA, LAW, MANIFEST, NEW, OLD, SRU, TODAY, XML, Office, office
from official_server import (
    MONDAY,
    TUESDAY,
    Answer,
    OfficialServer,
    Version,
    bomb,
    manifest,
    read_document,
    read_law,
    settings_for,
    sru,
    toestand,
)

from corpus import SourceId
from corpus.documents import DocumentError
from ingest.fetch.faults import FetchError
from ingest.fetch.fetcher import Fetcher
from ingest.fetch.pace import TRIES
from ingest.fetch.web import REDIRECTS, Web
from ingest.library import Added

__all__ = ["office"]  # the fixture

TRUE = Answer(DATA, modified=MONDAY)


def closed_port() -> int:
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def at(path: str, *answers: Answer) -> Callable[[OfficialServer], None]:
    return lambda server: server.say(path, *answers)


def moved(path: str, to: str) -> Callable[[OfficialServer], None]:
    return at(path, Answer(status=301, headers={"Location": to}))


def told(*versions: Version, **lies: Any) -> Callable[[OfficialServer], None]:
    return at(MANIFEST, Answer(manifest(LAW, *versions, **lies), modified=MONDAY))


def swapped(item: bytes) -> Callable[[OfficialServer], None]:
    """The manifest and the file agree, but the file is not what it should be."""

    def arrange(server: OfficialServer) -> None:
        server.say(MANIFEST, Answer(manifest(LAW, NEW, item=item)))
        server.say(XML, Answer(item))

    return arrange


def moved_house(server: OfficialServer) -> None:
    moved(MANIFEST, "/elders/m.xml")(server)
    server.say("/elders/m.xml", Answer(manifest(LAW, NEW)))


def nothing(server: OfficialServer) -> None:
    """All is well on the server itself."""


def page(modified: str = MONDAY) -> Answer:
    """What a server says that is being mended, with the date of the true file: it must not stay in the cache."""
    return Answer(b"<html><body>Even geduld</body></html>", modified=modified)


FATAL: dict[str, tuple[Callable[[OfficialServer], None], dict[str, Any], str]] = {
    "connection refused": (nothing, {"law_url": f"http://127.0.0.1:{closed_port()}/bwb"}, "geen verbinding met 127.0.0.1"),
    "name unknown": (nothing, {"law_url": "http://wetten.invalid/bwb"}, r"geen verbinding met wetten.invalid .*werkt verder"),
    "no answer in time": (at(MANIFEST, Answer(wait=0.4)), {"fetch_timeout": 0.2}, "antwoordt niet op tijd"),
    "drips without end": (at(XML, Answer(DATA, drip=0.02)), {"total_seconds": 0.3}, "te traag: na 0 seconden"),
    "cut each time": (at(XML, Answer(DATA, modified=MONDAY, cut=40)), {}, "brak af"),
    "nothing after the headers": (at(XML, Answer(DATA, cut=0)), {}, "brak af"),
    "manifest is empty": (at(MANIFEST, Answer(modified=TUESDAY)), {}, "geen leesbare XML"),
    "text is empty": (at(XML, Answer(modified=MONDAY)), {}, "controlegetal"),
    "not asked but not modified": (at(XML, Answer(status=304)), {}, "antwoordt met 304"),
    "manifest 404": (at(MANIFEST, Answer(status=404)), {}, "staat niet in het wettenbestand"),
    "manifest 406": (at(MANIFEST, Answer(status=406)), {}, "antwoordt met 406"),
    "manifest is a page": (at(MANIFEST, page(TUESDAY)), {}, "is van 'html'"),
    "manifest of another law": (at(MANIFEST, Answer(manifest("BWBR0099002", NEW))), {}, "is van 'BWBR0099002'"),
    "manifest is a bomb": (at(MANIFEST, bomb(25_000_000)), {}, "groter dan 20 MB"),
    "text 404": (at(XML, Answer(status=404)), {}, "antwoordt met 404"),
    "text is a page": (at(XML, page()), {}, "klopt niet met grootte en controlegetal"),
    "text says it is huge": (at(XML, Answer(DATA, claimed=200_000_000)), {}, "groter dan 100 MB"),
    "text of as many other bytes": (at(XML, Answer(DATA.replace(b"kop", b"kan"))), {}, "controlegetal"),
    "hash of the manifest is wrong": (told(NEW, sha512="0" * 128), {}, "controlegetal"),
    "size of the manifest is wrong": (told(NEW, size=17), {}, "in plaats van 17 bytes"),
    "text of another law": (swapped(toestand("BWBR0099002", NEW)), {}, "het bestand zegt BWBR0099002"),
    "text of another day": (swapped(toestand(LAW, OLD)), {}, "van 2024-01-01 te zijn, het manifest zegt 2026-01-01"),
    "text that cannot be read": (swapped(b"<toestand"), {}, "geen XML"),
    "packed and damaged": (at(XML, Answer(b"\x1f\x8bkapot", headers={"Content-Encoding": "gzip"})), {}, "kwam beschadigd aan"),
    "packed and cut": (at(XML, Answer(gzip.compress(DATA)[:-9], headers={"Content-Encoding": "gzip"})), {}, "niet heel aan"),
    "packed in an unknown way": (at(XML, Answer(DATA, headers={"Content-Encoding": "br"})), {}, "ingepakt als 'br'"),
    "busy for ever": (at(MANIFEST, Answer(status=429)), {}, "antwoordt met 429;"),
    "busy for an hour": (at(MANIFEST, Answer(status=429, headers={"Retry-After": "3600"})), {}, "vraagt 3600 seconden te wachten"),
    "broken for ever": (at(XML, Answer(status=500)), {}, "antwoordt met 500"),
    "sends to itself": (moved(XML, XML), {}, "verwijst meer dan 5 keer door"),
    "sends to another host": (moved(XML, f"http://localhost:{closed_port()}/x.xml"), {}, "geen officieel adres"),
    "sends to another safe host": (moved(XML, "https://example.invalid/x.xml"), {}, "geen officieel adres"),
    "sends to a file": (moved(XML, "file:///etc/hostname"), {}, "geen officieel adres"),
    "sends to nonsense": (moved(XML, "http://oeps:poort/"), {}, "Invalid URL"),
    "no versions at all": (told(), {}, "geen geldende tekst"),
    "only taken away": (told(Version(NEW.label, deleted=True)), {}, "alle versies zijn uit het wettenbestand gehaald"),
    "nothing on that day": (told(OLD), {}, "geen versie die geldt op 2026-11-25"),
    "not yet in force": (told(Version("2027-01-01_0")), {}, "er zijn versies van 2027-01-01"),
    "only outdated views": (told(Version(NEW.label, view=("2026-01-01", "2026-06-01"))), {}, "geen versie die geldt"),
}  # fmt: skip


@pytest.mark.parametrize("name", FATAL)
def test_a_fault_leaves_the_library_as_it_was_and_passes(office: Office, name: str) -> None:
    arrange, settings, message = FATAL[name]
    before = office.files()
    arrange(office.server)
    with pytest.raises((FetchError, DocumentError), match=message) as caught:
        office.fetch(**settings)
    assert LAW in str(caught.value) or "127.0.0.1" in str(caught.value) or "invalid" in str(caught.value)
    assert office.files() == before
    office.well()
    assert office.fetch().added is Added.NIEUW
    assert office.is_complete()


WRONG_PART = Answer(DATA[5:], 206, {"Content-Range": f"bytes 5-{len(DATA) - 1}/{len(DATA)}"}, MONDAY)
HARMLESS: dict[str, tuple[Callable[[OfficialServer], None], dict[str, Any], str]] = {
    "nothing": (nothing, {}, ""),
    "cut once, then continued": (at(XML, Answer(DATA, modified=MONDAY, cut=100), TRUE), {}, ""),
    "cut once, no continuing": (at(XML, Answer(DATA, modified=MONDAY, cut=100), Answer(DATA, modified=MONDAY, ranges=False)), {}, ""),
    "cut once, no date": (at(XML, Answer(DATA, cut=100), Answer(DATA)), {}, ""),
    "cut once, then another file": (at(XML, Answer(b"x" * 500, modified=TUESDAY, cut=100), TRUE), {}, ""),
    "cut once, then shorter": (at(XML, Answer(DATA + b"y" * 50, modified=MONDAY, cut=len(DATA) + 9), TRUE), {}, ""),
    "cut once, then a wrong part": (at(XML, Answer(DATA, modified=MONDAY, cut=100), WRONG_PART, TRUE), {}, ""),
    "busy, then fine": (at(XML, Answer(status=429, headers={"Retry-After": "7"}), TRUE), {}, ""),
    "broken, then fine": (at(MANIFEST, Answer(status=500), Answer(status=503), Answer(manifest(LAW, NEW))), {}, ""),
    "silent, then fine": (at(XML, Answer(wait=0.4), TRUE), {"fetch_timeout": 0.2}, ""),
    "packed unasked": (at(XML, Answer(gzip.compress(DATA), headers={"Content-Encoding": "gzip"})), {}, ""),
    "moved on the same host": (moved_house, {}, ""),
    "search refused": (nothing, {"sru_url": f"http://127.0.0.1:{closed_port()}/sru"}, "zoekdienst is overgeslagen.*geen verbinding"),
    "search 406": (at(SRU, Answer(status=406)), {}, "zoekdienst is overgeslagen.*406"),
    "search broken": (at(SRU, Answer(status=500)), {}, "zoekdienst is overgeslagen.*500"),
    "search gives a page": (at(SRU, page()), {}, "onbekende vorm"),
    "search gives garbage": (at(SRU, Answer(b"\x00\xff")), {}, "geen leesbare XML"),
    "search finds nothing": (at(SRU, Answer(sru(LAW))), {}, "noemt versie 2026-01-01_0 niet .wel: niets"),
    "search finds another": (at(SRU, Answer(sru(LAW, OLD.label))), {}, "noemt versie 2026-01-01_0 niet .wel: 2024-01-01_0"),
    "search points elsewhere": (at(SRU, Answer(sru(LAW, "../../x"))), {}, "onverwachte plaats"),
    "search keeps back": (at(SRU, Answer(sru(LAW, OLD.label, total=3)), Answer(sru(LAW, total=3))), {}, "1 van 3"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_a_fault_that_passes_does_no_harm_and_is_told(office: Office, name: str) -> None:
    arrange, settings, note = HARMLESS[name]
    arrange(office.server)
    fetched = office.fetch(**settings)
    assert (fetched.added, fetched.version, fetched.title) == (Added.NIEUW, dt.date(2026, 1, 1), "Koffiewet")
    assert office.is_complete()
    if note:
        (said,) = fetched.notes
        assert re.search(note, said)
    else:
        assert fetched.notes == ()
    assert not list((office.folder / "cache").rglob("*.part*"))


@pytest.mark.parametrize(
    ("answer", "tries", "pauses"),
    [
        (Answer(status=503), TRIES, [1, 2, 4]),
        (Answer(status=429, headers={"Retry-After": "7"}), TRIES, [7, 7, 7]),
        (Answer(status=429, headers={"Retry-After": "3600"}), 1, []),
        (Answer(status=429, headers={"Retry-After": "over een uur"}), TRIES, [1, 2, 4]),
        (Answer(status=403), 1, []),
        (Answer(status=301, headers={"Location": XML}), REDIRECTS + 1, []),
    ],
)
def test_tries_are_few_and_their_pauses_grow(office: Office, answer: Answer, tries: int, pauses: list[float]) -> None:
    office.server.say(XML, answer)
    with pytest.raises(FetchError):
        office.fetch()
    assert len(office.server.asked(XML)) == tries
    assert [seconds for seconds in office.waits.slept if seconds >= 1] == pauses


def test_a_dead_host_is_tried_once_in_a_run(office: Office) -> None:
    chosen = settings_for(f"http://127.0.0.1:{closed_port()}", office.folder)
    with Web(chosen, clock=office.waits.clock) as web:
        fetcher = Fetcher(web, chosen, {}, read_law=read_law, read_document=read_document)
        messages = []
        for _ in range(5):
            with pytest.raises(FetchError) as caught:
                fetcher.fetch(SourceId(LAW), TODAY)
            messages.append(str(caught.value))
    assert len(set(messages)) == 1
    assert len(office.waits.slept) < 2 * TRIES


def test_what_is_too_large_does_not_stay_on_the_disk(office: Office) -> None:
    office.server.say(MANIFEST, bomb(25_000_000))
    with pytest.raises(FetchError, match="groter dan"):
        office.fetch()
    assert [path for path in (office.folder / "cache").rglob("*") if path.is_file() and path.stat().st_size] == []
