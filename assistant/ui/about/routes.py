"""The privacy statement and the accessibility statement as plain pages: no JavaScript, nothing from elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.answer import Language
from assistant.ui.about.contents import About
from assistant.ui.about.sections import Section, whole
from assistant.ui.markup import link
from assistant.ui.texts import Words, asset

PAGES = ("privacy", "accessibility")
PATHS = tuple(Words(language)(f"about_path.{page}") for language in Language for page in PAGES)
"""``/privacy``, ``/toegankelijkheid`` and the English ones: what the guard must let through."""

_LIGHT = re.compile(r":root,[^{]*(\{[^}]*\})")
_DARK = re.compile(r"\.dark,[^{]*(\{[^}]*\})")


def about_routes(found: About) -> APIRouter:
    """The four pages. Mount before gradio, which takes every path that is left."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    for language in Language:
        for page in PAGES:
            html = plain_page(found, page, Words(language))
            router.add_api_route(
                Words(language)(f"about_path.{page}"), lambda html=html: HTMLResponse(html), methods=["GET", "HEAD"]
            )
    return router


def plain_page(found: About, page: str, words: Words) -> str:
    """A whole HTML document: one of ``PAGES``."""
    section: Section = found.privacy(words) if page == "privacy" else found.accessibility(words)
    title = words(f"about_{'privacy' if page == 'privacy' else 'access'}.statement")
    other = Words(Language.EN if words.language is Language.NL else Language.NL)
    language = other.language.value
    back = link(words("about_path.home"), words("about.back"))
    turn = f'<a href="{escape(other(f"about_path.{page}"))}" lang="{language}" hreflang="{language}">{escape(words("page.other_language"))}</a>'
    return (
        f'<!doctype html><html lang="{words.language.value}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)} – {escape(words('page.title'))}</title><style>{_style()}</style></head>"
        f'<body class="ia-plain"><header><nav aria-label="{escape(words("page.title"))}">{back}{turn}</nav></header>'
        f'<main><h1>{escape(title)}</h1><div class="ia-about-text">{whole(section, 2)}</div></main></body></html>'
    )


@lru_cache(maxsize=1)
def _style() -> str:
    """The colours of the page, dark by the reader's setting, and the style of these texts."""
    page, own = asset("styles/page.css"), asset("styles/about.css")
    light, dark = _LIGHT.search(page), _DARK.search(page)
    if light is None or dark is None:
        raise ValueError("styles/page.css: verwacht de kleuren onder :root en .dark, boven aan het bestand")
    return f":root{light[1]}@media (prefers-color-scheme: dark){{:root{dark[1]}}}{own}"
