"""A question straight to a scripted endpoint, and how it ended."""

from __future__ import annotations

import datetime as dt
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache

from llm_server import KEY, QUESTION, evidence

from assistant.answer import DraftClaim, Dropped, Question, Role
from assistant.llm.composer import LlmComposer
from assistant.llm.faults import ComposerFault, LlmFault
from assistant.references import law_names
from assistant.understand import Understanding, understand
from corpus import load_corpus
from corpus.vocabulary import load_vocabulary
from ingest.settings import Settings

EVIDENCE = evidence()
ROLES = {"B1": Role.REGEL, "B2": Role.AANVULLEND}
ASKED = Question(QUESTION, None, dt.date(2026, 11, 24))


@lru_cache(maxsize=1)
def understood() -> Understanding:
    vocabulary = load_vocabulary()
    return understand(ASKED, vocabulary, law_names(load_corpus(), vocabulary.regelingen))


@dataclass
class Ended:
    """How a question ended: the sentences, what fell off, the fault, and the seconds that it took."""

    sentences: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    fault: LlmFault | None = None
    error: ComposerFault | None = None
    seconds: float = 0.0


def asked(settings: Settings, composer: LlmComposer | None = None) -> Ended:
    """The question, with two sources, to the endpoint of the settings."""
    ended = Ended()
    composer = composer or LlmComposer(settings)
    begin = time.monotonic()
    try:
        for one in composer.claims(understood(), ASKED, EVIDENCE, ROLES):
            if isinstance(one, DraftClaim):
                ended.sentences.append(one.text)
            else:
                ended.dropped.append(one)
    except ComposerFault as error:
        ended.fault, ended.error = error.fault, error
    ended.seconds = time.monotonic() - begin
    return ended


def holds_no_secret(ended: Ended, *printed: str) -> None:
    error = ended.error
    texts = [str(error), repr(error), repr(vars(error)) if error else "", repr(error and error.__cause__), *printed]
    for text in texts:
        assert KEY not in text
        assert "Zwaluw" not in text
        assert "Invalid API key" not in text
    assert error is None or error.__cause__ is None


def no_reader_is_left() -> None:
    until = time.monotonic() + 3
    while any(thread.name == "llm" for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.05)
