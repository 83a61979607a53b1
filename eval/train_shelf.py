"""Fit the weights of the shelf on the dev questions: ``python -m eval.train_shelf [--write]``.

What stands only in the library has a text and nothing else. To learn what such a text is worth beside the summaries, with
their lay questions and situations, provisions of the corpus are hidden on a shelf: (a) the summary that answers is there, and
all other texts are rivals on the shelf; (b) the matter of the answer is taken from the summaries and stands on the shelf only. A
weight between the two says how much may be lost in (a), where nearly every question is, for what is found in (b).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

import assistant
from assistant.features import NAMES
from assistant.flow import Assistant, open_assistant
from eval.questions import load_questions
from eval.train_ranker import Case, read_cases

#: What is fitted here; ``law`` is set apart, by what real law on the shelf costs.
FITTED = ("constant", "dense", "lexical")
_ROWS = [NAMES.index("dense_text"), NAMES.index("lexical_text")]
_SHARES = (0.02, 0.05, 0.1, 0.2, 0.4)


@dataclass(frozen=True)
class Hidden:
    """A question: ``core`` scores of the summaries, ``texts`` the features of their texts alone ``(3, provisions)``, ``wanted`` the
    expected leden of one group, ``matter`` all leden of their zaken, which are taken away in (b)."""

    core: NDArray[np.float64]
    texts: NDArray[np.float64]
    wanted: NDArray[np.bool_]
    matter: NDArray[np.bool_]


def read_hidden(a: Assistant, cases: Sequence[Case]) -> list[Hidden]:
    size = len(a.index.corpus.provisions)
    found: list[Hidden] = []
    for case in (c for c in cases if not c.understanding.references):
        core = a.retriever.ranker.scores(case.matrix)[0].astype(np.float64)
        texts = np.vstack([np.ones(size), case.matrix[_ROWS]])
        for group in case.groups:
            wanted, matter = np.zeros(size, bool), np.zeros(size, bool)
            wanted[list(group)] = True
            for i in group:
                matter[[i, *a.retriever.twins.same_matter(i)]] = True
            found.append(Hidden(core, texts, wanted, matter))
    return found


def scores_of(
    case: Hidden, w: NDArray[np.float64], *, hidden: bool
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """``(scores, wanted, features of the shelf)``: first the summaries, then the shelf; -inf for what is not there."""
    shelf = w @ case.texts
    core = np.where(case.matter, -np.inf, case.core) if hidden else case.core
    shelf = shelf if hidden else np.where(case.matter, -np.inf, shelf)
    nothing = np.zeros_like(case.wanted)
    wanted = np.concatenate([nothing, case.wanted] if hidden else [case.wanted, nothing])
    return np.concatenate([core, shelf]), wanted, case.texts


def loss(w: NDArray[np.float64], cases: Sequence[Hidden], share: float) -> tuple[float, NDArray[np.float64]]:
    """Cross-entropy of the expected leden among all, (a) and (b) in the proportion ``share``, and its gradient."""
    value, gradient = 0.0, np.zeros_like(w)
    for case in cases:
        size = len(case.core)
        for hidden, weight in ((False, 1 - share), (True, share)):
            scores, wanted, texts = scores_of(case, w, hidden=hidden)
            top = scores.max()
            chance = np.exp(scores - top)
            good = chance * wanted
            value += weight * float(np.log(chance.sum()) - np.log(good.sum() + 1e-300))
            pull = chance / chance.sum() - good / (good.sum() + 1e-300)
            gradient += weight * (texts @ pull[size:])
    return value / len(cases), gradient / len(cases)


def found_in_five(w: NDArray[np.float64], cases: Sequence[Hidden], *, hidden: bool) -> float:
    """Share of the groups with a lid among the first five."""
    ranks = []
    for case in cases:
        scores, wanted, _ = scores_of(case, w, hidden=hidden)
        ranks.append(int((scores > scores[wanted].max()).sum()))
    return float(np.mean(np.array(ranks) < 5))


def fit(cases: Sequence[Hidden], share: float) -> NDArray[np.float64]:
    from scipy.optimize import minimize

    found = minimize(loss, np.array([-3.0, 1.5, 1.0]), args=(cases, share), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, help="proportion of (b) in the fit that is written")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    console = Console(markup=False, width=200)
    a = open_assistant()
    cases = read_hidden(a, read_cases(a, [q for q in load_questions(splits=["dev"]) if q.answerable]))
    train, held = cases[::2], cases[1::2]
    nothing = np.array([-100.0, 0.0, 0.0])
    console.print(f"{len(cases)} groepen; zonder plank in de eerste vijf: {found_in_five(nothing, held, hidden=False):.3f}")
    for share in _SHARES:
        w = fit(train, share)
        kept, won = (found_in_five(w, held, hidden=hidden) for hidden in (False, True))
        console.print(f"aandeel {share}: gewichten {np.round(w, 2).tolist()}; (a) {kept:.3f}, (b) {won:.3f}")
    if options.write:
        path = Path(str(assistant.__file__)).parent / "ranker.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        data["shelf"] |= {n: round(float(v), 3) for n, v in zip(FITTED, fit(cases, options.share), strict=True)}
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        console.print(f"geschreven: {path.name}, aandeel {options.share}")


if __name__ == "__main__":
    main()
