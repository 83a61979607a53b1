"""What a browser reads from the page and says to it, without a browser: which event asks, and what came back.

Nothing here depends on the number or the name of an event: the question box and the button for the memo are found by
their ids on the page, the chat by its kind. A page that no longer has them stops the run with ``PageChanged``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

JOIN, DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"
HEARTBEAT = "/gradio_api/heartbeat"
_QUESTION, _MEMO = "ia-question", "ia-memo-pdf"
_CONFIG = "window.gradio_config = "
_FILE = re.compile(r'(?:src|href)="\./(assets/[^"]+)"')
_TAG = re.compile(r"<[^>]*>")

T = TypeVar("T")


class PageChanged(RuntimeError):
    """The page lacks something that a visitor needs; the message says what, and where it was sought."""


@dataclass(frozen=True, slots=True)
class PageEvent:
    """One event of the page: its number, what it takes and changes (numbers of parts), and the part that sets it off."""

    number: int
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    trigger: int

    def join(self, session: str, values: Mapping[int, Any]) -> dict[str, Any]:
        """The body with which a browser sets it off; a part that is not in ``values`` is empty."""
        data = [values.get(part) for part in self.inputs]
        return {"data": data, "fn_index": self.number, "session_hash": session, "event_data": None, "trigger_id": self.trigger}


@dataclass(frozen=True, slots=True)
class LoadedPage:
    """A page as it was served. ``values``: what its parts hold at first; ``files``: the files that the page itself names."""

    ask: PageEvent
    memo: PageEvent
    question: int
    chat: int
    values: Mapping[int, Any]
    files: tuple[str, ...]


def read_page(source: str) -> LoadedPage:
    """Read what the page tells its own script. Raises ``PageChanged``."""
    _, found, rest = source.partition(_CONFIG)
    if not found:
        raise PageChanged(f"de pagina bevat geen '{_CONFIG.strip()}'; kijk of gradio zijn instellingen anders meegeeft")
    config, _ = json.JSONDecoder().raw_decode(rest)
    parts = {part["id"]: part for part in config["components"]}
    question = _only([i for i, p in parts.items() if p["props"].get("elem_id") == _QUESTION], f"onderdeel #{_QUESTION}")
    button = _only([i for i, p in parts.items() if p["props"].get("elem_id") == _MEMO], f"onderdeel #{_MEMO}")
    chat = _only([i for i, p in parts.items() if p["type"] == "chatbot"], "onderdeel van de soort chatbot")
    events = config["dependencies"]
    ask = [e for e in _set_off_by(events, question, "submit") if question in e.inputs and chat in e.outputs]
    values = {i: p["props"].get("value") for i, p in parts.items() if p["type"] != "state"}
    return LoadedPage(
        ask=_only(ask, f"gebeurtenis 'submit' van #{_QUESTION} die de vraag leest en de chat verandert"),
        memo=_only(list(_set_off_by(events, button, "click")), f"gebeurtenis 'click' van #{_MEMO}"),
        question=question,
        chat=chat,
        values=values,
        files=tuple(dict.fromkeys(_FILE.findall(source))),
    )


def _set_off_by(events: Iterable[Mapping[str, Any]], part: int, action: str) -> Iterator[PageEvent]:
    for event in events:
        if event["backend_fn"] and [part, action] in event["targets"]:
            yield PageEvent(event["id"], tuple(event["inputs"]), tuple(event["outputs"]), part)


def _only(found: list[T], what: str) -> T:
    if len(found) != 1:
        raise PageChanged(f"de pagina heeft {len(found)} keer een {what}, verwacht 1; pas eval/load_page.py aan")
    return found[0]


def messages(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The messages of a stream of server-sent events."""
    for line in lines:
        if line.startswith(b"data:"):
            yield json.loads(line.removeprefix(b"data:"))


def turns(page: LoadedPage, outputs: list[Any]) -> tuple[tuple[str, str], ...]:
    """What the chat shows after an answer: ``(role, text)``, oldest first."""
    shown = outputs[page.ask.outputs.index(page.chat)]
    shown = shown.get("value", []) if isinstance(shown, dict) else shown
    return tuple((turn["role"], "".join(part.get("text", "") for part in turn["content"])) for turn in shown)


def letters(text: str) -> str:
    """The letters and digits of a text, however the chat made its other signs safe to show."""
    return "".join(sign for sign in html.unescape(_TAG.sub("", text)) if sign.isalnum())
