"""A rule for near copies: a sentence that is nearly one of the source may differ from it only in words that carry no rule.

Most of what a careful model writes is nearly a copy, and so is most of what turns a rule into another: "moet" becomes "kan", "als"
becomes "tenzij", a condition is left out. In a near copy the words that make the rule must be the same, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.sentences import sentences
from assistant.support.sentence import Sentence
from assistant.support.words import canonical, is_light, words_of

#: From here on it is a near copy: share of the words in common, in order.
_NEAR = 0.6
#: More words in a row that the sentence of the source does not have make it another sentence.
_MOST_NEW = 2
_DENIALS = "niet geen nooit niemand niets zonder noch nergens"
_MODALS = "moet moeten mag mogen kan kunnen hoeft hoeven verplicht verboden bevoegd zal zullen"
_RESERVES = "als indien wanneer tenzij behalve mits zover alleen uitsluitend slechts zolang zodra totdat tot voordat nadat"
_RULES = frozenset(f"{_DENIALS} {_MODALS} {_RESERVES}".split())
#: Forms of one word, and words that say the same wherever they stand.
_SAME = {
    "indien": "als", "wanneer": "als", "mogen": "mag", "kunnen": "kan", "moeten": "moet", "hoeven": "hoeft", "slechts": "alleen",
    "uitsluitend": "alleen", "tot": "totdat", "zullen": "zal",
}  # fmt: skip


def copies(sentence: Sentence) -> str:
    """Rule 12. Empty, or in what a near copy differs from its source."""
    said = words_of(canonical(sentence.text))
    runs = [words_of(canonical(run)) for item in sentence.items for text in item.texts for run in sentences(text)]
    if any(_cut_out(said, run) for run in runs):
        return "de zin is een stuk van een zin van de bron"
    near = [(alike, run) for run in runs if (alike := SequenceMatcher(None, said, run, autojunk=False).ratio()) >= _NEAR]
    if not near:
        return ""
    _, held = max(near, key=lambda pair: pair[0])
    if _rule_words(said) != _rule_words(held):
        return "de zin lijkt op die van de bron, maar een woord dat de regel maakt is anders"
    return "de zin voegt iets in een zin van de bron in" if _inserted(said, held) else ""


def _rule_words(words: Sequence[str]) -> list[str]:
    return [_SAME.get(word, word) for word in words if word in _RULES]


def _cut_out(said: Sequence[str], held: Sequence[str]) -> bool:
    """Is it a stretch of a sentence and not all of it? What was cut off can be what the rule hangs on."""
    size = len(said)
    return size < len(held) and any(list(said) == list(held[at : at + size]) for at in range(len(held) - size + 1))


def _inserted(said: Sequence[str], held: Sequence[str]) -> bool:
    """Does it hold more than a few words in a row, with content, that the sentence of the source does not have there?"""
    changes = SequenceMatcher(None, said, held, autojunk=False).get_opcodes()
    new = [
        [word for word in said[a:b] if not is_light(word)]
        for kind, a, b, _, _ in changes
        if kind in ("insert", "delete", "replace")
    ]
    return any(len(words) > _MOST_NEW for words in new)
