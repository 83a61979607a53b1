"""Locators: what is printed reads back the same, the order is total, and covering is a partial order."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.locator import Locator, LocatorError, SourceId, Step, Unit

GEMEENTEWET = "BWBR0005416"

_own = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
_source = st.one_of(
    st.from_regex(r"BWB[RVW][0-9]{7}", fullmatch=True),
    st.from_regex(r"kst-[0-9]{5}(-[0-9A-Z]{1,4}){0,2}", fullmatch=True),
    _own,
).map(SourceId)
# Numbers as Dutch laws have them, and every other text that the pattern lets through.
_number = st.one_of(
    st.sampled_from(["1", "15", "15a", "2:4", "2:10", "1.10b", "X 1", "17e", "420bis", "1°", "3a.2", "II", "a", "74*"]),
    st.from_regex(r"[0-9A-Za-zÀ-ÿ]([0-9A-Za-zÀ-ÿ .:°*-]{0,6}[0-9A-Za-zÀ-ÿ°*])?", fullmatch=True),
)
_step = st.one_of(
    st.builds(Step, st.sampled_from([u for u in Unit if u is not Unit.KOP]), _number),
    st.builds(Step, st.just(Unit.KOP), _own),
)
_version = st.one_of(st.none(), st.dates())
locators = st.builds(Locator, _source, st.lists(_step, max_size=4).map(tuple), _version)
# Few values, so that equal, covering and neighbouring locators are drawn often.
near = st.builds(
    Locator,
    st.sampled_from([SourceId(GEMEENTEWET), SourceId("BWBR0005537")]),
    st.lists(st.sampled_from([Step(Unit.ARTIKEL, n) for n in ("2", "02", "15", "15a")] + [Step(Unit.LID, "1")]), max_size=3).map(
        tuple
    ),
    st.sampled_from([None, dt.date.min, dt.date(2024, 1, 1), dt.date(2026, 10, 1)]),
)


@given(locators)
def test_what_is_printed_reads_back_the_same(locator: Locator) -> None:
    assert Locator.parse(str(locator)) == locator
    assert SourceId.parse(str(locator.source)) == locator.source
    assert [Step.parse(str(step)) for step in locator.steps] == list(locator.steps)


@given(near, near)
def test_two_locators_that_print_the_same_are_the_same(a: Locator, b: Locator) -> None:
    assert (str(a) == str(b)) == (a == b)


@given(near)
def test_covers_is_reflexive(a: Locator) -> None:
    assert a.covers(a)


@given(near, near)
def test_covers_is_antisymmetric(a: Locator, b: Locator) -> None:
    assert not (a.covers(b) and b.covers(a)) or a == b


@given(near, near, near)
def test_covers_is_transitive(a: Locator, b: Locator, c: Locator) -> None:
    assert not (a.covers(b) and b.covers(c)) or a.covers(c)


@given(near)
def test_each_parent_covers_its_place(a: Locator) -> None:
    assert a.undated().covers(a)
    assert a.article.covers(a)
    parent = a.parent
    assert (parent is None) == (a.steps == ())
    assert parent is None or (parent.covers(a) and not a.covers(parent))


@given(near, near)
def test_the_order_is_total_and_agrees_with_equality(a: Locator, b: Locator) -> None:
    assert [a < b, a == b, b < a].count(True) == 1
    assert (a <= b) == (a < b or a == b)
    assert a != b or hash(a) == hash(b)


@given(near, near, near)
def test_the_order_is_transitive(a: Locator, b: Locator, c: Locator) -> None:
    first, second, third = sorted([a, b, c])
    assert first <= second <= third
    assert first <= third


@given(locators, locators)
def test_any_two_locators_can_be_ordered(a: Locator, b: Locator) -> None:
    assert [a < b, a == b, b < a].count(True) == 1


@pytest.mark.parametrize(
    "ordered",
    [
        ["15", "15a", "16"],
        ["2:4", "2:10", "10:1"],
        ["1.9", "1.10", "1.10a", "1.10b", "2.1"],
        ["9", "10", "100"],
        ["X 1", "X 2", "X 10"],
        ["17", "17a", "17e", "18"],
        ["74", "74*", "74a", "75"],
    ],
)
def test_articles_stand_in_the_order_of_the_law(ordered: list[str]) -> None:
    places = [Locator.parse(f"{GEMEENTEWET}#artikel={number}") for number in ordered]
    shuffled = random.Random(28).sample(places, len(places))
    assert sorted(shuffled) == places


def test_an_article_stands_before_its_leden_and_the_leden_before_the_next_article() -> None:
    text = ["artikel=15", "artikel=15/lid=1", "artikel=15/lid=1/onderdeel=d", "artikel=15/lid=2", "artikel=15a", "artikel=16"]
    places = [Locator.parse(f"{GEMEENTEWET}#{t}") for t in text]
    assert sorted(random.Random(1).sample(places, len(places))) == places


def test_a_second_text_of_an_article_stands_behind_its_leden_and_divisions_and_annexes_last() -> None:
    text = [
        "artikel=15/lid=1",
        "artikel=15/tekst=2",
        "artikel=15/tekst=2/lid=1",
        "bijlage=1/artikel=1",
        "divisie=1.2",
        "sub-paragraaf=1",
    ]
    places = [Locator.parse(f"{GEMEENTEWET}#{t}") for t in text]
    assert sorted(random.Random(2).sample(places, len(places))) == places
    assert str(places[2].article) == f"{GEMEENTEWET}#artikel=15"


def test_article_420bis_lid_1_is_not_article_420bis_1() -> None:
    assert Locator.parse("BWBR0001854#artikel=420bis/lid=1") != Locator.parse("BWBR0001854#artikel=420bis.1")


@pytest.mark.parametrize(
    ("outer", "inner", "covers"),
    [
        ("BWBR0005416", "BWBR0005416#artikel=15/lid=1", True),
        ("BWBR0005416#artikel=15", "BWBR0005416@2026-10-01#artikel=15/lid=1", True),
        ("BWBR0005416@2026-10-01#artikel=15", "BWBR0005416#artikel=15/lid=1", False),
        ("BWBR0005416@2024-01-31#artikel=15", "BWBR0005416@2026-10-01#artikel=15", False),
        ("BWBR0005416#artikel=1", "BWBR0005416#artikel=15", False),
        ("BWBR0005416#artikel=15/lid=1", "BWBR0005416#artikel=15", False),
        ("BWBR0005416#artikel=15", "BWBR0005537#artikel=15", False),
    ],
)
def test_covers_table(outer: str, inner: str, covers: bool) -> None:
    assert Locator.parse(outer).covers(Locator.parse(inner)) is covers


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("BWBR0005416#artikel=15/lid=1/onderdeel=d", "BWBR0005416#artikel=15"),
        ("BWBR0005416@2026-10-01#hoofdstuk=II/artikel=15/lid=1", "BWBR0005416@2026-10-01#hoofdstuk=II/artikel=15"),
        ("gir-2020#paragraaf=4.1/alinea=2", "gir-2020#paragraaf=4.1"),
        ("kst-28844-254#inleiding/alinea=2", "kst-28844-254#inleiding"),
        ("handboek-2023", "handboek-2023"),
    ],
)
def test_the_article_that_holds_a_place(text: str, article: str) -> None:
    assert str(Locator.parse(text).article) == article


@pytest.mark.parametrize(
    ("text", "scheme"), [("BWBR0005416", "bwb"), ("BWBV0001000", "bwb"), ("kst-28844-254", "kst"), ("handboek-2023", "eigen")]
)
def test_the_scheme_of_a_source(text: str, scheme: str) -> None:
    assert SourceId.parse(text).scheme == scheme


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "bron-id"),
        (" BWBR0005416", "bron-id"),
        ("BWBR0005416\n", "bron-id"),
        ("BWBR000541", "bron-id"),
        ("Gemeentewet#artikel=15", "Gemeentewet"),
        ("../etc/passwd", "bron-id"),
        ("BWBR0005416#", "#"),
        ("BWBR0005416#artikel=15#lid=1", "#"),
        ("BWBR0005416#artikel=", "artikel="),
        ("BWBR0005416#artikel=15/", "''"),
        ("BWBR0005416#artikel=15//lid=1", "''"),
        ("BWBR0005416#artikelen=15", "artikelen"),
        ("BWBR0005416#Artikel=15", "Artikel"),
        ("BWBR0005416#artikel=15/lid=1 ", "lid=1 "),
        ("BWBR0005416#artikel=<b>", "<b>"),
        ("BWBR0005416#artikel=*", "artikel=*"),
        ("BWBR0005416#artikel=74* ", "74* "),
        ("BWBR0005416#artikel=15;lid=1", "15;lid=1"),
        ("BWBR0005416#Inleiding", "Inleiding"),
        ("BWBR0005416@#artikel=15", "datum"),
        ("BWBR0005416@2026-13-01#artikel=15", "2026-13-01"),
        ("BWBR0005416@2026-02-30", "2026-02-30"),
        ("BWBR0005416@20261001", "2026-10-01"),
        ("BWBR0005416@gisteren", "gisteren"),
    ],
)
def test_bad_text_is_refused_and_named(text: str, named: str) -> None:
    with pytest.raises(LocatorError) as raised:
        Locator.parse(text)
    assert named in str(raised.value)
