"""The rules by name, in the order in which they are tried, and how each counts."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.support.citing import in_force, references
from assistant.support.copies import copies
from assistant.support.cover import covered, merged
from assistant.support.joints import joints
from assistant.support.modality import modality, negation
from assistant.support.numbers import numbers
from assistant.support.offices import acts, offices
from assistant.support.quotes import quotes
from assistant.support.reserves import reserves
from assistant.support.sentence import Rule, Sentence
from assistant.support.signs import signs
from assistant.support.verdict import verdict

#: What a sentence must pass whatever its words: a sentence of the source itself as well.
ALWAYS: Mapping[str, Rule] = {"citaat": quotes, "geldigheid": in_force}
#: What a sentence in other words than the source must pass too. These rules are seldom wrong.
HARD: Mapping[str, Rule] = {
    "tekens": signs,
    "verwijzing": references,
    "getal": numbers,
    "oordeel": verdict,
    "dekking": covered,
    "voegwoord": joints,
    "kopie": copies,
}
#: What weighs in its score. These rules read clauses with tables and stumble over one true sentence in seven, so none of them
#: decides alone.
SOFT: Mapping[str, Rule] = {
    "modaliteit": modality,
    "ontkenning": negation,
    "voorbehoud": reserves,
    "ambt": offices,
    "handelen": acts,
    "samenvoeging": merged,
}
RULES: Mapping[str, Rule] = {**ALWAYS, **HARD, **SOFT}


def broken(sentence: Sentence, rules: Mapping[str, Rule]) -> Mapping[str, str]:
    """Those of the rules that a sentence does not pass, each with its reason, in Dutch."""
    return {name: reason for name, rule in rules.items() if (reason := rule(sentence))}
