"""What a question has to do with the user's own documents: does it speak of one, and which alinea holds its words?

A code of conduct or memo has no lay questions and stands beside a thousand leden that have. When nearly all that the question
says stands in one alinea, or the question says "onze gedragscode", that alinea is what is asked for.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.signals import Scores
from corpus import Corpus, Provision, SourceKind
from corpus.vocabulary import plain
from ingest.analyser import Analyser

#: Share of what a question says that an alinea must hold to count as its answer.
ENOUGH = 0.6
_FEWEST = 2
_OWN_WORDS = re.compile(r"\b(?:onze|ons|mijn|eigen|our|my)\b")
_KINDS = {
    SourceKind.GEDRAGSCODE: frozenset(("gedragscode", "integriteitscode", "code")),
    SourceKind.REGELING: frozenset(("regeling", "verordening", "reglement", "protocol", "meldregeling")),
    SourceKind.NOTA: frozenset(("nota", "memo", "notitie", "protocol", "beslisnota", "beleid")),
    SourceKind.HANDBOEK: frozenset(("handboek", "handleiding")),
}


def is_own_document(provision: Provision) -> bool:
    """A document that the user added, as against the law and the embedded texts, which all have a theme."""
    return provision.locator.source.scheme == "eigen" and not provision.themas


class WordsHeld:
    """How much of what a question says stands in each of a number of texts, rare words counting more.

    ``texts``: one for each place; an empty one holds nothing. ``corpus`` tells how rare a word is.
    """

    def __init__(self, texts: Sequence[str], corpus: Corpus, analyser: Analyser) -> None:
        self._texts = texts
        self._corpus = corpus
        self._analyser = analyser

    def share(self, question: str) -> Scores:
        """0 to 1 for each text; 0 for a question of one word."""
        share = np.zeros(len(self._texts), np.float32)
        terms = list(dict.fromkeys(self._analyser.tokens(question)))
        if len(terms) < _FEWEST or not any(self._texts):
            return share
        weight = {term: math.log(1 + len(self._corpus.provisions) / (1 + self._counts[term])) for term in terms}
        for term in terms:
            if (rows := self._rows.get(term)) is not None:
                share[rows] += weight[term]
        return share / sum(weight.values())

    @cached_property
    def _rows(self) -> dict[str, NDArray[np.int64]]:
        found: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            for term in set(self._analyser.tokens(text)):
                found.setdefault(term, []).append(number)
        return {term: np.array(rows) for term, rows in found.items()}

    @cached_property
    def _counts(self) -> Counter[str]:
        """In how many provisions of the embedded corpus a term stands."""
        return Counter(term for p in self._corpus.provisions for term in set(self._analyser.tokens(p.text)))


def official_words(corpus: Corpus, analyser: Analyser) -> WordsHeld:
    """For who quotes the law: the official words of each provision of the embedded corpus, in every version."""
    return WordsHeld([" ".join(t.text for t in p.official) for p in corpus.provisions], corpus, analyser)


def _titled(title: str, question: str, own: bool) -> bool:
    """Whole words; a title of one word ("Reis") only where the question speaks of an own document."""
    return f" {title} " in f" {question} " and (own or " " in title)


class OwnDocuments:
    """The own documents on a shelf."""

    def __init__(self, shelf: Corpus, corpus: Corpus, analyser: Analyser) -> None:
        self._shelf = shelf
        self._own = [is_own_document(p) for p in shelf.provisions]
        texts = [
            f"{shelf.source_of(p).citeertitel} {p.heading} {p.norm}" if own else ""
            for p, own in zip(shelf.provisions, self._own, strict=True)
        ]
        self._words = WordsHeld(texts, corpus, analyser)

    def named(self, question: str) -> Scores:
        """1 for the provisions of a document that the question speaks of: by its title, or as "onze gedragscode"."""
        low = plain(question)
        spoken = set(low.split()) if _OWN_WORDS.search(low) else set()
        named = [
            ident
            for ident, source in self._shelf.sources.items()
            if _titled(plain(source.citeertitel), low, bool(spoken)) or _KINDS.get(source.kind, frozenset()) & spoken
        ]
        return np.array(
            [own and p.locator.source in named for p, own in zip(self._shelf.provisions, self._own, strict=True)], np.float32
        )

    def held(self, question: str) -> Scores:
        """Of each provision of an own document the share of what the question says; 0 for law."""
        return self._words.share(question)
