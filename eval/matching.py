"""When a found place is the expected place. Versions are left out: a question asks for the rule, not its date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import Corpus, Locator


@dataclass(frozen=True, slots=True)
class Matcher:
    """``divided``: the undated articles (paragrafen, headings) that the corpus holds in leden or other parts."""

    divided: frozenset[Locator]

    @classmethod
    def of(cls, corpus: Corpus) -> Matcher:
        places = (p.locator.undated() for p in corpus.provisions)
        return cls(frozenset(place.article for place in places if place.article != place))

    def at_lid(self, expected: Locator, found: Locator) -> bool:
        """The same place, a part of it, or the lid around it.

        A bare article is no hit for one of its leden ("artikel 15" is not yet "artikel 15, eerste lid"), but
        it is where the article has no leden; a whole source never is.
        """
        expected, found = expected.undated(), found.undated()
        if expected.covers(found):
            return True
        return found.covers(expected) and bool(found.steps) and found not in self.divided

    def at_article(self, expected: Locator, found: Locator) -> bool:
        """Both stand in the same article (paragraaf, heading)."""
        expected, found = expected.undated(), found.undated()
        same = bool(expected.article.steps) and expected.article == found.article
        return same or self.at_lid(expected, found)

    def rank(self, group: Iterable[Locator], found: Sequence[Locator]) -> int | None:
        """Rank (1 = first) of the first found place that is one of the group, at lid; ``None`` if none is."""
        members = tuple(group)
        ranks = (i for i, f in enumerate(found, 1) if any(self.at_lid(e, f) for e in members))
        return next(ranks, None)
