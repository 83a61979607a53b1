"""The lexical index: BM25 (bm25s) over two fields, the text of a provision and the lay questions it answers.

bm25s forgets its tokeniser when it is saved, so tokens always come from our own analyser.
Scores are plain BM25 (Lucene variant, k1 0.9 and b 0.4: measured best on Dutch law chunks).
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Corpus
from corpus.dutch import label
from ingest.analyser import Analyser, build_lexicon

_K1, _B = 0.9, 0.4
_TEXT, _QUESTIONS = "tekst", "vragen"
_NO_TERM = "\u0000"


def _field_texts(corpus: Corpus) -> tuple[list[str], list[str], list[int]]:
    """Texts of the provisions, texts of the lay questions, and the provision number of each question."""
    texts, questions, owners = [], [], []
    for number, p in enumerate(corpus.provisions):
        source = corpus.source_of(p)
        title = f"{source.citeertitel} {p.heading} ".strip() + " "
        themes = " ".join(p.themas).replace("_", " ")
        offices = " ".join(sorted(a.label for a in p.ambten))
        texts.append(f"{title * 3}{label(p.locator, '')} {offices} {themes} {p.text}")
        for question in p.questions:
            questions.append(question)
            owners.append(number)
    return texts, questions, owners


def _quiet() -> None:
    """bm25s sets its own logger to DEBUG when it is imported."""
    logging.getLogger("bm25s").setLevel(logging.WARNING)


class LexicalIndex:
    """BM25 scores of a query for every provision, in the order of ``corpus.provisions``."""

    def __init__(self, analyser: Analyser, text: object, questions: object, owners: NDArray[np.int32], size: int) -> None:
        self.analyser = analyser
        self._text = text
        self._questions = questions
        self._owners = owners
        self._size = size

    @classmethod
    def build(cls, corpus: Corpus) -> LexicalIndex:
        import bm25s

        _quiet()
        texts, questions, owners = _field_texts(corpus)
        analyser = Analyser(build_lexicon([*texts, *questions]))
        fields = []
        for part in (texts, questions):
            field = bm25s.BM25(method="lucene", k1=_K1, b=_B)
            # An empty document would shift every number after it; a term nobody can type keeps its place.
            field.index([analyser.tokens(t) or [_NO_TERM] for t in part or [""]], show_progress=False)
            fields.append(field)
        return cls(analyser, fields[0], fields[1], np.array(owners, np.int32), len(texts))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for name, field in ((_TEXT, self._text), (_QUESTIONS, self._questions)):
            field.save(str(folder / name))  # type: ignore[attr-defined]  # bm25s has no type stubs
        np.save(folder / "owners.npy", self._owners)
        (folder / "lexicon.json").write_text(
            json.dumps({"size": self._size, "words": sorted(self.analyser.lexicon)}, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        import bm25s

        _quiet()
        stored = json.loads((folder / "lexicon.json").read_text(encoding="utf-8"))
        fields = [bm25s.BM25.load(str(folder / name), load_vocab=True) for name in (_TEXT, _QUESTIONS)]
        owners: NDArray[np.int32] = np.load(folder / "owners.npy")
        return cls(Analyser(frozenset(stored["words"])), fields[0], fields[1], owners, int(stored["size"]))

    def scores(self, query: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """``(text, questions)``: two arrays of one score a provision; the best of its questions counts."""
        tokens = self.analyser.tokens(query)
        text = self._scores(self._text, tokens, self._size)
        rows = self._scores(self._questions, tokens, len(self._owners))
        best = np.zeros(self._size, np.float32)
        np.maximum.at(best, self._owners, rows)
        return text, best

    @staticmethod
    def _scores(field: object, tokens: list[str], size: int) -> NDArray[np.float32]:
        vocabulary = field.vocab_dict  # type: ignore[attr-defined]
        known = [t for t in tokens if t in vocabulary]
        if not known or not size:
            return np.zeros(size, np.float32)
        return np.asarray(field.get_scores(known), np.float32)[:size]  # type: ignore[attr-defined]
