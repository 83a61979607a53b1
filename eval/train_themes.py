"""Fit the theme of a dilemma: ``python -m eval.train_themes [--write]``.

A logistic model on the vectors of the examples of ``corpus/dilemma_examples.toml`` and of the dilemmas themselves. *Held out* is
five-fold cross-validation; beside it the share right on the hundred stories of ``eval/dilemmas.yaml``, which it never sees.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from rich.console import Console

import assistant
from assistant.flow import Assistant, open_assistant
from corpus.dilemma_examples import load_examples
from corpus.dilemma_values import DilemmaThema
from corpus.dilemmas import load_dilemmas
from eval.conduct_files import read_dilemmas

_RIDGE = 0.1
_FOLDS = 5


def examples(a: Assistant) -> tuple[list[str], list[DilemmaThema]]:
    """Texts and their themes, each text once."""
    dilemmas = load_dilemmas(a.index.corpus)
    pairs = [(text, thema) for thema, texts in load_examples().items() for text in texts]
    pairs += [(text, thema) for thema, dilemma in dilemmas.items() for text in dilemma.voorbeelden]
    pairs += [(text, thema) for dilemma in dilemmas.values() for thema, text in dilemma.andere]
    found = dict(pairs)
    return list(found), list(found.values())


def main() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    console = Console(markup=False, width=160)
    a = open_assistant()
    order = list(DilemmaThema)
    texts, themes = examples(a)
    x = a.index.embedder.embed_queries(texts)
    y = np.array([order.index(thema) for thema in themes])
    model = LogisticRegression(C=1 / _RIDGE, max_iter=1000)
    held = float(np.mean(cross_val_score(model, x, y, cv=_FOLDS)))
    model.fit(x, y)
    told = read_dilemmas()
    stories = a.index.embedder.embed_queries([dilemma.verhaal for dilemma in told])
    right = np.mean([_of(order[int(k)]) == d.thema for k, d in zip(model.predict(stories), told, strict=True)])
    console.print(f"{len(texts)} voorbeelden; held out {held:.3f}; honderd verhalen {float(right):.2f}")
    if options.write:
        path = Path(str(assistant.__file__)).parent / "themes.json"
        rows = np.hstack([model.coef_, model.intercept_[:, None]])
        weights = {thema.value: [round(float(v), 3) for v in row] for thema, row in zip(order, rows, strict=True)}
        path.write_text(json.dumps({"embedder": a.index.embedder.revision, "weights": weights}) + "\n", encoding="utf-8")
        console.print(f"geschreven: {path.name}")


def _of(thema: DilemmaThema) -> str:
    """The name of a theme in ``eval/dilemmas.yaml``, which has its own, shorter ones."""
    return _NAMES.get(thema, thema.value)


_NAMES = {
    DilemmaThema.BELANGENVERSTRENGELING: "belangen_en_stemming",
    DilemmaThema.DRAAIDEUR: "draaideur",
    DilemmaThema.GESCHENKEN: "geschenken",
    DilemmaThema.INFORMATIE: "informatie",
    DilemmaThema.MELDEN: "melden",
    DilemmaThema.ONDERMIJNING: "ondermijning",
    DilemmaThema.VOORZIENINGEN: "voorzieningen",
}


if __name__ == "__main__":
    main()
