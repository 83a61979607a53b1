"""Training material for the embedder: batches of provisions with two of their lay questions and their text."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Corpus, Provision
from ingest.passages import passages_of

# Office-holders wrap a question in a story; a question must be found all the same. Written for training only.
_CHATTER = (
    "Gisteren kwam dit ter sprake bij de borrel na de vergadering.",
    "Ik vraag het maar even, want morgen moet ik het weten.",
    "Misschien een domme vraag, hoor.",
    "We zitten er met de fractie al een week over te praten.",
    "De krant belde er vanmiddag ook al over.",
    "Mijn collega zegt dat het nooit een probleem is geweest.",
    "Het speelt al sinds de vorige periode.",
    "Ik zit hier nog maar een paar maanden.",
    "Thuis kregen we er woorden over aan de keukentafel.",
    "Niemand op kantoor kon het me zeggen.",
    "Het is een klein dorp, iedereen kent elkaar.",
    "Ik wil het gewoon netjes doen.",
    "Voor de duidelijkheid: ik heb nog niets getekend.",
    "De voorzitter haalde zijn schouders op.",
    "Er staat volgende week iets op de agenda.",
    "Onze voorganger deed het altijd zo.",
    "Alvast bedankt voor het meedenken.",
    "Ik las er iets over in een nieuwsbrief, maar dat was vaag.",
    "Het gaat niet om veel geld.",
    "Een vriend van me zit in dezelfde situatie.",
)


@dataclass(frozen=True)
class Example:
    """One provision in a batch. ``group`` is what may not serve as its negative: its twins in other tiers."""

    anchor: str
    positive: str
    text: str
    group: str


def split_questions(provision: Provision, holdout: bool) -> tuple[list[str], list[str]]:
    """``(train, held)``: with ``holdout`` every provision with four or more questions gives up one."""
    questions = list(provision.questions)
    if not holdout or len(questions) < 4:
        return questions, []
    number = sum(map(ord, str(provision.locator.undated()))) % len(questions)
    return questions[:number] + questions[number + 1 :], [questions[number]]


def batches(corpus: Corpus, size: int, rng: random.Random, *, holdout: bool) -> Iterator[list[Example]]:
    """One epoch. Articles are shuffled but stay whole, so that the leden beside a lid are its hard negatives."""
    articles = list(corpus.by_article.values())
    rng.shuffle(articles)
    batch: list[Example] = []
    for members in articles:
        for provision in members:
            questions, _ = split_questions(provision, holdout)
            if len(questions) < 2:
                continue
            batch.extend(_examples(corpus, provision, questions, rng))
            while len(batch) >= size:
                yield batch[:size]
                batch = batch[size:]
    if len(batch) > size // 2:
        yield batch


def _examples(corpus: Corpus, provision: Provision, questions: list[str], rng: random.Random) -> Iterator[Example]:
    text = next(passages_of(corpus.source_of(provision), provision)).text
    group = provision.parallelgroep or str(provision.locator.undated())
    shuffled = rng.sample(questions, len(questions))
    # Two draws a provision an epoch: every question is seen about every other epoch as anchor.
    for first, second in ((shuffled[0], shuffled[1]), (shuffled[-1], shuffled[-2]))[: 2 if len(shuffled) > 3 else 1]:
        yield Example(_story(first, rng), second, text, group)


def _story(question: str, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.15:
        return f"{rng.choice(_CHATTER)} {question}"
    if draw < 0.25:
        return f"{rng.choice(_CHATTER)} {rng.choice(_CHATTER)} {question} {rng.choice(_CHATTER)}"
    if draw < 0.33:
        return _typo(question, rng)
    return question


def _typo(question: str, rng: random.Random) -> str:
    letters = list(question.lower())
    for _ in range(max(1, len(letters) // 40)):
        place = rng.randrange(len(letters) - 1)
        if letters[place].isalpha() and letters[place + 1].isalpha():
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)
