"""Settle which law an article without a law belongs to: what the tier of the asker, or the corpus, decides.

"artikel 15, negende lid" from a raadslid is article 15 of the Gemeentewet, so that the ninth lid can be missed. When more
than one law is possible the reference stays unresolved.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.references import Reference
from assistant.understand import Understanding
from corpus import Corpus, Locator


def resolve(u: Understanding, corpus: Corpus) -> Understanding:
    return replace(u, references=tuple(_resolved(r, u, corpus) for r in u.references))


def _resolved(reference: Reference, u: Understanding, corpus: Corpus) -> Reference:
    if reference.law_named:
        return reference
    laws = [a.source for a in corpus.by_article if a.steps and a.steps[0].number == reference.article]
    if u.tier:
        laws = [law for law in laws if corpus.sources[law].bestuurslaag is u.tier] or laws
    if len(set(laws)) != 1:
        return reference
    return replace(reference, law_named=True, candidates=(Locator(laws[0], reference.steps),))
