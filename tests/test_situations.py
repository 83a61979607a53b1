"""The bank of situations, and what it does in retrieval."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Question
from assistant.flow import Assistant
from corpus import Ambt, load_corpus
from corpus.situations import SituationError, fingerprint, load_situations
from eval.questions import load_questions

_WORD = re.compile(r"\w+")


def test_every_situation_points_at_leden_of_the_corpus() -> None:
    corpus, situations = load_corpus(), load_situations()
    assert len(situations) > 5000
    assert [str(p) for s in situations for p in s.places if p not in corpus.by_locator] == []
    assert {s.ambt for s in situations} >= set(Ambt)


def test_no_situation_is_a_reference_question() -> None:
    """Jaccard over words above 0.6 would be a copy; reference questions were written by others, blind."""
    told = [frozenset(_WORD.findall(s.story.casefold())) for s in load_situations()]
    copies = []
    for question in load_questions():
        words = frozenset(_WORD.findall(question.question.casefold()))
        copies += [question.id for other in told if len(words & other) > 0.6 * len(words | other)]
    assert copies == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[iets]]\nx = 1\n", "alleen"),
        ('[[situatie]]\nverhaal = "a"\n', "situatie 1"),
        ('[[situatie]]\nverhaal = "a"\nleden = []\n', "1 tot 4"),
        ('[[situatie]]\nverhaal = "a"\nleden = ["BWBR0005416#artikel="]\n', "situatie 1"),
        ('[[situatie]]\nverhaal = "a"\nambt = "koning"\nleden = ["BWBR0005416#artikel=58"]\n', "onbekend ambt 'koning'"),
        ('[[situatie]]\nverhaal = "a"\nleden = ["BWBR0005416#artikel=58"]\n' * 2, "hetzelfde verhaal"),
    ],
)
def test_a_wrong_situation_stops_with_file_and_number(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "een.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SituationError, match=message):
        load_situations(tmp_path)


def test_the_fingerprint_follows_the_leden(tmp_path: Path) -> None:
    text = '[[situatie]]\nverhaal = "a"\nleden = ["BWBR0005416#artikel=58"]\n'
    (tmp_path / "een.toml").write_text(text, encoding="utf-8")
    before = fingerprint(tmp_path)
    (tmp_path / "een.toml").write_text(text.replace("58", "28/lid=1"), encoding="utf-8")
    assert fingerprint(tmp_path) != before


@pytest.mark.real_index
def test_a_story_votes_for_the_rule_of_who_asks(real_assistant: Assistant) -> None:
    """The same story told by a wethouder and by a gedeputeerde comes down to twins of each other."""
    story = "In het college ligt straks de subsidie voor de stichting van mijn schoonzus. Wij zien elkaar elke week."
    for ambt, own, other in (("wethouder", "BWBR0005416", "BWBR0005645"), ("gedeputeerde", "BWBR0005645", "BWBR0005416")):
        found = real_assistant.ask(story, ambt=ambt).trace.retrieved[:3]
        places = [str(hit.provision.locator.undated()) for hit in found]
        assert f"{own}#artikel=58" in places
        assert not any(place.startswith(other) for place in places)


@pytest.mark.real_index
def test_companions_are_shares_and_own(real_assistant: Assistant) -> None:
    retriever = real_assistant.retriever
    u = real_assistant.understood(real_assistant.corrected(_question("Mag ik een bijbaan nemen?", Ambt.BURGEMEESTER)))
    number = {str(p.locator.undated()): i for i, p in enumerate(retriever.provisions)}
    share = retriever.companions.of(number["BWBR0005416#artikel=67/lid=1"], u)
    assert share.min() >= 0 and share.max() < 1
    best = [str(retriever.provisions[int(i)].locator.undated()) for i in np.argsort(-share)[:3]]
    assert "BWBR0005416#artikel=67/lid=2" in best


def _question(text: str, ambt: Ambt) -> Question:
    return Question(text, ambt, dt.date(2026, 11, 24))
