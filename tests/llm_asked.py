"""The real assistant with a language model on loopback, and what a reader sees of its answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from llm_server import HTML, LlmServer, Reply, line, llm_server, openai_event, said

from assistant.answer import Claim, Result
from assistant.flow import Assistant, Step
from assistant.llm.composer import LlmComposer
from assistant.llm.faults import LlmFault
from ingest.settings import Settings

DAY = "2026-11-24"
MODEL = "taalmodel:proefmodel"


@dataclass(frozen=True)
class Asked:
    """A question as any of the ways in would hand it on."""

    question: str
    ambt: str | None = None
    history: Sequence[str] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    mode: str | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        return {"ambt": self.ambt, "date": DAY, "history": self.history, "facts": self.facts, "mode": self.mode}


#: One rule carries the answer, another applies too, and the rest is for other offices.
VOTE = Asked("Mag ik meestemmen over het bestemmingsplan naast mijn huis?", "raadslid")
#: Two rules carry the answer.
SIDELINE = Asked("Moet ik mijn nevenfuncties openbaar maken?", "wethouder")
DILEMMA = Asked("Een projectontwikkelaar biedt mij een etentje aan. Wat moet ik doen?", "raadslid")


@dataclass(frozen=True)
class Streamed:
    """What ``stream`` gave: the sentences that were shown on the way, and the result."""

    shown: tuple[Claim, ...]
    result: Result


class Lab:
    """An assistant, its twin without a model, and the server that the model would be."""

    def __init__(self, plain: Assistant, server: LlmServer, settings: Settings) -> None:
        self.plain, self.server, self.settings = plain, server, settings
        self.assistant = Assistant(plain.index, settings)

    def answers(self, *replies: Reply) -> None:
        """What the server does from now on; the line to it is new, so that no earlier fault counts."""
        self.server.requests.clear()
        self.server.replies = list(replies)
        self.assistant.composer = LlmComposer(self.settings)

    def says(self, *lines: str, finish: str | None = "stop") -> None:
        self.answers(Reply(said(self.server.kind, "\n".join(lines) + "\n", finish)))

    def ask(self, asked: Asked) -> Streamed:
        *before, result = self.assistant.stream(asked.question, **asked.arguments)
        assert not isinstance(result, Step | Claim)
        return Streamed(tuple(one for one in before if isinstance(one, Claim)), result)

    def without(self, asked: Asked) -> Result:
        return self.plain.ask(asked.question, **asked.arguments)

    @property
    def sent(self) -> str:
        """Every byte that came in, readable: paths, headers, bodies."""
        return "\n".join(f"{one.path} {one.headers} {one.body}" for one in self.server.requests)


@contextmanager
def lab(plain: Assistant, kind: str = "openai", **other: Any) -> Iterator[Lab]:
    folders = {"data_dir": plain.settings.data_dir, "cache_dir": plain.settings.cache_dir}
    with llm_server(kind, Reply()) as server:
        made = Lab(plain, server, server.settings(**folders, **other))
        # The first question loads lists and libraries, which is no part of any deadline that is measured.
        made.ask(VOTE)
        yield made


def texts(claims: Iterable[Claim]) -> list[str]:
    return [claim.text for claim in claims]


def of(result: Result, *labels: str) -> list[Claim]:
    """The claims that stand first of all in those pieces of evidence."""
    return [claim for claim in result.claims if claim.citations[0].evidence in labels]


def verbatim(claim: Claim) -> str:
    """The line of a model that copies a sentence of the sources."""
    own = next(c for c in claim.citations if c.quote == claim.text)
    return line(claim.text, (own.evidence, own.quote))


def without_times(data: Mapping[str, Any]) -> str:
    """As text, so that the order of the keys and the form of the numbers count."""
    return json.dumps({**data, "timings_ms": sorted(data["timings_ms"])}, ensure_ascii=False)


# --- What an endpoint can do ----------------------------------------------------------------------------------------

S = LlmFault
CALL = [{"index": 0, "id": "c1", "type": "function", "function": {"name": "rm", "arguments": "{}"}}]
#: (what the server does, its replies, the fault)
FAULTS: list[tuple[str, list[Reply], LlmFault]] = [
    ("401", [Reply([b"{}"], 401)], S.GEWEIGERD),
    ("404", [Reply([b"{}"], 404)], S.MODEL_ONBEKEND),
    ("429 for a minute", [Reply([b"{}"], 429, headers={"Retry-After": "60"})], S.TE_DRUK),
    ("500 twice", [Reply([b"{}"], 500)], S.SERVERFOUT),
    ("points elsewhere", [Reply([], 302, headers={"Location": "http://kwaad.example/"})], S.DOORVERWEZEN),
    ("silence", [Reply([5.0])], S.TE_LAAT),
    ("a word a while, for ever", [Reply([openai_event("ja "), 0.3] * 30)], S.TE_LAAT),
    ("stops without saying so", [Reply(said("openai", '{"bronnen": [', None))], S.AFGEBROKEN),
    ("garbage", [Reply([bytes(range(256)), b"\n\n"])], S.ONLEESBAAR),
    ("a login page", [Reply([b"<html>Log in</html>"], content_type=HTML)], S.ONLEESBAAR),
    ("talk", [Reply(said("openai", "Dat mag gewoon hoor."))], S.ONLEESBAAR),
    ("nothing", [Reply([])], S.LEEG),
    ("20,000 tokens", [Reply(said("openai", "Het is een lang antwoord. " * 3000, size=500))], S.TE_LANG),
    ("another language", [Reply(said("openai", line("The council votes on it.", ("B1", "Een raadslid"))))], S.ANDERE_TAAL),
    ("a tool call", [Reply([openai_event("", tool_calls=CALL), openai_event("", "stop")])], S.GEREEDSCHAP),
    ("a filter", [Reply([openai_event("", "content_filter")])], S.INHOUDSFILTER),
    ("no answer", [Reply(said("openai", '{"geen_antwoord": true}'))], S.GEEN_ANTWOORD),
]  # fmt: skip
