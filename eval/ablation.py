"""What each step of retrieval gives: ``python -m eval.ablation``. One table, both splits, for ``docs/evaluation.md``.

Each row adds one step to the row above it, with weights set by hand; the last row has the fitted ones. The release questions are
only run: nothing is fitted on these figures. Read dev as optimistic, since the last row is fitted on it.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.answer import Mode, Question
from assistant.features import NAMES
from assistant.flow import Assistant
from assistant.kinds import Kinds
from assistant.ranker import Ranker, load_ranker
from corpus import Ambt
from eval.matching import Matcher
from eval.questions import ReferenceQuestion, load_questions
from ingest.build import build
from ingest.index import open_index
from ingest.settings import load_settings

_DAY = dt.date(2026, 11, 24)
_LAY = {"dense_question": 1.0, "lexical_question": 0.4, "dense_text": 0.5, "lexical_text": 0.3}
_WORDS = _LAY | {"legal_words": 0.1, "situation": 0.5, "theme": 0.5}
_OFFICE = _WORDS | {
    "own": 3.0,
    "other_office": -0.4,
    "other_tier": -1.6,
    "named_side": 0.4,
    "named_tier": 0.3,
    "twin_question": 0.3,
}
_STORIES = _OFFICE | {"told_own": 2.0, "part_told_own": 1.0, "prototype": 0.7, "part_question": 0.4, "alone_question": 0.7}


@dataclass(frozen=True)
class Step:
    """``understood``: office, tier, twins, comparison and named articles count. ``weights``: ``None`` for the fitted ranker."""

    name: str
    embedder: str
    weights: dict[str, float] | None
    understood: bool
    companion: float = 0.0


STEPS = (
    Step("tekst van het lid, dense", "bundled-base", {"dense_text": 1.0}, False),
    Step("+ lexicaal op de tekst", "bundled-base", {"dense_text": 1.0, "lexical_text": 0.6}, False),
    Step("+ lekenvragen", "bundled-base", _LAY, False),
    Step("+ getrainde embedder", "bundled", _LAY, False),
    Step("+ woordenlijst en thema", "bundled", _WORDS, False),
    Step("+ begrip van de vraag: ambt, laag, tweelingen, vergelijking", "bundled", _OFFICE, True),
    Step("+ situaties en metgezellen", "bundled", _STORIES, True, 4.0),
    Step("+ gefitte rangschikker", "bundled", None, True),
)


def figures(a: Assistant, questions: list[ReferenceQuestion], step: Step) -> tuple[float, ...]:
    """hit@1, hit@5 and hit@20 at lid, every group."""
    fitted = load_ranker()
    by_hand = Ranker(tuple((step.weights or {}).get(name, 0.0) for name in NAMES), step.companion, fitted.matter)
    a.retriever.ranker = fitted if step.weights is None else by_hand
    matcher = Matcher.of(a.index.corpus)
    hits = {1: 0, 5: 0, 20: 0}
    for q in questions:
        asked = a.corrected(Question(q.question, Ambt(q.ambt) if q.ambt else None, _DAY, tuple(q.history)))
        u = a.understood(asked)
        if not step.understood:
            u = replace(u, asker=None, tier=None, functie=None, offices=(), tiers=(), sides=(), references=(), mode=Mode.VRAAG)
        found = a.retriever.retrieve(u, asked.text, _DAY)
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
    base = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        opened: dict[str, Assistant] = {}
        for step in STEPS:
            if step.embedder not in opened:
                settings = base.model_copy(update={"embedder": step.embedder, "data_dir": Path(folder) / step.embedder})
                build(settings)
                opened[step.embedder] = Assistant(open_index(settings), settings)
            a = opened[step.embedder]
            kinds = a.retriever.kinds
            a.retriever.kinds = kinds if step.understood else Kinds({}, {})
            rows = [figures(a, questions, step) for questions in splits.values()]
            a.retriever.kinds = kinds
            table.add_row(step.name, *(" / ".join(f"{v:.3f}" for v in np.round(row, 3)) for row in rows))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
