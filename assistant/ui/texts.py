"""Every visible text of the page, in Dutch and in English, from the files in ``words/``."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from assistant.answer import Language
from assistant.messages import date_for_people

_GRADIO = "gradio.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of the page in one language."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The text under ``section.name``, values filled in. Raises ``KeyError`` for a key that does not exist."""
        section, _, name = key.partition(".")
        text: str = _table()[section][name][self.language.value]
        return text.format(**values)

    def day(self, date: dt.date) -> str:
        return date_for_people(date, self.language)

    @property
    def example_questions(self) -> tuple[str, ...]:
        return tuple(question[self.language.value] for question in _table()["examples"]["questions"])


say = Words(Language.NL)
"""The Dutch texts, for what speaks before a language is known: the server, the guard."""


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    """All sections. Raises ``ValueError`` where two files name one section, or a text lacks a language."""
    table: dict[str, Any] = {}
    for name in word_files():
        for section, keys in tomllib.loads(asset(f"words/{name}")).items():
            if section in table:
                raise ValueError(f"words/{name}: [{section}] staat ook in een ander bestand")
            table[section] = keys
    languages = {language.value for language in Language}
    for section, key, text in _texts(table):
        if set(text) != languages or not all(text.values()):
            raise ValueError(f"words: {section}.{key} moet {' en '.join(sorted(languages))} hebben")
    return table


def _texts(table: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    for section, keys in table.items():
        for key, value in keys.items():
            for text in value if isinstance(value, list) else [value]:
                yield section, key, text


def word_files() -> list[str]:
    """Names of the files with sections of texts, sorted."""
    files = (resources.files("assistant.ui") / "words").iterdir()
    return sorted(file.name for file in files if file.name.endswith(".toml") and file.name != _GRADIO)


def asset(name: str) -> str:
    """A text file that stands beside this module."""
    return (resources.files("assistant.ui") / name).read_text(encoding="utf-8")


def styles() -> str:
    """All styles: those of the page, which hold the colours, then those of each tab."""
    names = sorted(file.name for file in (resources.files("assistant.ui") / "styles").iterdir() if file.name.endswith(".css"))
    return "\n".join(asset(f"styles/{name}") for name in sorted(names, key=lambda name: name != "page.css"))


def gradio_words() -> Mapping[str, str]:
    """Fixed English words of gradio's own parts, and the Dutch that the script of the Dutch page puts in their place."""
    return tomllib.loads(asset(f"words/{_GRADIO}"))
