"""What must be said beside an answer: an unknown office, an older text that was read, a bill, replaced personal data."""

from __future__ import annotations

from assistant.answer import Question
from assistant.messages import date_for_people, message
from assistant.understand import Understanding
from corpus import Corpus, Provision, SourceKind
from corpus.dutch import label


def notes_for(
    u: Understanding, asked: Question, shown: list[Provision], corpus: Corpus, redacted: tuple[str, ...], inferred: bool
) -> tuple[str, ...]:
    """The notes, in a fixed order; empty when there is nothing to warn of."""
    say = u.language
    notes: list[str] = []
    if inferred and asked.ambt:
        notes.append(message(say, "inferred_office", who=asked.ambt.label))
    if redacted:
        notes.append(message(say, "redacted", kinds=", ".join(redacted)))
    if not u.asker and not u.compares and len({frozenset(p.ambten) for p in shown if p.ambten}) > 1:
        notes.append(message(say, "unknown_office"))
    if any(corpus.source_of(p).kind is SourceKind.WETSVOORSTEL for p in shown):
        notes.append(message(say, "proposal"))
    vague = [p for p in shown if not p.dated]
    for read in dict.fromkeys(p.read for p in vague):
        places = [label(p.locator, corpus.source_of(p).citeertitel) for p in vague if p.read == read]
        notes.append(message(say, "old_text", places="; ".join(places[:3]), read=read or "onbekend"))
    doubtful = [label(p.locator, corpus.source_of(p).citeertitel) for p in shown if not p.certain]
    if doubtful:
        notes.append(message(say, "uncertain", places="; ".join(doubtful[:3])))
    later = [p.locator.version for p in shown if p.locator.version and p.locator.version > asked.peildatum]
    if later:
        notes.append(message(say, "earlier_date", date=date_for_people(max(later), say)))
    return tuple(notes)
