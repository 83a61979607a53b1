"""HTML by rules of our own: the main part of a page, without menus, scripts and what a browser would not show.

Pages of officielebekendmakingen.nl keep their text in ``#broodtekst``. Nothing is fetched and nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.documents import DocumentError
from ingest.documents.blocks import Block, Heading, Item, Listing, Paragraph, Reading, Table, count, texts_of
from ingest.documents.encoding import decode
from ingest.documents.lists import marked, nested, written
from ingest.documents.spans import Cell, grid

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SKIPPED = set(
    "script style head title nav footer noscript template button select option input textarea iframe object embed svg canvas audio video".split()
)
_BLOCKS = set(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form header hgroup "
    "hr html legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADING = re.compile(r"h([1-6])")
_KOP = re.compile(r"(?:^|\s)(?:tussenkop|divisiekop|artikel_kop|hoofdstuk_kop|paragraaf_kop)")
_NO_CONTENT = re.compile(r"(?:^|[\s_-])(?:cookie\w*|breadcrumbs?|toc|inhoudsopgave)(?:$|[\s_-])", re.IGNORECASE)
_NO_CONTENT_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog"}
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|font-size\s*:\s*(?:0(?:\.0+)?(?:px|pt|r?em|%)?|[01]?(?:\.\d+)?(?:px|pt))\s*(?:;|$)"
    r"|text-indent\s*:\s*-\d{3,}|(?:^|;)\s*(?:left|top)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_WHITE = re.compile(r"(?:^|;)\s*color\s*:\s*(?:white|#fff(?:fff)?(?![0-9a-f])|rgba?\(\s*255\s*,\s*255\s*,\s*255)", re.IGNORECASE)
_BACKGROUND = re.compile(r"background", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_FAULT_PAGE = re.compile(r"\b404\b|niet gevonden|not found|bestaat niet|access denied", re.IGNORECASE)
_SHORT_PAGE = 1500
_LOWEST_HEADING = 6


def read_html(data: bytes) -> Reading:
    """Raises ``DocumentError`` for a page without text, a page that says a page was not found, and nesting without end."""
    text, warnings = decode(data)
    page = parse(text)
    reading = _Walk().read(_main_part(page))
    titles = " ".join(e.text_content() for e in page.iter("title", "h1"))
    if _FAULT_PAGE.search(titles) and count(t for b in reading.blocks for t in texts_of(b)) < _SHORT_PAGE:
        raise DocumentError(
            f"lijkt een foutpagina ({' '.join(titles.split())[:80]}); haal de pagina opnieuw op en kijk wat erop staat"
        )
    return Reading(reading.blocks, (*warnings, *reading.warnings))


def read_markup(text: str) -> Reading:
    """The blocks of a whole piece of HTML."""
    return _Walk().read(parse(f"<body>{text}</body>").find("body"))


def parse(text: str) -> HtmlElement:
    """Raises ``DocumentError`` for nesting that the parser would cut off."""
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        page = html.document_fromstring(_XML_DECLARATION.sub("", text, count=1), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise DocumentError("geen leesbare HTML; sla de pagina opnieuw op") from error
    if any("RESOURCE_LIMIT" in entry.type_name for entry in parser.error_log):
        raise DocumentError("de HTML is dieper genest dan 250 niveaus; sla de pagina op als tekst of PDF")
    return page


def _main_part(page: HtmlElement) -> HtmlElement:
    for path in ('//*[@id="broodtekst"]', "//main", '//*[@role="main"]', "//article"):
        found = page.xpath(path)
        if len(found) == 1:
            return found[0]
    return page.find("body")


class _Walk:
    """Goes through the elements once. Running text gathers until an element begins or ends that stands on lines of its own."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._words: list[str] = []
        self._hidden = 0
        self._header_counts = True

    def read(self, root: HtmlElement | None) -> Reading:
        """The blocks inside an element, and a warning for text that a browser would not show."""
        if root is not None:
            self._header_counts = root.tag != "body"
            self._inside(root)
            self._flush()
        hidden = (f"verborgen tekst niet opgenomen ({self._hidden} tekens)",) if self._hidden else ()
        return Reading(tuple(self._blocks), hidden)

    def _inside(self, element: HtmlElement) -> None:
        self._say(element.text, pre=element.tag == "pre")
        for child in element:
            self._element(child)
            self._say(child.tail, pre=element.tag == "pre")

    def _say(self, text: str | None, *, pre: bool) -> None:
        if text:
            self._words.append(text if pre else re.sub(r"\s+", " ", text))

    def _flush(self) -> None:
        text = "".join(self._words).strip()
        self._words.clear()
        if text:
            self._blocks.append(Paragraph(text))

    def _element(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self._words.append("\n")
        elif not self._counts(element):
            return
        elif (match := _HEADING.fullmatch(tag)) or (tag in ("p", "div") and _KOP.search(element.get("class", ""))):
            self._flush()
            level = int(match[1]) if match else _LOWEST_HEADING
            self._blocks.append(Heading(self._text(element), level))
        elif tag in ("ul", "ol", "menu"):
            self._flush()
            if items := tuple(self._items(element, 0)):
                self._blocks.append(Listing(items))
        elif tag == "table":
            self._flush()
            self._table(element)
        elif tag == "dl":
            self._flush()
            self._blocks += self._definitions(element)
        elif tag in _BLOCKS:
            self._flush()
            self._inside(element)
            self._flush()
        else:
            self._inside(element)

    def _counts(self, element: HtmlElement) -> bool:
        """Whether an element is content. What is hidden is counted; a menu or a script is not even that."""
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag in _SKIPPED or element.get("role") in _NO_CONTENT_ROLES or _NO_CONTENT.search(names):
            return False
        if element.tag == "header" and not self._header_counts:
            return False
        if _is_hidden(element):
            self._hidden += count([element.text_content()])
            return False
        return True

    def _below(self, element: HtmlElement) -> tuple[Block, ...]:
        walk = _Walk()
        blocks = walk.read(element).blocks
        self._hidden += walk._hidden
        return blocks

    def _text(self, element: HtmlElement) -> str:
        return " ".join(text for block in self._below(element) for text in texts_of(block))

    def _items(self, element: HtmlElement, depth: int) -> Iterator[Item]:
        """Text that stands loose in the list is an item too: a browser shows it."""
        style = element.get("type") or _list_style(element)
        number = _whole(element.get("start"), 1) - 1
        if loose := (element.text or "").strip():
            yield Item("-", loose, depth)
        for child in element:
            if child.tag in ("ul", "ol", "menu") and self._counts(child):
                yield from self._items(child, depth + 1)
            elif child.tag != "br" and self._counts(child):
                number = _whole(child.get("value"), number + 1)
                yield from self._item(child, written(number, style) if element.tag == "ol" and style != "none" else "-", depth)
            if loose := (child.tail or "").strip():
                yield Item("-", loose, depth)

    def _item(self, element: HtmlElement, marker: str, depth: int) -> list[Item]:
        """A mark typed in the text stands in for the dash of a list without numbers, and is not said twice in one that has them."""
        blocks = list(self._below(element))
        typed = marked(blocks[0].text) if blocks and isinstance(blocks[0], Paragraph) else None
        if typed and marker in ("-", typed.marker):
            marker, blocks[0] = typed.marker, Paragraph(typed.text)
        return nested(marker, blocks, depth)

    def _table(self, element: HtmlElement) -> None:
        """A table that only puts things beside each other is no table."""
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        layout = element.get("role") == "presentation" or next(element.iter("ul", "ol", "h1", "h2", "h3", "h4"), None) is not None
        holds_tables = sum(1 for _ in element.iter("table")) > 1
        shown = [row for row in rows if self._counts(row)]
        for caption in element.iterchildren("caption"):
            self._blocks.append(Paragraph(self._text(caption)))
        if layout or holds_tables or max((len(row) for row in shown), default=0) < 2:
            for row in shown:
                for cell in row:
                    self._element(cell)
            return
        self._blocks.append(Table(grid([[self._cell(cell) for cell in row if self._counts(cell)] for row in shown])))

    def _cell(self, cell: HtmlElement) -> Cell:
        return Cell(self._text(cell), _whole(cell.get("colspan"), 1), _whole(cell.get("rowspan"), 1))

    def _definitions(self, element: HtmlElement) -> Iterator[Block]:
        term = ""
        for part in element.iter("dt", "dd"):
            if next(part.iterancestors("dl")) is not element:
                continue
            text = self._text(part) if self._counts(part) else ""
            if part.tag == "dd" and text:
                yield Paragraph(f"{term.rstrip(':')}: {text}" if term else text)
                term = ""
            elif text:
                term = f"{term}, {text}" if term else text
        if term:
            yield Paragraph(term)


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style", "")
    white = (_WHITE.search(style) and not _BACKGROUND.search(style)) or element.get("color", "").lower() in (
        "white",
        "#fff",
        "#ffffff",
    )
    return bool("hidden" in element.attrib or element.get("aria-hidden") == "true" or _UNSEEN.search(style) or white)


def _list_style(element: HtmlElement) -> str:
    match = re.search(r"list-style(?:-type)?\s*:\s*([a-z-]+)", element.get("style", ""))
    return match[1] if match else ""


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text.strip()) else otherwise
