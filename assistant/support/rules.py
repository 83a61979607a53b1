"""The rules by name, in the order in which they are tried. Each decides alone."""

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
#: What a sentence in other words than the source must pass too. Those on clauses (from "modaliteit" on) read them with tables and stumble
#: over up to one true sentence in five; let weigh in the score instead they let more flips through and refused more true sentences.
WORDED: Mapping[str, Rule] = {
    "tekens": signs,
    "verwijzing": references,
    "getal": numbers,
    "oordeel": verdict,
    "dekking": covered,
    "voegwoord": joints,
    "kopie": copies,
    "modaliteit": modality,
    "ontkenning": negation,
    "voorbehoud": reserves,
    "ambt": offices,
    "handelen": acts,
    "samenvoeging": merged,
}
RULES: Mapping[str, Rule] = {**ALWAYS, **WORDED}


def broken(sentence: Sentence, rules: Mapping[str, Rule]) -> Mapping[str, str]:
    """Those of the rules that a sentence does not pass, each with its reason, in Dutch."""
    return {name: reason for name, rule in rules.items() if (reason := rule(sentence))}
