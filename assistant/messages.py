"""The fixed sentences of an answer, in Dutch and English, from ``messages.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from assistant.answer import Language

_MONTHS = ("januari februari maart april mei juni juli augustus september oktober november december").split()


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("assistant") / "messages.toml").read_text(encoding="utf-8"))


def message(language: Language, key: str, **values: str) -> str:
    """The sentence ``key`` with its values filled in. Raises ``KeyError`` for a key that does not exist."""
    text: str = _table()[language.value][key]
    return text.format(**values)


class QuestionError(ValueError):
    """A question that cannot be taken: empty, too long, an impossible date, an unknown ambt. Never repeats the question: a slip
    may have put something personal there. ``str()`` gives the Dutch sentence."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(message(Language.NL, key, **values))
        self.key = key
        self.values = values

    def said_in(self, language: Language) -> str:
        return message(language, self.key, **self.values)


def date_for_people(day: dt.date, language: Language) -> str:
    """``24 november 2026``; in English the ISO form, which nobody misreads."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if language is Language.NL else day.isoformat()
