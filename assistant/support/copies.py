"""A rule for near copies: a sentence that is nearly one of the source may differ from it only in words that change nothing.

Most of what a careful model writes is nearly a copy, and so is most of what turns a rule into another: "moet" becomes "kan", "voor"
becomes "na", "elk jaar" becomes "elke maand", a condition is left out. What may differ is listed here; all else may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.sentences import sentences
from assistant.support.sentence import Sentence
from assistant.support.words import alike, canonical, words_of

#: From here on it is a near copy: share of the words in common, in order.
_NEAR = 0.6
#: What may come in or go without another rule coming of it.
_HARMLESS = frozenset("de het een zo'n er dan die dat".split())
#: Forms of one word, and words that say the same wherever they stand.
_SAME = (
    "als indien wanneer", "mag mogen", "kan kunnen", "moet moeten", "hoeft hoeven", "alleen slechts uitsluitend", "zal zullen",
    "tot totdat", "zijn haar", "is zijn", "wordt worden", "heeft hebben", "minstens ten_minste", "en alsmede",
)  # fmt: skip
_ALIKE = {word: number for number, line in enumerate(_SAME) for word in line.split()}
_PLACE = frozenset("onder onderdeel onderdelen lid leden artikel artikelen art a b c d e f".split())


def copies(sentence: Sentence) -> str:
    """Rule 12. Empty, or in what a near copy differs from its source."""
    return _turned(sentence) or ""


def same(sentence: Sentence) -> bool:
    """Is it a sentence of its source but for words that change nothing?"""
    return _turned(sentence) == ""


def _turned(sentence: Sentence) -> str | None:
    """In what a near copy differs from its source; ``None`` where it is no near copy."""
    said = words_of(canonical(sentence.text))
    runs = [words_of(canonical(run)) for item in sentence.items for text in item.texts for run in sentences(text)]
    if any(_cut_out(said, run) for run in runs):
        return "de zin is een stuk van een zin van de bron"
    near = [(alike, run) for run in runs if (alike := SequenceMatcher(None, said, run, autojunk=False).ratio()) >= _NEAR]
    if not near:
        return None
    _, held = max(near, key=lambda pair: pair[0])
    changes = SequenceMatcher(None, said, held, autojunk=False).get_opcodes()
    turned = [(said[a:b], held[c:d]) for kind, a, b, c, d in changes if kind != "equal" and not _harmless(said[a:b], held[c:d])]
    if not turned:
        return ""
    new, old = (" ".join(words) or "niets" for words in turned[0])
    return f"de zin lijkt op die van de bron, maar zegt „{new}” waar die „{old}” zegt"


def _cut_out(said: Sequence[str], held: Sequence[str]) -> bool:
    """Is it a stretch of a sentence and not all of it? What was cut off can be what the rule hangs on."""
    size = len(said)
    return size < len(held) and any(list(said) == list(held[at : at + size]) for at in range(len(held) - size + 1))


def _harmless(said: Sequence[str], held: Sequence[str]) -> bool:
    """Do these words say what those said: each the same as the one in its place, but for articles and references to a place?"""
    new = [word for word in said if word not in _HARMLESS]
    old = [word for word in held if word not in _HARMLESS and not _refers(word)]
    return len(new) == len(old) and all(_says(one, other) for one, other in zip(new, old, strict=True))


def _says(one: str, other: str) -> bool:
    if one == other:
        return True
    if one in _ALIKE or other in _ALIKE:
        return _ALIKE.get(one, one) == _ALIKE.get(other, other)
    return alike(one, other)


def _refers(word: str) -> bool:
    return word in _PLACE or any(sign.isdigit() for sign in word)
