"""Matching, figures and intervals against values worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from corpus import Locator
from eval.intervals import Figure, mean, ratio, share
from eval.matching import Matcher
from eval.metrics import figures, hit_curve, percentile, ranking_scores, risk_coverage
from eval.result import Row

GEMW = "BWBR0005416"
MATCHER = Matcher(frozenset({Locator.parse(f"{GEMW}#artikel=15"), Locator.parse("nota#inleiding")}))

# (name, expected, found, at lid, at artikel); artikel 15 has leden, artikel 3 has none
MATCHES = [
    ("same lid", "#artikel=15/lid=1", "#artikel=15/lid=1", True, True),
    ("same lid, dated", "#artikel=15/lid=1", "@2026-10-01#artikel=15/lid=1", True, True),
    ("other lid", "#artikel=15/lid=1", "#artikel=15/lid=2", False, True),
    ("lid 1 is not lid 10", "#artikel=15/lid=1", "#artikel=15/lid=10", False, True),
    ("onderdeel within the lid", "#artikel=15/lid=1", "#artikel=15/lid=1/onderdeel=d", True, True),
    ("lid around the onderdeel", "#artikel=15/lid=1/onderdeel=d", "#artikel=15/lid=1", True, True),
    ("other onderdeel", "#artikel=15/lid=1/onderdeel=d", "#artikel=15/lid=1/onderdeel=a", False, True),
    ("bare article, which has leden", "#artikel=15/lid=1", "#artikel=15", False, True),
    ("bare article without leden", "#artikel=3/onderdeel=a", "#artikel=3", True, True),
    ("article expected, a lid found", "#artikel=15", "#artikel=15/lid=2", True, True),
    ("article expected and found", "#artikel=15", "#artikel=15", True, True),
    ("15 is not 15a", "#artikel=15/lid=1", "#artikel=15a/lid=1", False, False),
    ("the whole law is no find", "#artikel=15/lid=1", "", False, False),
]


@pytest.mark.parametrize(("expected", "found", "lid", "artikel"), [m[1:] for m in MATCHES], ids=[m[0] for m in MATCHES])
def test_matching(expected: str, found: str, lid: bool, artikel: bool) -> None:
    e, f = Locator.parse(GEMW + expected), Locator.parse(GEMW + found)
    assert MATCHER.at_lid(e, f) is lid
    assert MATCHER.at_article(e, f) is artikel


def test_another_law_never_matches() -> None:
    e, f = Locator.parse("BWBR0005416#artikel=15/lid=1"), Locator.parse("BWBR0005645#artikel=15/lid=1")
    assert not MATCHER.at_article(e, f)


def test_rank_is_the_first_match_of_any_member() -> None:
    group = [Locator.parse(f"{GEMW}#artikel=15/lid={n}") for n in "12"]
    found = [Locator.parse(f"{GEMW}#artikel={a}") for a in ("15", "16/lid=1", "15/lid=2", "15/lid=1")]
    assert MATCHER.rank(group, found) == 3
    assert MATCHER.rank(group, found[:2]) is None


def test_share_is_wilson() -> None:
    """8 of 10: 0.4902 to 0.9433, the figures of the textbook example."""
    figure = share([True] * 8 + [False] * 2)
    assert figure.value == 0.8 and figure.n == 10
    assert figure.low == pytest.approx(0.4902, abs=1e-4)
    assert figure.high == pytest.approx(0.9433, abs=1e-4)
    assert share([]) == Figure(None, 0)
    assert share([True] * 3).high == pytest.approx(1.0)


def test_bootstrap_is_fixed_and_holds_its_value() -> None:
    values = [0.0, 1.0, 0.5, 1.0, 0.25, 1.0]
    figure = mean(values)
    assert figure == mean(values)
    assert figure.value == pytest.approx(3.75 / 6) and figure.low is not None and figure.high is not None
    assert 0 <= figure.low < 3.75 / 6 < figure.high <= 1
    assert mean([0.5, 0.5]) == Figure(0.5, 2, 0.5, 0.5)
    assert ratio([(1, 2), (3, 3), (0, 0)]).value == pytest.approx(4 / 5)
    assert ratio([(0, 0)]) == Figure(None, 0)


# (ranks of the groups, reciprocal rank, nDCG@10)
RANKINGS = [
    ((1,), 1.0, 1.0),
    ((3,), 1 / 3, 1 / math.log2(4)),
    ((None,), 0.0, 0.0),
    ((12,), 1 / 12, 0.0),
    ((1, None), 1.0, 1 / (1 + 1 / math.log2(3))),
    ((2, 1), 1.0, 1.0),
    ((1, 1), 1.0, 1.0),
    ((4, 2), 0.5, (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))),
]


@pytest.mark.parametrize(("ranks", "rr", "ndcg"), RANKINGS)
def test_ranking_scores(ranks: tuple[int | None, ...], rr: float, ndcg: float) -> None:
    assert ranking_scores({"q": ranks, "other": (1,)})["q"] == pytest.approx((rr, ndcg))


def row(id: str, **fields: Any) -> Row:
    given: dict[str, Any] = {
        "split": "dev",
        "kind": "regel",
        "ambt": "geen",
        "laag": "geen ambt",
        "answerable": True,
        "outcome": "beantwoord",
    }
    return Row(id=id, **{**given, **fields})


ROWS = [
    row("a", ranks=(1,), cited=("x", "y"), relevant_cited=1, cited_lid=True, cited_artikel=True, mentioned=True, score=0.9),
    row("b", ranks=(2, 6), cited=("x",), relevant_cited=1, cited_artikel=True, score=0.8, outcome="gedeeltelijk"),
    row("c", ranks=(None,), cited=("z",), mentioned=False, score=0.2),
    row("d", ranks=(4,), outcome="niet"),
    row("e", answerable=False, outcome="niet"),
    row("f", answerable=False, outcome="gedeeltelijk", score=0.5),
]

FIGURES = {
    "hit@1": 1 / 4,
    "hit@5": 2 / 4,
    "hit@20": 3 / 4,
    "any@1": 1 / 4,
    "any@5": 3 / 4,
    "any@20": 3 / 4,
    "mrr": (1 + 1 / 2 + 0 + 1 / 4) / 4,
    "cited@lid": 1 / 4,
    "cited@artikel": 2 / 4,
    "citation_precision": 2 / 4,
    "refusal_recall": 1 / 2,
    "refusal_precision": 1 / 2,
    "false_refusals": 1 / 4,
    "must_mention": 1 / 2,
}


@pytest.mark.parametrize(("name", "value"), FIGURES.items())
def test_figures(name: str, value: float) -> None:
    assert figures(ROWS)[name].value == pytest.approx(value)


def test_figures_without_questions_are_empty() -> None:
    assert all(figure.value is None for figure in figures([]).values())


def test_refusal_and_miss_of_a_row() -> None:
    assert [r.refusal_correct for r in ROWS] == [True, True, True, False, True, False]
    assert [r.id for r in ROWS if r.missed] == ["b", "c", "d", "f"]
    failed = row("g", answerable=False, outcome=None, error="fout")
    assert not failed.refusal_correct and failed.missed


def test_hit_curve_rises_to_hit_20() -> None:
    curve = hit_curve(ROWS)
    assert (len(curve), curve[0], curve[3], curve[5], curve[19]) == (20, 0.25, 0.5, 0.75, 0.75)


def test_risk_coverage_takes_the_most_certain_first() -> None:
    """Order a, b, f, c: only a cites its lid; d and e were refused and are not covered."""
    points = risk_coverage(ROWS)
    assert [x for x, _ in points] == [pytest.approx(n / 6) for n in (1, 2, 3, 4)]
    assert [y for _, y in points] == [pytest.approx(y) for y in (0, 1 / 2, 2 / 3, 3 / 4)]


@pytest.mark.parametrize(("q", "value"), [(0, 10), (50, 25), (95, 38.5), (100, 40)])
def test_percentile(q: float, value: float) -> None:
    assert percentile([40, 10, 30, 20], q) == pytest.approx(value)
    assert percentile([], q) is None
