"""Markdown: turned into HTML and then read by the rules for HTML, so that raw HTML in it gets no other treatment.

Front matter is not interpreted, and links, images and includes are not followed.
"""

from __future__ import annotations

import re

from corpus.documents import DocumentError
from ingest.documents.blocks import Reading
from ingest.documents.encoding import decode
from ingest.documents.html_reader import read_markup

_DEEPEST = 60
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?^\1[ \t]*$\n?", re.DOTALL | re.MULTILINE)


def read_markdown(data: bytes) -> Reading:
    """Raises ``DocumentError`` for lists and quotations nested too deep: the parser would leave text out."""
    from markdown_it import MarkdownIt

    text, warnings = decode(data)
    text = text.replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    if front:
        text = text[front.end() :]
        warnings = (*warnings, f"voorstuk (front matter, {front[0].count(chr(10))} regels) niet opgenomen")
    parser = MarkdownIt("commonmark", {"breaks": True, "maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    if any(token.level >= _DEEPEST - 2 for token in tokens):
        raise DocumentError(f"lijsten en citaten zijn dieper genest dan {_DEEPEST // 2} niveaus; maak ze vlakker")
    for token in tokens:
        # Markdown counts from the first number on; a lid keeps the number that was written.
        if token.type == "list_item_open" and token.info:
            token.attrSet("value", token.info)
    reading = read_markup(parser.renderer.render(tokens, parser.options, {}))
    return Reading(reading.blocks, (*warnings, *reading.warnings))
