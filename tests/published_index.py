"""A published index of the small corpus to build on, open and damage, and the check that it answers."""

import dataclasses
from pathlib import Path

from small_index import PROVISIONS, QUESTIONS, HashingEmbedder

from ingest.index import Index, open_index
from ingest.release import ReleaseStore
from ingest.settings import Settings

ROWS = PROVISIONS + QUESTIONS


@dataclasses.dataclass
class Place:
    """A data folder with a corpus beside it, and the embedder that build and open get."""

    settings: Settings
    embedder: HashingEmbedder

    @property
    def corpus(self) -> Path:
        assert self.settings.corpus_dir is not None
        return self.settings.corpus_dir

    @property
    def release(self) -> Path:
        return ReleaseStore(self.settings.index_dir).current()

    def searching(self, how: str) -> Settings:
        return self.settings.model_copy(update={"search": how})


def place_in(folder: Path, embedder: HashingEmbedder) -> Place:
    settings = Settings(data_dir=folder / "data", cache_dir=folder / "cache", corpus_dir=folder / "teksten")
    return Place(settings, embedder)


def best(index: Index, question: str) -> str:
    rows, _ = index.dense.nearest(index.embedder.embed_queries([question])[0], 1)
    return str(index.corpus.provisions[int(index.owner[rows[0]])].locator.undated())


def assert_answers(place: Place) -> None:
    index = open_index(place.settings)
    assert (len(index.corpus.provisions), index.vectors.shape) == (PROVISIONS, (ROWS, 64))
    assert best(index, "Mag ik meestemmen over het bestemmingsplan naast mijn huis?") == "BWBR0005416#artikel=28/lid=1"
