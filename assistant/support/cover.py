"""Which words of a sentence its evidence says; a sentence most of whose words stand elsewhere falls; and rule samenvoeging: what two provisions
say is not put together as one rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from assistant.answer import EvidenceItem
from assistant.support.clauses import Clause, read
from assistant.support.sentence import Sentence
from assistant.support.words import canonical, is_actor, is_light, keys, said_in, words_of

_MOST_MISSING, _MOST_SHARE = 3, 0.5
_LIST = re.compile(r",|\b(?:en|of|maar)\b")
#: "Zowel de raad als …", "een raadslid …, een Statenlid …": one sentence for two offices.
_BOTH = re.compile(r"\b(?:zowel|allebei|beide|ieder|elk|net als|ook)\b")


def uncovered(sentence: Sentence) -> list[str]:
    """The words with content that no cited text says, in order; who acts is for another rule."""
    held = list(chain.from_iterable(words_of(canonical(text)) for item in sentence.items for text in item.texts))
    return [word for word in content(sentence.text) if not said_in(word, held)]


def heavy(sentence: Sentence) -> list[str]:
    """Those of ``uncovered`` that say much by themselves."""
    return [word for word in uncovered(sentence) if not is_light(word)]


def covered(sentence: Sentence) -> str:
    """A sentence that is mostly about other things than what it cites is of another source, however near the subject."""
    missing = heavy(sentence)
    if len(missing) <= _MOST_MISSING and len(missing) <= _MOST_SHARE * len(content(sentence.text)):
        return ""
    return f"de bron spreekt niet van „{', '.join(missing[:_MOST_MISSING])}”"


def content(text: str) -> list[str]:
    """The words of a text that have content and name no actor or number, in order."""
    return [word for word in words_of(canonical(text)) if _has_content(word)]


def merged(sentence: Sentence) -> str:
    """Rule samenvoeging: each clause rests on one cited provision; a sentence of two rules cites both."""
    if len(sentence.items) < 2:
        return ""
    held = [_words_of(item) for item in sentence.items]
    for part in _parts(sentence.clauses):
        words = [word for word in part if not is_light(word)]
        everywhere = [word for word in words if any(said_in(word, one) for one in held)]
        missing = [[word for word in everywhere if not said_in(word, one)] for one in held]
        if min(map(len, missing)) == 0:
            continue
        if _BOTH.search(sentence.text.lower()) and all(is_actor(word) for words_ in missing for word in words_):
            continue
        return "de zin voegt twee bepalingen samen die elk iets anders zeggen"
    return ""


def _parts(clauses: Sequence[Clause]) -> Iterable[list[str]]:
    """The words of each item of an enumeration in the clauses: "een raadslid krijgt dat van …, een Statenlid van …"."""
    for clause in clauses:
        for piece in _LIST.split(clause.text):
            yield [word for word in words_of(piece) if _has_content(word) or (is_actor(word) and keys(word))]


def _words_of(item: EvidenceItem) -> tuple[str, ...]:
    return tuple(word for text in item.texts for clause in read(text) for word in clause.words)


def _has_content(word: str) -> bool:
    return bool(keys(word)) and not word[0].isdigit() and not is_actor(word)
