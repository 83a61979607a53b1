"""Is there enough to answer with, and with what? Otherwise: why not, and what can be shown instead."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from assistant.answer import Evidence, EvidenceItem, Language, Question, Reason
from assistant.limits import limits_of, overruled, unknown_names
from assistant.messages import date_for_people, message
from assistant.references import Reference
from assistant.retrieve import Found, Retriever
from assistant.understand import Understanding
from corpus import Corpus, Locator, Provision, Unit
from corpus.dutch import label
from ingest.analyser import words

#: What the confidence looks at, in the order of ``eval.confidence``.
FEATURES = (
    "nearest_question",
    "nearest_part",
    "nearest_text",
    "lexical",
    "coverage",
    "unknown_name",
    "agreement",
    "names_office",
    "lay_word",
    "outside",
)


@dataclass(frozen=True)
class Confidence:
    """A logistic model of "the sources can answer this", fitted by ``eval.confidence``."""

    bias: float = -5.44
    nearest_question: float = 5.24
    nearest_part: float = 8.86
    nearest_text: float = 2.47
    lexical: float = 0.08
    coverage: float = -2.41
    unknown_name: float = -0.12
    agreement: float = 3.20
    names_office: float = 0.70
    lay_word: float = 1.45
    outside: float = -8.89
    threshold: float = 0.379


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` is ``None`` when there is enough. ``instead``: the nearest law, shown with an abstention."""

    confidence: float
    reason: Reason | None = None
    message: str = ""
    instead: tuple[Provision, ...] = ()


def features(u: Understanding, question: str, found: Found, retriever: Retriever) -> dict[str, float]:
    """What the confidence is computed from.

    Cosine of the nearest lay question and text, and of the sentence of a story that comes nearest; BM25 a content
    word; share of content words that the corpus knows; a name that it does not know; do dense and lexical search find the same in their first ten; does it name an office or tier, or use a
    word that stands for one of the law ("etentje"); cosine with the nearest question from outside the subject.
    """
    s = found.signals
    analyser = retriever.index.lexical.analyser
    content = [w for w in words(question) if len(w) > 3]
    known = sum(analyser.knows(w) for w in content)
    dense, lexical = (set(np.argsort(-x, kind="stable")[:10].tolist()) for x in (s.dense_question, s.lexical_question))
    return {
        "nearest_question": float(np.max(s.dense_question)),
        "nearest_part": max(float(np.max(x.dense_question)) for x in (s, *found.pieces)),
        "nearest_text": float(np.max(s.dense_text)),
        "lexical": float(np.max(s.lexical_question)) / max(3, len(content)),
        "coverage": known / len(content) if content else 0.0,
        "unknown_name": float(bool(unknown_names(question, analyser.lexicon))),
        "agreement": len(dense & lexical) / 10,
        "names_office": float(bool(u.offices or u.tiers)),
        "lay_word": float(bool(u.situations or u.legal_words)),
        "outside": min(x.outside for x in (s, *found.pieces)),
    }


def confidence(values: dict[str, float], model: Confidence) -> float:
    score = model.bias + sum(getattr(model, name) * value for name, value in values.items())
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


def judge(u: Understanding, asked: Question, found: Found, retriever: Retriever, model: Confidence) -> Verdict:
    """Abstain for a named article that is not there, a limit of the sources, or too little relevance; in that order."""
    corpus, hits, question = retriever.index.corpus, found.hits, asked.text
    for reference in u.references:
        if verdict := _missing(reference, corpus, u.language, asked.peildatum):
            return verdict
    near = [hit.provision for hit in hits[:2]]
    strange = unknown_names(question, retriever.index.lexical.analyser.lexicon)
    for limit in limits_of(question):
        if strange or not overruled(limit, near[:1]):
            return Verdict(0.0, limit.reason, limit.text(u.language), () if limit.hard else tuple(near))
    level = confidence(features(u, question, found, retriever), model)
    if any("exact" in hit.found_by for hit in hits[:1]):
        return Verdict(max(level, 0.99))
    if not hits or level < model.threshold:
        text = message(u.language, "nothing_found")
        if strange:
            text += " " + message(u.language, "nothing_known_of", names=", ".join(strange[:2]))
        return Verdict(level, Reason.BUITEN_CORPUS, text)
    return Verdict(level)


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
    if len(siblings) == 1 and siblings[0].locator.undated() == wanted.article:
        # "artikel 58, eerste lid" of an article without leden: the article is what is meant.
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
