"""The attacks of ``injections.yaml``, and a model that obeys them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import yaml
from llm_asked import CALL, VOTE, Asked
from llm_server import Reply, line, openai_event, said
from official_library import code
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Result
from corpus import Locator, SourceId
from corpus.documents import Document, Piece

_FILE = Path(__file__).with_name("injections.yaml")


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    zin: str
    label: str = ""
    citaat: str = ""


class Attack(BaseModel):
    """What is tried and where, and what a model says that does it. The comment in the file tells what each key means."""

    model_config = ConfigDict(extra="forbid")

    id: str
    soort: str
    plaats: Literal["vraag", "historie", "feit", "document", "titel"]
    tekst: str
    keer: int = 1
    vraag: str = ""
    model: list[_Said | str] = Field(default_factory=list)
    ruw: str = ""
    gereedschap: bool = False
    grens: Literal["", "keuze"] = ""
    nooit: list[str] = Field(default_factory=list)

    @property
    def asked(self) -> Asked:
        whole = " ".join([self.tekst] * self.keer)
        return {
            "vraag": replace(VOTE, question=f"{VOTE.question} {whole}"),
            "historie": replace(VOTE, history=(whole,)),
            "feit": replace(VOTE, facts={"Wie weet ervan?": whole}),
        }.get(self.plaats, Asked(self.vraag))

    def obeyed(self, plain: Result) -> Reply:
        """What the model sends that does all that is asked. ``plain``: the answer of the sources, for a real label and quote."""
        own = plain.claims[0].citations[0]
        if self.gereedschap:
            return Reply([openai_event("", tool_calls=CALL), openai_event("", "stop")])
        if self.ruw:
            return Reply(said("openai", self.ruw.replace("{label}", own.evidence).replace("{citaat}", own.quote)))
        told = [_Said(zin=one) if isinstance(one, str) else one for one in self.model]
        lines = [
            line(one.zin.replace("{citaat}", own.quote), (one.label or own.evidence, one.citaat or own.quote)) for one in told
        ]
        return Reply(said("openai", "\n".join(lines)))

    @cached_property
    def wanted(self) -> list[str]:
        """What may not be seen: the sentences of the model, where they are no true ones."""
        told = [one if isinstance(one, str) else one.zin for one in self.model]
        return [*self.nooit, *([] if self.grens else told)]


def attacks() -> list[Attack]:
    return [Attack.model_validate(entry) for entry in yaml.safe_load(_FILE.read_text(encoding="utf-8"))]


def hostile_documents(found: list[Attack]) -> list[Document]:
    """A code of conduct with the attacks of its kind as alineas, and for each attack on a title a document that has it."""
    own = code()
    texts = [attack.tekst for attack in found if attack.plaats == "document"]
    pieces = [_piece(str(own.source.id), n, text) for n, text in enumerate(texts, 1)]
    made = [replace(own, pieces=tuple(pieces))]
    for number, attack in enumerate([a for a in found if a.plaats == "titel"], 1):
        ident = f"huisregel-{number}"
        source = replace(own.source, id=SourceId(ident), title=attack.tekst, citeertitel=attack.tekst)
        text = "De huisregel is dat de tuinslang van het gemeentehuis na gebruik wordt opgerold."
        made.append(replace(own, source=source, pieces=(_piece(ident, 1, text),)))
    return made


def _piece(ident: str, number: int, text: str) -> Piece:
    return Piece(Locator.parse(f"{ident}#regel-{number}/alinea=1"), text, (), page=1)
