"""Fit the ranker on the dev questions: ``python -m eval.train_ranker [--write]``.

Three things: a linear model on the features of ``assistant.features``: for each expected group of a question, one of its leden should
score above every other provision (listwise softmax, L2); the weight of companions; and what tells a comparison and a dilemma, which also
learns from the invented stories of ``corpus.dilemma_examples``. What is printed as *held out* is measured by cross-validation: five
folds, each question ranked by a model that never saw it. The release questions are never read. ``--write`` puts the model, fitted on all
dev questions, in ``assistant/ranker.json`` and ``assistant/kinds.json``; they are committed with the figures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

import assistant
from assistant.answer import Mode, Question
from assistant.compare import MATTER, Comparer, matter_features, sides_of
from assistant.features import NAMES
from assistant.flow import Assistant, open_assistant
from assistant.kinds import Kinds, inputs_of
from assistant.ranker import Ranker
from assistant.understand import Understanding
from corpus import Ambt
from corpus.dilemma_examples import load_examples
from eval.logistic import fit_logistic
from eval.matching import Matcher
from eval.questions import ReferenceQuestion, load_questions
from ingest.embedders import Embedder

_FOLDS = 5
#: From so many words a text is a story.
_STORY = 25
_DAY = dt.date(2026, 11, 24)
_START = {"dense_question": 1.0, "own": 1.5, "other_tier": -1.0}
_RIDGE = 0.001
_COMPANIONS = (0.0, 2.0, 4.0, 7.0, 10.0)


@dataclass(frozen=True)
class Case:
    """A dev question with its features, ``(features, provisions)``, what tells its kind, and the provisions of each group."""

    question: ReferenceQuestion
    understanding: Understanding
    matrix: NDArray[np.float32]
    masked: NDArray[np.float32]
    inputs: NDArray[np.float64]
    vector: NDArray[np.float32]
    text: str
    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Model:
    """What is fitted."""

    ranker: Ranker
    kinds: Kinds


def read_cases(a: Assistant, questions: Sequence[ReferenceQuestion]) -> list[Case]:
    matcher = Matcher.of(a.index.corpus)
    places = [p.locator.undated() for p in a.index.corpus.provisions]
    cases: list[Case] = []
    for q in questions:
        asked = a.corrected(Question(q.question, Ambt(q.ambt) if q.ambt else None, _DAY, tuple(q.history)))
        u = a.understood(asked)
        groups = tuple(
            tuple(i for i, place in enumerate(places) if any(matcher.at_lid(e, place) for e in group)) for group in q.expected
        )
        reading = a.retriever.features.read(u, asked.text)
        vector = reading.signals.vector
        masked = a.retriever.masked_matrix(u, asked.text) if len(sides_of(u)) >= 2 else reading.matrix
        cases.append(Case(q, u, reading.matrix, masked, inputs_of(u, asked.text, vector), vector, asked.text, groups))
    return cases


def loss_and_gradient(w: NDArray[np.float64], cases: Sequence[Case], l2: float) -> tuple[float, NDArray[np.float64]]:
    """Mean cross-entropy over the questions and its gradient; the leden of one group are no negatives of another."""
    loss, gradient = 0.0, np.zeros_like(w)
    for case in cases:
        scores = w @ case.matrix
        for number, group in enumerate(case.groups):
            others = [i for n, g in enumerate(case.groups) if n != number for i in g if i not in group]
            rivals = scores.copy()
            rivals[others] = -np.inf
            wanted = scores[list(group)]
            share, part = np.exp(rivals - rivals.max()), np.exp(wanted - wanted.max())
            loss += (np.log(share.sum()) + rivals.max() - np.log(part.sum()) - wanted.max()) / len(case.groups)
            pull = case.matrix @ (share / share.sum()) - case.matrix[:, list(group)] @ (part / part.sum())
            gradient += pull / len(case.groups)
    return loss / len(cases) + l2 * float(w @ w), gradient / len(cases) + 2 * l2 * w


def read_stories(a: Assistant) -> NDArray[np.float64]:
    """What the models of the kinds look at for each invented dilemma that is told as a story: the dev questions hold few of those."""
    told = [text for texts in load_examples().values() for text in texts if len(text.split()) >= _STORY]
    rows = []
    for text in told:
        asked = a.corrected(Question(text, None, _DAY, ()))
        u = a.understood(asked)
        rows.append(inputs_of(u, asked.text, a.retriever.features.read(u, asked.text).signals.vector))
    return np.stack(rows)


def fit(a: Assistant, cases: Sequence[Case], stories: NDArray[np.float64], l2: float) -> Model:
    """Weights by L-BFGS; then the weight of companions by what it gives on the same questions."""
    from scipy.optimize import minimize

    start = np.array([_START.get(name, 0.0) for name in NAMES])
    found = minimize(loss_and_gradient, start, args=(cases, l2), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    kinds = fit_kinds(cases, stories)
    ranker = Ranker(tuple(round(float(v), 3) for v in found.x))
    ranker = replace(ranker, matter=fit_matter(a, ranker, cases))
    trials = [Model(replace(ranker, companion=weight), kinds) for weight in _COMPANIONS]
    return max(trials, key=lambda m: float(np.mean([worst_rank(a, m, c) < 5 for c in cases])))


def fit_matter(a: Assistant, ranker: Ranker, cases: Sequence[Case]) -> tuple[float, ...]:
    """What a comparison is about: the zaken that hold a lid of most expected groups should score above all others."""
    from scipy.optimize import minimize

    twins = a.retriever.twins
    examples: list[tuple[NDArray[np.float64], list[int]]] = []
    for case in (c for c in cases if c.question.kind == "vergelijking" and len(sides_of(c.understanding)) >= 2):
        plain, masked = ranker.scores(case.matrix)[1], ranker.scores(case.masked)[1]
        masks = Comparer(twins, ()).masks(sides_of(case.understanding), plain)
        held = [set(twins.members(zaak)) for zaak in range(len(twins.concordance.zaken))]
        counts = [sum(bool(zaak.intersection(group)) for group in case.groups) for zaak in held]
        if max(counts):
            best = [zaak for zaak, count in enumerate(counts) if count == max(counts)]
            examples.append((matter_features(plain, masked, masks, twins), best))

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, gradient = 0.0, np.zeros_like(w)
        for x, best in examples:
            scores = x @ w
            share, part = np.exp(scores - scores.max()), np.exp(scores[best] - scores[best].max())
            value += float(np.log(share.sum()) + scores.max() - np.log(part.sum()) - scores[best].max())
            gradient += x.T @ (share / share.sum()) - x[best].T @ (part / part.sum())
        return value / len(examples) + 0.01 * float(w @ w), gradient / len(examples) + 0.02 * w

    found = minimize(loss, np.full(len(MATTER), 0.3), jac=True, method="L-BFGS-B")
    return tuple(round(float(v), 3) for v in found.x)


def fit_kinds(cases: Sequence[Case], stories: NDArray[np.float64]) -> Kinds:
    """A comparison is told apart among the questions with two sides; a dilemma among all, and among ``stories``, which all are. The
    threshold makes fewest mistakes on the questions."""
    weights, thresholds = {}, {}
    for mode in (Mode.VERGELIJKING, Mode.DILEMMA):
        among = [c for c in cases if mode is Mode.DILEMMA or len(sides_of(c.understanding)) >= 2]
        x = np.stack([c.inputs for c in among])
        y = np.array([float(c.question.kind == mode.value) for c in among])
        more = stories if mode is Mode.DILEMMA else stories[:0]

        def learned(x: NDArray[np.float64], y: NDArray[np.float64], more: NDArray[np.float64] = more) -> NDArray[np.float64]:
            return fit_logistic(np.vstack([x, more]), np.concatenate([y, np.ones(len(more))]), _RIDGE)

        fold = np.arange(len(y)) % _FOLDS
        held = np.zeros(len(y))
        for n in range(_FOLDS):
            held[fold == n] = x[fold == n] @ learned(x[fold != n], y[fold != n])
        thresholds[mode] = float(max(np.quantile(held, np.linspace(0.2, 0.95, 40)), key=lambda t: np.mean((held > t) == y)))
        weights[mode] = learned(x, y)
    return Kinds(weights, thresholds)


def worst_rank(a: Assistant, model: Model, case: Case) -> int:
    """Rank (0 = first) of the expected group that is found last; 99 when one is not in the first 20."""
    u = replace(case.understanding, mode=model.kinds.mode(case.understanding, case.text, case.vector))
    a.retriever.ranker = model.ranker
    scores, plain = model.ranker.scores(case.matrix)
    tables = a.retriever.tables(u, plain, model.ranker.scores(case.masked)[1])
    *_, ranked = a.retriever.order(u, scores, plain, tables)
    top = ranked[:20]
    return max(min((top.index(i) for i in group if i in top), default=99) for group in case.groups)


def held_out(a: Assistant, cases: Sequence[Case], stories: NDArray[np.float64], l2: float) -> NDArray[np.int64]:
    """The worst rank of each question under a model fitted without it."""
    fold = np.random.default_rng(20261125).permutation(len(cases)) % _FOLDS
    ranks = np.zeros(len(cases), np.int64)
    for n in range(_FOLDS):
        model = fit(a, [c for c, f in zip(cases, fold, strict=True) if f != n], stories, l2)
        for i in np.flatnonzero(fold == n).tolist():
            ranks[i] = worst_rank(a, model, cases[i])
    return ranks


def figures(cases: Sequence[Case], ranks: NDArray[np.int64]) -> str:
    kinds = np.array([c.question.kind for c in cases])
    whole = "  ".join(f"hit@{k} {np.mean(ranks < k):.3f}" for k in (1, 5, 20))
    by_kind = "  ".join(
        f"{kind} {np.mean(ranks[kinds == kind] < 5):.2f} ({(kinds == kind).sum()})" for kind in sorted(set(kinds))
    )
    return f"{whole}  |  hit@5: {by_kind}"


def write(model: Model, embedder: Embedder) -> None:
    """Put the model where the program reads it."""
    folder = Path(str(assistant.__file__)).parent
    weights = dict(zip(NAMES, model.ranker.weights, strict=True))
    matter = dict(zip(MATTER, model.ranker.matter, strict=True))
    # The shelf has weights of its own (``eval.train_shelf``), which stay.
    kept = json.loads((folder / "ranker.json").read_text(encoding="utf-8"))
    ranker = {**kept, "companion": model.ranker.companion, "matter": matter, "weights": weights}
    (folder / "ranker.json").write_text(json.dumps(ranker, indent=1) + "\n", encoding="utf-8")
    modes = {
        mode.value: {"threshold": round(model.kinds.thresholds[mode], 4), "weights": [round(float(v), 4) for v in values]}
        for mode, values in model.kinds.weights.items()
    }
    kinds = {"embedder": embedder.revision, "dimension": embedder.dimension, "modes": modes}
    (folder / "kinds.json").write_text(json.dumps(kinds) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--l2", type=float, default=0.002)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    console = Console(markup=False, width=200)
    a = open_assistant()
    cases = read_cases(a, [q for q in load_questions(splits=["dev"]) if q.answerable])
    stories = read_stories(a)
    console.print(f"{len(cases)} vragen; held out: {figures(cases, held_out(a, cases, stories, options.l2))}")
    model = fit(a, cases, stories, options.l2)
    console.print(f"op alles: {figures(cases, np.array([worst_rank(a, model, c) for c in cases]))}")
    console.print(f"metgezel {model.ranker.companion}, drempels {dict(model.kinds.thresholds)}")
    for name, value in zip(NAMES, model.ranker.weights, strict=True):
        console.print(f"  {name}: {value}")
    if options.write:
        write(model, a.index.embedder)
        console.print("geschreven: assistant/ranker.json en assistant/kinds.json")


if __name__ == "__main__":
    main()
