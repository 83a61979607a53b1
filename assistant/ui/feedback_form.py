"""Whether an answer helped: two buttons, and a form that shows the very words that would be kept before anything is kept."""

from __future__ import annotations

import datetime as dt
import logging
from functools import partial
from html import escape
from typing import Any

import gradio as gr

from assistant.feedback import Reason, keep, record
from assistant.privacy import RedactionFailed
from assistant.ui.conversation import FORGET_AFTER_S, Conversation
from assistant.ui.texts import Words
from assistant.ui.updates import QUIET
from ingest.settings import Settings

log = logging.getLogger(__name__)


def feedback_form(conversation: gr.State, words: Words, settings: Settings) -> dict[Any, Any]:
    """Lay out and wire the form in the current column. Returns the updates that close and empty it: it speaks of one answer, so
    another answer, and clearing everything, must close it."""
    with gr.Row(elem_classes="ia-keep"):
        gr.HTML(f"<p>{escape(words('feedback.ask'))}</p>", elem_classes="ia-keep-label")
        yes = gr.Button(words("feedback.yes"), size="sm", elem_id="ia-thumb-up")
        no = gr.Button(words("feedback.no"), size="sm", elem_id="ia-thumb-down")
    useful = gr.State(True, time_to_live=FORGET_AFTER_S)
    shown = gr.State("", time_to_live=FORGET_AFTER_S)
    with gr.Column(visible=False, elem_classes="ia-feedback-form", elem_id="ia-feedback") as form:
        reasons = gr.CheckboxGroup(
            [(words(f"feedback.{reason.value}"), reason.value) for reason in Reason], label=words("feedback.reasons")
        )
        remark = gr.Textbox(label=words("feedback.remark"), info=words("feedback.remark_info"), lines=2, max_lines=6)
        question = gr.Checkbox(label=words("feedback.with_question"), value=False)
        preview = gr.HTML("", elem_classes="ia-preview")
        with gr.Row(elem_classes="ia-buttons"):
            save = gr.Button(words("feedback.save"), variant="secondary", elem_id="ia-feedback-save")
            cancel = gr.Button(words("feedback.cancel"), variant="secondary", elem_id="ia-feedback-cancel")
    thanks = gr.HTML("", elem_id="ia-feedback-status")

    closed: dict[Any, Any] = {form: gr.update(visible=False), shown: "", remark: "", preview: "", thanks: ""}

    def described(now: Conversation, good: bool, why: list[str], said: str, ask: bool) -> dict[Any, Any]:
        if now.result is None:
            return closed
        try:
            text = record(now.result, good, [Reason(r) for r in why or []], said or "", bool(ask), dt.date.today())
        except RedactionFailed:
            return closed | {thanks: f"<p>{escape(words('feedback.failed'))}</p>"}
        return {shown: text, preview: _preview(text, words), form: gr.Column(visible=True), thanks: ""}

    def opened(good: bool, now: Conversation) -> dict[Any, Any]:
        empty = {useful: good, reasons: gr.CheckboxGroup(value=[], visible=not good), remark: "", question: False}
        return empty | described(now, good, [], "", False)

    def changed(before: str, now: Conversation, good: bool, why: list[str], said: str, ask: bool) -> dict[Any, Any]:
        # Emptying the remark of a form that closes is a change too; it must not open it again.
        return described(now, good, why, said, ask) if before else {form: gr.Column(visible=False)}

    def kept(text: str) -> dict[Any, Any]:
        if not text:
            return closed
        try:
            keep(settings.feedback_dir, text, dt.date.today(), settings.feedback_days)
        except OSError as fault:
            log.error("feedback not kept: %s", type(fault).__name__)
            return closed | {thanks: f"<p>{escape(words('feedback.failed'))}</p>"}
        return closed | {thanks: f"<p>{escape(words('feedback.thanks'))}</p>"}

    every = [useful, shown, form, reasons, remark, question, preview, thanks]
    for button, good in ((yes, True), (no, False)):
        button.click(partial(opened, good), conversation, every, **QUIET)
    # Not remark.input: that does not see what is pasted, dictated or taken out.
    changing = [reasons.input, remark.change, question.input]
    read = [shown, conversation, useful, reasons, remark, question]
    gr.on(changing, changed, read, every, trigger_mode="always_last", **QUIET)
    save.click(kept, shown, every, **QUIET)
    cancel.click(lambda: closed, None, every, **QUIET)
    return closed


def _preview(text: str, words: Words) -> str:
    return f'<p>{escape(words("feedback.shown"))}</p><pre tabindex="0">{escape(text)}</pre>'
