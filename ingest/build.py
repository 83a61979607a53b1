"""Build a release: corpus -> passages -> vectors -> lexical index and Chroma -> verified -> published.

Nothing of a build is visible before ``CURRENT`` points at it; a crash, a full disk or SIGKILL at any moment leaves
the release that was there.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Corpus, load_corpus
from corpus.outside import load_outside
from corpus.situations import MOST_PLACES, Situation, load_situations
from corpus.situations import fingerprint as situations_sha256
from ingest.analyser import ANALYSER_POLICY
from ingest.cache import EmbeddingCache
from ingest.collection import fill_chroma
from ingest.embedders import Embedder, load_embedder
from ingest.embedding import Progress, embed
from ingest.lexical import LexicalIndex
from ingest.passages import PASSAGE_POLICY, Field, Passage, passages
from ingest.prototypes import prototypes
from ingest.release import (
    SCHEMA,
    Canary,
    IndexProblem,
    Manifest,
    ReleaseStore,
    check_files,
    read_manifest,
    sums_of,
    write_manifest,
)
from ingest.settings import Settings
from ingest.stored import save_corpus

_CANARIES = 50
_FREE_BYTES = 300_000_000
_PACKAGES = ("chromadb", "bm25s", "onnxruntime", "numpy", "PyStemmer")


@dataclass(frozen=True)
class BuildReport:
    """What an ingest did. ``fresh`` is false when the current release already was the right one."""

    release: str
    fresh: bool
    provisions: int
    rows: int
    embedded: int
    from_cache: int


def corpus_of(settings: Settings) -> Corpus:
    return load_corpus(settings.corpus_dir)


def fingerprint(corpus_sha256: str, embedder: str, revision: str) -> str:
    """Changes whenever an old index would answer otherwise than a new one."""
    outside = hashlib.sha256("\n".join(load_outside()).encode()).hexdigest()
    told = situations_sha256()
    parts = (str(SCHEMA), corpus_sha256, outside, told, embedder, revision, PASSAGE_POLICY, ANALYSER_POLICY)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def build(settings: Settings, *, progress: Progress | None = None, force: bool = False) -> BuildReport:
    """Build and publish, or find that nothing changed. Raises ``IndexProblem`` or ``CorpusError``."""
    corpus = corpus_of(settings)
    embedder = load_embedder(settings.embedder, settings.cache_dir)
    print_ = fingerprint(corpus.sha256, embedder.name, embedder.revision)
    store = ReleaseStore(settings.index_dir)
    if not force and (current := _same(store, print_)):
        manifest = read_manifest(current)
        return BuildReport(current.name, False, manifest.provisions, manifest.rows, 0, manifest.rows)
    try:
        return _build(settings, store, corpus, embedder, print_, progress)
    except (OSError, sqlite3.OperationalError) as error:
        if not _disk_full(error):
            raise
        raise IndexProblem(
            f"{settings.index_dir}: de schijf is vol; maak ruimte en start ingest opnieuw. De oude index blijft antwoorden"
        ) from error


def _disk_full(error: OSError | sqlite3.OperationalError) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorcode == sqlite3.SQLITE_FULL
    # numpy's tofile gives a bare OSError without number when not everything could be written.
    return error.errno in (None, errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _same(store: ReleaseStore, print_: str) -> Path | None:
    """The current release, if it has this fingerprint and every file is whole."""
    try:
        folder = store.current()
        manifest = read_manifest(folder)
        if manifest.fingerprint != print_:
            return None
        check_files(folder, manifest)
    except IndexProblem:
        return None
    return folder


def _build(
    settings: Settings, store: ReleaseStore, corpus: Corpus, embedder: Embedder, print_: str, progress: Progress | None
) -> BuildReport:
    rows = passages(corpus)
    with store.building() as folder:
        if shutil.disk_usage(folder).free < _FREE_BYTES:
            raise IndexProblem(f"{settings.index_dir}: minder dan 300 MB vrij; maak ruimte en start ingest opnieuw")
        cache = EmbeddingCache(settings.cache_dir / "embeddings", embedder.revision, embedder.dimension)
        vectors, embedded = embed(rows, embedder, cache, progress)
        np.save(folder / "vectors.npy", vectors)
        told = [s for s in load_situations() if all(place in corpus.by_locator for place in s.places)]
        stories, _ = embed([_passage(s) for s in told], embedder, cache, None)
        places = _places(corpus, told)
        np.save(folder / "situations.npy", stories)
        np.save(folder / "situation_places.npy", places)
        np.save(folder / "prototypes.npy", _prototypes(corpus, rows, vectors, stories, places))
        np.save(folder / "outside.npy", embedder.embed_queries(load_outside()))
        save_corpus(folder / "corpus.json", corpus)
        (folder / "rows.json").write_text(json.dumps([p.id for p in rows], ensure_ascii=False), encoding="utf-8")
        LexicalIndex.build(corpus).save(folder / "lexical")
        fill_chroma(folder / "chroma", corpus, rows, vectors)
        now = dt.datetime.now(dt.UTC)
        write_manifest(folder, _manifest(folder, corpus, embedder, print_, rows, now))
        _verify_in_child(folder)
        name = f"{now:%Y%m%dT%H%M%S%f}-{print_[:12]}"
        store.publish(folder, name)
        store.prune(settings.keep_releases)
    return BuildReport(name, True, len(corpus.provisions), len(rows), embedded, len(rows) - embedded)


def _passage(situation: Situation) -> Passage:
    """A story is compared with what a user tells, so it is embedded as a question."""
    return Passage(f"{situation.places[0]}~situatie", situation.places[0], Field.VRAAG, situation.story)


def _places(corpus: Corpus, told: list[Situation]) -> NDArray[np.int32]:
    """Numbers of the provisions of each situation, ``(situations, MOST_PLACES)``, padded with -1."""
    number = {locator: i for i, locator in enumerate(corpus.by_locator)}
    places = np.full((len(told), MOST_PLACES), -1, np.int32)
    for row, situation in enumerate(told):
        found = [number[place] for place in situation.places]
        places[row, : len(found)] = found
    return places


def _prototypes(
    corpus: Corpus, rows: list[Passage], vectors: NDArray[np.float32], stories: NDArray[np.float32], places: NDArray[np.int32]
) -> NDArray[np.float32]:
    """From the lay questions of each provision and the stories that it decides."""
    number = {locator: i for i, locator in enumerate(corpus.by_locator)}
    asked = [row for row, passage in enumerate(rows) if passage.field is Field.VRAAG]
    owner = np.array([number[rows[row].locator.undated()] for row in asked], np.int32)
    told, column = np.nonzero(places >= 0)
    examples = np.vstack([vectors[asked], stories[told]])
    return prototypes(examples, np.concatenate([owner, places[told, column]]), len(corpus.provisions))


def _canaries(corpus: Corpus) -> list[Canary]:
    """Lay questions spread evenly over the corpus."""
    asked = [(p.questions[0], p) for p in corpus.provisions if p.questions]
    step = max(1, len(asked) // _CANARIES)
    return [Canary(question=q, locator=str(p.locator)) for q, p in asked[::step][:_CANARIES]]


def _manifest(folder: Path, corpus: Corpus, embedder: Embedder, print_: str, rows: list[Passage], now: dt.datetime) -> Manifest:
    return Manifest(
        schema_version=SCHEMA,
        fingerprint=print_,
        corpus_sha256=corpus.sha256,
        embedder=embedder.name,
        embedder_revision=embedder.revision,
        dimension=embedder.dimension,
        passage_policy=PASSAGE_POLICY,
        analyser_policy=ANALYSER_POLICY,
        versions={name: version(name) for name in _PACKAGES},
        built_at=now.isoformat(timespec="seconds"),
        sources=len(corpus.sources),
        provisions=len(corpus.provisions),
        rows=len(rows),
        canaries=_canaries(corpus),
        files=sums_of(folder),
    )


def _verify_in_child(folder: Path) -> None:
    """A damaged HNSW file ends the process that opens it, so another process opens it first."""
    done = subprocess.run(
        [sys.executable, "-m", "ingest.verify_release", str(folder)], capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or [f"proces eindigde met {done.returncode}"]
        raise IndexProblem(f"{folder}: de nieuwe index is afgekeurd ({reason[0]}). De oude index blijft antwoorden")
