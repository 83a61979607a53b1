"""Sentences with the places they cite, as the tests of ``assistant.support`` need them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from assistant.answer import EvidenceItem, Language
from assistant.references import law_names
from assistant.support import Sentence
from corpus import Ambt, Corpus, Locator, load_corpus
from corpus.vocabulary import Names, load_vocabulary

DAY = dt.date(2026, 11, 24)
GEMEENTEWET, PROVINCIEWET, WATERSCHAPSWET = "BWBR0005416", "BWBR0005645", "BWBR0005108"


@lru_cache(maxsize=1)
def corpus() -> Corpus:
    return load_corpus()


@lru_cache(maxsize=1)
def names() -> Names:
    return law_names(corpus(), load_vocabulary().regelingen)


def item(place: str, number: int = 1) -> EvidenceItem:
    provision = corpus().by_locator[Locator.parse(place)]
    return EvidenceItem(f"B{number}", provision, corpus().source_of(provision))


def sentence(
    text: str, *places: str, ambt: Ambt | None = None, quote: str = "", day: dt.date = DAY, language: Language = Language.NL
) -> Sentence:
    """A sentence that cites these places, each with its norm or this quote."""
    items = [item(place, number) for number, place in enumerate(places, 1)]
    cited = tuple((i, quote or i.provision.norm) for i in items)
    return Sentence(text, cited, ambt, language, day, names())
