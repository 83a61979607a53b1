"""What a run asks of the servers, what it takes from the cache and from an earlier download, and one run at a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import re

import pytest
from fetch_office import DATA, LAW, MANIFEST, NEW, OLD, SRU, XML, Office, office
from official_server import MONDAY, TUESDAY, Answer, Version, manifest, read_document, read_law, settings_for, sru

from corpus import SourceId
from ingest.fetch.faults import FetchError
from ingest.fetch.fetcher import Fetcher
from ingest.fetch.web import Web
from ingest.library import Added

__all__ = ["office"]  # the fixture


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
