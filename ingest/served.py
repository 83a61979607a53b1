"""The collections of a release on a Chroma server: one for each part, under the name of the release."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from ingest.collection import fill_server, verify_server
from ingest.holdings import Holdings
from ingest.parts import SHELF
from ingest.passages import passages, shelf_passages
from ingest.settings import Settings


def collections_of(release: str) -> tuple[str, str]:
    """The names for the embedded corpus and for the shelf."""
    return release, f"{release}.{SHELF}"


def owner_of(settings: Settings) -> str:
    """Whose collections they are, where several data folders share a server."""
    return hashlib.sha256(str(settings.index_dir).encode()).hexdigest()[:16]


def fill_collections(settings: Settings, release: str, folder: Path, held: Holdings) -> None:
    """Fill and verify both, before the release is published. Raises ``IndexProblem`` when the server does not answer."""
    core, shelf = collections_of(release)
    for name, part, corpus, rows in (
        (core, folder, held.corpus, passages(held.corpus)),
        (shelf, folder / SHELF, held.shelf, shelf_passages(held.shelf)),
    ):
        if not rows:
            continue
        vectors = np.load(part / "vectors.npy", mmap_mode="r")
        ids: list[str] = json.loads((part / "rows.json").read_text(encoding="utf-8"))
        fill_server(settings.chroma_url, name, owner_of(settings), corpus, rows, vectors)
        verify_server(settings.chroma_url, name, ids, vectors)
