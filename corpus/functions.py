"""What kind of office a rule is for, across the tiers: a wethouder and a gedeputeerde are both bestuurder.

The law regulates the same matter per kind of office (volksvertegenwoordiger, bestuurder, voorzitter, …); ``Ambt`` is that kind
within one tier, except in the waterschap, where one ``Ambt`` stands for algemeen bestuur, dagelijks bestuur and voorzitter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.concordance import Concordance
from corpus.locator import SourceId
from corpus.values import Ambt, Bestuurslaag, Corpus, Provision


class Functie(StrEnum):
    """Kinds of office, as the law distinguishes them."""

    VOLKSVERTEGENWOORDIGER = "volksvertegenwoordiger"
    BESTUURDER = "bestuurder"
    VOORZITTER = "voorzitter"
    SECRETARIS = "secretaris"
    GRIFFIER = "griffier"
    AMBTENAAR = "ambtenaar"
    BEWINDSPERSOON = "bewindspersoon"
    KAMERLID = "kamerlid"


FUNCTIE_OF_AMBT: Mapping[Ambt, Functie | None] = {
    Ambt.RAADSLID: Functie.VOLKSVERTEGENWOORDIGER,
    Ambt.STATENLID: Functie.VOLKSVERTEGENWOORDIGER,
    Ambt.WETHOUDER: Functie.BESTUURDER,
    Ambt.GEDEPUTEERDE: Functie.BESTUURDER,
    Ambt.BURGEMEESTER: Functie.VOORZITTER,
    Ambt.COMMISSARIS: Functie.VOORZITTER,
    Ambt.WATERSCHAPSBESTUURDER: None,
    Ambt.SECRETARIS: Functie.SECRETARIS,
    Ambt.GRIFFIER: Functie.GRIFFIER,
    Ambt.AMBTENAAR: Functie.AMBTENAAR,
    Ambt.RIJKSAMBTENAAR: Functie.AMBTENAAR,
    Ambt.BEWINDSPERSOON: Functie.BEWINDSPERSOON,
    Ambt.KAMERLID: Functie.KAMERLID,
}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison, or who a question is about: tier and kind of office, as far as they are known.

    ``source``: a body that has a law of its own, such as a gemeenschappelijke regeling.
    """

    laag: Bestuurslaag | None = None
    functie: Functie | None = None
    source: SourceId | None = None


def side_of(ambt: Ambt) -> Side:
    return Side(ambt.bestuurslaag, FUNCTIE_OF_AMBT[ambt])


# Who a rule of the Waterschapswet is for, where it has no twin to tell it: the body that the text speaks of first.
_BODIES = (
    (Functie.VOLKSVERTEGENWOORDIGER, re.compile(r"\balgemeen bestuur\b")),
    (Functie.BESTUURDER, re.compile(r"\bdagelijks bestuur\b|\bheemra")),
    (Functie.VOORZITTER, re.compile(r"\bvoorzitter van (?:het|een) waterschap\b|\bdijkgraaf\b")),
)


def functions_of(corpus: Corpus, concordance: Concordance) -> tuple[frozenset[Functie], ...]:
    """The kinds of office of each provision, in the order of ``corpus.provisions``; empty: for everyone."""
    return tuple(_functions(p, corpus, concordance) for p in corpus.provisions)


def _functions(p: Provision, corpus: Corpus, concordance: Concordance) -> frozenset[Functie]:
    found = {f for ambt in p.ambten if (f := FUNCTIE_OF_AMBT[ambt])}
    if Ambt.WATERSCHAPSBESTUURDER in p.ambten:
        twins = [corpus.by_locator[lid] for lid in concordance.twins(p.locator) if lid in corpus.by_locator]
        decentral = [t for t in twins if t.bestuurslaag in (Bestuurslaag.GEMEENTE, Bestuurslaag.PROVINCIE)]
        kinds = {f for t in decentral for ambt in t.ambten if (f := FUNCTIE_OF_AMBT[ambt])}
        if not kinds:
            text = p.norm.lower()
            first = sorted((m.start(), f) for f, pattern in _BODIES if (m := pattern.search(text)))
            kinds = {first[0][1]} if first else {f for f, _ in _BODIES}
        found |= kinds
    return frozenset(found)
