"""From a run to the scorecard: the release split only, nothing from a run that breaks a promise, bars that a run cannot move."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.ui.about.scorecard import Measure, ScorecardError, read_scorecard
from eval.cli import app
from eval.intervals import share
from eval.metrics import figures, figures_by
from eval.result import Determinism, Row, Run, SplitFigures, save
from eval.scorecard import BARS, scorecard_of


def _row(
    number: int, kind: str, *, found: bool = True, refused: bool = False, answerable: bool = True, split: str = "release"
) -> Row:
    return Row(
        id=f"{split}-{number:03}",
        split=split,
        kind=kind,
        ambt="raadslid",
        laag="gemeente",
        answerable=answerable,
        outcome="niet" if refused else "beantwoord",
        ranks=((1 if found else None),) if answerable else (),
        cited_lid=found,
    )


def _rows(split: str) -> list[Row]:
    rows = [
        _row(n, kind, found=n % 4 > 0, split=split) for n, kind in enumerate(["vergelijking", "dilemma", "vervolg", "regel"] * 5)
    ]
    rows += [_row(90 + n, "onbeantwoordbaar", refused=n > 0, answerable=False, split=split) for n in range(4)]
    return [*rows, _row(99, "regel", found=False, refused=True, split=split)]


def _run(*splits: str) -> Run:
    rows = {split: _rows(split) for split in splits}

    def figured(own: list[Row]) -> SplitFigures:
        return SplitFigures("x", figures(own), figures_by(own, lambda row: row.kind), {}, {}, 1.0, 2.0)

    return Run(
        1, "2026-11-26T01:17:14Z", "2026-11-24", "abc123", "extractief", {}, Determinism(20, ()), (),
        {split: figured(own) for split, own in rows.items()}, tuple(row for own in rows.values() for row in own),
    )  # fmt: skip


def test_the_release_split_becomes_the_card() -> None:
    card = scorecard_of(_run("dev", "release"))
    assert (card.measured_on, card.peildatum, card.corpus, card.questions) == (
        dt.date(2026, 11, 26),
        dt.date(2026, 11, 24),
        "abc123",
        25,
    )
    scores = {score.measure: score for score in card.scores}
    expected = share([True] * 15 + [False] * 6)
    assert (scores[Measure.HIT].value, scores[Measure.HIT].n) == (round(expected.value or 0, 4), 21)
    assert (scores[Measure.HIT].low, scores[Measure.HIT].high) == (round(expected.low or 0, 4), round(expected.high or 0, 4))
    assert (scores[Measure.REFUSED].value, scores[Measure.REFUSED].n) == (0.75, 4)
    assert scores[Measure.WRONGLY_REFUSED].value == round(1 / 21, 4)
    assert (scores[Measure.DILEMMA].value, scores[Measure.DILEMMA].n) == (1.0, 5)
    assert (scores[Measure.COMPARISON].value, scores[Measure.FOLLOW_UP].value) == (0.0, 1.0)
    assert {score.measure: score.bar for score in card.scores} == BARS


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (replace(_run("release"), invalid=("1 van 25 vragen gaf een fout",)), "1 van 25"),
        (replace(_run("release"), determinism=Determinism(20, ("release-003",))), "release-003"),
        (_run("dev"), "split release"),
    ],
    ids=["invalid", "not the same twice", "no release"],
)
def test_a_run_that_breaks_a_promise_is_no_card(run: Run, told: str) -> None:
    with pytest.raises(ScorecardError, match=told):
        scorecard_of(run)


def test_a_kind_without_questions_is_no_zero() -> None:
    run = _run("release")
    split = run.splits["release"]
    without = replace(split, kind={kind: f for kind, f in split.kind.items() if kind != "dilemma"})
    with pytest.raises(ScorecardError, match="geen vragen voor dilemma"):
        scorecard_of(replace(run, splits={"release": without}))


def test_the_command_writes_what_the_page_reads(tmp_path: Path) -> None:
    run, out = tmp_path / "meting.json", tmp_path / "kaart.json"
    save(_run("release"), run)
    done = CliRunner().invoke(app, ["scorecard", str(run), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert read_scorecard(out) == scorecard_of(_run("release"))
    failed = CliRunner().invoke(app, ["scorecard", str(tmp_path / "weg.json"), "--out", str(out)])
    assert failed.exit_code == 1
