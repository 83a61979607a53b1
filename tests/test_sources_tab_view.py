"""What the tab Bronnen shows after each act, that it escapes what it shows, and that it remembers nothing that was typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_fake import FakeIndex
from sources_index import with_library

from assistant.answer import Language
from assistant.ui.sources_list import PART
from assistant.ui.sources_view import At, Form, Mode, Reading, View
from assistant.ui.stock import stock
from assistant.ui.texts import Words
from corpus import SourceId
from ingest.settings import Settings

NL, EN = Words(Language.NL), Words(Language.EN)
GEMEENTEWET = SourceId("BWBR0005416")
AT_28 = "plaats:BWBR0005416#artikel=28/lid=1"
VOID = {"br", "img"}


def reading_of(index: FakeIndex, words: Words) -> Reading:
    return Reading(stock(index, Settings()).finder, words)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return reading_of(with_library(tmp_path_factory.mktemp("bibliotheek")), NL)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return reading_of(with_library(tmp_path_factory.mktemp("library")), EN)


class Parsed(HTMLParser):
    """Tags that are closed as they were opened, and where the buttons lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.targets: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        names = dict(attrs)
        assert not any(name.startswith("on") for name in names)
        if "data-go" in names:
            self.targets.append(names["data-go"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def text_of(html: str | None) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html or "").split())


def shown(view: View) -> Iterator[str]:
    for html in (view.listed, view.status, view.article):
        if html is not None:
            yield html


def test_the_list_holds_every_source_with_its_provenance(reading: Reading) -> None:
    view = reading.start()
    parsed, said = Parsed(view.listed or ""), text_of(view.listed)
    assert parsed.targets == [f"bron:{source}" for source in reading.catalogue.cards]
    assert len(parsed.targets) == len(reading.corpus.sources)
    for expected in (
        "gemeente · 311 bepalingen · samenvatting · officiële tekst",
        "Officiële titel Wet bevordering integriteitsbeoordelingen door het openbaar bestuur Citeertitel Wet Bibob",
        "samenvatting in eigen woorden; officiële tekst van 1 januari 2022, 1 juli 2024",
        "alle 310 bepalingen, laatst op 25 november 2026",
        "Nagekeken nog niet",
        "Met officiële tekst 4 van de 311",
        "Tekst geldt sinds 16 juli 2025",
        "ca. 2015-2017",
        "Eigen documenten Gedragscode Waterdam",
        "Lees de bron zelf: Gemeentewet",
    ):
        assert expected in said
    assert text_of(view.status) == "30 bronnen."


def test_filters_make_the_list_of_sources_shorter(reading: Reading) -> None:
    view = reading.filtered(At(), Form(tier="waterschap", group="wet"))
    assert Parsed(view.listed or "").targets == ["bron:BWBR0005108"]
    assert text_of(view.status) == "1 van de 30 bronnen passen bij de filters."
    assert "Geen bron past" in text_of(reading.filtered(At(), Form(tier="waterschap", group="handboek")).listed)


def test_a_long_law_comes_in_parts_and_opens_where_one_is(reading: Reading) -> None:
    view = reading.go(At(), Form(), f"bron:{GEMEENTEWET}")
    assert (view.at.mode, view.at.source, view.at.part) == (Mode.SOURCE, GEMEENTEWET, 0)
    targets = Parsed(view.listed or "").targets
    assert sum(t.startswith("plaats:") for t in targets) == PART
    assert [t for t in targets if t.startswith("deel:")] == ["deel:0", "deel:1", "deel:2"]
    last = reading.go(view.at, Form(), "deel:2")
    assert (
        sum(t.startswith("plaats:") for t in Parsed(last.listed or "").targets)
        == len(reading.catalogue.articles(GEMEENTEWET)) - 2 * PART
    )
    opened = reading.go(At(), Form(), "plaats:BWBR0005416#artikel=89/lid=1")
    assert reading.go(opened.at, Form(), f"bron:{GEMEENTEWET}").at.part == 2


def test_an_article_shows_its_text_and_where_it_comes_from(reading: Reading) -> None:
    view = reading.go(At(), Form(), AT_28)
    said = text_of(view.article)
    for expected in (
        "Artikel 28 Gemeentewet",
        "Een lid van de raad praat en stemt niet mee",
        "Samenvatting van de tekst van 1 oktober 2026",
        "met de officiële tekst van 31 januari 2024",
        "Geldt voor raadslid",
        "Thema’s stemonthouding",
        "BWBR0005416@2026-10-01#artikel=28/lid=1",
        "Artikel 38a, eerste lid, Waterschapswet waterschap",
        "van 1 juli 2024 tot nu u ziet deze tekst",
        "van 1 januari 2022 tot 1 juli 2024 Toon de tekst",
    ):
        assert expected in said
    assert "<mark>" not in (view.article or ""), "nothing is cited here"
    targets = Parsed(view.article or "").targets
    assert (
        "plaats:BWBR0005645@2026-06-04#artikel=28/lid=1" in [t for t in targets if "BWBR0005645" in t]
        and "dag:2022-01-01" in targets
    )


def test_a_twin_leads_to_its_article_and_back(reading: Reading) -> None:
    view = reading.go(At(), Form(), AT_28)
    twin = next(t for t in Parsed(view.article or "").targets if "BWBR0005108" in t)
    there = reading.go(view.at, Form(), twin)
    assert "Artikel 38a Waterschapswet" in text_of(there.article)
    assert any("BWBR0005416" in t and "artikel=28" in t for t in Parsed(there.article or "").targets)


def test_another_day_another_text(reading: Reading) -> None:
    view = reading.go(At(), Form(), AT_28)
    old = reading.go(view.at, Form(), "dag:2022-01-01")
    assert old.date == "01-01-2022" and "onthoudt zich van stemmen" in text_of(old.article)
    written = reading.dated(view.at, Form(date="1-3-2023"))
    assert "onthoudt zich van stemmen" in text_of(written.article)
    gone = reading.go(At(), Form(date="1-8-2024"), "plaats:BWBR0005416#artikel=25/lid=1")
    assert "Op 1 augustus 2024 gold deze bepaling niet." in text_of(gone.article)
    wrong = reading.dated(view.at, Form(date="31-02-2026"))
    assert "24-11-2026" in text_of(wrong.status) and "praat en stemt niet mee" in text_of(wrong.article)
    mended = reading.dated(wrong.at, Form(date="1-3-2023"))
    assert mended.status == "" and "ia-away" not in (mended.article or "")


def test_steps_go_through_the_articles_and_stop_at_the_ends(reading: Reading) -> None:
    at = reading.go(At(), Form(), f"bron:{GEMEENTEWET}").at
    view = reading.go(at, Form(), AT_28)
    assert 'data-go="plaats:BWBR0005416@2026-10-01#artikel=28/lid=1" aria-current="true"' in (view.listed or "")
    after = reading.step(view.at, Form(), forward=True)
    assert "artikel=28" not in after.at.place
    assert reading.step(after.at, Form(), forward=False).at.place == view.at.place
    first, last = (reading.catalogue.articles(GEMEENTEWET)[n].leden[0] for n in (0, -1))
    for provision, ends in ((first, (False, True)), (last, (True, False))):
        at = At(place=str(provision.locator))
        assert reading.ends(at) == ends
        assert reading.step(at, Form(), forward=ends[0] is False) != View(at)
        assert reading.step(at, Form(), forward=ends[0]) == View(at)


def test_a_search_lists_what_it_found_with_the_words_marked(reading: Reading) -> None:
    view = reading.search(At(), Form(text="nevenfuncties wethouder"))
    assert view.at.mode is Mode.FOUND
    assert "<mark>nevenfuncties</mark>" in (view.listed or "")
    assert re.fullmatch(
        r"\d+ plaatsen gevonden\. \d+ met al uw woorden, \d+ met een deel ervan\. U ziet de eerste 20\.", text_of(view.status)
    )
    assert len(re.findall(r"<li>", view.listed or "")) == 20
    assert view.article is None


def test_a_place_that_is_typed_opens(reading: Reading) -> None:
    view = reading.search(At(), Form(text="Gw 28 lid 3"))
    assert view.at.place == "BWBR0005416@2026-10-01#artikel=28/lid=3"
    assert "Het artikel is geopend." in text_of(view.status) and "Artikel 28" in text_of(view.article)
    near = reading.search(reading.go(At(), Form(), "bron:BWBR0005645").at, Form(text="15d"))
    assert near.at.place.startswith("BWBR0005645")
    assert reading.search(At(), Form(text="gemeentewet")).at.source == GEMEENTEWET


def test_nothing_found_says_how_to_widen(reading: Reading) -> None:
    view = reading.search(At(), Form(text="qqqzz"))
    assert "Niets gevonden. Dit staat nergens: qqqzz." in text_of(view.status)
    assert "tabblad Vraag" in text_of(view.listed)
    narrow = reading.search(At(), Form(text="voedselbank", group="handboek"))
    assert "breder:" in Parsed(narrow.listed or "").targets
    wide = reading.go(narrow.at, Form(text="voedselbank", group="handboek"), "breder:")
    assert wide.cleared and "voedselbank" in text_of(wide.listed)
    missing = reading.search(At(), Form(text="artikel 900 gemeentewet"))
    assert "‘artikel 900 gemeentewet’ staat niet in de bronnen." in text_of(missing.status)


def test_a_search_can_stay_within_the_open_source(reading: Reading) -> None:
    at = reading.go(At(), Form(), "bron:BWBR0005645").at
    view = reading.search(at, Form(text="geheimhouding", within=True))
    places = [t for t in Parsed(view.listed or "").targets if t.startswith("plaats:")]
    assert places and all("BWBR0005645" in place for place in places)


@pytest.mark.parametrize(
    "target",
    ["", "plaats:", "plaats:BWBR0005416", "plaats:<script>", "bron:../../etc", "bron:BWBR9999999", "deel:1", "deel:9" * 3000,
     "deel:²", "dag:morgen", "dag:2026-02-31", "x:y", "breder:", "alle:", "plaats:BWBR0005416#artikel=28/lid=99"],
)  # fmt: skip
def test_a_button_that_the_page_never_made_breaks_nothing(reading: Reading, target: str) -> None:
    view = reading.go(At(), Form(), target)
    for html in shown(view):
        Parsed(html)
    assert view.at.place == ""


def test_text_of_documents_and_of_the_visitor_is_only_text() -> None:
    reading = reading_of(FakeIndex(), NL)
    for view in (
        reading.search(At(), Form(text="cadeau <img src=x onerror=alert(1)>")),
        reading.search(At(), Form(text="artikel 999 <b>Gemeentewet</b>")),
        reading.go(At(), Form(), "plaats:handboek-2023#geschenken/alinea=1"),
        reading.go(At(), Form(), "bron:handboek-2023"),
    ):
        for html in shown(view):
            assert not Parsed(html).tags & {"img", "script", "iframe", "form"}


def test_the_english_page_has_english_words_and_marks_dutch_text(english: Reading) -> None:
    view = english.go(At(), Form(), AT_28)
    said = text_of(view.article)
    assert "Provenance and related rules" in said and "Holds for municipal councillor (raadslid)" in said
    assert english.go(view.at, Form(), "dag:2022-01-01").date == "2022-01-01"
    listed = english.search(At(), Form(text="geschenk")).listed or ""
    assert re.search(r'<span lang="nl">[^<]*<mark>', listed)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=120), date=st.text(max_size=12))
def test_any_text_gives_sound_html_and_is_not_remembered(reading: Reading, text: str, date: str) -> None:
    view = reading.search(At(), Form(text=text, date=date))
    for html in shown(view):
        Parsed(html)
    assert view.at.place == "" or view.at.place in map(str, (p.locator for p in reading.corpus.provisions))


def test_today_is_the_day_where_none_is_given(reading: Reading) -> None:
    today = reading.go(At(), Form(date=dt.date.today().isoformat()), AT_28)
    assert reading.go(At(), Form(), AT_28).article == today.article
