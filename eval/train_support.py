"""Fit the support score: ``python -m eval.train_support [--write]``.

On the pairs of ``eval/support_*.yaml`` that are not held back and that the rules that decide alone let pass. The threshold is the lowest at which at most two in a hundred of all flips are
accepted: the user can do without a sentence, which the source then says itself, and not with a wrong one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

import assistant
from assistant.references import law_names
from assistant.support.check import first_reason
from assistant.support.score import FEATURES, LEXICAL, features, nearest
from corpus import load_corpus
from corpus.vocabulary import load_vocabulary
from eval.logistic import fit_logistic
from eval.support_files import Pair, read_pairs
from ingest.embedders import load_embedder
from ingest.settings import load_settings

_RIDGE = 0.005
_ACCEPTED = 0.02
_FOLDS = 5


def best_threshold(chances: NDArray[np.float64], good: NDArray[np.bool_], flips: int) -> float:
    """The lowest threshold that lets through at most ``_ACCEPTED`` of ``flips``; halfway between two chances, so that it is not one
    of them."""
    steps = np.unique(np.concatenate([[0.0], chances, [1.0]]))
    between = (steps[1:] + steps[:-1]) / 2
    return round(float(next(t for t in between if np.sum((chances >= t) & ~good) <= _ACCEPTED * flips)), 4)


def fitted(
    x: NDArray[np.float64], good: NDArray[np.bool_], places: Sequence[str], flips: int
) -> tuple[NDArray[np.float64], float]:
    """Weights of a constant and the columns of ``x``, shape ``(rows, features)``, and the threshold that goes with them.

    The threshold is taken where each sentence is scored by a model that has not seen its passage (``places``). ``flips``: how many
    there are, with those that a rule has caught.
    """
    groups = np.array(sorted(set(places)))
    fold = np.searchsorted(groups, places) % _FOLDS
    held = np.zeros(len(good))
    for n in range(_FOLDS):
        held[fold == n] = _scores(x[fold == n], _weights(x[fold != n], good[fold != n]))
    return _weights(x, good), best_threshold(held, good, flips)


def _weights(x: NDArray[np.float64], good: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Fitted on standardised columns, given for the columns as they are."""
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    weights = fit_logistic(np.hstack([np.ones((len(x), 1)), (x - mean) / spread]), good.astype(np.float64), _RIDGE)
    plain = weights[1:] / spread
    return np.concatenate([[weights[0] - plain @ mean], plain])


def _scores(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-(weights[0] + x @ weights[1:]))))


def passing(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if not pair.held_back and not first_reason(pair.sentence)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    console = Console(markup=False, width=160)
    corpus = load_corpus()
    every = read_pairs(corpus, law_names(corpus, load_vocabulary().regelingen))
    flips = sum(pair.fout is not None for pair in every if not pair.held_back)
    pairs = passing(every)
    embedder = load_embedder("bundled", load_settings().cache_dir)
    good = np.array([pair.fout is None for pair in pairs])
    sentences = [pair.sentence for pair in pairs]
    places = [str(sentence.items[0].locator) for sentence in sentences]
    lexical = np.array([[features(sentence)[name] for name in LEXICAL] for sentence in sentences], np.float64)
    plain, plain_threshold = fitted(lexical, good, places, flips)
    weights, threshold = fitted(np.column_stack([lexical, nearest(sentences, embedder)]), good, places, flips)
    console.print(
        f"{good.sum()} zinnen die de passage draagt en {(~good).sum()} andere komen door de regels die alleen beslissen"
    )
    if options.write:
        data = {
            "embedder": embedder.revision,
            "weights": _named(("constant", *FEATURES), weights),
            "threshold": threshold,
            "plain": _named(("constant", *LEXICAL), plain),
            "plain_threshold": plain_threshold,
        }
        path = Path(str(assistant.__file__)).parent / "support" / "support.json"
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        console.print(f"geschreven: {path.name}")


def _named(names: Sequence[str], weights: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
