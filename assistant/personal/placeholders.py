"""Puts placeholders for personal data, one for one value, the same in every text of a conversation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from string import ascii_lowercase
from typing import TYPE_CHECKING

from assistant.personal.spans import PERSON, PLACEHOLDER, Span, covered

if TYPE_CHECKING:
    from assistant.personal.recogniser import Recogniser


def replace_all(texts: Sequence[str], recogniser: Recogniser) -> tuple[list[str], dict[str, str]]:
    """The texts without personal data, and what each placeholder stands for.

    Reads again until nothing is found: a placeholder can uncover what stood against it. Each round shortens what can be found.
    """
    given = _Placeholders(texts)
    done = list(texts)
    while any(found := recogniser.find(done, given.kinds)):
        done = [_replaced(text, spans, given) for text, spans in zip(done, found, strict=True)]
    return done, given.values


def still_there(text: str, values: Iterable[str]) -> bool:
    """Whether a value stands in the text outside the placeholders, as a word of its own."""
    readable = covered(text)
    return any(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", readable) for value in values)


class _Placeholders:
    """Hands out placeholders and remembers what each stands for; never one that stands in the texts already."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.values: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._taken = {m[0] for text in texts for m in PLACEHOLDER.finditer(text)}

    def of(self, value: str, kind: str) -> str:
        """The placeholder of a value. Another form of a name ("De Vries" after "Jan de Vries") gets the same number with a letter."""
        if value not in self._names:
            name = next(n for n in self._candidates(value, kind) if n not in self.values and n not in self._taken)
            self._names[value], self.values[name], self.kinds[value] = name, value, kind
        return self._names[value]

    def _candidates(self, value: str, kind: str) -> Iterator[str]:
        if kind == PERSON and (same := self._same_person(value)):
            yield from (f"{same}{letter}]" for letter in ascii_lowercase[1:])
        yield from (f"[{kind}-{number}]" for number in count(1))

    def _same_person(self, value: str) -> str | None:
        """The placeholder, but its end, of the one person whose name holds these words or is held by them."""
        words = _words(value)
        persons = {
            re.sub(r"[a-z]?\]$", "", name)
            for name, known in self.values.items()
            if name.startswith(f"[{PERSON}-") and (words <= _words(known) or words >= _words(known))
        }
        return persons.pop() if len(persons) == 1 else None


def _words(name: str) -> set[str]:
    return set(re.findall(r"[\w-]+", name.lower()))


def _replaced(text: str, spans: Sequence[Span], given: _Placeholders) -> str:
    parts, last = [], 0
    for span in spans:
        parts += [text[last : span.start], given.of(text[span.start : span.end], span.kind)]
        last = span.end
    return "".join([*parts, text[last:]])
