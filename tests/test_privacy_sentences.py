"""How much personal data is found in sentences as they are typed here, and how little else.

``dev*.txt`` was tuned on. ``held_back.txt`` was written before there was a recogniser and is only measured.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.personal.recogniser import load_recogniser
from assistant.personal.spans import KINDS, PERSON
from tests.personal_marks import Marked, read_marked, score

_FOLDER = Path(__file__).parent / "personal_sentences"
_PARTS = {"dev": ("dev.txt", "dev_nothing.txt"), "held back": ("held_back.txt",)}
_NUMBERS = [kind for kind in KINDS if kind != PERSON]


def _texts(part: str) -> list[Marked]:
    return [marked for name in _PARTS[part] for marked in read_marked(_FOLDER / name)]


@pytest.mark.parametrize("part", _PARTS)
def test_the_bars(part: str) -> None:
    result = score(_texts(part), load_recogniser())
    report = "\n".join(result.wrong)
    assert result.recall(_NUMBERS) >= 0.99, report
    assert result.recall([PERSON]) >= 0.95, report
    assert result.precision([PERSON]) >= 0.90, report
    assert result.precision(KINDS) >= 0.90, report


def test_the_set_is_large_and_a_third_holds_nothing() -> None:
    parts = {part: _texts(part) for part in _PARTS}
    texts = [marked.text for part in parts.values() for marked in part]
    assert len(texts) >= 500
    assert len(texts) == len(set(texts))
    for part in parts.values():
        assert sum(not marked.spans for marked in part) * 3 >= len(part)
    assert len(parts["held back"]) * 10 >= len(texts) * 3


def test_half_of_the_names_held_back_stand_in_no_list() -> None:
    lexicon = load_recogniser().lexicon  # type: ignore[attr-defined]
    names = {m.text[s.start : s.end].split()[-1].lower() for m in _texts("held back") for s in m.spans if s.kind == PERSON}
    assert sum(name not in lexicon.first_names and name not in lexicon.surnames for name in names) * 2 >= len(names)
