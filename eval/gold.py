"""The gold itself is checked: does every expected place exist, and is no question copied from the corpus?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus import Corpus, Locator
from eval.questions import ReferenceQuestion

NEARLY_EQUAL = 0.9
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class GoldProblem:
    """What is wrong with a question. ``fatal``: the gold is false; else a limit of the corpus to know of.

    The message names ids and locators and never the text of a question, which may be a release question.
    """

    id: str
    message: str
    fatal: bool = True


def check_gold(questions: Sequence[ReferenceQuestion], corpus: Corpus) -> list[GoldProblem]:
    """Every problem of the questions against this corpus, in the order of the questions."""
    counts = Counter(q.id for q in questions)
    lay = _Texts([(text, str(p.locator)) for p in corpus.provisions for text in p.questions])
    others = _Texts([(_whole(q), q.id) for q in questions])
    problems: list[GoldProblem] = []
    for question in questions:
        if counts[question.id] > 1:
            problems.append(GoldProblem(question.id, f"id komt {counts[question.id]} keer voor"))
        if question.answerable is not bool(question.expected):
            wrong = (
                "wel te beantwoorden, maar zonder expected" if question.answerable else "niet te beantwoorden, maar met expected"
            )
            problems.append(GoldProblem(question.id, wrong))
        problems.extend(_check_places(question, corpus))
        for twin in lay.nearly_equal(question.question):
            problems.append(GoldProblem(question.id, f"(bijna) gelijk aan een lekenvraag van {twin}"))
        for twin in others.nearly_equal(_whole(question)):
            if twin != question.id:
                problems.append(GoldProblem(question.id, f"(bijna) gelijk aan vraag {twin}"))
    return problems


def _whole(question: ReferenceQuestion) -> str:
    """The question with its history and office: "En als wethouder?" may be asked after two different questions."""
    return " ".join((*question.history, question.question, question.ambt or ""))


def _check_places(question: ReferenceQuestion, corpus: Corpus) -> Iterator[GoldProblem]:
    """Expected places that are not in the corpus; places kept apart as *te controleren* are not fatal."""
    kept_apart = [p.locator.undated() for p in corpus.unverified]
    for number, group in enumerate(question.expected, 1):
        absent = [place for place in group if not _present(place, corpus.by_locator)]
        rest = f"groep {number} heeft een ander lid" if len(absent) < len(group) else f"groep {number} is niet te raken"
        for place in absent:
            if _present(place, kept_apart):
                yield GoldProblem(question.id, f"{place} staat bij te-controleren; {rest}", fatal=False)
            else:
                yield GoldProblem(question.id, f"{place} staat niet in het corpus")


def _present(place: Locator, known: Iterable[Locator]) -> bool:
    """Whether a provision stands at that place or inside it (an article of which we hold the leden)."""
    return any(place.undated().covers(other) for other in known)


class _Texts:
    """Texts with a name, searchable by overlap of their words (Jaccard over sets of lower-case words)."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        self._items = [(frozenset(_WORD.findall(text.casefold())), name) for text, name in texts]
        self._by_size: dict[int, list[tuple[frozenset[str], str]]] = defaultdict(list)
        for item in self._items:
            self._by_size[len(item[0])].append(item)

    def nearly_equal(self, text: str) -> Iterator[str]:
        words = frozenset(_WORD.findall(text.casefold()))
        # |A n B| / |A u B| <= min(|A|, |B|) / max(|A|, |B|): other sizes cannot reach the limit
        sizes = range(int(len(words) * NEARLY_EQUAL), int(len(words) / NEARLY_EQUAL) + 1)
        for size in sizes:
            for other, name in self._by_size.get(size, ()):
                if words and len(words & other) / len(words | other) > NEARLY_EQUAL:
                    yield name
