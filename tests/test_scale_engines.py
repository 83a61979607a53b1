"""Every engine gives the same bytes for a text, and says so when a worker cannot go on."""

import importlib.util
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from many_rows import QuickEmbedder, passage

import ingest.engines
from eval.invented_laws import invented_laws
from ingest.cache import EmbeddingCache
from ingest.embedders import Embedder, load_embedder
from ingest.embedding import embed, embed_into
from ingest.engines import EngineChoice, EngineName, usable_cores
from ingest.engines.local import LocalEngine
from ingest.engines.processes import ProcessEngine
from ingest.engines.work import Opener, embed_elsewhere
from ingest.passages import Field
from ingest.release import IndexProblem

WORKERS = 2
# A long one (more than one window of the model), an emoji (the full tokeniser) and questions among leden of all lengths.
TEXTS = [piece.text for law in invented_laws(150) for piece in law.pieces]
ROWS = [passage(i, text, Field.VRAAG if i % 10 == 0 else Field.TEKST) for i, text in enumerate(TEXTS)]
ROWS += [passage(500, "Bij een heel lang lid " * 300), passage(501, "Mag dat 🎁?", Field.VRAAG), passage(502, "Ja.")]


def ray_or_skip() -> None:
    # Not importorskip: the engine sets what ray reads when it is imported.
    if importlib.util.find_spec("ray") is None:
        pytest.skip("the engine 'ray' needs the extra package ray")


@pytest.fixture(scope="module")
def expected(embedder: Embedder) -> np.ndarray:
    """Every text alone."""
    doors = {True: embedder.embed_queries, False: embedder.embed_passages}
    return np.concatenate([doors[row.field is Field.VRAAG]([row.text]) for row in ROWS])


@pytest.mark.parametrize("name", ["auto", "local", "processes", "ray"])
def test_every_engine_gives_the_bytes_of_a_text_alone(
    name: EngineName, embedder: Embedder, cache_dir: Path, tmp_path: Path, expected: np.ndarray
) -> None:
    if name == "ray":
        ray_or_skip()
    choice = EngineChoice(cache_dir.absolute(), name, WORKERS)
    cache = EmbeddingCache(tmp_path, embedder.revision, embedder.dimension)
    told: list[tuple[int, int]] = []
    computed = embed_into(
        tmp_path / "v.npy", ROWS, embedder, cache, lambda done, total: told.append((done, total)), choice=choice
    )
    np.testing.assert_array_equal(np.load(tmp_path / "v.npy"), expected)
    assert told[-1] == (computed, computed) == (len(ROWS), len(ROWS))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("size", [2, 7, 64])
def test_what_else_is_in_a_batch_changes_no_bit(embedder: Embedder, expected: np.ndarray, size: int) -> None:
    """In int8 the activations of a batch would share one scale; therefore each text is a run of its own."""
    passages = [i for i, row in enumerate(ROWS) if row.field is not Field.VRAAG]
    for start in range(0, len(passages), size):
        part = passages[start : start + size]
        np.testing.assert_array_equal(embedder.embed_passages([ROWS[i].text for i in part]), expected[part])


def test_with_sentence_transformers_batch_mates_move_a_vector_by_less_than_a_millionth(
    embedder: Embedder, cache_dir: Path
) -> None:
    exported = load_embedder(f"sentence-transformers:{cache_dir / f'e5-small-{embedder.revision}'}", cache_dir)
    texts = TEXTS[:7]
    alone = np.concatenate([exported.embed_passages([text]) for text in texts])
    np.testing.assert_allclose(exported.embed_passages(texts), alone, atol=1e-6)


# --- Choosing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "workers", "texts", "kind"),
    [
        ("auto", 3, 1_999, LocalEngine),
        ("auto", 3, 2_000, ProcessEngine),
        ("auto", 2, 100_000, LocalEngine),
        ("local", 8, 100_000, LocalEngine),
        ("processes", 2, 1, ProcessEngine),
    ],
)
def test_processes_are_for_many_texts_and_many_cores(
    name: EngineName, workers: int, texts: int, kind: type, tmp_path: Path
) -> None:
    assert type(EngineChoice(tmp_path, name, workers).engine(QuickEmbedder(), texts)) is kind


@pytest.mark.parametrize(
    ("content", "cores"),
    [("max 100000", 8), ("200000 100000", 2), ("150000 100000", 1), ("50000 100000", 1), ("900000 100000", 8), ("", 8)],
)
def test_a_quota_of_the_container_counts(content: str, cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cpu.max").write_text(content)
    monkeypatch.setattr(ingest.engines, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert usable_cores() == cores
    monkeypatch.setattr(ingest.engines, "_QUOTA", tmp_path / "none")
    assert usable_cores() == 8


# --- Faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["processes", "ray"])
def test_a_worker_with_another_model_is_refused(name: EngineName, cache_dir: Path, embedder: Embedder, tmp_path: Path) -> None:
    if name == "ray":
        ray_or_skip()
    other = QuickEmbedder(dimension=embedder.dimension)
    choice = EngineChoice(cache_dir.absolute(), name, 1)
    cache = EmbeddingCache(tmp_path, other.revision, other.dimension)
    with pytest.raises(IndexProblem, match=rf"revision {embedder.revision} where {other.revision} belongs.*same model"):
        embed(ROWS[:3], other, cache, None, choice=choice)
    assert multiprocessing.active_children() == []


def test_a_worker_that_is_killed_is_said_and_what_was_made_is_kept(
    cache_dir: Path, embedder: Embedder, tmp_path: Path, expected: np.ndarray
) -> None:
    choice = EngineChoice(cache_dir.absolute(), "processes", WORKERS)
    cache = EmbeddingCache(tmp_path, embedder.revision, embedder.dimension)
    told: list[int] = []

    def kill(done: int, total: int) -> None:
        told.append(done)
        for worker in multiprocessing.active_children():
            worker.kill()

    rows = [passage(i, f"{text} {i}") for i in range(4) for text in TEXTS]
    with pytest.raises(IndexProblem, match=r"een proces is onverwacht gestopt.*'workers' lager.*blijft bewaard"):
        embed(rows, embedder, cache, kill, choice=choice)
    vectors, computed = embed(rows, embedder, cache, None)
    assert 0 < computed <= len(rows) - told[0]
    np.testing.assert_array_equal(vectors[:3], embedder.embed_passages([row.text for row in rows[:3]]))


def test_the_workers_end_when_the_work_is_broken_off(cache_dir: Path, embedder: Embedder, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    choice = EngineChoice(cache_dir.absolute(), "processes", WORKERS)
    with pytest.raises(KeyboardInterrupt):
        embed(ROWS, embedder, EmbeddingCache(tmp_path, embedder.revision, embedder.dimension), stop, choice=choice)
    assert multiprocessing.active_children() == []


def test_without_ray_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(IndexProblem, match=r"pakket ray ontbreekt.*pip install.*of kies de engine 'processes'"):
        EngineChoice(tmp_path, "ray", 2).engine(QuickEmbedder(), 10)


def test_ray_runs_nothing_for_who_does_not_know_its_token(cache_dir: Path, embedder: Embedder, tmp_path: Path) -> None:
    ray_or_skip()
    answers: list[subprocess.CompletedProcess[str]] = []

    def intrude(done: int, total: int) -> None:
        import ray

        code = f"import ray; ray.init(address={ray.get_runtime_context().gcs_address!r}); print('in')"
        stranger = {name: value for name, value in os.environ.items() if not name.startswith("RAY_AUTH")}
        command = [sys.executable, "-c", code]
        answers.append(subprocess.run(command, env=stranger, capture_output=True, text=True, timeout=120, check=False))

    choice = EngineChoice(cache_dir.absolute(), "ray", 1)
    embed(ROWS[-1:], embedder, EmbeddingCache(tmp_path, embedder.revision, embedder.dimension), intrude, choice=choice)
    (answer,) = answers
    assert answer.returncode != 0
    assert answer.stdout == ""
    assert "ConnectionError" in answer.stderr
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"


def test_a_fault_of_the_embedder_comes_back_from_a_worker_as_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="unknown embedder"):
        embed_elsewhere(Opener("weg", tmp_path, "0" * 12), ())
