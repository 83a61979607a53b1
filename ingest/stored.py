"""The corpus as it was indexed, as JSON in the release: an answer never mixes two editions of the texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpus import Ambt, Bestuurslaag, Corpus, Locator, OfficialText, Provision, Thema
from ingest.document_json import date_of, iso_of, source_from_json, source_to_json


def save_corpus(path: Path, corpus: Corpus) -> None:
    data = {
        "sources": [source_to_json(s) for s in corpus.sources.values()],
        "provisions": [
            [str(p.locator), p.norm, p.consequence, p.heading, p.bestuurslaag, sorted(p.ambten), list(p.themas),
             p.parallelgroep, iso_of(p.valid_from), p.read, p.checked, p.certain, list(p.questions),
             [[iso_of(t.version), iso_of(t.start), iso_of(t.end), t.text, t.checksum] for t in p.official], p.page]
            for p in corpus.provisions
        ],
    }  # fmt: skip
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def load_stored_corpus(path: Path) -> Corpus:
    data = json.loads(path.read_text(encoding="utf-8"))
    sources = (source_from_json(row) for row in data["sources"])
    return Corpus({s.id: s for s in sources}, tuple(_provision(row) for row in data["provisions"]))


def _provision(row: list[Any]) -> Provision:
    locator, norm, consequence, heading, laag, ambten, themas, group, start, read, checked, certain, questions, official, page = (
        row
    )
    return Provision(
        Locator.parse(locator), norm, consequence, heading, Bestuurslaag(laag), frozenset(map(Ambt, ambten)),
        tuple(map(Thema, themas)), group, date_of(start), read, checked, certain, tuple(questions),
        tuple(OfficialText(date_of(version), date_of(begin), date_of(end), text, total) for version, begin, end, text, total in official), page,
    )  # fmt: skip
