"""The tab Bronnen in a real browser: search, browse, jump, another day, by keyboard, on small screens, and what axe says."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from page_fake import FakeAssistant, FakeIndex, small_corpus
from sources_index import with_library
from visitor import CHROMIUM, Browser, Visit, broken, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is er niet; installeer het pakket chromium"),
]

CANARY = "kanarie7319"
EVIL = "<img src=http://evil.example/1.png onerror=alert(1)><script>alert(2)</script> {{constructor}} ${1+1} `x`"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(FakeAssistant(with_library(tmp_path_factory.mktemp("bibliotheek"))))


class Reading(Visit):
    """One visitor of the tab."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        super().__init__(browser, address, **options)
        self.open("sources")
        # A button does nothing before gradio listens to it.
        self.page.locator(".ia-sources-status [role=status]").wait_for()

    def search(self, text: str, said: str) -> None:
        """Search with the Enter key and wait until the live region says what was found."""
        self.page.locator("#ia-sources-text :is(input, textarea)").fill(text)
        self.page.keyboard.press("Enter")
        self.page.locator(".ia-sources-status [role=status]", has_text=said).wait_for()

    def go(self, target: str) -> None:
        self.page.locator(f'[data-go^="{target}"]').first.click()

    @property
    def article(self) -> Any:
        return self.page.locator("#ia-sources-article")

    def focus(self) -> str:
        return str(
            self.page.evaluate(
                "(document.activeElement.closest('[id^=ia-sources]') || {}).id + ' ' + document.activeElement.tagName"
            )
        )


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Reading]:
    visit = Reading(browser, address)
    yield visit
    visit.context.close()


def test_from_the_list_to_an_article_and_on_to_its_twin(visit: Reading) -> None:
    visit.go("bron:BWBR0005416")
    visit.page.locator(".ia-articles").wait_for()
    visit.page.wait_for_function("document.activeElement.tagName === 'H3'")
    visit.go("plaats:BWBR0005416@2026-10-01#artikel=28/")
    visit.article.get_by_role("heading", name="Artikel 28").wait_for()
    visit.page.wait_for_function("document.activeElement.closest('#ia-sources-article') !== null")
    assert visit.page.locator('.ia-articles [aria-current="true"]').inner_text().startswith("Artikel 28")
    visit.article.get_by_role("button", name="Artikel 38a, eerste lid, Waterschapswet").click()
    visit.article.get_by_role("heading", name="Artikel 38a").wait_for()


def test_a_typed_place_opens_and_the_steps_keep_the_focus(visit: Reading) -> None:
    visit.search("Gw 28 lid 1", "Het artikel is geopend")
    visit.article.get_by_role("heading", name="Artikel 28").wait_for()
    after = visit.page.get_by_role("button", name="Volgend artikel")
    after.click()
    visit.article.get_by_role("heading", name="Artikel 28").wait_for(state="detached")
    assert "Volgend artikel" in visit.page.evaluate("document.activeElement.innerText")
    visit.page.get_by_role("button", name="Vorig artikel").click()
    visit.article.get_by_role("heading", name="Artikel 28").wait_for()


def test_another_day_shows_another_text(visit: Reading) -> None:
    visit.search("art. 28 gemeentewet", "Het artikel is geopend")
    visit.article.get_by_text("praat en stemt niet mee over wat hem zelf aangaat").wait_for()
    visit.article.get_by_role("button", name="Toon de tekst van 1 januari 2022").click()
    visit.article.get_by_text("onthoudt zich van stemmen").wait_for()
    box = visit.page.locator("#ia-sources-card").get_by_label("Peildatum")
    assert box.input_value() == "01-01-2022"
    box.fill("")
    visit.page.keyboard.press("Enter")
    visit.article.get_by_text("praat en stemt niet mee over wat hem zelf aangaat").wait_for()


def test_words_are_marked_and_a_filter_narrows_and_is_put_back(visit: Reading) -> None:
    visit.search("voedselbank", "1 plaats gevonden")
    assert visit.page.locator("#ia-sources-list mark").inner_text() == "voedselbank"
    visit.page.get_by_role("button", name="Filters").click()
    visit.page.get_by_role("radiogroup", name="Soort bron").get_by_role("radio", name="Handboeken").check()
    visit.page.get_by_role("button", name="Zoek zonder filters").click()
    visit.page.locator("#ia-sources-list mark").wait_for()
    assert visit.page.get_by_role("radiogroup", name="Soort bron").get_by_role("radio", name="Alle").is_checked()
    visit.page.get_by_role("button", name="Filters (nu: geen)").wait_for()


def test_whole_way_by_keyboard(visit: Reading) -> None:
    visit.search("geheimhouding opheffen raad", "plaatsen gevonden")
    for _ in range(8):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.matches('.ia-hit')"):
            break
    assert visit.page.evaluate("document.activeElement.matches('.ia-hit')"), visit.focus()
    outline = "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth"
    assert visit.page.evaluate(outline) == "solid3px"
    visit.page.keyboard.press("Enter")
    visit.article.get_by_role("heading", name="Artikel 89").wait_for()
    visit.page.wait_for_function("document.activeElement.id === 'ia-sources-article'")


def test_nothing_that_is_typed_stays(visit: Reading, address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        visit.search(f"{CANARY} geschenk", "Dit staat nergens")
    assert CANARY not in visit.stored() + visit.page.url + caplog.text
    assert not any(CANARY in url for url in visit.requests)
    assert visit.outside(address) == []


def test_what_a_document_or_a_visitor_writes_is_only_text(browser: Browser) -> None:
    corpus = small_corpus()
    provisions = tuple(replace(p, norm=f"Weiger een cadeau. {EVIL}") for p in corpus.provisions)
    for address in served(FakeAssistant(FakeIndex(replace(corpus, provisions=provisions)))):
        visit = Reading(browser, address)
        visit.search(f"cadeau {EVIL}", "gevonden")
        visit.go("plaats:")
        visit.article.get_by_text("{{constructor}} ${1+1} `x`").first.wait_for()
        assert visit.page.locator("#ia-sources-list, #ia-sources-article").locator("img, script, iframe").count() == 0
        assert visit.dialogs == [] and not any("evil" in url for url in visit.requests)
        visit.context.close()


@pytest.mark.parametrize("width", [390, 320])
def test_a_small_screen_has_one_column_and_goes_along(browser: Browser, address: str, width: int) -> None:
    visit = Reading(browser, address, viewport={"width": width, "height": 740}, is_mobile=True, has_touch=True)
    assert not visit.too_wide()
    visit.search("geschenk wethouder " + "w" * 150, "plaatsen gevonden")
    assert not visit.too_wide()
    visit.go("plaats:")
    visit.article.locator("h3").wait_for()
    in_view = "(() => { const top = document.querySelector('#ia-sources-card').getBoundingClientRect().top; return top > -20 && top < 200 })()"
    visit.page.wait_for_function(in_view)
    assert not visit.too_wide()
    left, card = (visit.page.locator(place).bounding_box() for place in ("#ia-sources-list", "#ia-sources-card"))
    assert card["y"] >= left["y"] + left["height"]
    small = visit.page.evaluate(
        "[...document.querySelectorAll('#ia-sources-list .ia-go, #ia-sources-card .ia-go, #ia-sources-card button, #ia-sources-list summary, #ia-sources-card summary')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.innerText)"
    )
    assert small == []
    visit.context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser: Browser, address: str, repository: Path, colours: str, width: int) -> None:
    visit = Reading(browser, address, color_scheme=colours, viewport={"width": width, "height": 900})
    found = {"lijst": broken(visit.page)}
    visit.shot(f"bronnen-{colours}-{width}-lijst", repository)
    visit.page.locator("#ia-sources-list summary").first.click()
    visit.page.get_by_role("button", name="Filters").click()
    found["filters"] = broken(visit.page)
    visit.page.get_by_role("button", name="Filters").click()
    visit.search("art. 28 gemeentewet", "Het artikel is geopend")
    found["artikel"] = broken(visit.page)
    visit.shot(f"bronnen-{colours}-{width}-artikel", repository)
    visit.go("bron:BWBR0005416")
    visit.page.locator(".ia-articles").wait_for()
    found["artikelen"] = broken(visit.page)
    visit.search("geschenk wethouder", "plaatsen gevonden")
    found["gevonden"] = broken(visit.page)
    visit.shot(f"bronnen-{colours}-{width}-gevonden", repository)
    visit.context.close()
    assert {place: rules for place, rules in found.items() if rules} == {}
