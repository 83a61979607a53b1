"""Looking up a place and searching words in the sources: what opens, what is listed, and what is said when nothing is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_fake import FakeIndex
from sources_index import with_library

from assistant.catalogue import OWN, Catalogue, checked_on
from assistant.lookup import LONGEST, MOST, Filters, Finder
from assistant.ui.stock import stock
from corpus import Ambt, Bestuurslaag, Locator, SourceId
from ingest.settings import Settings

GEMEENTEWET, PROVINCIEWET, GRONDWET = (SourceId(f"BWBR000{n}") for n in ("5416", "5645", "1840"))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> FakeIndex:
    return with_library(tmp_path_factory.mktemp("bibliotheek"))


@pytest.fixture(scope="module")
def finder(index: FakeIndex) -> Finder:
    return stock(index, Settings()).finder


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("art. 28 gemeentewet", "BWBR0005416#artikel=28/lid=1"),
        ("Artikel 28, derde lid, van de Gemeentewet", "BWBR0005416#artikel=28/lid=3"),
        ("Gw 28 lid 1", "BWBR0005416#artikel=28/lid=1"),
        ("28 gemeentewet", "BWBR0005416#artikel=28/lid=1"),
        ("gemeentewet artikel 28", "BWBR0005416#artikel=28/lid=1"),
        ("15d gemeentewet", "BWBR0005416#artikel=15/lid=1/onderdeel=d"),
        ("gemw 15 lid 1 d", "BWBR0005416#artikel=15/lid=1/onderdeel=d"),
        ("2:4 Awb", "BWBR0005537#artikel=2:4/lid=1"),
        ("kieswet x4", "BWBR0004627#artikel=X 4/lid=1"),
        ("X 4", "BWBR0004627#artikel=X 4/lid=1"),
        ("art. 58 lid 1 gemeentewet", "BWBR0005416#artikel=58"),
        ("  sr\u00a0363 \n", "BWBR0001854#artikel=363/lid=1"),
        ("art 25 lid 1 gemeentewet", "BWBR0005416#artikel=25/lid=1"),
    ],
)
def test_a_place_opens_at_once(finder: Finder, text: str, place: str) -> None:
    found = finder.find(text, Filters())
    assert found.article is not None and str(found.article.locator.undated()) == place
    assert found.missing == ""


@pytest.mark.parametrize(
    ("text", "sources"),
    [("Gw 67 lid 3", {GEMEENTEWET, GRONDWET}), ("15d", {GEMEENTEWET, PROVINCIEWET})],
)
def test_a_place_in_more_than_one_law_is_a_choice(finder: Finder, text: str, sources: set[SourceId]) -> None:
    found = finder.find(text, Filters())
    assert found.article is None
    assert {p.locator.source for p in found.hits} == sources


def test_the_open_source_and_the_filters_settle_which_law(finder: Finder) -> None:
    near = finder.find("15d", Filters(), PROVINCIEWET)
    assert near.article and near.article.locator.source == PROVINCIEWET
    tier = finder.find("15d", Filters(tier=Bestuurslaag.GEMEENTE))
    assert tier.article and tier.article.locator.source == GEMEENTEWET
    # A law that is named goes before the law that is open.
    named = finder.find("15d gemeentewet", Filters(tier=Bestuurslaag.RIJK), PROVINCIEWET)
    assert named.article and named.article.locator.source == GEMEENTEWET


def test_what_is_not_there_is_said(finder: Finder) -> None:
    lid = finder.find("gemeentewet 28 lid 9", Filters())
    assert lid.missing == "gemeentewet 28 lid 9" and lid.article is not None
    article = finder.find("artikel 900 gemeentewet", Filters())
    assert article.missing == "artikel 900 gemeentewet" and article.hits == ()
    word = finder.find("qqqzz", Filters())
    assert word.unknown == ("qqqzz",) and word.hits == ()


@pytest.mark.parametrize(
    ("text", "source"), [("gemeentewet", "BWBR0005416"), ("Handboek", "handboek-2023"), ("AWB", "BWBR0005537")]
)
def test_a_source_by_its_name(finder: Finder, text: str, source: str) -> None:
    assert finder.find(text, Filters()).source == SourceId(source)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("nevenfuncties wethouder", "BWBR0005416#artikel=41b/lid=1"),
        ("skybox", "gir-2020#paragraaf=4.2"),
        ("geheimhouding opheffen raad", "BWBR0005416#artikel=89/lid=4"),
        ("voorraadkast griffie", "gedragscode-waterdam#geschenken/alinea=1"),
    ],
)
def test_words_are_searched_in_corpus_and_library(finder: Finder, text: str, place: str) -> None:
    found = finder.find(text, Filters())
    assert Locator.parse(place) in [p.locator.undated() for p in found.hits[:3]]
    assert len(found.hits) <= MOST and found.total >= found.complete > 0


def test_filters_hold_for_every_hit_and_the_rest_is_counted(finder: Finder) -> None:
    filters = Filters(tier=Bestuurslaag.WATERSCHAP, office=Ambt.WATERSCHAPSBESTUURDER, group="wet")
    found = finder.find("geheimhouding", filters)
    assert found.hits and found.beyond > found.total
    for p in found.hits:
        assert p.bestuurslaag is Bestuurslaag.WATERSCHAP and (not p.ambten or Ambt.WATERSCHAPSBESTUURDER in p.ambten)
    own = finder.find("dienstfiets", Filters(group=OWN))
    assert [str(p.locator.source) for p in own.hits] == ["gedragscode-waterdam"]
    none = finder.find("voedselbank", Filters(group="wet"))
    assert none.hits == () and none.beyond > 0
    within = finder.find("geheimhouding", Filters(source=PROVINCIEWET))
    assert {p.locator.source for p in within.hits} == {PROVINCIEWET}


def test_marks_stand_on_the_words_with_their_other_forms(finder: Finder) -> None:
    text = "Een wethouder maakt zijn nevenfuncties openbaar; andere functies ook."
    found = finder.find("nevenfunctie wethouder", Filters())
    assert [text[start:end] for start, end in finder.marks(text, found.terms)] == ["wethouder", "nevenfuncties"]


def test_a_long_text_is_cut_and_control_characters_are_left_out(finder: Finder) -> None:
    assert finder.find("art. 28\x00\u200b gemeente\u00adwet", Filters()).article is not None
    found = finder.find("geschenk " * 5_000, Filters())
    assert found.cut and found.hits
    assert not finder.find("g" * LONGEST, Filters()).cut


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=400))
def test_any_text_gives_places_of_the_corpus_or_none(finder: Finder, text: str) -> None:
    found = finder.find(text, Filters())
    assert len(found.hits) <= min(MOST, max(found.total, 0))
    assert all(p.locator.undated() in finder.corpus.by_locator for p in found.hits)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_article_is_found_by_its_own_name(finder: Finder, data: st.DataObject) -> None:
    """As people write it: the number with the citation title."""
    known = [a for a in finder.corpus.by_article if a.source.scheme == "bwb" and a.steps and len(a.steps) == 1]
    place = data.draw(st.sampled_from(sorted(known)))
    found = finder.find(f"artikel {place.steps[0].number} {finder.corpus.sources[place.source].citeertitel}", Filters())
    assert found.article is not None and found.article.locator.undated().article == place


def test_a_card_tells_where_the_texts_come_from(index: FakeIndex) -> None:
    cards = Catalogue(index.everything).cards
    law, own = cards[GEMEENTEWET], cards[SourceId("gedragscode-waterdam")]
    assert law.group == "wet" and len(law.versions) == 2 and law.official == 4
    assert law.provisions == law.summarised + 1 and law.compared == law.summarised
    assert own.group == OWN and (own.provisions, own.summarised, own.official, own.versions) == (3, 0, 0, ())
    assert [*dict.fromkeys(card.group for card in cards.values())][-1] == OWN


def test_articles_stand_in_the_order_of_the_law_and_of_the_document(index: FakeIndex) -> None:
    catalogue = Catalogue(index.everything)
    numbers = [article.place.steps[0].number for article in catalogue.articles(GEMEENTEWET)]
    assert numbers.index("28") < numbers.index("41b") < numbers.index("87") < numbers.index("89")
    headings = [article.place.steps[0].number for article in catalogue.articles(SourceId("gedragscode-waterdam"))]
    assert headings == ["geschenken", "fietsen"]


def test_every_day_of_a_check_is_read(index: FakeIndex) -> None:
    assert all(checked_on(p) for p in index.corpus.provisions if p.checked)


def test_nothing_is_written(
    finder: Finder, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level("DEBUG"):
        finder.find("kanarie7319 geschenk", Filters())
    assert "kanarie7319" not in caplog.text + "".join(capfd.readouterr())
