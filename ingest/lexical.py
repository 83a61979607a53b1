"""The lexical index: BM25 (bm25s) over two fields, the text of a provision and the lay questions it answers.

bm25s forgets its tokeniser when it is saved, so tokens always come from our own analyser.
Scores are plain BM25 (Lucene variant, k1 0.9 and b 0.4: measured best on Dutch law chunks).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Corpus
from corpus.dutch import label
from ingest.analyser import Analyser, lexicon_of, words

_K1, _B = 0.9, 0.4
_TEXT, _QUESTIONS = "tekst", "vragen"
_NO_TERM = "\u0000"


@dataclass(frozen=True)
class FieldTexts:
    """The texts of one field and, for each, the number of the provision that it belongs to."""

    texts: tuple[str, ...]
    owners: NDArray[np.int32]


def _field_texts(corpus: Corpus) -> dict[str, FieldTexts]:
    made: dict[str, list[tuple[str, int]]] = {_TEXT: [], _QUESTIONS: []}
    for number, p in enumerate(corpus.provisions):
        source = corpus.source_of(p)
        title = f"{source.citeertitel} {p.heading} ".strip() + " "
        themes = " ".join(p.themas).replace("_", " ")
        offices = " ".join(sorted(a.label for a in p.ambten))
        made[_TEXT].append((f"{title * 3}{label(p.locator, '')} {offices} {themes} {p.text}", number))
        made[_QUESTIONS] += [(question, number) for question in p.questions]
    return {name: FieldTexts(tuple(t for t, _ in rows), np.array([n for _, n in rows], np.int32)) for name, rows in made.items()}


def _quiet() -> None:
    """bm25s sets its own logger to DEBUG when it is imported."""
    logging.getLogger("bm25s").setLevel(logging.WARNING)


class LexicalIndex:
    """BM25 scores of a query for every provision, in the order of ``corpus.provisions``."""

    def __init__(self, analyser: Analyser, fields: Mapping[str, tuple[object, NDArray[np.int32]]], size: int) -> None:
        self.analyser = analyser
        self._fields = fields
        self._size = size

    @classmethod
    def build(cls, corpus: Corpus) -> LexicalIndex:
        import bm25s

        _quiet()
        texts = _field_texts(corpus)
        split = {name: [words(text) for text in part.texts] for name, part in texts.items()}
        analyser = Analyser(lexicon_of(chain.from_iterable(split.values())))
        fields = {}
        for name, part in texts.items():
            if not part.texts:
                continue
            field = bm25s.BM25(method="lucene", k1=_K1, b=_B)
            # An empty document would shift every number after it; a term nobody can type keeps its place.
            field.index([analyser.terms(t) or [_NO_TERM] for t in split[name]], show_progress=False)
            fields[name] = (field, part.owners)
        return cls(analyser, fields, len(corpus.provisions))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for name, (field, owners) in self._fields.items():
            field.save(str(folder / name))  # type: ignore[attr-defined]  # bm25s has no type stubs
            np.save(folder / f"owners-{name}.npy", owners)
        (folder / "lexicon.json").write_text(
            json.dumps({"size": self._size, "words": sorted(self.analyser.lexicon)}, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        import bm25s

        _quiet()
        stored = json.loads((folder / "lexicon.json").read_text(encoding="utf-8"))
        fields = {
            name: (bm25s.BM25.load(str(folder / name), load_vocab=True), np.load(folder / f"owners-{name}.npy"))
            for name in (_TEXT, _QUESTIONS)
            if (folder / name).is_dir()
        }
        return cls(Analyser(frozenset(stored["words"])), fields, int(stored["size"]))

    def scores(self, query: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """``(text, questions)``: two arrays of one score a provision; the best of its questions counts."""
        tokens = self.analyser.tokens(query)
        return self._best(_TEXT, tokens), self._best(_QUESTIONS, tokens)

    def _best(self, name: str, tokens: list[str]) -> NDArray[np.float32]:
        """Of each provision the best of its texts in one field."""
        best = np.zeros(self._size, np.float32)
        if name not in self._fields:
            return best
        field, owners = self._fields[name]
        known = [t for t in tokens if t in field.vocab_dict]  # type: ignore[attr-defined]
        if known:
            rows = np.asarray(field.get_scores(known), np.float32)[: len(owners)]  # type: ignore[attr-defined]
            np.maximum.at(best, owners, rows)
        return best
