"""An endpoint on this machine that reads the sources in its prompt and answers in the right form: with lies, and with truths between.

The same seed and the same questions give the same answers.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, islice
from random import Random
from typing import Any

from eval.lies import Lie, Passage, Told, lies
from eval.retold import truths

NAME = "leugenaar"
LIES = 4
_MARK = re.compile(r"^Merkteken: (#\w+#)$", re.MULTILINE)
_SOURCE = re.compile(r"bron (\w+)(?: \(voor: ([^()]*)\))?\n+(.*)", re.DOTALL)

#: From the sources of a question to the sentences of the answer.
Teller = Callable[[Sequence[Passage]], Sequence[Told]]


def passages(prompt: str) -> list[Passage]:
    """The sources of a prompt of ``assistant.llm.prompt``. Raises ``ValueError`` when it has another form."""
    mark = _MARK.search(prompt)
    if not mark:
        raise ValueError("de opdracht heeft geen merkteken; is assistant/llm/prompt.md veranderd?")
    parts = (_SOURCE.fullmatch(part.strip()) for part in prompt.split(mark[1]))
    return [Passage(found[1], found[3], found[2] or "") for found in parts if found]


class Liar:
    """Tells ``LIES`` lies of the kinds that it told least, a truth in the words of the source and one in other words, in an order by
    chance."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._count: Counter[Lie] = Counter()

    def __call__(self, given: Sequence[Passage]) -> list[Told]:
        chance = Random(f"{self._seed} {sum(self._count.values())}")
        kinds = sorted(Lie, key=lambda kind: self._count[kind])
        found = list(islice(chain.from_iterable(islice(lies(kind, given, chance), 1) for kind in kinds), LIES))
        self._count.update(told.lie for told in found if told.lie)
        taken = {told.sentence for told in found}
        true = list(truths(given, chance))
        some = [next((t for t in true if t.copy), None), next((t for t in true if not t.copy), None)]
        found += [told for told in some if told and told.sentence not in taken]
        return chance.sample(found, len(found))


class TellingServer:
    """``told``: what it said since ``take``."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._told: list[Told] = []
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/v1"

    def take(self) -> list[Told]:
        """What was told since the last time."""
        told, self._told = self._told, []
        return told

    def answer(self, prompt: str) -> str:
        """The answer of the model: a line for each sentence, or that there is no answer."""
        told = list(self._teller(passages(prompt)))
        self._told += told
        return "\n".join(map(_line, told)) or '{"geen_antwoord": true}'

    def _handler(outer) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                text = outer.answer(body["messages"][-1]["content"])
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                for at in range(0, len(text), 40):
                    self.wfile.write(_event(text[at : at + 40], None))
                self.wfile.write(_event("", "stop") + b"data: [DONE]\n\n")

            def log_message(self, *_: Any) -> None:
                """Nothing of a question is printed."""

        return Handler


def _event(text: str, finish: str | None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": NAME, "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n".encode()


def _line(told: Told) -> str:
    sources = [{"label": label, "citaat": quote} for label, quote in told.quotes]
    return json.dumps({"bronnen": sources, "zin": told.sentence}, ensure_ascii=False)


@contextmanager
def telling(teller: Teller) -> Iterator[TellingServer]:
    """A running server with this teller."""
    server = TellingServer(teller)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()
