"""How a sentence differs from the sentence or two of its evidence that are most like it, counted in words.

A flip is mostly a copy with a small change; a true sentence in other words changes more, and other things. The numbers go into the
score together with what the rules say.
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

#: What is counted: how alike the two are and how much of the sentence stands there; how many denials, modal verbs and reserves it
#: has more, also without sign; the share of words that stand nowhere; lengths; reserves and denials that stand nowhere; sources.
NAMES = (
    "alike", "covered", "denials_off", "denials_more", "modals_more", "modals_off", "reserves_more", "new_words", "words",
    "held_words", "length_ratio", "new_reserves", "new_denials", "sources",
)  # fmt: skip


def likeness(sentence: Sentence) -> Mapping[str, float]:
    """All of ``NAMES``."""
    said = _words(sentence.text)
    everywhere = {word for item in sentence.items for text in item.texts for word in _words(text)}
    alike, covered, held = max(
        (_compared(said, _words(run)) for item in sentence.items for text in item.texts for run in _runs(text)),
        key=lambda found: found[0] + found[1],
    )
    denials, modals, reserves = (_count(said, kind) - _count(held, kind) for kind in (_DENIALS, _MODALS, _RESERVES))
    new = [word for word in said if word not in everywhere]
    values = (
        alike, covered, abs(denials), denials, modals, abs(modals), reserves, len(new) / len(said), len(said), len(held),
        len(said) / max(1, len(held)), _count(new, _RESERVES), _count(new, _DENIALS), len(sentence.items),
    )  # fmt: skip
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
