"""The tab Vergelijk in a real browser: a table, its article, two days, small screens and accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_fake import FakeAssistant
from sources_index import with_library
from visitor import CHROMIUM, Browser, Visit, broken, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is er niet; installeer het pakket chromium"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(FakeAssistant(with_library(tmp_path_factory.mktemp("bibliotheek"))))


class Comparing(Visit):
    """One visitor of the tab."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        super().__init__(browser, address, **options)
        self.open("compare")

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


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Comparing]:
    visit = Comparing(browser, address)
    yield visit
    visit.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")])
def test_tiers_side_by_side_with_the_article(browser: Browser, address: str, repository: Path, width: int, scheme: str) -> None:
    visit = Comparing(browser, address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    visit.choose("Onderwerp", "Gedragscode: voor wie")
    result = visit.compare()
    assert visit.page.evaluate("document.activeElement.id") == "ia-cmp-title"
    assert result.get_by_role("columnheader").all_inner_texts() == ["Gemeente", "Provincie", "Waterschap"]
    assert result.get_by_text("Geen gelijke bepaling gevonden in dit corpus.").count() == 2
    place = result.get_by_role("button", name="Artikel 15, derde lid, Provinciewet")
    place.click()
    visit.page.locator("#ia-cmp-article .ia-cited", has_text="Provinciale staten").wait_for()
    visit.page.wait_for_function("document.activeElement.closest('#ia-cmp-card') !== null")
    assert not visit.too_wide()
    assert broken(visit.page) == {}
    visit.shot(f"vergelijk-{width}-{scheme}", repository)
    visit.page.get_by_role("button", name="Terug naar de vergelijking").click()
    visit.page.wait_for_function("document.activeElement.dataset.place !== undefined")
    assert place.get_attribute("aria-current") == "true"
    visit.context.close()


def test_each_cell_on_a_phone_has_the_name_of_its_column(browser: Browser, address: str) -> None:
    visit = Comparing(browser, address, viewport={"width": 320, "height": 800})
    visit.choose("Onderwerp", "Gedragscode: voor wie")
    names = visit.compare().locator(".ia-cmp-name")
    assert names.all_inner_texts()[:3] == ["Gemeente", "Provincie", "Waterschap"] and names.first.is_visible()
    small = visit.page.evaluate("""() => [...document.querySelectorAll("#ia-cmp-result button, .ia-cmp-pick label, .ia-cmp-button")]
        .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.textContent)""")
    assert small == []
    visit.context.close()


def test_offices_side_by_side(visit: Comparing, repository: Path) -> None:
    visit.page.get_by_role("radio", name="Ambten").check()
    visit.choose("Onderwerp", "Niet meepraten")
    for name in ("Raadslid", "Statenlid", "Wethouder", "Algemeen bestuur van het waterschap"):
        visit.page.get_by_role("checkbox", name=name).check()
    result = visit.compare()
    assert result.get_by_role("columnheader").count() == 4
    assert result.locator("td blockquote").first.inner_text().startswith("Een lid van de raad praat en stemt niet mee")
    assert not visit.too_wide() and broken(visit.page) == {}
    visit.shot("vergelijk-ambten", repository)


def test_the_table_is_copied_as_text(visit: Comparing) -> None:
    visit.choose("Onderwerp", "Gedragscode: voor wie")
    visit.compare()
    visit.page.evaluate("window.iaCopy = (text) => { window.iaCopied = text; }")
    visit.page.get_by_role("button", name="Kopieer de tabel").click()
    visit.page.wait_for_function("window.iaCopied !== undefined")
    copied = visit.page.evaluate("window.iaCopied")
    assert "| Gemeente | Provincie | Waterschap |" in copied and "artikel 15, derde lid, Gemeentewet" in copied


@pytest.mark.parametrize("width", [1280, 320])
def test_two_days_side_by_side(browser: Browser, address: str, repository: Path, width: int) -> None:
    visit = Comparing(browser, address, viewport={"width": width, "height": 900})
    visit.page.get_by_role("radio", name="Twee dagen").check()
    visit.choose("Wet of document", "Gemeentewet")
    visit.page.get_by_label("Eerste dag").fill("1-6-2022")
    visit.page.get_by_label("Tweede dag").fill("1-1-2025")
    result = visit.compare()
    assert "praat en stemt niet mee" in " ".join(result.locator("ins").all_inner_texts())
    assert not visit.too_wide() and broken(visit.page) == {}
    visit.shot(f"vergelijk-dagen-{width}", repository)
    visit.choose("Artikel (niet verplicht)", "Artikel 87")
    visit.compare()
    result.locator("h3", has_text="Artikel 87, Gemeentewet").wait_for()
    result.get_by_role("button", name="Artikel 87, Gemeentewet").click()
    visit.page.locator("#ia-cmp-article", has_text="kan daarop geheimhouding leggen").wait_for()
    visit.context.close()


def test_a_wrong_choice_is_told_and_shows_no_table(visit: Comparing) -> None:
    visit.page.get_by_role("button", name="Vergelijk", exact=True).click()
    visit.page.get_by_role("alert").filter(has_text="Kies eerst een onderwerp").wait_for()
    assert visit.page.locator("#ia-cmp-card").count() == 0 or not visit.page.locator("#ia-cmp-card").is_visible()
    assert broken(visit.page) == {}
