"""The application around the page: headers, what does not exist, what is not in a log. No browser needed."""

from __future__ import annotations

import logging
import re
import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_fake import EVIL, FakeAssistant, small_corpus
from starlette.testclient import TestClient

from assistant.ui import app as ui_app
from assistant.ui import guard, texts
from assistant.ui.app import ServeError, WithoutQuery, create_app, is_local, serve

UI = Path(ui_app.__file__).parent
JOIN = "/gradio_api/queue/join"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(FakeAssistant()), base_url="http://127.0.0.1") as client:
        yield client


def test_page_is_dutch_and_says_it_is_a_machine_before_the_question(client: TestClient) -> None:
    html = client.get("/").text
    assert re.search(r'<html\s+lang="nl"', html)
    assert html.index("computerprogramma") < html.index(texts.say("form.question_label"))
    assert "Wij bewaren uw vraag niet" in html


def test_page_names_no_address_outside_itself(client: TestClient) -> None:
    addresses = set(re.findall(r"""(?:https?:)?//[a-z0-9-]+\.[a-z0-9./-]+""", client.get("/").text.replace("\\/", "/")))
    assert addresses <= {"http://127.0.0.1"}, addresses


@pytest.mark.parametrize("path", ["/", "/config", "/healthz", "/gradio_api/upload", "/niets"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    for name, value in guard.HEADERS.items():
        assert headers[name] == value
    assert "access-control-allow-credentials" not in headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/runs",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=https://example.org/",
        "/gradio_api/proxy=https://example.org/",
        "/gradio_api/deep_link",
        "/gradio_api/openapi.json",
        "/openapi.json",
        "/docs",
        "/login",
        "/static/../../etc/passwd",
        "/static//etc/passwd",
        "/assets/%2e%2e/%2e%2e/index.html",
    ],
)
def test_what_the_page_does_not_need_does_not_exist(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (403, 404)


def test_nothing_can_be_uploaded(client: TestClient) -> None:
    assert client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * 10)}).status_code == 404


def test_a_huge_or_endless_body_is_refused_before_it_is_read(client: TestClient) -> None:
    assert client.post(JOIN, content=b"x" * (guard.MAX_BODY + 1)).status_code == 413
    assert client.post(JOIN, content=iter([b"x"])).status_code == 413
    assert client.delete("/").status_code == 405


def test_no_event_can_be_called_by_name(client: TestClient) -> None:
    config = client.get("/config").json()
    assert {event["api_visibility"] for event in config["dependencies"]} == {"private"}
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "corpus": "0123456789ab", "built": "2026-11-24"}


def test_another_host_name_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_full_queue_is_told_in_dutch() -> None:
    application = create_app(FakeAssistant())
    with TestClient(application, base_url="http://127.0.0.1") as client:
        blocks = next(
            route.app.get_blocks() for route in application.routes if hasattr(getattr(route, "app", None), "get_blocks")
        )
        blocks._queue.max_size = 0
        answer = client.post(JOIN, json={"data": ["vraag", "", "", None], "fn_index": 0, "session_hash": "a"})
    assert answer.status_code == 503
    assert answer.json() == {"detail": texts.say("error.busy")}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "example.org"])
def test_a_public_address_needs_consent(host: str) -> None:
    assert not is_local(host)
    with pytest.raises(ServeError, match="--allow-public"):
        serve(FakeAssistant(), host=host)


def test_a_taken_port_is_a_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=f"Poort {port} .* al in gebruik"):
            serve(FakeAssistant(), port=port)


def test_access_log_holds_no_query_and_no_address() -> None:
    record = logging.LogRecord(
        "uvicorn.access", 20, "", 0, '%s - "%s %s HTTP/%s" %d', ("10.0.0.1:5", "GET", "/?vraag=geheim", "1.1", 200), None
    )
    assert WithoutQuery().filter(record)
    assert record.getMessage() == '- - "GET / HTTP/1.1" 200'


def test_every_text_is_used_and_every_used_text_exists() -> None:
    table = tomllib.loads(texts.asset("nl.toml"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in UI.glob("*.py"))
    used = set(re.findall(r"""\b_?(?:say|heading)\(\s*["']([a-z_]+\.[a-z_]+)["']""", code))
    used |= set(re.findall(r""""((?:page|panel|status)\.[a-z_]+)\"""", code)) - {"page.js"}
    defined = {f"{section}.{key}" for section, keys in table.items() if section not in ("gradio", "examples") for key in keys}
    made_up = {f"{section}.{key}" for section in ("status", "kind", "memo") for key in table[section]}
    assert used <= defined
    assert defined - used <= made_up


def test_fake_corpus_holds_the_attack() -> None:
    assert any(EVIL in provision.norm for provision in small_corpus().provisions)
