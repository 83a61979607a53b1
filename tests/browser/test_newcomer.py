"""The path of a newcomer, as docs/beginnen.md tells it: each step done for real, in a folder of its own, and shown in an image.

The images go to var/newcomer. With ``INTEGRITEIT_TEST_IMAGES=1`` they replace those in docs/img as well.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from PIL import Image
from visitor import CHROMIUM, Browser, Visit, served

from assistant.cli import app
from assistant.flow import open_assistant
from assistant.ui.texts import say
from ingest.settings import Settings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_index,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is er niet; installeer het pakket chromium"),
]

SCREEN = {"width": 1000, "height": 700}
LARGEST = 120_000
CODE = """# Gedragscode raad Waterdam

## Geschenken

Een raadslid van Waterdam neemt geen geschenk aan dat meer waard is dan dertig euro.

## Werkbezoeken

Een raadslid van Waterdam meldt een uitnodiging voor een werkbezoek in het buitenland vooraf aan de griffier.
"""
ADD = ["add", "gedragscode.md", "--title", "Gedragscode raad Waterdam", "--kind", "gedragscode", "--bestuurslaag", "gemeente"]

Run = Callable[..., str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, real_settings: Settings) -> Settings:
    """A machine of a newcomer: nothing there but the program (and vectors made before, to spare time)."""
    folder = tmp_path_factory.mktemp("nieuw")
    (folder / "gedragscode.md").write_text(CODE, encoding="utf-8")
    return Settings(data_dir=folder / "gegevens", cache_dir=real_settings.cache_dir)


@pytest.fixture(scope="module")
def run(home: Settings) -> Run:
    """``integriteit …`` as on the command line; what it printed."""

    def command(*words: str) -> str:
        settings = {"INTEGRITEIT_DATA_DIR": str(home.data_dir), "INTEGRITEIT_CACHE_DIR": str(home.cache_dir), "COLUMNS": "110"}
        ran = subprocess.run(
            [sys.executable, "-c", "from assistant.cli import main; main()", *words],
            cwd=home.data_dir.parent, env={**os.environ, **settings}, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout + ran.stderr

    return command


@pytest.fixture(scope="module")
def added(run: Run) -> str:
    """What adding the code of conduct printed, after the index of ``make run`` was made."""
    run("ingest")
    return run(*ADD)


@pytest.fixture(scope="module")
def address(home: Settings, added: str) -> Iterator[str]:
    """The page after that."""
    yield from served(open_assistant(home), home)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, viewport=SCREEN)
    yield visit
    visit.context.close()


@pytest.fixture
def image(repository: Path) -> Callable[[object, str], None]:
    """Keep what a page shows under a name: small, and always of the same size."""

    def keep(page: object, name: str) -> None:
        page.evaluate("document.activeElement.blur()")  # type: ignore[attr-defined]
        page.wait_for_timeout(400)  # type: ignore[attr-defined]
        shot = Image.open(io.BytesIO(page.screenshot()))  # type: ignore[attr-defined]
        made = repository / "var" / "newcomer" / f"{name}.png"
        made.parent.mkdir(parents=True, exist_ok=True)
        shot.convert("RGB").quantize(48, dither=Image.Dither.NONE).save(made, optimize=True)
        assert made.stat().st_size <= LARGEST
        kept = repository / "docs" / "img" / made.name
        if os.environ.get("INTEGRITEIT_TEST_IMAGES"):
            shutil.copyfile(made, kept)
        assert kept.is_file(), f"{kept} is er niet; maak hem met INTEGRITEIT_TEST_IMAGES=1"
        assert Image.open(kept).size == shot.size

    return keep


def in_view(visit: Visit, selector: str, text: str = "") -> None:
    """Put the last part of the page with that selector (and text) at the top of the window."""
    # After an answer the page scrolls by itself, a moment later.
    visit.page.wait_for_timeout(400)
    visit.page.locator(selector).filter(has_text=text).last.evaluate(
        "e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 16)"
    )


def test_start(visit: Visit, image: Callable[[object, str], None]) -> None:
    assert say("page.ai") in visit.page.inner_text("body")
    image(visit.page, "start")


def test_ask(visit: Visit, image: Callable[[object, str], None]) -> None:
    visit.page.get_by_role("radio", name="Raadslid", exact=True).check()
    answer = visit.ask("Mag ik meestemmen over het bestemmingsplan naast mijn huis?")
    assert answer.startswith("Voor: raadslid") and visit.page.locator("#ia-article mark").count()
    in_view(visit, "#ia-chat .user-row")
    image(visit.page, "vraag")


def test_dilemma(visit: Visit, image: Callable[[object, str], None]) -> None:
    visit.ask("Een bouwbedrijf nodigt mij uit in hun skybox bij de finale. Ik twijfel of dat verstandig is.")
    visit.page.get_by_label("Welk ambt of welke functie heeft u?").fill("wethouder")
    in_view(visit, "#ia-facts")
    image(visit.page, "feiten")
    visit.asks_by(visit.page.get_by_role("button", name=say("facts.tell")))
    assert "Overwegingen" in visit.answers.last.inner_text()
    in_view(visit, "#ia-chat h3", "Overwegingen")
    image(visit.page, "dilemma")


def test_compare(visit: Visit, image: Callable[[object, str], None]) -> None:
    visit.open("compare")
    topic = visit.page.get_by_label(say("compare.topic"), exact=True)
    topic.click()
    topic.fill("Gedragscode")
    visit.page.get_by_role("option").filter(has_text="Gedragscode").first.click()
    visit.page.get_by_role("button", name=say("compare.go"), exact=True).click()
    visit.page.locator("#ia-cmp-result table").first.wait_for()
    in_view(visit, "#ia-cmp-result")
    image(visit.page, "vergelijken")


def test_add_an_own_code_of_conduct(visit: Visit, browser: Browser, added: str, image: Callable[[object, str], None]) -> None:
    assert "toegevoegd als gedragscode-raad-waterdam" in added and "staat klaar" in added
    terminal(browser, " ".join(f'"{word}"' if " " in word else word for word in ADD), added, "toevoegen", image)
    visit.page.get_by_role("radio", name="Raadslid", exact=True).check()
    answer = visit.ask("Moet ik een werkbezoek in het buitenland melden?")
    assert "Gedragscode raad Waterdam" in answer and say("panel.own") in visit.page.locator("#ia-article").inner_text()
    in_view(visit, "#ia-chat .user-row")
    image(visit.page, "eigen-code")


def test_the_laws(visit: Visit, browser: Browser, run: Run, image: Callable[[object, str], None]) -> None:
    printed = run("changes")
    assert "verouderd" in printed
    terminal(browser, "changes", printed, "bijwerken", image)
    visit.open("sources")
    visit.page.get_by_label(say("sources.search_label")).fill("artikel 28 Gemeentewet")
    visit.page.get_by_role("button", name=say("sources.search_button"), exact=True).click()
    visit.page.locator("#ia-sources-article", has_text="Artikel 28").wait_for()
    in_view(visit, ".ia-sources-columns")
    image(visit.page, "bronnen")


def test_the_score(visit: Visit, image: Callable[[object, str], None]) -> None:
    visit.open("about")
    visit.page.locator("#over-cijfers").wait_for()
    in_view(visit, "#over-cijfers")
    image(visit.page, "cijfers")


def terminal(browser: Browser, words: str, printed: str, name: str, image: Callable[[object, str], None]) -> None:
    """What a command printed, as it stands in a terminal."""
    page = browser.new_page(viewport={"width": 1000, "height": 220})
    page.set_content(
        "<body style='margin:0;background:#1c2530'><pre style='margin:0;padding:20px;color:#e8edf2;font:15px/1.5 monospace;"
        f"white-space:pre-wrap'>$ integriteit {escape(words)}\n{escape(printed.strip())}</pre></body>"
    )
    image(page, name)
    page.close()


def test_the_path_in_the_docs_shows_every_step(repository: Path) -> None:
    text = (repository / "docs" / "beginnen.md").read_text(encoding="utf-8")
    images = {path.name for path in (repository / "docs" / "img").glob("*.png")}
    assert set(re.findall(r"\]\(img/([a-z-]+\.png)\)", text)) == images
    alts = re.findall(r"!\[([^\]]*)\]\(img/", text)
    assert all(len(alt) > 20 for alt in alts)
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert set(re.findall(r"integriteit ([a-z]+)", text)) <= commands
    for link in re.findall(r"\]\((?!https?:|img/|#)([^)#]+)", text):
        assert (repository / "docs" / link).resolve().is_file(), link
