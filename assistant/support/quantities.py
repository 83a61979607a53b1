"""Numbers in running Dutch with what they count: "binnen een maand", "twee derde", "€ 1.000", "17 juni 2025", "14 dagen"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_UNITS = {
    "uur": ("uur", 1), "dag": ("dag", 1), "dagen": ("dag", 1), "week": ("dag", 7), "weken": ("dag", 7), "maand": ("maand", 1), "maanden": ("maand", 1),
    "kwartaal": ("maand", 3), "jaar": ("maand", 12), "jaren": ("maand", 12), "procent": ("procent", 1), "%": ("procent", 1), "euro": ("euro", 1), "€": ("euro", 1),
    "keer": ("keer", 1), "maal": ("keer", 1), "stemmen": ("stem", 1),
}  # fmt: skip
_WORDS = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig"
).split()
_TENS = {
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
    "honderd": 100,
    "duizend": 1000,
}
_NUMBERS = {word: n for n, word in enumerate(_WORDS)} | _TENS
_PARTS = {"derde": 3, "kwart": 4, "vierde": 4, "vijfde": 5, "zesde": 6, "tiende": 10, "helft": 2, "half": 2, "halve": 2}
_ORDINALS = "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende".split()
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:,\d+)?"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_DATE = re.compile(rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})(?: (?P<year>\d{{4}}))?")
_MONEY = re.compile(rf"€ ?(?P<value>{_DIGITS})")
_SHARE = re.compile(
    rf"(?:(?P<count>{_WORD}) )?(?P<part>{'|'.join(_PARTS)})(?! (?:lid|kamer|keer|categorie|graad|termijn|werkdag)\b)"
)
_COUNT = re.compile(rf"(?<![\w.:-])(?P<value>{_DIGITS}|{_WORD}|anderhalf|anderhalve)(?:-| ?)(?P<unit>{_UNIT})(?!\w)")
_PLAIN = re.compile(rf"(?<![\w.:,-])(?P<value>{_DIGITS}|(?!een\b)(?:{_WORD}))(?![\w:-])")
_ORDINAL = re.compile(
    rf"\b(?P<value>{'|'.join(_ORDINALS)})(?= (?:categorie|graad|keer|termijn|dag|week|maand|jaar|drie|twee|zes|werkdag))"
)
_BOUNDS = (
    (
        "laag",
        re.compile(r"\b(?:minstens|vanaf|boven|meer dan|langer dan|ouder dan|hoger dan)(?: (?:de|het|een|een bedrag van))?$"),
    ),
    (
        "hoog",
        re.compile(
            r"\b(?:hoogstens|maximumkorting van|binnen|uiterlijk(?: (?:na|op|in|binnen|voor))?|minder dan|tot|lager dan)(?: (?:de|het|een))?$"
        ),
    ),
    ("na", re.compile(r"\b(?:na|sinds)$")),
    ("voor", re.compile(r"\bvoor(?: de)?$")),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, what it counts ("" when that is not a known unit), how it bounds ("" for none), and where it stands."""

    value: str
    unit: str
    bound: str
    start: int
    end: int

    @property
    def family(self) -> str:
        """Terms are of one family, whether they count hours, days or months."""
        return "termijn" if self.unit in ("uur", "dag", "maand") else self.unit

    def same(self, other: Quantity) -> bool:
        """The same number of the same; a bound that one of them has must be that of the other."""
        loose = {self.bound, other.bound} == {"", "voor"}
        return (self.value, self.unit) == (other.value, other.unit) and (self.bound == other.bound or loose)


def quantities(text: str) -> list[Quantity]:
    """The quantities of a canonical text, in order; a date is one of them."""
    found: list[Quantity] = []

    def add(match: re.Match[str], value: str, unit: str) -> None:
        if not any(q.start < match.end() and match.start() < q.end for q in found):
            bound = next((name for name, pattern in _BOUNDS if pattern.search(text[: match.start()].rstrip())), "")
            found.append(Quantity(value, unit, bound, match.start(), match.end()))

    for match in _DATE.finditer(text):
        add(match, f"{match['day']} {match['month']} {match['year'] or ''}".strip(), "datum")
    for match in _MONEY.finditer(text):
        add(match, str(_number(match["value"])), "euro")
    for match in _COUNT.finditer(text):
        unit, size = _UNITS[match["unit"]]
        add(match, str(_number(match["value"]) * size), unit)
    for match in _SHARE.finditer(text):
        # "een derde" is a share; "derde" by itself is a rank or a person.
        if match["count"] or match["part"] in ("kwart", "helft"):
            add(match, str(Fraction(_NUMBERS.get(match["count"] or "een", 1), _PARTS[match["part"]])), "deel")
    for match in _ORDINAL.finditer(text):
        add(match, match["value"], "rang")
    for match in _PLAIN.finditer(text):
        add(match, str(_number(match["value"])), "")
    return sorted(found, key=lambda q: q.start)


def _number(text: str) -> Fraction:
    if text in _NUMBERS:
        return Fraction(_NUMBERS[text])
    if text.startswith("anderhal"):
        return Fraction(3, 2)
    return Fraction(text.replace(".", "").replace(" ", "").replace(",", "."))
