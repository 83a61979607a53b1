"""The tab Vergelijk in a real browser: a table, its article, two days, small screens and accessibility."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
import uvicorn
from compare_held import held_assistant
from fastapi import FastAPI
from visitor import CHROMIUM, Browser

from assistant.answer import Language
from assistant.ui.compare_tab import compare_tab
from assistant.ui.texts import Words, styles

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is er niet; installeer het pakket chromium"),
]

WORDS = Words(Language.NL)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(held_assistant(tmp_path_factory.mktemp("bibliotheek")))


def served(assistant: Any) -> Iterator[str]:
    """The address of a page with nothing but the tab."""
    with gr.Blocks(title="Vergelijk", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(f'<header class="ia-header"><h1>{escape(WORDS("page.title"))}</h1></header>')
        compare_tab(assistant, WORDS)
    app = gr.mount_gradio_app(
        FastAPI(), page, path="/", css=styles(), ssr_mode=False, footer_links=[],
        head='<script>document.documentElement.lang = "nl"; window.iaCopy = (text) => { window.iaCopied = text; };</script>',
    )  # fmt: skip
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
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


class Visit:
    """One visitor of the tab."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.goto(address)
        self.page.get_by_role("button", name="Vergelijk", exact=True).wait_for()

    def choose(self, label: str, text: str) -> None:
        """Type in a list that can be filtered, and take the first that is left."""
        field = self.page.get_by_label(label, exact=True)
        field.click()
        field.fill(text)
        self.page.get_by_role("option").filter(has_text=text).first.click()

    def compare(self) -> Any:
        """Click and wait until the heading of what came has the focus."""
        self.page.get_by_role("button", name="Vergelijk", exact=True).click()
        self.page.wait_for_function("document.activeElement.id === 'ia-cmp-title'")
        return self.page.locator("#ia-cmp-result")

    def broken(self) -> list[str]:
        """All that axe finds, of whatever impact; the small page around the tab breaks no rule of its own."""
        from axe_playwright_python.sync_playwright import Axe

        self.page.wait_for_timeout(300)
        found = Axe().run(self.page).response["violations"]
        return [f"{broken['id']}: {node['html'][:200]}" for broken in found for node in broken["nodes"]]

    def sideways(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def shot(self, name: str, repository: Path) -> None:
        """A screenshot for people; no test looks at it."""
        folder = Path(os.environ.get("INTEGRITEIT_TEST_SHOTS", repository / "var" / "screenshots"))
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")])
def test_tiers_side_by_side_with_the_article(browser: Browser, address: str, repository: Path, width: int, scheme: str) -> None:
    visit = Visit(browser, address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    visit.choose("Onderwerp", "Gedragscode: voor wie")
    result = visit.compare()
    assert visit.page.evaluate("document.activeElement.id") == "ia-cmp-title"
    assert result.get_by_role("columnheader").all_inner_texts() == ["Gemeente", "Provincie", "Waterschap"]
    assert result.get_by_text("Geen gelijke bepaling gevonden in dit corpus.").count() == 2
    place = result.get_by_role("button", name="Artikel 15, derde lid, Provinciewet")
    place.click()
    visit.page.locator("#ia-cmp-article .ia-cited", has_text="Provinciale staten").wait_for()
    visit.page.wait_for_function("document.activeElement.closest('#ia-cmp-card') !== null")
    assert visit.sideways() == 0
    assert visit.broken() == []
    visit.shot(f"vergelijk-{width}-{scheme}", repository)
    visit.page.get_by_role("button", name="Terug naar de vergelijking").click()
    visit.page.wait_for_function("document.activeElement.dataset.place !== undefined")
    assert place.get_attribute("aria-current") == "true"
    visit.context.close()


def test_each_cell_on_a_phone_has_the_name_of_its_column(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, viewport={"width": 320, "height": 800})
    visit.choose("Onderwerp", "Gedragscode: voor wie")
    names = visit.compare().locator(".ia-cmp-name")
    assert names.all_inner_texts()[:3] == ["Gemeente", "Provincie", "Waterschap"] and names.first.is_visible()
    small = visit.page.evaluate("""() => [...document.querySelectorAll("#ia-cmp-result button, .ia-cmp-pick label, .ia-cmp-button")]
        .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.textContent)""")
    assert small == []
    visit.context.close()


def test_offices_side_by_side(visit: Visit, repository: Path) -> None:
    visit.page.get_by_role("radio", name="Ambten").check()
    visit.choose("Onderwerp", "Niet meepraten")
    for name in ("Raadslid", "Statenlid", "Wethouder", "Algemeen bestuur van het waterschap"):
        visit.page.get_by_role("checkbox", name=name).check()
    result = visit.compare()
    assert result.get_by_role("columnheader").count() == 4
    assert result.locator("td blockquote").first.inner_text().startswith("Een lid van de raad praat en stemt niet mee")
    assert visit.sideways() == 0 and visit.broken() == []
    visit.shot("vergelijk-ambten", repository)


def test_the_table_is_copied_as_text(visit: Visit) -> None:
    visit.choose("Onderwerp", "Gedragscode: voor wie")
    visit.compare()
    visit.page.get_by_role("button", name="Kopieer de tabel").click()
    visit.page.wait_for_function("window.iaCopied !== undefined")
    copied = visit.page.evaluate("window.iaCopied")
    assert "| Gemeente | Provincie | Waterschap |" in copied and "artikel 15, derde lid, Gemeentewet" in copied


@pytest.mark.parametrize("width", [1280, 320])
def test_two_days_side_by_side(browser: Browser, address: str, repository: Path, width: int) -> None:
    visit = Visit(browser, address, viewport={"width": width, "height": 900})
    visit.page.get_by_role("radio", name="Twee dagen").check()
    visit.choose("Wet of document", "Gemeentewet")
    visit.page.get_by_label("Eerste dag").fill("1-6-2022")
    visit.page.get_by_label("Tweede dag").fill("1-1-2025")
    result = visit.compare()
    assert "praat en stemt niet mee" in " ".join(result.locator("ins").all_inner_texts())
    assert visit.sideways() == 0 and visit.broken() == []
    visit.shot(f"vergelijk-dagen-{width}", repository)
    visit.choose("Artikel (niet verplicht)", "Artikel 87")
    visit.compare()
    result.locator("h3", has_text="Artikel 87, Gemeentewet").wait_for()
    result.get_by_role("button", name="Artikel 87, Gemeentewet").click()
    visit.page.locator("#ia-cmp-article", has_text="kan daarop geheimhouding leggen").wait_for()
    visit.context.close()


def test_a_wrong_choice_is_told_and_shows_no_table(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Vergelijk", exact=True).click()
    visit.page.get_by_role("alert").filter(has_text="Kies eerst een onderwerp").wait_for()
    assert visit.page.locator("#ia-cmp-card").count() == 0 or not visit.page.locator("#ia-cmp-card").is_visible()
    assert visit.broken() == []
