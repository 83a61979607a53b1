"""SIGKILL at any moment of an ingest leaves an index that answers: the old one or the new one, never half of one."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from small_index import PROVISIONS, QUESTIONS

import ingest.index
from ingest.embedders import Embedder
from ingest.index import open_index
from ingest.release import ReleaseStore
from ingest.settings import Settings

KILLS = 20
QUESTION, PLACE = "Mag ik meestemmen over het plan naast mijn huis?", "BWBR0005416#artikel=28/lid=1"


class Runs:
    """``integriteit ingest --force`` in processes of their own, on one data folder."""

    def __init__(self, settings: Settings) -> None:
        names = ("data_dir", "cache_dir", "corpus_dir", "keep_releases")
        own = {f"INTEGRITEIT_{name.upper()}": str(getattr(settings, name)) for name in names}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("INTEGRITEIT_")}
        self.environment = (
            kept
            | own
            | {
                "OMP_NUM_THREADS": "1",
                "TMPDIR": str(settings.data_dir),
                "INTEGRITEIT_CONFIG": str(settings.data_dir / "none.toml"),
            }
        )
        (settings.data_dir / "none.toml").write_text("")

    def start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "assistant.cli", "ingest", "--force"]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )

    def to_the_end(self) -> float:
        """Seconds of a run that is left alone."""
        begin = time.monotonic()
        process = self.start()
        printed, _ = process.communicate(timeout=120)
        assert process.returncode == 0, printed
        assert "staat klaar" in printed
        return time.monotonic() - begin

    def killed_after(self, seconds: float, *, with_children: bool) -> bool:
        """Kill the run at that moment; whether it was still running."""
        process = self.start()
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            (os.killpg if with_children else os.kill)(process.pid, signal.SIGKILL)
            process.communicate(timeout=30)
        assert process.returncode in (0, -signal.SIGKILL)
        return process.returncode != 0


@pytest.fixture
def settings(tmp_path: Path, small_corpus: Path, cache_dir: Path, embedder: Embedder) -> Settings:
    """A cache with the exported model but without vectors, so that a run embeds too."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "data").mkdir()
    for folder in cache_dir.glob(f"*{embedder.revision}*"):
        (tmp_path / "cache" / folder.name).symlink_to(folder.absolute())
    return Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache", corpus_dir=small_corpus, keep_releases=2)


def test_sigkill_at_twenty_random_moments(settings: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.index, "load_embedder", lambda *_: embedder)
    store, runs = ReleaseStore(settings.index_dir), Runs(settings)
    runs.to_the_end()
    shutil.rmtree(settings.cache_dir / "embeddings")
    whole = runs.to_the_end()
    expected = open_index(settings)
    query = embedder.embed_queries([QUESTION])[0]
    moments = random.Random(28)
    killed = 0
    for number in range(KILLS):
        before = store.current().name
        if number % 2:
            shutil.rmtree(settings.cache_dir / "embeddings", ignore_errors=True)
        # One moment in each twentieth of a run, so that no phase is left out.
        moment = whole * (number + moments.random()) / KILLS
        killed += runs.killed_after(moment, with_children=number % 4 < 2)
        index = open_index(settings.model_copy(update={"search": "chroma" if number % 5 == 0 else "exact"}))
        after = store.current().name
        assert after >= before, "an older release came back"
        assert (len(index.corpus.provisions), len(index.vectors)) == (PROVISIONS, PROVISIONS + QUESTIONS)
        np.testing.assert_array_equal(index.vectors, expected.vectors)
        rows, _ = index.dense.nearest(query, 3)
        assert str(index.corpus.provisions[int(index.owner[rows[0]])].locator.undated()) == PLACE
        np.testing.assert_array_equal(index.lexical.scores(QUESTION), expected.lexical.scores(QUESTION))
    assert killed >= KILLS // 2, f"only {killed} runs were still going when they were killed"
    runs.to_the_end()
    open_index(settings)
    assert len(store.names()) <= settings.keep_releases
    left = {
        path.name for path in settings.index_dir.rglob("*") if path.name.startswith(".building-") or path.name == "CURRENT.new"
    }
    assert left == set()
