"""Fixtures that more than one test file needs, and the guard that no test reaches beyond this machine."""

import os

# Before numpy, torch and onnxruntime start their threads: two cores are enough, and tests run beside other work.
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings
from small_index import write_corpus

from ingest.embedders import Embedder, load_embedder
from ingest.settings import Settings

if TYPE_CHECKING:
    from assistant.flow import Assistant

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
