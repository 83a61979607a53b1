"""The answer as a document or on the clipboard: made in memory when the user asks for it, and kept by the browser. Nothing is kept
on this side."""

from __future__ import annotations

import base64
import datetime as dt
import json
from functools import partial

from assistant.memo import MemoFormat, memo
from assistant.ui.ask_tab import Parts
from assistant.ui.conversation import Conversation
from assistant.ui.updates import QUIET

_KINDS = {
    MemoFormat.MARKDOWN: "text/markdown",
    MemoFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    MemoFormat.PDF: "application/pdf",
}


def wire_memo(parts: Parts) -> None:
    """Each button: the document to the browser, which saves or copies it; then the copy on the page is wiped."""
    for kind, button in parts.memo.items():
        made = button.click(partial(document, kind), [parts.conversation, parts.restore], parts.file, **QUIET)
        saved = made.then(None, parts.file, js="(file) => window.iaSave(file)", api_visibility="private")
        saved.then(lambda: "", None, parts.file, queue=False, **QUIET)
    made = parts.copy.click(with_sources, parts.conversation, parts.file, **QUIET)
    copied = made.then(None, parts.file, js="(text) => window.iaCopy(text)", api_visibility="private")
    copied.then(lambda: "", None, parts.file, queue=False, **QUIET)


def document(kind: MemoFormat, now: Conversation, restore: bool) -> str:
    """Name, type and content (base64) as JSON; empty when there is no answer yet. ``restore``: the user wants the personal data back
    that was replaced in the question."""
    if now.result is None:
        return ""
    data = memo(now.result, kind, restored=now.result.hidden if restore else {}, made_on=dt.date.today())
    content = base64.b64encode(data).decode("ascii")
    return json.dumps({"name": f"memo-integriteit-{dt.date.today()}{kind.suffix}", "type": _KINDS[kind], "content": content})


def with_sources(now: Conversation) -> str:
    """The last answer with its sources, date and who made it, as Markdown; empty when there is none."""
    return memo(now.result, MemoFormat.MARKDOWN, made_on=dt.date.today()).decode("utf-8") if now.result else ""
