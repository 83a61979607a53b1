"""A visitor in a real browser, a served page, and what axe finds."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from assistant.answer import Language
from assistant.ui.app import create_app
from assistant.ui.texts import Words
from eval import page_weight
from eval.page_weight import CHROMIUM as CHROMIUM
from ingest.settings import Settings

ARGUMENTS = [
    *page_weight.ARGUMENTS,
    *"--disable-component-update --disable-sync".split(),
    # No name of another machine can be looked up: a link that is followed leads nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
TABS = ("ask", "sources", "compare", "about")

Page = Any
Browser = Any


class Visit:
    """One visitor, and what the browser did meanwhile."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.words = Words(Language.EN if address.endswith("/en/") else Language.NL)
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-US", **options})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.goto(address)
        self.ready()

    def ready(self) -> None:
        """Wait until the page stands; to be called after a reload too."""
        self.page.wait_for_selector("#ia-question textarea")
        # Gradio sends the last update twice; only after the second is the page at rest.
        self.page.evaluate(
            "(show => { window.iaDone = 0; window.iaShowLast = () => { window.iaDone++; show(); } })(window.iaShowLast)"
        )

    @property
    def answers(self) -> Any:
        return self.page.locator("#ia-chat .bot-row")

    @property
    def done(self) -> int:
        """How many questions have been dealt with."""
        return int(self.page.evaluate("window.iaDone"))

    def rest(self, answers: int) -> None:
        """Wait until that many questions have been dealt with."""
        self.page.wait_for_function(f"window.iaDone >= {answers}")

    def ask(self, question: str) -> str:
        """Ask with the Enter key; the text of the answer."""
        before, done = self.answers.count(), self.done
        self.page.fill("#ia-question textarea", question)
        self.page.press("#ia-question textarea", "Enter")
        self.answers.nth(before).wait_for()
        self.rest(done + 1)
        return str(self.answers.nth(before).inner_text())

    def asks_by(self, button: Any) -> str:
        """Click what asks a question; the text of the answer."""
        before, done = self.answers.count(), self.done
        button.click()
        self.answers.nth(before).wait_for()
        self.rest(done + 1)
        return str(self.answers.nth(before).inner_text())

    def clear(self) -> None:
        """Clear everything, and wait until that is done."""
        self.page.get_by_role("button", name=self.words("form.clear"), exact=True).click()
        self.page.locator("#ia-status").get_by_text(self.words("status.cleared")).wait_for()
        self.page.locator(".ia-examples:not(.ia-next) .ia-example").first.wait_for()
        self.page.wait_for_function("!document.querySelector('#ia-chat .user-row')")

    def judge(self, thumb: str) -> None:
        """Open the form for feedback: ``up`` or ``down``."""
        self.page.locator(f"#ia-thumb-{thumb}").click()
        self.page.locator(".ia-preview pre").wait_for()

    def open(self, tab: str) -> None:
        """Go to one of ``TABS``."""
        self.page.get_by_role("tab", name=self.words(f"tabs.{tab}"), exact=True).click()
        self.page.get_by_role("tabpanel").locator("h2").first.wait_for()

    def stored(self) -> str:
        """All that the browser keeps for this page, as text."""
        kept = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
        return str(self.page.evaluate(kept)) + str(self.context.cookies())

    def outside(self, address: str) -> list[str]:
        return [url for url in self.requests if not url.startswith((address, "data:", "blob:"))]

    def too_wide(self) -> bool:
        """Must one scroll sideways?"""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def shot(self, name: str, repository: Path) -> None:
        """A screenshot for people, kept by CI; no test looks at it."""
        folder = Path(os.environ.get("INTEGRITEIT_TEST_SHOTS", repository / "var" / "screenshots"))
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


def served(assistant: Any, settings: Settings | None = None) -> Iterator[str]:
    """The address of the page around an assistant, while it is served."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = create_app(assistant, settings=settings)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "de pagina start niet"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)


def broken(page: Page, part: str | None = None) -> dict[str, list[str]]:
    """All that axe finds on the page as it stands, or in a part of it, of whatever impact: by rule, the elements."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_timeout(300)
    return {
        rule["id"]: [node["html"][:200] + " :: " + node["failureSummary"][:200] for node in rule["nodes"][:4]]
        for rule in Axe().run(page, context=part).response["violations"]
    }
