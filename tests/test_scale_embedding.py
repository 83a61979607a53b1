"""Embedding many texts: streamed, in batches of one size, in any engine the same, and never twice."""

import errno
import sqlite3
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from many_rows import QuickEmbedder, passage
from numpy.typing import NDArray

from ingest.cache import EmbeddingCache
from ingest.embedding import embed, embed_into
from ingest.engines import Text, batches_of
from ingest.engines.work import CHARACTERS, embedded
from ingest.passages import Field

ROWS = [passage(i, f"Lid {i} " + "van deze wet " * (i % 40), Field.VRAAG if i % 7 == 0 else Field.TEKST) for i in range(300)]


def cache_in(folder: Path, embedder: QuickEmbedder) -> EmbeddingCache:
    return EmbeddingCache(folder / "embeddings", embedder.revision, embedder.dimension)


# --- Batches --------------------------------------------------------------------------------------------------------

texts = st.lists(st.builds(Text, st.binary(max_size=4), st.booleans(), st.text(max_size=30).map(lambda t: t * 200)), max_size=40)


@given(texts, st.randoms(use_true_random=False))
def test_batches_hold_every_text_once_sorted_by_length_and_follow_from_the_texts(found: list[Text], chance) -> None:  # type: ignore[no-untyped-def]
    batches = batches_of(found)
    assert sorted(t for batch in batches for t in batch) == sorted(found)
    for batch in batches:
        assert batch
        assert [len(t.text) for t in batch] == sorted(len(t.text) for t in batch)
    mixed = list(dict.fromkeys(found))
    shuffled = chance.sample(mixed, len(mixed))
    assert [[t.text for t in b] for b in batches_of(shuffled)] == [[t.text for t in b] for b in batches_of(mixed)]


@given(texts)
def test_no_batch_is_much_larger_than_asked(found: list[Text]) -> None:
    longest = max((len(t.text) for t in found), default=0)
    for batch in batches_of(found):
        assert sum(len(t.text) for t in batch) <= CHARACTERS + longest


def test_batches_take_the_same_time_so_that_the_time_left_can_be_told() -> None:
    chance = np.random.default_rng(1)
    sizes = chance.lognormal(5.5, 0.8, 5000).astype(int)
    batches = batches_of([Text(b"", False, "a" * size) for size in sizes])
    assert len(batches) > 50
    weights = [sum(len(t.text) for t in batch) for batch in batches]
    counts = [len(batch) for batch in batches]
    assert max(weights) < 1.3 * min(weights)
    assert max(counts) - min(counts) <= 1


# --- Vectors --------------------------------------------------------------------------------------------------------


def test_a_file_of_vectors_is_what_numpy_would_have_saved(tmp_path: Path) -> None:
    embedder = QuickEmbedder()
    vectors, computed = embed(ROWS, embedder, cache_in(tmp_path / "a", embedder), None)
    assert embed_into(tmp_path / "vectors.npy", ROWS, embedder, cache_in(tmp_path / "b", embedder), None) == computed == 300
    np.save(tmp_path / "expected.npy", vectors)
    assert (tmp_path / "vectors.npy").read_bytes() == (tmp_path / "expected.npy").read_bytes()
    mapped = np.load(tmp_path / "vectors.npy", mmap_mode="r")
    for row, vector in zip(ROWS, mapped, strict=True):
        door = embedder.embed_queries if row.field is Field.VRAAG else embedder.embed_passages
        np.testing.assert_array_equal(vector, door([row.text])[0])


def test_no_rows_give_an_empty_file(tmp_path: Path) -> None:
    embedder = QuickEmbedder()
    assert embed_into(tmp_path / "vectors.npy", [], embedder, cache_in(tmp_path, embedder), None) == 0
    assert np.load(tmp_path / "vectors.npy").shape == (0, 64)
    assert embed([], embedder, cache_in(tmp_path, embedder), None)[0].shape == (0, 64)


@pytest.mark.parametrize("field", list(Field))
def test_only_lay_questions_are_embedded_as_queries(tmp_path: Path, field: Field) -> None:
    embedder = QuickEmbedder()
    embed([passage(1, "Mag dat?", field)], embedder, cache_in(tmp_path, embedder), None)
    assert (embedder.queries, embedder.passages) == ((["Mag dat?"], []) if field is Field.VRAAG else ([], ["Mag dat?"]))


def test_equal_texts_are_embedded_once_and_all_get_the_vector(tmp_path: Path) -> None:
    embedder = QuickEmbedder()
    rows = [passage(1, "Gelijk"), passage(2, "Anders"), passage(3, "Gelijk"), passage(4, "Gelijk", Field.VRAAG)]
    vectors, computed = embed(rows, embedder, cache_in(tmp_path, embedder), None)
    assert computed == 3
    assert sorted(embedder.passages) == ["Anders", "Gelijk"]
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert (vectors[0] != vectors[3]).any()


def test_progress_ends_at_the_number_of_texts(tmp_path: Path) -> None:
    embedder = QuickEmbedder()
    cache, told = cache_in(tmp_path, embedder), list[tuple[int, int]]()
    embed(ROWS[:100], embedder, cache, None)
    embed(ROWS, embedder, cache, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (200, 200)


# --- Interrupted ----------------------------------------------------------------------------------------------------


class Stops(QuickEmbedder):
    """Stops at the given call, as a machine that goes down does."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.calls_left = at

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not self.calls_left:
            raise KeyboardInterrupt
        self.calls_left -= 1
        return super().embed_passages(texts)


@pytest.mark.parametrize("at", [0, 1, 3])
def test_what_was_made_before_an_interruption_is_not_made_again(tmp_path: Path, at: int) -> None:
    whole = QuickEmbedder()
    embed_into(tmp_path / "whole.npy", ROWS, whole, cache_in(tmp_path / "a", whole), None)
    first, second = Stops(at), QuickEmbedder()
    assert len(batches_of([Text(b"", False, row.text) for row in ROWS])) > 3
    with pytest.raises(KeyboardInterrupt):
        embed_into(tmp_path / "vectors.npy", ROWS, first, cache_in(tmp_path, first), None)
    embed_into(tmp_path / "vectors.npy", ROWS, second, cache_in(tmp_path, second), None)
    assert (tmp_path / "vectors.npy").read_bytes() == (tmp_path / "whole.npy").read_bytes()
    assert not set(first.passages) & set(second.passages)
    assert len(first.passages) + len(second.passages) == len(whole.passages)


def test_a_cache_that_is_damaged_during_the_work_costs_nothing(tmp_path: Path) -> None:
    embedder = QuickEmbedder()
    cache = cache_in(tmp_path, embedder)
    (path,) = (tmp_path / "embeddings").iterdir()

    def damage(done: int, total: int) -> None:
        path.write_bytes(b"no database")

    vectors, computed = embed(ROWS, embedder, cache, damage)
    assert computed == 300
    np.testing.assert_array_equal(vectors, embed(ROWS, embedder, cache_in(tmp_path / "b", embedder), None)[0])


def test_a_full_disk_is_an_error_and_not_the_end_of_the_process(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    embedder = QuickEmbedder()
    with pytest.raises(OSError, match=r".") as raised:
        embed_into(Path("/dev/full"), ROWS, embedder, cache_in(tmp_path, embedder), None)
    assert raised.value.errno == errno.ENOSPC


def test_a_full_disk_under_the_cache_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    embedder = QuickEmbedder()
    cache = cache_in(tmp_path, embedder)
    monkeypatch.setattr(cache, "_put", full)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        embed(ROWS, embedder, cache, None)


def test_memory_does_not_grow_with_the_vectors(tmp_path: Path) -> None:
    embedder = QuickEmbedder(dimension=2048)
    rows = [passage(i, f"Lid {i} van een wet " + "met woorden " * 8) for i in range(6000)]
    cache = cache_in(tmp_path, embedder)
    tracemalloc.start()
    try:
        embed_into(tmp_path / "vectors.npy", rows, embedder, cache, None)
        embed_into(tmp_path / "vectors.npy", rows, embedder, cache, None)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "vectors.npy").stat().st_size > 49_000_000
    assert peak < 30_000_000


def test_a_batch_goes_through_the_right_doors_in_its_own_order() -> None:
    embedder = QuickEmbedder()
    batch = (Text(b"1", True, "a"), Text(b"2", False, "b"), Text(b"3", True, "c"))
    vectors = embedded(embedder, batch)
    expected = [embedder.embed_queries(["a"])[0], embedder.embed_passages(["b"])[0], embedder.embed_queries(["c"])[0]]
    np.testing.assert_array_equal(vectors, np.stack(expected))
