"""The texts of the page: each in both languages, each used, and no text that is asked for is missing."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from words_used import Code, enum_words

from assistant.answer import Language
from assistant.ui import texts
from assistant.ui.texts import Words, say

ROOT = Path(texts.__file__).parents[2]
SECTIONS: dict[str, dict[str, Any]] = {
    name: keys for file in texts.word_files() for name, keys in tomllib.loads(texts.asset(f"words/{file}")).items()
}


def entries() -> Iterator[tuple[str, dict[str, str]]]:
    """Each text in both languages, by its key."""
    for section, keys in SECTIONS.items():
        for name, value in keys.items():
            for text in value if isinstance(value, list) else [value]:
                yield f"{section}.{name}", text


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def code() -> Code:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (ROOT / "assistant" / "ui").rglob("*.py")
    }
    rooms = (path for room in ("assistant", "corpus", "ingest") for path in (ROOT / room).rglob("*.py"))
    return Code(modules, enum_words(rooms))


def test_each_text_stands_there_in_both_languages_with_the_same_values() -> None:
    for key, text in entries():
        assert set(text) == {language.value for language in Language}, key
        assert all(isinstance(said, str) and said and said == said.strip() for said in text.values()), key
        assert fields(text["nl"]) == fields(text["en"]), key


def test_a_section_stands_in_one_file_only() -> None:
    names = [name for file in texts.word_files() for name in tomllib.loads(texts.asset(f"words/{file}"))]
    assert sorted(names) == sorted(SECTIONS)


def test_every_text_is_used(code: Code) -> None:
    # The examples are read as a list.
    unused = [key for key in dict(entries()) if key != "examples.questions" and not code.asks_for(key)]
    assert unused == []


def test_every_text_that_is_asked_for_exists(code: Code) -> None:
    known = dict(entries())
    assert code.keys(SECTIONS) - set(known) == set()
    assert [pattern for pattern in code.patterns(SECTIONS) if not any(re.fullmatch(pattern, key) for key in known)] == []


def test_code_that_asks_for_a_text_is_seen(code: Code) -> None:
    """The reader of the code itself: whole keys, worked-out keys, and what nobody asks for."""
    assert code.asks_for("page.lead") and code.asks_for("status.retrieve") and code.asks_for("form.mode_dilemma")
    assert not code.asks_for("page.leader") and not code.asks_for("form.mode_raadsel") and not code.asks_for("nergens.lead")


def test_a_text_that_does_not_exist_is_an_error() -> None:
    for key in ("page.nergens", "nergens.lead", "page", ""):
        with pytest.raises(KeyError):
            say(key)


def test_gradio_words_are_translated_and_none_is_dutch_already() -> None:
    assert all(english != dutch and dutch.strip() for english, dutch in texts.gradio_words().items())


def test_the_english_texts_are_english_and_the_dutch_ones_dutch() -> None:
    """A text that was pasted in the wrong language: the small words of the other language give it away."""
    dutch = re.compile(r"\b(een|het|niet|wordt|voor|naar|zijn|deze|uw|wij)\b")
    english = re.compile(r"\b(the|not|with|your|which|this|from|and)\b")
    for key, text in entries():
        assert not dutch.search(re.sub(r"\([^)]*\)|[‘'\"“][^’'\"”]*[’'\"”]", "", text["en"])), key
        assert not english.search(text["nl"]), key


def test_every_example_question_is_there_in_both_languages() -> None:
    per_language = [Words(language).example_questions for language in Language]
    assert len({len(questions) for questions in per_language}) == 1 and all(per_language)
    assert not set(per_language[0]) & set(per_language[1])
