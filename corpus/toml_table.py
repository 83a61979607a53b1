"""A TOML file read strictly: every key is known, every value of its kind, and what is not stops with file and place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from corpus.records import CorpusError, Place

_MANY = 99
_E = TypeVar("_E", bound=StrEnum)
_ID = re.compile(r"[a-z]+(_[a-z]+)*")


@dataclass(frozen=True)
class Table:
    """A table of a file, with the way to it (``at``) for messages. All readers raise ``CorpusError``."""

    file: str
    at: str
    data: Mapping[str, Any]

    @classmethod
    def of(cls, file: Traversable) -> Table:
        """The whole file."""
        try:
            return cls(file.name, "", tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CorpusError(Place(file.name, 0), f"geen geldige TOML ({error}); herstel die plek in het bestand") from error

    def error(self, problem: str) -> CorpusError:
        return CorpusError(Place(self.file, 0), f"{self.at}: {problem}" if self.at else problem)

    def keys(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Stop for a key that is unknown or missing."""
        known = {*required, *optional}
        if unknown := sorted(set(self.data) - known):
            raise self.error(f"onbekende sleutel {', '.join(unknown)}; ken ik: {', '.join(sorted(known))}")
        if missing := sorted(set(required) - set(self.data)):
            raise self.error(f"sleutel {', '.join(missing)} ontbreekt; voeg die toe")

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip() or value != value.strip():
            raise self.error(f"'{key}' is een tekst, zonder spaties eromheen; vond {value!r}")
        return value

    def id(self) -> str:
        value = self.text("id")
        if not _ID.fullmatch(value):
            raise self.error(f"id {value!r} bestaat uit kleine letters en lage streepjes; pas die aan")
        return value

    def texts(self, key: str, least: int, most: int = _MANY) -> tuple[str, ...]:
        """A list of different texts."""
        value = self.data.get(key)
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.error(f"'{key}' is een lijst van teksten; vond {value!r}")
        self._count(key, value, least, most)
        if double := [v for v in value if value.count(v) > 1]:
            raise self.error(f"'{key}': {double[0]!r} staat er twee keer; haal er één weg")
        return tuple(value)

    def table(self, key: str) -> Table:
        value = self.data.get(key)
        if not isinstance(value, dict):
            raise self.error(f"'{key}' is een tabel; vond {value!r}")
        return self._below(key, value)

    def tables(self, key: str, least: int, most: int = _MANY) -> list[Table]:
        """A list of tables; messages name one by its id, else by its number."""
        value = self.data.get(key)
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.error(f"'{key}' is een lijst van tabellen; vond {value!r}")
        self._count(key, value, least, most)
        return [self._below(f"{key} {inner.get('id', number)}", inner) for number, inner in enumerate(value, 1)]

    def known(self, kind: type[_E], value: str) -> _E:
        """The member of a closed set."""
        try:
            return kind(value)
        except ValueError as error:
            raise self.error(f"onbekende waarde {value!r} voor {kind.__name__.lower()}; ken ik: {', '.join(kind)}") from error

    def _below(self, name: str, data: Mapping[str, Any]) -> Table:
        return Table(self.file, f"{self.at}, {name}".removeprefix(", "), data)

    def _count(self, key: str, value: Collection[object], least: int, most: int) -> None:
        if not least <= len(value) <= most:
            wanted = f"minstens {least}" if most == _MANY else f"{least} tot {most}"
            raise self.error(f"'{key}': verwacht {wanted}, vond er {len(value)}")
