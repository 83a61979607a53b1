"""A title as a name: lower case, without accents, words joined by hyphens. Fits ``SourceId`` and a heading step of a ``Locator``."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d"})
_LONGEST = 60


def slug(text: str, *, start: str) -> str:
    """``start`` comes before a name that would begin with a digit, and stands alone where no letter or digit is left."""
    plain = unicodedata.normalize("NFKD", text.lower()).translate(_LETTERS)
    words = re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f’'`]", "", plain))
    kept: list[str] = []
    for word in words:
        if kept and len("-".join([*kept, word])) > _LONGEST:
            break
        kept.append(word[:_LONGEST])
    name = "-".join(kept)
    return name if name[:1].isalpha() else "-".join([start, *kept])
