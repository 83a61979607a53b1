"""Whether anything of a question left for the endpoint: what a fault says of it is what the endpoint saw."""

from __future__ import annotations

import logging
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from llm_ended import asked, holds_no_secret, no_reader_is_left
from llm_server import BOTH, KEY, Reply, llm_server, said

from assistant.llm.composer import LlmComposer
from assistant.llm.faults import LlmFault
from ingest.settings import Settings

S = LlmFault


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_no_endpoint_at_all(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    for url, fault in ((f"http://127.0.0.1:{port}", S.GEEN_VERBINDING), ("https://bestaat-niet.invalid/v1", S.DNS)):
        settings = Settings(llm=kind, llm_url=url, llm_model="m", llm_key=KEY, llm_first_token=3, llm_deadline=6)
        ended = asked(settings)
        assert ended.fault is fault
        assert ended.error and not ended.error.sent
        assert ended.seconds < 4
        holds_no_secret(ended, caplog.text)


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_what_the_first_try_sent_was_sent(kind: str) -> None:
    """The second finds a closed door: nothing of it left, but of the question something did."""

    def closes() -> Iterator[bytes]:
        server.http.server_close()
        yield b" "

    with llm_server(kind, Reply(closes(), 500)) as server:
        ended = asked(server.settings())
    assert (ended.fault, len(server.requests)) == (S.GEEN_VERBINDING, 1)
    assert ended.error and ended.error.sent


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize("now", [None, "", "twee woorden"], ids=["gone", "empty", "another text"])
def test_a_key_that_can_no_longer_be_read_is_told_as_that(
    kind: str, now: str | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing was sent, no path is told, and it is no reason to leave the endpoint alone."""
    caplog.set_level(logging.DEBUG)
    held = tmp_path / "sleutel.txt"
    held.write_text(KEY)
    with llm_server(kind, Reply(said(kind, BOTH))) as server:
        settings = server.settings(llm_key="", llm_key_file=held)
        composer = LlmComposer(settings)
        held.unlink() if now is None else held.write_text(now)
        for _ in range(4):
            ended = asked(settings, composer)
            assert (ended.fault, server.requests) == (S.SLEUTEL, [])
            assert ended.error and not ended.error.sent
            holds_no_secret(ended)
        assert held.name not in caplog.text and KEY not in caplog.text and S.SLEUTEL in caplog.text
        held.write_text(KEY)
        assert asked(settings, composer).fault is None


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder: Path = tmp_path_factory.mktemp("tls")
    made = (str(folder / "cert.pem"), str(folder / "key.pem"))
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    try:
        subprocess.run([*command, "-out", made[0], "-keyout", made[1]], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not on this machine: no certificate to distrust")
    return made


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_certificate_that_nobody_vouches_for(kind: str, certificate: tuple[str, str]) -> None:
    with llm_server(kind, Reply(said(kind, BOTH)), certificate=certificate) as server:
        ended = asked(server.settings())
    assert (ended.fault, server.requests) == (S.TLS, [])
    assert ended.error and not ended.error.sent


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize("stage", ["name server", "handshake"])
def test_the_time_is_kept_before_there_is_a_connection(kind: str, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that does not answer cannot be interrupted; who asks leaves all the same."""
    over = threading.Event()

    def silent(*_: Any, **__: Any) -> Any:
        over.wait(20)
        raise socket.gaierror

    if stage == "name server":
        monkeypatch.setattr(socket, "getaddrinfo", silent)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        host = f"127.0.0.1:{listening.getsockname()[1]}" if stage == "handshake" else "traag.example"
        settings = Settings(llm=kind, llm_url=f"https://{host}/v1", llm_model="m", llm_first_token=1, llm_deadline=2)
        ended = asked(settings)
    over.set()
    assert ended.fault is S.TE_LAAT
    assert ended.error and not ended.error.sent
    assert ended.seconds < 2


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_what_was_not_sent_in_time_is_not_sent_later(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says that the question stayed here, so it does, also when the connection comes about after all."""
    over, find = threading.Event(), socket.getaddrinfo

    def slow(*arguments: Any, **named: Any) -> Any:
        over.wait(20)
        return find(*arguments, **named)

    with llm_server(kind, Reply(said(kind, BOTH))) as server:
        monkeypatch.setattr(socket, "getaddrinfo", slow)
        ended = asked(server.settings(llm_first_token=0.5, llm_deadline=1))
        over.set()
        no_reader_is_left()
    assert (ended.fault, server.requests) == (S.TE_LAAT, [])
    assert ended.error and not ended.error.sent
