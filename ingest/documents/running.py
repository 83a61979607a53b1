"""Lines that are no content: running heads and feet, page numbers, a table of contents. What is left out is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.documents.headings import heads
from ingest.documents.layout import Line
from ingest.documents.lists import marked

#: So many lines at the top and at the bottom of a page can be running heads.
_ZONE = 3
_SHOWN = 4
_PAGE_NUMBER = re.compile(
    r"[-–|\s]*(?:(?:pagina|blad|bladzijde|pag\.?|p\.)\s*\d{1,4}(?:\s*(?:van|/)\s*\d{1,4})?|\d{1,4}\s*(?:van|/)\s*\d{1,4})[-–|\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_FIRST_OR_LAST = re.compile(r"^\d{1,4}(?!\S)|(?<!\S)\d{1,4}$")
_CONTENTS = re.compile(r"inhoud(?:sopgave)?", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d+$|…+\s*\d+$")
_ENDS_IN_NUMBER = re.compile(r"\s\d{1,3}$")

#: Words, size of letters, and the number in them less that of the page.
_Key = tuple[str, float, int | None]


def content(pages: Sequence[Sequence[Line]]) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of all pages without what recurs at their edges, and a warning for each kind of line that was left out."""
    kept, left_out = _without_edges(pages)
    kept, contents = _without_contents(kept)
    warnings = []
    if left_out:
        shown = "; ".join(f"{text} ({times} keer)" for text, times in left_out.most_common(_SHOWN))
        more = f" en {len(left_out) - _SHOWN} andere" if len(left_out) > _SHOWN else ""
        warnings.append(f"kop- en voetregels weggelaten: {shown}{more}")
    if contents:
        warnings.append(f"inhoudsopgave weggelaten ({contents} regels)")
    return kept, tuple(warnings)


def _without_edges(pages: Sequence[Sequence[Line]]) -> tuple[list[Line], Counter[str]]:
    seen: Counter[_Key] = Counter()
    for number, page in enumerate(pages):
        seen.update({key for i in {i for edge in _edges(page) for i in edge} for key in _keys(page[i], number)})
    needed = 2 if len(pages) <= 3 else max(3, len(pages) * 2 // 5)
    left_out: Counter[str] = Counter()
    kept: list[Line] = []
    for number, page in enumerate(pages):
        gone = set[int]()
        for edge in _edges(page):
            for i in edge:
                recurs = any(seen[key] >= (needed if key[2] is None else 2) for key in _keys(page[i], number))
                if not recurs and not _PAGE_NUMBER.fullmatch(page[i].text):
                    break
                gone.add(i)
        if number == 0:
            gone -= _title(page, gone)
        left_out.update(_DIGITS.sub("#", page[i].text) for i in sorted(gone))
        kept += [line for i, line in enumerate(page) if i not in gone]
    return kept, left_out


def _edges(page: Sequence[Line]) -> tuple[range, range]:
    """From the outside inward."""
    return range(min(_ZONE, len(page))), range(len(page) - 1, max(len(page) - 1 - _ZONE, -1), -1)


def _keys(line: Line, number: int) -> list[_Key]:
    """What is the same on other pages: the words and the size, and with a page number in it how far that is from the page.

    The number of a heading or an item is content, not a page number.
    """
    if heads(line.text) or marked(line.text):
        return [(line.text, line.size, None)]
    words = _DIGITS.sub("#", line.text)
    outer = _FIRST_OR_LAST.search(line.text)
    own: list[_Key] = [(words, line.size, int(outer[0]) - number)] if outer else []
    return [(words, line.size, None), *own]


def _title(page: Sequence[Line], gone: set[int]) -> set[int]:
    """Where the size of letters is unknown, the first running head of all may be the title."""
    return {i for i in sorted(gone)[:1] if i < _ZONE and not page[i].size and not any(map(str.isdigit, page[i].text))}


def _without_contents(lines: Sequence[Line]) -> tuple[list[Line], int]:
    kept: list[Line] = []
    inside = False
    for i, line in enumerate(lines):
        head = _CONTENTS.fullmatch(line.text) and i + 1 < len(lines) and _is_entry(lines[i + 1].text)
        inside = bool(head) or (inside and _is_entry(line.text))
        if not inside and not _LEADERS.search(line.text):
            kept.append(line)
    return kept, len(lines) - len(kept)


def _is_entry(text: str) -> bool:
    return bool(_ENDS_IN_NUMBER.search(text) or _LEADERS.search(text)) and not text.endswith(".")
