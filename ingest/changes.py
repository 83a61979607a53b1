"""What changed between two versions of a law: leden that came, went, moved or were rewritten, word by word."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum

from corpus import Locator
from corpus.checked import normal_text
from corpus.documents import Document, State


class Kind(StrEnum):
    """What happened to a place; the printed order."""

    TOEGEVOEGD = "toegevoegd"
    GEWIJZIGD = "gewijzigd"
    VERPLAATST = "verplaatst"
    VERVALLEN = "vervallen"


class Op(StrEnum):
    GELIJK = "gelijk"
    WEG = "weg"
    NIEUW = "nieuw"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place (undated) with its text in both versions, empty where it holds no rule.

    ``moved_to``: the new place of a text that kept its words. ``words``: runs of words, in order; those that are ``gelijk``
    or ``weg`` are together the text before, those ``gelijk`` or ``nieuw`` the text after.
    """

    kind: Kind
    locator: Locator
    before: str
    after: str
    words: tuple[tuple[Op, str], ...]
    moved_to: Locator | None = None


def differences(before: Document, after: Document) -> tuple[Difference, ...]:
    """All differences, in the order of the law. Only what is in force counts: a lid that lapsed is gone, though its place stays."""
    old, new = _in_force(before), _in_force(after)
    same = {place for place, text in old.items() if place in new and normal_text(new[place]) == normal_text(text)}
    left = {place: text for place, text in old.items() if place not in same}
    fresh = {place: text for place, text in new.items() if place not in same}
    moved = _moved(left, fresh)
    taken = set(moved.values())
    found = [
        Difference(Kind.VERPLAATST, start, left[start], fresh[end], word_changes(left[start], fresh[end]), end)
        for start, end in moved.items()
    ]
    for place in (left.keys() - moved.keys()) | (fresh.keys() - taken):
        gone = "" if place in moved else left.get(place, "")
        came = "" if place in taken else fresh.get(place, "")
        kind = Kind.GEWIJZIGD if gone and came else Kind.VERVALLEN if gone else Kind.TOEGEVOEGD
        found.append(Difference(kind, place, gone, came, word_changes(gone, came)))
    return tuple(sorted(found, key=lambda d: (d.locator, list(Kind).index(d.kind))))


def word_changes(before: str, after: str) -> tuple[tuple[Op, str], ...]:
    """The runs of words that stayed, went and came."""
    old, new = normal_text(before).split(), normal_text(after).split()
    found: list[tuple[Op, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Op.GELIJK, " ".join(old[a:b])))
            continue
        found += [(op, " ".join(words)) for op, words in ((Op.WEG, old[a:b]), (Op.NIEUW, new[c:d])) if words]
    return tuple(found)


def _in_force(document: Document) -> dict[Locator, str]:
    """The text of each whole piece that holds a rule; two texts side by side at one place are taken together."""
    texts: dict[Locator, list[str]] = {}
    for piece in document.pieces:
        if piece.whole and piece.state is State.GELDEND and piece.text.strip():
            texts.setdefault(piece.locator.undated(), []).append(piece.text)
    return {place: "\n".join(parts) for place, parts in texts.items()}


def _moved(left: dict[Locator, str], fresh: dict[Locator, str]) -> dict[Locator, Locator]:
    """Old place to new place for texts with the same words, each once; within the same article before anywhere else."""
    by_text: dict[str, list[Locator]] = {}
    for place, text in fresh.items():
        by_text.setdefault(normal_text(text), []).append(place)
    found: dict[Locator, Locator] = {}
    for place, text in left.items():
        free = by_text.get(normal_text(text))
        if free:
            target = next((end for end in free if end.article == place.article), free[0])
            free.remove(target)
            found[place] = target
    return found
