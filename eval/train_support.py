"""Fit the support score: ``python -m eval.train_support [--write]``.

On pairs that the judge of entailment was not trained on when it judged them (``eval/entailment/judged.json``), and true sentences
with another lid of the same article, as far as the rules let them pass. The threshold is the lowest at which at most
three in two hundred of all flips, and one in a hundred of the misplaced, are accepted: the user can do without a sentence, which the
source then says itself, and not with a wrong one.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

import assistant
from assistant.answer import EvidenceItem
from assistant.references import law_names
from assistant.support.check import first_fall
from assistant.support.entailment import Entailment
from assistant.support.premise import as_pair
from assistant.support.score import ENTAILS, FEATURES, bounded, features, logit
from assistant.support.sentence import Sentence
from corpus import Corpus, Provision, SourceId, Step, load_corpus
from corpus.vocabulary import load_vocabulary
from eval.entailment_pairs import Lesson, lessons
from eval.logistic import fit_logistic
from ingest.embedders.entail import BundledEntailment, fingerprint, name_of
from ingest.settings import load_settings


class Wrong(StrEnum):
    """What is wrong with a sentence and its passage."""

    NIETS = "gedragen"
    OMGEZET = "omgezet"
    VERPLAATST = "bij een ander lid"


_RIDGE = 0.005
#: What may pass of all that is wrong; below the bar of two in a hundred, since what is fitted is never quite what is met.
_ACCEPTED = {Wrong.OMGEZET: 0.015, Wrong.VERPLAATST: 0.01}
_FOLDS = 5


class Row(NamedTuple):
    """A sentence that the rules let pass. ``kind``: what is wrong with it; ``entails``: the logit of the judge."""

    sentence: Sentence
    kind: Wrong
    entails: float


def best_threshold(chances: NDArray[np.float64], kinds: Sequence[Wrong], often: Mapping[Wrong, int]) -> float:
    """The lowest threshold that lets through at most ``_ACCEPTED`` of each kind of wrong sentence; halfway between two chances, so
    that it is not one of them. ``often``: how many there are of a kind, with those that a rule has caught."""
    steps = np.unique(np.concatenate([[0.0], chances, [1.0]]))
    between = (steps[1:] + steps[:-1]) / 2
    of = {kind: np.array([chance for chance, one in zip(chances, kinds, strict=True) if one is kind]) for kind in often}
    fits = (t for t in between if all(np.sum(of[kind] >= t) <= _ACCEPTED[kind] * many for kind, many in often.items()))
    return round(float(next(fits)), 4)


def fitted(rows: Sequence[Row], often: Mapping[Wrong, int]) -> tuple[NDArray[np.float64], float]:
    """Weights of a constant and ``FEATURES``, and the threshold that goes with them.

    The threshold is taken where each sentence is scored by a model that has not seen its passage.
    """
    x = np.array([[features(row.sentence, row.entails)[name] for name in FEATURES] for row in rows], np.float64)
    good = np.array([row.kind is Wrong.NIETS for row in rows])
    places = [str(row.sentence.items[0].locator) for row in rows]
    fold = np.searchsorted(np.array(sorted(set(places))), places) % _FOLDS
    held = np.zeros(len(rows))
    for n in range(_FOLDS):
        held[fold == n] = _scores(x[fold == n], _weights(x[fold != n], good[fold != n]))
    return _weights(x, good), best_threshold(held, [row.kind for row in rows], often)


def _weights(x: NDArray[np.float64], good: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Of a constant and ``FEATURES``; fitted on standardised columns, given for the columns as they are.

    What speaks against a sentence may not count for it: a weight that would is left out.
    """
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    used = list(range(x.shape[1]))
    while True:
        scaled = np.hstack([np.ones((len(x), 1)), ((x - mean) / spread)[:, used]])
        found = fit_logistic(scaled, good.astype(np.float64), _RIDGE)
        against = [column for column, weight in zip(used, found[1:], strict=True) if weight > 0 and FEATURES[column] != ENTAILS]
        if not against:
            break
        used = [column for column in used if column not in against]
    weights = np.zeros(x.shape[1])
    weights[used] = found[1:] / spread[used]
    return np.concatenate([[found[0] - weights @ mean], weights])


def _scores(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-(weights[0] + x @ weights[1:]))))


def held_rows(every: Sequence[Lesson], judged: Mapping[str, float]) -> list[Row]:
    """The held lessons as rows; those without a judgement are left out."""
    return [
        Row(lesson.pair.sentence, Wrong.OMGEZET if lesson.fout else Wrong.NIETS, bounded(judged[name]))
        for lesson in every
        if lesson.pair and lesson.held and (name := name_of(lesson.text, lesson.said)) in judged
    ]


def misplaced(rows: Sequence[Row], corpus: Corpus, judge: Entailment) -> list[Row]:
    """Each sentence that its passage carries with another lid of the same article, where there is one. ``judge``: the one that ships; it
    has learned from the sentence, never with that lid."""
    chance = random.Random(4)
    said = []
    for row in rows:
        own = row.sentence.items[0].provision
        beside = [p for p in corpus.provisions if p is not own and _article(p) == _article(own)]
        if row.kind is Wrong.NIETS and beside:
            item = EvidenceItem("B1", other := chance.choice(beside), corpus.source_of(other))
            said.append(replace(row.sentence, cited=((item, other.norm),)))
    chances = judge.entails([as_pair(sentence) for sentence in said])
    return [Row(sentence, Wrong.VERPLAATST, logit(chance)) for sentence, chance in zip(said, chances, strict=True)]


def _article(provision: Provision) -> tuple[SourceId, Step]:
    return provision.locator.source, provision.locator.steps[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    console = Console(markup=False, width=160)
    corpus = load_corpus()
    judged = json.loads((resources.files("eval") / "entailment" / "judged.json").read_text(encoding="utf-8"))
    every_lesson = list(lessons(corpus, law_names(corpus, load_vocabulary().regelingen)))
    rows = held_rows(every_lesson, judged)
    console.print(f"{sum(lesson.held for lesson in every_lesson) - len(rows)} van de apart gehouden zinnen zijn niet beoordeeld")
    rows += misplaced(rows, corpus, BundledEntailment(load_settings().cache_dir))
    open_ = [row for row in rows if not first_fall(row.sentence)]
    every, passing = Counter(row.kind for row in rows), Counter(row.kind for row in open_)
    weights, threshold = fitted(open_, {kind: every[kind] for kind in _ACCEPTED})
    for kind in Wrong:
        console.print(f"{kind}: {passing[kind]} van {every[kind]} komen door de regels")
    data = {"judge": fingerprint(), "weights": _named(("constant", *FEATURES), weights), "threshold": threshold}
    console.print(data)
    if options.write:
        path = Path(str(assistant.__file__)).parent / "support" / "support.json"
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        console.print(f"geschreven: {path.name}")


def _named(names: Sequence[str], weights: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
