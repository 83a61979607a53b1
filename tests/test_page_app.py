"""The application around the page: headers, what does not exist, what is not in a log. No browser needed."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from page_fake import EVIL, FakeAssistant, small_corpus
from starlette.testclient import TestClient

from assistant.answer import Language
from assistant.ui import guard
from assistant.ui.app import ServeError, WithoutQuery, create_app, serve
from assistant.ui.page import PATHS
from assistant.ui.texts import Words, say
from ingest.settings import Settings, is_this_computer

JOIN = "gradio_api/queue/join"
ENGLISH = Words(Language.EN)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(FakeAssistant()), base_url="http://127.0.0.1") as client:
        yield client


def config_of(client: TestClient, path: str) -> dict[str, Any]:
    """What gradio is told to build: the parts and their events."""
    config: dict[str, Any] = client.get(f"{path}config").json()
    return config


def visible_texts(config: dict[str, Any]) -> str:
    """Every text of the parts of a page, in order."""
    props = [part["props"] for part in config["components"]]
    return "\n".join(str(prop.get(key) or "") for prop in props for key in ("label", "info", "value", "placeholder", "choices"))


def test_page_is_dutch_and_says_it_is_a_machine_before_the_question(client: TestClient) -> None:
    html = client.get("/").text
    assert re.search(r'<html\s+lang="nl"', html)
    assert html.index("computerprogramma") < html.index(say("form.question_label"))
    assert say("about_privacy.stays") in html and say("about_privacy.type_no_names") in html


def test_english_page_says_the_same_in_english(client: TestClient) -> None:
    html = client.get("/en/").text
    assert re.search(r'<html\s+lang="en"', html) and "computerprogramma" not in html
    assert html.index("computer program, not to a person") < html.index(ENGLISH("form.question_label"))
    assert client.get("/en", follow_redirects=False).headers["location"] == "/en/"


@pytest.mark.parametrize(("path", "words", "other"), [("/", say, "/en/"), ("/en/", ENGLISH, "/")])
def test_each_page_is_in_its_own_language_and_leads_to_the_other(client: TestClient, path: str, words: Words, other: str) -> None:
    texts = visible_texts(config_of(client, path))
    elsewhere = Words(next(language for language in Language if language is not words.language))
    for key in ("page.lead", "form.office_label", "form.mode_dilemma", "panel.empty", "memo.keep", "facts.tell", "feedback.ask"):
        assert words(key) in texts
        assert elsewhere(key) not in texts.replace(words(key), ""), key
    assert f'href="{other}" hreflang="{elsewhere.language}" lang="{elsewhere.language}"' in texts


@pytest.mark.parametrize("path", PATHS.values())
def test_page_names_no_address_outside_itself_but_the_official_ones(client: TestClient, path: str) -> None:
    html = client.get(path).text.replace("\\/", "/")
    hosts = {urlsplit(address).netloc for address in re.findall(r"""(?:https?:)?//[a-z0-9-]+\.[a-z0-9./-]+""", html)}
    sources = {urlsplit(source.url).netloc for source in small_corpus().sources.values()}
    # A name in an inline drawing, which is no address to go to.
    assert hosts <= {"127.0.0.1", "www.w3.org", *sources}, hosts
    assert not re.findall(r"""<(?:script|img|iframe|link)[^>]+(?:src|href)=["']?(?:https?:)?//(?!127\.0\.0\.1)""", html)


def test_feedback_is_on_the_page_only_where_the_setting_says_so() -> None:
    for feedback in (True, False):
        with TestClient(create_app(FakeAssistant(), settings=Settings(feedback=feedback)), base_url="http://127.0.0.1") as client:
            for path in PATHS.values():
                config = config_of(client, path)
                ids = {part["props"].get("elem_id") for part in config["components"]}
                assert ("ia-feedback" in ids) is ("ia-thumb-up" in ids) is feedback
                assert (
                    Words(Language.EN if path == "/en/" else Language.NL)("feedback.ask") in visible_texts(config)
                ) is feedback


@pytest.mark.parametrize("path", ["/", "/en/", "/config", "/en/config", "/healthz", "/gradio_api/upload", "/niets"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    for name, value in guard.HEADERS.items():
        assert headers[name] == value
    assert "access-control-allow-credentials" not in headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("root", ["", "/en"])
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
def test_what_the_page_does_not_need_does_not_exist(client: TestClient, root: str, path: str) -> None:
    assert client.get(root + path).status_code in (403, 404)


@pytest.mark.parametrize("root", PATHS.values())
def test_nothing_can_be_uploaded(client: TestClient, root: str) -> None:
    assert client.post(f"{root}gradio_api/upload", files={"files": ("a.txt", b"x" * 10)}).status_code == 404


@pytest.mark.parametrize("root", PATHS.values())
def test_a_huge_or_endless_body_is_refused_before_it_is_read(client: TestClient, root: str) -> None:
    assert client.post(root + JOIN, content=b"x" * (guard.MAX_BODY + 1)).status_code == 413
    assert client.post(root + JOIN, content=iter([b"x"])).status_code == 413
    assert client.delete(root).status_code == 405


@pytest.mark.parametrize("root", PATHS.values())
def test_no_event_can_be_called_by_name(client: TestClient, root: str) -> None:
    assert {event["api_visibility"] for event in config_of(client, root)["dependencies"]} == {"private"}
    assert client.get(f"{root}gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "corpus": "0123456789ab", "built": "2026-11-24"}


def test_another_host_name_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(("root", "words"), [("/", say), ("/en/", ENGLISH)])
def test_a_full_queue_is_told_in_the_language_of_the_page(root: str, words: Words) -> None:
    application = create_app(FakeAssistant())
    with TestClient(application, base_url="http://127.0.0.1") as client:
        config = config_of(client, root)
        send = next(part["id"] for part in config["components"] if part["props"].get("elem_id") == "ia-send")
        number = next(event["id"] for event in config["dependencies"] if [send, "click"] in event["targets"])
        for route in application.routes:
            if hasattr(getattr(route, "app", None), "get_blocks"):
                route.app.get_blocks()._queue.max_size = 0
        data = ["vraag", "", "", "", None]
        answer = client.post(root + JOIN, json={"data": data, "fn_index": number, "session_hash": "a"})
    assert answer.status_code == 503
    assert answer.json() == {"detail": words("error.busy")}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "example.org"])
def test_a_public_address_needs_consent(host: str) -> None:
    assert not is_this_computer(host)
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


def test_fake_corpus_holds_the_attack() -> None:
    assert any(EVIL in provision.norm for provision in small_corpus().provisions)
