"""What goes out, what comes through, and that nothing of a language model is there when none is configured."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import Any

import pytest
from llm_server import (
    BOTH,
    FIRST,
    KEY,
    QUESTION,
    Reply,
    evidence,
    line,
    llm_server,
    said,
    sentences_of,
)

from assistant.answer import DraftClaim, Dropped, Evidence, Question, Role
from assistant.llm.composer import LlmComposer, speaks
from assistant.llm.faults import ComposerFault
from assistant.references import law_names
from assistant.understand import Understanding, understand
from corpus import load_corpus
from corpus.vocabulary import load_vocabulary
from ingest.settings import Settings, SettingsError

EVIDENCE = evidence()
ROLES = {"B1": Role.REGEL, "B2": Role.AANVULLEND}
ASKED = Question(QUESTION, None, dt.date(2026, 11, 24))
KINDS = pytest.mark.parametrize("kind", ["openai", "ollama"])


def understood(text: str) -> Understanding:
    vocabulary = load_vocabulary()
    return understand(Question(text, None, ASKED.peildatum), vocabulary, law_names(load_corpus(), vocabulary.regelingen))


@pytest.fixture(scope="module")
def u() -> Understanding:
    return understood(QUESTION)


def proposed(settings: Settings, u: Understanding, found: Evidence = EVIDENCE) -> list[DraftClaim | Dropped]:
    return list(LlmComposer(settings).claims(u, ASKED, found, ROLES))


@KINDS
def test_a_claim_has_its_quotes_and_the_role_of_its_first_source(kind: str, u: Understanding) -> None:
    double = line(
        "Een raadslid stemt niet mee en de raad maakt een code.", ("B2", "De raad is verplicht"), ("B1", "Een raadslid")
    )
    with llm_server(kind, Reply(said(kind, f"{FIRST}\n{double}"))) as server:
        composer = LlmComposer(server.settings())
        claims = list(composer.claims(u, ASKED, EVIDENCE, ROLES))
    assert composer.name == "taalmodel:proefmodel"
    assert claims[0] == DraftClaim(
        "Een raadslid stemt niet mee over een zaak die hem persoonlijk raakt.",
        (("B1", "Een raadslid praat niet mee"),),
        Role.REGEL,
    )
    assert claims[1] == DraftClaim(
        json.loads(double)["zin"], (("B2", "De raad is verplicht"), ("B1", "Een raadslid")), Role.AANVULLEND
    )


@KINDS
def test_only_what_is_needed_goes_over_the_wire(kind: str, u: Understanding, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, organisations and headers that the environment holds for the libraries are not for this endpoint."""
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OLLAMA_API_KEY", "OPENAI_BASE_URL", "OLLAMA_HOST"):
        monkeypatch.setenv(name, "andermans-geheim")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Ander: andermans-geheim")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    for key in (KEY, ""):
        with llm_server(kind, Reply(said(kind, BOTH))) as server:
            proposed(server.settings(llm_key=key), u)
        (request,) = server.requests
        headers = {name.lower(): value for name, value in request.headers.items()}
        assert headers.pop("authorization", "") == (f"Bearer {KEY}" if key else "")
        assert set(headers) <= {"host", "accept", "accept-encoding", "connection", "content-type", "content-length", "user-agent"}
        assert headers["user-agent"].startswith("integriteitsassistent/")
        assert "geheim" not in json.dumps([headers, request.body])
        assert request.path == {"openai": "/v1/chat/completions", "ollama": "/api/chat"}[kind]
        assert [m["role"] for m in request.body["messages"]] == ["system", "user"]
        assert not request.body.get("tools")
        assert QUESTION in request.body["messages"][1]["content"]


def test_the_limits_go_along(u: Understanding) -> None:
    with llm_server("openai", Reply(said("openai", BOTH))) as server:
        proposed(server.settings(llm_context=4000, llm_temperature=0.5), u)
    body = server.requests[0].body
    assert (body["max_tokens"], body["temperature"], body["model"], body["stream"]) == (1000, 0.5, "proefmodel", True)
    with llm_server("ollama", Reply(said("ollama", BOTH))) as server:
        proposed(server.settings(llm_context=4000), u)
    body = server.requests[0].body
    assert body["options"] == {"temperature": 0.0, "num_ctx": 4000, "num_predict": 1000}
    assert body["think"] is False


def test_a_key_in_another_header_and_a_version_in_the_address(u: Understanding) -> None:
    with llm_server("openai", Reply(said("openai", BOTH))) as server:
        proposed(server.settings(llm_url=f"{server.url}?api-version=2026-01-01", llm_key_header="api-key"), u)
    (request,) = server.requests
    assert request.path == "/v1/chat/completions?api-version=2026-01-01"
    assert request.headers["api-key"] == KEY
    assert "Authorization" not in request.headers


def has_schema(body: dict[str, Any]) -> bool:
    return "response_format" in body or body.get("format") not in (None, "")


@KINDS
def test_an_endpoint_without_schemas_is_asked_without_from_then_on(kind: str, u: Understanding) -> None:
    whole = Reply(said(kind, BOTH))
    with llm_server(kind, Reply([], 400), whole) as server:
        composer = LlmComposer(server.settings())
        for _ in range(2):
            assert len(sentences_of(composer.claims(u, ASKED, EVIDENCE, ROLES))) == 2
    assert [has_schema(request.body) for request in server.requests] == [True, False, False]


@KINDS
def test_an_endpoint_that_refuses_both_is_asked_with_a_schema_again(kind: str, u: Understanding) -> None:
    with llm_server(kind, Reply([], 400), Reply([], 400), Reply(said(kind, BOTH))) as server:
        composer = LlmComposer(server.settings())
        with pytest.raises(ComposerFault, match="verzoek"):
            list(composer.claims(u, ASKED, EVIDENCE, ROLES))
        assert len(sentences_of(composer.claims(u, ASKED, EVIDENCE, ROLES))) == 2
    assert [has_schema(request.body) for request in server.requests] == [True, False, True]


GOOD = ("B1", "Een raadslid praat niet mee")


@pytest.mark.parametrize(
    ("zin", "why"),
    [
        ("Lees het na op https://kwaad.example/x van de raad.", "geen gewone tekst"),
        ("Lees het na op www.kwaad.example van de raad.", "geen gewone tekst"),
        ("Een raadslid ![x](/lek) stemt niet mee.", "geen gewone tekst"),
        ("Een raadslid <b>stemt</b> niet mee.", "geen gewone tekst"),
        ("Een raadslid `stemt` niet mee.", "geen gewone tekst"),
        ("\u200b\u2060", "geen gewone tekst"),
        ("A councillor may not vote on a matter that is his own.", "andere taal"),
        ("Член совета не голосует.", "andere taal"),
    ],
)
def test_a_sentence_that_is_no_plain_dutch_falls_with_its_reason(zin: str, why: str, u: Understanding) -> None:
    with llm_server("openai", Reply(said("openai", f"{line(zin, GOOD)}\n{FIRST}"))) as server:
        fell, stands = proposed(server.settings(), u)
    assert isinstance(fell, Dropped) and why in fell.why
    assert isinstance(stands, DraftClaim)


def test_invisible_characters_and_line_ends_go_out_of_a_sentence(u: Understanding) -> None:
    zin = "Een raad\u200bslid stemt\n niet  mee over [NAAM-1]."
    with llm_server("openai", Reply(said("openai", line(zin, GOOD)))) as server:
        assert sentences_of(proposed(server.settings(), u)) == ["Een raadslid stemt niet mee over [NAAM-1]."]


def test_what_comes_after_the_most_is_dropped(u: Understanding) -> None:
    lines = "\n".join(line(f"Een raadslid stemt {n} keer niet mee.", GOOD) for n in range(11))
    with llm_server("openai", Reply(said("openai", lines))) as server:
        found = proposed(server.settings(), u)
    assert [isinstance(one, Dropped) for one in found] == [False] * 8 + [True] * 3


def test_a_source_that_did_not_fit_cannot_be_cited(u: Understanding) -> None:
    with llm_server("openai", Reply(said("openai", BOTH))) as server:
        found = proposed(server.settings(), u, Evidence(EVIDENCE.items[:1]))
    assert isinstance(found[1], Dropped)
    assert found[1].why == "taalmodel: bron B2 is niet gegeven"


@pytest.mark.parametrize(
    ("text", "dutch"),
    [
        ("Een raadslid stemt niet mee.", True),
        ("A councillor does not vote.", False),
        ("Raadsleden onthouden zich.", True),
        ("议员不得参加表决", False),
        ("Wie het café in Curaçao (§ 2, € 50) bezoekt, meldt dat.", True),
        ("", True),
    ],
)
def test_the_language_of_a_sentence(text: str, dutch: bool) -> None:
    assert speaks(text) is dutch


def test_a_key_that_cannot_be_used_stops_at_the_start() -> None:
    with pytest.raises(SettingsError, match="llm_key_file"):
        LlmComposer(Settings(llm="openai", llm_url="https://x.example/v1", llm_model="m", llm_key_file="/bestaat/niet"))


@pytest.mark.real_index
def test_without_a_language_model_no_library_of_one_is_imported(real_settings: Settings) -> None:
    code = """
import sys
import assistant.cli, assistant.llm.composer
from assistant.flow import open_assistant
from ingest.settings import Settings
open_assistant(Settings(data_dir=sys.argv[1], cache_dir=sys.argv[2])).ask("Mag ik een geschenk aannemen?")
print([name for name in sys.modules if name.split(".")[0] in ("openai", "ollama") or name.startswith("llama_index.llms")])
"""
    command = [sys.executable, "-c", code, str(real_settings.data_dir), str(real_settings.cache_dir)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    assert done.stdout.strip() == "[]"
