"""Names, manifest and checks of an exported model folder."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.embedders.base import PASSAGE_PREFIX, QUERY_PREFIX, EmbedderError
from ingest.embedders.graph import QUANTISATION

EXPORT_VERSION = 1
"""Raise it whenever the export or the way it is run changes a vector or a file: old folders are then left
alone."""

MANIFEST = "manifest.json"
GRAPH_FILE = "onnx/model_qint8.onnx"
WORDS_FILE = "bundled/words_q4.npy"
POSITIONS_FILE = "bundled/positions.npy"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size in bytes and sha256 of one file of the folder."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export wrote. `files` maps a path relative to the folder to its record."""

    revision: str
    dimension: int
    eos: int
    bos: int
    files: dict[str, FileRecord]


def sha256_of(path: Path) -> str:
    """Hex sha256 of the file at `path`.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(packed: Path, delta: Path | None) -> str:
    """Twelve hex digits over all that decides the vectors: weights, delta, quantisation, prefixes, version.

    Raises:
        OSError: one of the files cannot be read.
    """
    facts = {
        "packed": sha256_of(packed),
        "delta": sha256_of(delta) if delta else None,
        "quantisation": QUANTISATION,
        "prefixes": [QUERY_PREFIX, PASSAGE_PREFIX],
        "export": EXPORT_VERSION,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode("utf-8")).hexdigest()[:12]


def write_manifest(folder: Path, revision: str, dimension: int, bos: int, eos: int) -> None:
    """Record every file now in `folder`; the last step of an export."""
    files = {
        path.relative_to(folder).as_posix(): FileRecord(path.stat().st_size, sha256_of(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = Manifest(revision, dimension, eos, bos, files)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")


def open_manifest(folder: Path, hashed: Iterable[str] = ()) -> Manifest:
    """The manifest of `folder`, after comparing all sizes, and the sha256 of the files in `hashed`.

    Raises:
        EmbedderError: no or an unreadable manifest, or a file that is missing or differs.
    """
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {name: FileRecord(**record) for name, record in content.pop("files").items()}
        manifest = Manifest(**content, files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(f"no usable manifest ({error})", folder) from error
    for name, record in manifest.files.items():
        path = folder / name
        size = path.stat().st_size if path.is_file() else None
        if size != record.bytes:
            found = "missing" if size is None else f"{size} bytes"
            raise _damaged(f"file {name} is {found}, {record.bytes} bytes were written", folder)
    for name in hashed:
        if name not in manifest.files or sha256_of(folder / name) != manifest.files[name].sha256:
            raise _damaged(f"file {name} does not have the sha256 that was written", folder)
    return manifest


def verify(folder: Path) -> Manifest:
    """The manifest of `folder` after comparing size and sha256 of every file (0.6 GB: about half a second).

    Raises:
        EmbedderError: as `open_manifest`.
    """
    return open_manifest(folder, hashed=open_manifest(folder).files)


def _damaged(thing: str, folder: Path) -> EmbedderError:
    return EmbedderError(thing, folder, "Remove this folder; the next start exports it again.")
