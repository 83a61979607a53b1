"""The tab Vergelijk by day, and what it says to a choice that is missing or wrong."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_library import fill
from page_fake import EVIL, FakeIndex
from sources_index import index_of, with_library

from assistant.answer import Language
from assistant.catalogue import Catalogue
from assistant.ui.compare_changes import changes_html
from assistant.ui.compare_dates import Changes, changes_between
from assistant.ui.compare_sheet import OFFICES, TIERS, Matters
from assistant.ui.compared import WAYS, Chosen, Shown, compared
from assistant.ui.texts import Words
from corpus import Corpus, Locator, SourceId, load_corpus
from corpus.concordance import load_concordance
from corpus.dutch import place_name
from ingest.bwb.law import parse_toestand
from ingest.changes import Kind, differences
from ingest.library import Library

NL, EN = Words(Language.NL), Words(Language.EN)
LAW, CODE, AWB = "BWBR0005416", "gedragscode-waterdam", "BWBR0005537"
EARLY, LATE = dt.date(2022, 6, 1), dt.date(2025, 1, 1)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> FakeIndex:
    return with_library(tmp_path_factory.mktemp("bibliotheek"))


def between(held: FakeIndex, source: str, before: dt.date = EARLY, after: dt.date = LATE, article: str = "") -> Changes:
    part = Locator.parse(f"{source}#artikel={article}") if article else None
    return changes_between(held.everything, SourceId(source), part, before, after)


def asked(held: FakeIndex, chosen: Chosen) -> Shown:
    return compared(Matters(held.corpus, load_concordance()), held.everything, NL, chosen)


def test_words_that_came_and_went_between_two_versions(held: FakeIndex) -> None:
    changes = between(held, LAW)
    assert changes.compared
    assert [(d.kind, str(d.locator)) for d in changes.found] == [
        (Kind.VERVALLEN, f"{LAW}#artikel=25/lid=1"),
        (Kind.GEWIJZIGD, f"{LAW}#artikel=28/lid=1"),
        (Kind.TOEGEVOEGD, f"{LAW}#artikel=87"),
    ]
    html = changes_html(changes, NL)
    assert "1 toegevoegd, 1 gewijzigd, 1 vervallen" in html
    gone, came = (re.sub(r"<[^>]+>", "", " ".join(re.findall(rf"<{tag}>(.*?)</{tag}>", html))) for tag in ("del", "ins"))
    assert "onthoudt zich van stemmen" in gone and "praat en stemt niet mee" in came and "briefje" not in gone + came
    assert gone.count("[weggehaald]") == gone.count("[einde weggehaald]") > 1, "who cannot see the marks hears them"


def test_one_article_shows_only_that_article(held: FakeIndex) -> None:
    changes = between(held, LAW, article="28")
    assert [str(d.locator) for d in changes.found] == [f"{LAW}#artikel=28/lid=1"]
    assert {p.locator.article.undated() for p in changes.began} <= {Locator.parse(f"{LAW}#artikel=28")}
    assert "Artikel 28, <" not in changes_html(changes, NL)
    assert '<span lang="nl">Artikel 28, Gemeentewet</span>: 1 juni 2022 en 1 januari 2025' in changes_html(changes, NL)


def test_each_button_opens_the_text_that_it_speaks_of(held: FakeIndex) -> None:
    html = changes_html(between(held, LAW), NL)
    days = dict(re.findall(rf'data-place="{LAW}#([^"]+)" data-on="([^"]+)"', html))
    assert (days["artikel=25/lid=1"], days["artikel=28/lid=1"], days["artikel=87"]) == ("2022-06-01", "2025-01-01", "2025-01-01")


@pytest.mark.parametrize(
    ("source", "before", "after", "said", "not_said"),
    [
        (LAW, dt.date(2024, 8, 1), LATE, "Op beide dagen geldt dezelfde officiële tekst, die van 1 juli 2024.", "<ins>"),
        (LAW, dt.date(2020, 1, 1), LATE, "integriteit fetch --law BWBR0005416 --date 2020-01-01", "--date 2025-01-01"),
        (AWB, EARLY, LATE, "integriteit fetch --law BWBR0005537 --date 2022-06-01", "<ins>"),
        (AWB, EARLY, LATE, "integriteit fetch --law BWBR0005537 --date 2025-01-01", "<del>"),
        ("handboek-2023", EARLY, LATE, "Van dit document is maar één tekst bekend.", "integriteit fetch"),
        (CODE, dt.date(2024, 2, 1), LATE, "Van dit document is maar één tekst bekend.", "integriteit fetch"),
    ],
)
def test_which_texts_are_at_hand_is_said(
    held: FakeIndex, source: str, before: dt.date, after: dt.date, said: str, not_said: str
) -> None:
    html = changes_html(between(held, source, before, after), NL)
    assert said in html and not_said not in html


@pytest.mark.parametrize(
    ("before", "after", "begins"),
    [
        (dt.date(2023, 3, 31), dt.date(2023, 4, 1), True),
        (dt.date(2023, 4, 1), dt.date(2023, 5, 1), False),
        (dt.date(2022, 1, 1), dt.date(2023, 3, 31), False),
        (dt.date(2020, 1, 1), dt.date(2026, 1, 1), True),
    ],
)
def test_secrecy_began_in_april_2023(real_corpus: Corpus, before: dt.date, after: dt.date, begins: bool) -> None:
    """Gemeentewet 87 to 89: the day itself is the first of the new rule."""
    changes = changes_between(real_corpus, SourceId(LAW), None, before, after)
    since = {
        p.locator.article.number(p.locator.article.steps[0].unit) for p in changes.began if p.valid_from == dt.date(2023, 4, 1)
    }
    assert ({"87", "88", "89"} <= since) is begins and (bool(since) is begins)
    assert ("In deze vorm sinds 1 april 2023" in changes_html(changes, NL)) is begins
    assert changes.undated == sum(p.valid_from is None for p in real_corpus.provisions if str(p.locator.source) == LAW)


@pytest.fixture(scope="module")
def real_corpus() -> Corpus:
    return load_corpus()


def test_over_all_sources_and_years_only_what_began_in_between(real_corpus: Corpus) -> None:
    years = [dt.date(year, 1, 1) for year in range(2014, 2028)]
    for source in real_corpus.sources:
        for before, after in itertools.pairwise(years):
            changes = changes_between(real_corpus, source, None, before, after)
            dated = [p for p in real_corpus.provisions if p.locator.source == source and p.valid_from]
            assert set(changes.began) == {p for p in dated if p.valid_from and before < p.valid_from <= after}
            assert changes_html(changes, EN)


def test_a_source_that_ended_in_between_says_so(real_corpus: Corpus) -> None:
    ident = SourceId(AWB)
    ended = replace(real_corpus.sources[ident], valid_until=dt.date(2024, 1, 1))
    corpus = replace(real_corpus, sources={**real_corpus.sources, ident: ended})
    inside, outside = (changes_between(corpus, ident, None, EARLY, day) for day in (LATE, dt.date(2023, 12, 31)))
    assert "geldt niet meer sinds 1 januari 2024" in changes_html(inside, NL)
    assert outside.ended is None


def test_articles_of_a_source_in_the_order_of_the_law(real_corpus: Corpus) -> None:
    names = [place_name(article.place) for article in Catalogue(real_corpus).articles(SourceId(LAW))]
    assert names.index("artikel 15") < names.index("artikel 28") < names.index("artikel 87")
    assert len(set(names)) == len(names)


def test_text_of_a_source_is_only_text() -> None:
    corpus = FakeIndex().corpus
    started = tuple(replace(p, valid_from=dt.date(2023, 1, 1), norm=EVIL) for p in corpus.provisions)
    changes = changes_between(Corpus(corpus.sources, started), SourceId(LAW), None, EARLY, LATE)
    html = changes_html(changes, NL)
    assert "<img" not in html and "<script" not in html and html.count("&lt;img") == 4


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (Chosen("tiers", None, ["gemeente", "provincie"]), "Kies eerst een onderwerp uit de lijst."),
        (Chosen("tiers", "bestaat-niet", ["gemeente", "provincie"]), "Kies eerst een onderwerp uit de lijst."),
        (Chosen("tiers", "eed", ["gemeente"]), "Kies twee of meer bestuurslagen."),
        (Chosen("tiers", "eed", ["gemeente", "maan"]), "Kies twee of meer bestuurslagen."),
        (Chosen("offices", "eed", (), ["raadslid"]), "Kies twee, drie of vier ambten."),
        (Chosen("offices", "eed", (), [c.key for c in OFFICES[:5]]), "Kies twee, drie of vier ambten."),
        (Chosen("dates"), "Kies eerst een wet of document uit de lijst."),
        (Chosen("dates", source="BWBR0000001"), "Kies eerst een wet of document uit de lijst."),
        (Chosen("dates", source=LAW, article=f"{AWB}#artikel=1"), "Kies eerst een wet of document uit de lijst."),
        (Chosen("dates", source=LAW), "Vul de eerste dag in"),
        (Chosen("dates", source=LAW, before="vorig jaar"), "Een van de dagen begrijp ik niet."),
        (Chosen("dates", source=LAW, before="31-2-2022"), "Een van de dagen begrijp ik niet."),
        (Chosen("dates", source=LAW, before="1-1-2022", after="2022-01-01"), "Dit is twee keer dezelfde dag."),
    ],
)
def test_a_wrong_choice_gets_the_next_step(held: FakeIndex, chosen: Chosen, said: str) -> None:
    shown = asked(held, chosen)
    assert shown.refused and said in shown.html and 'role="alert"' in shown.html and not shown.text


def test_days_may_be_given_in_either_order(held: FakeIndex) -> None:
    forth = asked(held, Chosen("dates", source=LAW, before="1-6-2022", after="1-1-2025"))
    back = asked(held, Chosen("dates", source=LAW, before="2025-01-01", after="2022-06-01"))
    assert forth == back and not forth.refused and "1 juni 2022 en 1 januari 2025" in forth.html


def test_an_empty_second_day_is_today(held: FakeIndex) -> None:
    shown = asked(held, Chosen("dates", source=LAW, before="1-6-2022"))
    assert NL.day(dt.date.today()) in shown.html


_ANY = st.one_of(
    st.text(max_size=20), st.sampled_from(["", LAW, CODE, "eed", f"{LAW}#artikel=28", "1-1-2022", "2024-07-01", EVIL])
)


@given(
    st.sampled_from(WAYS),
    _ANY,
    st.lists(st.sampled_from([*(c.key for c in (*TIERS, *OFFICES)), EVIL]), max_size=5),
    _ANY,
    _ANY,
    _ANY,
    _ANY,
)
def test_whatever_is_sent_becomes_a_sentence_or_a_comparison(
    way: str, topic: str, keys: list[str], source: str, article: str, before: str, after: str
) -> None:
    shown = asked(FakeIndex(), Chosen(way, topic, keys, keys, source, article, before, after))
    assert shown.html and "<img" not in shown.html and "<script" not in shown.html


def test_the_same_differences_as_the_command_finds(shared: Path, tmp_path: Path) -> None:
    """The real Gemeentewet beside one in which a word was another: the index tells what ``integriteit diff`` tells."""
    name = f"{LAW}_2024-01-31_0.xml"
    xml = (shared / "official" / "bwb" / name).read_bytes()
    earlier = xml.replace(b"2024-01-31", b"2022-01-31").replace(b"geheimhouding", b"stilzwijgen")
    old, new = parse_toestand(earlier, name), parse_toestand(xml, name)
    library = Library(tmp_path)
    fill(library, old, new)
    real = index_of(library)
    found = between(real, LAW, dt.date(2023, 1, 1)).found
    told = differences(old, new)
    assert len(found) > 10
    assert [(d.kind, d.locator.undated(), d.words) for d in found] == [(d.kind, d.locator.undated(), d.words) for d in told]
