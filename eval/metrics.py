"""From rows to figures. Hits, citations and refusals are counted here; MRR and nDCG come from ir-measures.

Over which questions a figure runs:

* hits, any, mrr, ndcg@10, cited, citation_precision, false_refusals: the answerable ones;
* refusal_recall: the unanswerable ones; refusal_precision: the ones that were refused;
* must_mention: those that ask for words. Only outcome ``niet`` is a refusal, ``gedeeltelijk`` is not.

A question that failed counts as missed everywhere (and makes the run invalid).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from eval.intervals import Figure, mean, ratio, share
from eval.result import Row

CUTOFFS = (1, 5, 20)
DEPTH = 20


def figures(rows: Sequence[Row]) -> dict[str, Figure]:
    """All figures of these questions, by name, in the order in which they are shown."""
    asked = [row for row in rows if row.answerable]
    ranking = ranking_scores({row.id: row.ranks for row in asked})
    return {
        **{f"hit@{k}": share([row.hit(k) for row in asked]) for k in CUTOFFS},
        **{f"any@{k}": share([row.hit_any(k) for row in asked]) for k in CUTOFFS},
        "mrr": mean([ranking[row.id][0] for row in asked]),
        "ndcg@10": mean([ranking[row.id][1] for row in asked]),
        "cited@lid": share([row.cited_lid for row in asked]),
        "cited@artikel": share([row.cited_artikel for row in asked]),
        "citation_precision": ratio([(row.relevant_cited, len(row.cited)) for row in asked]),
        "refusal_recall": share([row.refused for row in rows if not row.answerable]),
        "refusal_precision": share([not row.answerable for row in rows if row.refused]),
        "false_refusals": share([row.refused for row in asked]),
        "must_mention": share([row.mentioned for row in rows if row.mentioned is not None]),
    }


def figures_by(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, dict[str, Figure]]:
    """``figures`` of each group of rows with the same key, in alphabetical order of the key."""
    names = sorted({key(row) for row in rows})
    return {name: figures([row for row in rows if key(row) == name]) for name in names}


def ranking_scores(ranks: Mapping[str, Sequence[int | None]]) -> dict[str, tuple[float, float]]:
    """(reciprocal rank, nDCG@10) of each question, from the ranks of its expected groups.

    The thing to be found is a group, once: a second lid of the same any-of group earns nothing. The
    ranking given to ir-measures therefore holds a document for each group where it is first matched and
    a filler at every other rank; groups matched by one and the same lid stand there one after the other.
    """
    if not ranks:
        return {}
    import ir_measures
    from ir_measures import RR, nDCG

    qrels = [ir_measures.Qrel(qid, f"g{g}", 1) for qid, groups in ranks.items() for g in range(len(groups))]
    run = [
        ir_measures.ScoredDoc(qid, document, float(-place))
        for qid, groups in ranks.items()
        for place, document in enumerate(_documents(groups))
    ]
    found: dict[str, dict[Any, float]] = {qid: {} for qid in ranks}
    for metric in ir_measures.iter_calc([RR, nDCG @ 10], qrels, run):
        found[metric.query_id][metric.measure] = float(metric.value)
    return {qid: (values.get(RR, 0.0), values.get(nDCG @ 10, 0.0)) for qid, values in found.items()}


def _documents(groups: Sequence[int | None]) -> Iterable[str]:
    for rank in range(1, DEPTH + 1):
        here = [f"g{g}" for g, first in enumerate(groups) if first == rank]
        yield from here or [f"x{rank}"]


def hit_curve(rows: Sequence[Row]) -> list[float]:
    """hit@k of the answerable rows for k = 1 to 20."""
    asked = [row for row in rows if row.answerable]
    return [sum(row.hit(k) for row in asked) / len(asked) for k in range(1, DEPTH + 1)] if asked else []


def risk_coverage(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """(coverage, risk) when only the most certain answers are given, most certain first.

    Certainty is the score of the first retrieved place; risk is the share of given answers in which an
    expected lid is not cited (or that should have been refused); coverage is the share of all rows.
    """
    scored = [(row.score, row) for row in rows if row.outcome is not None and not row.refused and row.score is not None]
    given = [row for _, row in sorted(scored, key=lambda pair: (-pair[0], pair[1].id))]
    points: list[tuple[float, float]] = []
    wrong = 0
    for count, row in enumerate(given, 1):
        wrong += not row.cited_lid
        points.append((count / len(rows), wrong / count))
    return points


def percentile(values: Iterable[float], q: float) -> float | None:
    """Linear interpolation between the two nearest values; ``q`` from 0 to 100; ``None`` without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * q / 100
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
