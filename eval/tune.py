"""Fit the weights of retrieval and of the confidence on the dev questions: ``python -m eval.tune``.

Coordinate search over ``assistant.retrieve.Weights`` on a smooth objective, with five-fold cross-validation: what is
printed as *held out* is the mean over questions that the fold did not see. The release questions are never read.
Prints the fitted values; a person puts them in the code and commits them with the figures.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
from collections.abc import Sequence

import numpy as np
from rich.console import Console

from assistant.answer import Question
from assistant.flow import Assistant, open_assistant
from assistant.retrieve import Retriever, Weights
from assistant.understand import Understanding, understand
from corpus import Ambt
from eval.matching import Matcher
from eval.questions import ReferenceQuestion, load_questions

_STEPS = (0.5, 0.75, 0.9, 1.1, 1.33, 2.0)
_FOLDS = 5
_DAY = dt.date(2026, 11, 24)


class Bench:
    """Dev questions with their signals read once, so that a trial of weights costs no embedding."""

    def __init__(self, assistant: Assistant, questions: Sequence[ReferenceQuestion]) -> None:
        self.retriever = assistant.retriever
        self._remember(self.retriever)
        self.cases: list[tuple[ReferenceQuestion, Understanding, list[set[int]]]] = []
        matcher = Matcher.of(assistant.index.corpus)
        places = [p.locator.undated() for p in assistant.index.corpus.provisions]
        for q in questions:
            asked = Question(q.question, Ambt(q.ambt) if q.ambt else None, _DAY, tuple(q.history))
            u = understand(asked, assistant.vocabulary, assistant.names)
            groups = [
                {i for i, place in enumerate(places) if any(matcher.at_lid(e, place) for e in group)} for group in q.expected
            ]
            self.cases.append((q, u, groups))

    @staticmethod
    def _remember(retriever: Retriever) -> None:
        """Signals do not depend on the weights: read each text once."""
        read, known = retriever.reader.read, {}

        def remembered(query: str, legal_words: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
            key = (query, legal_words)
            if key not in known:
                known[key] = read(query, legal_words)
            return known[key]

        retriever.reader.read = remembered  # type: ignore[method-assign]

    def gains(self, weights: Weights) -> np.ndarray:
        """One value a question: hit@1, @3, @5, @10, @20 of the worst-placed group, weighted; between 0 and 1."""
        self.retriever.weights = weights
        values = []
        for q, u, groups in self.cases:
            found = self.retriever.retrieve(u, q.question, _DAY)
            ranked = [self.retriever.number_of(h.provision) for h in found.hits]
            worst = max(min((ranked.index(i) for i in group if i in ranked), default=99) for group in groups)
            values.append(sum(share for k, share in ((1, 0.15), (3, 0.2), (5, 0.35), (10, 0.15), (20, 0.15)) if worst < k))
        return np.array(values)


def search(bench: Bench, start: Weights, rows: np.ndarray, rounds: int) -> Weights:
    """Change one weight at a time as long as the mean gain over ``rows`` grows."""
    best, value = start, float(bench.gains(start)[rows].mean())
    for _ in range(rounds):
        before = value
        for field in dataclasses.fields(Weights):
            for factor in _STEPS:
                trial = dataclasses.replace(best, **{field.name: round(getattr(best, field.name) * factor, 3)})
                gain = float(bench.gains(trial)[rows].mean())
                if gain > value + 1e-6:
                    best, value = trial, gain
        if value - before < 1e-4:
            break
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--no-folds", action="store_true")
    options = parser.parse_args()
    console = Console(markup=False)
    questions = [q for q in load_questions(splits=["dev"]) if q.answerable]
    bench = Bench(open_assistant(), questions)
    every = np.arange(len(questions))
    console.print(f"{len(questions)} vragen, begin: {bench.gains(Weights()).mean():.4f}")
    if not options.no_folds:
        held = np.zeros(len(questions))
        for fold in range(_FOLDS):
            inside = every % _FOLDS != fold
            held[~inside] = bench.gains(search(bench, Weights(), every[inside], options.rounds))[~inside]
        console.print(f"held out, {_FOLDS} folds: {held.mean():.4f}")
    best = search(bench, Weights(), every, options.rounds)
    console.print(f"op alles: {bench.gains(best).mean():.4f}")
    console.print(best)


if __name__ == "__main__":
    main()
