"""What an answer to a dilemma is made of, beside the rules that are found. It weighs and never decides.

A ``Dilemma`` belongs to one theme. Its sentences are the corpus's own words with their place, or short words of ours with the
place that supports them; which of several places is shown follows from the office of who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.locator import Locator
from corpus.values import Ambt, Bestuurslaag, Thema

_CIVIL_SERVANTS = frozenset((Ambt.GRIFFIER, Ambt.SECRETARIS, Ambt.RIJKSAMBTENAAR))


class DilemmaThema(StrEnum):
    """What a dilemma is about. The value is also the name of its file."""

    NEVENFUNCTIE = "nevenfunctie"
    BELANGENVERSTRENGELING = "belangenverstrengeling_en_stemming"
    VERBODEN_HANDELINGEN = "verboden_handelingen"
    GESCHENKEN = "geschenken_en_uitnodigingen"
    INFORMATIE = "informatie_en_geheimhouding"
    VOORZIENINGEN = "voorzieningen_en_declaraties"
    DRAAIDEUR = "draaideur_en_netwerk"
    OMGANGSVORMEN = "omgangsvormen"
    ONDERMIJNING = "ondermijning_en_bedreiging"
    MELDEN = "melden_van_een_vermoeden"
    PARTIJ = "partij_en_campagne"


class FeitSoort(StrEnum):
    """What kind of fact a question asks for; two themes can ask for one kind in different words."""

    AMBT = "ambt"
    ORGAAN = "orgaan"
    WIENS_BELANG = "wiens_belang"
    RELATIE = "relatie"
    WANNEER = "wanneer"
    WIE_WEET_HET = "wie_weet_het"
    LOKALE_CODE = "lokale_code"
    BEDRAG = "bedrag"
    FUNCTIE = "functie"
    BETALING = "betaling"
    OPENBAARHEID = "openbaarheid"
    BESLUIT = "besluit"
    TOESTEMMING = "toestemming"
    OVEREENKOMST = "overeenkomst"
    ROL = "rol"
    GEVER = "gever"
    TEGENPRESTATIE = "tegenprestatie"
    GEHEIMHOUDING = "geheimhouding"
    ONTVANGER = "ontvanger"
    DOEL = "doel"
    BEWIJS = "bewijs"
    DOSSIER = "dossier"
    GEDRAG = "gedrag"
    HERHALING = "herhaling"
    VEILIGHEID = "veiligheid"
    AFZENDER = "afzender"
    MELDING = "melding"
    PARTIJ = "partij"
    MIDDELEN = "middelen"


class Kant(StrEnum):
    """Whether a consideration speaks for or against doing what the dilemma is about (``Dilemma.handeling``)."""

    ERVOOR = "ervoor"
    ERTEGEN = "ertegen"


class Aard(StrEnum):
    """The distinction of moral judgement: a principle (right or duty) or an effect."""

    BEGINSEL = "beginsel"
    GEVOLG = "gevolg"


@dataclass(frozen=True, slots=True)
class Tweetalig:
    """Words of our own, in both languages."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Feit:
    """A fact that can be missing: the question for it, and how one sees that it was told already.

    ``wel`` and ``niet``: sentences that tell it and that do not.
    """

    id: str
    soort: FeitSoort
    vraag: Tweetalig
    bekend: re.Pattern[str]
    wel: tuple[str, ...]
    niet: tuple[str, ...]

    def told(self, text: str) -> bool:
        """Does a text tell this fact already?"""
        return bool(self.bekend.search(" ".join(text.lower().replace("’", "'").split())))


@dataclass(frozen=True, slots=True)
class Bron:
    """A place in the corpus (undated) and, for a quote, the words that stand there. ``ambten``: whom it holds for, empty: all."""

    plaats: Locator
    ambten: frozenset[Ambt]
    laag: Bestuurslaag
    citaat: str = ""

    def holds_for(self, ambt: Ambt | None, laag: Bestuurslaag | None = None) -> bool:
        """For who asks, as far as known. ``laag`` counts where the office is unknown or exists in more than one tier."""
        return self.in_tier(ambt, laag) and (ambt is None or not self.ambten or bool(self.ambten & _counts_as(ambt)))

    def in_tier(self, ambt: Ambt | None, laag: Bestuurslaag | None = None) -> bool:
        tier = (ambt.bestuurslaag if ambt else None) or laag
        return tier is None or self.laag in (Bestuurslaag.ALGEMEEN, tier)


def _counts_as(ambt: Ambt) -> frozenset[Ambt]:
    """Griffier, secretaris and rijksambtenaar are civil servants: what holds for those in their tier holds for them."""
    return frozenset((ambt, Ambt.AMBTENAAR) if ambt in _CIVIL_SERVANTS else (ambt,))


def source_for(bronnen: Iterable[Bron], ambt: Ambt | None, laag: Bestuurslaag | None = None) -> Bron | None:
    """The first source that holds for who asks; ``None``: there is none, and what it belongs to is left out."""
    return next((bron for bron in bronnen if bron.holds_for(ambt, laag)), None)


@dataclass(frozen=True, slots=True)
class Betrokkene:
    """Someone with a part in the matter: interest and value in our words, each source supports the sentence."""

    wie: Tweetalig
    belang: Tweetalig
    waarde: Tweetalig
    bronnen: tuple[Bron, ...]


@dataclass(frozen=True, slots=True)
class Overweging:
    """A consideration: a short name of ours (``kern``) and, per law, the sentence that states it."""

    kant: Kant
    aard: Aard
    kern: Tweetalig
    bronnen: tuple[Bron, ...]


@dataclass(frozen=True, slots=True)
class Schijn:
    """What a source says of the appearance of a conflict, or of trust."""

    bronnen: tuple[Bron, ...]


@dataclass(frozen=True, slots=True)
class Wetsgroep:
    """What the law says of an option to these offices; no offices: to everyone it holds for."""

    ambten: frozenset[Ambt]
    bronnen: tuple[Bron, ...]


@dataclass(frozen=True, slots=True)
class Optie:
    """Something one can do, from nothing (``volgorde`` 1) to reporting and publishing (the last)."""

    id: str
    volgorde: int
    label: Tweetalig
    wet: tuple[Wetsgroep, ...]

    def law_for(self, ambt: Ambt | None, laag: Bestuurslaag | None = None) -> tuple[Locator, ...]:
        """Places for who asks, those for the own office first; empty: the corpus holds no law on it."""
        own = [b.plaats for g in self.wet if ambt in g.ambten for b in g.bronnen if b.in_tier(None, laag)]
        general = [b.plaats for g in self.wet if not g.ambten for b in g.bronnen if b.holds_for(ambt, laag)]
        return tuple(dict.fromkeys([*own, *general]))


@dataclass(frozen=True, slots=True)
class Dilemma:
    """All data of one theme. ``handeling``: the act that considerations are for or against. ``themas``: themes of rules that
    point at it. ``voorbeelden``: lay sentences of this theme; ``andere``: sentences of another one that look like it."""

    thema: DilemmaThema
    themas: tuple[Thema, ...]
    handeling: Tweetalig
    voorbeelden: tuple[str, ...]
    andere: tuple[tuple[DilemmaThema, str], ...]
    feiten: tuple[Feit, ...]
    betrokkenen: tuple[Betrokkene, ...]
    overwegingen: tuple[Overweging, ...]
    schijn: tuple[Schijn, ...]
    opties: tuple[Optie, ...]
