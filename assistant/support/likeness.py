"""How a sentence differs from the sentence or two of its evidence that are most like it, counted in words.

The numbers go into the score together with what the rules say. How alike the two are is not among them: flips that are made for
a test are copies with a small change, and what a careful model writes is nearly a copy too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from assistant.sentences import sentences
from assistant.support.sentence import Sentence

_WORD = re.compile(r"\w+")
_DENIALS = frozenset("niet geen nooit zonder niemand".split())
_MODALS = frozenset("moet moeten mag mogen kan kunnen hoeft hoeven verplicht verboden bevoegd".split())
_RESERVES = frozenset("tenzij behalve mits alleen uitsluitend slechts ook wel als wanneer indien".split())

#: What is counted: how far denials and modal verbs differ in number from the run most like it; reserves that stand nowhere; how long
#: it is against that run; sources.
NAMES = ("denials_off", "modals_off", "new_reserves", "length_ratio", "sources")


def likeness(sentence: Sentence) -> Mapping[str, float]:
    """All of ``NAMES``."""
    said = _words(sentence.text)
    everywhere = {word for item in sentence.items for text in item.texts for word in _words(text)}
    *_, held = max(
        (_compared(said, _words(run)) for item in sentence.items for text in item.texts for run in _runs(text)),
        key=lambda found: found[0] + found[1],
    )
    values = (
        abs(_count(said, _DENIALS) - _count(held, _DENIALS)),
        abs(_count(said, _MODALS) - _count(held, _MODALS)),
        _count([word for word in said if word not in everywhere], _RESERVES),
        len(said) / len(held),
        len(sentence.items),
    )
    return dict(zip(NAMES, map(float, values), strict=True))


def _compared(said: list[str], held: list[str]) -> tuple[float, float, list[str]]:
    ratio = SequenceMatcher(None, said, held, autojunk=False).ratio()
    return ratio, len(set(said) & set(held)) / len(set(said)), held


def _runs(text: str) -> list[str]:
    """Each sentence of a text, and each two that follow one another."""
    parts = sentences(text)
    return [*parts, *(f"{one} {other}" for one, other in pairwise(parts))] or [text]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower()) or [""]


def _count(words: Sequence[str], kind: frozenset[str]) -> int:
    return sum(word in kind for word in words)
