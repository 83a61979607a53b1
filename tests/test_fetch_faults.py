"""The table of faults: whatever a server does, the library is as it was or has the whole new text, and the next run works."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import gzip
import re
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from official_server import (
    MONDAY,
    TUESDAY,
    Answer,
    OfficialServer,
    SkippingClock,
    Version,
    bomb,
    manifest,
    official_server,
    read_document,
    read_law,
    settings_for,
    sru,
    toestand,
)

from corpus import SourceId
from corpus.documents import DocumentError
from ingest.fetch.faults import FetchError
from ingest.fetch.fetcher import Fetched, Fetcher
from ingest.fetch.pace import TOTAL_SECONDS, TRIES
from ingest.fetch.web import REDIRECTS, Web
from ingest.library import Added, Library

LAW = "BWBR0099001"
OLD, NEW = Version("2024-01-01_0", "2025-12-31"), Version("2026-01-01_0", said="Een lid van de raad spoelt de eigen kop om.")
EARLIER, TODAY = dt.date(2025, 5, 1), dt.date(2026, 11, 25)
SRU, MANIFEST, XML = "/sru/Search", f"/bwb/{LAW}/manifest.xml", f"/bwb/{LAW}/{NEW.label}/xml/{LAW}_{NEW.label}.xml"
DATA = toestand(LAW, NEW)
TRUE = Answer(DATA, modified=MONDAY)


class Office:
    """A server where all is well, a library with the earlier version, and a fetcher for each run."""

    def __init__(self, server: OfficialServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.waits = SkippingClock()
        self.library = Library(settings_for(server.url, folder).library_dir)
        self.well()

    def well(self) -> None:
        self.server.answers.clear()
        self.server.say(SRU, Answer(sru(LAW, OLD.label, NEW.label)))
        self.server.say(MANIFEST, Answer(manifest(LAW, OLD, NEW), modified=TUESDAY))
        for version in (OLD, NEW):
            self.server.say(
                f"/bwb/{LAW}/{version.label}/xml/{LAW}_{version.label}.xml", Answer(toestand(LAW, version), modified=MONDAY)
            )

    def fetch(self, day: dt.date = TODAY, *, total_seconds: float = TOTAL_SECONDS, **settings: Any) -> Fetched:
        chosen = settings_for(self.server.url, self.folder, **settings)
        with Web(chosen, clock=self.waits.clock, total_seconds=total_seconds) as web:
            fetcher = Fetcher(web, chosen, {}, read_law=read_law, read_document=read_document)
            with fetcher.alone():
                return fetcher.fetch(SourceId(LAW), day)

    def files(self) -> Mapping[str, bytes]:
        found = (path for path in self.library.folder.rglob("*") if path.is_file() and path.name != ".lock")
        return {str(path.relative_to(self.library.folder)): path.read_bytes() for path in found}

    def is_complete(self) -> bool:
        texts = [self.library.document(record).pieces[0].text for record in self.library.records()]
        return texts == [OLD.said, NEW.said] and len(self.files()) == 6


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    def no_names(host: Any, *arguments: Any, **named: Any) -> Any:
        if str(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return known(host, *arguments, **named)

    known = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", no_names)
    with official_server() as server:
        office = Office(server, tmp_path)
        office.fetch(EARLIER)
        shutil.rmtree(tmp_path / "cache")
        server.seen.clear()
        office.waits.slept.clear()
        yield office


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


def test_requests_keep_half_a_second_apart(office: Office) -> None:
    office.fetch()
    assert [seen.path for seen in office.server.seen] == [SRU, MANIFEST, XML]
    assert len(office.waits.slept) == 2
    assert all(0.4 < seconds <= 0.5 for seconds in office.waits.slept)


def test_a_download_goes_on_where_it_stopped_also_in_the_next_run(office: Office) -> None:
    office.server.say(XML, Answer(DATA, modified=MONDAY, cut=100), *[Answer(status=404)] * 2)
    with pytest.raises(FetchError):
        office.fetch()
    office.well()
    office.fetch()
    first, refused, second = office.server.asked(XML)
    assert (first.headers["Range"], refused.headers["Range"]) == (None, "bytes=100-")
    assert (second.headers["Range"], second.headers["If-Range"]) == ("bytes=100-", MONDAY)
    assert office.is_complete()


def test_what_is_there_already_is_not_fetched_again(office: Office) -> None:
    office.fetch()
    before = office.files()
    office.server.seen.clear()
    assert office.fetch().added is Added.GELIJK
    assert [seen.path for seen in office.server.seen] == [SRU, MANIFEST]
    assert office.server.asked(MANIFEST)[0].headers["If-Modified-Since"] == TUESDAY
    assert office.files() == before


def test_a_version_that_has_ended_since_gets_its_end(office: Office) -> None:
    office.fetch()
    ended = Version(NEW.label, "2026-12-31", said=NEW.said)
    office.server.say(MANIFEST, Answer(manifest(LAW, OLD, ended), modified=MONDAY))
    assert office.fetch().added is Added.VERVANGEN
    assert office.library.records()[-1].valid_until == dt.date(2027, 1, 1)
    assert len(office.server.asked(XML)) == 1


def test_a_law_taken_out_of_the_library_comes_back_from_the_cache(office: Office) -> None:
    office.fetch()
    office.library.remove(SourceId(LAW))
    assert office.fetch().added is Added.NIEUW
    assert len(office.server.asked(XML)) == 1


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


def test_nothing_goes_out_but_the_id_and_the_day(office: Office) -> None:
    office.server.say(MANIFEST, Answer(manifest(LAW, NEW), headers={"Set-Cookie": "wie=ik; Path=/"}))
    office.fetch()
    search, _, text = office.server.seen
    assert search.headers["Accept"] == "application/xml"
    assert search.query["query"] == [f"dcterms.identifier=={LAW} and overheidbwb.geldigheidsdatum==2026-11-25"]
    for seen in (search, text):
        assert set(seen.headers.keys()) <= {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"}
        assert re.fullmatch(r"integriteitsassistent/[0-9.]+", seen.headers["User-Agent"])


def test_all_pages_of_the_search_are_read(office: Office) -> None:
    office.server.say(
        SRU, Answer(sru(LAW, OLD.label, total=2)), Answer(sru(LAW, NEW.label, total=2, namespace="http://www.loc.gov/zing/srw/"))
    )
    assert office.fetch().notes == ()
    assert [seen.query["startRecord"] for seen in office.server.asked(SRU)] == [["1"], ["51"]]


def test_a_search_that_keeps_back_is_not_asked_for_ever(office: Office) -> None:
    office.server.say(SRU, Answer(sru(LAW, OLD.label, total=900)), Answer(sru(LAW, total=900)))
    office.fetch()
    assert len(office.server.asked(SRU)) == 2


def test_what_came_in_packed_is_begun_anew(office: Office) -> None:
    packed = Answer(gzip.compress(DATA), headers={"Content-Encoding": "gzip"}, modified=MONDAY)
    office.server.say(XML, dataclasses.replace(packed, cut=200), packed)
    office.fetch()
    assert [seen.headers["Range"] for seen in office.server.asked(XML)] == [None, None]
    assert office.is_complete()


def test_what_is_too_large_does_not_stay_on_the_disk(office: Office) -> None:
    office.server.say(MANIFEST, bomb(25_000_000))
    with pytest.raises(FetchError, match="groter dan"):
        office.fetch()
    assert [path for path in (office.folder / "cache").rglob("*") if path.is_file() and path.stat().st_size] == []


def test_two_runs_at_once_do_not_write_one_file(office: Office) -> None:
    chosen = settings_for(office.server.url, office.folder)
    with Web(chosen) as web:
        fetcher = Fetcher(web, chosen, {}, read_law=read_law, read_document=read_document)
        with fetcher.alone(), pytest.raises(FetchError, match="er loopt al een"):
            office.fetch()


def test_a_cached_file_that_was_touched_is_asked_anew(office: Office) -> None:
    office.fetch()
    cached = office.folder / "cache" / "fetch" / LAW / "manifest.xml"
    cached.write_bytes(manifest(LAW, OLD))
    assert office.fetch().added is Added.GELIJK
    assert office.server.asked(MANIFEST)[-1].headers["If-Modified-Since"] is None
