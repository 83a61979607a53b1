"""All rules in order, then the score: the one way in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.answer import Language
from assistant.support.copies import same
from assistant.support.entailment import Entailment
from assistant.support.rules import ALWAYS, RULES
from assistant.support.score import load_support
from assistant.support.sentence import Sentence

#: What a sentence can fall for besides ``RULES``.
LANGUAGE, SCORE = "taal", "steun"


class Fall(NamedTuple):
    """``rule``: its name; ``why``: in Dutch."""

    rule: str
    why: str


def check(said: Sequence[Sentence], judge: Entailment, own: Entailment | None = None) -> list[Fall | None]:
    """For each sentence why it falls, or ``None``. ``judge``: the bundled one; ``own``: that of the user. Neither is asked of a
    sentence that a rule stops, nor of one of the source itself or a copy but for harmless words."""
    falls = [first_fall(sentence) for sentence in said]
    # A copy but for harmless words needs no judge: it reads "at once" for "immediately" as another rule.
    open_ = [n for n, fall in enumerate(falls) if not fall and not said[n].verbatim and not same(said[n])]
    model = load_support()
    scores = model.scores([said[n] for n in open_], judge, own)
    for n, score in zip(open_, scores, strict=True):
        if score < model.threshold:
            falls[n] = Fall(SCORE, "de bron zegt niet genoeg van wat de zin zegt")
    return falls


def first_fall(sentence: Sentence) -> Fall | None:
    """The first rule that a sentence does not pass."""
    if not sentence.verbatim and sentence.language is not Language.NL:
        return Fall(LANGUAGE, "alleen een Nederlandse zin kan worden nagekeken")
    rules = ALWAYS if sentence.verbatim else RULES
    return next((Fall(name, why) for name, rule in rules.items() if (why := rule(sentence))), None)
