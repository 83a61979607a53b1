"""The answer as a document: made in memory when the user asks for it, and saved by the browser. Nothing is kept on this side."""

from __future__ import annotations

import base64
import datetime as dt
import json
from functools import partial
from typing import Any

import gradio as gr

from assistant.memo import MemoFormat, memo
from assistant.ui.conversation import Conversation

_KINDS = {
    MemoFormat.MARKDOWN: "text/markdown",
    MemoFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    MemoFormat.PDF: "application/pdf",
}


def wire_memo(conversation: gr.State, buttons: dict[MemoFormat, gr.Button], file: gr.Textbox) -> None:
    """Each button: the document to the browser, which saves it; then the copy on the page is wiped."""
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    for kind, button in buttons.items():
        made = button.click(partial(document, kind), conversation, file, **quiet)
        saved = made.then(None, file, js="(file) => window.iaSave(file)", api_visibility="private")
        saved.then(lambda: "", None, file, queue=False, **quiet)


def document(kind: MemoFormat, now: Conversation) -> str:
    """Name, type and content (base64) as JSON; empty when there is no answer yet."""
    if now.result is None:
        return ""
    data = memo(now.result, kind, made_on=dt.date.today())
    content = base64.b64encode(data).decode("ascii")
    return json.dumps({"name": f"memo-integriteit-{dt.date.today()}{kind.suffix}", "type": _KINDS[kind], "content": content})
