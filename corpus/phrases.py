"""Patterns of words as data: ``ik|wij ~3 dreig* !met_ontslag`` is a line that a lawyer can read and mend.

``a|b``: one of these words; ``dreig*``: any word that begins so; ``op_straat``: words in a row; ``{ambtsdrager}``: a list that
patterns share; ``~3``: at most three words in between; ``!met_ontslag``: not followed by this. Words stand as
``corpus.vocabulary.plain`` gives them: small letters, no accents, no punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.vocabulary import plain

_GAP = re.compile(r"~([1-9])")


class PhraseError(ValueError):
    """A pattern with a word that cannot occur or a list that does not exist; names it."""


def phrase_pattern(text: str, lists: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """The pattern as an expression to search ``padded(sentence)`` with. Raises ``PhraseError``."""
    parts = [" "]
    for token in text.split():
        if gap := _GAP.fullmatch(token):
            parts.append(rf"(?:\S+ ){{0,{gap[1]}}}?")
        elif token.startswith("!"):
            parts.append(f"(?!{_alternatives(token[1:], lists)} )")
        else:
            parts.append(f"{_alternatives(token, lists)} ")
    return re.compile("".join(parts))


def padded(sentence: str) -> str:
    """The plain sentence with a space at both ends, so that every word stands between spaces."""
    return f" {plain(sentence)} "


def _alternatives(token: str, lists: Mapping[str, Sequence[str]]) -> str:
    words: list[str] = []
    for word in token.split("|"):
        if not word.startswith("{"):
            words.append(word.replace("_", " "))
        elif word[1:-1] in lists:
            words += [item.replace("_", " ") for item in lists[word[1:-1]]]
        else:
            raise PhraseError(f"{word} is geen woordenlijst; ken ik: {', '.join(sorted(lists)) or 'geen'}")
    if wrong := [word for word in words if not word.rstrip("*") or plain(word.rstrip("*")) != word.rstrip("*")]:
        raise PhraseError(f"{wrong[0]!r} is geen woord in kleine letters zonder accenten en leestekens")
    return f"(?:{'|'.join(re.escape(w.rstrip('*')) + (r'[^ ]*' if w.endswith('*') else '') for w in words)})"
