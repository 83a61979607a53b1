"""The tab *Over* and the plain pages: headings in order, both languages, facts of the index, and nothing but text in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from page_fake import FakeIndex, small_corpus

from assistant.answer import Language
from assistant.catalogue import Catalogue
from assistant.ui.about.accessibility import KNOWN
from assistant.ui.about.contents import About, about, tab_html
from assistant.ui.about.routes import PATHS, about_routes, plain_page
from assistant.ui.texts import Words
from corpus import Corpus, OfficialText, Thema
from ingest.settings import Settings

NL, EN = Words(Language.NL), Words(Language.EN)
BOTH = pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
MODEL = {"llm": "openai", "llm_url": "https://api.example.nl/v1", "llm_model": "groot"}


class _Outline(HTMLParser):
    """Headings, ids, link targets and the elements that are open when a heading comes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.elements: set[str] = set()
        self.open: list[str] = []
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.add(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
            self.inside += self.open
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.targets += [found["href"] or ""] if tag == "a" else []
        assert not any(name.startswith("on") for name in found), f"{tag}: no handlers in the page"
        if tag not in ("meta", "line", "circle", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("line", "circle"):
            return
        assert self.open.pop() == tag


@dataclass(frozen=True)
class _Index:
    everything: Corpus
    version: str = "0123456789ab"
    built_on: dt.date = dt.date(2026, 11, 24)

    @property
    def corpus(self) -> Corpus:
        return self.everything


def _about(settings: dict[str, Any] | None = None, index: Any = None) -> About:
    index = index or _Index(small_corpus())
    return about(index, Catalogue(index.everything), Settings(**(settings or {})))


@BOTH
@pytest.mark.parametrize("settings", [{}, MODEL], ids=["plain", "model"])
def test_headings_in_order_and_links_that_lead_somewhere(words: Words, settings: dict[str, Any]) -> None:
    outline = _Outline(tab_html(_about(settings), words))
    assert outline.levels[0] == 2 and set(outline.levels) == {2, 3, 4}
    assert all(below - above <= 1 for above, below in zip(outline.levels, outline.levels[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))
    assert "summary" not in outline.inside, "a heading in a summary is lost to some screen readers"
    assert {target[1:] for target in outline.targets if target.startswith("#")} <= set(outline.ids)
    assert {target for target in outline.targets if not target.startswith("#")} <= set(PATHS)
    assert not outline.elements & {"script", "img", "iframe", "form", "object", "style"}
    assert outline.open == []


@BOTH
def test_no_text_is_left_unfilled(words: Words) -> None:
    for settings in ({}, MODEL, {"feedback": False}):
        text = re.sub(r"<[^>]+>", " ", tab_html(_about(settings), words))
        assert "{" not in text and "}" not in text


def test_the_tab_says_what_a_model_does_only_where_there_is_one() -> None:
    without, with_model = (tab_html(_about(s), NL) for s in ({}, MODEL))
    assert "verzint geen nieuwe zinnen" in without and "taalmodel" not in without
    assert "verzint geen nieuwe zinnen" not in with_model and "api.example.nl" in with_model


def _summarised(**changes: Any) -> Corpus:
    """The small corpus with themes, which tell a summary from an own document."""
    corpus = small_corpus()
    changed = [
        replace(p, themas=(Thema.STEMONTHOUDING,), **{name: value(n) for name, value in changes.items()})
        for n, p in enumerate(corpus.provisions)
    ]
    return replace(corpus, provisions=tuple(changed))


def test_the_figures_of_the_index_are_told() -> None:
    html = tab_html(_about(index=_Index(_summarised())), NL)
    assert "Wet: 1 · Handboek: 1" in html and "<dd>5</dd>" in html
    assert "0123456789ab" in html and "24 november 2026" in html
    assert "nog geen enkele regel" in html and "geen; bij elke regel" in html


def test_own_documents_are_counted_apart() -> None:
    html = tab_html(_about(), NL)
    assert "Wet: 1</dd>" in html and "1, toegevoegd door uw organisatie" in html


@pytest.mark.parametrize(
    ("checked", "told"),
    [
        (lambda n: f"2026-11-{20 + n} (tekst 2024-01-31)", "5 regels, tussen 20 november 2026 en 24 november 2026"),
        (lambda n: "2026-11-20 (tekst 2024-01-31)" if n else "", "4 regels, op 20 november 2026"),
    ],
)
def test_official_texts_and_days_of_checking_are_counted(checked: Callable[[int], str], told: str) -> None:
    text = OfficialText(dt.date(2024, 1, 31), None, None, "Woorden van de wet.")
    html = tab_html(_about(index=_Index(_summarised(official=lambda n: (text,), checked=checked))), NL)
    assert "van 1 van de 1 wetten" in html
    assert told in html


def test_another_version_than_was_measured_is_told_on_the_tab() -> None:
    assert "een andere versie (0123456789ab)" in tab_html(_about(), NL)


def test_the_fake_index_of_the_page_will_do() -> None:
    assert "Over deze assistent" in tab_html(_about(index=FakeIndex()), NL)


@BOTH
@pytest.mark.parametrize("page", ["privacy", "accessibility"])
def test_a_plain_page_is_whole_without_javascript(words: Words, page: str) -> None:
    html = plain_page(_about(), page, words)
    outline = _Outline(html)
    assert html.startswith(f'<!doctype html><html lang="{words.language}">')
    assert not outline.elements & {"script", "link", "img", "details"}
    assert outline.levels[0] == 1 and set(outline.levels) == {1, 2}
    assert "http" not in html.replace("http-equiv", "")
    assert "@media (prefers-color-scheme: dark){:root{" in html and "--ia-text" in html


@BOTH
def test_a_plain_page_says_what_the_tab_says(words: Words) -> None:
    found = _about()
    tab = tab_html(found, words)
    for section, page in ((found.privacy(words), "privacy"), (found.accessibility(words), "accessibility")):
        for part in (section.html, *(part.html for part in section.parts)):
            assert part in tab and part in plain_page(found, page, words)


@BOTH
def test_what_does_not_comply_is_named(words: Words) -> None:
    html = plain_page(_about(), "accessibility", words)
    assert len(re.findall(r"WCAG \d\.\d\.\d", html)) == len(KNOWN)
    assert "Status C" in html


def test_the_four_pages_answer() -> None:
    app = FastAPI()
    app.include_router(about_routes(_about()))
    visitor = TestClient(app)
    assert set(PATHS) == {"/privacy", "/toegankelijkheid", "/en/privacy", "/en/accessibility"}
    titles = {}
    for path in PATHS:
        answer = visitor.get(path)
        assert answer.status_code == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
        titles[path] = re.search("<h1>(.*?)</h1>", answer.text)[1]  # type: ignore[index]
        assert visitor.head(path).status_code == 200
    assert titles == {
        "/privacy": "Privacyverklaring",
        "/toegankelijkheid": "Toegankelijkheids\N{SOFT HYPHEN}verklaring",
        "/en/privacy": "Privacy statement",
        "/en/accessibility": "Accessibility statement",
    }
    assert visitor.post("/privacy").status_code == 405


def test_the_tab_is_laid_out_in_gradio() -> None:
    import gradio as gr

    from assistant.ui.about_tab import about_tab

    with gr.Blocks(analytics_enabled=False) as page:
        about_tab(_about(), EN)
    (html,) = page.blocks.values() if len(page.blocks) == 1 else [b for b in page.blocks.values() if isinstance(b, gr.HTML)]
    assert "About this assistant" in str(html.value)
