"""A sentence to be verified, with what it cites."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answer import EvidenceItem, Language
from assistant.sentences import spans
from assistant.support.clauses import Clause, read
from corpus import Ambt
from corpus.vocabulary import Names

_ITEM = re.compile(r"\s*(?:[-–•*]|[a-z0-9]{1,3}[.)°])\s")


@dataclass(frozen=True)
class Sentence:
    """A claim as a language model phrases it. Nothing in it is trusted.

    ``cited``: what it cites, each with the quote that is said to stand there. ``ambt``: of who asks, as far as it
    is known. ``names``: of laws (``assistant.references.law_names``).
    """

    text: str
    cited: tuple[tuple[EvidenceItem, str], ...]
    ambt: Ambt | None
    language: Language
    peildatum: dt.date
    names: Names

    @cached_property
    def items(self) -> tuple[EvidenceItem, ...]:
        """The cited items, each once."""
        return tuple({item.label: item for item, _ in self.cited}.values())

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return read(self.text)

    @cached_property
    def evidence(self) -> tuple[Clause, ...]:
        """The clauses of all that is cited, in order; their sentences are numbered through."""
        found: list[Clause] = []
        for item in self.items:
            for text in item.texts:
                first = found[-1].sentence + 1 if found else 0
                found += [replace(clause, sentence=first + clause.sentence) for clause in read(text)]
        return tuple(found)

    @cached_property
    def verbatim(self) -> bool:
        """Is it one or more whole sentences of what it cites? Cut before "niet", or taken out of its sentence, it would say another
        thing. An item of a list alone is not: its lead may be a prohibition."""
        said = " ".join(self.text.split())
        return any(said == run for item in self.items for text in item.texts for run in _runs(text))


def _runs(text: str) -> Iterator[str]:
    """Each run of whole sentences of a line, as it is compared."""
    for line in text.split("\n"):
        parts = [" ".join(line[start:end].split()) for start, end in spans(line)] if not _ITEM.match(line) else []
        for first in range(len(parts)):
            for last in range(first, len(parts)):
                yield " ".join(parts[first : last + 1])


#: Gives "" or the reason, in Dutch, why a sentence falls.
Rule = Callable[[Sentence], str]
