"""From what a format gives to what can be cut: clean texts, wrapped lines joined, lists whole, headings told from text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.documents.blocks import UNMARKED_LEVEL, Block, Heading, Item, Listing, Paragraph, Reading, Table, texts_of
from ingest.documents.encoding import clean, invisible
from ingest.documents.headings import heads, numbered, opening
from ingest.documents.lists import Marks, gather, marked
from ingest.documents.wrapping import Lexicon, join

#: That many headings in a row, without text between them, are a table of contents.
_CONTENTS = 3
_PAGE = re.compile(r"[\s.…]+\d{1,3}$")
#: So many alinea's that begin with a number of two parts make the number a place; fewer, and it may be an amount or a time.
_NUMBERED_ALINEAS = 3


def shape(reading: Reading) -> Reading:
    """The same content with one line a text. Nothing is left out but characters that cannot be seen (with a warning)."""
    hidden = sum(invisible(text) for block in reading.blocks for text in texts_of(block))
    warnings = (f"{hidden} onzichtbare tekens weggelaten",) if hidden else ()
    cleaned = [made for block in reading.blocks if (made := _mapped(block, clean))]
    lexicon = Lexicon(line for block in cleaned for text in texts_of(block) for line in text.split("\n"))
    lines = [made for block in cleaned for made in _unwrapped(block, lexicon)]
    return Reading(tuple(gather(_with_titles(_promoted(lines)))), (*reading.warnings, *warnings))


def _mapped(block: Block, change: Callable[[str], str]) -> Block | None:
    """A block with changed texts, or nothing when no text is left."""
    if isinstance(block, Listing):
        changed = (Item(item.marker, change(item.text), item.depth) for item in block.items)
        items = tuple(item for item in changed if item.text or item.marker not in ("", "-"))
        return replace(block, items=items) if items else None
    if isinstance(block, Table):
        rows = tuple(cells for row in block.rows if any(cells := tuple(change(cell) for cell in row)))
        return replace(block, rows=rows) if rows else None
    text = change(block.text)
    return replace(block, text=text) if text else None


def _unwrapped(block: Block, lexicon: Lexicon) -> Iterator[Block]:
    if isinstance(block, Paragraph):
        for lines in _at_marks(block.text.split("\n")):
            yield Paragraph(join(lines, lexicon), block.page)
    elif isinstance(block, Listing):
        yield replace(block, items=tuple(made for item in block.items for made in _unwrapped_item(item, lexicon)))
    elif made := _mapped(block, lambda text: join(text.split("\n"), lexicon)):
        yield made


def _unwrapped_item(item: Item, lexicon: Lexicon) -> Iterator[Item]:
    """An item may hold a list that was typed below it: "1. De raad:", "a. …"."""
    first, *rest = _at_marks(item.text.split("\n"))
    yield Item(item.marker, join(first, lexicon), item.depth)
    for lines in rest:
        text = join(lines, lexicon)
        found = marked(text)
        assert found, "lines are split where a mark is"
        yield Item(found.marker, found.text, item.depth + 1)


def _at_marks(lines: Sequence[str]) -> list[list[str]]:
    parts = [[lines[0]]]
    marks = Marks()
    if found := marks.read(lines[0]):
        marks.take(found)
    for line in lines[1:]:
        if (found := marks.read(line)) and marks.fits(found):
            marks.take(found)
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts


def _promoted(blocks: Sequence[Block]) -> list[Block]:
    """Headings that nothing but their number marks: "Artikel 3" as a paragraph, and a number before a sentence."""
    chosen = _by_number(blocks)
    openings = [opening(block.text) if isinstance(block, Paragraph) else None for block in blocks]
    numbers = sum(split is not None and split[0][0].isdigit() for split in openings)
    out: list[Block] = []
    for block, is_heading, split in zip(blocks, chosen, openings, strict=True):
        if is_heading and isinstance(block, Paragraph):
            out.append(_heading(block.text, block.page))
        elif split and (numbers >= _NUMBERED_ALINEAS or not split[0][0].isdigit()):
            out += [_heading(split[0], block.page), Paragraph(split[1], block.page)]
        else:
            out.append(block)
    return out


def _by_number(blocks: Sequence[Block]) -> list[bool]:
    """Which paragraphs are headings; not those of a table of contents, and not the last words of a document."""
    chosen = [isinstance(block, Paragraph) and heads(block.text) for block in blocks]
    start = 0
    while start < len(chosen):
        end = start
        while end < len(chosen) and chosen[end]:
            end += 1
        if end == len(chosen):
            chosen[start:] = [False] * (end - start)
        else:
            contents = _contents([block.text for block in blocks[start:end] if isinstance(block, Paragraph)])
            chosen[start : start + contents] = [False] * contents
        start = end + 1
    return chosen


def _contents(heads_in_a_row: Sequence[str]) -> int:
    """How many of these are a table of contents: all, or those before the first that comes again; none when each lies deeper."""
    ranks = [found.rank for text in heads_in_a_row if (found := numbered(text.rstrip(".")))]
    if len(ranks) < _CONTENTS or all(a < b for a, b in pairwise(ranks)):
        return 0
    titles = [_without_page(text) for text in heads_in_a_row]
    again = [i for i, title in enumerate(titles) if title in titles[:i]]
    return again[0] if again else len(titles)


def _without_page(text: str) -> str:
    """ "Artikel 1 Doel 3" without the page; in "Artikel 1" the number is its own."""
    bare = _PAGE.sub("", text)
    found = numbered(bare)
    return bare if found and found.title else text


def _heading(text: str, page: int | None) -> Heading:
    found = numbered(text.rstrip("."))
    return Heading(text, UNMARKED_LEVEL + (found.rank if found else 0), page)


def _with_titles(blocks: Iterable[Block]) -> list[Block]:
    """Join "Artikel 3" with the heading right below it, when that is its title."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, Heading) and isinstance(last, Heading) and _is_title(last, block):
            out[-1] = replace(last, text=f"{last.text.rstrip('.')} {block.text}")
        else:
            out.append(block)
    return out


def _is_title(above: Heading, below: Heading) -> bool:
    found = numbered(above.text.rstrip("."))
    return found is not None and not found.title and numbered(below.text) is None and below.level >= above.level
