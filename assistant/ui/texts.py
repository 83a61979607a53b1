"""Every visible Dutch text of the page, from ``nl.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from assistant.answer import Language
from assistant.messages import date_for_people


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(asset("nl.toml"))


def asset(name: str) -> str:
    """A text file that stands beside this module."""
    return (resources.files("assistant.ui") / name).read_text(encoding="utf-8")


def say(key: str, **values: object) -> str:
    """The text under ``section.name``, values filled in. Raises ``KeyError`` for a key that does not exist."""
    section, _, name = key.partition(".")
    text: str = _table()[section][name]
    return text.format(**values)


def example_questions() -> tuple[str, ...]:
    return tuple(_table()["examples"]["questions"])


def gradio_words() -> Mapping[str, str]:
    """Fixed English words of gradio's own parts, and the Dutch that the page's script puts in their place."""
    words: Mapping[str, str] = _table()["gradio"]
    return words


def day(date: dt.date) -> str:
    return date_for_people(date, Language.NL)
