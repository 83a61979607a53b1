"""Real files and the real parser, served from this machine under a manifest of their own bytes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from official_server import Answer, SkippingClock, Version, manifest, official_server, read_document, settings_for

from corpus import SourceId, load_corpus
from ingest.bwb.law import parse_toestand
from ingest.fetch.fetcher import Fetcher
from ingest.fetch.web import Web
from ingest.library import Added, Library

NAMES = ("BWBR0001840_2023-02-22_0", "BWBR0001947_2022-08-01_0", "BWBR0006612_2020-01-01_0", "BWBR0037852_2023-02-18_0")


def test_real_laws_get_in_whole_and_stay_the_same(shared: Path, tmp_path: Path) -> None:
    known = load_corpus().sources
    files = {name: (shared / "official" / "bwb" / f"{name}.xml").read_bytes() for name in NAMES}
    with official_server() as server:
        for name, data in files.items():
            law, label = name.split("_", 1)
            server.say(f"/bwb/{law}/manifest.xml", Answer(manifest(law, Version(label), item=data)))
            server.say(f"/bwb/{law}/{label}/xml/{name}.xml", Answer(data))
        settings = settings_for(server.url, tmp_path)
        for expected in (Added.NIEUW, Added.GELIJK):
            with Web(settings, clock=SkippingClock().clock) as web:
                fetcher = Fetcher(web, settings, known, read_law=parse_toestand, read_document=read_document)
                fetched = [fetcher.fetch(SourceId(name[:11]), dt.date(2026, 11, 25)) for name in NAMES]
            assert [f.added for f in fetched] == [expected] * len(NAMES)
        assert len([seen for seen in server.seen if "/xml/" in seen.path]) == len(NAMES)
    library = Library(settings.library_dir)
    assert [library.original(record).read_bytes() for record in library.records()] == list(files.values())
    assert [f"{record.source}_{record.version}_0" for record in library.records()] == list(NAMES)
    assert all(record.valid_until is None and record.provisions > 5 for record in library.records())
