"""What must be said beside an answer: an unknown office, an older text that was read, a bill, replaced personal data."""

from __future__ import annotations

import datetime as dt

from assistant.answer import Evidence, EvidenceItem, Language, Question, Summary
from assistant.messages import date_for_people, message
from assistant.names import office_name
from assistant.understand import Understanding
from corpus import SourceKind
from corpus.dutch import label


def notes_for(u: Understanding, asked: Question, shown: Evidence, redacted: tuple[str, ...], inferred: bool) -> tuple[str, ...]:
    """The notes, in a fixed order; empty when there is nothing to warn of."""
    say = u.language
    items = shown.items
    notes: list[str] = []
    if inferred and asked.ambt:
        notes.append(message(say, "inferred_office", who=office_name(asked.ambt, say)))
    if redacted:
        notes.append(message(say, "redacted", kinds=", ".join(redacted)))
    if not u.asker and not u.compares and len({i.provision.ambten for i in items if i.provision.ambten}) > 1:
        notes.append(message(say, "unknown_office"))
    if any(item.source.kind is SourceKind.WETSVOORSTEL for item in items):
        notes.append(message(say, "proposal"))
    alone = [item for item in items if item.summary is Summary.ALLEEN]
    vague = [item for item in alone if not item.provision.dated]
    for read in dict.fromkeys(item.provision.read for item in vague):
        places = _places([item for item in vague if item.provision.read == read])
        notes.append(message(say, "old_text", places=places, read=read or "onbekend"))
    if doubtful := [item for item in items if not item.provision.certain]:
        notes.append(message(say, "uncertain", places=_places(doubtful)))
    notes += _of_versions(items, say)
    later = [v for item in alone if (v := item.provision.locator.version) and v > asked.peildatum]
    if later:
        notes.append(message(say, "earlier_date", date=date_for_people(max(later), say)))
    return tuple(notes)


def _of_versions(items: tuple[EvidenceItem, ...], say: Language) -> list[str]:
    """A summary that may no longer explain the law, and a text that holds no longer."""
    notes: list[str] = []
    for state, key in ((Summary.VEROUDERD, "summary_stale"), (Summary.LATER, "summary_later")):
        if found := [item for item in items if item.summary is state]:
            notes.append(message(say, key, places=_places(found)))
    ends = {item.label: item.official.end for item in items if item.official and item.official.end}
    for until in sorted({end for end in ends.values() if end <= dt.date.today()}):
        found = [item for item in items if ends.get(item.label) == until]
        notes.append(message(say, "earlier_version", places=_places(found), until=date_for_people(until, say)))
    return notes


def _places(items: list[EvidenceItem]) -> str:
    return "; ".join([label(item.provision.locator, item.source.citeertitel) for item in items][:3])
