"""SIGKILL while texts are being embedded: nothing of it stays behind, and going on gives the same bytes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.embedders import Embedder

REPOSITORY = Path(__file__).parents[1]
PIECES, KILLS = 500, 4

#: Embeds invented laws into a file, in a process of its own.
WORK = f"""
import sys
from pathlib import Path
from eval.invented_laws import invented_laws
from ingest.cache import EmbeddingCache
from ingest.embedders import load_embedder
from ingest.embedding import embed_into
from ingest.engines import EngineChoice
from ingest.passages import Field, Passage

if __name__ == "__main__":
    folder, models, engine = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    rows = [Passage(str(p.locator), p.locator, Field.TEKST, p.text) for law in invented_laws({PIECES}) for p in law.pieces]
    embedder = load_embedder("bundled", models)
    cache = EmbeddingCache(folder, embedder.revision, embedder.dimension)
    print(embed_into(folder / "vectors.npy", rows, embedder, cache, None, choice=EngineChoice(models, engine, 2)))
"""


class Runs:
    def __init__(self, folder: Path, models: Path, engine: str) -> None:
        folder.mkdir()
        (folder / "work.py").write_text(WORK, encoding="utf-8")
        self.command = [sys.executable, folder / "work.py", folder, models.absolute(), engine]
        self.vectors = folder / "vectors.npy"

    def start(self) -> "subprocess.Popen[str]":
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"}
        return subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True)

    def to_the_end(self) -> tuple[int, float]:
        """How many texts were embedded, and seconds."""
        begin = time.monotonic()
        process = self.start()
        printed, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        return int(printed), time.monotonic() - begin

    def killed_after(self, seconds: float) -> None:
        """Kill only the parent; its workers must end by themselves."""
        process = self.start()
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            end = time.monotonic() + 20
            while _alive(process.pid):
                assert time.monotonic() < end, "a worker outlived its parent"
                time.sleep(0.1)
            process.communicate(timeout=30)


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("engine", ["local", "processes"])
def test_killed_at_random_moments_and_resumed_it_is_the_same_file(
    engine: str, embedder: Embedder, cache_dir: Path, tmp_path: Path
) -> None:
    whole = Runs(tmp_path / "whole", cache_dir, engine)
    expected, seconds = whole.to_the_end()
    broken, moments = Runs(tmp_path / "broken", cache_dir, engine), random.Random(28)
    for number in range(KILLS):
        broken.killed_after(seconds * (number + moments.random()) / (KILLS + 1))
    rest, _ = broken.to_the_end()
    assert broken.vectors.read_bytes() == whole.vectors.read_bytes()
    assert rest < expected, "no run got as far as keeping a vector"
