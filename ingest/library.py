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
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus import LocatorError, SourceId
from corpus.documents import ALWAYS, Document, DocumentError
from ingest.document_json import document_from_json, document_to_json

_RECORD, _DOCUMENT, _ORIGINAL = "record.json", "document.json", "original"
#: ``.oud-X`` is the version X while another takes its place; what is called ``.half-X`` counts for nothing.
_OLD, _HALF = ".oud-", ".half-"
_OWN = "eigen"


class Added(StrEnum):
    """What adding a document came to."""

    NIEUW = "nieuw"
    GELIJK = "gelijk"
    VERVANGEN = "vervangen"


class Record(BaseModel):
    """The provenance of one version. ``valid_until`` is exclusive; ``None``: not known to have ended.

    ``sha256`` is that of the file as fetched, ``document_sha256`` that of what was made of it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    version: dt.date | None
    title: str
    kind: str
    file: str
    url: str
    retrieved: dt.datetime
    sha256: str
    document_sha256: str
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
        made = json.dumps(document_to_json(document), ensure_ascii=False).encode()
        record = Record(
            source=str(document.source.id),
            version=document.version,
            title=document.source.citeertitel,
            kind=document.source.kind.value,
            file=f"{_ORIGINAL}{suffix}",
            url=url,
            retrieved=retrieved,
            sha256=hashlib.sha256(original).hexdigest(),
            document_sha256=hashlib.sha256(made).hexdigest(),
            parser=document.parser,
            provisions=sum(piece.whole for piece in document.pieces),
            characters=document.characters,
            valid_from=_since(document),
            valid_until=valid_until,
        )
        with self._locked():
            before = self._record(self._place(document.source.id, document.version))
            if before and _content(before) == _content(record):
                return Added.GELIJK
            self._put(record, {_DOCUMENT: made, record.file: original})
        return Added.VERVANGEN if before else Added.NIEUW

    def remove(self, source: SourceId, version: dt.date | None = None) -> list[Record]:
        """Take out a document, or one version of it. Raises ``DocumentError`` when there is no such thing."""
        with self._locked():
            gone = [r for r in self.records() if r.id == source and version in (None, r.version)]
            if not gone:
                raise DocumentError(self._missing(source, version))
            for record in gone:
                place = self._place(record.id, record.version)
                half = place.with_name(f"{_HALF}{place.name}")
                place.rename(half)
                shutil.rmtree(half, ignore_errors=True)
            with contextlib.suppress(OSError):
                (self.folder / str(source)).rmdir()
        return gone

    def records(self) -> list[Record]:
        """All versions, by source and date. Raises ``DocumentError`` for a damaged record."""
        if any(self.folder.glob(f"*/{_OLD}*")):
            with self._locked():
                pass  # A replacement is under way or was cut off: getting the lock waits for it or puts the old version back.
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
            made = path.read_bytes()
            if hashlib.sha256(made).hexdigest() != record.document_sha256:
                raise ValueError("other bytes than were written")
            return document_from_json(json.loads(made))
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
        if place != self._place(record.id, record.version):
            raise DocumentError(f"{path}: is van {record.source} {record.version or _OWN}; zet deze map terug of verwijder die")
        return record

    def _missing(self, source: SourceId, version: dt.date | None) -> str:
        records = self.records()
        if versions := ", ".join(str(r.version) for r in records if r.id == source and r.version):
            return f"{source}: de versie van {version} staat niet in de bibliotheek; wel die van {versions}"
        held = ", ".join(dict.fromkeys(r.source for r in records)) or "niets"
        return f"{source}: staat niet in de bibliotheek; daarin staat: {held}"

    def _put(self, record: Record, files: Mapping[str, bytes]) -> None:
        place = self._place(record.id, record.version)
        half = place.with_name(f"{_HALF}{place.name}")
        try:
            half.mkdir(parents=True)
            for name, data in files.items():
                (half / name).write_bytes(data)
            (half / _RECORD).write_text(record.model_dump_json(indent=1), encoding="utf-8")
            if place.exists():
                place.rename(place.with_name(f"{_OLD}{place.name}"))
            half.rename(place)
        finally:
            self._settle()

    def _settle(self) -> None:
        """Undo what was cut off: a version that nothing came in place of comes back, the rest goes."""
        for old in self.folder.glob(f"*/{_OLD}*"):
            place = old.with_name(old.name.removeprefix(_OLD))
            if place.exists():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.rename(place)
        for half in self.folder.glob(f"*/{_HALF}*"):
            shutil.rmtree(half, ignore_errors=True)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / ".lock", timeout=60):
            self._settle()
            yield


def _since(document: Document) -> dt.date | None:
    since = document.version or document.source.valid_from
    return None if since == ALWAYS else since


def _content(record: Record) -> str:
    return record.model_dump_json(exclude={"retrieved", "url"})
