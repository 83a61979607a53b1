"""The scorecard: read strictly, told honestly, and drawn with the numbers that stand in the table."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Language
from assistant.ui.about.plot import Row, plot
from assistant.ui.about.score_section import measured, outcome, percent, score_section
from assistant.ui.about.scorecard import Measure, Score, Scorecard, ScorecardError, own_scorecard, read_scorecard, scorecard_json
from assistant.ui.about.sections import folded
from assistant.ui.texts import Words

NL, EN = Words(Language.NL), Words(Language.EN)
DAY = dt.date(2026, 11, 24)


def score(measure: Measure = Measure.HIT, value: float = 0.9, bar: float = 0.8, low: float = 0.85, high: float = 0.95) -> Score:
    return Score(measure, value, low, high, 40, bar)


def card(*scores: Score, corpus: str = "abc123") -> Scorecard:
    given = {s.measure: s for s in scores}
    return Scorecard(1, DAY, DAY, corpus, "extractief", 50, tuple(given.get(m, score(m)) for m in Measure))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "kaart.json"
    path.write_bytes(scorecard_json(card()))
    assert read_scorecard(path) == card()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schema_version": 2}, "schema_version"),
        ({"extra": 1}, "extra"),
        ({"corpus": None}, "corpus"),
        ({"measured_on": "gisteren"}, "measured_on"),
        ({"scores": []}, "elke maat"),
        ({"questions": 3}, "hit@5: de getallen passen niet"),
    ],
)
def test_a_card_that_does_not_fit_is_refused(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = tmp_path / "kaart.json"
    path.write_text(json.dumps(json.loads(scorecard_json(card())) | change), encoding="utf-8")
    with pytest.raises(ScorecardError, match=told) as refused:
        read_scorecard(path)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff\xfe"])
def test_a_missing_or_broken_file_names_the_command(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "kaart.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ScorecardError, match="integriteit eval scorecard"):
        read_scorecard(path)


def test_a_card_with_figures_out_of_reach_is_not_written() -> None:
    with pytest.raises(ScorecardError, match="hit@5"):
        scorecard_json(card(score(low=0.95)))


def test_the_card_that_ships_fits() -> None:
    assert own_scorecard().corpus and len(own_scorecard().scores) == len(Measure)


@pytest.mark.parametrize(
    ("measure", "value", "bar", "reached"),
    [
        (Measure.HIT, 0.9, 0.9, True),
        (Measure.HIT, 0.899, 0.9, False),
        (Measure.WRONGLY_REFUSED, 0.03, 0.03, True),
        (Measure.WRONGLY_REFUSED, 0.031, 0.03, False),
        (Measure.WRONGLY_REFUSED, 0.0, 0.03, True),
    ],
)
def test_reached_is_at_least_the_bar_and_at_most_where_lower_is_better(
    measure: Measure, value: float, bar: float, reached: bool
) -> None:
    assert score(measure, value, bar).reached is reached


def test_what_is_not_reached_is_named() -> None:
    missed = [score(Measure.HIT, 0.7, bar=0.9), score(Measure.DILEMMA, 0.6, bar=0.9), score(Measure.CITED, 0.99, bar=0.9)]
    assert outcome(missed, NL) == [
        "1 van de 3 doelen zijn gehaald. Niet gehaald: juiste regels gevonden en dilemma’s.",
        "Bij 3 doelen ligt de lat binnen het interval: met andere vragen kan de uitslag net anders zijn.",
    ]
    assert (
        "Not reached: right rules found, comparisons and dilemmas."
        in outcome([score(m, 0.1) for m in (Measure.HIT, Measure.COMPARISON, Measure.DILEMMA)], EN)[0]
    )
    assert outcome([score(low=0.89, bar=0.8)], NL) == ["Alle 1 doelen zijn gehaald."]


@pytest.mark.parametrize(
    ("in_use", "told"),
    [
        ("abc123", "Dat is de versie die u nu gebruikt"),
        ("abc123+d4e5", "officiële teksten of eigen documenten"),
        ("fff", "een andere versie (fff)"),
    ],
)
def test_another_version_than_was_measured_is_told(in_use: str, told: str) -> None:
    assert told in measured(card(), in_use, NL)


@pytest.mark.parametrize(
    ("share", "nl", "en"), [(0.8937, "89,4%", "89.4%"), (1.0, "100%", "100%"), (0.0, "0%", "0%"), (0.03, "3%", "3%")]
)
def test_per_cents(share: float, nl: str, en: str) -> None:
    assert (percent(share, Language.NL), percent(share, Language.EN)) == (nl, en)


@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
def test_picture_and_table_give_the_same_numbers(words: Words) -> None:
    shown = card(*(score(m, 0.5 + i / 20, low=0.4, high=0.9) for i, m in enumerate(Measure)))
    html = folded(score_section(shown, "abc123", words), 3)
    drawn = re.findall(r'ia-plot-value"[^>]*>([^<]*)<', html)
    rows = re.findall(r"<tr><th scope=\"row\">([^<]*)<.*?</th><td>([^<]*)</td>", html)
    assert drawn == [value for _, value in rows] == [percent(s.value, words.language) for s in shown.scores]
    assert [name for name, _ in rows] == [words(f"about_measure.{m.name.lower()}") for m in Measure]
    assert html.count('class="ia-plot-missed"') == html.count(f"<td>{words('about_score.no')}</td>") + 1  # and the legend


shares = st.floats(0, 1)


@given(st.lists(shares, min_size=3, max_size=3).map(sorted), shares)
def test_every_mark_lies_on_the_line(ordered: list[float], bar: float) -> None:
    low, value, high = ordered
    drawn = plot([Row("<naam>", "1%", replace(score(), low=low, value=value, high=high, bar=bar))], "titel", "uitleg")
    places = [float(x) for x in re.findall(r'\b(?:x|x1|x2|cx)="([\d.]+)%"', drawn)]
    assert len(places) == 12 and all(2 <= x <= 98 for x in places)
    assert "<naam>" not in drawn and "&lt;naam&gt;" in drawn
    assert 'role="img"' in drawn and "<title" in drawn and "<desc" in drawn
