"""The Chroma collection of a release: filled anew, or the one of the release before with what changed.

Only ids, vectors and metadata go in. The words stand in ``corpus.json``; as documents of Chroma they would be indexed a
second time, in an index that nothing searches, for half of the filling time and half of the disk.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus import Corpus
from ingest.chroma_server import OWNER, server
from ingest.dense import COLLECTION, ChromaDense, create_collection, open_client, recall
from ingest.passages import Passage
from ingest.release import IndexProblem

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

#: Beside the Chroma folder: what every row was made of, so that a next build knows which ones stay.
ROW_KEYS = "row_keys.npz"
MIN_RECALL = 0.99
_BATCH = 4000
# HNSW only marks a row as deleted. From this share on, filling anew is as quick and gives a smaller graph.
_MOST_REPLACED = 0.5


@dataclass(frozen=True)
class _Change:
    """From the release before to this one: ids that go (changed rows too), rows that come, and all that ever went."""

    gone: list[str]
    fresh: list[int]
    replaced: int


def fill_chroma(
    folder: Path, corpus: Corpus, rows: list[Passage], vectors: NDArray[np.float32], *, previous: Path | None = None
) -> int:
    """Make the Chroma folder of a part of a release, and ``ROW_KEYS`` beside it; how many rows were written.

    ``previous``: the same part of an earlier release, its files checked. Its collection is copied and only the difference
    applied, unless that is most of it or another version of Chroma made it.
    """
    keys = _row_keys(corpus, rows, vectors)
    change = _change_from(previous, rows, keys) if previous else None
    if previous and change:
        shutil.copytree(previous / "chroma", folder)
    with _open(folder) as client:
        if change:
            collection = client.get_collection(COLLECTION, embedding_function=None)
            for start in range(0, len(change.gone), _BATCH):
                collection.delete(ids=change.gone[start : start + _BATCH])
        else:
            collection = create_collection(client)
        fresh = change.fresh if change else range(len(rows))
        _add(collection, corpus, rows, vectors, fresh)
    replaced = change.replaced if change else 0
    np.savez(folder.parent / ROW_KEYS, keys=keys, replaced=replaced, chromadb=version("chromadb"))
    return len(fresh)


def fill_server(url: str, name: str, owner: str, corpus: Corpus, rows: list[Passage], vectors: NDArray[np.float32]) -> None:
    """Make the collection ``name`` on a Chroma server. ``owner`` says whose it is, for ``prune_server``."""
    with server(url) as client:
        collection = create_collection(client, name, {OWNER: owner})
        _add(collection, corpus, rows, vectors, range(len(rows)))


def verify_server(url: str, name: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> float:
    """Recall@10 of a collection on the server. Raises ``IndexProblem`` when rows are missing or it finds too little."""
    found = recall(ChromaDense.open_server(url, name, ids, vectors), vectors)
    if found < MIN_RECALL:
        raise IndexProblem(f"{url}: collectie {name} vindt {found:.3f} van de naaste buren, verwacht {MIN_RECALL}")
    return found


@contextmanager
def _open(folder: Path) -> Iterator[ClientAPI]:
    from chromadb.errors import ChromaError

    client = open_client(folder)
    try:
        yield client
    except ChromaError as error:
        raise IndexProblem(
            f"{folder}: Chroma kan niet schrijven ({error}). Is de schijf vol? De oude index blijft antwoorden"
        ) from error
    finally:
        # Without this the sums in the manifest would be taken of files that Chroma still has open, and a next build
        # in this process would get this client back.
        client.close()  # type: ignore[attr-defined]  # on the class behind ClientAPI since 1.0


def _add(collection: Collection, corpus: Corpus, rows: list[Passage], vectors: NDArray[np.float32], fresh: Sequence[int]) -> None:
    for start in range(0, len(fresh), _BATCH):
        part = list(fresh[start : start + _BATCH])
        metadatas = [_metadata(corpus, rows[i]) for i in part]
        collection.add(ids=[rows[i].id for i in part], embeddings=vectors[part], metadatas=metadatas)  # type: ignore[arg-type]


def _change_from(previous: Path, rows: list[Passage], keys: NDArray[np.uint8]) -> _Change | None:
    """``None`` where filling anew is better."""
    try:
        with np.load(previous / ROW_KEYS, allow_pickle=False) as kept:
            before, replaced, made_by = kept["keys"], int(kept["replaced"]), str(kept["chromadb"])
    except FileNotFoundError:
        return None
    ids: list[str] = json.loads((previous / "rows.json").read_text(encoding="utf-8"))
    old = {name: key.tobytes() for name, key in zip(ids, before, strict=True)}
    fresh = [i for i, row in enumerate(rows) if old.get(row.id) != keys[i].tobytes()]
    staying = {row.id for row in rows} - {rows[i].id for i in fresh}
    gone = [name for name in ids if name not in staying]
    replaced += len(gone)
    if made_by != version("chromadb") or replaced + len(fresh) > _MOST_REPLACED * len(rows):
        return None
    return _Change(gone, fresh, replaced)


def _row_keys(corpus: Corpus, rows: list[Passage], vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """SHA-256 of what a row is in Chroma, ``(len(rows), 32)``: its vector (which says text and model) and its metadata."""
    keys = np.empty((len(rows), 32), np.uint8)
    for i, row in enumerate(rows):
        digest = hashlib.sha256(vectors[i].tobytes())
        digest.update(json.dumps(_metadata(corpus, row)).encode())
        keys[i] = np.frombuffer(digest.digest(), np.uint8)
    return keys


def _metadata(corpus: Corpus, passage: Passage) -> dict[str, str | int]:
    provision = corpus.by_locator[passage.locator.undated()]
    source = corpus.source_of(provision)
    since = provision.valid_from or dt.date.min
    return {
        "locator": str(provision.locator),
        "source": str(source.id),
        "field": str(passage.field),
        "bestuurslaag": str(provision.bestuurslaag),
        "gezag": int(source.gezag),
        # Chroma filters ranges on numbers only. isoformat, because strftime does not pad years below 1000.
        "valid_from": int(since.isoformat().replace("-", "")),
        "valid_until": int(source.valid_until.isoformat().replace("-", "")) if source.valid_until else 99991231,
    }
