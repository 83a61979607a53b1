"""Which words of the official text are quoted: the whole lid where it is short, else the lines that the sentence is about."""

from __future__ import annotations

from assistant.sentences import spans
from ingest.analyser import words

_LONGEST = 700
_MEANT = 4


def pieces_of(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of the sentences and list items of an official text, in order."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        # A bullet is no word of the sentence; a number or letter is how people name an item.
        skipped = len(line) - len(line.lstrip(" -–•*"))
        found += [(at + skipped + start, at + skipped + end) for start, end in spans(line[skipped:])]
        at += len(line) + 1
    return found


def quote_for(sentence: str, text: str) -> str:
    """The part of ``text`` to quote beside a summary: contiguous, verbatim, at most about 700 characters.

    Among the runs of whole sentences and items that fit, the one that shares most words with the summary; the shortest of
    these, then the first.
    """
    if len(text) <= _LONGEST:
        return text.strip()
    parts = pieces_of(text)
    if not parts:
        return text.strip()[:_LONGEST]
    wanted = _content(sentence)
    best: tuple[int, int, int] | None = None
    chosen = parts[0]
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            start, end = parts[first][0], parts[last][1]
            if last > first and end - start > _LONGEST:
                break
            score = (len(wanted & _content(text[start:end])), start - end, -start)
            if best is None or score > best:
                best, chosen = score, (start, end)
    quote = text[chosen[0] : chosen[1]]
    # One sentence without end is cut at a word.
    return quote if len(quote) <= 2 * _LONGEST else quote[: 2 * _LONGEST].rpartition(" ")[0] or quote[: 2 * _LONGEST]


def lead_in(text: str, quote: str) -> str:
    """The words before a list that a quoted item of it needs: "Een lid mag niet:". Empty when the quote has them or there are none."""
    first = text.split("\n")[0].strip()
    return first if first.endswith(":") and not quote.startswith(first) and len(first) <= _LONGEST else ""


def _content(text: str) -> set[str]:
    return {word for word in words(text) if len(word) >= _MEANT or word.isdecimal()}
