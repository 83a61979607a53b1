"""What offices and tiers are called in the language of the reader; the terms of the law itself stay Dutch."""

from __future__ import annotations

from assistant.answer import Language
from corpus import Ambt, Bestuurslaag

_OFFICES = {
    Ambt.RAADSLID: "municipal councillor (raadslid)",
    Ambt.WETHOUDER: "alderman (wethouder)",
    Ambt.BURGEMEESTER: "mayor (burgemeester)",
    Ambt.STATENLID: "member of the provincial council (Statenlid)",
    Ambt.GEDEPUTEERDE: "member of the provincial executive (gedeputeerde)",
    Ambt.COMMISSARIS: "King’s commissioner (commissaris van de Koning)",
    Ambt.WATERSCHAPSBESTUURDER: "member of a water authority’s board (waterschapsbestuurder)",
    Ambt.BEWINDSPERSOON: "minister or state secretary (bewindspersoon)",
    Ambt.KAMERLID: "member of parliament (Kamerlid)",
    Ambt.RIJKSAMBTENAAR: "central government official (rijksambtenaar)",
    Ambt.AMBTENAAR: "civil servant (ambtenaar)",
    Ambt.GRIFFIER: "clerk of the council (griffier)",
    Ambt.SECRETARIS: "secretary (secretaris)",
}
_TIERS = {
    Bestuurslaag.GEMEENTE: "municipality",
    Bestuurslaag.PROVINCIE: "province",
    Bestuurslaag.WATERSCHAP: "water authority",
    Bestuurslaag.RIJK: "central government",
    Bestuurslaag.ALGEMEEN: "all tiers",
}


def office_name(ambt: Ambt, language: Language) -> str:
    """``wethouder``; ``alderman (wethouder)``."""
    return ambt.label if language is Language.NL else _OFFICES[ambt]


def who_asks(ambt: Ambt, tier: Bestuurslaag | None, language: Language) -> str:
    """``raadslid (gemeente)``; ``municipal councillor (raadslid), municipality``."""
    name = office_name(ambt, language)
    if tier is None:
        return name
    return f"{name} ({tier})" if language is Language.NL else f"{name}, {tier_name(tier, language)}"


def tier_name(tier: Bestuurslaag, language: Language) -> str:
    """``waterschap``; ``water authority``."""
    return str(tier) if language is Language.NL else _TIERS[tier]
