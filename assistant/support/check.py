"""All rules in order, then the score: the one way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Language
from assistant.support.citing import in_force, references
from assistant.support.cover import merged
from assistant.support.entailment import Entailment
from assistant.support.modality import modality, negation
from assistant.support.numbers import numbers
from assistant.support.offices import acts, offices
from assistant.support.quotes import quotes
from assistant.support.reserves import reserves
from assistant.support.score import Support, load_support
from assistant.support.sentence import Rule, Sentence
from assistant.support.verdict import verdict
from ingest.embedders import Embedder

__all__ = ["RULES", "Support", "check", "fallen", "first_reason", "load_support"]

#: What a sentence must pass whatever its words: a sentence of the source itself as well.
ALWAYS: Mapping[str, Rule] = {"citaat": quotes, "geldigheid": in_force}
#: What a sentence in other words than the source must pass too.
OTHER_WORDS: Mapping[str, Rule] = {
    "verwijzing": references,
    "getal": numbers,
    "modaliteit": modality,
    "ontkenning": negation,
    "voorbehoud": reserves,
    "ambt": offices,
    "handelen": acts,
    "oordeel": verdict,
    "samenvoeging": merged,
}
RULES: Mapping[str, Rule] = {**ALWAYS, **OTHER_WORDS}


def check(said: Sequence[Sentence], embedder: Embedder | None = None, entailment: Entailment | None = None) -> list[str]:
    """For each sentence "" or the reason, in Dutch, why it falls. Sentences that pass the rules are scored in one go."""
    reasons = [first_reason(sentence) for sentence in said]
    open_ = [n for n, reason in enumerate(reasons) if not reason and not said[n].verbatim]
    model = load_support()
    scores = model.scores([said[n] for n in open_], embedder, entailment)
    for n, score in zip(open_, scores, strict=True):
        if score < model.least(embedder):
            reasons[n] = "de bron zegt niet genoeg van wat de zin zegt"
    return reasons


def first_reason(sentence: Sentence) -> str:
    """The reason of the first rule that a sentence does not pass; "" when it passes all."""
    rules = ALWAYS if sentence.verbatim else RULES
    if not sentence.verbatim and sentence.language is not Language.NL:
        return "alleen een Nederlandse zin kan worden nagekeken"
    return next((reason for rule in rules.values() if (reason := rule(sentence))), "")


def fallen(sentence: Sentence) -> Mapping[str, str]:
    """Every rule that a sentence in other words than the source does not pass, with its reason."""
    return {name: reason for name, rule in RULES.items() if (reason := rule(sentence))}
