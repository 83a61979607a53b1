"""A rule for near copies: a sentence that is nearly one of the source may differ from it only in words that change nothing.

Most of what a careful model writes is nearly a copy, and so is most of what turns a rule into another: "moet" becomes "kan", "voor"
becomes "na", "elk jaar" becomes "elke maand", a condition is left out. What may differ is listed here; all else may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from assistant.sentences import sentences
from assistant.support.numbers import unreferenced
from assistant.support.quantities import quantities
from assistant.support.sentence import Sentence
from assistant.support.words import canonical, inflected, words_of
from corpus.vocabulary import Names

#: From here on it is a near copy: words in common, in order, as a share of those of both, of those of the source (words around it do not
#: make it another sentence), and of those said (a sentence made of pieces of one is that sentence, thinned).
_NEAR, _HELD, _SAID = 0.6, 0.8, 0.9
#: Fewer words than this stand in order in many a sentence.
_LEAST = 5
#: What may come in or go without another rule coming of it.
_HARMLESS = frozenset("de het een zo'n er dan die dat".split())
#: Forms of one word, and words that say the same wherever they stand.
_SAME = (
    "als indien wanneer", "mag mogen", "kan kunnen", "moet moeten", "hoeft hoeven", "alleen slechts uitsluitend", "zal zullen",
    "tot totdat", "is zijn", "wordt worden", "heeft hebben", "en alsmede", "direct meteen onmiddellijk",
)  # fmt: skip
_ALIKE = {word: number for number, line in enumerate(_SAME) for word in line.split()}


class _Text(NamedTuple):
    """Its words without references to places, and the numbers in it."""

    words: list[str]
    counted: list[tuple[str, str]]


def copies(sentence: Sentence) -> str:
    """Rule kopie. Empty, or in what a near copy differs from its source."""
    return _turned(sentence) or ""


def same(sentence: Sentence) -> bool:
    """Is it a sentence of its source but for words that change nothing?"""
    return _turned(sentence) == ""


def _turned(sentence: Sentence) -> str | None:
    """In what a near copy differs from its source; ``None`` where it is no near copy."""
    said = _read(sentence.text, sentence.names)
    runs = [_read(run, sentence.names) for item in sentence.items for text in item.texts for run in sentences(text)]
    if any(_cut_out(said.words, run.words) for run in runs):
        return "de zin is een stuk van een zin van de bron"
    near = [(alike, run) for run in runs if (alike := _nearness(said.words, run.words))]
    if not near:
        return None
    held = max(near, key=lambda pair: pair[0])[1]
    changes = SequenceMatcher(None, said.words, held.words, autojunk=False).get_opcodes()
    parts = [(said.words[a:b], held.words[c:d]) for kind, a, b, c, d in changes if kind != "equal"]
    turned = [(new, old) for new, old in parts if not _harmless(new, old)]
    if turned:
        new, old = (" ".join(words) or "niets" for words in turned[0])
        return f"de zin lijkt op die van de bron, maar zegt „{new}” waar die „{old}” zegt"
    return "" if said.counted == held.counted else "de zin lijkt op die van de bron, maar telt anders"


def _read(text: str, names: Names) -> _Text:
    plain = canonical(unreferenced(text, names))
    counted = [(found.value, found.unit) for found in quantities(plain)]
    return _Text(words_of(plain), counted)


def _nearness(said: Sequence[str], held: Sequence[str]) -> float:
    """How alike two sentences are, 0 where the one is no near copy of the other."""
    matcher = SequenceMatcher(None, said, held, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    if common < _LEAST or not held or not said:
        return matcher.ratio() if matcher.ratio() >= _NEAR else 0.0
    near = matcher.ratio() >= _NEAR or common >= _HELD * len(held) or common >= _SAID * len(said)
    return max(matcher.ratio(), common / len(held), common / len(said)) if near else 0.0


def _cut_out(said: Sequence[str], held: Sequence[str]) -> bool:
    """Is it a stretch of a sentence and not all of it? What was cut off can be what the rule hangs on."""
    said, held = ([word for word in words if word not in _HARMLESS] for words in (said, held))
    size = len(said)
    return size < len(held) and any(said == held[at : at + size] for at in range(len(held) - size + 1))


def _harmless(said: Sequence[str], held: Sequence[str]) -> bool:
    """Do these words say what those said: each the same as the one in its place, but for articles?"""
    new = [word for word in said if word not in _HARMLESS]
    old = [word for word in held if word not in _HARMLESS]
    return len(new) == len(old) and all(_says(one, other) for one, other in zip(new, old, strict=True))


def _says(one: str, other: str) -> bool:
    """No words that merely mean about the same: "ontvangen" is no "verstrekken", "benoemen" no "herbenoemen"."""
    if one in _ALIKE or other in _ALIKE:
        return _ALIKE.get(one, one) == _ALIKE.get(other, other)
    return inflected(one, other)
