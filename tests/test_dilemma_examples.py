"""The invented dilemmas that a classifier learns the theme from: enough of each kind, none double, and strict reading."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from corpus import CorpusError, load_corpus
from corpus.dilemma_examples import FILE, LEAST, load_examples
from corpus.dilemma_values import DilemmaThema
from corpus.dilemmas import load_dilemmas

Lists = dict[str, Any]
_ENGLISH = re.compile(r"\b(the|my|and|with)\b")
_DUTCH = re.compile(r"\b(ik|een|mijn|het|de)\b")
THEMA, OTHER = DilemmaThema.NEVENFUNCTIE, DilemmaThema.PARTIJ


@pytest.fixture(scope="module")
def examples() -> Mapping[DilemmaThema, tuple[str, ...]]:
    return load_examples()


def lists() -> Lists:
    """The least that can be read."""
    return {thema: [f"Verhaal {number} over {thema}." for number in range(LEAST)] for thema in DilemmaThema}


def written(folder: Path, data: Lists) -> Path:
    file = folder / FILE
    file.write_text("\n".join(f"{name} = {json.dumps(value)}" for name, value in data.items()), encoding="utf-8")
    return file


# --- What the file holds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("thema", DilemmaThema)
def test_a_theme_has_short_middling_and_long_texts(examples: Mapping[DilemmaThema, tuple[str, ...]], thema: DilemmaThema) -> None:
    lengths = [len(text.split()) for text in examples[thema]]
    assert sum(n < 25 for n in lengths) >= 15
    assert sum(25 <= n < 60 for n in lengths) >= 25
    assert sum(60 <= n <= 110 for n in lengths) >= 8
    assert max(lengths) <= 110


@pytest.mark.parametrize("thema", DilemmaThema)
def test_a_theme_has_english_texts_too(examples: Mapping[DilemmaThema, tuple[str, ...]], thema: DilemmaThema) -> None:
    english = [text for text in examples[thema] if _ENGLISH.search(text) and not _DUTCH.search(text.lower())]
    assert 5 <= len(english) <= 15


def test_no_example_stands_in_the_data_of_the_dilemmas(examples: Mapping[DilemmaThema, tuple[str, ...]]) -> None:
    dilemmas = load_dilemmas(load_corpus()).values()
    theirs = {text for d in dilemmas for text in (*d.voorbeelden, *(other for _, other in d.andere))}
    assert [text for texts in examples.values() for text in texts if text in theirs] == []


# --- Strict reading ----------------------------------------------------------------------------------------------------


def test_themes_come_in_their_own_order(tmp_path: Path) -> None:
    data = lists()
    read = load_examples(written(tmp_path, dict(reversed(data.items()))))
    assert list(read) == list(DilemmaThema)
    assert read == {thema: tuple(texts) for thema, texts in data.items()}


def _put(thema: DilemmaThema, number: int, value: object) -> Callable[[Lists], None]:
    def change(data: Lists) -> None:
        data[thema][number - 1] = value

    return change


def _lists_less(data: Lists) -> None:
    data[THEMA].pop()


WRONG: list[tuple[Callable[[Lists], object], str]] = [
    (lambda data: data.pop(THEMA), r"nevenfunctie ontbreekt"),
    (lambda data: data.update(moestuin=[]), r"onbekende sleutel moestuin"),
    (lambda data: data.update({THEMA: "een verhaal"}), r"nevenfunctie: verwacht een lijst"),
    (_lists_less, rf"nevenfunctie: verwacht minstens {LEAST} teksten, vond er {LEAST - 1}"),
    (_put(THEMA, 3, 7), r"nevenfunctie, tekst 3: .*vond 7"),
    (_put(THEMA, 3, ""), r"nevenfunctie, tekst 3: "),
    (_put(THEMA, 3, " Ruimte ervoor."), r"nevenfunctie, tekst 3: "),
    (_put(THEMA, 3, f"Verhaal 0 over {THEMA}."), r"nevenfunctie, tekst 3: dezelfde tekst als nevenfunctie, tekst 1"),
    (_put(OTHER, 9, f"VERHAAL  1 over {THEMA}."), r"partij_en_campagne, tekst 9: dezelfde tekst als nevenfunctie, tekst 2"),
]


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_what_is_wrong_stops_with_theme_and_number(tmp_path: Path, change: Callable[[Lists], object], message: str) -> None:
    data = lists()
    change(data)
    with pytest.raises(CorpusError, match=message):
        load_examples(written(tmp_path, data))


def test_an_error_is_a_value_error_and_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_text("nevenfunctie = [", encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(FILE)):
        load_examples(file)
