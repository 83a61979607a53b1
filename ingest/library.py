"""The library: official texts and the user's own documents, in the data folder, each version once.

::

    library/
      BWBR0005416/2024-01-31/   original.xml  document.json  record.json
      gedragscode-2025/eigen/   original.pdf  document.json  record.json

``record.json`` is what makes a version count: a folder is made complete beside it and then renamed, so that a crash leaves
nothing half added. Several versions of a law stand side by side; each is in force until the next.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus import LocatorError, SourceId
from corpus.documents import Document, DocumentError
from ingest.document_json import document_from_json, document_to_json

_RECORD, _DOCUMENT, _ORIGINAL, _NEW, _OLD = "record.json", "document.json", "original", ".nieuw-", ".oud-"
_OWN = "eigen"


class Added(StrEnum):
    """What adding a document came to."""

    NIEUW = "nieuw"
    GELIJK = "gelijk"
    VERVANGEN = "vervangen"


class Record(BaseModel):
    """The provenance of one version. ``valid_until`` is exclusive; ``None``: not known to have ended."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    version: dt.date | None
    title: str
    kind: str
    file: str
    url: str
    retrieved: dt.datetime
    sha256: str
    parser: str
    provisions: int
    characters: int
    valid_from: dt.date | None
    valid_until: dt.date | None

    @property
    def id(self) -> SourceId:
        return SourceId(self.source)


@dataclass(frozen=True)
class Span:
    """A version with the time it is in force within this library: ``start <= day < end`` (``None``: open)."""

    record: Record
    start: dt.date | None
    end: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class Library:
    """The documents of one data folder. Reading needs no lock: a version is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(
        self,
        document: Document,
        original: bytes,
        suffix: str,
        *,
        url: str,
        retrieved: dt.datetime,
        valid_until: dt.date | None = None,
    ) -> Added:
        """Keep a version with the file it was made from (``suffix``: ``.xml``). The same file twice changes nothing."""
        record = Record(
            source=str(document.source.id),
            version=document.version,
            title=document.source.citeertitel,
            kind=document.source.kind.value,
            file=f"{_ORIGINAL}{suffix}",
            url=url,
            retrieved=retrieved,
            sha256=hashlib.sha256(original).hexdigest(),
            parser=document.parser,
            provisions=sum(piece.whole for piece in document.pieces),
            characters=document.characters,
            valid_from=document.source.valid_from if document.version is None else document.version,
            valid_until=valid_until,
        )
        with self._locked():
            before = self._record(self._place(document.source.id, document.version))
            if before and _content(before) == _content(record):
                return Added.GELIJK
            self._put(record, document, original)
        return Added.VERVANGEN if before else Added.NIEUW

    def remove(self, source: SourceId, version: dt.date | None = None) -> list[Record]:
        """Take out a document, or one version of it. Raises ``DocumentError`` when there is no such thing."""
        with self._locked():
            gone = [r for r in self.records() if r.id == source and version in (None, r.version)]
            if not gone:
                held = ", ".join(dict.fromkeys(r.source for r in self.records())) or "niets"
                raise DocumentError(f"{source}: staat niet in de bibliotheek; daarin staat: {held}")
            for record in gone:
                place = self._place(record.id, record.version)
                aside = place.parent / f"{_OLD}{place.name}"
                shutil.rmtree(aside, ignore_errors=True)
                place.rename(aside)
                shutil.rmtree(aside, ignore_errors=True)
            with contextlib.suppress(OSError):
                (self.folder / str(source)).rmdir()
        return gone

    def records(self) -> list[Record]:
        """All versions, by source and date. Raises ``DocumentError`` for a damaged record."""
        places = sorted(p.parent for p in self.folder.glob(f"*/*/{_RECORD}") if not p.parent.name.startswith("."))
        found = [r for place in places if (r := self._record(place))]
        return sorted(found, key=lambda r: (r.source, r.version or dt.date.min))

    def spans(self) -> list[Span]:
        """Every version with its time in force: until the next version of that source, or until it ended."""
        by_source: dict[str, list[Record]] = {}
        for record in self.records():
            by_source.setdefault(record.source, []).append(record)
        found: list[Span] = []
        for records in by_source.values():
            starts = [r.valid_from for r in records[1:]] + [None]
            for record, following in zip(records, starts, strict=True):
                ends = [d for d in (record.valid_until, following) if d]
                found.append(Span(record, record.valid_from, min(ends, default=None)))
        return found

    def document(self, record: Record) -> Document:
        path = self._place(record.id, record.version) / _DOCUMENT
        try:
            return document_from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DocumentError(
                f"{path}: beschadigd of van een andere versie; verwijder {record.source} en voeg het opnieuw toe"
            ) from error

    def original(self, record: Record) -> Path:
        """The file as it was fetched or added."""
        return self._place(record.id, record.version) / record.file

    @property
    def fingerprint(self) -> str:
        """Changes when a document, its text or its time in force does."""
        lines = [r.model_dump_json(exclude={"retrieved", "url"}) for r in self.records()]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""

    def _place(self, source: SourceId, version: dt.date | None) -> Path:
        return self.folder / str(source) / (version.isoformat() if version else _OWN)

    def _record(self, place: Path) -> Record | None:
        path = place / _RECORD
        if not path.is_file():
            return None
        try:
            record = Record.model_validate_json(path.read_text(encoding="utf-8"))
            SourceId(record.source)
        except (OSError, UnicodeDecodeError, ValidationError, LocatorError) as error:
            raise DocumentError(f"{path}: beschadigd; verwijder deze map en voeg het document opnieuw toe") from error
        return record

    def _put(self, record: Record, document: Document, original: bytes) -> None:
        place = self._place(record.id, record.version)
        fresh = place.parent / f"{_NEW}{os.getpid()}"
        aside = place.parent / f"{_OLD}{place.name}"
        for left in (fresh, aside):
            shutil.rmtree(left, ignore_errors=True)
        fresh.mkdir(parents=True)
        try:
            (fresh / record.file).write_bytes(original)
            (fresh / _DOCUMENT).write_text(json.dumps(document_to_json(document), ensure_ascii=False), encoding="utf-8")
            (fresh / _RECORD).write_text(record.model_dump_json(indent=1), encoding="utf-8")
            if place.exists():
                place.rename(aside)
            fresh.rename(place)
        finally:
            for left in (fresh, aside):
                shutil.rmtree(left, ignore_errors=True)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / ".lock", timeout=60):
            yield


def _content(record: Record) -> str:
    return record.model_dump_json(exclude={"retrieved", "url"})
