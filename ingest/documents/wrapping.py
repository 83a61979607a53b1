"""Join lines that were wrapped: which hyphen at the end of a line belongs to the word, and which was put there by the wrapping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# "voor- en nadelen", "in- of uitschrijving": the hyphen stands for the word that follows.
_CONJUNCTIONS = {"en", "of", "tot", "noch", "dan", "respectievelijk", "resp", "c.q", "als", "maar", "naar", "plus"}
# Parts that keep their hyphen in the official spelling.
_HYPHENATED = {
    "oud",
    "ex",
    "niet",
    "non",
    "vice",
    "adjunct",
    "kandidaat",
    "aspirant",
    "plaatsvervangend",
    "privé",
    "quasi",
    "semi",
}
# Vowels that would be read as one sound: zee-egel, auto-industrie.
_CLASHES = {"aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "oe", "oi", "oo", "ou", "ui", "uu", "ij", "éé"}
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BROKEN = re.compile(r"(\w*)[-\u2010]$")
_SOFT = "\u00ad"


class Lexicon:
    """The words of a document, as they stand inside its lines: the best witness of how it spells a broken word."""

    def __init__(self, lines: Iterable[str]) -> None:
        words: Counter[str] = Counter()
        for line in lines:
            words.update(word.lower() for word in _WORD.findall(line))
        self._words = frozenset(words)
        self._fronts = frozenset(word.partition("-")[0] for word in words if "-" in word)

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether ``left-`` at the end of a line and ``right`` on the next are one word with a hyphen in it."""
        if not left or not left.isalpha() or left.isupper() or len(left) == 1 or not right[:1].islower():
            return True
        left, right = left.lower(), right.lower()
        if f"{left}-{right}" in self._words:
            return True
        if left + right in self._words:
            return False
        return left in self._fronts or left in _HYPHENATED or left[-1] + right[0] in _CLASHES


def join(lines: Iterable[str], lexicon: Lexicon) -> str:
    """One line of text out of wrapped ones."""
    parts: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if parts:
            parts[-1] = _before(parts[-1], line, lexicon)
        parts.append(line)
    return "".join(parts)


def _before(line: str, following: str, lexicon: Lexicon) -> str:
    """A line as it stands before the one that follows: with a space, or without its hyphen."""
    if line.endswith(_SOFT):
        return line.rstrip(_SOFT)
    if line.endswith("/"):
        return line
    broken = _BROKEN.search(line)
    first = following.split(maxsplit=1)[0]
    if not broken or line.endswith((" -", "--")) or line == "-" or first.lower().rstrip(".,") in _CONJUNCTIONS:
        return f"{line} "
    word = _WORD.match(following)
    return line if lexicon.keeps_hyphen(broken[1], word[0] if word else "") else line[:-1]
