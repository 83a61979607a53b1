"""The grammar of numbered headings: "Artikel 2.1 Geschenken", "3.2 Geschenken", "§ 4", "Hoofdstuk II", "Bijlage 1"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.locator import Step, Unit

_NUMBER = r"\d{1,4}[a-z]{0,3}(?:[.:]\d{1,3}[a-z]{0,2})*|[IVXLC]{1,7}|[A-Z]"
_NAMED = re.compile(
    rf"(?P<unit>artikel|art\.|hoofdstuk|paragraaf|afdeling|titel|deel|bijlage|§)\s*(?P<number>{_NUMBER})"
    r"(?![\w°])\s*[.:]?\s*[-–—:|]?\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?(?:\s+[-–—]?\s*(?P<title>[^\W\d_].*))?", re.DOTALL)
# A number that opens a whole sentence: "2.1 Een wethouder meldt ...", "Artikel 3. De raad stelt ...".
_OPENING = re.compile(
    r"(?P<head>[Aa]rtikel\s+\d{1,4}[a-z]?(?:[.:]\d{1,3}[a-z]?)*(?=[.:]\s)|\d{1,2}(?:\.\d{1,2}){1,4}(?=[.:]?\s))"
    r"[.:]?\s+(?P<rest>[A-ZÀ-Þ].*)",
    re.DOTALL,
)
_UNITS = {"art.": Unit.ARTIKEL, "§": Unit.PARAGRAAF}
_RANKS = {Unit.DEEL: 1, Unit.BIJLAGE: 1, Unit.HOOFDSTUK: 2, Unit.TITEL: 2, Unit.AFDELING: 3, Unit.PARAGRAAF: 4, Unit.ARTIKEL: 8}
_LONGEST = 120
_MOST_WORDS = 15


@dataclass(frozen=True, slots=True)
class Numbered:
    """``step``: the place that a heading names; ``title``: what stands after the number."""

    step: Step
    title: str

    @property
    def rank(self) -> int:
        """How deep such a heading lies when nothing else tells it; ``3.2`` is deeper than ``3``."""
        return _RANKS[self.step.unit] + (self.step.number.count(".") if self.step.unit is Unit.PARAGRAAF else 0)


def numbered(text: str) -> Numbered | None:
    """What a heading with a number names, or ``None``. A bare number is that of a paragraaf."""
    if match := _NAMED.fullmatch(text):
        name = match["unit"].lower()
        return Numbered(Step(_UNITS.get(name) or Unit(name), match["number"]), match["title"])
    match = _PLAIN.fullmatch(text)
    if match and (not match["title"] or match["title"][0].isupper() or "." in match["number"]):
        return Numbered(Step(Unit.PARAGRAAF, match["number"]), match["title"] or "")
    return None


def named(text: str) -> Numbered | None:
    """As ``numbered``, but only with the word for the unit, or with a number of two parts: those tell a heading by themselves."""
    found = numbered(text)
    if found and (_NAMED.fullmatch(text) or "." in found.step.number):
        return found
    return None


def short(text: str) -> bool:
    """Whether a text has the looks of a heading: short, no end of a sentence, begins with a capital or a number."""
    return (
        0 < len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and not text.endswith((".", ";", ":", ",", "!"))
        and (text[0].isupper() or text[0].isdigit() or text[0] == "§")
    )


def heads(text: str) -> bool:
    """Whether a line that nothing marks as a heading is one by its number: "Artikel 3", "Artikel 3.", "2.1 Geschenken"."""
    bare = text.removesuffix(".")
    found = named(bare)
    if found is None or not short(bare):
        return False
    return not found.title or (found.title[0].isupper() and bare == text)


def opening(text: str) -> tuple[str, str] | None:
    """Split "2.1 Een wethouder meldt elk geschenk." and "Artikel 3. De raad stelt ..." in the number and the sentence."""
    match = _OPENING.fullmatch(text)
    return (match["head"], match["rest"]) if match and text.endswith((".", ";", ":")) else None
