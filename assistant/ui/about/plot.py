"""The scorecard as a picture: a line a measure, on it the interval, the outcome and the bar.

Inline SVG without a viewBox: places across are percentages and letters keep their size, so that it reads on a narrow screen too.
Colours come from the style sheet; a goal that was missed has another shape as well, an open circle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from assistant.ui.about.scorecard import Score

_ROW, _AXIS = 50, 26
_FROM, _TO = 2.0, 98.0


@dataclass(frozen=True, slots=True)
class Row:
    """A score with its name and its outcome in words."""

    name: str
    shown: str
    score: Score


def plot(rows: Iterable[Row], title: str, description: str) -> str:
    """The SVG; ``description`` tells a screen reader where the numbers stand."""
    drawn = [_row(row, _ROW * i) for i, row in enumerate(rows)]
    height = _ROW * len(drawn) + _AXIS
    return (
        f'<svg class="ia-plot" role="img" aria-labelledby="ia-plot-title ia-plot-description" width="100%" height="{height}">'
        f'<title id="ia-plot-title">{escape(title)}</title><desc id="ia-plot-description">{escape(description)}</desc>'
        f"{''.join(drawn)}{_axis(_ROW * len(drawn))}</svg>"
    )


def swatch(kind: str) -> str:
    """A mark of the picture by itself, for the legend: ``reached``, ``missed``, ``interval`` or ``bar``."""
    shape = {
        "reached": _dot("50%", 10, True),
        "missed": _dot("50%", 10, False),
        "interval": '<line class="ia-plot-interval" x1="2" x2="22" y1="10" y2="10"/>',
        "bar": '<line class="ia-plot-bar" x1="12" x2="12" y1="1" y2="19"/>',
    }[kind]
    return f'<svg class="ia-plot-swatch" width="24" height="20" aria-hidden="true" focusable="false">{shape}</svg>'


def _row(row: Row, top: int) -> str:
    score, y = row.score, top + 32
    low, high, bar = (_across(share) for share in (score.low, score.high, score.bar))
    return (
        f'<text x="{_across(0)}" y="{top + 16}">{escape(row.name)}</text>'
        f'<text class="ia-plot-value" x="{_across(1)}" y="{top + 16}" text-anchor="end">{escape(row.shown)}</text>'
        f'<line class="ia-plot-line" x1="{_across(0)}" x2="{_across(1)}" y1="{y}" y2="{y}"/>'
        f'<line class="ia-plot-interval" x1="{low}" x2="{high}" y1="{y}" y2="{y}"/>'
        f'<line class="ia-plot-bar" x1="{bar}" x2="{bar}" y1="{y - 9}" y2="{y + 9}"/>'
        f"{_dot(_across(score.value), y, score.reached)}"
    )


def _dot(x: str, y: int, reached: bool) -> str:
    return f'<circle class="{"ia-plot-reached" if reached else "ia-plot-missed"}" cx="{x}" cy="{y}" r="6"/>'


def _axis(top: int) -> str:
    ticks = ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    return "".join(
        f'<text class="ia-plot-tick" x="{_across(x)}" y="{top + 16}" text-anchor="{a}">{x:.0%}</text>' for x, a in ticks
    )


def _across(share: float) -> str:
    return f"{_FROM + share * (_TO - _FROM):.2f}%"
