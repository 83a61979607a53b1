"""Open the current release for answering. A stale, half or damaged one is an error that names the command."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Corpus
from ingest.analyser import ANALYSER_POLICY
from ingest.build import corpus_of, fingerprint
from ingest.dense import EXACT_UP_TO, ChromaDense, Dense, ExactDense
from ingest.embedders import Embedder, load_embedder
from ingest.lexical import LexicalIndex
from ingest.parts import SHELF
from ingest.passages import Field
from ingest.release import REBUILD, IndexProblem, Manifest, ReleaseStore, check_files, read_manifest
from ingest.served import collections_of
from ingest.settings import Settings
from ingest.stored import load_stored_corpus


@dataclass(frozen=True)
class Part:
    """Texts that can be searched. ``owner[row]`` is the provision number of a vector row; ``is_text`` tells the rows of a
    provision's own text from those of its lay questions."""

    corpus: Corpus
    dense: Dense
    lexical: LexicalIndex
    vectors: NDArray[np.float32]
    owner: NDArray[np.int32]
    is_text: NDArray[np.bool_]


@dataclass(frozen=True)
class Index:
    """Everything needed to find provisions; its own arrays are those of the embedded corpus, as in ``Part``. ``shelf``: what stands
    only in the library.

    ``outside`` holds the vectors of questions that the sources are not about (``corpus/outside.toml``);
    ``prototypes`` the linear classifier of questions into provisions. ``situations`` holds the vectors of the bank of
    situations, ``situation_places`` the numbers of the provisions that decide each, padded with -1.
    """

    manifest: Manifest
    corpus: Corpus
    embedder: Embedder
    dense: Dense
    lexical: LexicalIndex
    vectors: NDArray[np.float32]
    outside: NDArray[np.float32]
    prototypes: NDArray[np.float32]
    situations: NDArray[np.float32]
    situation_places: NDArray[np.int32]
    owner: NDArray[np.int32]
    is_text: NDArray[np.bool_]
    shelf: Part | None = None

    @cached_property
    def everything(self) -> Corpus:
        """The embedded corpus and the shelf as one, for what is named or looked up and not searched."""
        if self.shelf is None:
            return self.corpus
        sources = {**self.shelf.corpus.sources, **self.corpus.sources}
        return Corpus(sources, self.corpus.provisions + self.shelf.corpus.provisions)

    @property
    def version(self) -> str:
        """The version of the corpus as shown in answers: first 12 hex of its hash, and 6 of that of the library."""
        library = self.manifest.library
        return self.manifest.corpus_sha256[:12] + (f"+{library[:6]}" if library else "")

    @property
    def built_on(self) -> dt.date:
        return dt.datetime.fromisoformat(self.manifest.built_at).date()


def open_index(settings: Settings) -> Index:
    """Check and open. Raises ``IndexProblem`` when the index is missing, stale, of another embedder or damaged."""
    folder = ReleaseStore(settings.index_dir).current()
    manifest = read_manifest(folder)
    embedder = load_embedder(settings.embedder, settings.cache_dir)
    _check_fingerprint(settings, manifest, embedder, folder)
    use_chroma = (not settings.chroma_url and settings.search == "chroma") or (
        settings.search == "auto" and max(manifest.rows, manifest.shelf_rows) > EXACT_UP_TO
    )
    check_files(folder, manifest, without=() if use_chroma else ("chroma", f"{SHELF}/chroma"))
    names = collections_of(folder.name)
    part = _open_part(folder, settings, names[0], use_chroma)
    return Index(
        manifest=manifest,
        corpus=part.corpus,
        embedder=embedder,
        dense=part.dense,
        lexical=part.lexical,
        vectors=part.vectors,
        outside=np.load(folder / "outside.npy"),
        prototypes=np.load(folder / "prototypes.npy"),
        situations=np.load(folder / "situations.npy"),
        situation_places=np.load(folder / "situation_places.npy"),
        owner=part.owner,
        is_text=part.is_text,
        shelf=_open_part(folder / SHELF, settings, names[1], use_chroma) if manifest.shelf_provisions else None,
    )


def _open_part(folder: Path, settings: Settings, collection: str, use_chroma: bool) -> Part:
    ids: list[str] = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    vectors: NDArray[np.float32] = np.load(folder / "vectors.npy")
    corpus = load_stored_corpus(folder / "corpus.json")
    number = {str(locator): i for i, locator in enumerate(corpus.by_locator)}
    split = [name.rpartition("~") for name in ids]
    return Part(
        corpus=corpus,
        dense=_dense(folder, settings, collection, use_chroma, ids, vectors),
        lexical=LexicalIndex.load(folder / "lexical"),
        vectors=vectors,
        owner=np.array([number[place] for place, _, _ in split], np.int32),
        is_text=np.array([field.startswith(Field.TEKST) for _, _, field in split], np.bool_),
    )


def _dense(
    folder: Path, settings: Settings, collection: str, use_chroma: bool, ids: list[str], vectors: NDArray[np.float32]
) -> Dense:
    """A server that several pages share, the release's own Chroma folder, or exact search."""
    if settings.chroma_url:
        return ChromaDense.open_server(settings.chroma_url, collection, ids, vectors)
    return ChromaDense.open_copy(folder / "chroma", ids, vectors) if use_chroma else ExactDense(vectors)


def _check_fingerprint(settings: Settings, manifest: Manifest, embedder: Embedder, folder: Path) -> None:
    if (manifest.embedder, manifest.embedder_revision) != (embedder.name, embedder.revision):
        raise IndexProblem(
            f"{folder}: gemaakt met embedder {manifest.embedder} ({manifest.embedder_revision}), ingesteld is "
            f"{embedder.name} ({embedder.revision}). {REBUILD}"
        )
    now = fingerprint(corpus_of(settings).sha256, embedder.name, embedder.revision)
    # A release that a maintainer put back on purpose answers, though the texts have changed since.
    set_back = ReleaseStore(settings.index_dir).set_back and manifest.analyser_policy == ANALYSER_POLICY
    if manifest.fingerprint != now and not set_back:
        raise IndexProblem(
            f"{folder}: verouderd; de teksten of de indelingsregels zijn veranderd sinds {manifest.built_at}. {REBUILD}"
        )
