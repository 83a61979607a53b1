"""What the simulated users ask, and what they should get."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from eval.load_samples import Failed, Fault, Kind, Recorder
from eval.questions import ReferenceQuestion, load_questions


@dataclass
class Plan:
    """What the users ask, what the right answers are, and where they write down how it went.

    ``longest``: a question of the greatest length allowed; ``think``: least and most seconds between two requests.
    """

    questions: Sequence[ReferenceQuestion]
    longest: str
    think: tuple[float, float]
    recorder: Recorder = field(default_factory=Recorder)
    places: list[str] = field(default_factory=list)
    answers: dict[tuple[Kind, str], str] = field(default_factory=dict)
    rng: random.Random = field(default_factory=lambda: random.Random(50))

    def check(self, kind: Kind, question: ReferenceQuestion, answer: str) -> None:
        """Raise ``Failed`` unless this is what the question got when nobody else was there (the first answer says what)."""
        right = self.answers.setdefault((kind, question.id), answer)
        if answer != right:
            of_another = any(a == answer for (k, _), a in self.answers.items() if k is kind)
            raise Failed(Fault.MIXED if of_another else Fault.OTHER)


def chosen_questions(count: int) -> tuple[ReferenceQuestion, ...]:
    """Questions of the dev split that stand on their own, spread evenly over the file."""
    alone = [q for q in load_questions(splits=["dev"]) if not q.history]
    return tuple(alone[:: max(1, len(alone) // count)][:count])


def longest_question(questions: tuple[ReferenceQuestion, ...], characters: int) -> str:
    """A question of the greatest length that is allowed, made of real ones."""
    return (" ".join(q.question for q in questions) * characters)[:characters]
