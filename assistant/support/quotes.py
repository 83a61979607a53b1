"""Rule citaat: what is quoted stands in the evidence, when signs that only look different are read as the same."""

from __future__ import annotations

import html
import re
import unicodedata

from assistant.answer import EvidenceItem
from assistant.support.sentence import Sentence
from corpus.dutch import label

LEAST_WORDS = 3
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
#: Signs that stand for the same: quotation marks, dashes, the degree sign and the ordinal of "1º".
_SAME = str.maketrans(
    dict.fromkeys("„“”‟«»‹›‘’‚‛′″´`\"'", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"º": "°", "˚": "°", "…": "..."}
)
#: Signs that are not seen: soft hyphen, zero-width signs, byte order mark.
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """``(start, end)`` of the words of ``text`` that are quoted; ``None`` where they do not stand there.

    The span holds the words as the evidence has them, so that a citation shows those and not what the model made of them.
    """
    wanted, _ = _read(quote)
    held, places = _read(text)
    wanted = wanted.strip(" '")
    at = held.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        # Whole words only: "lid" of "raadslid" is no quote.
        if not (held[at - 1 : at].isalnum() and wanted[0].isalnum()) and not (
            held[end : end + 1].isalnum() and wanted[-1].isalnum()
        ):
            return places[at][0], places[end - 1][1]
        at = held.find(wanted, at + 1)
    return None


def quotes(sentence: Sentence) -> str:
    """Rule citaat. A quote of fewer than three words, or of a heading only, supports nothing."""
    if not sentence.cited:
        return "geen bron bij deze zin"
    for item, quote in sentence.cited:
        if not any(find_quote(quote, text) for text in item.texts):
            return f"het citaat staat niet in {item.label}"
        if len(re.findall(r"\w+", quote)) < LEAST_WORDS:
            return f"het citaat uit {item.label} is te kort om iets te dragen"
        if _is_heading(quote, item):
            return f"het citaat uit {item.label} is alleen een kop"
    return ""


def _is_heading(quote: str, item: EvidenceItem) -> bool:
    headings = (item.provision.heading, label(item.locator, item.source.citeertitel), item.source.citeertitel, item.source.title)
    said = _read(quote)[0].strip(" '.:")
    return said in {_read(heading)[0].strip(" '.:") for heading in headings if heading}


def _read(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as it is compared, and for each sign of it the span in ``text`` that it comes from."""
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        entity = _ENTITY.match(text, at)
        end = entity.end() if entity else at + 1
        shown = html.unescape(entity[0]) if entity else text[at]
        for sign in unicodedata.normalize("NFKC", shown.translate(_SAME)).translate(_SAME):
            if sign in _UNSEEN:
                continue
            if not sign.isspace():
                signs.append(sign)
                places.append((at, end))
            elif signs and signs[-1] != " ":
                signs.append(" ")
                places.append((at, end))
        at = end
    return "".join(signs), places
