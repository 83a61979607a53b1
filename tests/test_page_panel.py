"""What the panel shows of an article: the cited lid marked, its neighbours, and never anything but text."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from page_fake import EVIL, GEMEENTEWET, small_corpus

from assistant.answer import Language
from assistant.catalogue import Catalogue
from assistant.names import office_name, tier_name
from assistant.ui.panel import article_panel, beside, empty_panel
from assistant.ui.texts import Words, say
from corpus import Ambt, Bestuurslaag, SourceKind, load_corpus

TODAY = dt.date(2026, 11, 24)
AT = "BWBR0005416@2026-10-01#artikel="
ENGLISH = Words(Language.EN)


def test_panel_marks_the_cited_lid_within_its_article() -> None:
    html = article_panel(small_corpus(), "BWBR0005416@2026-10-01#artikel=28/lid=2", TODAY, say)
    rows = re.findall(r"<li.*?</li>", html)
    assert len(rows) == 3
    assert [("<mark>" in row, 'aria-current="true"' in row) for row in rows] == [(False, False), (True, True), (False, False)]
    assert "Artikel 28" in html and "Gemeentewet" in html and say("panel.summary") in html and "1 oktober 2026" in html
    assert "artikel=28&amp;lid=2&amp;z=2026-11-24" in html


def test_panel_tells_an_old_or_uncertain_text_and_escapes_it() -> None:
    html = article_panel(small_corpus(), "handboek-2023#geschenken/alinea=1", TODAY, say)
    assert "ca. 2023" in html and say("panel.uncertain") in html
    assert EVIL not in html and "<script" not in html and "<img" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "chosen", ["", "x", "<script>alert(1)</script>", "BWBR0005416#artikel=999", "BWBR0005416#artikel=28/lid=1#"]
)
def test_a_place_that_does_not_exist_is_a_sentence(chosen: str) -> None:
    assert article_panel(small_corpus(), chosen, TODAY, say) == f'<p class="ia-empty">{say("panel.gone")}</p>'
    assert "<script" not in empty_panel(say)


@pytest.mark.parametrize(
    ("chosen", "before", "after"),
    [
        (f"{AT}28/lid=2", f"{AT}12", ""),
        (f"{AT}28/lid=1", f"{AT}12", ""),
        (f"{AT}12", "", f"{AT}28/lid=1"),
        ("handboek-2023#geschenken/alinea=1", "", ""),
        ("", "", ""),
        ("BWBR0005416#artikel=999", "", ""),
    ],
)
def test_neighbours_are_the_articles_before_and_after_in_the_same_law(chosen: str, before: str, after: str) -> None:
    assert beside(Catalogue(small_corpus()), chosen, TODAY) == (before, after)


def test_every_article_is_reached_by_going_on_and_back() -> None:
    """Forth through the embedded Gemeentewet and back again: the same articles, each once."""
    catalogue = Catalogue(load_corpus())
    first = min(p.locator for p in catalogue.corpus.provisions if p.locator.source == GEMEENTEWET and p.in_force(TODAY))
    forth = [str(first)]
    while (after := beside(catalogue, forth[-1], TODAY)[1]) and len(forth) < 1000:
        forth.append(after)
    back = [forth[-1]]
    while (before := beside(catalogue, back[-1], TODAY)[0]) and len(back) < 1000:
        back.append(before)
    assert back[::-1] == forth and len(set(forth)) == len(forth) > 10


def test_an_article_beside_the_cited_one_is_shown_without_a_mark() -> None:
    html = article_panel(small_corpus(), f"{AT}12", TODAY, say, cited=False)
    assert "Artikel 12" in html and "<mark>" not in html and "ia-cited" not in html


def test_on_the_english_page_the_words_are_english_and_the_law_is_marked_as_dutch() -> None:
    html = article_panel(small_corpus(), f"{AT}28/lid=2", TODAY, ENGLISH)
    assert (
        ENGLISH("panel.summary") in html
        and ENGLISH("panel.read") in html
        and "2026-10-01" in html
        and "Act · municipality" in html
    )
    assert say("panel.summary") not in html.replace(ENGLISH("panel.summary"), "") and "Gelezen" not in html
    assert re.search(r'<ul class="ia-leden" lang="nl">.*De regel over vooringenomenheid', html)
    assert re.search(r'<h3[^>]* lang="nl">Artikel 28</h3>', html)
    assert ENGLISH("panel.gone") in article_panel(small_corpus(), "x", TODAY, ENGLISH)


@pytest.mark.parametrize("words", [say, ENGLISH])
def test_every_kind_of_source_office_and_tier_has_a_name(words: Words) -> None:
    assert all(words(f"kind.{kind.value}") for kind in SourceKind)
    offices = [office_name(ambt, words.language) for ambt in Ambt]
    tiers = [tier_name(tier, words.language) for tier in Bestuurslaag]
    assert len(set(offices)) == len(Ambt) and len(set(tiers)) == len(Bestuurslaag) and all(offices + tiers)
