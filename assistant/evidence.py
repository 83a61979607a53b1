"""Is there enough to answer with, and with what? Otherwise: why not, and what can be shown instead."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from assistant.answer import Evidence, EvidenceItem, Reason
from assistant.limits import limits_of, overruled, unknown_names
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
    "outside",
)


@dataclass(frozen=True)
class Confidence:
    """A logistic model of "the sources can answer this", fitted by ``eval.confidence``."""

    bias: float = -1.07
    nearest_question: float = -0.06
    nearest_part: float = 9.44
    nearest_text: float = 1.44
    lexical: float = -0.05
    coverage: float = -0.84
    unknown_name: float = -0.39
    agreement: float = 3.12
    names_office: float = 0.89
    outside: float = -12.55
    threshold: float = 0.276


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` is ``None`` when there is enough. ``instead``: the nearest law, shown with an abstention."""

    confidence: float
    reason: Reason | None = None
    message: str = ""
    instead: tuple[Provision, ...] = ()


def features(u: Understanding, question: str, found: Found, retriever: Retriever) -> dict[str, float]:
    """What the confidence is computed from.

    Cosine of the nearest lay question and text, and of the sentence of a story that comes nearest; BM25 a content word; share of content words that the corpus knows; a
    name that it does not know; do dense and lexical search find the same in their first ten; does it name an office or tier.
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
        "outside": min(x.outside for x in (s, *found.pieces)),
    }


def confidence(values: dict[str, float], model: Confidence) -> float:
    score = model.bias + sum(getattr(model, name) * value for name, value in values.items())
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


def judge(u: Understanding, question: str, found: Found, retriever: Retriever, model: Confidence) -> Verdict:
    """Abstain for a named article that is not there, a limit of the sources, or too little relevance; in that order."""
    corpus, hits = retriever.index.corpus, found.hits
    for reference in u.references:
        if verdict := _missing(reference, corpus):
            return verdict
    near = [hit.provision for hit in hits[:3]]
    named_names = unknown_names(question, retriever.index.lexical.analyser.lexicon)
    for limit in limits_of(question):
        if not overruled(limit, near):
            return Verdict(0.0, limit.reason, limit.message, tuple(near[:2]) if not limit.hard else ())
    level = confidence(features(u, question, found, retriever), model)
    if any("exact" in hit.found_by for hit in hits[:1]):
        return Verdict(max(level, 0.99))
    if not hits or level < model.threshold:
        who = f" Over {', '.join(named_names[:2])} weet ik niets." if named_names else ""
        return Verdict(level, Reason.BUITEN_CORPUS, f"In mijn bronnen vind ik niets dat deze vraag beantwoordt.{who}")
    return Verdict(level)


def _missing(reference: Reference, corpus: Corpus) -> Verdict | None:
    """A named article or lid that the corpus does not hold: said so, with what there is of the article."""
    if not reference.law_named:
        return None
    held = [c for c in reference.candidates if any(c.covers(p) for p in corpus.by_locator)]
    known = [c for c in reference.candidates if c.source in corpus.sources]
    if held or not known:
        return None
    wanted = known[0]
    cite = corpus.sources[wanted.source].citeertitel
    siblings = next((corpus.by_article[c.article] for c in known if c.article in corpus.by_article), ())
    if not siblings:
        message = (
            f"Ik vind {label(wanted.article, cite)} niet in mijn bronnen. Dat artikel bestaat niet, of het gaat niet over integriteit. "
            "Kijk op wetten.overheid.nl."
        )
        return Verdict(0.0, Reason.GEEN_BEPALING, message)
    leden = [n for p in siblings if (n := p.locator.number(Unit.LID))]
    listed = ", ".join(dict.fromkeys(leden)) or "geen genummerde leden"
    message = (
        f"Ik vind {label(wanted, cite)} niet in mijn bronnen. Van {label(wanted.article, cite)} ken ik "
        f"{_count(len(dict.fromkeys(leden)))}: {listed}. Die staan hieronder."
    )
    return Verdict(0.0, Reason.GEEN_BEPALING, message, siblings[:6])


def _count(number: int) -> str:
    words_ = (
        "deze tekst",
        "één lid",
        "twee leden",
        "drie leden",
        "vier leden",
        "vijf leden",
        "zes leden",
        "zeven leden",
        "acht leden",
    )
    return words_[number] if number < len(words_) else f"{number} leden"


def gather(provisions: list[Provision], corpus: Corpus) -> Evidence:
    """Number the provisions: B1, B2, …"""
    unique: dict[Locator, Provision] = {p.locator: p for p in provisions}
    return Evidence(tuple(EvidenceItem(f"B{n}", p, corpus.source_of(p)) for n, p in enumerate(unique.values(), 1)))
