"""A text in clauses: the smallest parts that say one thing, and what kind of part each is.

Read with tables of connecting words and verbs and no parser: "tenzij de raad …", "is hij afwezig, dan …", "…, die zwijgt, …".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.sentences import sentences
from assistant.support.cutting import Kind, inverted, parts_of
from assistant.support.verbs import MODAL, has_finite
from assistant.support.words import canonical, is_light, is_verb, keys, said_in, words_of

__all__ = ["Clause", "Kind", "has_finite", "read"]


@dataclass(frozen=True)
class Clause:
    """``text`` is canonical. ``sentence``: the number of its sentence. ``content``: its words with content, in order."""

    text: str
    kind: Kind
    sentence: int
    words: tuple[str, ...]
    content: tuple[str, ...]

    @property
    def alone(self) -> Clause:
        """The clause without the subject that a relative clause before it holds."""
        return replace(self, content=tuple(word for word in self.words if keys(word)))

    def shared(self, other: Clause) -> float:
        """The share, 0 to 1, of the content of this clause that the other says; a light word counts for little."""
        weights = [_LIGHT if is_light(word) else _VERB if is_verb(word) else 1.0 for word in self.content]
        said = sum(weight for word, weight in zip(self.content, weights, strict=True) if said_in(word, other.content))
        return said / sum(weights) if weights else 0.0


_LIGHT, _VERB = 0.3, 1.5
_CONNECTS = frozenset("en of maar dan dus want ook zo daarna daarom".split())
_ASIDE = re.compile(r"\s*\([^()]*\)")
#: "Voor een deeltijder geldt dit niet": a short clause that speaks of what the main clause before it says.
_IT = re.compile(
    r"^(?:maar )?(?:(?:dit|dat) (?:hoeft|mag|moet|kan|geldt)|.*\b(?:geldt|gelden|hoeft|telt|tellen|mag|kan) (?:dit|dat|hier)\b)"
)
_SHORT = 8
_THE_SAME = re.compile(r"(?:dat|dit|hetzelfde) geldt ook\b")


@lru_cache(maxsize=5_000)
def read(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, in order."""
    found: list[Clause] = []
    for number, sentence in enumerate(sentences(text)):
        said = canonical(sentence)
        before = [clause for clause in found if clause.sentence == number - 1 and clause.kind is Kind.HOOFD]
        whole = replace(before[-1], content=tuple(word for clause in before for word in clause.content)) if before else None
        found += _of_sentence(_ASIDE.sub("", said), number, whole)
        found += [_clause(aside, Kind.BIJZIN, number) for aside in _ASIDE.findall(said)]
    return tuple(clause for clause in found if clause.words)


def _of_sentence(sentence: str, number: int, before: Clause | None) -> list[Clause]:
    """``before``: the main clause of the sentence before, which "dat geldt ook voor …" goes on with."""
    parts = parts_of(sentence)
    then = next((n for n, part in enumerate(parts) if inverted(sentence, part)), 0)
    first = max((n for n, part in enumerate(parts[: then + 1]) if part.hard), default=0)
    found: list[Clause] = []
    main: Clause | None = None
    for n, part in enumerate(parts):
        text, kind = sentence[part.start : part.end], part.kind
        if n == 0 and len(parts) > 1 and text.startswith("of "):
            kind = Kind.BIJZIN
        if kind is not Kind.HOOFD or first <= n < then:
            found.append(_clause(text, kind if kind is not Kind.HOOFD else Kind.VOORWAARDE, number))
            continue
        after_relative = bool(found) and found[-1].kind is Kind.BIJZIN
        goes_on = main is not None and not part.hard and _goes_on(main, words_of(text), after_relative=after_relative)
        if main is not None and goes_on:
            # "…, doorgeven aan de raad" goes on with what stands before the relative clause.
            found.remove(main)
            text = f"{main.text}{', ' if sentence[: part.start].rstrip().endswith(',') else ' '}{text}"
        elif before and _THE_SAME.match(text):
            text = f"{before.text} {text}"
        subject = found[0].content if len(found) == 1 and found[0].kind is Kind.BIJZIN else ()
        if before and _IT.search(text) and len(words_of(text)) <= _SHORT:
            subject = (*subject, *before.content)
        main = _clause(text, kind, number, subject)
        found.append(main)
        before = main
    return found


def _goes_on(main: Clause, words: list[str], *, after_relative: bool) -> bool:
    """Do words end a main clause: the infinitive that belongs to its "mag", no verb at all, or after a relative clause anything that
    does not begin with its verb, as a main clause would?"""
    if after_relative and words and not has_finite(words[:1]) and words[0] not in _CONNECTS:
        return True
    if has_finite(words, certain=True):
        return False
    return bool(MODAL & set(main.words)) or not has_finite(words)


def _clause(text: str, kind: Kind, number: int, subject: tuple[str, ...] = ()) -> Clause:
    words = tuple(words_of(text))
    return Clause(text, kind, number, words, (*(word for word in words if keys(word)), *subject))
