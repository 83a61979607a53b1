"""A scripted endpoint on loopback, in the two protocols, that answers or misbehaves as a test says.

A reply is a list of things to do: bytes to send, seconds to wait, ``CUT`` to break the connection off.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.answer import DraftClaim, Evidence, EvidenceItem
from corpus import Locator, load_corpus
from ingest.settings import Settings

CUT = object()
SSE, NDJSON, HTML = "text/event-stream", "application/x-ndjson", "text/html"


@dataclass
class Reply:
    """``steps`` go out as a chunked body. ``content_type``: "" for that of the protocol."""

    steps: Iterable[Any] = ()
    status: int = 200
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class LlmServer:
    """``requests``: what came in. The replies are given in turn; the last one for ever."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.replies: list[Reply] = []
        self.requests: list[Request] = []
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http.daemon_threads = True
        # A client that leaves in the middle is what these tests are about.
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign]

    @property
    def url(self) -> str:
        secured = isinstance(self.http.socket, ssl.SSLSocket)
        path = "/v1" if self.kind == "openai" else ""
        return f"{'https' if secured else 'http'}://127.0.0.1:{self.http.server_address[1]}{path}"

    def settings(self, **other: Any) -> Settings:
        values = {"llm": self.kind, "llm_url": self.url, "llm_model": "proefmodel", "llm_key": KEY}
        return Settings(**(values | {"llm_deadline": 6, "llm_first_token": 3} | other))

    def _handler(outer) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.requests.append(Request(self.path, dict(self.headers.items()), json.loads(body)))
                reply = outer.replies.pop(0) if len(outer.replies) > 1 else outer.replies[0]
                try:
                    self._answer(reply)
                except OSError:
                    self.close_connection = True

            def _answer(self, reply: Reply) -> None:
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type or (SSE if outer.kind == "openai" else NDJSON))
                self.send_header("Transfer-Encoding", "chunked")
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for step in reply.steps:
                    if step is CUT:
                        # A reset, as when a process is killed.
                        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        self.connection.close()
                        raise ConnectionError
                    if isinstance(step, bytes):
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(step), step))
                        self.wfile.flush()
                    else:
                        time.sleep(step)
                self.wfile.write(b"0\r\n\r\n")

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


@contextmanager
def llm_server(kind: str, *replies: Reply, certificate: tuple[str, str] | None = None) -> Iterator[LlmServer]:
    """``certificate``: files with the certificate and its key."""
    server = LlmServer(kind)
    server.replies = list(replies)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()


# --- The protocols --------------------------------------------------------------------------------------------------


def openai_event(text: str | None = "", finish: str | None = None, **delta: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": text, **delta}, "finish_reason": finish}
    return sse({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})


def sse(value: Any) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


def ollama_event(text: str | None = "", finish: str | None = None, **message: Any) -> bytes:
    value = {"model": "m", "message": {"role": "assistant", "content": text, **message}, "done": finish is not None}
    return json.dumps(value | ({"done_reason": finish} if finish else {})).encode() + b"\n"


EVENT: dict[str, Callable[..., bytes]] = {"openai": openai_event, "ollama": ollama_event}
DONE = {"openai": b"data: [DONE]\n\n", "ollama": b""}


def said(kind: str, text: str, finish: str | None = "stop", size: int = 7) -> list[bytes]:
    """A whole answer, in pieces of ``size`` characters."""
    event = EVENT[kind]
    pieces = [event(text[at : at + size]) for at in range(0, len(text), size)]
    return [*pieces, *([event("", finish), DONE[kind]] if finish else [])]


# --- What is asked and what is there --------------------------------------------------------------------------------

KEY = "sk-zeer-geheim-4711"
QUESTION = "Mag ik als raadslid meestemmen over de verbouwing van café De Zwaluw?"
PLACES = ("BWBR0005416#artikel=28/lid=1", "BWBR0005416#artikel=15/lid=3")


def evidence() -> Evidence:
    corpus = load_corpus()
    found = [corpus.by_locator[Locator.parse(place)] for place in PLACES]
    return Evidence(tuple(EvidenceItem(f"B{n}", p, corpus.source_of(p)) for n, p in enumerate(found, 1)))


def line(zin: str, *quotes: tuple[str, str]) -> str:
    sources = [{"label": label, "citaat": quote} for label, quote in quotes]
    return json.dumps({"bronnen": sources, "zin": zin}, ensure_ascii=False)


FIRST = line("Een raadslid stemt niet mee over een zaak die hem persoonlijk raakt.", ("B1", "Een raadslid praat niet mee"))
SECOND = line("De raad moet een gedragscode maken voor de eigen leden.", ("B2", "De raad is verplicht"))
BOTH = f"{FIRST}\n{SECOND}\n"


def sentences_of(claims: Iterable[Any]) -> list[str]:
    return [claim.text for claim in claims if isinstance(claim, DraftClaim)]
