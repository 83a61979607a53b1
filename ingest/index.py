"""Open the current release for answering. A stale, half or damaged one is an error that names the command."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Corpus
from ingest.build import corpus_of, fingerprint
from ingest.dense import EXACT_UP_TO, ChromaDense, Dense, ExactDense
from ingest.embedders import Embedder, load_embedder
from ingest.lexical import LexicalIndex
from ingest.release import REBUILD, IndexProblem, Manifest, ReleaseStore, check_files, read_manifest
from ingest.settings import Settings
from ingest.stored import load_stored_corpus


@dataclass(frozen=True)
class Index:
    """Everything needed to find provisions. ``owner[row]`` is the provision number of a vector row.

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

    @property
    def version(self) -> str:
        """The version of the corpus as shown in answers: first 12 hex of its hash."""
        return self.manifest.corpus_sha256[:12]

    @property
    def built_on(self) -> dt.date:
        return dt.datetime.fromisoformat(self.manifest.built_at).date()


def open_index(settings: Settings) -> Index:
    """Check and open. Raises ``IndexProblem`` when the index is missing, stale, of another embedder or damaged."""
    folder = ReleaseStore(settings.index_dir).current()
    manifest = read_manifest(folder)
    embedder = load_embedder(settings.embedder, settings.cache_dir)
    _check_fingerprint(settings, manifest, embedder, folder)
    use_chroma = settings.search == "chroma" or (settings.search == "auto" and manifest.rows > EXACT_UP_TO)
    check_files(folder, manifest, without=() if use_chroma else ("chroma",))
    ids: list[str] = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    vectors: NDArray[np.float32] = np.load(folder / "vectors.npy")
    corpus = load_stored_corpus(folder / "corpus.json")
    number = {str(locator): i for i, locator in enumerate(corpus.by_locator)}
    dense: Dense = ChromaDense.open_copy(folder / "chroma", ids, vectors) if use_chroma else ExactDense(vectors)
    return Index(
        manifest=manifest,
        corpus=corpus,
        embedder=embedder,
        dense=dense,
        lexical=LexicalIndex.load(folder / "lexical"),
        vectors=vectors,
        outside=np.load(folder / "outside.npy"),
        prototypes=np.load(folder / "prototypes.npy"),
        situations=np.load(folder / "situations.npy"),
        situation_places=np.load(folder / "situation_places.npy"),
        owner=np.array([number[name.rpartition("~")[0]] for name in ids], np.int32),
        is_text=np.array([name.endswith("~tekst") for name in ids], np.bool_),
    )


def _check_fingerprint(settings: Settings, manifest: Manifest, embedder: Embedder, folder: Path) -> None:
    if (manifest.embedder, manifest.embedder_revision) != (embedder.name, embedder.revision):
        raise IndexProblem(
            f"{folder}: gemaakt met embedder {manifest.embedder} ({manifest.embedder_revision}), ingesteld is "
            f"{embedder.name} ({embedder.revision}). {REBUILD}"
        )
    now = fingerprint(corpus_of(settings).sha256, embedder.name, embedder.revision)
    if manifest.fingerprint != now:
        raise IndexProblem(
            f"{folder}: verouderd; de teksten of de indelingsregels zijn veranderd sinds {manifest.built_at}. {REBUILD}"
        )
