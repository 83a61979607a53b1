"""A locator as people and as the government's own site write it.

For people: "artikel 15, eerste lid, onder d, Gemeentewet" (Aanwijzingen voor de regelgeving 3.27). For
wetten.overheid.nl: a JCI 1.3 link with article, lid and dates (``z`` = view date, ``g`` = validity date).
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from corpus.locator import Locator, Unit

_ORDINALS = (
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende "
    "veertiende vijftiende zestiende zeventiende achttiende negentiende twintigste"
).split()


def ordinal(number: str) -> str | None:
    """``"3"`` -> ``"derde"``; ``None`` where Dutch legislation writes no word (``"2a"``, ``"21"``)."""
    if number.isdecimal() and 1 <= int(number) <= len(_ORDINALS):
        return _ORDINALS[int(number) - 1]
    return None


def cardinal_of_ordinal(word: str) -> str | None:
    """``"derde"`` -> ``"3"``; ``None`` for another word."""
    return str(_ORDINALS.index(word) + 1) if word in _ORDINALS else None


def label(locator: Locator, citeertitel: str) -> str:
    """The reference for people, e.g. ``artikel 28, eerste lid, Gemeentewet``."""
    name = place_name(locator)
    return f"{name}, {citeertitel}" if name else citeertitel


def place_name(locator: Locator) -> str:
    """The place without the name of the law: ``artikel 28, eerste lid``; empty for a source as a whole."""
    parts: list[str] = []
    for step in locator.steps:
        if step.unit is Unit.LID:
            word = ordinal(step.number)
            parts.append(f"{word} lid" if word else f"lid {step.number}")
        elif step.unit is Unit.ONDERDEEL:
            parts.append(f"onder {step.number}")
        elif step.unit is Unit.BEGRIP:
            parts.append(f"begrip ‘{step.number.replace('-', ' ')}’")
        elif step.unit is Unit.KOP:
            parts.append(step.number.replace("-", " "))
        else:
            parts.append(f"{step.unit} {step.number}")
    return ", ".join(parts)


def name_in_article(locator: Locator) -> str:
    """The place as it is called within its article: ``eerste lid, onder a``; empty for the article itself."""
    return place_name(Locator(locator.source, locator.steps[len(locator.article.steps) :]))


def jci(locator: Locator, on: dt.date) -> str:
    """The JCI 1.3 link text of a BWB locator; raises ``ValueError`` for another kind of source."""
    if locator.source.scheme != "bwb":
        raise ValueError(f"{locator} is geen BWB-regeling en heeft geen JCI-verwijzing")
    known = {Unit.HOOFDSTUK, Unit.AFDELING, Unit.PARAGRAAF, Unit.ARTIKEL, Unit.LID, Unit.BIJLAGE}
    # The government's own links write a space as "_": artikel X 1 of the Kieswet is artikel=X_1.
    path = "".join(f"&{s.unit}={quote(s.number.replace(' ', '_'), safe=':.')}" for s in locator.steps if s.unit in known)
    onder = "".join(f"&o={quote(s.number)}" for s in locator.steps if s.unit is Unit.ONDERDEEL)
    return f"jci1.3:c:{locator.source}{path}{onder}&z={on.isoformat()}&g={on.isoformat()}"


def official_url(locator: Locator, source_url: str, on: dt.date) -> str:
    """Where a person reads the official text: the very lid at wetten.overheid.nl, else the source's page."""
    if locator.source.scheme == "bwb":
        return f"https://wetten.overheid.nl/{jci(locator, on)}"
    return source_url


def capital(text: str) -> str:
    """With a capital at the start, the rest as it is."""
    return text[:1].upper() + text[1:]
