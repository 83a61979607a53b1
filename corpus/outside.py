"""Example questions from outside the subject, from ``outside.toml``: what must not be answered for want of better."""

from __future__ import annotations

import tomllib
from importlib import resources


def load_outside() -> tuple[str, ...]:
    """All examples, in file order. Raises ``ValueError`` for a section that is not just a list of questions."""
    data = tomllib.loads((resources.files("corpus") / "outside.toml").read_text(encoding="utf-8"))
    found: list[str] = []
    for name, section in data.items():
        if set(section) != {"vragen"} or not all(isinstance(q, str) for q in section["vragen"]):
            raise ValueError(f"outside.toml: onderdeel {name!r} mag alleen 'vragen' hebben, een lijst van teksten")
        found += section["vragen"]
    return tuple(dict.fromkeys(found))
