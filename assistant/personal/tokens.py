"""Words of a text with what the rules for names ask of them: does it begin a sentence, is it written as a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"['’][tns](?![^\W\d_])|[^\W\d_]+(?:['’][^\W\d_]+|-[^\W\d_]+)*")
_INITIALS = r"(?:(?:IJ|Th|Ph|Chr?|(?![a-zà-öø-ÿ])[^\W\d_])\.)+(?:-(?:[A-Z]\.)+)?"
_TOKEN = re.compile(rf"{_INITIALS}|{WORD.pattern}")
_BEGINS = re.compile(r"[.!?…:\n•]|\s[\"“‘'-]\s?$")
# An abbreviation with its full stop ends no sentence.
_SHORTENED = frozenset("dhr hr mw mevr mej mr mrs ms dr drs ir ing prof ds fam st burg".split())
# Upper case as X, lower case as x: "Karin", "d'Ancona", "Anja's".
_NAME_SHAPE = re.compile(r"(?:[xX]['’])?Xx+(?:['’]x+)?")


@dataclass(frozen=True, slots=True)
class Token:
    """``before``: the signs between the word before it and this one. ``begins``: it stands at the start of a sentence."""

    text: str
    start: int
    end: int
    before: str
    begins: bool

    @property
    def low(self) -> str:
        return self.text.lower()

    @property
    def initials(self) -> bool:
        return self.text.endswith(".")

    @property
    def shouted(self) -> bool:
        """In capitals from end to end: an abbreviation, or a text that shouts."""
        return len(self.text) > 1 and not self.initials and self.text.isupper()

    @property
    def capital(self) -> bool:
        """Written as a name: "Karin", "Jan-Willem", "McCoy", "IJsbrand"; not "Woo-verzoek", "AMvB", "VVD"."""
        return all(map(_named, self.text.split("-")))


def _named(part: str) -> bool:
    shape = "".join("X" if c.isupper() else "x" if c.islower() else c for c in part)
    if _NAME_SHAPE.fullmatch(shape):
        return True
    return part.startswith(("Mc", "Mac", "IJ")) and bool(re.fullmatch("X(?:X|xx?X)x+", shape))


def tokens(text: str) -> list[Token]:
    """All words and initials, in order."""
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        before = text[last : match.start()]
        found.append(Token(match[0], match.start(), match.end(), before, _begins(before, found)))
        last = match.end()
    return found


def _begins(before: str, found: list[Token]) -> bool:
    if not found:
        return True
    if before.startswith(".") and not before[1:].strip() and found[-1].low in _SHORTENED:
        return False
    return bool(_BEGINS.search(before))
