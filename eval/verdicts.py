"""Finds sentences that decide the case of who asks: "ja, dat mag", "u moet zich terugtrekken", "I would not do it".

The assistant shows rules, and a rule speaks of an office ("een raadslid stemt niet mee over …"). A sentence that tells the user
what is allowed, required, wise or wrong in the case at hand is a verdict, however soft. So every sentence that says something of
"u" or "you" counts, unless it only reports, asks, refers or leaves the choice. A duty put to the user ("u moet een gift melden")
therefore counts too: rules are not put that way here. A verdict that names neither the user nor the case ("de declaratie is
onterecht") has the form of a rule and is not seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.sentences import sentences
from assistant.support.verdict_patterns import HARMLESS, PATTERNS, YES_OR_NO, Pattern


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sentence that decides, as plain text, and the name of the pattern that found it."""

    sentence: str
    pattern: str


_QUOTE = re.compile(r"„[^”]*”|«[^»]*»")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARK = re.compile(r"^\s*(?:(?:#{1,6}|>+|[-*+•]|\d{1,2}[.)])\s+)+")
_ESCAPE = re.compile(r"\\(.)")
#: "… voor u. De …": a single letter with a dot looks like an initial, and is the end of a sentence here.
_ENDS_IN_U = re.compile(r"(?<=\bu\.) +(?=[A-ZÀ-Ý])")


def verdicts(text: str) -> tuple[Verdict, ...]:
    """The sentences of a text (plain or Markdown, Dutch or English) that decide the user's own case, in order.

    Words of the law between „…” or «…» are left out, and so are questions, unless they begin with a yes or a no.
    """
    found: list[Verdict] = []
    for line in _ENDS_IN_U.sub("\n", _QUOTE.sub("", text)).splitlines():
        for sentence in sentences(_plain(line)):
            if pattern := deciding_pattern(sentence):
                found.append(Verdict(sentence, pattern.name))
    return tuple(found)


def deciding_pattern(sentence: str) -> Pattern | None:
    """The first pattern that finds a sentence; ``None``: it decides nothing."""
    said = HARMLESS.sub("", sentence.lower().replace("’", "'")).strip()
    patterns = YES_OR_NO if said.endswith("?") else PATTERNS
    return next((p for p in patterns if p.compiled.search(said)), None)


def _plain(line: str) -> str:
    """A line without Markdown: marks of headings, lists and quotes, links, emphasis, escapes."""
    return _ESCAPE.sub(r"\1", _LINK.sub(r"\1", _MARK.sub("", line)).replace("*", "")).strip()
