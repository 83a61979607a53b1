"""Rule tekens: a sentence is written with the signs that Dutch law is written with."""

from __future__ import annotations

import re
import unicodedata

from assistant.support.sentence import Sentence

# Any other sign (a Cyrillic "е", an invisible filler, a stroke through the letters, "👍", "≠") could cut a word in two, stand for a
# verdict or turn the sentence round, and no rule on words would see it.
_KNOWN = re.compile(r"[ -~À-ÖØ-öø-ɏ€°§‘’“”„–—…½¼¾²³⁄•×±]*")


def signs(sentence: Sentence) -> str:
    """Rule tekens."""
    return "" if written(sentence.text) else "de zin heeft tekens die niet kunnen worden nagekeken"


def written(text: str) -> bool:
    """Has a text only known signs, on one line?"""
    return bool(_KNOWN.fullmatch(unicodedata.normalize("NFC", text)))
