"""The tab that tells what the assistant is, what it does with a question, and how good it is."""

from __future__ import annotations

import gradio as gr

from assistant.answering import Answers
from assistant.ui.about.contents import about, tab_html
from assistant.ui.texts import Words
from ingest.settings import Settings


def about_tab(assistant: Answers, words: Words, settings: Settings) -> None:
    """Lay out the tab in the current ``Blocks``; it has no events. Raises ``ScorecardError`` for a damaged scorecard."""
    gr.HTML(tab_html(about(assistant.index, settings), words), container=False, elem_classes="ia-about-tab")
