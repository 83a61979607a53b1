"""References to the law in running Dutch: "art. 41c jo. 15 Gemw", "artikel 15, derde lid, onder d, van de Gemeentewet".

Every find carries its span. A reference whose law is not named, or whose name fits two laws, stays unresolved
(several candidates) instead of becoming the first one; the corpus decides which candidates exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus import Corpus, Locator, SourceId, Step, Unit
from corpus.dutch import cardinal_of_ordinal
from corpus.vocabulary import Names, plain

_NUMBER = r"(?:(?:[A-Z] ?)?\d+(?:[.:]\d+)*[a-z]{0,3}(?:bis|ter|quater)?)"
_ORDINAL = "eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|dertiende|veertiende|vijftiende"
_LID = rf"(?:(?:lid|leden|paragraph)\s+(?P<lid1>\d+[a-z]?)|(?P<lid2>\d+)\s*(?:e|de|ste)\s+lid|(?P<lid3>{_ORDINAL})\s+lid)"
_ONDER = r"(?:(?:onder|onderdeel|sub)\s+(?P<onder>[a-z]{1,2})\b)"
_TAIL = rf"(?:[\s,]*(?:{_LID}))?(?:[\s,]*{_ONDER})?"
_REFERENCE = re.compile(
    rf"\b(?:(?i:artikel(?:en)?|article|art\.?))\s*(?P<number>{_NUMBER})(?![\d])(?i:{_TAIL})"
    rf"(?:\s*(?:jo\.?|juncto|en)\s+(?:(?i:art\.?|artikel)\s*)?(?P<second>{_NUMBER})(?=\s+(?:van|[A-Z]))(?!\s*(?:lid|leden)))?"
)
_SUFFIX = re.compile(r"[\s,]*(?:van\s+)?(?:de|het|the|of the)?\s*", re.IGNORECASE)
_LID_FIRST = re.compile(rf"(?i:{_LID})\s+van\s+$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written: its span in the text and the locators it may mean (undated).

    ``law_named`` is false when the text names no law. ``candidates`` holds a locator for each law that has the
    name; it need not exist in the corpus.
    """

    start: int
    end: int
    text: str
    article: str
    lid: str | None
    onderdeel: str | None
    law_named: bool
    candidates: tuple[Locator, ...]


def law_names(corpus: Corpus, extra: Names) -> Names:
    """Names of the laws in the corpus (citeertitel, abbreviations) with those of the vocabulary."""
    table: dict[str, tuple[str, ...]] = dict(extra.entries)
    for source in corpus.sources.values():
        for name in (source.citeertitel, source.title, *source.abbreviations):
            key = plain(name)
            if str(source.id) not in table.get(key, ()):
                table[key] = (*table.get(key, ()), str(source.id))
    return Names(table)


def find_references(text: str, names: Names) -> list[Reference]:
    """All references to an article in a text, in order."""
    named = names.values(text)
    found: list[Reference] = []
    for match in _REFERENCE.finditer(text):
        lid = match["lid1"] or match["lid2"] or (cardinal_of_ordinal(match["lid3"].lower()) if match["lid3"] else None)
        if lid is None and (before := _LID_FIRST.search(text[: match.start()])):
            word = before["lid3"]
            lid = before["lid1"] or before["lid2"] or (cardinal_of_ordinal(word.lower()) if word else None)
        laws, end = _law_after(text, match.end(), names)
        if not laws and len(named) == 1:
            laws = named
        for number in filter(None, (match["number"], match["second"])):
            own = number == match["number"]
            steps = _steps(number, lid if own else None, match["onder"] if own else None)
            found.append(
                Reference(
                    match.start(), end, text[match.start() : end], number, lid if own else None, match["onder"] if own else None,
                    bool(laws), tuple(Locator(SourceId(law), steps) for law in laws),
                )
            )  # fmt: skip
    return found


def _steps(number: str, lid: str | None, onder: str | None) -> tuple[Step, ...]:
    article = re.sub(r"^([A-Z]) ?(?=\d)", r"\1 ", number)
    steps = [Step(Unit.ARTIKEL, article)]
    if lid:
        steps.append(Step(Unit.LID, lid))
    if onder:
        steps.append(Step(Unit.ONDERDEEL, onder.lower()))
    return tuple(steps)


def _law_after(text: str, end: int, names: Names) -> tuple[list[str], int]:
    """The law named straight after a reference, longest name first, and where that name ends."""
    skipped = _SUFFIX.match(text, end)
    start = skipped.end() if skipped else end
    words = list(re.finditer(r"[^\s,;?!()]+", text[start : start + 120]))
    for count in range(min(len(words), 9), 0, -1):
        stop = start + words[count - 1].end()
        values = names.entries.get(plain(text[start:stop]).rstrip("."))
        if values:
            return list(values), stop
    return [], end
