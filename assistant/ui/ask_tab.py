"""The tab in which a question is asked: what stands where. What happens there: ``assistant.ui.events``."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from assistant.answer import Mode
from assistant.compare import TIERS
from assistant.memo import MemoFormat
from assistant.names import office_name, tier_name
from assistant.ui.conversation import FORGET_AFTER_S, Conversation
from assistant.ui.panel import empty_panel
from assistant.ui.texts import Words
from corpus import Ambt
from corpus.dutch import capital

_FACTS, _NEXT = 4, 3


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that change."""

    conversation: gr.State
    place: gr.State
    settings: gr.Accordion
    office: gr.Radio
    tier: gr.Radio
    mode: gr.Radio
    date: gr.Textbox
    chat: gr.Chatbot
    status: gr.HTML
    facts: gr.Column
    fact: tuple[gr.Textbox, ...]
    tell: gr.Button
    further: gr.Column
    next: tuple[gr.Button, ...]
    keep: gr.Column
    memo: dict[MemoFormat, gr.Button]
    copy: gr.Button
    restore: gr.Checkbox
    file: gr.Textbox
    question: gr.Textbox
    send: gr.Button
    clear: gr.Button
    examples: gr.Column
    example: tuple[gr.Button, ...]
    citations: gr.Radio
    article: gr.HTML
    before: gr.Button
    after: gr.Button

    def all(self) -> list[Any]:
        """Every part by itself, once: the outputs of an event that may change any of them."""
        parts: list[Any] = []
        for name in self.__slots__:
            value = getattr(self, name)
            parts += value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
        return parts

    def answered(self) -> list[Any]:
        """What an answer changes: gradio makes up every output anew at each update, so no more than that."""
        shown = [
            self.conversation,
            self.place,
            self.settings,
            self.chat,
            self.status,
            self.facts,
            *self.fact,
            self.further,
            *self.next,
        ]
        return [
            *shown,
            self.keep,
            self.restore,
            self.question,
            self.examples,
            self.citations,
            self.article,
            self.before,
            self.after,
        ]


def ask_tab(words: Words) -> tuple[Parts, gr.Column]:
    """Lay out the tab in the current ``Blocks``; also the column under an answer, where feedback can be given."""
    conversation = gr.State(Conversation(), time_to_live=FORGET_AFTER_S)
    place = gr.State("", time_to_live=FORGET_AFTER_S)
    with gr.Row(elem_classes="ia-columns"):
        with gr.Column(scale=3, min_width=0, elem_classes="ia-main"):
            gr.HTML(f"<h2>{escape(words('chat.label'))}</h2>", elem_classes="ia-hidden")
            settings, office, tier, mode, date = _settings(words)
            chat = _chat(words)
            status = gr.HTML("", elem_id="ia-status")
            facts, fact, tell = _facts(words)
            further, next_ = _further(words)
            keep, memo, copy, restore, file, feedback = _keep(words)
            question, send, clear = _composer(words)
        with gr.Column(scale=2, min_width=0, elem_classes="ia-side"):
            examples, example = _examples(words)
            citations, article, before, after = _source(words)
    parts = Parts(
        conversation, place, settings, office, tier, mode, date, chat, status, facts, fact, tell, further, next_, keep, memo, copy, restore, file,
        question, send, clear, examples, example, citations, article, before, after,
    )  # fmt: skip
    return parts, feedback


def heading(words: Words, key: str) -> gr.HTML:
    return gr.HTML(f"<h2>{escape(words(key))}</h2>", elem_classes="ia-heading")


def settings_label(words: Words, office: str, date: str) -> str:
    name = office_name(Ambt(office), words.language) if office else words("form.office_none").lower()
    return words("form.office_heading", office=name, date=date or words("form.today"))


def _settings(words: Words) -> tuple[gr.Accordion, gr.Radio, gr.Radio, gr.Radio, gr.Textbox]:
    names = [(office_name(a, words.language), a.value) for a in Ambt]
    with gr.Accordion(settings_label(words, "", ""), open=True, elem_classes="ia-settings") as settings:
        office = gr.Radio(
            [(words("form.office_none"), ""), *((capital(name), value) for name, value in names)],
            value="",
            label=words("form.office_label"),
            info=words("form.office_info"),
            elem_classes="ia-pills",
        )
        tiers = [(tier_name(laag, words.language), laag.value) for laag in TIERS]
        tier = gr.Radio(
            [(words("form.tier_none"), ""), *((capital(name), value) for name, value in tiers)],
            value="",
            label=words("form.tier_label"),
            info=words("form.tier_info"),
            elem_classes="ia-pills",
        )
        mode = gr.Radio(
            [(words("form.mode_none"), ""), *((words(f"form.mode_{mode.value}"), mode.value) for mode in Mode)],
            value="",
            label=words("form.mode_label"),
            info=words("form.mode_info"),
            elem_classes="ia-pills",
        )
        date = gr.Textbox(
            label=words("form.date_label"), info=words("form.date_info"), lines=1, max_lines=1, elem_classes="ia-date"
        )
    return settings, office, tier, mode, date


def _chat(words: Words) -> gr.Chatbot:
    return gr.Chatbot(
        label=words("chat.label"),
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


def _facts(words: Words) -> tuple[gr.Column, tuple[gr.Textbox, ...], gr.Button]:
    """What a dilemma did not tell, to be filled in here."""
    with gr.Column(visible=False, elem_classes="ia-facts-form", elem_id="ia-facts") as column:
        heading(words, "facts.heading")
        boxes = tuple(gr.Textbox(label="", visible=False, lines=1, max_lines=4) for _ in range(_FACTS))
        tell = gr.Button(words("facts.tell"), variant="secondary", elem_id="ia-tell")
    return column, boxes, tell


def _further(words: Words) -> tuple[gr.Column, tuple[gr.Button, ...]]:
    with gr.Column(visible=False, elem_classes="ia-examples ia-next") as column:
        heading(words, "chat.next_heading")
        buttons = tuple(gr.Button("", visible=False, size="sm", elem_classes="ia-example") for _ in range(_NEXT))
    return column, buttons


def _keep(words: Words) -> tuple[gr.Column, dict[MemoFormat, gr.Button], gr.Button, gr.Checkbox, gr.Textbox, gr.Column]:
    """Officials have a duty to archive: the answer as a document, made when asked for and kept nowhere here."""
    with gr.Column(visible=False) as column:
        with gr.Row(elem_classes="ia-keep"):
            gr.HTML(f"<p>{escape(words('memo.keep'))}</p>", elem_classes="ia-keep-label")
            buttons = {f: gr.Button(words(f"memo.{f.value}"), size="sm", elem_id=f"ia-memo-{f.value}") for f in MemoFormat}
            copy = gr.Button(words("memo.copy"), size="sm", elem_id="ia-copy")
        restore = gr.Checkbox(label=words("memo.restore"), value=False, visible=False, elem_id="ia-restore")
        feedback = gr.Column(elem_classes="ia-feedback")
    return column, buttons, copy, restore, gr.Textbox(visible=False), feedback


def _composer(words: Words) -> tuple[gr.Textbox, gr.Button, gr.Button]:
    question = gr.Textbox(
        label=words("form.question_label"),
        placeholder=words("form.question_placeholder"),
        lines=1,
        max_lines=8,
        elem_id="ia-question",
    )
    with gr.Row(elem_classes="ia-buttons"):
        send = gr.Button(words("form.send"), variant="primary", elem_id="ia-send")
        clear = gr.Button(words("form.clear"), variant="secondary", elem_id="ia-clear")
    return question, send, clear


def _examples(words: Words) -> tuple[gr.Column, tuple[gr.Button, ...]]:
    with gr.Column(elem_classes="ia-examples") as column:
        heading(words, "form.examples_heading")
        buttons = tuple(gr.Button(text, size="sm", elem_classes="ia-example") for text in words.example_questions)
    return column, buttons


def _source(words: Words) -> tuple[gr.Radio, gr.HTML, gr.Button, gr.Button]:
    with gr.Column(elem_classes="ia-card", elem_id="bron"):
        heading(words, "panel.heading")
        citations = gr.Radio(
            [], label=words("panel.choose"), info=words("panel.choose_info"), visible=False, elem_classes="ia-citations ia-pills"
        )
        article = gr.HTML(empty_panel(words), elem_id="ia-article", container=False)
        with gr.Row(elem_classes="ia-turn"):
            before = gr.Button(words("panel.before"), size="sm", visible=False, elem_id="ia-before")
            after = gr.Button(words("panel.after"), size="sm", visible=False)
    return citations, article, before, after
