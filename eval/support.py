"""How well the verifier tells a sentence that its passage carries from one that it does not: ``python -m eval.support [--fouten]``.

A table of each rule with the flips that it catches and the true sentences that it refuses, for the pairs that were fitted on and
for those held back; then the two shares that count. ``--fouten`` lists what went wrong, never of the pairs that are held back.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from assistant.references import law_names
from assistant.support.check import SCORE, Fall, check
from assistant.support.entailment import Entailment
from assistant.support.rules import RULES, broken
from corpus import load_corpus
from corpus.vocabulary import load_vocabulary
from eval.support_files import Fout, Pair, read_pairs
from ingest.embedders.entail import BundledEntailment
from ingest.settings import load_settings


@dataclass(frozen=True)
class Outcome:
    """A pair with the rules it does not pass, and why it falls; ``None`` when it is accepted."""

    pair: Pair
    rules: Mapping[str, str]
    fall: Fall | None

    @property
    def wrong(self) -> bool:
        return (self.fall is None) == (self.pair.fout is not None)


@dataclass(frozen=True)
class Shares:
    """``false_accept``: of the flips; ``false_reject``: of the true sentences."""

    false_accept: float
    false_reject: float
    flips: int
    true: int


def outcomes(pairs: Sequence[Pair], judge: Entailment) -> list[Outcome]:
    falls = check([pair.sentence for pair in pairs], judge)
    return [Outcome(pair, broken(pair.sentence, RULES), fall) for pair, fall in zip(pairs, falls, strict=True)]


def shares(found: Sequence[Outcome]) -> Shares:
    flips = [o for o in found if o.pair.fout]
    true = [o for o in found if not o.pair.fout]
    return Shares(
        sum(o.wrong for o in flips) / max(1, len(flips)), sum(o.wrong for o in true) / max(1, len(true)), len(flips), len(true)
    )


def per_rule(found: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """For each rule, and the score for what passes them all: flips caught, true sentences refused."""
    by = dict.fromkeys((*RULES, SCORE), (0, 0))
    for outcome in found:
        names = list(outcome.rules) or ([SCORE] if outcome.fall else [])
        for name in names:
            flips, true = by[name]
            by[name] = (flips + 1, true) if outcome.pair.fout else (flips, true + 1)
    return by


def per_kind(found: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """For each kind of flip how many are caught, and of how many."""
    return {
        kind: (sum(bool(o.fall) for o in found if o.pair.fout is kind), sum(o.pair.fout is kind for o in found)) for kind in Fout
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fouten", action="store_true", help="noem de fouten onder de zinnen waarop is afgesteld")
    options = parser.parse_args()
    console = Console(markup=False, width=160)
    corpus = load_corpus()
    pairs = read_pairs(corpus, law_names(corpus, load_vocabulary().regelingen))
    judge = BundledEntailment(load_settings().cache_dir)
    start = time.perf_counter()
    found = outcomes(pairs, judge)
    took = (time.perf_counter() - start) * 1000 / len(pairs)
    parts = {"afgesteld": [o for o in found if not o.pair.held_back], "achtergehouden": [o for o in found if o.pair.held_back]}
    console.print(_table("regel", {name: per_rule(part) for name, part in parts.items()}, "{0} omgezet, {1} waar"))
    console.print(_table("soort", {name: per_kind(part) for name, part in parts.items()}, "{0} van {1} tegengehouden"))
    for name, part in parts.items():
        s = shares(part)
        console.print(
            f"{name}: {s.false_accept:.1%} van {s.flips} omgezette zinnen toegelaten, {s.false_reject:.1%} van {s.true} ware geweigerd"
        )
    console.print(f"{took:.1f} ms per zin, elke regel twee keer")
    if options.fouten:
        for outcome in parts["afgesteld"]:
            if outcome.wrong:
                why = outcome.fall.why if outcome.fall else "toegelaten"
                console.print(f"{outcome.pair.fout or 'waar'}: {outcome.pair.sentence.text} ({why})")


def _table(title: str, parts: Mapping[str, Mapping[str, tuple[int, int]]], cell: str) -> Table:
    table = Table(title)
    for name in parts:
        table.add_column(name)
    for row in next(iter(parts.values())):
        table.add_row(row, *(cell.format(*part[row]) for part in parts.values()))
    return table


if __name__ == "__main__":
    main()
