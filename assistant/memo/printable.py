"""Text that every format can hold: what cannot be printed becomes a replacement character, in plain sight.

The words of a source are quoted verbatim, so nothing is normalised here and visible characters stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\ufffd"
# A byte order mark, and marks that turn the direction of the text after them or hide text: they can show another text than is there.
_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
# Control characters, lone surrogates, private use, unassigned.
_UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn"})


def printable(text: str) -> str:
    """``text`` with ``\\n`` as its only line end and only control character; a tab becomes a space."""
    lines = _DECEIVING.sub(REPLACEMENT, text.replace("\t", " ")).splitlines()
    return "\n".join("".join(REPLACEMENT if unicodedata.category(c) in _UNPRINTABLE else c for c in line) for line in lines)
