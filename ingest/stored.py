"""The corpus as it was indexed, as JSON in the release: an answer never mixes two editions of the texts."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from corpus import Ambt, Bestuurslaag, Corpus, Locator, Provision, Source, SourceId, SourceKind, Thema
from corpus.values import Gezag, TextKind


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def save_corpus(path: Path, corpus: Corpus) -> None:
    data = {
        "sources": [
            [str(s.id), s.title, s.citeertitel, list(s.abbreviations), s.kind, s.bestuurslaag, int(s.gezag),
             _iso(s.valid_from), _iso(s.valid_until), s.url, s.text_kind, s.sha256, s.note]
            for s in corpus.sources.values()
        ],
        "provisions": [
            [str(p.locator), p.norm, p.consequence, p.heading, p.bestuurslaag, sorted(p.ambten), list(p.themas),
             p.parallelgroep, _iso(p.valid_from), p.read, p.checked, p.certain, list(p.questions)]
            for p in corpus.provisions
        ],
    }  # fmt: skip
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def load_stored_corpus(path: Path) -> Corpus:
    data = json.loads(path.read_text(encoding="utf-8"))
    sources = (_source(row) for row in data["sources"])
    return Corpus({s.id: s for s in sources}, tuple(_provision(row) for row in data["provisions"]))


def _source(row: list[Any]) -> Source:
    ident, title, cite, short, kind, laag, gezag, start, end, url, text_kind, sha256, note = row
    return Source(
        SourceId(ident), title, cite, tuple(short), SourceKind(kind), Bestuurslaag(laag), Gezag(gezag),
        dt.date.fromisoformat(start), _date(end), url, TextKind(text_kind), sha256, note,
    )  # fmt: skip


def _provision(row: list[Any]) -> Provision:
    locator, norm, consequence, heading, laag, ambten, themas, group, start, read, checked, certain, questions = row
    return Provision(
        Locator.parse(locator), norm, consequence, heading, Bestuurslaag(laag), frozenset(map(Ambt, ambten)),
        tuple(map(Thema, themas)), group, _date(start), read, checked, certain, tuple(questions),
    )  # fmt: skip
