"""Numbers of law and case law: public, needed for the answer, and easily taken for a case number or an address."""

from __future__ import annotations

import re

_REFERENCE = re.compile(
    r"""\b(?:
        (?:BWB[RVW]|CVDR)\d+[^\s,;]*
      | \d{4}[DZ]\d{5}
      | ECLI:[\w:.]+
      | (?:kst|stb|stcrt|trb|gmb|prb|wsb|blg|h-tk|ah-tk)-\d[\w.-]*
      | kamerstuk(?:ken)?\s+(?:[IVX]+(?:/[IVX]+)?,?\s+)?(?:\d{4}[/-]\d{2,4},?\s+)?\d{2}[\s.]?\d{3}(?:[\s-][IVX]+)?(?:,?\s+(?:nr\.?|[A-Z]\b)\s*\d*)?
      | handelingen\s+(?:[IVX]+,?\s+)?\d{4}[/-]\d{2,4}(?:,?\s+nr\.?\s*\d+)?
      | (?:stb|stcrt|trb|pb(?:eu|eg)?)\.?\s+(?:[CL]\s+)?\d{4},?\s*(?:nr\.?\s*)?\d+
      | (?:verordening|richtlijn|regulation|directive)\s+(?:\((?:EU|EG|EC)\)\s+)?(?:nr\.?\s*)?\d+/\d+
      | (?:artikel(?:en)?|artt?\.|articles?)\s+\w+(?:[.:]\w+)*
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def references(text: str) -> list[tuple[int, int]]:
    """Start and end of each reference, e.g. of "Stb. 2022, 573" and "artikel 2:4"."""
    return [m.span() for m in _REFERENCE.finditer(text)]
