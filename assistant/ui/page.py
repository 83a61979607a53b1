"""The page: what stands where, and which part changes when something happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import gradio as gr

from assistant.answer import QuestionError
from assistant.ui.conversation import Answers, Conversation, View, converse, read_date
from assistant.ui.panel import article_panel, empty_panel
from assistant.ui.texts import day, example_questions, say
from corpus import Ambt

_FORGET_AFTER_S = 3600
Update = dict[str, Any] | object


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts that change."""

    conversation: gr.State
    office: gr.Radio
    date: gr.Textbox
    settings: gr.Accordion
    chat: gr.Chatbot
    status: gr.HTML
    question: gr.Textbox
    examples: gr.Column
    citations: gr.Radio
    article: gr.HTML

    def all(self) -> list[Any]:
        return [getattr(self, name) for name in self.__slots__]


def build_page(assistant: Answers) -> gr.Blocks:
    """The page around one assistant. Mount it with ``assistant.ui.app``, which gives it its style and headers."""
    with gr.Blocks(title=say("page.title"), analytics_enabled=False, fill_width=True) as page:
        gr.HTML(_header(), elem_classes="ia-top")
        with gr.Row(elem_classes="ia-columns"):
            with gr.Column(scale=3, min_width=0, elem_classes="ia-main"):
                settings, office, date = _settings()
                chat = _chat()
                status = gr.HTML("", elem_id="ia-status")
                question, send, clear = _composer()
                examples, buttons = _examples()
            with gr.Column(scale=2, min_width=0, elem_classes="ia-side", elem_id="bron"):
                citations, article = _side()
        gr.HTML(_footer(assistant), elem_classes="ia-bottom")
        conversation = gr.State(Conversation(), time_to_live=_FORGET_AFTER_S)
        parts = _Parts(conversation, office, date, settings, chat, status, question, examples, citations, article)
        _wire(assistant, parts, send, clear, buttons)
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
    with gr.Accordion(_settings_label("", ""), open=True, elem_classes="ia-settings") as settings:
        office = gr.Radio(
            [(say("form.office_none"), ""), *((a.label[:1].upper() + a.label[1:], a.value) for a in Ambt)],
            value="",
            label=say("form.office_label"),
            info=say("form.office_info"),
            elem_classes="ia-office",
        )
        date = gr.Textbox(label=say("form.date_label"), info=say("form.date_info"), lines=1, max_lines=1, elem_classes="ia-date")
    return settings, office, date


def _settings_label(office: str, date: str) -> str:
    name = Ambt(office).label if office else say("form.office_none").lower()
    return say("form.office_heading", office=name, date=date or say("form.today"))


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
        lines=3,
        max_lines=8,
        elem_id="ia-question",
    )
    with gr.Row(elem_classes="ia-buttons"):
        send = gr.Button(say("form.send"), variant="primary", elem_id="ia-send")
        clear = gr.Button(say("form.clear"), variant="secondary", elem_id="ia-clear")
    return question, send, clear


def _examples() -> tuple[gr.Column, list[gr.Button]]:
    with gr.Column(elem_classes="ia-examples") as column:
        _heading("form.examples_heading")
        buttons = [gr.Button(text, size="sm", elem_classes="ia-example") for text in example_questions()]
    return column, buttons


def _side() -> tuple[gr.Radio, gr.HTML]:
    _heading("panel.heading")
    citations = gr.Radio([], label=say("panel.choose"), info=say("panel.choose_info"), visible=False, elem_classes="ia-citations")
    article = gr.HTML(empty_panel(), elem_id="ia-article", container=False)
    return citations, article


def _wire(assistant: Answers, parts: _Parts, send: gr.Button, clear: gr.Button, examples: list[gr.Button]) -> None:
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    names = parts.all()
    settings = [parts.office, parts.date, parts.conversation]
    asking = [gr.on([send.click, parts.question.submit], partial(_ask, assistant), [parts.question, *settings], names, **quiet)]
    asking += [
        button.click(partial(_ask, assistant, text), settings, names, **quiet)
        for button, text in zip(examples, example_questions(), strict=True)
    ]
    for event in asking:
        event.then(None, js="() => window.iaShowLast && window.iaShowLast()", api_visibility="private")
    parts.citations.input(partial(_choose, assistant), [parts.citations, parts.conversation], parts.article, **quiet)
    gr.on([parts.office.input, parts.date.blur], _relabel, [parts.office, parts.date], parts.settings, queue=False, **quiet)
    clear.click(_clear, None, names, cancels=asking, **quiet)


def _ask(assistant: Answers, question: str, office: str, date: str, now: Conversation) -> Iterator[tuple[Update, ...]]:
    for view in converse(assistant, now, question or "", office, date or ""):
        yield _updates(assistant, view)


def _updates(assistant: Answers, view: View) -> tuple[Update, ...]:
    """One update a part, in the order of ``_Parts``."""
    same = gr.skip()
    chat = gr.Chatbot(value=_messages(view.conversation), visible=True)
    if not view.done:
        return same, same, same, gr.Accordion(open=False), chat, _status(view), "", gr.Column(visible=False), same, same
    citations, article = _source_updates(assistant, view) if view.answered else (same, same)
    return (
        view.conversation, same, same, gr.Accordion(open=False), chat, _status(view), "",
        gr.Column(visible=False), citations, article,
    )  # fmt: skip


def _source_updates(assistant: Answers, view: View) -> tuple[Update, Update]:
    cited = view.conversation.citations
    if not cited:
        return gr.Radio(choices=[], value=None, visible=False), empty_panel(after_answer=True)
    choices = [(c.label[:1].upper() + c.label[1:], str(c.locator)) for c in cited]
    first = choices[0][1]
    on = view.conversation.peildatum or dt.date.today()
    return gr.Radio(choices=choices, value=first, visible=True), article_panel(assistant.index.corpus, first, on)


def _messages(conversation: Conversation) -> list[dict[str, str]]:
    messages: list[dict[str, str]] = []
    for turn in conversation.turns:
        messages.append({"role": "user", "content": turn.question})
        if turn.answer:
            messages.append({"role": "assistant", "content": turn.answer})
    return messages


def _status(view: View) -> str:
    link = ""
    if view.answered and view.conversation.citations:
        link = f' <a href="#bron">{escape(say("status.go_to_source"))}</a>'
    return f"<p>{escape(view.status)}{link}</p>"


def _choose(assistant: Answers, chosen: str | None, now: Conversation) -> str:
    return article_panel(assistant.index.corpus, chosen or "", now.peildatum or dt.date.today())


def _relabel(office: str, date: str) -> Update:
    try:
        on = read_date(date or "")
    except QuestionError:
        on = None
    return gr.Accordion(label=_settings_label(office, day(dt.date.fromisoformat(on)) if on else ""))


def _clear() -> tuple[Update, ...]:
    status = f"<p>{escape(say('status.cleared'))}</p>"
    return (
        Conversation(), "", "", gr.Accordion(label=_settings_label("", ""), open=True),
        gr.Chatbot(value=[], visible=False), status, "", gr.Column(visible=True),
        gr.Radio(choices=[], value=None, visible=False), empty_panel(),
    )  # fmt: skip
