"""The Chroma collection: the same rows whether it was filled anew or made of the one before."""

import dataclasses
import datetime as dt
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from many_rows import rows_of, shelf
from numpy.typing import NDArray

import ingest.collection
from corpus import Corpus
from ingest.collection import ROW_KEYS, fill_chroma
from ingest.dense import COLLECTION, ChromaDense, ExactDense, open_client, recall
from ingest.passages import Passage
from ingest.release import sums_of

PIECES = 400


class Part:
    """A part of a release as far as the collection goes: rows, vectors and the Chroma folder."""

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self.folder, self.corpus = folder, corpus
        self.rows, self.vectors = rows_of(corpus)

    def fill(self, previous: "Part | None" = None) -> int:
        self.folder.mkdir(parents=True)
        ids = [row.id for row in self.rows]
        (self.folder / "rows.json").write_text(json.dumps(ids), encoding="utf-8")
        before = previous.folder if previous else None
        return fill_chroma(self.folder / "chroma", self.corpus, self.rows, self.vectors, previous=before)

    def assert_holds_its_rows(self) -> None:
        """Every row with its vector and its metadata, no other, and searching finds them."""
        opened = self.folder.with_name(f"{self.folder.name}-opened")
        shutil.copytree(self.folder / "chroma", opened)
        client = open_client(opened)
        collection = client.get_collection(COLLECTION, embedding_function=None)
        found = collection.get(include=["embeddings", "metadatas", "documents"])
        at = {name: i for i, name in enumerate(found["ids"])}
        assert len(found["ids"]) == collection.count() == len(self.rows)
        assert found["documents"] == [None] * len(self.rows)
        assert found["embeddings"] is not None
        assert found["metadatas"] is not None
        for row, vector in zip(self.rows, self.vectors, strict=True):
            np.testing.assert_allclose(found["embeddings"][at[row.id]], vector, atol=1e-6)
            assert found["metadatas"][at[row.id]] == ingest.collection._metadata(self.corpus, row)
        assert recall(ChromaDense(collection, [row.id for row in self.rows], self.vectors), self.vectors) >= 0.99
        client.close()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Part:
    part = Part(tmp_path_factory.mktemp("before") / "part", shelf(PIECES))
    assert part.fill() == len(part.rows)
    part.assert_holds_its_rows()
    return part


def edited(corpus: Corpus, *, texts: int = 0, gone: int = 0, more: int = 0) -> Corpus:
    """Other words in so many provisions, the last ones taken out, and ones of another law put in front."""
    kept = list(corpus.provisions[: len(corpus.provisions) - gone])
    for i in range(texts):
        at = i * len(kept) // texts
        kept[at] = dataclasses.replace(kept[at], norm=f"{kept[at].norm} Gewijzigd.")
    other = shelf(more, first=500)
    return Corpus({**other.sources, **corpus.sources}, (*other.provisions, *kept))


# --- Only the difference --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "written"),
    [
        ({}, 0),
        ({"texts": 1}, 1),
        ({"texts": 4}, 4),
        ({"gone": 30}, 0),
        ({"more": 30}, 30),
        ({"texts": 10, "gone": 20, "more": 30}, 40),
    ],
)
def test_only_what_changed_is_written_and_all_is_there(
    before: Part, tmp_path: Path, change: dict[str, int], written: int
) -> None:
    was = sums_of(before.folder)
    after = Part(tmp_path / "part", edited(before.corpus, **change))
    assert after.fill(before) == written
    after.assert_holds_its_rows()
    assert sums_of(before.folder) == was


def test_metadata_that_changed_is_written(before: Part, tmp_path: Path) -> None:
    sources = {k: dataclasses.replace(s, valid_until=dt.date(2027, 1, 1)) for k, s in before.corpus.sources.items()}
    ident = before.rows[0].locator.source
    corpus = Corpus({**before.corpus.sources, ident: sources[ident]}, before.corpus.provisions)
    after = Part(tmp_path / "part", corpus)
    assert after.fill(before) == sum(row.locator.source == ident for row in before.rows)
    after.assert_holds_its_rows()


def test_the_order_of_rows_is_no_change(before: Part, tmp_path: Path) -> None:
    after = Part(tmp_path / "part", Corpus(before.corpus.sources, before.corpus.provisions[::-1]))
    assert after.fill(before) == 0
    after.assert_holds_its_rows()


def test_change_upon_change_until_filling_anew_is_better(before: Part, tmp_path: Path) -> None:
    part, written = before, []
    for number in range(7):
        after = Part(tmp_path / str(number), edited(part.corpus, texts=40))
        written.append(after.fill(part))
        after.assert_holds_its_rows()
        part = after
    assert written == [40, 40, 40, 40, len(part.rows), 40, 40]


def _other_version(part: Path) -> None:
    with np.load(part / ROW_KEYS) as kept:
        np.savez(part / ROW_KEYS, keys=kept["keys"], replaced=kept["replaced"], chromadb="0.0.1")


def _without_keys(part: Path) -> None:
    (part / ROW_KEYS).unlink()


@pytest.mark.parametrize("spoil", [_other_version, _without_keys])
def test_what_another_version_made_is_filled_anew(before: Part, tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    old = Part(tmp_path / "old", before.corpus)
    shutil.copytree(before.folder, old.folder)
    spoil(old.folder)
    after = Part(tmp_path / "part", before.corpus)
    assert after.fill(old) == len(after.rows)
    after.assert_holds_its_rows()


def test_other_vectors_are_filled_anew(before: Part, tmp_path: Path) -> None:
    after = Part(tmp_path / "part", before.corpus)
    after.vectors = np.roll(after.vectors, 1, axis=1)
    assert after.fill(before) == len(after.rows)
    after.assert_holds_its_rows()


def test_a_memory_mapped_file_of_vectors_will_do(tmp_path: Path) -> None:
    part = Part(tmp_path / "part", shelf(50))
    np.save(tmp_path / "vectors.npy", part.vectors)
    part.vectors = np.load(tmp_path / "vectors.npy", mmap_mode="r")
    assert part.fill() == 50
    part.assert_holds_its_rows()


# --- Exact search ---------------------------------------------------------------------------------------------------


@given(
    arrays(np.float32, st.tuples(st.integers(1, 40), st.just(3)), elements=st.sampled_from([-1.0, 0.0, 0.5, 1.0])),
    st.integers(1, 50),
)
def test_exact_search_is_sorting_all_scores_with_ties_by_row(vectors: NDArray[np.float32], k: int) -> None:
    query = np.array([1, 0.5, -0.25], np.float32)
    rows, scores = ExactDense(vectors).nearest(query, k)
    everything = np.argsort(-(vectors @ query), kind="stable")[:k]
    assert rows.tolist() == everything.tolist()
    np.testing.assert_array_equal(scores, (vectors @ query)[everything])


def test_recall_counts_what_is_found() -> None:
    rows, vectors = rows_of(shelf(100))

    class Half:
        def nearest(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
            found, scores = ExactDense(vectors).nearest(query, k)
            return found[::2], scores[::2]

    assert recall(ExactDense(vectors), vectors) == 1.0
    assert 0.45 < recall(Half(), vectors) < 0.6
    assert recall(Half(), vectors[:0]) == 1.0
    assert isinstance(rows[0], Passage)
