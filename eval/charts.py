"""Small charts as inline SVG: bars with an interval, lines, a histogram. No script, no outside resource.

Every chart is an image whose label says the title and, for bars, the values. Points are in user units
(viewBox 640 wide); colours come from the page's own variables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from eval.intervals import Figure

WIDTH = 640
_LEFT, _RIGHT, _TOP, _BOTTOM = 190, 60, 8, 28
_COLOURS = ("var(--een)", "var(--twee)", "var(--drie)")


def bars(title: str, values: Mapping[str, Figure]) -> Markup:
    """Horizontal bars from 0 to 1 with their 95 % interval; a figure without questions shows a dash."""
    row, span = 22, WIDTH - _LEFT - _RIGHT
    parts: list[str] = []
    for i, (name, figure) in enumerate(values.items()):
        y = _TOP + i * row
        parts.append(_text(_LEFT - 8, y + 14, f"{name} ({figure.n})", "end"))
        if figure.value is None or figure.low is None or figure.high is None:
            parts.append(_text(_LEFT + 4, y + 14, "–", "start"))
            continue
        low, high = _LEFT + figure.low * span, _LEFT + figure.high * span
        parts.append(f'<rect x="{_LEFT}" y="{y + 3}" width="{figure.value * span:.1f}" height="15" fill="{_COLOURS[0]}"/>')
        parts.append(f'<path d="M{low:.1f} {y + 10.5}H{high:.1f}" stroke="var(--inkt)" stroke-width="1.5"/>')
        parts.append(_text(WIDTH - _RIGHT + 8, y + 14, f"{figure.value:.2f}", "start"))
    told = "; ".join(f"{name} {figure.value:.2f}" for name, figure in values.items() if figure.value is not None)
    return _svg(f"{title}: {told}", _TOP + len(values) * row + 4, parts)


def lines(
    title: str, series: Mapping[str, Sequence[tuple[float, float]]], across: str, up: str, reach: tuple[float, float]
) -> Markup:
    """Lines of (x, y) points, x within ``reach`` and y from 0 to 1; ``across`` and ``up`` name the axes."""
    left, height, right = 60, 260, WIDTH - 130
    low, high = reach
    floor, rise = height - _BOTTOM - 12, height - _BOTTOM - 12 - _TOP
    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = floor - tick * rise
        parts.append(f'<path d="M{left} {y:.1f}H{right}" stroke="var(--lijn)"/>')
        parts.append(_text(left - 6, y + 4, f"{tick:.2f}", "end"))
    for x, anchor in ((low, "start"), (high, "end")):
        parts.append(_text(left if anchor == "start" else right, floor + 16, f"{x:g}", anchor))
    parts.append(_text((left + right) / 2, height - 6, across, "middle"))
    parts.append(_text(right + 10, _TOP + 12, up, "start"))
    for i, (name, points) in enumerate(series.items()):
        colour = _COLOURS[i % len(_COLOURS)]
        path = " ".join(f"{left + (x - low) / (high - low) * (right - left):.1f},{floor - y * rise:.1f}" for x, y in points)
        dash = "" if i == 0 else f' stroke-dasharray="{6 - i} 3"'
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        parts.append(f'<rect x="{right + 10}" y="{_TOP + 24 + i * 20}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(right + 28, _TOP + 34 + i * 20, name, "start"))
    return _svg(title, height, parts)


def histogram(title: str, values: Sequence[float], unit: str, bins: int = 24) -> Markup:
    """How many values fall in each of ``bins`` equal steps from 0 to the largest."""
    left, height = 40, 200
    top = max(values, default=0.0) or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(int(value / top * bins), bins - 1)] += 1
    floor, most, wide = height - _BOTTOM, max(counts) or 1, (WIDTH - left - 20) / bins
    parts = [f'<path d="M{left} {floor}H{WIDTH - 20}" stroke="var(--lijn)"/>']
    for i, count in enumerate(counts):
        tall = count / most * (floor - _TOP)
        x, y = left + i * wide, floor - tall
        bar = f'x="{x:.1f}" y="{y:.1f}" width="{wide - 2:.1f}" height="{tall:.1f}"'
        parts.append(f'<rect {bar} fill="{_COLOURS[0]}"><title>{count}</title></rect>')
    parts.append(_text(left, floor + 18, f"0 {unit}", "start"))
    parts.append(_text(WIDTH - 20, floor + 18, f"{top:.0f} {unit}", "end"))
    parts.append(_text(left - 6, _TOP + 8, str(most), "end"))
    return _svg(title, height, parts)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(title: str, height: float, parts: Sequence[str]) -> Markup:
    head = f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">'
    return Markup(head + "".join(parts) + "</svg>")  # every text in it went through escape
