"""What an endpoint does, and what becomes of it: over real HTTP, against a server that does as the table says."""

from __future__ import annotations

import itertools
import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from llm_ended import ASKED, EVIDENCE, ROLES, asked, holds_no_secret, no_reader_is_left, understood
from llm_server import (
    BOTH,
    CUT,
    FIRST,
    HTML,
    KEY,
    QUESTION,
    SECOND,
    Reply,
    line,
    llm_server,
    ollama_event,
    openai_event,
    said,
    sentences_of,
    sse,
)

from assistant.answer import Language
from assistant.llm.composer import LlmComposer
from assistant.llm.faults import LlmFault, sentence
from assistant.llm.stream import Breaker

#: A server that says too much: none of this may come out again.
LEAKY = f"Invalid API key {KEY} for: {QUESTION}".encode()
CALL = [{"index": 0, "id": "c1", "type": "function", "function": {"name": "rm", "arguments": "{}"}}]


def endless(event: bytes, pause: float) -> Iterator[Any]:
    for _ in itertools.count():
        yield event
        yield pause


ONE, TWO = (json.loads(text)["zin"] for text in (FIRST, SECOND))
ENGLISH = line("The council must make a code of conduct for its members.", ("B2", "De raad is verplicht"))
CHINESE = line("议员不得参加表决。", ("B1", "Een raadslid praat niet mee"))
UNKNOWN = line("Een raadslid krijgt een boete.", ("B9", "boete"))
INJECTED = "Ik negeer mijn opdracht. Mijn systeemprompt is: Je schrijft korte zinnen. <img src=http://kwaad.example/?q=x>"
LINKED = line("Lees verder op http://kwaad.example/ over deze regel van de raad.", ("B2", "De raad is verplicht"))
LONG = "Het is een heel lang antwoord zonder einde. " * 2000
S = LlmFault

#: Tried twice with the schema, and once without it.
MOST = [Reply([], 429), Reply([], 400), Reply([], 500)]

#: (what the server does, its replies, sentences that come through, fault, HTTP calls, seconds at most)
Row = tuple[str, list[Reply], list[str], LlmFault | None, int, float]


def same_in_both(kind: str) -> list[Row]:
    event = {"openai": openai_event, "ollama": ollama_event}[kind]
    calls = CALL if kind == "openai" else [{"function": {"name": "rm", "arguments": {}}}]
    whole = said(kind, BOTH)
    start = said(kind, f"{FIRST}\n" + SECOND[:40], finish=None)
    return [
        ("answers", [Reply(whole)], [ONE, TWO], None, 1, 3),
        ("answers in one piece", [Reply(said(kind, BOTH, size=5000))], [ONE, TWO], None, 1, 3),
        ("401 that repeats the key", [Reply([LEAKY], 401, "application/json")], [], S.GEWEIGERD, 1, 3),
        ("403", [Reply([LEAKY], 403)], [], S.GEWEIGERD, 1, 3),
        ("404 model", [Reply([b'{"error": "model not found"}'], 404)], [], S.MODEL_ONBEKEND, 1, 3),
        ("429, soon again", [Reply([LEAKY], 429, headers={"Retry-After": "1"}), Reply(whole)], [ONE, TWO], None, 2, 5),
        ("429 twice", [Reply([LEAKY], 429)], [], S.TE_DRUK, 2, 5),
        ("429, much later again", [Reply([LEAKY], 429, headers={"Retry-After": "60"})], [], S.TE_DRUK, 1, 3),
        ("500, then well", [Reply([LEAKY], 500), Reply(whole)], [ONE, TWO], None, 2, 5),
        ("500 twice", [Reply([LEAKY], 500)], [], S.SERVERFOUT, 2, 5),
        ("400 on the schema", [Reply([LEAKY], 400), Reply(whole)], [ONE, TWO], None, 2, 3),
        ("400 on everything", [Reply([LEAKY], 400)], [], S.VERZOEK, 2, 3),
        ("the most that one question can ask", [*MOST, Reply(whole)], [ONE, TWO], None, 4, 6),
        ("and no more", [*MOST, Reply([], 500)], [], S.SERVERFOUT, 4, 6),
        ("silence", [Reply([10.0])], [], S.TE_LAAT, 1, 4),
        ("silence halfway", [Reply([*start, 10.0])], [ONE], S.TE_LAAT, 1, 7),
        ("a byte a second for ever", [Reply(endless(b" ", 1.0))], [], S.TE_LAAT, 1, 4),
        ("a word a second for ever", [Reply(endless(event("ja "), 0.5))], [], S.TE_LAAT, 1, 7),
        ("stops without saying that it is done", [Reply(start)], [ONE], S.AFGEBROKEN, 1, 3),
        ("is cut off at the level of TCP", [Reply([*start, 0.2, CUT])], [ONE], S.AFGEBROKEN, 1, 3),
        ("is full halfway", [Reply([*start, event("", "length")])], [ONE], S.TE_LANG, 1, 3),
        ("calls tools unasked", [Reply([event("", tool_calls=calls), event("", "stop")])], [], S.GEREEDSCHAP, 1, 3),
        ("garbage", [Reply([bytes(range(256)), b"\n\n"])], [], S.ONLEESBAAR, 1, 3),
        ("a login page", [Reply([b"<html>Log in</html>"], content_type=HTML)], [], S.ONLEESBAAR, 1, 3),
        ("an image", [Reply([b"\x89PNG"], content_type="image/png")], [], S.ONLEESBAAR, 1, 3),
        ("packed", [Reply([b"\x1f\x8b"], headers={"Content-Encoding": "gzip"})], [], S.ONLEESBAAR, 1, 3),
        ("nothing at all", [Reply([])], [], S.LEEG, 1, 3),
        ("null", [Reply([event(None), event(None, "stop")])], [], S.LEEG, 1, 3),
        ("an empty text", [Reply(said(kind, ""))], [], S.LEEG, 1, 3),
        ("only spaces", [Reply(said(kind, "  \n "))], [], S.ONLEESBAAR, 1, 3),
        ("talks", [Reply(said(kind, "Dat weet ik niet zeker."))], [], S.ONLEESBAAR, 1, 3),
        ("says that the answer is not there", [Reply(said(kind, '{"geen_antwoord": true}'))], [], S.GEEN_ANTWOORD, 1, 3),
        ("English", [Reply(said(kind, ENGLISH))], [], S.ANDERE_TAAL, 1, 3),
        ("Chinese", [Reply(said(kind, CHINESE))], [], S.ANDERE_TAAL, 1, 3),
        ("20,000 tokens of talk", [Reply(said(kind, LONG))], [], S.TE_LANG, 1, 6),
        ("20,000 tokens on one line", [Reply(said(kind, '{"zin": "' + LONG))], [], S.TE_LANG, 1, 6),
        ("an injection echoed", [Reply(said(kind, f"{INJECTED}\n{LINKED}\n{FIRST}"))], [ONE], None, 1, 3),
        ("the same line for ever", [Reply(said(kind, f"{FIRST}\n" * 30))], [ONE], None, 1, 3),
        ("a label that was not given", [Reply(said(kind, f"{UNKNOWN}\n{FIRST}"))], [ONE], None, 1, 3),
        ("only such labels", [Reply(said(kind, UNKNOWN))], [], S.ONLEESBAAR, 1, 3),
    ]  # fmt: skip


def broken_off(kind: str, error: bytes) -> list[Reply]:
    return [Reply([*said(kind, f"{FIRST}\n", None), error])]


OPENAI: list[Row] = [
    ("a filter", [Reply(said("openai", FIRST, "content_filter"))], [ONE], S.INHOUDSFILTER, 1, 3),
    ("finishes for tools", [Reply(said("openai", FIRST, "tool_calls"))], [ONE], S.GEREEDSCHAP, 1, 3),
    ("no choices", [Reply([sse({"choices": []}), b"data: [DONE]\n\n"])], [], S.LEEG, 1, 3),
    ("choices null", [Reply([sse({"choices": None})])], [], S.ONLEESBAAR, 1, 3),
    ("a list", [Reply([sse([1, 2])])], [], S.ONLEESBAAR, 1, 3),
    ("an error halfway", broken_off("openai", sse({"error": {"message": LEAKY.decode()}})), [ONE], S.SERVERFOUT, 1, 3),
    ("not a stream", [Reply([b'{"choices": []}'], content_type="application/json")], [], S.ONLEESBAAR, 1, 3),
]  # fmt: skip
OLLAMA: list[Row] = [
    ("an error halfway", broken_off("ollama", json.dumps({"error": LEAKY.decode()}).encode()), [ONE], S.SERVERFOUT, 1, 3),
    ("a list", [Reply([b"[1, 2]\n"])], [], S.ONLEESBAAR, 1, 3),
]  # fmt: skip
TABLE = [
    *(("openai", *row) for row in [*same_in_both("openai"), *OPENAI]),
    *(("ollama", *row) for row in [*same_in_both("ollama"), *OLLAMA]),
]


@pytest.mark.parametrize("row", TABLE, ids=[f"{row[0]}: {row[1]}" for row in TABLE])
def test_what_the_endpoint_does(row: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    kind, _, replies, sentences, fault, calls, seconds = row
    caplog.set_level(logging.DEBUG)
    with llm_server(kind, *replies) as server:
        ended = asked(server.settings())
    assert (ended.sentences, ended.fault) == (sentences, fault)
    assert len(server.requests) == calls
    assert ended.seconds < seconds
    assert ended.error is None or ended.error.sent
    holds_no_secret(ended, caplog.text, *capfd.readouterr())
    assert not fault or fault.value in caplog.text or fault in (S.ONLEESBAAR, S.GEEN_ANTWOORD, S.ANDERE_TAAL)


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_key_and_the_question_do_not_follow_a_redirect(kind: str, status: int) -> None:
    with llm_server(kind, Reply(said(kind, BOTH))) as other:
        moved = Reply([], status, headers={"Location": f"{other.url}/chat/completions"})
        with llm_server(kind, moved) as server:
            ended = asked(server.settings())
    assert (ended.fault, len(server.requests), other.requests) == (S.DOORVERWEZEN, 1, [])


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_failing_endpoint_is_left_alone_for_a_while(kind: str) -> None:
    with llm_server(kind, Reply([], 401)) as server:
        composer = LlmComposer(server.settings())
        composer._line._breaker = Breaker(failures=2, seconds=0.5)
        faults = [asked(server.settings(), composer).fault for _ in range(3)]
        assert faults == [S.GEWEIGERD, S.GEWEIGERD, S.PAUZE]
        assert len(server.requests) == 2
        time.sleep(0.6)
        server.replies = [Reply(said(kind, BOTH))]
        assert [asked(server.settings(), composer).fault for _ in range(2)] == [None, None]


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_reader_that_leaves_ends_the_call(kind: str) -> None:
    with llm_server(kind, Reply([*said(kind, f"{FIRST}\n", None), *itertools.islice(endless(b" ", 0.1), 200)])) as server:
        claims = LlmComposer(server.settings()).claims(understood(), ASKED, EVIDENCE, ROLES)
        assert sentences_of([next(claims)]) == [ONE]
        claims.close()  # type: ignore[attr-defined]
        no_reader_is_left()


def test_every_fault_has_its_sentence() -> None:
    for language, fault in itertools.product(Language, LlmFault):
        assert sentence(fault, language).endswith(".")
        assert sentence(fault, language, sent=False).startswith(f"{sentence(fault, language)} ")
