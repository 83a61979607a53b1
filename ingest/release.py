"""Releases of the index: complete or invisible, never half.

::

    index/
      releases/<UTC>-<fingerprint>/   written once, never changed, never reused as a path
         manifest.json  manifest.sha256  corpus.json  rows.json  vectors.npy  lexical/  chroma/
      CURRENT                         the name of the release that answers, and whether it was set back; replaced at once
      .lock                           held by the process that builds

Chroma does not notice a truncated or mixed-up file (it answers wrongly or ends the process), so every file that is
opened is checked against the sizes and SHA-256 sums in the manifest first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

SCHEMA = 4
REBUILD = "Bouw de index opnieuw met: integriteit ingest"
_RELEASES, _CURRENT, _LOCK, _MANIFEST, _BUILDING = "releases", "CURRENT", ".lock", "manifest.json", ".building-"
_MANIFEST_SUM = "manifest.sha256"
_SET_BACK = "teruggezet"
_VERIFY_SECONDS = 600


class IndexProblem(RuntimeError):
    """The index cannot be used or built. The message has the thing, the place and the next step."""


class FileSum(BaseModel):
    size: int
    sha256: str


class Canary(BaseModel):
    """A question whose provision must be found by an index that works."""

    question: str
    locator: str


class Provenance(BaseModel):
    """Where one document of the library came from, and what its parser made of it."""

    source: str
    version: dt.date | None
    url: str
    retrieved: dt.datetime
    sha256: str
    parser: str
    provisions: int
    characters: int


class Manifest(BaseModel):
    """What a release is made of, and by what."""

    model_config = ConfigDict(extra="forbid")

    schema_version: int
    fingerprint: str
    library: str
    core_print: str
    shelf_print: str
    corpus_sha256: str
    embedder: str
    embedder_revision: str
    dimension: int
    passage_policy: str
    analyser_policy: str
    versions: dict[str, str]
    built_at: str
    sources: int
    provisions: int
    rows: int
    shelf_provisions: int
    shelf_rows: int
    documents: list[Provenance]
    canaries: list[Canary]
    files: dict[str, FileSum]


def file_sum(path: Path) -> FileSum:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
            size += len(block)
    return FileSum(size=size, sha256=digest.hexdigest())


def sums_of(folder: Path) -> dict[str, FileSum]:
    """Sums of every file below a folder except the manifest, by POSIX path."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in (_MANIFEST, _MANIFEST_SUM))
    return {p.relative_to(folder).as_posix(): file_sum(p) for p in files}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    (folder / _MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    (folder / _MANIFEST_SUM).write_text(file_sum(folder / _MANIFEST).sha256, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    path = folder / _MANIFEST
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if raw.get("schema_version") != SCHEMA:
            raise IndexProblem(f"{path}: manifest van schema {raw.get('schema_version')}, verwacht {SCHEMA}. {REBUILD}")
        if file_sum(path).sha256 != (folder / _MANIFEST_SUM).read_text(encoding="utf-8"):
            raise IndexProblem(f"{path}: manifest is beschadigd (past niet bij {_MANIFEST_SUM}). {REBUILD}")
        return Manifest.model_validate(raw)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, AttributeError, ValidationError) as error:
        raise IndexProblem(f"{path}: manifest ontbreekt of is beschadigd. {REBUILD}") from error


def check_files(folder: Path, manifest: Manifest, *, without: tuple[str, ...] = ()) -> None:
    """Compare the files with the manifest; ``without`` skips folders that will not be opened."""
    skipped = tuple(f"{part}/" for part in without)
    for name, expected in manifest.files.items():
        if name.startswith(skipped):
            continue
        path = folder / name
        if not path.is_file():
            raise IndexProblem(f"{path}: bestand van de index ontbreekt. {REBUILD}")
        if path.stat().st_size != expected.size or file_sum(path).sha256 != expected.sha256:
            raise IndexProblem(f"{path}: bestand van de index is beschadigd. {REBUILD}")


def verify_in_child(folder: Path) -> None:
    """Raise ``IndexProblem`` unless the release is whole and answers its canaries.

    A damaged HNSW file ends the process that opens it, so another process opens it first.
    """
    command = [sys.executable, "-m", "ingest.verify_release", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_VERIFY_SECONDS, check=False)
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or [f"proces eindigde met {done.returncode}"]
        raise IndexProblem(f"{folder}: de index is afgekeurd ({reason[0]})")


class ReleaseStore:
    """The folder with releases: which one is current, building a new one, going back to an old one, pruning."""

    def __init__(self, index_dir: Path) -> None:
        self.root = index_dir
        self.releases = index_dir / _RELEASES

    def current(self) -> Path:
        """The folder of the release that answers. Raises ``IndexProblem`` when there is none."""
        pointer = self.root / _CURRENT
        try:
            name = self._pointer()[0]
        except FileNotFoundError as error:
            raise IndexProblem(f"{self.root}: er is nog geen index. Maak hem met: integriteit ingest") from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexProblem(f"{pointer}: niet te lezen. {REBUILD}") from error
        if name not in self.names():
            raise IndexProblem(f"{pointer} wijst naar {name[:80]!r}, maar die uitgave bestaat niet. {REBUILD}")
        return self.releases / name

    @property
    def set_back(self) -> bool:
        """Somebody chose the current release instead of a newer one: that the texts are newer is no fault then."""
        try:
            return _SET_BACK in self._pointer()[1:]
        except (OSError, UnicodeDecodeError):
            return False

    def _pointer(self) -> list[str]:
        return [line.strip() for line in (self.root / _CURRENT).read_text(encoding="utf-8").split("\n")]

    def names(self) -> list[str]:
        if not self.releases.is_dir():
            return []
        return sorted(p.name for p in self.releases.iterdir() if p.is_dir() and not p.name.startswith("."))

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A private folder to build in, under the lock; what an earlier crash left behind is removed."""
        with self._locked():
            for left in self.releases.glob(f"{_BUILDING}*"):
                shutil.rmtree(left)
            folder = self.releases / f"{_BUILDING}{os.getpid()}"
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.releases.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.root / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            owner = self.root / ".lock-owner"
            who = owner.read_text(encoding="utf-8").strip() if owner.is_file() else "onbekend"
            raise IndexProblem(
                f"{self.root}: er loopt al een ingest (proces {who}). Wacht tot die klaar is; de huidige index blijft antwoorden"
            ) from error
        try:
            (self.root / ".lock-owner").write_text(str(os.getpid()), encoding="utf-8")
            yield
        finally:
            lock.release()

    def publish(self, folder: Path, name: str) -> Path:
        """Give a finished folder its final name and switch ``CURRENT`` to it, durably."""
        final = self.releases / name
        if final.exists():
            raise IndexProblem(f"{final}: deze uitgave bestaat al; wacht een seconde en probeer het opnieuw")
        for path in [*folder.rglob("*"), folder]:
            _fsync(path)
        folder.rename(final)
        _fsync(self.releases)
        self.activate(name)
        return final

    def activate(self, name: str, *, set_back: bool = False) -> None:
        if name not in self.names():
            raise IndexProblem(f"{self.releases}: uitgave {name!r} bestaat niet; kies uit: {', '.join(self.names())}")
        pointer = self.root / f"{_CURRENT}.new"
        pointer.write_text(f"{name}\n{_SET_BACK}\n" if set_back else f"{name}\n", encoding="utf-8")
        _fsync(pointer)
        pointer.replace(self.root / _CURRENT)
        _fsync(self.root)

    def roll_back(self, check: Callable[[Path], None]) -> str:
        """Switch to the newest release before the current one that ``check`` lets pass; its name.

        Where ``CURRENT`` is lost, every release counts. Raises ``IndexProblem`` when there is none to go back to.
        """
        with self._locked():
            try:
                current = self.current().name
                earlier = [name for name in self.names() if name < current]
            except IndexProblem:
                earlier = self.names()
            refused: list[str] = []
            for name in reversed(earlier):
                try:
                    check(self.releases / name)
                except IndexProblem as problem:
                    refused.append(str(problem))
                    continue
                self.activate(name, set_back=True)
                return name
        reasons = f" Niet bruikbaar: {'; '.join(refused)}." if refused else ""
        raise IndexProblem(f"{self.releases}: er is geen eerdere index om naar terug te gaan.{reasons} {REBUILD}")

    def prune(self, keep: int) -> None:
        """Remove the oldest releases but ``keep``; never the current one."""
        current = self.current().name
        for name in [n for n in self.names() if n != current][: -(keep - 1) or None]:
            shutil.rmtree(self.releases / name)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
