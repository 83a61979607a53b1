"""What one could ask next: lay questions of rules that lie beside the answer. They stand in the corpus; none is made up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from rapidfuzz import fuzz

from assistant.answer import Language, Question
from assistant.retrieve import Found, Retriever
from assistant.understand import Understanding, language_of
from corpus import Provision
from corpus.vocabulary import load_vocabulary

_MOST = 3
_ALIKE = 80.0
_COMPANIONS = 8
_HITS = 12
# A plain question of one sentence: the stories and slips among the lay questions are there for the search.
_PLAIN = re.compile(r"[A-Z][^.!?]{20,100}\?")


def next_questions(
    u: Understanding, asked: Question, found: Found, shown: Iterable[Provision], retriever: Retriever
) -> tuple[str, ...]:
    """At most three, of rules that hold for who asks and that the answer does not show. The lay questions are Dutch, so an
    English conversation gets none."""
    if u.language is not Language.NL:
        return ()
    known = {p.locator.article for p in shown}
    said = [*asked.history, asked.text]
    chosen: list[str] = []
    for number in _beside(u, found, retriever):
        provision = retriever.provisions[number]
        if provision.locator.article in known or not retriever.is_own(provision, u):
            continue
        for question in _nearest_first(number, found, retriever):
            if _told_by(question, u) and not any(fuzz.token_set_ratio(question, other) > _ALIKE for other in [*said, *chosen]):
                chosen.append(question)
                known.add(provision.locator.article)
                break
        if len(chosen) == _MOST:
            break
    return tuple(chosen)


def _beside(u: Understanding, found: Found, retriever: Retriever) -> Iterator[int]:
    """What is often in play where the first rule is, then what else was found; only rules with lay questions."""
    numbers = [retriever.number_of(hit.provision) for hit in found.hits[:_HITS]]
    summarised = [i for i in numbers if i < retriever.summarised]
    if summarised:
        shares = retriever.companions.of(summarised[0], u)
        yield from (i for i in np.argsort(-shares, kind="stable")[:_COMPANIONS].tolist() if shares[i] > 0)
    yield from summarised


def _nearest_first(number: int, found: Found, retriever: Retriever) -> list[str]:
    """The plain lay questions of a provision, the one nearest to the question first."""
    index = retriever.index
    rows = np.flatnonzero((index.owner == number) & ~index.is_text)
    near = index.vectors[rows] @ found.signals.vector
    questions = retriever.provisions[number].questions
    return [questions[k] for k in np.argsort(-near, kind="stable").tolist() if _asks_plainly(questions[k])]


def _told_by(question: str, u: Understanding) -> bool:
    """Could who asks say this? Not "mag ik als wethouder …" for a raadslid."""
    vocabulary = load_vocabulary()
    offices, tiers = vocabulary.ambten_in(question), vocabulary.lagen_in(question)
    return (not u.asker or not offices or u.asker in offices) and (not u.tier or not tiers or u.tier in tiers)


def _asks_plainly(question: str) -> bool:
    return bool(_PLAIN.fullmatch(question)) and language_of(question) is Language.NL
