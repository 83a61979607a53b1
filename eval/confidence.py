"""Fit the confidence "the sources can answer this": ``python -m eval.confidence [--write]``.

Answerable: the dev questions, look-alikes (``calibration.yaml``, binnen) and, for the part that tells what is asked for, lay
questions of the corpus. Unanswerable: ``calibration.yaml`` (buiten, naast) and those of dev. Five-fold cross-validated
throughout; the threshold is the one that refuses at most two in a hundred answerable dev questions wrongly, held out. Prints
what that gives; ``--write`` puts the model in ``assistant/confidence.json``. The release questions are never read.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from rich.console import Console

import assistant
from assistant.answer import Question
from assistant.confidence import FEATURES, Confidence, features, intent_inputs, word_pairs
from assistant.evidence import judge
from assistant.flow import Assistant, open_assistant
from corpus import Ambt
from corpus.situations import load_situations
from eval.logistic import fit_logistic
from eval.questions import load_questions

_DAY = dt.date(2026, 11, 24)
_INTENT_RIDGE, _RIDGE = 0.001, 0.0002
_FALSE_REFUSALS = 0.02
_LAY_STEP = 6
_STORY_STEP = 5
_PLACES = ("Assen", "Weert", "Goes", "Almelo", "Hoorn", "Zeist", "Rijssen", "Sneek", "Gouda", "Tiel", "Venlo", "Ede", "Drenthe")
_DECORATIONS = (
    "Ik ben raadslid in {place}. {question}",
    "{question} Ik vraag het voor onze fractie in {place}.",
    "Bij ons in {place} speelt dit. {question}",
    "Als wethouder van {place} zit ik hiermee. {question}",
    "I work in {place}. {question}",
)
_SEEN, _WORD_C, _LEAST = 2, 10.0, 0.02
_FOLDS = 5


@dataclass(frozen=True)
class Sample:
    """``inputs``: a constant and the features but the last two; ``dev``: counts for the threshold."""

    text: str
    intent: NDArray[np.float64]
    inputs: NDArray[np.float64]
    answerable: bool
    dev: bool


def read_sample(
    a: Assistant, text: str, ambt: str | None, history: tuple[str, ...], answerable: bool, *, dev: bool
) -> Sample | None:
    """``None`` for a question that is decided before the confidence: an article that does not exist, a thing never answered."""
    # As in the flow: slips are mended for the search only, what is asked for is judged by the question as written.
    asked = Question(text, Ambt(ambt) if ambt else None, _DAY, history)
    searched = a.corrected(asked)
    found = a.retriever.retrieve(a.understood(searched), searched.text, _DAY)
    verdict = judge(found.understanding, asked, found, a.retriever, a.confidence)
    if verdict.reason and verdict.confidence == 0.0:
        return None
    values = features(found.understanding, asked.text, found, a.retriever)
    inputs = np.array([1.0, *(values[name] for name in FEATURES[:-2])])
    return Sample(text, intent_inputs(asked.text, found), inputs, answerable, dev)


def read_samples(a: Assistant) -> tuple[list[Sample], list[Sample]]:
    """``(samples, lay questions and stories)``: the latter only tell what is asked for, since each is its own nearest one."""
    found = [read_sample(a, q.question, q.ambt, tuple(q.history), q.answerable, dev=True) for q in load_questions(splits=["dev"])]
    data = yaml.safe_load((resources.files("eval") / "calibration.yaml").read_text(encoding="utf-8"))
    for section, texts in data.items():
        found += [read_sample(a, text, None, (), section == "binnen", dev=False) for text in texts]
    lay = [q for p in a.index.corpus.provisions for q in p.questions][::_LAY_STEP]
    lay = [*_with_places(lay), *(s.story for s in load_situations()[::_STORY_STEP])]
    return [s for s in found if s], [s for text in lay if (s := read_sample(a, text, None, (), True, dev=False))]


def _with_places(questions: Sequence[str]) -> list[str]:
    """Every fourth question with a place as decoration: naming where one works asks for no fact about that place."""
    return [
        _DECORATIONS[n % len(_DECORATIONS)].format(place=_PLACES[n % len(_PLACES)], question=question) if n % 4 == 0 else question
        for n, question in enumerate(questions)
    ]


def crossed(x: NDArray[np.float64], y: NDArray[np.float64], fold: NDArray[np.int64], ridge: float) -> NDArray[np.float64]:
    """The score of each row under a model that did not see it."""
    held = np.zeros(len(y))
    for n in range(_FOLDS):
        held[fold == n] = x[fold == n] @ fit_logistic(x[fold != n], y[fold != n], ridge)
    return held


def fit_words(texts: Sequence[str], y: NDArray[np.float64]) -> dict[str, float]:
    """Weights of words and pairs seen twice or more, by L2 logistic regression, both classes weighing the same."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    grams = [word_pairs(text) for text in texts]
    seen = Counter(gram for found in grams for gram in found)
    column = {gram: n for n, gram in enumerate(sorted(g for g, count in seen.items() if count >= _SEEN))}
    entries = [
        (row, column[g], 1 / math.sqrt(max(1, len(found)))) for row, found in enumerate(grams) for g in found if g in column
    ]
    rows, columns, values = zip(*entries, strict=True)
    x = csr_matrix((values, (rows, columns)), shape=(len(texts), len(column)))
    model = LogisticRegression(C=_WORD_C, class_weight="balanced", max_iter=2000, random_state=0).fit(x, y)
    return {gram: round(float(model.coef_[0][n]), 3) for gram, n in column.items() if abs(model.coef_[0][n]) >= _LEAST}


def crossed_words(texts: Sequence[str], y: NDArray[np.float64], fold: NDArray[np.int64]) -> NDArray[np.float64]:
    """The word score of each text under weights that did not see it."""
    held = np.zeros(len(y))
    for n in range(_FOLDS):
        inside = np.flatnonzero(fold != n).tolist()
        model = Confidence((), fit_words([texts[i] for i in inside], y[inside]), (), 0.0)
        for i in np.flatnonzero(fold == n).tolist():
            held[i] = model.rule_words(texts[i])
    return held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    console = Console(markup=False, width=180)
    a = open_assistant()
    samples, lay = read_samples(a)
    y = np.array([float(s.answerable) for s in samples])
    fold = np.random.default_rng(20261125).permutation(len(y)) % _FOLDS
    both = np.stack([s.intent for s in [*samples, *lay]])
    labels = np.concatenate([y, np.ones(len(lay))])
    every = np.concatenate([fold, np.arange(len(lay)) % _FOLDS])
    asks = crossed(both, labels, every, _INTENT_RIDGE)[: len(y)]
    texts = [s.text for s in [*samples, *lay]]
    said = crossed_words(texts, labels, every)[: len(y)]
    x = np.hstack([np.stack([s.inputs for s in samples]), asks[:, None], said[:, None]])
    held = crossed(x, y, fold, _RIDGE)
    dev = np.array([s.dev for s in samples])
    threshold = float(np.quantile(held[dev & (y == 1)], _FALSE_REFUSALS))
    console.print(f"{int(y.sum())} te beantwoorden, {int((1 - y).sum())} niet, {len(lay)} lekenvragen")
    for name, part in (("dev", dev), ("kalibratie", ~dev)):
        due, wrong = held[part & (y == 0)] < threshold, held[part & (y == 1)] < threshold
        console.print(
            f"{name}: weigert {due.mean():.3f} van {len(due)} die moet, {wrong.mean():.3f} van {len(wrong)} die niet moet"
        )
    weights = fit_logistic(x, y, _RIDGE)
    for name, value in zip(("constant", *FEATURES), weights, strict=True):
        console.print(f"    {name}: {value:.2f}")
    for i in np.argsort(held):
        if (held[i] < threshold) == (y[i] == 1):
            console.print(
                f"  {'onterecht geweigerd' if y[i] else 'ten onrechte beantwoord'} ({held[i]:.2f}): {samples[i].text[:140]}"
            )
    if options.write:
        model = {
            "embedder": a.index.embedder.revision,
            "threshold": round(float(1 / (1 + np.exp(-threshold))), 4),
            "weights": {n: round(float(v), 4) for n, v in zip(("constant", *FEATURES), weights, strict=True)},
            "words": fit_words(texts, labels),
            "intent": [round(float(v), 4) for v in fit_logistic(both, labels, _INTENT_RIDGE)],
        }
        target = Path(str(assistant.__file__)).with_name("confidence.json")
        target.write_text(json.dumps(model) + "\n", encoding="utf-8")
        console.print(f"geschreven: {target}")


if __name__ == "__main__":
    main()
