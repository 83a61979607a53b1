"""What stands in the sources: a card of each with its provenance, and its articles in the order of the text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from corpus import Bestuurslaag, Corpus, Locator, Provision, Source, SourceId, SourceKind

#: The group of documents that the user added, beside the kinds of ``SourceKind``.
OWN = "eigen"
_GROUPS = (*(kind.value for kind in SourceKind), OWN)
_CHECKED_ON = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Card:
    """One source. ``summarised``, ``official``, ``compared``: of how many provisions there is a summary, an official text, a
    comparison of the summary with the law. ``versions``: of those official texts, oldest first; ``read`` and ``checked``: the
    days of the texts that were summarised and of the comparisons, oldest first; ``vague``: where the day of a text is not known
    exactly, what is known ("ca. 2015-2017")."""

    source: Source
    articles: int
    provisions: int
    summarised: int
    official: int
    compared: int
    versions: tuple[dt.date, ...]
    read: tuple[dt.date, ...]
    vague: tuple[str, ...]
    checked: tuple[dt.date, ...]

    @property
    def group(self) -> str:
        """The kind of source; ``OWN`` for a document of the user."""
        own = self.source.id.scheme == "eigen" and not self.summarised
        return OWN if own else self.source.kind.value


@dataclass(frozen=True, slots=True)
class Article:
    """An article (or paragraaf, or heading) with its provisions in order."""

    place: Locator
    leden: tuple[Provision, ...]

    def first(self, on: dt.date) -> Provision:
        """The first provision in force on a day, else simply the first."""
        return next((p for p in self.leden if p.in_force(on)), self.leden[0])


class Catalogue:
    """The cards and articles of one corpus, made when asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._articles: dict[SourceId, tuple[Article, ...]] = {}

    @cached_property
    def cards(self) -> Mapping[SourceId, Card]:
        """Kind by kind, within a kind tier by tier, then by title."""
        tiers = list(Bestuurslaag)
        made = [self._card(source) for source in self.corpus.sources.values()]
        made.sort(
            key=lambda c: (_GROUPS.index(c.group), tiers.index(c.source.bestuurslaag), c.source.citeertitel.lower(), c.source.id)
        )
        return {card.source.id: card for card in made}

    @property
    def groups(self) -> list[str]:
        """The kinds of source that there are, in order."""
        return list(dict.fromkeys(card.group for card in self.cards.values()))

    def articles(self, source: SourceId) -> tuple[Article, ...]:
        """In the order of the law; a note or handbook, which has headings and no numbers, in the order in which it was read."""
        if source not in self._articles:
            found = dict.fromkeys(p.locator.undated().article for p in self._provisions.get(source, ()))
            order = sorted(found) if source.scheme == "bwb" else list(found)
            self._articles[source] = tuple(Article(place, self.corpus.by_article[place]) for place in order)
        return self._articles[source]

    def neighbours(self, provision: Provision, on: dt.date) -> tuple[Provision | None, Provision | None]:
        """The first provision of the article before and of the one after; ``None`` at either end."""
        articles = self.articles(provision.locator.source)
        at = self.position(provision)
        before = articles[at - 1].first(on) if at > 0 else None
        return before, articles[at + 1].first(on) if at + 1 < len(articles) else None

    def position(self, provision: Provision) -> int:
        """The number of the article of a provision among the articles of its source, from 0."""
        places = [article.place for article in self.articles(provision.locator.source)]
        return places.index(provision.locator.undated().article)

    @cached_property
    def _provisions(self) -> Mapping[SourceId, list[Provision]]:
        found: dict[SourceId, list[Provision]] = {}
        for p in self.corpus.provisions:
            found.setdefault(p.locator.source, []).append(p)
        return found

    def _card(self, source: Source) -> Card:
        held = self._provisions.get(source.id, [])
        summaries = [p for p in held if p.themas]
        days = [day for p in summaries if (day := checked_on(p))]
        return Card(
            source=source,
            articles=len({p.locator.article.undated() for p in held}),
            provisions=len(held),
            summarised=len(summaries),
            official=sum(any(text.version and text.text for text in p.official) for p in held),
            compared=len(days),
            versions=tuple(sorted({text.version for p in held for text in p.official if text.version and text.text})),
            read=tuple(sorted({p.locator.version for p in summaries if p.locator.version})),
            vague=tuple(sorted({p.read for p in summaries if p.read and not p.dated})),
            checked=tuple(sorted(set(days))),
        )


def checked_on(provision: Provision) -> dt.date | None:
    """The day on which a summary was compared with the source; ``None``: not yet."""
    match = _CHECKED_ON.match(provision.checked)
    return dt.date.fromisoformat(match[0]) if match else None
