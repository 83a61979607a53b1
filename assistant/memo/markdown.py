"""A memo as Markdown (CommonMark with tables). Everything that is text is escaped, so it shows as that text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.markdown import escape
from assistant.memo.printable import printable
from assistant.memo.values import Memo, Passage, Reference, Section
from assistant.memo.words import word

_RULE = "---"


def to_markdown(memo: Memo) -> bytes:
    """UTF-8, lines ending in ``\\n``."""
    blocks = [f"# {_line(memo.title)}", f"*{_line(memo.lead)}*", _table(memo.head, memo.facts)]
    for section in memo.sections:
        blocks += _section(section, 2, memo)
    return ("\n\n".join(blocks) + "\n").encode()


def _section(section: Section, level: int, memo: Memo) -> Iterator[str]:
    yield f"{'#' * level} {_line(section.heading)}"
    yield from map(_text, section.paragraphs)
    if section.items:
        yield "\n".join(f"- {_line(item)}" for item in section.items)
    for passage in section.passages:
        yield from _passage(passage, memo)
    for part in section.sections:
        yield from _section(part, level + 1, memo)
    if section.addresses:
        yield "\n".join(f"- {_line(place.label)}: <{place.url}>" for place in section.addresses)
    yield from [_RULE] * section.lines
    if section.sheet:
        yield _table(section.sheet, [("",) * len(section.sheet)] * section.rows)


def _passage(passage: Passage, memo: Memo) -> Iterator[str]:
    yield _text(passage.text)
    for reference in passage.references:
        about = f" · {_line(reference.holds_for)}" if reference.holds_for else ""
        yield f"{word(memo.language, 'source')}: {_link(reference)}{about}"
        for wording in reference.wordings:
            yield f"*{_line(wording.edition)}*"
            yield from (_quoted(quote) for quote in wording.quotes)


def _quoted(quote: str) -> str:
    return "\n".join(f"> {line}" for line in _text(f"„{quote}”").split("\n"))


def _link(reference: Reference) -> str:
    return f"[{_line(reference.label)}]({reference.url})" if reference.url else _line(reference.label)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [list(head), *map(list, rows)]
    lines = [f"| {' | '.join(map(_line, row))} |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * len(cells[0]), *lines[1:]])


def _line(text: str) -> str:
    """On one line: a heading, a list item, a cell of a table."""
    return escape(" ".join(printable(text).split()))


def _text(text: str) -> str:
    """With its own line breaks. A line is stripped: four spaces before it would make it code."""
    lines = [line.strip() for line in printable(text).split("\n")]
    return "\\\n".join(escape(line) for line in lines if line)
