"""The page: what stands where."""

from __future__ import annotations

from html import escape

import gradio as gr

from assistant.memo import MemoFormat
from assistant.ui.conversation import Answers, Conversation
from assistant.ui.events import Parts, settings_label, wire
from assistant.ui.keep import wire_memo
from assistant.ui.panel import empty_panel
from assistant.ui.texts import day, example_questions, say
from corpus import Ambt

_FORGET_AFTER_S = 3600


def build_page(assistant: Answers) -> gr.Blocks:
    """The page around one assistant. Mount it with ``assistant.ui.app``, which gives it its style and headers."""
    page: gr.Blocks = gr.Blocks(title=say("page.title"), analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(_header(), elem_classes="ia-top")
        with gr.Row(elem_classes="ia-columns"):
            with gr.Column(scale=3, min_width=0, elem_classes="ia-main"):
                settings, office, date = _settings()
                chat = _chat()
                status = gr.HTML("", elem_id="ia-status")
                keep, formats, file = _keep()
                question, send, clear = _composer()
            with gr.Column(scale=2, min_width=0, elem_classes="ia-side"):
                examples, buttons = _examples()
                citations, article = _source()
        gr.HTML(_footer(assistant), elem_classes="ia-bottom")
        conversation = gr.State(Conversation(), time_to_live=_FORGET_AFTER_S)
        parts = Parts(conversation, office, date, settings, chat, status, question, examples, citations, article, keep)
        wire(assistant, parts, send, clear, buttons)
        wire_memo(conversation, formats, file)
    return page


def _header() -> str:
    lines = "".join(f"<p>{escape(say(key))}</p>" for key in ("page.ai", "page.privacy", "page.advice"))
    return (
        f'<header class="ia-header"><h1>{escape(say("page.title"))}</h1><p class="ia-lead">{escape(say("page.lead"))}</p>'
        f'<section class="ia-notice" aria-label="{escape(say("page.notice_label"))}">{lines}</section></header>'
    )


def _footer(assistant: Answers) -> str:
    index = assistant.index
    text = say("page.sources_of", sources=len(index.corpus.sources), date=day(index.built_on), version=index.version)
    return f'<footer class="ia-footer"><p>{escape(text)}</p></footer>'


def _heading(key: str) -> gr.HTML:
    return gr.HTML(f"<h2>{escape(say(key))}</h2>", elem_classes="ia-heading")


def _settings() -> tuple[gr.Accordion, gr.Radio, gr.Textbox]:
    with gr.Accordion(settings_label("", ""), open=True, elem_classes="ia-settings") as settings:
        office = gr.Radio(
            [(say("form.office_none"), ""), *((a.label[:1].upper() + a.label[1:], a.value) for a in Ambt)],
            value="",
            label=say("form.office_label"),
            info=say("form.office_info"),
            elem_classes="ia-office",
        )
        date = gr.Textbox(label=say("form.date_label"), info=say("form.date_info"), lines=1, max_lines=1, elem_classes="ia-date")
    return settings, office, date


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        label=say("chat.label"),
        show_label=False,
        visible=False,
        height=None,
        buttons=["copy"],
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        feedback_options=None,
        allow_file_downloads=False,
        autoscroll=False,
        container=False,
        elem_id="ia-chat",
    )


def _composer() -> tuple[gr.Textbox, gr.Button, gr.Button]:
    question = gr.Textbox(
        label=say("form.question_label"),
        placeholder=say("form.question_placeholder"),
        lines=1,
        max_lines=8,
        elem_id="ia-question",
    )
    with gr.Row(elem_classes="ia-buttons"):
        send = gr.Button(say("form.send"), variant="primary", elem_id="ia-send")
        clear = gr.Button(say("form.clear"), variant="secondary", elem_id="ia-clear")
    return question, send, clear


def _keep() -> tuple[gr.Row, dict[MemoFormat, gr.Button], gr.Textbox]:
    """Officials have a duty to archive: the answer as a document, made when asked for and kept nowhere here."""
    with gr.Row(elem_classes="ia-keep", visible=False) as row:
        gr.HTML(f"<p>{escape(say('memo.keep'))}</p>", elem_classes="ia-keep-label")
        buttons = {f: gr.Button(say(f"memo.{f.value}"), size="sm", elem_id=f"ia-memo-{f.value}") for f in MemoFormat}
    return row, buttons, gr.Textbox(visible=False)


def _examples() -> tuple[gr.Column, list[gr.Button]]:
    with gr.Column(elem_classes="ia-examples") as column:
        _heading("form.examples_heading")
        buttons = [gr.Button(text, size="sm", elem_classes="ia-example") for text in example_questions()]
    return column, buttons


def _source() -> tuple[gr.Radio, gr.HTML]:
    with gr.Column(elem_classes="ia-card", elem_id="bron"):
        _heading("panel.heading")
        citations = gr.Radio(
            [], label=say("panel.choose"), info=say("panel.choose_info"), visible=False, elem_classes="ia-citations"
        )
        article = gr.HTML(empty_panel(), elem_id="ia-article", container=False)
    return citations, article
