"""A visitor in a real browser, a served page, and what axe finds."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from assistant.ui.app import create_app

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

Page = Any
Browser = Any


class Visit:
    """One visitor, and what the browser did meanwhile."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-US", **options})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.goto(address)
        self.page.wait_for_selector("#ia-question textarea")
        # Gradio sends the last update twice; only after the second is the page at rest.
        self.page.evaluate(
            "(show => { window.iaDone = 0; window.iaShowLast = () => { window.iaDone++; show(); } })(window.iaShowLast)"
        )

    def rest(self, answers: int) -> None:
        """Wait until that many questions have been dealt with."""
        self.page.wait_for_function(f"window.iaDone >= {answers}")

    def ask(self, question: str) -> str:
        """Ask with the Enter key; the text of the answer."""
        before = self.page.locator("#ia-chat .bot-row").count()
        done = self.page.evaluate("window.iaDone")
        self.page.fill("#ia-question textarea", question)
        self.page.press("#ia-question textarea", "Enter")
        self.page.locator("#ia-chat .bot-row").nth(before).wait_for()
        self.rest(done + 1)
        return str(self.page.locator("#ia-chat .bot-row").nth(before).inner_text())

    def outside(self, address: str) -> list[str]:
        return [url for url in self.requests if not url.startswith((address, "data:", "blob:"))]


def served(assistant: Any) -> Iterator[str]:
    """The address of the page around an assistant, while it is served."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(assistant), log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "de pagina start niet"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)


def serious(response: dict[str, Any]) -> dict[str, list[str]]:
    return {
        broken["id"]: [node["html"][:200] + " :: " + node["failureSummary"][:200] for node in broken["nodes"][:4]]
        for broken in response["violations"]
        if broken["impact"] in ("serious", "critical")
    }


def severe(visit: Visit) -> dict[str, list[str]]:
    """What axe finds on the page as it stands, of serious or critical impact."""
    from axe_playwright_python.sync_playwright import Axe

    visit.page.wait_for_timeout(300)
    return serious(Axe().run(visit.page).response)
