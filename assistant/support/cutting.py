"""A sentence in parts: where a clause begins and ends, and what kind of clause it is, by its connecting words and verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from assistant.support.verbs import FINITE, MODAL, has_finite
from assistant.support.words import is_verb, words_of


class Kind(StrEnum):
    """``VOORWAARDE``: when a rule holds. ``UITZONDERING``: when it does not. ``BIJZIN``: what is said of one of its words."""

    HOOFD = "hoofd"
    VOORWAARDE = "voorwaarde"
    UITZONDERING = "uitzondering"
    BIJZIN = "bijzin"


@dataclass(frozen=True)
class Part:
    """A span of a sentence; ``hard``: punctuation parts it from what stands before it."""

    start: int
    end: int
    kind: Kind
    hard: bool = False


# "Als raadslid", "optreden als advocaat": no condition.
_AS = (
    "raadslid|statenlid|wethouder|gedeputeerde|burgemeester|kamerlid|ambtenaar|rijksambtenaar|bewindspersoon|minister|griffier|secretaris|voorzitter|"
    "volksvertegenwoordiger|ambtsdrager|politiek|lid|leden|commissaris|publiek|bestuurder|advocaat|adviseur|gemachtigde|waterschapsbestuurder|vertegenwoordiger|wet|vertrouwelijk|meestemmen"
)
_EXCEPTION = "tenzij|behalve|behoudens|uitgezonderd|met uitzondering van|maar niet|maar geen|niet(?= (?:het|de|een|van|voor|aan|bij|in|op|door|tegen|over|met)\\b)"
_CONDITION = rf"als(?! (?:{_AS}))|wanneer|indien|mits|zodra|zolang|voor zover|voorzover|voordat|nadat"
_WHERE = "waar(?:aan|bij|door|in|mee|naar|onder|op|over|tegen|toe|uit|van|voor)?"
_BEFORE = r"(?:(?:en|maar|of|ook|zelfs|alleen|pas|dan|wel|niet) )*"
_STARTS = re.compile(
    rf"(?:(?P<exception>{_EXCEPTION})|{_BEFORE}(?P<condition>{_CONDITION})|{_BEFORE}(?P<relative>die|dat|wie|wat|{_WHERE}|welke?|hoe|om|omdat|doordat|zodat|opdat|totdat))\b"
)
# Words after which "die" and "dat" point at something, or belong to what stands before them.
_NOT_AFTER = "".join(
    rf"(?<!\b{word} )"
    for word in "voor van met in op aan bij hij zij u als of en dan die over zover is zijn mag mogen moet moeten kan kunnen wordt worden".split()
)
_CUT = re.compile(
    rf"[;–]|:(?!\d)|,|(?<=\s)(?<!\bbehalve )(?<!\bniet )(?<!\bmaar )(?={_BEFORE}(?:tenzij|behalve|{_CONDITION}|maar|omdat|doordat|zodat|terwijl|totdat|want)\b)"
    rf"|(?<=\w ){_NOT_AFTER}(?=(?:dat|die|wie|{_WHERE}|hoe|welke) )|(?<=\s)(?=(?:en|of) (?:{'|'.join(sorted(FINITE))})\b)"
)
_INVERTED = re.compile(r"(?:dan|zo)\b")
_RELATIVE = re.compile(rf"\s*(?:wie|die|dat|{_WHERE}) ")
_NOTFINITE = re.compile(r"ge\w+|\w+en|(?:be|ver|ont|her|er)\w+d")
_HARD = frozenset(";:")


def parts_of(sentence: str) -> list[Part]:
    """The parts of a canonical sentence, in order."""
    return _joined(sentence, _cut(sentence))


def inverted(sentence: str, part: Part) -> bool:
    """Does a part begin with "dan": what stands before it is a condition?"""
    return _INVERTED.match(sentence, part.start) is not None


def _cut(sentence: str) -> list[tuple[int, int]]:
    """The spans between punctuation and connecting words."""
    edges = [(0, 0), *(m.span() for m in _CUT.finditer(sentence)), (len(sentence), len(sentence))]
    spans = [span for before, after in pairwise(edges) for span in _after_relative(sentence, before[1], after[0])]
    return [(start, end) for start, end in (_trimmed(sentence, *span) for span in spans) if end > start]


def _after_relative(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """A relative clause ends with its verb: "die bij het ambt hoort | niet houden", "wie zich onthoudt | brengt geen stem uit"."""
    if not _RELATIVE.match(sentence, start, end) or _points_back(sentence, start):
        return [(start, end)]
    found = list(re.finditer(r"[\w'-]+", sentence[start:end]))
    words = [match[0] for match in found]
    for certain in (True, False):
        for n in range(1, len(words)):
            if (
                words[n] == "zijn"
                or not has_finite(words[n - 1 : n + 1], certain=certain)
                or has_finite(words[n - 1 : n], certain=certain)
            ):
                continue
            last = n
            while last + 1 < len(words) and _NOTFINITE.fullmatch(words[last + 1]):
                last += 1
            rest = sentence[start + found[last].end() : end].strip()
            return (
                [(start, end)]
                if rest.startswith(("en ", "of "))
                else [(start, start + found[last].end()), (start + found[last].end(), end)]
            )
    return [(start, end)]


def _points_back(sentence: str, start: int) -> bool:
    """Does "dat" or "die" stand first, or first after a semicolon? There it points at what was said before."""
    before = sentence[:start].rstrip(" ,")
    return (not before or before[-1] in _HARD) and re.match(r"\s*(?:dat|die)\b", sentence[start:]) is not None


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    part = sentence[start:end]
    return start + len(part) - len(part.lstrip(" ,.")), end - len(part) + len(part.rstrip(" ,."))


def _joined(sentence: str, spans: list[tuple[int, int]]) -> list[Part]:
    """A piece that is no clause of its own goes with the one before it: an item of a list, "dat voornemen", "als voorzitter"."""
    parts: list[Part] = []
    for start, end in spans:
        piece = sentence[start:end]
        kind = Kind.HOOFD if _points_back(sentence, start) else _kind(piece)
        last = parts[-1] if parts else Part(0, 0, kind)
        if not parts or _HARD & set(sentence[last.end : start]):
            parts.append(Part(start, end, kind, hard=True))
            continue
        headless = last.kind is Kind.HOOFD and last.hard and not has_finite(words_of(sentence[last.start : last.end]))
        ended = last.kind is Kind.BIJZIN and sentence[last.end : start].isspace()
        choice = last.kind in (Kind.VOORWAARDE, Kind.UITZONDERING) and piece.startswith("of ")
        if _awaited(sentence, parts, piece):
            parts.append(Part(start, end, Kind.HOOFD))
            continue
        alone = _stands_alone(piece)
        if choice or (not alone and not ended):
            parts[-1] = replace(last, end=end)
        elif headless and kind in (Kind.HOOFD, Kind.BIJZIN):
            parts[-1] = replace(last, end=end, kind=kind if kind is Kind.BIJZIN else last.kind)
        else:
            parts.append(Part(start, end, kind))
    return parts


def _awaited(sentence: str, parts: list[Part], piece: str) -> bool:
    """Is "dat besluit schorsen" what a "mag" before it waits for, and no relative clause?"""
    words = words_of(piece)
    modal = any(MODAL & set(words_of(sentence[part.start : part.end])) for part in parts if part.kind is Kind.HOOFD)
    return words[:1] == ["dat"] and modal and not has_finite(words, certain=True)


def _stands_alone(piece: str) -> bool:
    match, words = _STARTS.match(piece), words_of(piece)
    if (match and match["exception"]) or _INVERTED.match(piece):
        return True
    if match and match["relative"] in ("dat", "wat"):
        return len(words) > 2 and (is_verb(words[-1]) or words[-1] in FINITE)
    if match and match["condition"] == "als":
        return has_finite(words[1:], certain=True) or is_verb(words[-1])
    return bool(match and match["condition"]) or has_finite(words[1:] if match else words)


def _kind(part: str) -> Kind:
    match = _STARTS.match(part)
    if not match or (match["relative"] == "om" and FINITE & set(words_of(part))):
        return Kind.HOOFD
    if match["exception"]:
        return Kind.UITZONDERING
    return Kind.VOORWAARDE if match["condition"] else Kind.BIJZIN
