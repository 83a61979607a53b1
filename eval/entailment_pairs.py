"""What the bundled judge of entailment learns from, as lines of JSON: ``python -m eval.entailment_pairs > PAIRS.jsonl``.

The pairs of ``eval/entailment/*.yaml``, at passages of the corpus and at invented rules, and those of ``eval/support_*.yaml`` that are
not held back. A line: {"text", "said", "follows", "held"}; ``held``: kept apart when the score is fitted (``eval.train_support``), a
fifth of the parallel groups of the corpus.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.references import law_names
from assistant.support.premise import as_pair
from corpus import Corpus, load_corpus
from corpus.vocabulary import Names, load_vocabulary
from eval.support_files import Fout, Pair, read_invented, read_lessons, read_pairs


@dataclass(frozen=True)
class Lesson:
    """A text, a sentence and what is wrong with it. ``pair``: where its passage is of the corpus."""

    text: str
    said: str
    fout: Fout | None
    pair: Pair | None
    held: bool


def lessons(corpus: Corpus, names: Names) -> Iterator[Lesson]:
    """All of them, each text with a sentence once."""
    pairs = [pair for pair in (*read_pairs(corpus, names), *read_lessons(corpus, names)) if not pair.held_back]
    groups = sorted({_group(pair) for pair in pairs})
    random.Random(1).shuffle(groups)
    held = set(groups[::5])
    seen = set()
    for pair in pairs:
        text, said = as_pair(pair.sentence)
        if (text, said) not in seen:
            seen.add((text, said))
            yield Lesson(text, said, pair.fout, pair, _group(pair) in held)
    for text, said, fout in read_invented():
        yield Lesson(text, said, fout, None, held=False)


def _group(pair: Pair) -> str:
    """Twins in other tiers say the same: they are held together."""
    provision = pair.sentence.items[0].provision
    return provision.parallelgroep or str(provision.locator.undated())


def main() -> None:
    corpus = load_corpus()
    for lesson in lessons(corpus, law_names(corpus, load_vocabulary().regelingen)):
        row = {"text": lesson.text, "said": lesson.said, "follows": lesson.fout is None, "held": lesson.held}
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
