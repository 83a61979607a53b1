"""Search the sources for who browses: a place ("art. 28 Gemeentewet", "15d") is looked up, other words are searched with BM25.

No model and no ranker: what is found has the words, or a lay question of it has them. The text is kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from assistant.catalogue import Catalogue
from assistant.privacy import clean
from assistant.references import Reference, find_references, law_names
from corpus import Ambt, Bestuurslaag, Corpus, Locator, Provision, SourceId, Unit
from corpus.vocabulary import load_vocabulary, plain
from ingest.analyser import words
from ingest.lexical import LexicalIndex

MOST = 20
LONGEST = 300
_MOST_WORDS = 24
# A lay question that has the words tells less than the rule that has them.
_QUESTION = 0.5
_STARTS_WITH_NUMBER = re.compile(r"(?:[a-z] ?)?\d", re.IGNORECASE)
_BARE_LETTER = re.compile(r"\b(lid \d+[a-z]?)[ ,]+([a-z])\b", re.IGNORECASE)
_LETTER_BEHIND = re.compile(r"(\d+)([a-z])")
_TOKEN = re.compile(r"\w+(?:[.:]\w+)*")


class Searched(Protocol):
    """Provisions with a lexical index over them: an open index, or its shelf."""

    @property
    def corpus(self) -> Corpus: ...
    @property
    def lexical(self) -> LexicalIndex: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """What a result must be; ``None`` and an empty ``group`` (of ``Catalogue.groups``) let everything through. A rule that names no
    office holds for each of them."""

    tier: Bestuurslaag | None = None
    office: Ambt | None = None
    group: str = ""
    source: SourceId | None = None


@dataclass(frozen=True)
class Found:
    """``hits``: at most 20 of ``total``, best first; ``complete``: how many have every word. ``article``: the one article that was
    named; ``source``: the one source that was. ``missing``: a place that is named and not there, as written. ``unknown``:
    words that stand nowhere. ``beyond``: how much there is without the filters. ``cut``: the text was too long."""

    hits: tuple[Provision, ...] = ()
    total: int = 0
    complete: int = 0
    terms: frozenset[str] = frozenset()
    article: Provision | None = None
    source: SourceId | None = None
    missing: str = ""
    unknown: tuple[str, ...] = ()
    beyond: int = 0
    cut: bool = False


class Finder:
    """Finds in the embedded corpus and on the shelf. ``parts``: those two, with their own indexes; ``catalogue``: of both as one."""

    def __init__(self, catalogue: Catalogue, parts: Sequence[Searched]) -> None:
        self.catalogue = catalogue
        self.corpus = catalogue.corpus
        self.parts = tuple(parts)
        self.names = law_names(self.corpus, load_vocabulary().regelingen)
        self._analyser = self.parts[0].lexical.analyser

    def find(self, text: str, filters: Filters, near: SourceId | None = None) -> Found:
        """``near``: the source that is open, where a number without a law is looked up first."""
        sound = " ".join(clean(text).split())
        cut = len(sound) > LONGEST
        sound = sound[:LONGEST]
        found = self._source(sound) or self._places(sound, filters, near) or self._by_words(sound, filters)
        return replace(found, cut=cut)

    def marks(self, text: str, terms: frozenset[str]) -> list[tuple[int, int]]:
        """``(start, end)`` of each word of a text that one of the terms stands for."""
        found = _TOKEN.finditer(text) if terms else ()
        return [m.span() for m in found if terms & set(self._analyser.tokens(m[0]))]

    def _source(self, text: str) -> Found | None:
        """The source that is named and nothing else."""
        named = {ident for value in self.names.entries.get(plain(text), ()) if (ident := SourceId(value)) in self.corpus.sources}
        return Found(source=named.pop()) if len(named) == 1 else None

    def _places(self, text: str, filters: Filters, near: SourceId | None) -> Found | None:
        """What the text names and is nothing but: places. ``None``: it says something else too."""
        text = _BARE_LETTER.sub(r"\1 onder \2", text)
        if _STARTS_WITH_NUMBER.match(text):
            text = f"artikel {text}"
        references = find_references(text, self.names)
        if not references or self._says_more(text, references):
            return None
        looked = [(r, *self._at(r, filters, near)) for r in references]
        hits = tuple(dict.fromkeys(p for _, found, _ in looked for p in found))
        missing = next((r.text for r, _, there in looked if not there), "")
        first = {p.locator.undated().article: p for p in reversed(hits)}
        if len(first) > 1:
            hits = tuple(p for p in hits if p in first.values())
        return Found(hits[:MOST], len(hits), len(hits), article=hits[0] if len(first) == 1 else None, missing=missing)

    def _says_more(self, text: str, references: list[Reference]) -> bool:
        rest = text
        for reference in references:
            rest = rest.replace(reference.text, " ")
        rest = plain(rest)
        for start, end, _ in reversed(self.names.find(rest)):
            rest = rest[:start] + rest[end:]
        return bool(self._analyser.tokens(rest))

    def _at(self, reference: Reference, filters: Filters, near: SourceId | None) -> tuple[list[Provision], bool]:
        """The provisions of a reference, and whether they are what it names: else they are the other leden of its article."""
        named = {candidate.source for candidate in reference.candidates}
        if reference.law_named and not named:
            return [], False
        every = self._numbered(reference.article, named)
        if not every and (split := _LETTER_BEHIND.fullmatch(reference.article)):
            reference = replace(reference, article=split[1], onderdeel=split[2])
            every = [p for p in self._numbered(split[1], named) if p.locator.number(Unit.ONDERDEEL) == split[2]]
        here = [p for p in every if p.locator.source == near] if not named else []
        every = here or [p for p in every if self._takes(p, filters)] or every
        for letter in dict.fromkeys((reference.onderdeel, None)):
            if found := [p for p in every if _is_at(p.locator, reference.lid, letter)]:
                return found, True
        return every, False

    def _numbered(self, number: str, named: set[SourceId]) -> list[Provision]:
        """The leden of every article with this number, of the named sources or of all."""
        places = self._articles.get(number, ())
        return [p for place in places if not named or place.source in named for p in self.corpus.by_article[place]]

    @cached_property
    def _articles(self) -> Mapping[str, list[Locator]]:
        found: dict[str, list[Locator]] = {}
        for place in sorted(self.corpus.by_article):
            if number := place.number(Unit.ARTIKEL):
                found.setdefault(number, []).append(place)
        return found

    def _takes(self, provision: Provision, filters: Filters) -> bool:
        return (
            filters.tier in (None, provision.bestuurslaag)
            and (filters.office is None or not provision.ambten or filters.office in provision.ambten)
            and filters.group in ("", self.catalogue.cards[provision.locator.source].group)
            and filters.source in (None, provision.locator.source)
        )

    def _by_words(self, text: str, filters: Filters) -> Found:
        asked = [w for w in dict.fromkeys(words(text)) if self._analyser.tokens(w)][:_MOST_WORDS]
        scored = [_Scored(part, asked) for part in self.parts]
        known = {word for part in scored for word in part.known}
        unknown = tuple(word for word in asked if word not in known)
        ordered = list(_in_order(scored, len(asked)))
        taken = [(p, complete) for p, complete in ordered if self._takes(p, filters)]
        return Found(
            hits=tuple(p for p, _ in taken[:MOST]),
            total=len(taken),
            complete=sum(complete for _, complete in taken),
            terms=frozenset(self._analyser.tokens(" ".join(asked))),
            unknown=unknown,
            beyond=len(ordered),
        )


def _is_at(place: Locator, lid: str | None, letter: str | None) -> bool:
    """An article without leden is its own first lid."""
    own = place.number(Unit.LID) or "1"
    return lid in (None, own) and letter in (None, place.number(Unit.ONDERDEEL))


class _Scored:
    """How many of the words each provision of a part has, and its BM25 score."""

    def __init__(self, part: Searched, asked: list[str]) -> None:
        self.part = part
        text, question = part.lexical.scores(" ".join(asked))
        self.score = text + _QUESTION * question
        self.covered = np.zeros(len(part.corpus.provisions), np.int32)
        self.known: list[str] = []
        for word in asked:
            has = np.maximum(*part.lexical.scores(word)) > 0
            self.covered += has
            if has.any():
                self.known.append(word)


def _in_order(scored: Sequence[_Scored], asked: int) -> Iterator[tuple[Provision, bool]]:
    """``(provision, has every word)``: those first, then by score. What has less than half of what the best one has, is no find."""
    enough = max(1, (max(int(part.covered.max(initial=0)) for part in scored) + 1) // 2)
    rows = [
        (bool(part.covered[i] < asked), -float(part.score[i]), number, int(i))
        for number, part in enumerate(scored)
        for i in np.flatnonzero(part.covered >= enough)
    ]
    for lacking, _, number, i in sorted(rows):
        yield scored[number].part.corpus.provisions[i], not lacking
