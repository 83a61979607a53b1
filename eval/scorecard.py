"""From a run to the scorecard that the page shows. The bars are set here, beforehand, and not by what a run gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from assistant.ui.about.scorecard import Measure, Score, Scorecard, ScorecardError, own_path, scorecard_json
from eval.intervals import Figure
from eval.questions import RELEASE
from eval.result import Run, SplitFigures

BARS: Mapping[Measure, float] = MappingProxyType(
    {
        Measure.HIT: 0.92,
        Measure.CITED: 0.88,
        Measure.REFUSED: 0.95,
        Measure.WRONGLY_REFUSED: 0.03,
        Measure.COMPARISON: 0.85,
        Measure.DILEMMA: 0.85,
        Measure.FOLLOW_UP: 0.85,
    }
)
_KINDS = (Measure.COMPARISON, Measure.DILEMMA, Measure.FOLLOW_UP)


def scorecard_of(run: Run) -> Scorecard:
    """Raises ``ScorecardError`` for a run that breaks a promise, has no release split, or lacks a kind of question."""
    if run.invalid:
        raise ScorecardError(f"deze meting wordt geen scorekaart: ongeldig: {'; '.join(run.invalid)}")
    if not run.determinism.holds:
        different = ", ".join(run.determinism.different)
        raise ScorecardError(f"deze meting wordt geen scorekaart: niet hetzelfde antwoord op dezelfde vraag: {different}")
    split = run.splits.get(RELEASE)
    if split is None:
        raise ScorecardError(f"deze meting heeft geen split {RELEASE}; meet opnieuw met 'integriteit eval run'")
    return Scorecard(
        schema_version=1,
        measured_on=dt.datetime.fromisoformat(run.started).date(),
        peildatum=dt.date.fromisoformat(run.peildatum),
        corpus=run.corpus,
        composer=run.composer,
        questions=sum(row.split == RELEASE for row in run.rows),
        scores=tuple(_score(measure, _figure(split, measure)) for measure in Measure),
    )


def write_scorecard(run: Run, path: Path | None = None) -> Path:
    """Write the card (default: the one that ships with the page); gives the path."""
    target = path or own_path()
    target.write_bytes(scorecard_json(scorecard_of(run)))
    return target


def _figure(split: SplitFigures, measure: Measure) -> Figure:
    if measure not in _KINDS:
        return split.total[measure]
    figures = split.kind.get(measure)
    return figures[Measure.HIT] if figures else Figure(None, 0)


def _score(measure: Measure, figure: Figure) -> Score:
    if figure.value is None or figure.low is None or figure.high is None:
        raise ScorecardError(f"deze meting heeft geen vragen voor {measure}; meet opnieuw met alle vragen")
    value, low, high = (round(number, 4) for number in (figure.value, figure.low, figure.high))
    return Score(measure, value, low, high, figure.n, BARS[measure])
