"""Build a release: corpus -> passages -> vectors -> lexical index and Chroma -> verified -> published.

Nothing of a build is visible before ``CURRENT`` points at it; a crash, a full disk or SIGKILL at any moment leaves
the release that was there.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import shutil
import sqlite3
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus import Corpus, load_corpus
from corpus.outside import load_outside
from corpus.situations import fingerprint as situations_sha256
from ingest.analyser import ANALYSER_POLICY
from ingest.cache import EmbeddingCache
from ingest.chroma_server import prune_server
from ingest.embedders import Embedder, load_embedder
from ingest.embedding import Progress
from ingest.engines import EngineChoice
from ingest.holdings import Holdings, holdings
from ingest.library import Library
from ingest.parts import SHELF, Made, Maker, make_core, make_shelf, print_of, take_over
from ingest.passages import PASSAGE_POLICY
from ingest.release import (
    SCHEMA,
    Canary,
    IndexProblem,
    Manifest,
    Provenance,
    ReleaseStore,
    check_files,
    read_manifest,
    sums_of,
    verify_in_child,
    write_manifest,
)
from ingest.served import collections_of, fill_collections, owner_of
from ingest.settings import Settings

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


@dataclass(frozen=True)
class Prints:
    """What a release is made of: the program with its texts, and the library of the user."""

    program: str
    library: str


def corpus_of(settings: Settings) -> Corpus:
    return load_corpus(settings.corpus_dir)


def fingerprint(corpus_sha256: str, embedder: str, revision: str) -> str:
    """Changes whenever an old index would answer otherwise than a new one."""
    outside = hashlib.sha256("\n".join(load_outside()).encode()).hexdigest()
    told = situations_sha256()
    parts = (str(SCHEMA), corpus_sha256, outside, told, embedder, revision, PASSAGE_POLICY, ANALYSER_POLICY)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def build(settings: Settings, *, progress: Progress | None = None, force: bool = False) -> BuildReport:
    """Build and publish, or find that nothing changed. Raises ``IndexProblem``, ``CorpusError`` or ``DocumentError``."""
    corpus = corpus_of(settings)
    library = Library(settings.library_dir)
    embedder = load_embedder(settings.embedder, settings.cache_dir)
    prints = Prints(fingerprint(corpus.sha256, embedder.name, embedder.revision), library.fingerprint)
    store = ReleaseStore(settings.index_dir)
    if not force and (current := _same(store, prints)):
        manifest = read_manifest(current)
        rows = manifest.rows + manifest.shelf_rows
        return BuildReport(current.name, False, manifest.provisions + manifest.shelf_provisions, rows, 0, rows)
    held = holdings(corpus, library)
    cache = EmbeddingCache(settings.cache_dir / "embeddings", embedder.revision, embedder.dimension)
    try:
        maker = Maker(embedder, cache, progress, EngineChoice(settings.cache_dir, settings.engine, settings.workers))
        return _build(settings, store, held, library, maker, prints, force)
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


def _same(store: ReleaseStore, prints: Prints) -> Path | None:
    """The current release, if it was made of the same and every file is whole."""
    try:
        folder = store.current()
        manifest = read_manifest(folder)
        if Prints(manifest.fingerprint, manifest.library) != prints:
            return None
        check_files(folder, manifest)
    except IndexProblem:
        return None
    return folder


def _current(store: ReleaseStore) -> Manifest | None:
    """The manifest of the current release, if that is whole."""
    try:
        folder = store.current()
        manifest = read_manifest(folder)
        check_files(folder, manifest)
    except IndexProblem:
        return None
    return manifest


def _build(
    settings: Settings, store: ReleaseStore, held: Holdings, library: Library, maker: Maker, prints: Prints, force: bool
) -> BuildReport:
    with store.building() as folder:
        if shutil.disk_usage(folder).free < _FREE_BYTES:
            raise IndexProblem(f"{settings.index_dir}: minder dan 300 MB vrij; maak ruimte en start ingest opnieuw")
        before = None if force else _current(store)
        maker = replace(maker, previous=store.current() if before else None)
        core_print, shelf_print = print_of(held.corpus), print_of(held.shelf)
        same_program = before is not None and before.fingerprint == prints.program
        if before and same_program and before.core_print == core_print:
            take_over(folder, store.current(), shelf=False)
            core = Made(before.rows, 0)
        else:
            core = make_core(folder, held.corpus, maker)
        if before and same_program and before.shelf_print == shelf_print:
            take_over(folder, store.current(), shelf=True)
            shelf = Made(before.shelf_rows, 0)
        else:
            shelf = make_shelf(folder / SHELF, held.shelf, maker)
        now = dt.datetime.now(dt.UTC)
        counts = {"rows": core.rows, "shelf_rows": shelf.rows, "core_print": core_print, "shelf_print": shelf_print}
        write_manifest(folder, _manifest(folder, held, library, maker.embedder, prints, counts, now))
        _verify_in_child(folder)
        name = f"{now:%Y%m%dT%H%M%S%f}-{prints.program[:12]}"
        if settings.chroma_url:
            fill_collections(settings, name, folder, held)
        store.publish(folder, name)
        store.prune(settings.keep_releases)
        if settings.chroma_url:
            prune_server(settings.chroma_url, owner_of(settings), [n for kept in store.names() for n in collections_of(kept)])
    rows, embedded = core.rows + shelf.rows, core.embedded + shelf.embedded
    return BuildReport(name, True, len(held.corpus.provisions) + len(held.shelf.provisions), rows, embedded, rows - embedded)


def _canaries(corpus: Corpus) -> list[Canary]:
    """Lay questions spread evenly over the corpus."""
    asked = [(p.questions[0], p) for p in corpus.provisions if p.questions]
    step = max(1, len(asked) // _CANARIES)
    return [Canary(question=q, locator=str(p.locator)) for q, p in asked[::step][:_CANARIES]]


def _manifest(
    folder: Path, held: Holdings, library: Library, embedder: Embedder, prints: Prints, counts: dict[str, Any], now: dt.datetime
) -> Manifest:
    corpus = held.corpus
    return Manifest(
        schema_version=SCHEMA,
        fingerprint=prints.program,
        library=prints.library,
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
        shelf_provisions=len(held.shelf.provisions),
        documents=[Provenance.model_validate(r.model_dump(include=set(Provenance.model_fields))) for r in library.records()],
        canaries=_canaries(corpus),
        files=sums_of(folder),
        **counts,
    )


def _verify_in_child(folder: Path) -> None:
    try:
        verify_in_child(folder)
    except IndexProblem as problem:
        raise IndexProblem(f"{problem}. De oude index blijft antwoorden") from problem
