"""What changed in a source between two days, as far as this index can tell: the words where it holds the texts of both days, and
what is known to have begun in between. Pure values: ``compare_changes`` makes HTML of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from corpus import Corpus, Locator, OfficialText, Provision, Source, SourceId
from corpus.documents import Document, Piece
from ingest.changes import Difference, differences


@dataclass(frozen=True)
class Changes:
    """``old`` and ``new``: the official version of each day, ``None`` where the index holds none. ``found``: the differences in
    words, only where both are held. ``began``: what the corpus knows to hold since a day in between, unless ``found`` has it;
    ``undated``: of how many provisions it does not know since when they hold."""

    source: Source
    article: Locator | None
    before: dt.date
    after: dt.date
    old: OfficialText | None
    new: OfficialText | None
    found: tuple[Difference, ...]
    began: tuple[Provision, ...]
    undated: int

    @property
    def compared(self) -> bool:
        """Does the index hold the texts of both days?"""
        return self.old is not None and self.new is not None

    @property
    def one_version(self) -> bool:
        """Is the text of both days the same version?"""
        return self.old is not None and self.new is not None and self.old.version == self.new.version

    @property
    def ended(self) -> dt.date | None:
        """The day in between since which the whole source holds no longer."""
        until = self.source.valid_until
        return until if until and self.before < until <= self.after else None


def changes_between(corpus: Corpus, source: SourceId, article: Locator | None, before: dt.date, after: dt.date) -> Changes:
    """Of one source, or one article of it (undated); ``before`` comes first. Raises ``KeyError`` for an unknown source."""
    held = [p for p in corpus.provisions if p.locator.source == source]
    old, new = _version(held, before), _version(held, after)
    found: tuple[Difference, ...] = ()
    if old and new and old.version != new.version:
        about = corpus.sources[source]
        texts = (_document(about, held, day) for day in (before, after))
        found = tuple(d for d in differences(*texts) if _concerns(d, article))
    changed = [place for d in found for place in (d.locator, d.moved_to) if place]
    chosen = [p for p in held if article is None or article.covers(p.locator.undated())]
    began = [p for p in chosen if p.valid_from and before < p.valid_from <= after and not _among(p, changed)]
    undated = sum(p.valid_from is None for p in chosen)
    ordered = tuple(sorted(began, key=lambda p: (p.valid_from or dt.date.min, p.locator.undated())))
    return Changes(corpus.sources[source], article, before, after, old, new, found, ordered, undated)


def _version(held: Iterable[Provision], day: dt.date) -> OfficialText | None:
    """A text of the version in force on a day: every place of a source knows every version that is held."""
    return next((text for p in held if (text := p.official_on(day)) is not None), None)


def _document(source: Source, held: Iterable[Provision], day: dt.date) -> Document:
    """The source as it was on a day: each place once, a part left to the lid that holds it."""
    texts = {p.locator.undated(): text.text for p in held if (text := p.official_on(day)) and text.text}
    pieces = tuple(Piece(place, text) for place, text in texts.items() if not _inside(place, texts))
    return Document(source, None, pieces, "index", sum(len(piece.text) for piece in pieces))


def _inside(place: Locator, texts: Iterable[Locator]) -> bool:
    parent = place.parent
    while parent is not None and parent.steps:
        if parent in texts:
            return True
        parent = parent.parent
    return False


def _concerns(difference: Difference, article: Locator | None) -> bool:
    places = (difference.locator, difference.moved_to)
    return article is None or any(place is not None and article.covers(place) for place in places)


def _among(p: Provision, changed: Iterable[Locator]) -> bool:
    return any(place.covers(p.locator.undated()) for place in changed)
