"""Which texts of the page the code asks for, read from its syntax: whole keys, and keys of which a part is worked out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_KEY = re.compile(r"[a-z_]+\.[a-z][a-z0-9_]*")
_FILE = re.compile(r".*\.(js|css|toml|json|md|py)")
_OPEN = "([a-z0-9_]+)"


@dataclass
class Said:
    """What one module says. ``keys``: ``section.name``; ``worked_out``: patterns of keys and of parts of keys, a group for each part
    that is worked out; ``words``: what such a part may be; ``imports``: names of the modules that it takes from."""

    keys: set[str] = field(default_factory=set)
    worked_out: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)

    def about(self, section: str) -> bool:
        if any(key.startswith(f"{section}.") for key in self.keys):
            return True
        starts = (pattern.partition(r"\.") for pattern in self.worked_out)
        return any(dot and start != _OPEN and re.fullmatch(start, section) for start, dot, _ in starts)


@cache
def read(path: Path) -> Said:
    said = Said()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if node in parts:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_key = _KEY.fullmatch(node.value) and not _FILE.fullmatch(node.value)
            (said.keys if is_key else said.words).add(node.value)
        elif isinstance(node, ast.JoinedStr):
            said.worked_out.add("".join(re.escape(p.value) if isinstance(p, ast.Constant) else _OPEN for p in node.values))
        elif isinstance(node, ast.ImportFrom):
            said.imports.add(node.module or "")
    return said


def enum_words(paths: Iterable[Path]) -> set[str]:
    """Values and small-lettered names of every ``StrEnum`` and ``Enum``."""
    return {word for path in paths for word in _enum_words(path)}


def _enum_words(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "").endswith("Enum") for base in node.bases):
            for item in node.body:
                if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
                    yield item.targets[0].id.lower()
                    if isinstance(item.value, ast.Constant):
                        yield str(item.value.value)


class Code:
    """All modules that may ask for a text; ``enums``: words that stand in an enum anywhere."""

    def __init__(self, modules: dict[str, Path], enums: set[str]) -> None:
        self.said = {name: read(path) for name, path in modules.items()}
        self.enums = enums

    def asks_for(self, key: str) -> bool:
        """Is the key there whole, or is it made of parts that stand in the modules about its section and in what they import?"""
        section = key.partition(".")[0]
        about = [said for said in self.said.values() if said.about(section)]
        near = [*about, *(self.said[name] for said in about for name in said.imports if name in self.said)]
        words = {word for said in near for word in said.words} | self.enums
        patterns = {pattern for said in near for pattern in said.worked_out}
        return any(key in said.keys for said in about) or _made(key, patterns, words, 3)

    def keys(self, sections: Iterable[str]) -> set[str]:
        """The whole keys of those sections that are asked for."""
        return {key for said in self.said.values() for key in said.keys if key.partition(".")[0] in set(sections)}

    def patterns(self, sections: Iterable[str]) -> set[str]:
        """The patterns that begin with one of those sections."""
        starts = tuple(rf"{section}\." for section in sections)
        return {pattern for said in self.said.values() for pattern in said.worked_out if pattern.startswith(starts)}


def _made(text: str, patterns: set[str], words: set[str], depth: int) -> bool:
    if text in words:
        return True
    if not depth:
        return False
    found = (re.fullmatch(pattern, text) for pattern in patterns if pattern != _OPEN)
    return any(match and all(_made(part, patterns, words, depth - 1) for part in match.groups()) for match in found)
