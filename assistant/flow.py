"""The whole way of a question, on one screen: privacy, understand, retrieve, compose, verify.

Each step is a function from values to a value. Nothing is stored on the way; ranks, scores, dropped claims and
milliseconds are the trace of the result.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from assistant.answer import Draft, Evidence, Mode, Question, QuestionError, Result, Trace
from assistant.compose import Choice, Composer, Extractive, choose, elsewhere, roles_of
from assistant.confidence import load_confidence
from assistant.dilemma import Weigher
from assistant.escalation import contacts_for, situations_of
from assistant.evidence import Verdict, checked_texts, gather, judge
from assistant.notes import notes_for
from assistant.privacy import clean, redact
from assistant.references import law_names
from assistant.resolve import resolve
from assistant.retrieve import Found, Retriever
from assistant.spelling import Speller
from assistant.table import Layout, layout
from assistant.themes import load_themes
from assistant.understand import Understanding, understand
from assistant.verify import Circumstances, verify
from corpus import Ambt, Corpus, Provision
from corpus.contacts import Contact, Situation
from corpus.functions import FUNCTIE_OF_AMBT, Functie
from corpus.vocabulary import load_vocabulary
from ingest.embedders.cross import load_reranker
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


def _with_law_of_its_own(index: Index) -> Corpus:
    """Whose names stand for a law in a question. The title of an own document ("Raad") must not catch the word in a sentence."""
    known = index.corpus.sources
    return Corpus({i: s for i, s in index.everything.sources.items() if i in known or i.scheme == "bwb"}, ())


class Assistant:
    """Answers questions from one open index. Holds no state of a conversation."""

    def __init__(self, index: Index, settings: Settings, composer: Composer | None = None) -> None:
        self.index = index
        self.settings = settings
        self.composer = composer or Extractive()
        self.retriever = Retriever(index, reranker=load_reranker(settings.reranker))
        self.vocabulary = load_vocabulary()
        self.speller = Speller(index.lexical.analyser, self.vocabulary.all_names(), self.retriever.shelf_words)
        self.names = law_names(_with_law_of_its_own(index), self.vocabulary.regelingen)
        self.confidence = load_confidence(index.embedder.revision)
        self.checked = checked_texts()
        self.choice = Choice()
        # The data of the dilemmas names places of the embedded corpus.
        self.weigher = Weigher(index.corpus, load_themes(index.embedder.revision)) if settings.corpus_dir is None else None

    def ask(self, question: str, *, ambt: str | None = None, date: str | None = None, history: Sequence[str] = ()) -> Result:
        """Answer or abstain. Raises ``QuestionError`` for a question that cannot be taken."""
        *_, result = self.stream(question, ambt=ambt, date=date, history=history)
        assert not isinstance(result, Step)
        return result

    def stream(
        self, question: str, *, ambt: str | None = None, date: str | None = None, history: Sequence[str] = ()
    ) -> Iterator[Step | Result]:
        """Each step as it begins, and last the result."""
        clock = _Clock()
        yield clock.start(Step.PRIVACY)
        asked = read_question(question, ambt, date, history, self.settings.max_question_chars)
        safe = redact(asked.text)
        asked = Question(safe.text, asked.ambt, asked.peildatum, tuple(redact(h).text for h in asked.history))
        yield clock.start(Step.UNDERSTAND)
        searched = self.corrected(asked)
        u = self.understood(searched)
        inferred = u.asker is not None and asked.ambt is None
        asked = replace(asked, ambt=u.asker)
        yield clock.start(Step.RETRIEVE)
        found = self.retriever.retrieve(u, searched.text, asked.peildatum)
        u = self._still_a_dilemma(found.understanding, asked)
        found = replace(found, understanding=u)
        verdict = judge(u, asked, found, self.retriever, self.confidence)
        yield clock.start(Step.COMPOSE)
        table = None if verdict.reason else layout(u, found, self.retriever)
        weighed = self.weigher.weigh(u, asked, found) if self.weigher and not verdict.reason else None
        main, further, other = self._selection(u, verdict, found, table)
        evidence = gather(
            [*main, *further, *other, *(weighed.provisions if weighed else ())],
            self.index.everything,
            asked.peildatum,
            self.checked,
        )
        rules = Evidence(evidence.items[: len({p.locator for p in [*main, *further, *other]})])
        draft = self.composer.compose(u, rules, roles_of(u, main, further, rules, self.retriever))
        if weighed:
            draft = Draft((*draft.claims, *weighed.claims(evidence)))
        yield clock.start(Step.VERIFY)
        notes = notes_for(u, asked, rules, safe.kinds, inferred)
        trace = Trace(found.hits, (), clock.timings)
        compared = table.shown(evidence) if table else None
        about = Circumstances(
            asked, u.mode, u.language, u.tier, notes, self.index.version, self.composer.name, trace, compared,
            weighed.weighing if weighed else None, self.contacts(u, asked, found),
        )  # fmt: skip
        result = verify(draft, evidence, verdict, about, self.names)
        clock.stop()
        yield result

    def contacts(self, u: Understanding, asked: Question, found: Found) -> tuple[Contact, ...]:
        """With whom to talk, by office and by what the question tells."""
        themas = [thema for hit in found.hits[:3] for thema in hit.provision.themas[:1]]
        own = u.functie or (FUNCTIE_OF_AMBT[u.asker] if u.asker else None)
        about = {side.functie for side in u.sides if side.functie in _CONTACTS and side.functie is not own}
        situations = situations_of(" ".join([*asked.history[-_REMEMBERED:], asked.text]), themas)
        # Who is only named in a question ("mag de burgemeester …") can well be the one to ask.
        told = u.mode is Mode.DILEMMA or set(situations) - {Situation.EIGEN_AFWEGING}
        return contacts_for(u.asker, situations, u.tier, u.functie, [f for f in about if f] if told else [])

    def _still_a_dilemma(self, u: Understanding, asked: Question) -> Understanding:
        """Who answers a question back ("het kaartje kost 300 euro") goes on with the dilemma that was told before."""
        if u.mode is not Mode.VRAAG or not asked.history or "?" in asked.text or u.references:
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

    def _selection(
        self, u: Understanding, verdict: Verdict, found: Found, table: Layout | None
    ) -> tuple[list[Provision], list[Provision], list[Provision]]:
        """Provisions for the rule, for what belongs with it, and for other offices and tiers."""
        if verdict.reason:
            return list(verdict.instead), [], []
        main, further = choose(u, found.hits, self.retriever, self.choice)
        if table:
            main = list({p.locator: p for p in [*table.provisions, *main]}.values())
            further = [p for p in further if p not in main]
        return main, further, elsewhere(u, main[0], [*main, *further], self.retriever, found.scores, self.choice)


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


def read_question(text: str, ambt: str | None, date: str | None, history: Sequence[str], longest: int) -> Question:
    """Check what came in. The messages are for the user; they never repeat the question."""
    question = clean(text)
    if not any(c.isalnum() for c in question):
        raise QuestionError("De vraag is leeg. Typ een vraag in gewone woorden.")
    if len(question) > longest:
        raise QuestionError(f"De vraag is te lang ({len(question)} tekens; ten hoogste {longest}). Vat hem korter samen.")
    try:
        office = Ambt(ambt.strip().lower().replace(" ", "_")) if ambt else None
    except ValueError as error:
        raise QuestionError(f"Onbekend ambt. Kies uit: {', '.join(Ambt)}.") from error
    try:
        day = dt.date.fromisoformat(date) if date else dt.date.today()
        if date and day.isoformat() != date:
            raise ValueError(date)
    except ValueError as error:
        # The value is not repeated: a slip may have put something personal here.
        raise QuestionError("Dat is geen datum. Schrijf hem als 2026-11-24.") from error
    earlier = tuple(clean(h)[:longest] for h in history)
    return Question(question, office, day, tuple(h for h in earlier if h))


def open_assistant(settings: Settings | None = None) -> Assistant:
    """Open the current index. Raises ``IndexProblem`` with the command to run when there is none that can answer."""
    chosen = settings or load_settings()
    return Assistant(open_index(chosen), chosen)
