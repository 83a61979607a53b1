"""An assistant of the right shape that answers at once from five provisions, for the tests of the page."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from assistant.answer import (
    Abstention,
    Answer,
    Citation,
    Claim,
    Evidence,
    EvidenceItem,
    Language,
    Mode,
    Outcome,
    Question,
    Reason,
    Result,
    Role,
    Trace,
    Weighing,
)
from assistant.flow import Step, read_question
from assistant.lookup import Searched
from assistant.privacy import redact
from corpus import Ambt, Bestuurslaag, Corpus, Locator, Provision, Source, SourceId, SourceKind
from corpus.dutch import label, official_url
from corpus.values import Gezag, TextKind
from ingest.lexical import LexicalIndex
from ingest.settings import Settings

GEMEENTEWET = SourceId("BWBR0005416")
HANDBOEK = SourceId("handboek-2023")
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script> ![x](http://evil.example/y.png)"
ENGLISH_MISSING = ("What is your office?", "When was it?", "Who knows?")
MISSING = ("Wat is uw functie?", "Wanneer was het?", "Wie weet ervan?")
FOLLOWING = ("Mag ik het woord voeren over dit plan?", "Waar staat wie ik ken?")


def _source(ident: SourceId, title: str, kind: SourceKind, url: str) -> Source:
    start = dt.date(2023, 1, 1)
    return Source(
        ident, title, title, (), kind, Bestuurslaag.GEMEENTE, Gezag.WET, start, None, url, TextKind.SAMENVATTING, "0" * 64
    )


def _provision(locator: str, norm: str, consequence: str = "", *, certain: bool = True, read: str = "2026-10-01") -> Provision:
    return Provision(
        locator=Locator.parse(locator),
        norm=norm,
        consequence=consequence,
        heading="",
        bestuurslaag=Bestuurslaag.GEMEENTE,
        ambten=frozenset({Ambt.RAADSLID}),
        themas=(),
        parallelgroep="",
        valid_from=dt.date(2023, 1, 1),
        read=read,
        checked="",
        certain=certain,
        questions=(),
    )


def small_corpus() -> Corpus:
    law = _source(GEMEENTEWET, "Gemeentewet", SourceKind.WET, "https://wetten.overheid.nl/BWBR0005416")
    book = _source(HANDBOEK, "Handboek integriteit", SourceKind.HANDBOEK, "https://www.kennisopenbaarbestuur.nl/handboek")
    at = "BWBR0005416@2026-10-01#artikel="
    return Corpus(
        {law.id: law, book.id: book},
        (
            _provision(f"{at}28/lid=1", "Een raadslid stemt niet mee over een zaak die hem persoonlijk raakt.", "Het besluit kan sneuvelen."),
            _provision(f"{at}28/lid=2", "De regel over vooringenomenheid uit de Awb geldt hier niet."),
            _provision(f"{at}28/lid=3", "Wie een briefje inlevert, stemt mee."),
            _provision(f"{at}12", "Een raadslid maakt zijn andere functies openbaar."),
            _provision("handboek-2023#geschenken/alinea=1", f"Weiger een cadeau boven vijftig euro. {EVIL}", certain=False, read="ca. 2023"),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class FakeIndex:
    corpus: Corpus = field(default_factory=small_corpus)
    version: str = "0123456789ab"
    built_on: dt.date = dt.date(2026, 11, 24)
    shelf: Searched | None = None

    @cached_property
    def everything(self) -> Corpus:
        if self.shelf is None:
            return self.corpus
        on_shelf = self.shelf.corpus
        return Corpus({**on_shelf.sources, **self.corpus.sources}, self.corpus.provisions + on_shelf.provisions)

    @cached_property
    def lexical(self) -> LexicalIndex:
        return LexicalIndex.build(self.corpus)


class FakeAssistant:
    """Answers from the first five provisions of its index. A word in the question decides: ``kapot`` fails with the question in the message, ``niets`` abstains, ``traag`` takes its time,
    ``dilemma`` lacks three facts, ``English`` is answered in English. ``asked``: what came in, in order; ``facts``: those of each."""

    def __init__(self, index: FakeIndex | None = None) -> None:
        self.index = index or FakeIndex()
        self.asked: list[Question] = []
        self.facts: list[Mapping[str, str]] = []

    @property
    def histories(self) -> list[tuple[str, ...]]:
        """The earlier questions that came along with each."""
        return [asked.history for asked in self.asked]

    def stream(
        self,
        question: str,
        *,
        ambt: str | None = None,
        date: str | None = None,
        history: Sequence[str] = (),
        mode: str | None = None,
        facts: Mapping[str, str] = MappingProxyType({}),
        tier: str | None = None,
    ) -> Iterator[Step | Result]:
        for step in Step:
            yield step
            asked = read_question(" ".join([question, *facts.values()]), ambt, date, history, Settings(), mode)
            if "kapot" in asked.text:
                raise RuntimeError(f"stuk bij {asked.text}")
            if "traag" in asked.text:
                time.sleep(0.4)
        asked = replace(asked, text=redact([asked.text])[0].text, told=tuple(facts))
        self.asked.append(asked)
        self.facts.append(dict(facts))
        yield self._result(asked)

    def _result(self, asked: Question) -> Result:
        corpus = self.index.corpus
        items = tuple(EvidenceItem(f"B{n}", p, corpus.source_of(p)) for n, p in enumerate(corpus.provisions[:5], 1))
        dilemma = "dilemma" in asked.text or asked.mode is Mode.DILEMMA
        mode = Mode.DILEMMA if dilemma else asked.mode or Mode.VRAAG
        language = Language.EN if "English" in asked.text else Language.NL
        common = (asked, mode, language, Bestuurslaag.GEMEENTE, Evidence(items), (), self.index.version, "nep", Trace())
        if "niets" in asked.text:
            return Abstention(*common, reason=Reason.BUITEN_CORPUS, message="Dit staat niet in mijn bronnen.")
        roles = (Role.REGEL, Role.GEVOLG, Role.AANVULLEND, Role.AANVULLEND, Role.TOELICHTING)
        claims = tuple(_claim(item, role, asked.peildatum) for item, role in zip(items, roles, strict=True))
        asks = MISSING if language is Language.NL else ENGLISH_MISSING
        missing = tuple(question for question in asks if question not in asked.told)
        following = FOLLOWING if language is Language.NL else ()
        return Answer(
            *common,
            outcome=Outcome.BEANTWOORD,
            claims=claims,
            weighing=Weighing("geschenken", "het geschenk aannemen", missing, ("Niets doen",)) if dilemma else None,
            next_questions=tuple(question for question in following if question not in (*asked.history, asked.text)),
        )


def _claim(item: EvidenceItem, role: Role, on: dt.date) -> Claim:
    locator, source = item.provision.locator, item.source
    quote = item.provision.norm
    citation = Citation(
        item.label, locator, label(locator, source.citeertitel), official_url(locator, source.url, on), quote, 0, len(quote)
    )
    return Claim(quote, (citation,), role)
