"""The whole way of a question, on one screen: privacy, understand, retrieve, compose, verify.

Each step is a function from values to a value. Nothing is stored on the way; ranks, scores, dropped claims and
milliseconds are the trace of the result.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

from assistant.answer import Claim, Evidence, Language, Mode, Question, Result, Trace
from assistant.compose import Choice, Chosen, Composer, choose, elsewhere, roles_of
from assistant.confidence import load_confidence
from assistant.dilemma import Weigher
from assistant.drafting import Drafted, extracted, phrased
from assistant.escalation import contacts_for, situations_of
from assistant.evidence import Verdict, checked_texts, gather, judge
from assistant.messages import QuestionError
from assistant.notes import notes_for
from assistant.privacy import clean, redact
from assistant.references import law_names
from assistant.resolve import resolve
from assistant.retrieve import Found, Retriever
from assistant.spelling import Speller
from assistant.suggest import next_questions
from assistant.table import Layout, layout
from assistant.themes import load_themes
from assistant.understand import Understanding, understand
from assistant.verify import Checker, Circumstances, Support, conclude
from corpus import Ambt, Bestuurslaag, Corpus
from corpus.contacts import Contact, Situation
from corpus.functions import FUNCTIE_OF_AMBT, Functie
from corpus.vocabulary import load_vocabulary
from ingest.embedders.cross import load_reranker
from ingest.embedders.entail import BundledEntailment, load_entailment
from ingest.index import Index, open_index
from ingest.settings import Settings, load_settings

# Who is named in a story is not the one to go to with it.
_CONTACTS = (Functie.VOORZITTER, Functie.GRIFFIER, Functie.SECRETARIS)
_REMEMBERED = 2


class Step(StrEnum):
    PRIVACY = "privacy"
    UNDERSTAND = "understand"
    RETRIEVE = "retrieve"
    COMPOSE = "compose"
    VERIFY = "verify"


def _language_model(settings: Settings) -> Composer:
    from assistant.llm.composer import LlmComposer

    return LlmComposer(settings)


def _with_law_of_its_own(index: Index) -> Corpus:
    """Whose names stand for a law in a question. The title of an own document ("Raad") must not catch the word in a sentence."""
    known = index.corpus.sources
    return Corpus({i: s for i, s in index.everything.sources.items() if i in known or i.scheme == "bwb"}, ())


class Assistant:
    """Answers questions from one open index. Holds no state of a conversation."""

    def __init__(self, index: Index, settings: Settings, composer: Composer | None = None) -> None:
        self.index = index
        self.settings = settings
        #: A language model, where one is configured.
        self.composer = composer or (_language_model(settings) if settings.llm else None)
        self.retriever = Retriever(index, reranker=load_reranker(settings.reranker))
        self.vocabulary = load_vocabulary()
        self.speller = Speller(index.lexical.analyser, self.vocabulary.all_names(), self.retriever.shelf_words)
        self.names = law_names(_with_law_of_its_own(index), self.vocabulary.regelingen)
        self.confidence = load_confidence(index.embedder.revision)
        #: What judges the sentences of a language model, the bundled judge and that of the user.
        self.judge = BundledEntailment(settings.cache_dir) if self.composer else None
        self.own_judge = load_entailment(settings.entailment) if self.composer else None
        self.checked = checked_texts()
        self.choice = Choice()
        # The data of the dilemmas names places of the embedded corpus.
        self.weigher = Weigher(index.corpus, load_themes(index.embedder.revision)) if settings.corpus_dir is None else None

    def ask(
        self,
        question: str,
        *,
        ambt: str | None = None,
        date: str | None = None,
        history: Sequence[str] = (),
        mode: str | None = None,
        facts: Mapping[str, str] = MappingProxyType({}),
        tier: str | None = None,
    ) -> Result:
        """Answer or abstain; arguments as for ``stream``."""
        *_, result = self.stream(question, ambt=ambt, date=date, history=history, mode=mode, facts=facts, tier=tier)
        assert not isinstance(result, Step | Claim)
        return result

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
    ) -> Iterator[Step | Claim | Result]:
        """Each step as it begins, each sentence of a language model that stands, and last the result.

        Raises ``QuestionError`` for a question that cannot be taken. ``mode``: the kind of question, where the user chose it. ``facts``: what the user answered to the questions for missing facts
        of a dilemma, by the question. ``tier``: of who asks, where the office does not tell it.
        """
        clock = _Clock()
        yield clock.start(Step.PRIVACY)
        text = " ".join([question, *map(_sentence, facts.values())])
        typed = read_question(text, ambt or self._office_told(facts), date, history, self.settings, mode, tier)
        *earlier, safe = redact([*typed.history, typed.text])
        asked = replace(typed, text=safe.text, history=tuple(one.text for one in earlier), told=tuple(facts))
        yield clock.start(Step.UNDERSTAND)
        searched = self.corrected(asked)
        u = self.understood(searched)
        inferred, asked = u.asker is not None and asked.ambt is None, replace(asked, ambt=u.asker)
        yield clock.start(Step.RETRIEVE)
        found = self.retriever.retrieve(u, searched.text, asked.peildatum)
        u = self._still_a_dilemma(found.understanding, asked)
        found = replace(found, understanding=u)
        verdict = judge(u, asked, found, self.retriever, self.confidence)
        yield clock.start(Step.COMPOSE)
        table = None if verdict.reason else layout(u, found, self.retriever)
        weighed = self.weigher.weigh(u, asked, found) if self.weigher and not verdict.reason else None
        chosen = self._chosen(u, verdict, found, table)
        shown = [*chosen.all, *(weighed.provisions if weighed else ())]
        evidence = gather(shown, self.index.everything, asked.peildatum, self.checked)
        rules = Evidence(evidence.items[: len({p.locator for p in chosen.all})])
        roles = roles_of(u, chosen, rules, self.retriever)
        checker = Checker(evidence, asked.peildatum, self.names, self._support(u, asked))
        # The checks of what a model writes are for Dutch; a table is laid out from the words of the sources.
        model = None if verdict.reason or u.compares or u.language is not Language.NL else self.composer
        if model:
            drafted = yield from _shown(phrased(model, u, replace(typed, ambt=u.asker), rules, roles, checker))
        else:
            drafted = extracted(u, asked, rules, roles, checker)
        yield clock.start(Step.VERIFY)
        weighing, fell = checker.sieve(weighed.claims(evidence) if weighed else ())
        notes = notes_for(u, asked, rules, safe.kinds, inferred)
        trace = Trace(found.hits, (), clock.timings)
        compared = table.shown(evidence) if table else None
        further = () if verdict.reason else next_questions(u, asked, found, shown, self.retriever)
        about = Circumstances(
            asked, u.mode, u.language, u.tier, (*drafted.notes, *notes), self.index.version, drafted.composer, trace,
            compared, weighed.weighing if weighed else None, self.contacts(u, asked, found), further, safe.values,
        )  # fmt: skip
        result = conclude([*drafted.claims, *weighing], [*drafted.dropped, *fell], evidence, verdict, about)
        clock.stop()
        yield result

    def _support(self, u: Understanding, asked: Question) -> Support | None:
        """What a language model's sentences must pass; ``None`` without one."""
        if self.judge is None:
            return None
        from assistant.support.claims import ClaimSupport

        return ClaimSupport(asked, u.language, self.names, self.judge, self.own_judge)

    def contacts(self, u: Understanding, asked: Question, found: Found) -> tuple[Contact, ...]:
        """With whom to talk, by office and by what the question tells."""
        themas = [thema for hit in found.hits[:3] for thema in hit.provision.themas[:1]]
        own = u.functie or (FUNCTIE_OF_AMBT[u.asker] if u.asker else None)
        about = {side.functie for side in u.sides if side.functie in _CONTACTS and side.functie is not own}
        situations = situations_of(" ".join([*asked.history[-_REMEMBERED:], asked.text]), themas)
        # Who is only named in a question ("mag de burgemeester …") can well be the one to ask.
        told = u.mode is Mode.DILEMMA or set(situations) - {Situation.EIGEN_AFWEGING}
        return contacts_for(u.asker, situations, u.tier, u.functie, [f for f in about if f] if told else [])

    def _office_told(self, facts: Mapping[str, str]) -> str | None:
        """The office that was filled in where the page asked for it."""
        answers = (answer for question, answer in facts.items() if self.weigher and self.weigher.asks_office(question))
        return next((office for answer in answers for office in self.vocabulary.ambten_in(answer)), None)

    def _still_a_dilemma(self, u: Understanding, asked: Question) -> Understanding:
        """Who answers a question back ("het kaartje kost 300 euro") goes on with the dilemma that was told before."""
        if u.settled or u.mode is not Mode.VRAAG or not asked.history or "?" in asked.text or u.references:
            return u
        before = asked.history[-1]
        earlier = self.understood(replace(asked, text=before, history=()))
        vector = self.index.embedder.embed_queries([before])[0]
        return replace(u, mode=Mode.DILEMMA) if self.retriever.kinds.mode(earlier, before, vector) is Mode.DILEMMA else u

    def corrected(self, asked: Question) -> Question:
        """The question as it is searched: slips of the pen mended."""
        return replace(asked, text=self.speller.correct(asked.text), history=tuple(map(self.speller.correct, asked.history)))

    def understood(self, searched: Question) -> Understanding:
        return resolve(understand(searched, self.vocabulary, self.names), self.index.corpus)

    def _chosen(self, u: Understanding, verdict: Verdict, found: Found, table: Layout | None) -> Chosen:
        if verdict.reason:
            return Chosen(list(verdict.instead))
        chosen = choose(u, found.hits, self.retriever, self.choice)
        if table:
            main = list({p.locator: p for p in [*table.provisions, *chosen.main]}.values())
            chosen = replace(chosen, main=main, further=[p for p in chosen.further if p not in main])
        return replace(chosen, other=elsewhere(u, chosen.all, self.retriever, found.scores, self.choice))


def _shown(drafting: Iterator[Claim | Drafted]) -> Generator[Claim, None, Drafted]:
    """Hands on each claim that stands, and returns the whole draft."""
    for item in drafting:
        if isinstance(item, Drafted):
            return item
        yield item
    raise AssertionError("a draft ends with the whole of it")


class _Clock:
    """Milliseconds a step; the dict is filled while the steps run."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}
        self._begin = self._last = time.perf_counter()
        self._step: Step | None = None

    def start(self, step: Step) -> Step:
        self._close()
        self._step = step
        return step

    def stop(self) -> None:
        self._close()
        self.timings["total"] = (self._last - self._begin) * 1000

    def _close(self) -> None:
        now = time.perf_counter()
        if self._step:
            self.timings[self._step.value] = (now - self._last) * 1000
        self._last = now


def _sentence(answer: str) -> str:
    return answer.strip().rstrip(".") + "."


def read_question(
    text: str,
    ambt: str | None,
    date: str | None,
    history: Sequence[str],
    settings: Settings,
    mode: str | None = None,
    tier: str | None = None,
) -> Question:
    """Check what came in. Raises ``QuestionError``."""
    question, longest = clean(text), settings.max_question_chars
    if not any(c.isalnum() for c in question):
        raise QuestionError("question_empty")
    if len(question) > longest:
        raise QuestionError("question_long", length=str(len(question)), longest=str(longest))
    try:
        office = Ambt(ambt.strip().lower().replace(" ", "_")) if ambt else None
    except ValueError as error:
        raise QuestionError("question_office", offices=", ".join(Ambt)) from error
    try:
        day = dt.date.fromisoformat(date) if date else dt.date.today()
        if date and day.isoformat() != date:
            raise ValueError(date)
    except ValueError as error:
        raise QuestionError("question_date") from error
    try:
        kind = Mode(mode.strip().lower()) if mode else None
    except ValueError as error:
        raise QuestionError("question_mode", modes=", ".join(Mode)) from error
    try:
        level = Bestuurslaag(tier.strip().lower()) if tier else None
    except ValueError as error:
        raise QuestionError("question_tier", tiers=", ".join(Bestuurslaag)) from error
    earlier = tuple(clean(h)[:longest] for h in history)
    return Question(question, office, day, tuple(h for h in earlier if h), kind, tier=level)


def open_assistant(settings: Settings | None = None) -> Assistant:
    """Open the current index. Raises ``IndexProblem`` with the command to run when there is none that can answer."""
    chosen = settings or load_settings()
    return Assistant(open_index(chosen), chosen)
