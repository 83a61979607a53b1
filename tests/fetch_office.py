"""A server with the two versions of an invented law, a library with the earlier one, and a fetcher for each run."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
from collections.abc import Iterator, Mapping
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
    manifest,
    official_server,
    read_document,
    read_law,
    settings_for,
    sru,
    toestand,
)

from corpus import SourceId
from ingest.fetch.fetcher import Fetched, Fetcher
from ingest.fetch.pace import TOTAL_SECONDS
from ingest.fetch.web import Web
from ingest.library import Library

LAW = "BWBR0099001"
OLD, NEW = Version("2024-01-01_0", "2025-12-31"), Version("2026-01-01_0", said="Een lid van de raad spoelt de eigen kop om.")
EARLIER, TODAY = dt.date(2025, 5, 1), dt.date(2026, 11, 25)
SRU, MANIFEST, XML = "/sru/Search", f"/bwb/{LAW}/manifest.xml", f"/bwb/{LAW}/{NEW.label}/xml/{LAW}_{NEW.label}.xml"
DATA = toestand(LAW, NEW)


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
