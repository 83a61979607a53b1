"""Small pieces of HTML. Everything that is text is escaped here, once."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant.ui.texts import Words


def paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def bullets(texts: Iterable[str]) -> str:
    return f"<ul>{_items(texts)}</ul>"


def steps(texts: Iterable[str]) -> str:
    return f"<ol>{_items(texts)}</ol>"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Names and values; the values are text."""
    return definitions((name, escape(value)) for name, value in rows)


def definitions(rows: Iterable[tuple[str, str]]) -> str:
    """Names (text) and values (HTML); a row without a value is left out."""
    shown = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in rows if value)
    return f'<dl class="ia-facts">{shown}</dl>'


def link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def outside_link(url: str, text: str, words: Words) -> str:
    """A line that leads to another site, in a new tab and told so; empty for what is no address on the web."""
    if not url.startswith("https://"):
        return ""
    told = f'<span class="ia-hidden"> {escape(words("panel.new_tab"))}</span>'
    return f'<p class="ia-link"><a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}{told}</a></p>'


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)
