"""The fixed sentences of a memo, in Dutch and English, from ``memo.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

from assistant.answer import Language


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.files("assistant.memo") / "memo.toml").read_text(encoding="utf-8"))


def word(language: Language, key: str, **values: object) -> str:
    """The sentence ``key`` with its values filled in. Raises ``KeyError`` for a key that does not exist."""
    return _table()[language.value][key].format(**values)
