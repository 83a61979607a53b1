"""Fixtures that more than one test file needs, and the guard that no test reaches beyond this machine."""

import os

# Before numpy, torch and onnxruntime start their threads: two cores are enough, and tests run beside other work.
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings
from small_index import PROVISIONS, HashingEmbedder, write_corpus

from ingest.embedders import Embedder, load_embedder
from ingest.embedders.entail import BundledEntailment
from ingest.settings import Settings

if TYPE_CHECKING:
    from published_index import Place

    from assistant.flow import Assistant
    from ingest.embedders.bundled import BundledEmbedder

REPOSITORY = Path(__file__).parents[1]
_LOCAL = ("127.", "::1", "localhost", "0.0.0.0")

# A slow machine is no failed property.
hypothesis_settings.register_profile("project", deadline=None, derandomize=True)
hypothesis_settings.load_profile("project")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A connection to another machine is an error, not a slow or flaky test."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(_LOCAL):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_only)
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with official texts and tools that lies beside the repository on the project's own machines."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "official" / "bwb").is_dir():
        pytest.skip(f"{folder} is not on this machine: it holds the official texts and is no part of the repository")
    return folder


@pytest.fixture(scope="session")
def cache_dir() -> Path:
    """Where the bundled embedder is exported, once: a named folder, else one in the repository that git ignores."""
    named = os.environ.get("INTEGRITEIT_TEST_CACHE")
    return Path(named) if named else REPOSITORY / "var" / "test-cache"


@pytest.fixture(scope="session")
def embedder(cache_dir: Path) -> Embedder:
    """The embedder that ships with the package."""
    return load_embedder("bundled", cache_dir)


@pytest.fixture(scope="session")
def judge(cache_dir: Path) -> BundledEntailment:
    """The judge of entailment that ships with the package."""
    return BundledEntailment(cache_dir)


@pytest.fixture(scope="session")
def real_settings(cache_dir: Path) -> Settings:
    """Settings of the index of the embedded corpus; kept between runs, rebuilt when it is stale."""
    from ingest.build import build

    data = os.environ.get("INTEGRITEIT_TEST_DATA")
    settings = Settings(data_dir=Path(data) if data else REPOSITORY / "var" / "test-index", cache_dir=cache_dir)
    build(settings)
    return settings


@pytest.fixture(scope="session")
def real_assistant(real_settings: Settings) -> "Assistant":
    """The assistant on the embedded corpus with the embedder that ships."""
    from assistant.flow import open_assistant

    return open_assistant(real_settings)


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A folder with two short documents."""
    return write_corpus(tmp_path / "teksten")


@pytest.fixture(scope="session")
def fresh_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the export in it, made by two processes at once: the one must wait for the other."""
    named = os.environ.get("INTEGRITEIT_TEST_CACHE")
    folder = Path(named) if named else tmp_path_factory.mktemp("embedders")
    command = [sys.executable, "-m", "ingest.embedders.export", str(folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    printed = {process.communicate(timeout=300)[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(printed) == 1
    assert not list(folder.glob(".*.tmp")), "a half built folder was left behind"
    return folder


@pytest.fixture(scope="session")
def exported(fresh_cache: Path) -> Path:
    """The exported folder itself."""
    from ingest.embedders import export

    return export.ready_folder(fresh_cache)[0]


@pytest.fixture(scope="session")
def bundled(fresh_cache: Path) -> "BundledEmbedder":
    """The embedder that ships with the package, from that folder."""
    from ingest.embedders.bundled import BundledEmbedder

    return BundledEmbedder.load(fresh_cache)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with corpus, cache and one published release, to copy from."""
    from published_index import ROWS, place_in

    import ingest.build

    folder = tmp_path_factory.mktemp("built")
    write_corpus(folder / "teksten")
    with pytest.MonkeyPatch.context() as patch:
        place = place_in(folder, HashingEmbedder())
        patch.setattr(ingest.build, "load_embedder", lambda *_: place.embedder)
        report = ingest.build.build(place.settings)
    assert (report.fresh, report.provisions, report.rows, report.embedded, report.from_cache) == (True, PROVISIONS, ROWS, ROWS, 0)
    return folder


@pytest.fixture
def place(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Place":
    """A private copy of the published release."""
    from published_index import place_in

    import ingest.build
    import ingest.index

    shutil.copytree(built, tmp_path / "p")
    found = place_in(tmp_path / "p", HashingEmbedder())
    for module in (ingest.build, ingest.index):
        monkeypatch.setattr(module, "load_embedder", lambda *_: found.embedder)
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the check in a child process, where a test is about something else and builds often."""
    import ingest.build

    monkeypatch.setattr(ingest.build, "_verify_in_child", lambda folder: None)
