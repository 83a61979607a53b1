"""Is there enough to answer with, and with what? Otherwise: why not, and what can be shown instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import Evidence, EvidenceItem, Language, Question, Reason, Summary
from assistant.confidence import SOFT, Confidence
from assistant.documents import ENOUGH
from assistant.limits import limits_of, unknown_names
from assistant.messages import date_for_people, message
from assistant.references import Reference
from assistant.retrieve import Found, Retriever
from assistant.understand import Understanding
from corpus import Corpus, Locator, OfficialText, Provision, Unit
from corpus.checked import Checked, checksum, load_checked
from corpus.dutch import label

_NAMED = 0.99
# "Verschil gemeente en provincie bij schorsing?" says little, but what it says is known. On the questions of calibration.yaml and
# dev no comparison that the sources cannot answer reaches this without running into a limit or telling a story.
_NEAR_TOPIC = 0.6


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` is ``None`` when there is enough. ``instead``: the nearest law, shown with an abstention."""

    confidence: float
    reason: Reason | None = None
    message: str = ""
    instead: tuple[Provision, ...] = ()


def judge(u: Understanding, asked: Question, found: Found, retriever: Retriever, model: Confidence) -> Verdict:
    """Abstain for a named article that is not there, for what may never be answered, or for too little confidence.

    A limit of the sources that the question runs into (an amount, a name, an outcome) lowers the confidence; when it is too low
    that limit is the reason given.
    """
    hits, question = found.hits, asked.text
    for reference in u.references:
        if verdict := _missing(reference, retriever, u.language, asked.peildatum):
            return verdict
    near = tuple(hit.provision for hit in hits[:2])
    own = _held_by_own_document(found)
    limits = [limit for limit in limits_of(question) if not (own and limit.asked in SOFT)]
    for limit in limits:
        if limit.hard:
            return Verdict(0.0, limit.reason, limit.text(u.language))
    level = model.level(u, question, found, retriever)
    if any("exact" in hit.found_by for hit in hits[:1]) and not limits:
        return Verdict(max(level, _NAMED))
    if hits and (own or level >= model.threshold or (not limits and found.nearest_topic >= _NEAR_TOPIC)):
        return Verdict(level)
    if limits:
        return Verdict(level, limits[0].reason, limits[0].text(u.language), near)
    text = message(u.language, "nothing_found")
    if strange := unknown_names(question, retriever.known_words):
        text += " " + message(u.language, "nothing_known_of", names=", ".join(strange[:2]))
    return Verdict(level, Reason.BUITEN_CORPUS, text)


def _held_by_own_document(found: Found) -> bool:
    """Nearly all that is asked stands in one alinea of a document that the user added, and that is among the first found."""
    return any(hit.held >= ENOUGH for hit in found.on_shelf[:1])


def _missing(reference: Reference, retriever: Retriever, say: Language, on: dt.date) -> Verdict | None:
    """A named article or lid that the corpus does not hold: said so, with what there is of the article."""
    if not reference.law_named:
        return None
    if not reference.candidates:
        return Verdict(0.0, Reason.BUITEN_CORPUS, message(say, "law_missing", place=reference.text))
    corpus = retriever.corpus
    held = [p for c in reference.candidates for p in retriever.inside(c)]
    if held and not any(p.in_force(on) for p in held):
        return _not_in_force(held, corpus, say, on)
    known = [c for c in reference.candidates if c.source in corpus.sources]
    if held or not known:
        return None
    wanted = known[0]
    cite = corpus.sources[wanted.source].citeertitel
    siblings = next((corpus.by_article[c.article] for c in known if c.article in corpus.by_article), ())
    article = label(wanted.article, cite)
    if not siblings:
        return Verdict(0.0, Reason.GEEN_BEPALING, message(say, "article_missing", place=article))
    if len(siblings) == 1 and siblings[0].locator.undated() == wanted.article and wanted.number(Unit.LID) in (None, "1"):
        # "artikel 58, eerste lid" of an article without leden: the article is what is meant. A sixth lid is not.
        return None
    leden = list(dict.fromkeys(n for p in siblings if (n := p.locator.number(Unit.LID))))
    text = message(
        say,
        "lid_missing",
        place=label(wanted, cite),
        article=article,
        count=_count(len(leden), say),
        leden=", ".join(leden) or "–",
    )
    return Verdict(0.0, Reason.GEEN_BEPALING, text, siblings[:6])


def _not_in_force(held: list[Provision], corpus: Corpus, say: Language, on: dt.date) -> Verdict:
    """The article is there, but not on that day: it began later, or it had ended."""
    where = label(held[0].locator.article, corpus.source_of(held[0]).citeertitel)
    day = date_for_people(on, say)
    begins = [day_ for p in held for day_ in (p.valid_from, *(t.start for t in p.official if t.text)) if day_ and day_ > on]
    if begins:
        text = message(say, "not_yet", place=where, date=day, start=date_for_people(min(begins), say))
    else:
        text = message(say, "no_longer", place=where, date=day)
    return Verdict(0.0, Reason.VEROUDERD, text)


_COUNTS = (
    "geen leden",
    "één lid",
    "twee leden",
    "drie leden",
    "vier leden",
    "vijf leden",
    "zes leden",
    "zeven leden",
    "acht leden",
)


def _count(number: int, say: Language) -> str:
    if say is Language.EN:
        return f"{number} paragraph{'' if number == 1 else 's'}"
    return _COUNTS[number] if number < len(_COUNTS) else f"{number} leden"


def gather(provisions: list[Provision], corpus: Corpus, on: dt.date, checked: Mapping[Locator, Checked]) -> Evidence:
    """Number the provisions: B1, B2, … each with the official words of that day, where the library holds them."""
    unique: dict[Locator, Provision] = {p.locator: p for p in provisions}
    items = []
    for number, p in enumerate(unique.values(), 1):
        official = p.official_on(on)
        state = summary_state(p, official, checked, on)
        shown = None if state is Summary.ALLEEN else official
        items.append(EvidenceItem(f"B{number}", p, corpus.source_of(p), shown, state))
    return Evidence(tuple(items))


@lru_cache(maxsize=1)
def checked_texts() -> Mapping[Locator, Checked]:
    """Against which official text each summary was checked."""
    return load_checked()


def summary_state(p: Provision, official: OfficialText | None, checked: Mapping[Locator, Checked], on: dt.date) -> Summary:
    """Does the summary explain this text? Known for sure where it was checked against one with the same checksum."""
    if official is None or not (official.text or not p.themas):
        return Summary.ALLEEN
    if not p.themas:
        # Every entry of the embedded corpus has a theme; what stands only in the library has none and no summary either.
        return Summary.GEEN
    known = checked.get(p.locator.undated())
    if known and known.checksum == (official.checksum or checksum(official.text)):
        return Summary.GELIJK
    read = known.version if known else p.locator.version
    if read is None or official.version is None:
        return Summary.ONBEKEND
    if official.version < read and known:
        # The library is behind: for a day before the text that was read it has the right words, for a later day it has not.
        return Summary.LATER if on < read or (official.end is not None and official.end <= read) else Summary.ALLEEN
    if official.end is not None and official.end <= read:
        return Summary.LATER
    return Summary.VEROUDERD if known and official.version > read else Summary.ONBEKEND
