"""Finds all personal data in the texts of a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from assistant.personal.addresses import addresses
from assistant.personal.cases import cases
from assistant.personal.forms import forms
from assistant.personal.mentions import Mentions
from assistant.personal.people import people
from assistant.personal.plates import plates
from assistant.personal.references import references
from assistant.personal.spans import Span, apart, covered
from assistant.personal.words import Lexicon, load_lexicon


class Recogniser(Protocol):
    """Anything that can tell where personal data stands."""

    def find(self, texts: Sequence[str], known: Mapping[str, str]) -> list[list[Span]]:
        """For each text its spans, apart, in order of place and outside placeholders; ``known``: values found before, with kind."""
        ...


@dataclass(frozen=True)
class DutchRecogniser:
    """Rules and word lists, no model: the same text gives the same spans everywhere."""

    lexicon: Lexicon

    def find(self, texts: Sequence[str], known: Mapping[str, str]) -> list[list[Span]]:
        readable = [covered(text) for text in texts]
        found = [self._in_one(text) for text in readable]
        values = {text[s.start : s.end]: s.kind for text, spans in zip(readable, found, strict=True) for s in spans}
        again = Mentions({**known, **values}.items(), self.lexicon)
        return [apart([*spans, *again.find(text)]) for text, spans in zip(readable, found, strict=True)]

    def _in_one(self, text: str) -> list[Span]:
        others = [*plates(text), *cases(text), *addresses(text), *people(text, self.lexicon)]
        return apart([*forms(text), *apart(others, barred=references(text))])


@lru_cache(maxsize=1)
def load_recogniser() -> Recogniser:
    """The one for every day, read once; raises what ``load_lexicon`` raises."""
    return DutchRecogniser(load_lexicon())
