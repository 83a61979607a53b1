"""Case numbers (zaaknummers) of a municipality: by their own form ("Z/24/12345"), or after a word that announces one."""

from __future__ import annotations

import re

from assistant.personal.spans import Span

_BARE = re.compile(
    r"""(?<![\w/.-])(?:
        Z[AK]{0,3}[-./\s]?(?:(?:19|20)\d\d|\d\d)[-./]\d{3,9}
      | Z[AK]{0,3}\d{7,11}
      | (?-i:[A-Z]{1,4}[-/](?:20)?\d\d[-/]\d{4,8})
    )(?![\w/-])""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = r"(?:nummers?|nrs?\b\.?|-?id\b|kenmerk)"
_OF = "zaak|dossier|registratie|meldings?|klacht|aanvraag|referentie|vergunning|parket|rol|ticket|document|bezwaar|besluit"
_ANNOUNCED = re.compile(
    rf"""\b(?:
        (?P<certain>(?:{_OF}){_NUMBER}|(?:ons|uw|mijn|hun)\ kenmerk|case\ number|file\ number|nummer\ van\ (?:de|het)\ (?:zaak|dossier|melding|klacht))
      | (?:zaak|dossier|kenmerk|referentie|reference)
    )(?:\s+(?:is|was|luidt|met|nr\.?|nummer))?\s*[:=]?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERED = re.compile(r"[A-Za-z0-9]\w*(?:[./_-]\w+)*")
_NEXT = re.compile(r"(?:,| en| of)\s+")
_DATE = re.compile(r"\d{1,2}[-./]\d{1,2}[-./](?:\d\d|\d{4})|\d{4}-\d\d-\d\d")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")


def cases(text: str) -> list[Span]:
    """Every case number; a year, a date and "zaak 2" are none."""
    found = [m.span() for m in _BARE.finditer(text)]
    for said in _ANNOUNCED.finditer(text):
        at = said.end()
        while (number := _NUMBERED.match(text, at)) and _is_case(number[0], certain=bool(said["certain"])):
            found.append(number.span())
            at = more.end() if (more := _NEXT.match(text, number.end())) else len(text)
    return [Span(start, end, "ZAAKNUMMER") for start, end in sorted(set(found))]


def _is_case(number: str, *, certain: bool) -> bool:
    digits = sum(c.isdecimal() for c in number)
    if _DATE.fullmatch(number) or (_YEARS.fullmatch(number) and not certain):
        return False
    if certain:
        return digits >= 3
    return digits >= 5 or (digits >= 4 and not number.isdecimal())
