"""Spelling mistakes: a word that the corpus does not use and that is one slip from a word that it does ("commisaris").

Never a name: a word with a capital inside a sentence stays as it is, and so does what is short, what is a compound of known
words, what a dictionary of Dutch or English knows ("uitkopen" is no slip for "uitkomen") and what has two equally near
corrections. The question is shown as it was written; only the search reads the corrected one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.analyser import Analyser, fold

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORTEST = 5
_LONG = 9
_ENDINGS = ("en", "e", "s", "n", "t", "je", "jes", "tje", "tjes")


class Speller:
    """Corrects the words of one index and its vocabulary; ``others``: words of the library, which are right as they are."""

    def __init__(self, analyser: Analyser, extra: Iterable[str] = (), others: frozenset[str] = frozenset()) -> None:
        self._analyser = analyser
        self._others = others
        self._extra = frozenset(w for text in extra for w in fold(text).split() if len(w) >= _SHORTEST and w.isalpha())
        self._names = _by_length(self._extra)
        self._words = _by_length({w for w in analyser.lexicon if len(w) >= _SHORTEST} | self._extra)
        self._nearest = lru_cache(maxsize=10_000)(self._search)

    def correct(self, text: str) -> str:
        """The text with its slips mended; the same text when there are none."""
        return _WORD.sub(lambda m: self._replaced(m, text), text)

    def _replaced(self, match: re.Match[str], text: str) -> str:
        word = match[0]
        before = text[: match.start()].rstrip()
        begins = not before or before[-1] in ".!?:;\n\"'"
        if len(word) < _SHORTEST or "-" in word or (word[0].isupper() and not begins) or word.isupper():
            return word
        low = fold(word)
        if low in self._extra or not (found := self._nearest(low)) or _in_dictionary(word.lower()):
            return word
        return found.capitalize() if word[0].isupper() else found

    def _search(self, word: str) -> str | None:
        """The name or, for a word that the corpus does not use, the word of the corpus that is nearest.

        Names first: lay questions hold slips too, so that "grifier" is a word of the corpus.
        """
        return _nearest_in(self._names, word) or (None if self._known(word) else _nearest_in(self._words, word))

    def _known(self, word: str) -> bool:
        if word in self._others or self._analyser.knows(word):
            return True
        return any(word.removesuffix(end) in self._analyser.lexicon for end in _ENDINGS if word.endswith(end))


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for word in sorted(words):
        found.setdefault(len(word), []).append(word)
    return found


def _nearest_in(words: dict[int, list[str]], word: str) -> str | None:
    """The one word at the least distance (a swap of neighbours counts once): 1, or 2 for a long word."""
    from rapidfuzz.distance import OSA

    most = 1 if len(word) < _LONG else 2
    best: dict[int, list[str]] = {}
    for length in range(len(word) - most, len(word) + most + 1):
        for other in words.get(length, ()):
            # People seldom miss the first letter; requiring it keeps "raken" from becoming "maken".
            if other[0] == word[0] and (distance := OSA.distance(word, other, score_cutoff=most)) <= most:
                best.setdefault(distance, []).append(other)
    nearest = best[min(best)] if best else []
    return nearest[0] if len(nearest) == 1 and nearest[0] != word else None


@lru_cache(maxsize=1)
def _dictionaries() -> tuple[SpellChecker, SpellChecker]:
    """Word lists of pyspellchecker; read at the first word that looks like a slip (0.4 s)."""
    from spellchecker import SpellChecker

    return SpellChecker(language="nl"), SpellChecker(language="en")


def _in_dictionary(word: str) -> bool:
    return any(word in dictionary for dictionary in _dictionaries())
