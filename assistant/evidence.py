"""Is there enough to answer with, and with what? Otherwise: why not, and what can be shown instead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.answer import Evidence, EvidenceItem, Language, Question, Reason
from assistant.confidence import Confidence
from assistant.limits import limits_of, unknown_names
from assistant.messages import date_for_people, message
from assistant.references import Reference
from assistant.retrieve import Found, Retriever
from assistant.understand import Understanding
from corpus import Corpus, Locator, Provision, Unit
from corpus.dutch import label

_NAMED = 0.99


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
    corpus, hits, question = retriever.index.corpus, found.hits, asked.text
    for reference in u.references:
        if verdict := _missing(reference, corpus, u.language, asked.peildatum):
            return verdict
    near = tuple(hit.provision for hit in hits[:2])
    limits = limits_of(question)
    for limit in limits:
        if limit.hard:
            return Verdict(0.0, limit.reason, limit.text(u.language))
    level = model.level(u, question, found, retriever)
    if any("exact" in hit.found_by for hit in hits[:1]) and not limits:
        return Verdict(max(level, _NAMED))
    if hits and level >= model.threshold:
        return Verdict(level)
    if limits:
        return Verdict(level, limits[0].reason, limits[0].text(u.language), near)
    text = message(u.language, "nothing_found")
    if strange := unknown_names(question, retriever.index.lexical.analyser.lexicon):
        text += " " + message(u.language, "nothing_known_of", names=", ".join(strange[:2]))
    return Verdict(level, Reason.BUITEN_CORPUS, text)


def _missing(reference: Reference, corpus: Corpus, say: Language, on: dt.date) -> Verdict | None:
    """A named article or lid that the corpus does not hold: said so, with what there is of the article."""
    if not reference.law_named:
        return None
    if not reference.candidates:
        return Verdict(0.0, Reason.BUITEN_CORPUS, message(say, "law_missing", place=reference.text))
    held = [p for place, p in corpus.by_locator.items() if any(c.covers(place) for c in reference.candidates)]
    if held and all(p.valid_from and p.valid_from > on for p in held):
        start = min(p.valid_from for p in held if p.valid_from)
        where = label(held[0].locator.article, corpus.source_of(held[0]).citeertitel)
        text = message(say, "not_yet", place=where, date=date_for_people(on, say), start=date_for_people(start, say))
        return Verdict(0.0, Reason.VEROUDERD, text)
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


def gather(provisions: list[Provision], corpus: Corpus) -> Evidence:
    """Number the provisions: B1, B2, …"""
    unique: dict[Locator, Provision] = {p.locator: p for p in provisions}
    return Evidence(tuple(EvidenceItem(f"B{n}", p, corpus.source_of(p)) for n, p in enumerate(unique.values(), 1)))
