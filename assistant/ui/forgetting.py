"""Sessions that are forgotten whole. Gradio lets go of ``gr.State`` after a while, but keeps the last value of every other part
of the page, the conversation among them, until ten thousand other visitors have come.
"""

from __future__ import annotations

import datetime as dt

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from gradio.state_holder import StateHolder
from starlette.routing import Mount


class Forgetful(StateHolder):
    """Drops a session that was not used for ``after_s`` seconds. Gradio calls ``delete_all_expired_state`` every second."""

    def __init__(self, after_s: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.after = dt.timedelta(seconds=after_s)

    def delete_all_expired_state(self) -> None:
        super().delete_all_expired_state()  # type: ignore[no-untyped-call]
        # Gradio writes down naive local times.
        oldest = dt.datetime.now() - self.after
        with self.lock:
            for session in [name for name, used in self.time_last_used.items() if used < oldest]:
                self.session_data.pop(session, None)
                del self.time_last_used[session]


def forget_idle(app: FastAPI, page: gr.Blocks, after_s: int) -> None:
    """Make a page that is mounted in ``app`` forget. Call it before the first visitor comes; raises ``LookupError`` if it is not there."""
    mounted = next(
        (route.app for route in app.routes if isinstance(route, Mount) and getattr(route.app, "blocks", None) is page), None
    )
    if not isinstance(mounted, App):
        raise LookupError("the page is not mounted in this application")
    mounted.state_holder = Forgetful(after_s)
    mounted.state_holder.set_blocks(page)
