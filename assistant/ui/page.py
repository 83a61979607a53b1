"""The page: its head, its tabs and its foot."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from assistant.answer import Language
from assistant.answering import Answers
from assistant.ui.about.contents import About
from assistant.ui.about.privacy import in_short, sentences
from assistant.ui.about_tab import about_tab
from assistant.ui.ask_tab import ask_tab
from assistant.ui.compare_tab import compare_tab
from assistant.ui.events import Events
from assistant.ui.feedback_form import feedback_form
from assistant.ui.keep import wire_memo
from assistant.ui.sources_tab import sources_tab
from assistant.ui.stock import Stock
from assistant.ui.texts import Words
from ingest.settings import Settings

PATHS = {Language.NL: "/", Language.EN: "/en/"}
"""Where the page stands in each language."""


def build_page(assistant: Answers, shared: Stock, words: Words, settings: Settings) -> gr.Blocks:
    """The page around one assistant, in one language; ``shared``: what it shows of the index. Mount it with ``assistant.ui.app``, which
    gives it its style and headers."""
    page: gr.Blocks = gr.Blocks(title=words("page.title"), analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(_header(shared.about, words))
        with gr.Tabs(elem_classes="ia-tabs", overflow_behavior="wrap"):
            with gr.Tab(words("tabs.ask"), id="vraag"):
                parts, feedback = ask_tab(words)
                closing: dict[Any, Any] = {}
                if settings.feedback:
                    with feedback:
                        closing = feedback_form(parts.conversation, words, settings)
            with gr.Tab(words("tabs.sources"), id="bronnen"):
                sources_tab(shared.finder, words)
            with gr.Tab(words("tabs.compare"), id="vergelijk"):
                compare_tab(shared.matters, shared.catalogue, words)
            with gr.Tab(words("tabs.about"), id="over"):
                about_tab(shared.about, words)
        gr.HTML(_footer(assistant, words))
        Events(assistant, words, parts, shared.catalogue, closing).wire()
        wire_memo(parts)
    return page


def _header(about: About, words: Words) -> str:
    # What is said of the question must be true for the settings in force.
    privacy = [*sentences(in_short(about.facts), about.facts, about.deployer, words), words("page.advice")]
    folded = "".join(f"<p>{escape(line)}</p>" for line in privacy)
    notice = (
        f"<p>{escape(words('page.ai'))}</p><p>{escape(words('page.no_names'))}</p>"
        f"<details><summary>{escape(words('page.more'))}</summary>{folded}</details>"
    )
    other = next(language for language in Language if language is not words.language)
    change = f'<a href="{PATHS[other]}" hreflang="{other}" lang="{other}">{escape(words("page.other_language"))}</a>'
    return (
        f'<a class="ia-skip" href="#ia-question">{escape(words("page.skip"))}</a>'
        f'<header class="ia-header"><div class="ia-title"><h1>{escape(words("page.title"))}</h1>'
        f'<p class="ia-language">{change}</p></div>'
        f'<p class="ia-lead">{escape(words("page.lead"))}</p>'
        f'<section class="ia-notice" aria-label="{escape(words("page.notice_label"))}">{notice}</section></header>'
    )


def _footer(assistant: Answers, words: Words) -> str:
    index = assistant.index
    sources, date = len(index.corpus.sources), words.day(index.built_on)
    text = words("page.sources_of", sources=sources, date=date, version=index.version)
    return f'<footer class="ia-footer"><p>{escape(text)}</p></footer>'
