"""Split a text into sentences with their spans, without breaking at "art. 28", "nr. 3" or "bijv."."""

from __future__ import annotations

import re

_ABBREVIATIONS = ("art", "artt", "nr", "nrs", "bijv", "o.a", "d.w.z", "jo", "ca", "incl", "excl", "resp", "mr", "dr", "drs", "ir", "max", "min", "evt", "m.b.t", "i.v.m", "t/m", "stb", "stcrt", "vgl", "zgn", "blz", "par", "dhr", "mw", "mevr", "prof", "jl", "st")  # fmt: skip
_DOTTED = re.compile(r"[a-z](?:\.[a-z])+")
_END = re.compile(r"[.!?](?:[\"'’”)])?(?=\s+[\"'‘“(]?[A-ZÀ-Ý0-9])")


def spans(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of each sentence; together they hold every character but the spaces between them."""
    found: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    for match in _END.finditer(text):
        word = text[start : match.start()].rsplit(None, 1)[-1:] or [""]
        last = word[0].lower().lstrip("(")
        if text[match.start()] == "." and (
            last in _ABBREVIATIONS or _DOTTED.fullmatch(last) or (len(last) == 1 and last.isalpha())
        ):
            continue
        found.append((start, match.end()))
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return found


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]
