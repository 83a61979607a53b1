"""Is a release fit to answer? Run as its own process (``python -m ingest.verify_release FOLDER``).

Opens a copy of the Chroma folder, so that the sums in the manifest stay true, and compares it with the exact vectors.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Locator
from ingest.collection import MIN_RECALL
from ingest.dense import COLLECTION, ChromaDense, open_client, recall
from ingest.parts import SHELF
from ingest.release import Canary, IndexProblem, check_files, read_manifest
from ingest.stored import load_stored_corpus

_K = 10


def verify(folder: Path) -> float:
    """The lowest recall@10 of Chroma against exact search. Raises ``IndexProblem`` for a release that must not be used."""
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    found = _verify_part(folder, manifest.rows, manifest.provisions, manifest.canaries)
    if manifest.shelf_provisions:
        found = min(found, _verify_part(folder / SHELF, manifest.shelf_rows, manifest.shelf_provisions, []))
    return found


def _verify_part(folder: Path, rows: int, provisions: int, canaries: list[Canary]) -> float:
    ids: list[str] = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "vectors.npy")
    corpus = load_stored_corpus(folder / "corpus.json")
    if not (len(ids) == len(set(ids)) == len(vectors) == rows and len(corpus.provisions) == provisions):
        raise IndexProblem(f"{folder}: aantallen van rijen, vectoren en bepalingen zijn niet gelijk aan het manifest")
    if not np.isfinite(vectors).all() or (np.abs(np.linalg.norm(vectors, axis=1) - 1) > 1e-3).any():
        raise IndexProblem(f"{folder}: vectoren met nul, NaN of verkeerde lengte")
    with tempfile.TemporaryDirectory(prefix="integriteit-verify-") as temporary:
        copy = Path(temporary) / "chroma"
        shutil.copytree(folder / "chroma", copy)
        with contextlib.closing(sqlite3.connect(copy / "chroma.sqlite3")) as db:
            if db.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise IndexProblem(f"{folder}: het SQLite-bestand van Chroma is beschadigd")
        collection = open_client(copy).get_collection(COLLECTION, embedding_function=None)
        if collection.count() != rows or set(collection.get(include=[])["ids"]) != set(ids):
            raise IndexProblem(f"{folder}: Chroma bevat niet dezelfde rijen als het manifest")
        chroma = ChromaDense(collection, ids, vectors)
        found = recall(chroma, vectors, k=_K)
        lost = [c.question for c in canaries if not _finds(chroma, c, ids, vectors)]
    if found < MIN_RECALL:
        raise IndexProblem(f"{folder}: Chroma vindt {found:.3f} van de naaste buren, verwacht {MIN_RECALL}")
    if lost:
        raise IndexProblem(f"{folder}: {len(lost)} van {len(canaries)} proefvragen vinden hun bepaling niet")
    return found


def _finds(chroma: ChromaDense, canary: Canary, ids: list[str], vectors: NDArray[np.float32]) -> bool:
    """Is the provision of a canary question among the ten nearest rows of that question?"""
    place = str(Locator.parse(canary.locator).undated())
    row = ids.index(f"{place}~vraag1")
    near, _ = chroma.nearest(vectors[row], _K)
    return any(ids[int(i)].startswith(f"{place}~") for i in near)


if __name__ == "__main__":
    try:
        print(f"recall@{_K} {verify(Path(sys.argv[1])):.4f}")
    except IndexProblem as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
