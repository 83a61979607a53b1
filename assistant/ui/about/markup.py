"""Small pieces of HTML. Everything that is text is escaped here, once."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def bullets(texts: Iterable[str]) -> str:
    return f"<ul>{_items(texts)}</ul>"


def steps(texts: Iterable[str]) -> str:
    return f"<ol>{_items(texts)}</ol>"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Names and values; the values are text."""
    shown = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    return f'<dl class="ia-facts">{shown}</dl>'


def link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)
