"""The tab that tells what the assistant is, what it does with a question, and how good it is."""

from __future__ import annotations

import gradio as gr

from assistant.ui.about.contents import About, tab_html
from assistant.ui.texts import Words


def about_tab(about: About, words: Words) -> None:
    """Lay out the tab in the current ``Blocks``; it has no events."""
    gr.HTML(tab_html(about, words), container=False)
