"""The two parts of a release: the embedded corpus with all that retrieval needs, and the shelf of the library below it.

::

    corpus.json  rows.json  vectors.npy  lexical/  chroma/  prototypes.npy  situations.npy  situation_places.npy  outside.npy
    shelf/  corpus.json  rows.json  vectors.npy  lexical/  chroma/
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Corpus
from corpus.outside import load_outside
from corpus.situations import MOST_PLACES, Situation, load_situations
from ingest.cache import EmbeddingCache
from ingest.collection import fill_chroma
from ingest.embedders import Embedder
from ingest.embedding import Progress, embed, embed_into
from ingest.engines import EngineChoice
from ingest.lexical import LexicalIndex
from ingest.passages import Field, Passage, passages, shelf_passages
from ingest.prototypes import prototypes
from ingest.stored import save_corpus

SHELF = "shelf"


@dataclass(frozen=True)
class Maker:
    """What turns texts into vectors, and the release whose Chroma collection can be changed instead of made."""

    embedder: Embedder
    cache: EmbeddingCache
    progress: Progress | None
    choice: EngineChoice
    previous: Path | None = None


@dataclass(frozen=True)
class Made:
    """Rows of a part and how many of them had to be embedded."""

    rows: int
    embedded: int


def make_core(folder: Path, corpus: Corpus, maker: Maker) -> Made:
    rows = passages(corpus)
    vectors, embedded = _vectors(folder, rows, maker)
    told = [s for s in load_situations() if all(place in corpus.by_locator for place in s.places)]
    stories, _ = embed([_passage(s) for s in told], maker.embedder, maker.cache, None, choice=maker.choice)
    places = _places(corpus, told)
    np.save(folder / "situations.npy", stories)
    np.save(folder / "situation_places.npy", places)
    np.save(folder / "prototypes.npy", _prototypes(corpus, rows, vectors, stories, places))
    np.save(folder / "outside.npy", maker.embedder.embed_queries(load_outside()))
    _write(folder, corpus, rows, vectors, maker.previous)
    return Made(len(rows), embedded)


def make_shelf(folder: Path, shelf: Corpus, maker: Maker) -> Made:
    """The part of what stands only in the library; no folder when that is nothing."""
    if not shelf.provisions:
        return Made(0, 0)
    folder.mkdir()
    rows = shelf_passages(shelf)
    vectors, embedded = _vectors(folder, rows, maker)
    before = maker.previous / SHELF if maker.previous and (maker.previous / SHELF).is_dir() else None
    _write(folder, shelf, rows, vectors, before)
    return Made(len(rows), embedded)


def take_over(folder: Path, current: Path, *, shelf: bool) -> None:
    """Copy a part that did not change from the release that answers now."""
    if shelf:
        if (current / SHELF).is_dir():
            shutil.copytree(current / SHELF, folder / SHELF)
        return
    shutil.copytree(current, folder, dirs_exist_ok=True, ignore=lambda at, names: _other_part(current, at, names))


def _other_part(current: Path, at: str, names: list[str]) -> set[str]:
    return {n for n in names if n in (SHELF, "manifest.json", "manifest.sha256")} if Path(at) == current else set()


def print_of(corpus: Corpus) -> str:
    """Changes when a provision or one of its official texts does."""
    digest = hashlib.sha256(corpus.sha256.encode())
    for p in corpus.provisions:
        digest.update(f"{p.locator}|{p.norm}|{p.heading}|{p.bestuurslaag}|{p.page}|{p.official}".encode())
    for source in corpus.sources.values():
        digest.update(repr(source).encode())
    return digest.hexdigest()


def _vectors(folder: Path, rows: list[Passage], maker: Maker) -> tuple[NDArray[np.float32], int]:
    """``vectors.npy``, read back from the file: a large library does not fit in memory twice."""
    path = folder / "vectors.npy"
    embedded = embed_into(path, rows, maker.embedder, maker.cache, maker.progress, choice=maker.choice)
    return np.load(path, mmap_mode="r"), embedded


def _write(folder: Path, corpus: Corpus, rows: list[Passage], vectors: NDArray[np.float32], previous: Path | None) -> None:
    save_corpus(folder / "corpus.json", corpus)
    (folder / "rows.json").write_text(json.dumps([p.id for p in rows], ensure_ascii=False), encoding="utf-8")
    LexicalIndex.build(corpus).save(folder / "lexical")
    fill_chroma(folder / "chroma", corpus, rows, vectors, previous=previous)


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
