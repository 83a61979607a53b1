"""A matter side by side as HTML for the page and as Markdown to copy. Everything that is text is escaped here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant import markdown
from assistant.answer import EvidenceItem, Summary
from assistant.evidence import checked_texts, gather
from assistant.names import office_name, tier_name
from assistant.quoting import lead_in, quote_for
from assistant.table import differences
from assistant.ui.compare_sheet import Column, Kind, Row, Sheet
from assistant.ui.texts import Words
from corpus import Ambt, Corpus, Locator, Provision
from corpus.dutch import capital, label, official_url

Span = tuple[int, int]


def column_name(column: Column, words: Words) -> str:
    """``Waterschap``, ``Wethouder``, ``Dagelijks bestuur van het waterschap``."""
    if column.office is Ambt.WATERSCHAPSBESTUURDER and column.functie:
        return words(f"compare.board_{column.functie}")
    if column.office:
        name = office_name(column.office, words.language)
    else:
        assert column.tier is not None
        name = tier_name(column.tier, words.language)
    return capital(name)


def place_button(locator: Locator, law: str, on: dt.date) -> str:
    """A button that shows the article of the lid, as the law of that day has it."""
    name = label(locator, law)
    return (
        f'<button type="button" class="ia-cmp-place" data-place="{escape(str(locator))}" data-on="{on}" lang="nl">'
        f"{escape(capital(name))}</button>"
    )


def table_html(sheet: Sheet, corpus: Corpus, words: Words, on: dt.date) -> str:
    """The whole comparison: the table, what holds for all, and what the law leaves out."""
    return _Html(sheet, corpus, words, on).all()


@dataclass(frozen=True)
class _Lid:
    """A lid as it is shown. ``plain`` is what is compared: the summary, or the law's own words where no summary explains them."""

    item: EvidenceItem

    @property
    def plain(self) -> str:
        return self.item.provision.text if self.item.explained else self.item.text

    @property
    def quote(self) -> str:
        """The official words beside the summary: verbatim, and with the words that lead to them."""
        official = self.item.official
        if official is None or not self.item.explained:
            return ""
        quote = quote_for(self.item.provision.norm, official.text)
        lead = lead_in(official.text, quote)
        return f"{lead} […] {quote}" if lead else quote


class _Html:
    def __init__(self, sheet: Sheet, corpus: Corpus, words: Words, on: dt.date) -> None:
        self.sheet, self.words, self.on = sheet, words, on
        self.names = [column_name(column, words) for column in sheet.columns]
        items = gather(sheet.provisions, corpus, on, checked_texts()).items
        self.lid = {item.provision.locator: _Lid(item) for item in items}

    def all(self) -> str:
        subject = escape(self.sheet.subject)
        on = self._say("on", day=self.words.day(self.on))
        table = self._table() if self.sheet.rows else f'<p class="ia-cmp-none">{self._say("no_rows")}</p>'
        return (
            f'<h3 id="ia-cmp-title" tabindex="-1" lang="nl">{subject}</h3><p class="ia-note">{on}</p>'
            f"{table}{self._shared()}{self._missing()}"
        )

    def _table(self) -> str:
        heads = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in self.names)
        body = "".join(self._group(kind) for kind in Kind)
        note = f'<p class="ia-note">{self._say("marked")}</p>' if "<mark>" in body else ""
        return (
            f'<div class="ia-cmp-scroll" role="region" tabindex="0" aria-label="{self._say("scroll")}">'
            f'<table class="ia-cmp-table" role="table" aria-labelledby="ia-cmp-title" style="--ia-cmp-columns:{len(self.names)}">'
            f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>{body}</table></div>{note}'
        )

    def _group(self, kind: Kind) -> str:
        rows = [row for row in self.sheet.rows if row.kind is kind]
        if not rows:
            return ""
        head = (
            f'<tr role="row"><th role="rowheader" scope="rowgroup" class="ia-cmp-group" colspan="{len(self.names)}">'
            f"{self._say(f'row_{kind}')}</th></tr>"
        )
        return f'<tbody role="rowgroup">{head}{"".join(map(self._row, rows))}</tbody>'

    def _row(self, row: Row) -> str:
        marks = self._marks(row) if row.kind is Kind.SAME else {}
        cells = []
        for number, (name, cell) in enumerate(zip(self.names, row.cells, strict=True)):
            content = self._cell(row.kind, cell, number, marks) if cell else self._empty(row.kind, number)
            title = f'<span class="ia-cmp-name" aria-hidden="true">{escape(name)}</span>'
            cells.append(f'<td role="cell">{title}{content}</td>')
        return f'<tr role="row">{"".join(cells)}</tr>'

    def _cell(self, kind: Kind, cell: Sequence[Provision], column: int, marks: dict[tuple[int, Locator], list[Span]]) -> str:
        """Of what one also cites only the places, unless the column has nothing else."""
        if kind is Kind.ALSO and self.sheet.has_own(column):
            return self._places(cell)
        return "".join(self._entry(p, marks.get((column, p.locator), [])) for p in cell)

    def _marks(self, row: Row) -> dict[tuple[int, Locator], list[Span]]:
        """Numbers and terms that a cell has and another cell of the row has not, by column and lid."""
        filled = [(number, cell) for number, cell in enumerate(row.cells) if cell]
        texts = ["\n".join(self.lid[p.locator].plain for p in cell) for _, cell in filled]
        found: dict[tuple[int, Locator], list[Span]] = {}
        for (number, cell), spans in zip(filled, differences(texts), strict=True):
            start = 0
            for p in cell:
                end = start + len(self.lid[p.locator].plain)
                found[number, p.locator] = [(a - start, b - start) for a, b in spans if start <= a and b <= end]
                start = end + 1
        return found

    def _entry(self, p: Provision, marks: Sequence[Span] = ()) -> str:
        lid = self.lid[p.locator]
        quote, official = lid.quote, lid.item.official
        parts = [place_button(lid.item.locator, lid.item.source.citeertitel, self.on)]
        if quote and official:
            parts.append(f'<blockquote lang="nl">{_lines(quote)}</blockquote><p class="ia-cmp-text">')
            parts.append(f"<b>{escape(self.words('panel.plain'))}</b> ")
        else:
            parts.append('<p class="ia-cmp-text">')
        parts.append(f'<span lang="nl">{_marked(lid.plain, marks)}</span></p>')
        parts += [f'<p class="ia-note">{escape(note)}</p>' for note in self._notes(lid.item)]
        return f'<div class="ia-cmp-lid">{"".join(parts)}</div>'

    def _notes(self, item: EvidenceItem) -> list[str]:
        notes = []
        if not item.provision.in_force(self.on):
            notes.append(self.words("compare.not_in_force", day=self.words.day(self.on)))
        if item.summary is Summary.VEROUDERD:
            notes.append(self.words("panel.stale"))
        if not item.provision.certain:
            notes.append(self.words("panel.uncertain"))
        return notes

    def _empty(self, kind: Kind, column: int) -> str:
        key = self.sheet.why_empty(kind, column)
        explained = key in ("none", "none_same") and self.sheet.is_explained(column)
        why = f' <a href="#ia-cmp-missing">{self._say("why")}</a>' if explained else ""
        return f'<p class="ia-cmp-none">{self._say(key)}{why}</p>'

    def _places(self, provisions: Sequence[Provision]) -> str:
        items = "".join(f"<li>{self._button(p)}</li>" for p in provisions)
        return f"<ul>{items}</ul>"

    def _button(self, p: Provision) -> str:
        item = self.lid[p.locator].item
        return place_button(item.locator, item.source.citeertitel, self.on)

    def _shared(self) -> str:
        """Long lists are folded where there is a table to read first."""
        shown = []
        if self.sheet.shared:
            items = "".join(f"<li>{self._entry(p)}</li>" for p in self.sheet.shared)
            opened = "" if self.sheet.rows else " open"
            head = self._say("shared_tiers" if self.sheet.columns[0].office is None else "shared_offices")
            shown.append(
                f'<details class="ia-cmp-more"{opened}><summary>{head} ({len(self.sheet.shared)})</summary>'
                f'<ul class="ia-cmp-list">{items}</ul></details>'
            )
        if self.sheet.shared_also:
            head = self._say("shared_also")
            places = self._places(self.sheet.shared_also)
            shown.append(
                f'<details class="ia-cmp-more"><summary>{head} ({len(self.sheet.shared_also)})</summary>{places}</details>'
            )
        return "".join(shown)

    def _missing(self) -> str:
        if not self.sheet.missing:
            return ""
        items = "".join(f"<li><b>{escape(capital(m.who))}</b>: {escape(m.what)}.</li>" for m in self.sheet.missing)
        return f'<h4 id="ia-cmp-missing">{self._say("missing")}</h4><ul class="ia-cmp-missing" lang="nl">{items}</ul>'

    def _say(self, key: str, **values: object) -> str:
        return escape(self.words(f"compare.{key}", **values))


def table_markdown(sheet: Sheet, corpus: Corpus, words: Words, on: dt.date) -> str:
    """The same table as Markdown, without marks; the places are links."""
    items = {i.provision.locator: i for i in gather(sheet.provisions, corpus, on, checked_texts()).items}

    def place(p: Provision) -> str:
        item = items[p.locator]
        url = official_url(item.locator, item.source.url, on)
        name = markdown.escape(label(item.locator, item.source.citeertitel))
        return f"[{name}]({url})" if url else name

    def said(p: Provision) -> str:
        return f"{markdown.escape(' '.join(_Lid(items[p.locator]).plain.split()))} — {place(p)}"

    def line(row: Row) -> str:
        shown = place if row.kind is Kind.ALSO else said
        empty = (words(f"compare.{sheet.why_empty(row.kind, number)}") for number in range(len(row.cells)))
        return _line(["<br>".join(map(shown, cell)) or none for cell, none in zip(row.cells, empty, strict=True)])

    names = [column_name(column, words) for column in sheet.columns]
    lines = [f"### {markdown.escape(sheet.subject)}", "", words("compare.on", day=words.day(on))]
    if sheet.rows:
        lines += ["", _line(names), _line(["---"] * len(names)), *map(line, sheet.rows)]
    if sheet.shared:
        head = words("compare.shared_tiers" if sheet.columns[0].office is None else "compare.shared_offices")
        lines += ["", f"{head}:", "", *(f"- {said(p)}" for p in sheet.shared)]
    if sheet.missing:
        lines += ["", f"{words('compare.missing')}:", ""]
        lines += [f"- {markdown.escape(f'{m.who}: {m.what}')}." for m in sheet.missing]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _marked(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])]).replace("\n", "<br>")
