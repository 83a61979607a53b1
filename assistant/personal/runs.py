"""Words of a text that may be one name: "J. van den Berg", "Jan-Willem de Graaf", "El Amrani"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from assistant.personal.spans import PERSON, Span
from assistant.personal.tokens import Token, tokens
from assistant.personal.words import Lexicon, Phrases

_MOST_PARTICLES = 3
_COMPASS = re.compile(r"^(?:Noord|Oost|Zuid|West|Midden)-(?=\w)")
# A name can begin with these in the middle of a sentence without a title.
_PAIRS = frozenset({"van der", "van den", "van 't", "op den", "op 't", "in 't", "fan der"})
_POSSESSIVE = ("'s", "’s")


class Label(Enum):
    """What a word is by itself, so that it is no part of a name, or needs more to be one."""

    COURTESY = auto()
    RELATION = auto()
    OFFICE = auto()
    KNOWN = auto()
    TOWN = auto()


_TITLES = (Label.COURTESY, Label.RELATION, Label.OFFICE)


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens ``first:last``; ``names``: those of them that are neither initials nor tussenvoegsel."""

    first: int
    last: int
    names: tuple[int, ...]


class Reading:
    """The words of one text with their labels, and the runs among them."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.tokens: list[Token] = tokens(text)
        self.labels = [self._title(token) for token in self.tokens]
        # What is known as a body or a place keeps that label, whatever stands before it.
        self._mark(lexicon.towns, Label.TOWN)
        for i, token in enumerate(self.tokens):
            # A village is called Lies, but far more people are.
            if self.labels[i] is Label.TOWN and token.low in lexicon.words["call_names"]:
                self.labels[i] = None
        self._mark(lexicon.phrases, Label.KNOWN)

    def _title(self, token: Token) -> Label | None:
        low, words = token.low.rsplit("-", 1)[-1], self.lexicon.words
        for label, key in ((Label.COURTESY, "courtesy"), (Label.RELATION, "relations"), (Label.OFFICE, "offices")):
            if low in words[key]:
                return label
        if token.begins and low in words["greetings"]:
            return Label.COURTESY
        ends = low.endswith(tuple(words["office_endings"]))
        return Label.OFFICE if ends and not token.capital and not token.shouted else None

    def _mark(self, phrases: Phrases, label: Label) -> None:
        for i, token in enumerate(self.tokens):
            for phrase in phrases.get(_COMPASS.sub("", token.text), ()):
                if phrase[1:] == tuple(t.text for t in self.tokens[i + 1 : i + len(phrase)]):
                    self.labels[i : i + len(phrase)] = [label] * len(phrase)
                    break

    def run_at(self, at: int) -> Run | None:
        """The longest run that begins here; ``None`` where none does."""
        if self._opens(at):
            return None
        names: list[int] = []
        i = begin = self._name_after_particles(at, towns=True) if self._particle_may_begin(at) else at
        while i < len(self.tokens) and (i == begin or self.tokens[i].before in (" ", "")):
            if self._nameable(i, names):
                names.append(i)
                i += 1
            elif self.tokens[i].initials:
                i += 1
            elif i > begin and (after := self._name_after_particles(i, towns=self._first_names(names))) > i:
                i = after
            else:
                break
        return Run(at, names[-1] + 1, tuple(names)) if names else None

    def lead(self, run: Run) -> Label | None:
        """The title, office or relation right before a run."""
        if not run.first:
            return None
        label = self.labels[run.first - 1]
        if label not in _TITLES:
            return None
        before, head = self.tokens[run.first].before, self.tokens[run.names[0]]
        if before == " " or (before in (". ", ".") and not self.tokens[run.first].begins):
            return label
        # "Mijn baas, Ruud, …", but not "Beste wethouder, Mag ik …".
        named = head.low in self.lexicon.first_names or not self.lexicon.ordinary(head.low)
        return label if before in (", ", ": ") and head.capital and named else None

    def span(self, run: Run) -> Span:
        last = self.tokens[run.last - 1]
        end = last.end - 2 if last.text.endswith(_POSSESSIVE) else last.end
        return Span(self.tokens[run.first].start, end, PERSON)

    def beside(self, at: int) -> str:
        """The word at this place in lower case, where only a space parts it from the one before; else ``""``."""
        return self.tokens[at].low if at < len(self.tokens) and self.tokens[at].before in (" ", "") else ""

    def previous(self, at: int) -> str:
        """The word before this place in lower case, where only a space parts them; else ``""``."""
        return self.tokens[at - 1].low if at and self.tokens[at].before == " " else ""

    def apostrophe(self, run: Run) -> bool:
        """ "Hans' bedrijf"."""
        return run.last < len(self.tokens) and self.tokens[run.last].before in ("' ", "’ ")

    def after_particles(self, at: int) -> int:
        """The place behind tussenvoegsels; ``at`` itself where none stands there, or something else than a space behind them."""
        i = at
        while i < min(len(self.tokens), at + _MOST_PARTICLES) and self.tokens[i].low in self.lexicon.words["particles"]:
            i += 1
        spaced = all(self.tokens[k].before in (" ", "") for k in range(at + 1, min(i + 1, len(self.tokens))))
        return i if spaced else at

    def _name_after_particles(self, at: int, *, towns: bool = False) -> int:
        """The place of the capitalised name behind tussenvoegsels; ``at`` itself where there is none."""
        i = self.after_particles(at)
        allowed = (None, Label.TOWN) if towns else (None,)
        fits = at < i < len(self.tokens) and self.tokens[i].capital and self.labels[i] in allowed
        if not fits or self.tokens[i].low in self.lexicon.words["portfolios"]:
            return at
        single = i - at == 1 and self.tokens[at].low not in self.lexicon.words["single"]
        return at if single else i

    def _particle_may_begin(self, at: int) -> bool:
        token = self.tokens[at]
        if self.labels[at]:
            return False
        if f"{token.low} {self.beside(at + 1)}" in _PAIRS or token.low in self.lexicon.words["sure"]:
            return True
        led = at > 0 and self.labels[at - 1] in _TITLES and token.before in (" ", ". ")
        return token.low in self.lexicon.words["first"] and (token.text[0].isupper() or led)

    def _first_names(self, names: list[int]) -> bool:
        """Only first names or initials so far, so that a town can be the surname ("Willem van Aalst")."""
        return all(self.tokens[i].low in self.lexicon.first_names for i in names)

    def _nameable(self, at: int, names: list[int]) -> bool:
        token, label = self.tokens[at], self.labels[at]
        if label is Label.KNOWN or (token.low in self.lexicon.words["particles"] and not names):
            return False
        if token.shouted:
            return len(token.text) > 3 and at > 0 and self.labels[at - 1] is Label.COURTESY
        return token.capital and (label in (None, Label.TOWN) if not names else token.low not in self.lexicon.words["particles"])

    def _opens(self, at: int) -> bool:
        """A first word of a sentence that only has its capital from that: "Volgens Karin", "Mag Jansen"."""
        token, follows = self.tokens[at], at + 1 < len(self.tokens) and self.tokens[at + 1].before == " "
        if not (token.begins and follows and (self.tokens[at + 1].capital or self.tokens[at + 1].initials)):
            return False
        if token.low in self.lexicon.words["openers"]:
            # "Van Kees hoorde ik", but "Van Hulzen gaf".
            return token.low not in self.lexicon.words["first"] or self.tokens[at + 1].low in self.lexicon.first_names
        may_be_name = token.low in self.lexicon.first_names or token.low in self.lexicon.words["first"]
        return not may_be_name and self.lexicon.ordinary(token.low)
