"""The Dutch analyser of the lexical index: text -> tokens.

Lower case, no diacritics, one-character tokens kept ("artikel 2 lid 1" must not lose its numbers), article numbers
such as ``2:4`` and ``1.10b`` whole, Snowball stems, and for a compound its known parts beside it
(``nevenfunctieregister`` -> also ``nevenfunctie`` and ``register``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

import Stemmer

#: Raise this when the same text gives other tokens than before.
ANALYSER_POLICY = "nl-2"

_TOKEN = re.compile(r"\d+(?:[.:]\d+)+[a-z]*|[0-9a-z]+")
_MIN_PART = 4
_LINKS = ("", "s", "en", "e", "n")

# Function words say nothing about which lid is meant; numbers and "niet" do, so they stay.
_STOP = frozenset(
    (
        "de het een en of van in op te ten ter is zijn was wordt worden dat die dit deze er als om aan met voor "
        "door bij uit naar over dan wel ook maar ik je jij we wij ze zij hij mijn jouw uw ons onze hun haar me "
        "mij hem moet moeten mag mogen kan kunnen heb heeft hebben had wil willen zou zal wat wie waar hoe "
        "wanneer welke zo nog al toch dus want daar hier iets iemand the an of to in on is are be my we our "
        "you your it that this do does can may must should have has what who when how for with at by from or and "
        "if"
    ).split()
)


class _Marks(dict[int, int | None]):
    """For ``str.translate``: a combining mark goes, another sign stays; each is looked up once."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = None if unicodedata.combining(chr(sign)) else sign
        return self[sign]


_MARKS = _Marks()


def fold(text: str) -> str:
    """Lower case without diacritics; ``"Café's ‘één’"`` -> ``"cafe's ‘een’"``."""
    low = text.lower()
    return low if low.isascii() else unicodedata.normalize("NFKD", low).translate(_MARKS)


def words(text: str) -> list[str]:
    """Folded words and numbers in order, nothing removed."""
    return _TOKEN.findall(fold(text))


def lexicon_of(texts: Iterable[list[str]]) -> frozenset[str]:
    """The words (at least four letters, seen at least twice) of texts, split into words, that a compound may be split into."""
    counts = Counter(chain.from_iterable(texts))
    return frozenset(w for w, n in counts.items() if n >= 2 and len(w) >= _MIN_PART and w.isalpha())


class Analyser:
    """Turns text into index terms, with the lexicon that the index was built with."""

    def __init__(self, lexicon: frozenset[str]) -> None:
        self.lexicon = lexicon
        self._snowball = Stemmer.Stemmer("dutch").stemWord
        self._stem = lru_cache(maxsize=50_000)(self._stem_once)
        self._parts = lru_cache(maxsize=50_000)(self._split)

    def tokens(self, text: str) -> list[str]:
        """Stemmed terms of a text, compounds followed by their parts; function words left out."""
        return self.terms(words(text))

    def terms(self, split: list[str]) -> list[str]:
        """The same from its words."""
        found: list[str] = []
        for word in split:
            if word in _STOP:
                continue
            found.append(self._stem(word))
            found.extend(self._stem(part) for part in self._parts(word))
        return found

    def _stem_once(self, word: str) -> str:
        """Snowball's stem, after the plural in -ies and with a doubled last letter made single.

        Snowball leaves ``nevenfuncties`` beside ``nevenfunctie`` and ``plann`` beside ``plan``.
        """
        stem: str = self._snowball(word[:-1] if word.endswith("ies") and len(word) > 5 else word)
        return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiou" else stem

    def knows(self, word: str) -> bool:
        """Does the corpus use this (folded) word, or a compound of words that it uses?"""
        return word in self.lexicon or bool(self._parts(word))

    def _split(self, word: str) -> tuple[str, ...]:
        """The two known parts of a compound, the most even split first; nothing when it has none."""
        if len(word) < 2 * _MIN_PART or not word.isalpha():
            return ()
        middle = len(word) // 2
        for cut in sorted(range(_MIN_PART, len(word) - _MIN_PART + 1), key=lambda i: (abs(i - middle), i)):
            head, tail = word[:cut], word[cut:]
            if tail not in self.lexicon:
                continue
            for link in _LINKS:
                stem = head.removesuffix(link) if link else head
                if len(stem) >= _MIN_PART and stem in self.lexicon:
                    return (stem, tail)
        return ()
