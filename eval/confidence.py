"""Fit the confidence "the sources can answer this": ``python -m eval.confidence``.

A logistic model on a handful of features. Answerable: the dev questions and short plain ones (``calibration.yaml``, binnen). Unanswerable: ``calibration.yaml`` and the
unanswerable dev questions that no limit catches. Five-fold cross-validated; prints weights, threshold and what they give.
"""

from __future__ import annotations

import datetime as dt
from importlib import resources

import numpy as np
import yaml
from rich.console import Console

from assistant.answer import Question
from assistant.evidence import FEATURES, features
from assistant.flow import Assistant, open_assistant
from assistant.limits import limits_of
from assistant.understand import understand
from corpus import Ambt
from eval.questions import load_questions

_DAY = dt.date(2026, 11, 24)
_RIDGE = 0.02
_FALSE_REFUSALS = 0.02


def _row(assistant: Assistant, text: str, ambt: str | None, history: tuple[str, ...]) -> list[float]:
    u = understand(Question(text, Ambt(ambt) if ambt else None, _DAY, history), assistant.vocabulary, assistant.names)
    values = features(u, text, assistant.retriever.retrieve(u, text, _DAY), assistant.retriever)
    return [1.0, *(values[name] for name in FEATURES)]


def samples(assistant: Assistant) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """``(features, answerable, texts)``."""
    rows, labels, texts = [], [], []
    for q in load_questions(splits=["dev"]):
        if not q.answerable and limits_of(q.question):
            continue
        rows.append(_row(assistant, q.question, q.ambt, tuple(q.history)))
        labels.append(float(q.answerable))
        texts.append(q.id)
    data = yaml.safe_load((resources.files("eval") / "calibration.yaml").read_text(encoding="utf-8"))
    for section, label in (("binnen", 1.0), ("buiten", 0.0), ("naast", 0.0)):
        for text in data[section]:
            rows.append(_row(assistant, text, None, ()))
            labels.append(label)
            texts.append(text)
    return np.array(rows), np.array(labels), texts


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method, both classes weighing the same."""
    share = np.where(y == 1, 0.5 / max(1, y.sum()), 0.5 / max(1, (1 - y).sum()))
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (share * (p - y)) + _RIDGE / 100 * np.r_[0, w[1:]]
        hessian = (x * (share * p * (1 - p))[:, None]).T @ x + _RIDGE / 100 * np.eye(len(w))
        w = w - np.linalg.solve(hessian, gradient)
    return w


def main() -> None:
    console = Console(markup=False)
    x, y, texts = samples(open_assistant())
    folds = np.arange(len(y)) % 5
    held = np.zeros(len(y))
    for fold in range(5):
        held[folds == fold] = x[folds == fold] @ fit(x[folds != fold], y[folds != fold])
    threshold = float(np.quantile(held[y == 1], _FALSE_REFUSALS))
    console.print(f"{int(y.sum())} te beantwoorden, {int((1 - y).sum())} niet")
    console.print(f"drempel {1 / (1 + np.exp(-threshold)):.3f}: weigert {(held[y == 0] < threshold).mean():.3f} van wat moet")
    for name, value in zip(("bias", *FEATURES), fit(x, y), strict=True):
        console.print(f"    {name}: float = {value:.2f}")
    for i in np.argsort(held):
        if (held[i] < threshold) == (y[i] == 1):
            console.print(f"  {'onterecht geweigerd' if y[i] else 'ten onrechte beantwoord'} ({held[i]:.2f}): {texts[i]}")


if __name__ == "__main__":
    main()
