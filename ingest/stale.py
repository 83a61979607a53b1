"""Which entries of the corpus rest on an older text than the law of today, and the record that this is judged by."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from corpus import Corpus, Locator, Provision, SourceId
from corpus.checked import Checked, checked_day, checksum
from corpus.situations import Situation
from ingest.holdings import meets, whole_lid
from ingest.library import Library, Record


class Problem(StrEnum):
    """What became of the official text of an entry."""

    GEWIJZIGD = "gewijzigd"
    VERVALLEN = "vervallen"
    WEG = "weg"


class Uncompared(StrEnum):
    """Why an entry was not compared."""

    ZONDER_CONTROLEGETAL = "geen vastgelegd controlegetal"
    ZONDER_VERSIE = "de bibliotheek heeft de tekst van die dag niet"


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry to read again. ``version``: the text in force; ``situations``: those that point at this place."""

    provision: Provision
    checked: Checked
    version: dt.date
    problem: Problem
    situations: tuple[Situation, ...]

    @property
    def place(self) -> Locator:
        return self.provision.locator.undated()


@dataclass(frozen=True)
class Report:
    """``compared`` counts the entries that were compared, those in ``stale`` too."""

    stale: tuple[Stale, ...]
    compared: int
    uncompared: Mapping[Uncompared, int]


@dataclass(frozen=True)
class Recording:
    """What is on record now, and the places whose earlier record no longer fits the entry."""

    checked: Mapping[Locator, Checked]
    fresh: int
    dropped: tuple[Locator, ...]


def stale(
    corpus: Corpus,
    library: Library,
    checked: Mapping[Locator, Checked],
    situations: Sequence[Situation],
    today: dt.date,
) -> Report:
    """Compare every entry on record with the version in force. Raises ``DocumentError`` for a damaged library."""
    current = {span.record.id: span.record for span in library.spans() if span.holds(today)}
    document = cache(library.document)
    told = _by_article(situations)
    found: list[Stale] = []
    compared, uncompared = 0, Counter[Uncompared]()
    for p in corpus.provisions:
        place = p.locator.undated()
        if place.source.scheme != "bwb":
            continue
        on_record, held = checked.get(place), current.get(place.source)
        if on_record is None:
            uncompared[Uncompared.ZONDER_CONTROLEGETAL] += 1
        elif held is None or held.version is None or held.version < on_record.version:
            uncompared[Uncompared.ZONDER_VERSIE] += 1
        else:
            compared += 1
            if problem := _problem(whole_lid(document(held), place), on_record):
                pointing = tuple(s for s in told.get(place.article, ()) if covering(s.places, place))
                found.append(Stale(p, on_record, held.version, problem, pointing))
    return Report(tuple(sorted(found, key=lambda s: s.place)), compared, uncompared)


def record(corpus: Corpus, library: Library, before: Mapping[Locator, Checked]) -> Recording:
    """The checksums of the texts that the entries were compared with, as far as the library holds those very versions.

    An earlier record stays when it is still of the day that the entry names and the library cannot make it again.
    """
    versions: dict[SourceId, list[Record]] = {}
    for held in library.records():
        versions.setdefault(held.id, []).append(held)
    document = cache(library.document)
    now: dict[Locator, Checked] = {}
    fresh = 0
    for p in corpus.provisions:
        place, day = p.locator.undated(), checked_day(p)
        read = next((r for r in versions.get(place.source, ()) if day and _is_text_of(r, day)), None)
        if read and read.version and (text := whole_lid(document(read), place)):
            now[place] = Checked(read.version, checksum(text))
            fresh += 1
        elif place in before and before[place].version == day:
            now[place] = before[place]
    return Recording(now, fresh, tuple(sorted(before.keys() - now.keys())))


def covering(places: Iterable[Locator], place: Locator) -> bool:
    """Whether one of the places (undated) names this one, what holds it, or a part of it."""
    return any(meets(other, place) for other in places)


def _by_article(situations: Iterable[Situation]) -> dict[Locator, list[Situation]]:
    found: dict[Locator, list[Situation]] = {}
    for situation in situations:
        for article in dict.fromkeys(place.article for place in situation.places):
            found.setdefault(article, []).append(situation)
    return found


def _problem(text: str | None, on_record: Checked) -> Problem | None:
    if text is None:
        return Problem.WEG
    if not text:
        return Problem.VERVALLEN
    return Problem.GEWIJZIGD if checksum(text) != on_record.checksum else None


def _is_text_of(held: Record, day: dt.date) -> bool:
    """Whether this is the text of that day for certain: between two versions that the library holds there may be others."""
    start, end = held.version, held.valid_until
    return start is not None and (start == day or (end is not None and start < day < end))
