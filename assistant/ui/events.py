"""What changes on the page when something happens: asking, choosing a citation, choosing an office, clearing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import gradio as gr
from gradio.components.chatbot import Message, MessageDict

from assistant.answer import QuestionError
from assistant.ui.conversation import Answers, Conversation, View, converse, read_date
from assistant.ui.panel import article_panel, empty_panel
from assistant.ui.texts import day, example_questions, say
from corpus import Ambt

Update = Any
"""What gradio takes for a part: a value, a component with the changed properties, or ``gr.skip()``."""


@dataclass(frozen=True, slots=True)
class Parts:
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
    keep: gr.Row

    def all(self) -> list[Any]:
        return [getattr(self, name) for name in self.__slots__]


def settings_label(office: str, date: str) -> str:
    name = Ambt(office).label if office else say("form.office_none").lower()
    return say("form.office_heading", office=name, date=date or say("form.today"))


def wire(assistant: Answers, parts: Parts, send: gr.Button, clear: gr.Button, examples: list[gr.Button]) -> None:
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    names = parts.all()
    settings = [parts.office, parts.date, parts.conversation]
    asking = [gr.on([send.click, parts.question.submit], partial(_ask, assistant), [parts.question, *settings], names, **quiet)]
    asking += [
        button.click(partial(_ask, assistant, text), settings, names, **quiet)
        for button, text in zip(examples, example_questions(), strict=True)
    ]
    for event in asking:
        event.then(None, js="() => window.iaShowLast()", api_visibility="private")
    chosen = parts.citations.input(partial(_choose, assistant), [parts.citations, parts.conversation], parts.article, **quiet)
    chosen.then(None, js="() => window.iaShowCited()", api_visibility="private")
    gr.on([parts.office.input, parts.date.blur], _relabel, [parts.office, parts.date], parts.settings, queue=False, **quiet)
    clear.click(_clear, None, names, cancels=asking, **quiet)


def _ask(assistant: Answers, question: str, office: str, date: str, now: Conversation) -> Iterator[tuple[Update, ...]]:
    for view in converse(assistant, now, question or "", office, date or ""):
        yield _updates(assistant, view)


def _updates(assistant: Answers, view: View) -> tuple[Update, ...]:
    """One update a part, in the order of ``Parts``. A question that was refused stays in its box, to be mended."""
    same = gr.skip()
    citations, article = _source_updates(assistant, view) if view.answered else (same, same)
    return (
        view.conversation if view.done else same,
        same,
        same,
        gr.Accordion(open=False),
        gr.Chatbot(value=_messages(view.conversation), visible=True),
        _status(view),
        "" if view.answered else same,
        gr.Column(visible=False),
        citations,
        article,
        gr.Row(visible=True) if view.answered else same,
    )


def _source_updates(assistant: Answers, view: View) -> tuple[Update, Update]:
    cited = view.conversation.citations
    if not cited:
        return gr.Radio(choices=[], value=None, visible=False), empty_panel(after_answer=True)
    choices = [(c.label[:1].upper() + c.label[1:], str(c.locator)) for c in cited]
    first = choices[0][1]
    on = view.conversation.peildatum or dt.date.today()
    return gr.Radio(choices=choices, value=first, visible=True), article_panel(assistant.index.everything, first, on)


def _messages(conversation: Conversation) -> list[MessageDict | Message]:
    messages: list[MessageDict | Message] = []
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
    return article_panel(assistant.index.everything, chosen or "", now.peildatum or dt.date.today())


def _relabel(office: str, date: str) -> Update:
    try:
        on = read_date(date or "")
    except QuestionError:
        on = None
    return gr.Accordion(label=settings_label(office, day(dt.date.fromisoformat(on)) if on else ""))


def _clear() -> tuple[Update, ...]:
    return (
        Conversation(),
        "",
        "",
        gr.Accordion(label=settings_label("", ""), open=True),
        gr.Chatbot(value=[], visible=False),
        f"<p>{escape(say('status.cleared'))}</p>",
        "",
        gr.Column(visible=True),
        gr.Radio(choices=[], value=None, visible=False),
        empty_panel(),
        gr.Row(visible=False),
    )
