"""What each step of retrieval gives: ``python -m eval.ablation``. One table, both splits, for ``docs/evaluation.md``.

Each row adds one step to the row above it. The release questions are only run: nothing is fitted on these figures.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.answer import Question
from assistant.flow import Assistant
from assistant.retrieve import Weights
from assistant.understand import understand
from corpus import Ambt
from eval.matching import Matcher
from eval.questions import ReferenceQuestion, load_questions
from ingest.build import build
from ingest.index import open_index
from ingest.settings import Settings, load_settings

_DAY = dt.date(2026, 11, 24)
_NOTHING = Weights(**dict.fromkeys(Weights.__dataclass_fields__, 0.0))
_FULL = Weights()

#: (name, embedder, weights, is the question understood: office, tier, twins, comparison, named articles)
STEPS: tuple[tuple[str, str, Weights, bool], ...] = (
    ("tekst van het lid, dense", "bundled-base", replace(_NOTHING, dense_text=1.0), False),
    ("+ lexicaal op de tekst", "bundled-base", replace(_NOTHING, dense_text=1.0, lexical_text=0.6), False),
    (
        "+ lekenvragen",
        "bundled-base",
        replace(_NOTHING, dense_text=0.5, lexical_text=0.3, dense_question=1.0, lexical_question=0.4),
        False,
    ),
    (
        "+ getrainde embedder",
        "bundled",
        replace(_NOTHING, dense_text=0.5, lexical_text=0.3, dense_question=1.0, lexical_question=0.4),
        False,
    ),
    (
        "+ woordenlijst en zinnen",
        "bundled",
        replace(_FULL, theme=0.0, core=0.0, asker=0.0, not_asker=0.0, other_tier=0.0, named_office=0.0, named_tier=0.0),
        False,
    ),
    (
        "+ thema en kern",
        "bundled",
        replace(_FULL, asker=0.0, not_asker=0.0, other_tier=0.0, named_office=0.0, named_tier=0.0),
        False,
    ),
    ("+ ambt, laag, tweelingen, vergelijking", "bundled", _FULL, True),
)


def figures(assistant: Assistant, questions: list[ReferenceQuestion], weights: Weights, understood: bool) -> tuple[float, ...]:
    """hit@1, hit@5 and hit@20 at lid, every group."""
    assistant.retriever.weights = weights
    matcher = Matcher.of(assistant.index.corpus)
    hits = {1: 0, 5: 0, 20: 0}
    for q in questions:
        asked = Question(q.question, Ambt(q.ambt) if q.ambt else None, _DAY, tuple(q.history))
        u = understand(asked, assistant.vocabulary, assistant.names)
        if not understood:
            u = replace(u, asker=None, tier=None, offices=(), tiers=(), references=(), mode=type(u.mode).VRAAG)
        found = assistant.retriever.retrieve(u, q.question, _DAY)
        places = [h.provision.locator for h in found.hits]
        ranks = [matcher.rank(group, places) or 99 for group in q.expected]
        for k in hits:
            hits[k] += max(ranks) <= k
    return tuple(n / len(questions) for n in hits.values())


def main() -> None:
    table = Table(title="Wat elke stap geeft: hit@1 / hit@5 / hit@20 (lid, alle groepen)")
    for column in ("stap", "dev", "release"):
        table.add_column(column)
    splits = {name: [q for q in load_questions(splits=[name]) if q.answerable] for name in ("dev", "release")}
    base: Settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        opened: dict[str, Assistant] = {}
        for name, embedder, weights, understood in STEPS:
            if embedder not in opened:
                settings = base.model_copy(update={"embedder": embedder, "data_dir": Path(folder) / embedder})
                build(settings)
                opened[embedder] = Assistant(open_index(settings), settings)
            rows = [figures(opened[embedder], questions, weights, understood) for questions in splits.values()]
            table.add_row(name, *(" / ".join(f"{v:.3f}" for v in np.round(row, 3)) for row in rows))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
