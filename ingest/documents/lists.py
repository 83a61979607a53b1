"""What marks an item of a list, and lists made of paragraphs that begin with such a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.documents.blocks import Block, Item, Listing, Paragraph, texts_of

_BULLETS = "-–—•▪◦‣∙●○■□➢✓*·\uf0b7\uf0a7\uf0d8"
_MARKER = re.compile(
    rf"(?P<bullet>[{re.escape(_BULLETS)}]|o(?=\s+\S))\s+"
    r"|(?P<number>\d{1,3}[a-z]?)(?P<nclose>[.)])\s+"
    r"|(?P<degree>\d{1,2}[°º]\.?)\s+"
    r"|\(?(?P<letter>[a-z]{1,2})(?P<lclose>[.)])\s+"
)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_DASH = "-"


class Mark(StrEnum):
    """Kinds of marks; a deeper list has another kind than the list around it."""

    STREEP = "-"
    NUMMER = "1."
    GRADEN = "1°"
    LETTER = "a."
    ROMEINS = "i."


@dataclass(frozen=True, slots=True)
class Marked:
    """A text that begins with a mark. ``order``: the number of the mark, 0 for a dash."""

    mark: Mark
    marker: str
    order: int
    text: str


def marked(text: str, *, roman: bool = False) -> Marked | None:
    """Split the mark from a text, or ``None``. ``roman``: take ``i.`` and ``v.`` as Roman numbers where they could be letters."""
    match = _MARKER.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if match["bullet"]:
        return Marked(Mark.STREEP, _DASH, 0, rest)
    if match["number"]:
        return Marked(Mark.NUMMER, match["number"] + match["nclose"], int(re.sub(r"\D", "", match["number"])), rest)
    if match["degree"]:
        return Marked(Mark.GRADEN, match["degree"].replace("º", "°"), int(re.sub(r"\D", "", match["degree"])), rest)
    letter = match["letter"]
    marker = match[0].strip()
    if letter in _ROMANS and (roman or len(letter) > 1):
        return Marked(Mark.ROMEINS, marker, _ROMANS.index(letter) + 1, rest)
    if len(letter) > 1 and letter[0] != letter[1]:
        return None
    return Marked(Mark.LETTER, marker, ord(letter[0]) - ord("a") + 1 + 26 * (len(letter) - 1), rest)


def nested(marker: str, blocks: Sequence[Block], depth: int = 0) -> list[Item]:
    """An item and what is inside it: lists one step deeper, and further alinea's as lines without a mark."""
    items: list[Item] = []
    for block in blocks:
        if isinstance(block, Listing):
            # A lid that begins with a list still has its number.
            items += [] if items or marker == _DASH else [Item(marker, "", depth)]
            items += [Item(item.marker, item.text, item.depth + depth + 1) for item in block.items]
        elif text := " ".join(filter(None, texts_of(block))).strip():
            items.append(Item("", text, depth + 1) if items else Item(marker, text, depth))
    return items


def written(number: int, style: str) -> str:
    """The mark that HTML or Word puts before an item: ``style`` is ``a`` or ``lower-alpha`` or ``lowerLetter`` and the like."""
    name = style if len(style) == 1 else style.lower().replace("-", "")
    letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else "0"
    roman = _roman(number)
    forms = {
        "a": letters, "loweralpha": letters, "lowerlatin": letters, "lowerletter": letters,
        "A": letters.upper(), "upperalpha": letters.upper(), "upperlatin": letters.upper(), "upperletter": letters.upper(),
        "i": roman, "lowerroman": roman, "I": roman.upper(), "upperroman": roman.upper(),
    }  # fmt: skip
    return f"{forms.get(name, number)}."


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value and number < 4000:
            out, number = out + sign, number - value
    return out


class Marks:
    """Follows the marks of a document, so that "3. " at the start of a wrapped line is not taken for an item."""

    def __init__(self) -> None:
        self._last: dict[Mark, int] = {}

    def read(self, text: str) -> Marked | None:
        """The text as an item, with ``i.`` read as what fits: after ``h.`` a letter, else a Roman number."""
        found = marked(text)
        if found and found.mark is Mark.LETTER and found.marker.strip("(.)") in _ROMANS and not self._follows(found):
            as_roman = marked(text, roman=True)
            return as_roman if as_roman and self.fits(as_roman) else found
        return found

    def fits(self, found: Marked) -> bool:
        """A dash, the first of its kind, or the one after the last."""
        return found.order <= 1 or self._follows(found)

    def take(self, found: Marked) -> None:
        self._last[found.mark] = found.order

    def reset(self) -> None:
        """At a heading."""
        self._last.clear()

    def _follows(self, found: Marked) -> bool:
        last = self._last.get(found.mark)
        return last is not None and found.order in (last, last + 1) and found.order > 0


def gather(blocks: Iterable[Block]) -> list[Block]:
    """Turn each run of marked paragraphs and lists into one list; the kind of a mark tells how deep an item lies.

    Two lists one after the other stay two.
    """
    out: list[Block] = []
    run: list[Block] = []
    marks = Marks()

    def close() -> None:
        if run:
            out.append(_listing(run))
            run.clear()

    before: Block | None = None
    for block in blocks:
        if isinstance(block, Listing):
            if isinstance(before, Listing):
                close()
            run.append(block)
        elif isinstance(block, Paragraph) and (found := marks.read(block.text)):
            marks.take(found)
            run.append(Listing((Item(found.marker, found.text),), block.page))
        else:
            close()
            marks.reset()
            out.append(block)
        before = block
    close()
    return out


def _listing(run: list[Block]) -> Listing:
    depths: list[Mark] = []
    items: list[Item] = []
    for block in run:
        assert isinstance(block, Listing)
        first = _kind(block.items[0].marker)
        base = depths.index(first) if first in depths else len(depths)
        del depths[base:]
        depths.append(first)
        items += [Item(item.marker, item.text, item.depth + base) for item in block.items]
    return Listing(tuple(items), run[0].page)


def _kind(marker: str) -> Mark:
    found = marked(f"{marker} x", roman=len(marker.strip("(.)")) > 1)
    return found.mark if found else Mark.STREEP
