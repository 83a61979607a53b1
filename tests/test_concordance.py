"""The concordance: strict reading, every decentral lid in its place, twins, and what the law itself leaves out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus import Ambt, Bestuurslaag, Corpus, Locator, load_corpus
from corpus.concordance import (
    DECENTRAL,
    Concordance,
    ConcordanceError,
    load_concordance,
    parse_concordance,
    problems,
    without_twin,
)
from corpus.functions import Functie, Side, functions_of, side_of
from corpus.omitted import load_omitted

GEMW, PROVW, WSW = "BWBR0005416#artikel=", "BWBR0005645#artikel=", "BWBR0005108#artikel="


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def concordance() -> Concordance:
    return load_concordance()


def test_every_decentral_lid_stands_in_one_row(corpus: Corpus, concordance: Concordance) -> None:
    assert problems(concordance, corpus) == []
    assert sum(lid.source in DECENTRAL for lid in corpus.by_locator) > 700


def test_a_strict_row_has_no_second_kind_of_office(corpus: Corpus, concordance: Concordance) -> None:
    """A raadslid is no twin of a wethouder: rows are one kind of office, zaken hold several."""
    wrong = []
    for zaak in concordance.zaken:
        for row in zaak.rows:
            offices = [corpus.by_locator[lid].ambten for lid in row if lid.source in DECENTRAL[:2]]
            pairs = {(Ambt.RAADSLID, Ambt.GEDEPUTEERDE), (Ambt.WETHOUDER, Ambt.STATENLID), (Ambt.BURGEMEESTER, Ambt.STATENLID)}
            for one, other in pairs:
                if any(o == {one} for o in offices) and any(o == {other} for o in offices):
                    wrong.append((zaak.name, [str(lid) for lid in row]))
    assert wrong == []


@pytest.mark.parametrize(
    ("lid", "twins"),
    [
        (f"{GEMW}28/lid=1", {f"{PROVW}28/lid=1", f"{WSW}38a/lid=1"}),
        (f"{GEMW}58", {f"{PROVW}58", f"{WSW}45"}),
        (f"{GEMW}36a/lid=2", {f"{PROVW}35b/lid=2", f"{WSW}41/lid=1"}),
        (f"{GEMW}170/lid=2", {f"{PROVW}175/lid=2", f"{WSW}94/lid=2"}),
        (f"{PROVW}15/lid=2", {f"{GEMW}15/lid=2", f"{WSW}33/lid=2"}),
        (f"{GEMW}23/lid=4", {f"{PROVW}23/lid=4", f"{WSW}35/lid=4"}),
    ],
)
def test_twins_of_well_known_leden(concordance: Concordance, lid: str, twins: set[str]) -> None:
    assert twins <= {str(t) for t in concordance.twins(Locator.parse(lid))}


def test_a_missing_twin_is_named_with_what_the_law_says(corpus: Corpus, concordance: Concordance) -> None:
    missing = without_twin(concordance, corpus)
    assert any(str(lid) == f"{GEMW}71/lid=2" and "provincie" in said for _, lid, said in missing)
    assert sum(not said for *_, said in missing) < len(missing) / 4


_LID = "BWBR0005416#artikel=28/lid=1"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"zaken": []}, "alleen"),
        ({"zaak": [{"naam": "a", "onderwerp": "b"}]}, "zaak a"),
        ({"zaak": [{"naam": "a", "onderwerp": "b", "rijen": [[_LID]], "extra": 1}]}, "zaak a"),
        ({"zaak": [{"naam": "a", "onderwerp": "b", "rijen": [[]]}]}, "niet-lege"),
        ({"zaak": [{"naam": "a", "onderwerp": "b", "rijen": [["BWBR#lid"]]}]}, "zaak a"),
        ({"zaak": [{"naam": "a", "onderwerp": "b", "rijen": [[_LID], [_LID]]}]}, "staat ook in zaak a"),
        ({"zaak": [{"naam": "a", "onderwerp": "b", "rijen": [[_LID]], "ook": [_LID]}]}, "'ook' en in een rij"),
        ({"zaak": [{"naam": "a", "onderwerp": "b", "rijen": [[_LID]], "ontbreekt": "x"}]}, "lijsten"),
        ({"zaak": [{"naam": "a", "onderwerp": "b", "rijen": [[_LID]]}, {"naam": "a", "onderwerp": "c", "rijen": [[f"{GEMW}58"]]}]}, "twee keer"),
    ],
)  # fmt: skip
def test_a_wrong_entry_stops_with_its_name(data: dict[str, Any], message: str) -> None:
    with pytest.raises(ConcordanceError, match=message):
        parse_concordance(data)


@pytest.mark.parametrize(
    ("lid", "functie"),
    [
        (f"{WSW}33/lid=1", Functie.VOLKSVERTEGENWOORDIGER),
        (f"{WSW}44k/lid=1", Functie.BESTUURDER),
        (f"{WSW}48/lid=1", Functie.VOORZITTER),
        (f"{GEMW}41b/lid=1", Functie.BESTUURDER),
        (f"{PROVW}66/lid=1", Functie.VOORZITTER),
        (f"{GEMW}107b", Functie.GRIFFIER),
    ],
)
def test_the_kind_of_office_of_a_rule(corpus: Corpus, concordance: Concordance, lid: str, functie: Functie) -> None:
    """The waterschap has one office in the closed set; whose rule it is follows from its twin or its own words."""
    number = list(corpus.by_locator).index(Locator.parse(lid))
    assert functions_of(corpus, concordance)[number] == {functie}


def test_every_office_is_a_side() -> None:
    assert side_of(Ambt.WETHOUDER) == Side(Bestuurslaag.GEMEENTE, Functie.BESTUURDER)
    assert side_of(Ambt.AMBTENAAR) == Side(None, Functie.AMBTENAAR)
    assert all(side_of(ambt).laag is ambt.bestuurslaag for ambt in Ambt)
    assert [ambt for ambt in Ambt if side_of(ambt).functie is None] == [Ambt.WATERSCHAPSBESTUURDER]


def test_what_is_omitted_has_a_reason_and_is_not_in_the_corpus(corpus: Corpus) -> None:
    omitted = load_omitted()
    assert len(omitted) > 50
    assert [str(lid) for lid in omitted if lid in corpus.by_locator] == []


def test_every_official_lid_of_a_chosen_article_is_held_or_omitted(corpus: Corpus, shared: Path) -> None:
    """Against the official XML: no lid of an article that the corpus has is forgotten without a reason."""
    from lxml import etree

    omitted = {str(lid) for lid in load_omitted()}
    held = {str(p.locator.undated()) for p in (*corpus.provisions, *corpus.unverified)}
    whole = {str(p.locator.article.undated()) for p in (*corpus.provisions, *corpus.unverified)}
    forgotten: list[str] = []
    for file in sorted((shared / "official" / "bwb").glob("*.xml")):
        law = file.name.split("_")[0]
        for article in etree.parse(str(file)).iter("artikel"):
            number = " ".join((article.findtext("kop/nr") or "").split())
            place = f"{law}#artikel={number}"
            if place not in whole or place in held or article.get("status") == "vervallen":
                continue
            for lid in article.findall("lid"):
                digit = (lid.findtext("lidnr") or "").strip().rstrip(".")
                at = f"{place}/lid={digit}"
                parts = any(h.startswith(f"{at}/") for h in held)
                if digit and lid.get("status") != "vervallen" and at not in held and at not in omitted and not parts:
                    forgotten.append(at)
    assert sorted(set(forgotten)) == []
