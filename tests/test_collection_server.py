"""A real Chroma server on this machine: filled, checked, searched and cleaned up; and every way in which it is not there."""

import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from many_rows import rows_of, shelf

import ingest.chroma_server
from corpus import Corpus
from ingest.chroma_server import open_server, prune_server, server
from ingest.collection import fill_server, verify_server
from ingest.dense import ChromaDense, ExactDense
from ingest.release import IndexProblem

NAME, OWNER = "20260101T000000000000-0123456789ab", "this-folder"
CORPUS = shelf(300)
ROWS, VECTORS = rows_of(CORPUS)
IDS = [row.id for row in ROWS]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Running:
    """``chroma run`` on a folder; can be stopped and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        binary = shutil.which("chroma", path=str(Path(sys.executable).parent))
        if binary is None:
            pytest.skip("the program 'chroma' of chromadb is not beside this Python")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.command = [binary, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError("the Chroma server does not answer")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    found = Running(tmp_path_factory.mktemp("chroma-server"))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def filled(running: Running) -> Running:
    fill_server(running.url, NAME, OWNER, CORPUS, ROWS, VECTORS)
    return running


def names(running: Running) -> set[str]:
    with server(running.url) as client:
        return {collection.name for collection in client.list_collections()}


# --- A server that is there -----------------------------------------------------------------------------------------


def test_the_server_answers_as_exact_search(filled: Running) -> None:
    assert verify_server(filled.url, NAME, IDS, VECTORS) >= 0.99
    dense, exact = ChromaDense.open_server(filled.url, NAME, IDS, VECTORS), ExactDense(VECTORS)
    for row in range(0, len(ROWS), 17):
        rows, scores = dense.nearest(VECTORS[row], 5)
        expected_rows, expected_scores = exact.nearest(VECTORS[row], 5)
        np.testing.assert_allclose(scores, expected_scores, atol=1e-6)
        assert rows[0] == expected_rows[0] == row


def test_two_clients_at_once_get_the_same(filled: Running) -> None:
    opened = [ChromaDense.open_server(filled.url, NAME, IDS, VECTORS) for _ in range(2)]
    answers: list[list[int]] = []
    threads = [threading.Thread(target=lambda d=d: answers.append(d.nearest(VECTORS[3], 5)[0].tolist())) for d in opened * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 10
    assert all(answer == answers[0] for answer in answers)


def test_another_release_stands_beside_the_first_until_it_is_pruned(filled: Running) -> None:
    second, foreign = NAME.replace("2026", "2027"), "of-somebody-else"
    part = Corpus(CORPUS.sources, CORPUS.provisions[:10])
    for name, owner in ((second, OWNER), (foreign, "other-folder")):
        fill_server(filled.url, name, owner, part, ROWS[:10], VECTORS[:10])
    with server(filled.url) as client:
        client.create_collection("without-metadata", embedding_function=None)
    assert prune_server(filled.url, OWNER, {NAME, second}) == []
    assert prune_server(filled.url, OWNER, {NAME}) == [second]
    assert names(filled) == {NAME, foreign, "without-metadata"}
    ChromaDense.open_server(filled.url, NAME, IDS, VECTORS).nearest(VECTORS[0], 5)


def test_a_collection_with_other_rows_is_refused(filled: Running) -> None:
    with pytest.raises(IndexProblem, match=rf"{NAME} heeft 300 rijen, verwacht 299.*integriteit ingest --force"):
        ChromaDense.open_server(filled.url, NAME, IDS[1:], VECTORS[1:])


def test_a_collection_that_finds_the_wrong_rows_is_refused(filled: Running) -> None:
    with pytest.raises(IndexProblem, match=r"vindt 0\.\d+ van de naaste buren"):
        verify_server(filled.url, NAME, IDS, VECTORS[::-1])


@pytest.mark.parametrize("do", [lambda url: ChromaDense.open_server(url, "weg-0", IDS, VECTORS), lambda url: verify_server(url, "weg-0", IDS, VECTORS)])  # fmt: skip
def test_a_collection_that_is_not_there_names_the_command(filled: Running, do) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(IndexProblem, match=r"kent de collectie van deze index niet.*integriteit ingest --force"):
        do(filled.url)


def test_a_server_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    running = Running(tmp_path)
    try:
        fill_server(running.url, NAME, OWNER, CORPUS, ROWS, VECTORS)
        dense = ChromaDense.open_server(running.url, NAME, IDS, VECTORS)
        before = dense.nearest(VECTORS[5], 5)[0].tolist()
        running.stop()
        with pytest.raises(IndexProblem, match=r"antwoordt niet.*chroma run"):
            dense.nearest(VECTORS[5], 5)
        running.start()
        assert dense.nearest(VECTORS[5], 5)[0].tolist() == before
        assert verify_server(running.url, NAME, IDS, VECTORS) >= 0.99
    finally:
        running.stop()


# --- A server that is not there -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8000",
        "ftp://localhost",
        "http://",
        "http://x:abc",
        "http://naam:geheim@localhost:1",
        "http://localhost/pad",
    ],
)
def test_a_setting_that_is_no_address(url: str) -> None:
    with pytest.raises(IndexProblem, match=r"'chroma_url'.*is geen adres als http://"):
        open_server(url)


@pytest.mark.parametrize(
    "do",
    [
        open_server,
        lambda url: fill_server(url, NAME, OWNER, CORPUS, ROWS, VECTORS),
        lambda url: verify_server(url, NAME, IDS, VECTORS),
        lambda url: prune_server(url, OWNER, ()),
        lambda url: ChromaDense.open_server(url, NAME, IDS, VECTORS),
    ],
)
def test_nothing_listens_there(do) -> None:  # type: ignore[no-untyped-def]
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(IndexProblem, match=rf"{url}: .*chroma run --path.*'chroma_url' leeg"):
        do(url)


class _Other(http.server.BaseHTTPRequestHandler):
    """A web server that is no Chroma: a page for everything, or an error."""

    def do_GET(self) -> None:
        found = self.server.server_name_ == "page"  # type: ignore[attr-defined]
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(b"<html>hallo</html>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("kind", ["page", "error"])
def test_something_else_listens_there(kind: str) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Other) as other:
        other.server_name_ = kind  # type: ignore[attr-defined]
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(IndexProblem, match=r"'chroma_url' leeg"):
            open_server(f"http://127.0.0.1:{other.server_port}")
        other.shutdown()


def test_a_server_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.chroma_server, "_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(IndexProblem, match=r"antwoordt niet.*chroma run"):
        open_server(f"http://127.0.0.1:{silent.getsockname()[1]}")
