"""References to the law in running Dutch: "art. 41c jo. 15 Gemw", "artikel 15, derde lid, onder d, van de Gemeentewet".

Every find carries its span. A reference whose law is not named, or whose name fits two laws, stays unresolved
(several candidates) instead of becoming the first one; the corpus decides which candidates exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus import Corpus, Locator, SourceId, Step, Unit
from corpus.dutch import cardinal_of_ordinal
from corpus.vocabulary import Names, plain

_ORDINAL = "eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|dertiende|veertiende|vijftiende|zestiende"
_NUMBER = r"(?:(?:[A-Z] ?)?\d+(?:[.:]\d+)*(?:bis|ter|quater|quinquies|[a-z]{0,2})(?!\w))"
_AND = r"(?:,|en|of|and|or)"
_LIST_ENDS = r"(?=\s*(?:$|[,.;?!)]|van\b|of the\b|jo\b|juncto\b|(?-i:[A-Z])|\w*wet\b|awb\b|woo\b))"
_LID = (
    rf"(?:(?:lid|leden|paragraphs?)\s+(?P<lid1>\d+[a-z]?(?:(?:\s*{_AND}\s*\d+[a-z]?)+{_LIST_ENDS})?(?!\w))"
    rf"|(?P<lid2>\d+\s*(?:e|de|ste)(?:\s*{_AND}\s*\d+\s*(?:e|de|ste))*)\s+(?:lid|leden)\b"
    rf"|(?P<lid3>(?:{_ORDINAL})(?:\s*{_AND}\s*(?:{_ORDINAL}))*)\s+(?:lid|leden)\b|\((?P<lid4>\d+)\))"
)
_ONDER = r"(?:(?:aanhef en\s+)?(?:onder|onderdeel|sub)\s+(?P<onder>(?P<letter>[a-z])(?P=letter)?)(?!\w))"
_TAIL = rf"(?:[\s,]*{_LID})?(?:[\s,]*{_ONDER})?"
# "het artikel 3 keer gelezen", "een artikel 12 maart": a number of something else.
_OTHER = r"(?!\s*(?:%|(?:keer|maal|euro|uur|jaar|jaren|maanden?|weken|dagen|pagina\w*|woorden|alinea\w*|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|times|pages)\b))"
_REFERENCE = re.compile(
    rf"\b(?P<word>artikelen|artikel|articles?|artt?)(?:\.\s*|\s+|(?=\d))(?P<number>{_NUMBER}){_OTHER}{_TAIL}", re.IGNORECASE
)
_BARE = re.compile(rf"(?<![\w.:/-])(?P<number>\d{{1,2}}:\d{{1,3}}[a-z]?)(?![\w:]){_TAIL}", re.IGNORECASE)
_LAW_FIRST = re.compile(rf"\b(?P<law>[A-Z]\w+)\s+(?P<number>{_NUMBER}){_OTHER}{_TAIL}", re.IGNORECASE)
_NEXT = re.compile(
    rf"\s*(?P<join>,|en\b|of\b|and\b|t/m|jo\.?|juncto\b)\s*(?P<number>{_NUMBER})(?!\s*(?:e|de|ste)?\s*(?:lid|leden)\b){_OTHER}",
    re.IGNORECASE,
)
_CHAIN = re.compile(r"\s*(?:,|en|of|and|or|jo\.?|juncto|t/m|tot en met)\s*(?:van\s+)?(?:het\s+)?", re.IGNORECASE)
_SUFFIX = re.compile(r"[\s,]*(?:van\s+|of\s+)?(?:de|het|the)?\s*", re.IGNORECASE)
_UNKNOWN_LAW = re.compile(
    r"[\s,]*(?:(?:van|uit|in)\s+)?(?:(?:de|het|onze|ons|mijn|uw|jullie|een)\s+)?(?!(?:de|die|deze|wet|regeling|zelfde|eerste|tweede|derde)\b)"
    r"(?:\w*(?:wet|wetboek|code|verordening|besluit|regeling|reglement|statuten|protocol|apv|cao|verdrag)\b|(?-i:[A-Z]{2,6}\b))",
    re.IGNORECASE,
)
_LID_FIRST = re.compile(rf"{_LID}(?:[\s,]*{_ONDER})?,?\s+(?:van|of)\s+$", re.IGNORECASE)
_LID_AFTER = re.compile(rf"[\s,]*{_LID}(?:[\s,]*{_ONDER})?", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([\w.]+)[\s,(]+$")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written: its span in the text and the locators it may mean (undated).

    ``law_named`` is false when the text names no law. ``candidates`` holds a locator for each law that has the
    name; it need not exist in the corpus, and there is none for a rule that the corpus does not know ("van onze APV").
    """

    start: int
    end: int
    text: str
    article: str
    lid: str | None
    onderdeel: str | None
    law_named: bool
    candidates: tuple[Locator, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The path within the law, whichever law it is."""
        return _steps(self.article, self.lid, self.onderdeel)


def law_names(corpus: Corpus, extra: Names) -> Names:
    """Names of the laws in the corpus (citeertitel, abbreviations) with those of the vocabulary."""
    table: dict[str, tuple[str, ...]] = dict(extra.entries)
    for source in corpus.sources.values():
        for name in (source.citeertitel, source.title, *source.abbreviations):
            key = plain(name)
            if str(source.id) not in table.get(key, ()):
                table[key] = (*table.get(key, ()), str(source.id))
    return Names(table)


@dataclass(frozen=True, slots=True)
class _Place:
    """An article as read, before its law is known."""

    start: int
    end: int
    article: str
    leden: tuple[str, ...]
    onderdeel: str | None
    laws: tuple[str, ...]
    unknown_law: bool


def find_references(text: str, names: Names) -> list[Reference]:
    """All references to an article in a text, in order.

    The law is the one named straight after, else that of the next reference in the same chain ("art. 41c jo. art. 15
    Gemw"), else the one named just before, else the only one that the text names.
    """
    named = tuple(names.values(text))
    places: list[_Place] = []
    for pattern in (_REFERENCE, _BARE, _LAW_FIRST):
        for match in pattern.finditer(text):
            if not any(p.start < match.end() and match.start() < p.end for p in places):
                places += _places(text, match, names)
    places.sort(key=lambda p: (p.start, p.end))
    found: list[Reference] = []
    for n in range(len(places) - 1, -1, -1):
        place = places[n]
        laws = place.laws
        if not laws and not place.unknown_law:
            after = places[n + 1] if n + 1 < len(places) else None
            if after and _CHAIN.fullmatch(text, place.end, max(place.end, after.start)):
                laws = after.laws
                places[n] = replace(place, laws=laws)
            laws = laws or _law_before(text, place.start, names) or (named if len(named) == 1 else ())
        found[:0] = _references(text, place, laws)
    return found


def _places(text: str, match: re.Match[str], names: Names) -> list[_Place]:
    """The articles of one match: the article itself, and those listed after it ("41c jo. 15", "artikelen 12 en 67")."""
    groups = match.groupdict()
    leden, onder, start, end = _leden(match), groups["onder"], match.start(), match.end()
    laws, stop = _law_after(text, end, names)
    if "law" in groups:
        laws, stop = names.entries.get(plain(groups["law"]), ()), end
        if not any(law.startswith("BWB") for law in laws) or _YEAR.fullmatch(groups["number"]):
            return []
    elif "word" not in groups and not laws:
        return []
    if not leden and (before := _LID_FIRST.search(text[:start])):
        leden, onder, start = _leden(before), onder or before["onder"], before.start()
    more, more_end = _listed(
        text, end, names, plural=groups.get("word", "").lower() in ("artikelen", "articles", "artt"), lid=bool(leden)
    )
    if more:
        laws, stop = _law_after(text, more_end, names)
        end = more_end
    if laws and not leden and (tail := _LID_AFTER.match(text, stop)):
        leden, onder, stop = _leden(tail), tail["onder"], tail.end()
    unknown = not laws and bool(_UNKNOWN_LAW.match(text, end))
    stop = stop if laws else end
    first = _Place(start, stop, _article(match["number"]), leden, onder, laws, unknown)
    return [first, *(_Place(start, stop, _article(number), (), None, laws, unknown) for number in more)]


def _listed(text: str, end: int, names: Names, *, plural: bool, lid: bool) -> tuple[list[str], int]:
    """Further article numbers of a list and where it ends; "en 3" counts only where it can be no other number."""
    numbers: list[str] = []
    certain = plural
    at = end
    while (match := _NEXT.match(text, at)) and (match["join"].lower().startswith("j") or not lid):
        certain = certain or match["join"].lower().startswith("j")
        numbers.append(match["number"])
        at = match.end()
    if numbers and (certain or _law_after(text, at, names)[0]):
        return numbers, at
    return [], end


def _leden(match: re.Match[str]) -> tuple[str, ...]:
    """The numbers of the leden: ``"lid 1 en 2"``, ``"1e en 2e lid"``, ``"eerste en tweede lid"`` -> ``("1", "2")``."""
    if match["lid1"]:
        return tuple(re.findall(r"\d+[a-z]?", match["lid1"].lower()))
    if match["lid3"]:
        return tuple(n for word in re.findall(_ORDINAL, match["lid3"].lower()) if (n := cardinal_of_ordinal(word)))
    return tuple(re.findall(r"\d+", match["lid2"] or match["lid4"] or ""))


def _article(number: str) -> str:
    """As the law writes it: ``x8`` -> ``X 8``, ``41C`` -> ``41c``."""
    return re.sub(r"^([a-z]) ?(?=\d)", lambda m: f"{m[1].upper()} ", number.lower())


def _references(text: str, place: _Place, laws: tuple[str, ...]) -> list[Reference]:
    found: list[Reference] = []
    for lid in place.leden or (None,):
        steps = _steps(place.article, lid, place.onderdeel)
        candidates = tuple(Locator(SourceId(law), steps) for law in laws)
        written = text[place.start : place.end]
        named = bool(laws) or place.unknown_law
        found.append(Reference(place.start, place.end, written, place.article, lid, place.onderdeel, named, candidates))
    return found


def _steps(article: str, lid: str | None, onder: str | None) -> tuple[Step, ...]:
    steps = [Step(Unit.ARTIKEL, article)]
    if lid:
        steps.append(Step(Unit.LID, lid))
    if onder:
        steps.append(Step(Unit.ONDERDEEL, onder.lower()))
    return tuple(steps)


def _law_after(text: str, end: int, names: Names) -> tuple[tuple[str, ...], int]:
    """The law named straight after a reference, longest name first, and where that name ends."""
    skipped = _SUFFIX.match(text, end)
    start = skipped.end() if skipped else end
    words = list(re.finditer(r"[^\s,;:?!()\"”’]+", text[start : start + 120]))
    for count in range(min(len(words), 9), 0, -1):
        stop = start + words[count - 1].end()
        values = names.entries.get(plain(text[start:stop]).rstrip("."))
        if values:
            return values, stop
    return (), end


def _law_before(text: str, start: int, names: Names) -> tuple[str, ...]:
    """The law named in one word just before: "Gemeentewet, artikel 28"."""
    before = _WORD_BEFORE.search(text[:start])
    return names.entries.get(plain(before[1]), ()) if before else ()
