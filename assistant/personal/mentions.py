"""What was found once is found everywhere: the same value again, and a part of a name ("Azzouzi" after "Mohamed Azzouzi")."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.personal.spans import PERSON, Span
from assistant.personal.tokens import tokens
from assistant.personal.words import Lexicon

_SHORTEST_PART = 3


class Mentions:
    """Looks for values that are known: pairs of a value and its kind."""

    def __init__(self, values: Iterable[tuple[str, str]], lexicon: Lexicon) -> None:
        self._kinds = dict(values)
        patterns = [rf"(?<!\w){re.escape(value)}(?!\w)" for value in self._kinds]
        for name in [value for value, kind in self._kinds.items() if kind == PERSON]:
            patterns.append(rf"(?<!\w){re.escape(name)}(?=s(?!\w))")
            patterns += _parts(name, lexicon)
        # The longest first, so that "Jan de Vries" is not found as "Jan".
        self._pattern = re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None

    def find(self, text: str) -> list[Span]:
        """In order of place."""
        if not self._pattern:
            return []
        return [Span(*m.span(), self._kinds.get(m[0], PERSON)) for m in self._pattern.finditer(text)]


def _parts(name: str, lexicon: Lexicon) -> list[str]:
    """Patterns for each word of a name that can stand for it. One that is an ordinary word too ("Bos") only counts where the capital
    is a choice: behind another word of the sentence."""
    words = [token for token in tokens(name) if token.capital and token.low not in lexicon.words["particles"]]
    if len(tokens(name)) < 2:
        return []
    found = []
    for word in words:
        if len(word.text) >= _SHORTEST_PART and not lexicon.is_town(word.text):
            before = r"(?<=[^\W\d_] )" if lexicon.ordinary(word.low) else r"(?<!\w)"
            found.append(rf"{before}(?:[Vv]an |[Dd]e[rn]? |[Tt]e[rn] )*{re.escape(word.text)}(?=s?(?!\w))")
    return found
