"""What the ranker looks at: one row a feature, one column a provision, for one question.

Unbounded signals (cosines, BM25) are standardised over the corpus, so that their weights compare; shares and flags are between
0 and 1. ``NAMES`` gives the rows in order; the weights that go with them are fitted by ``eval.train_ranker``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Mode
from assistant.cases import CaseReader
from assistant.signals import Scores, SignalReader, Signals, parts, standard
from assistant.twins import Twins
from assistant.understand import Understanding
from corpus import Ambt, Bestuurslaag
from corpus.functions import Side
from corpus.values import Gezag

#: Whether the rule is for who asks; left out of the scores that find the rules of others.
PREFERENCE = ("own", "other_office", "other_tier", "other_function", "named_side", "named_tier")
NAMES = (
    "dense_question", "dense_text", "prototype", "lexical_question", "lexical_text", "legal_words", "theme", "core",
    "twin_question", "told", "told_own",
    "part_question", "part_prototype", "part_lexical", "part_core", "part_told_own",
    "alone_question", "alone_prototype", "alone_told_own",
    "situation", "story_situation", "story_general", "story_told_own", "story_prototype",
    "law", "handbook", "note", "often_told",
    *PREFERENCE,
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """The features with what the confidence and the trace need of the way there."""

    matrix: NDArray[np.float32]
    signals: Signals
    pieces: tuple[Signals, ...]


class FeatureReader:
    """Reads the features of a question against one index."""

    def __init__(self, reader: SignalReader, cases: CaseReader, twins: Twins) -> None:
        self.reader = reader
        self.cases = cases
        self.twins = twins
        self.index = reader.index
        self.provisions = reader.index.corpus.provisions

    def read(self, u: Understanding, question: str) -> Reading:
        """``question``: the question itself, without what was asked before."""
        rows: dict[str, Scores] = {}
        own_of = self.twins.own_of(u) if u.asker or u.tier else None
        signals = self.reader.read(u.query, u.legal_words)
        self._whole(rows, signals, own_of)
        if u.follow_up:
            alone = self.reader.read(question, u.legal_words)
            rows["alone_question"], rows["alone_prototype"] = standard(alone.dense_question), standard(alone.prototype)
            rows["alone_told_own"] = self.cases.read(alone.vector, own_of).own
        pieces = tuple(self.reader.read(piece) for piece in parts(question))
        if pieces:
            for name, source in _OF_PARTS.items():
                rows[name] = standard(np.max([standard(getattr(s, source)) for s in pieces], axis=0))
            rows["part_core"] = np.max([s.core for s in pieces], axis=0)
            rows["part_told_own"] = np.max([self.cases.read(s.vector, own_of).own for s in pieces], axis=0)
        self._situation(rows, u, story=bool(pieces) or u.mode is Mode.DILEMMA)
        rows.update(self._fixed)
        self._preference(rows, u)
        nothing = np.zeros(len(self.provisions), np.float32)
        matrix = np.stack([np.asarray(rows.get(name, nothing), np.float32) for name in NAMES])
        return Reading(matrix, signals, pieces)

    def _whole(self, rows: dict[str, Scores], s: Signals, own_of: NDArray[np.int32] | None) -> None:
        for name in ("dense_question", "dense_text", "prototype", "lexical_question", "lexical_text", "legal_words"):
            rows[name] = standard(getattr(s, name))
        rows["theme"], rows["core"] = s.theme, s.core
        rows["twin_question"] = standard(np.max(s.dense_question[self._strict], axis=1))
        votes = self.cases.read(s.vector, own_of)
        rows["told"], rows["told_own"] = votes.told, votes.own

    def _situation(self, rows: dict[str, Scores], u: Understanding, *, story: bool) -> None:
        if u.situations:
            core = self.reader.core_of(u.situations)
            rows["situation"] = core
            if story:
                rows["story_situation"] = core
                if u.asker:
                    # Criminal law, procurement law and the Awb name no office of the asker's, and hold all the same.
                    general = self.in_tier[Bestuurslaag.ALGEMEEN] & ~self.has_office[u.asker]
                    rows["story_general"] = core * general
        if story:
            rows["story_told_own"], rows["story_prototype"] = rows["told_own"], rows["prototype"]

    def _preference(self, rows: dict[str, Scores], u: Understanding) -> None:
        if u.asker:
            mine = self.has_office[u.asker]
            rows["own"], rows["other_office"] = mine.astype(np.float32), (self._any_office & ~mine).astype(np.float32)
        if u.tier:
            here = [self.in_tier[laag] for laag in (u.tier, Bestuurslaag.ALGEMEEN, *u.tiers)]
            rows["other_tier"] = (~np.any(here, axis=0)).astype(np.float32)
        if u.functie:
            fitting = self.twins.side(Side(u.tier, u.functie)) | ~self.in_tier[Bestuurslaag.WATERSCHAP]
            rows["other_function"] = (~fitting).astype(np.float32)
        named = [s for s in u.sides if s.functie or s.source]
        if named:
            rows["named_side"] = np.any([self.twins.side(s) for s in named], axis=0).astype(np.float32)
        if u.tiers:
            rows["named_tier"] = np.any([self.in_tier[laag] for laag in u.tiers], axis=0).astype(np.float32)

    @cached_property
    def _strict(self) -> NDArray[np.int32]:
        """Numbers of the strict twins of each provision with itself, padded with itself."""
        members = [[i, *self.twins.strict(i)] for i in range(len(self.provisions))]
        width = max(map(len, members), default=1)
        return np.array([row + row[:1] * (width - len(row)) for row in members], np.int32)

    @cached_property
    def _fixed(self) -> dict[str, Scores]:
        gezag = np.array([self.index.corpus.source_of(p).gezag for p in self.provisions])
        told = np.zeros(len(self.provisions), np.float32)
        np.add.at(told, self.index.situation_places[self.index.situation_places >= 0], 1)
        return {
            "law": (gezag <= Gezag.BESLUIT).astype(np.float32),
            "handbook": (gezag == Gezag.HANDBOEK).astype(np.float32),
            "note": (gezag == Gezag.NOTA).astype(np.float32),
            "often_told": np.log1p(told),
        }

    @cached_property
    def has_office(self) -> dict[Ambt, NDArray[np.bool_]]:
        return {a: np.array([a in p.ambten for p in self.provisions]) for a in Ambt}

    @cached_property
    def _any_office(self) -> NDArray[np.bool_]:
        return np.array([bool(p.ambten) for p in self.provisions])

    @cached_property
    def in_tier(self) -> dict[Bestuurslaag, NDArray[np.bool_]]:
        return {laag: np.array([p.bestuurslaag is laag for p in self.provisions]) for laag in Bestuurslaag}


_OF_PARTS = {"part_question": "dense_question", "part_prototype": "prototype", "part_lexical": "lexical_question"}
