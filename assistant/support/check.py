"""All rules in order, then the score: the one way in."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Language
from assistant.support.entailment import Entailment
from assistant.support.rules import ALWAYS, HARD, SOFT, broken
from assistant.support.score import load_support
from assistant.support.sentence import Sentence
from ingest.embedders import Embedder


def check(said: Sequence[Sentence], embedder: Embedder | None = None, entailment: Entailment | None = None) -> list[str]:
    """For each sentence "" or the reason, in Dutch, why it falls. Sentences that pass the rules are scored in one go."""
    reasons = [first_reason(sentence) for sentence in said]
    open_ = [n for n, reason in enumerate(reasons) if not reason and not said[n].verbatim]
    model = load_support()
    scores = model.scores([said[n] for n in open_], embedder, entailment)
    for n, score in zip(open_, scores, strict=True):
        if score < model.least(embedder):
            reasons[n] = next(iter(broken(said[n], SOFT).values()), "de bron zegt niet genoeg van wat de zin zegt")
    return reasons


def first_reason(sentence: Sentence) -> str:
    """The reason of the first rule that decides alone and that a sentence does not pass; "" when it passes those."""
    if not sentence.verbatim and sentence.language is not Language.NL:
        return "alleen een Nederlandse zin kan worden nagekeken"
    rules = ALWAYS if sentence.verbatim else {**ALWAYS, **HARD}
    return next((reason for rule in rules.values() if (reason := rule(sentence))), "")
