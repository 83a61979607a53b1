"""A rule on the small words that turn a sentence while all its other words are those of the source.

"Stemt hier niet mee" speaks of the case of who asks; "praat niet mee en stemt wel mee" keeps every word and turns half; "direct en
indirect" asks for more than "direct of indirect".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.support.sentence import Sentence
from assistant.support.words import canonical, is_verb, words_of

#: Words that point at something outside the sentence, or set one against another: only where the source has them.
_POINTING = frozenset("hier dit deze wel ander andere anderen evenmin evenzeer eveneens toch".split())
_DENIES = frozenset("niet geen nooit".split())
#: How far behind its verb a denial can stand: "stemt over die zaak niet mee".
_NEAR = 5
_JOINS = {"en": "of", "of": "en"}


def joints(sentence: Sentence) -> str:
    """Rule 11. Empty, or which small word turns the sentence."""
    said = words_of(canonical(sentence.text))
    held = [words_of(canonical(text)) for item in sentence.items for text in item.texts]
    known = {word for words in held for word in words}
    pointing = next((word for word in said if word in _POINTING and word not in known), "")
    if pointing:
        return f"“{pointing}” staat niet in de bron"
    turned = next((pair for pair in _joined(said) if _turned(pair, held)), None)
    if turned:
        return f"de bron zegt niet “{' '.join(turned)}”"
    return next((f"“{verb}” staat in de bron met een ontkenning" for verb in _freed(said, held)), "")


def _joined(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if word in _JOINS:
            yield before, word, after


def _turned(pair: tuple[str, str, str], held: Sequence[Sequence[str]]) -> bool:
    """Does the source join these two words in the other way, and nowhere in this one?"""
    other = (pair[0], _JOINS[pair[1]], pair[2])
    joined = [found for words in held for found in _joined(words)]
    return other in joined and pair not in joined


def _freed(said: Sequence[str], held: Sequence[Sequence[str]]) -> Iterator[str]:
    """Verbs that the source denies each time and that the sentence says without a denial near them or before them."""
    denied = {word for words in held for word, no in _verbs(words) if no} - {
        word for words in held for word, no in _verbs(words) if not no
    }
    for at, (word, no) in ((n, pair) for n, pair in enumerate(_each(said)) if pair[0] in denied):
        if not no and not _DENIES & set(said[:at]):
            yield word
        elif not no and any(other in denied and free for other, free in _verbs(said)):
            # "praat niet mee en stemt mee": the denial belongs to the other verb.
            yield word


def _each(words: Sequence[str]) -> list[tuple[str, bool]]:
    """Every word with whether a denial stands near behind it, before the next "en"."""
    found = []
    for at, word in enumerate(words):
        behind = list(words[at + 1 : at + 1 + _NEAR])
        behind = behind[: behind.index("en")] if "en" in behind else behind
        found.append((word, bool(_DENIES & set(behind))))
    return found


def _verbs(words: Sequence[str]) -> list[tuple[str, bool]]:
    return [(word, no) for word, no in _each(words) if is_verb(word)]
