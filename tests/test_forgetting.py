"""What gradio remembers of a visitor, and that it is gone after a while."""

from __future__ import annotations

import datetime as dt
import time

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from gradio.state_holder import StateHolder

from assistant.ui.forgetting import Forgetful, forget_idle

AFTER_S = 3600
CANARY = "kanarie4417"


@pytest.fixture
def page() -> gr.Blocks:
    page: gr.Blocks
    with gr.Blocks(analytics_enabled=False) as page:
        gr.Textbox(elem_id="vraag")
    return page


def _told(holder: StateHolder, session: str) -> str:
    return str([config["props"].get("value") for config in holder[session].components])


def _asked(holder: StateHolder, page: gr.Blocks, session: str, minutes_ago: float) -> None:
    """Leave a text behind as gradio does after an event."""
    box = next(number for number, block in page.blocks.items() if isinstance(block, gr.Textbox))
    holder[session]._update_value_in_config(box, CANARY)
    holder.time_last_used[session] = dt.datetime.now() - dt.timedelta(minutes=minutes_ago)


def test_gradio_by_itself_keeps_what_was_asked(page: gr.Blocks) -> None:
    """The reason for this module. When it fails, gradio forgets by itself and the module can go."""
    holder = StateHolder()
    holder.set_blocks(page)
    _asked(holder, page, "eerder", minutes_ago=600)
    holder.delete_all_expired_state()
    assert CANARY in _told(holder, "eerder")


def test_an_idle_session_is_forgotten_whole_and_a_fresh_one_stays(page: gr.Blocks) -> None:
    holder = Forgetful(AFTER_S)
    holder.set_blocks(page)
    _asked(holder, page, "eerder", minutes_ago=61)
    _asked(holder, page, "nu", minutes_ago=59)
    holder.delete_all_expired_state()
    assert list(holder.session_data) == list(holder.time_last_used) == ["nu"]
    assert CANARY in _told(holder, "nu")
    assert CANARY not in _told(holder, "eerder"), "who comes back begins anew"


def test_a_page_that_is_served_forgets(page: gr.Blocks) -> None:
    with page:
        box = next(block for block in page.blocks.values() if isinstance(block, gr.Textbox))
        box.submit(lambda text: text, box, box, api_visibility="private")
    app = FastAPI()
    gr.mount_gradio_app(app, page.queue(), path="/")
    forget_idle(app, page, AFTER_S)
    holder = page.state_holder
    with TestClient(app) as visitor:
        number = next(iter(page.fns))
        asked = {"data": [CANARY], "fn_index": number, "session_hash": "een", "trigger_id": None}
        assert visitor.post("/gradio_api/queue/join", json=asked).status_code == 200
        with visitor.stream("GET", "/gradio_api/queue/data?session_hash=een") as answer:
            assert any("process_completed" in line for line in answer.iter_lines())
        assert CANARY in _told(holder, "een")
        holder.time_last_used["een"] -= dt.timedelta(seconds=AFTER_S)
        deadline = time.monotonic() + 20
        while "een" in holder.session_data and time.monotonic() < deadline:
            time.sleep(0.1)
        assert "een" not in holder.session_data


def test_a_page_that_is_not_mounted_is_an_error(page: gr.Blocks) -> None:
    with pytest.raises(LookupError):
        forget_idle(FastAPI(), page, AFTER_S)
