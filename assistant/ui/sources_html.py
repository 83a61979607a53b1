"""Small pieces of HTML of the tab Bronnen: buttons that lead somewhere, names of places. All text is escaped.

A button carries in ``data-go`` where it leads: ``bron:<id>``, ``deel:<number>``, ``plaats:<locator>``, ``dag:<date>``, ``alle:``
(all sources) or ``breder:`` (search without filters).
"""

from __future__ import annotations

from html import escape

from assistant.ui.texts import Words
from corpus import Locator
from corpus.dutch import capital, place_name

_GIST = 90


def go(target: str, inner: str, css: str = "", current: bool = False) -> str:
    """A button that leads somewhere; ``inner`` is HTML already."""
    marked = ' aria-current="true"' if current else ""
    return f'<button type="button" class="ia-go {css}" data-go="{escape(target)}"{marked}>{inner}</button>'


def dutch(text: str) -> str:
    """Text of the corpus, on either page in Dutch."""
    return f'<span lang="nl">{escape(text)}</span>'


def name_of(place: Locator, title: str) -> str:
    """``Artikel 28, eerste lid``; the title for a source as a whole."""
    return capital(place_name(place) or title)


def gist(text: str) -> str:
    """The beginning of a text, to tell articles apart."""
    line = " ".join(text.split())
    return line if len(line) <= _GIST else line[:_GIST].rsplit(" ", 1)[0] + " …"


def back(words: Words) -> str:
    button = go("alle:", f"← {escape(words('sources.all'))}", "ia-onward")
    return f'<p class="ia-back">{button}</p>'
