"""Claims out of what a model writes, as soon as each is complete.

Small damage in the form is mended: text around it, code fences, one object or a list instead of lines, a comma too many, curly
quotes around the keys, brackets that are missing at the end. The result is strict: what is not a whole claim is handed on as
damaged, with the reason. Nothing is guessed, and no word of a sentence or a quote is changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_MOST_CHARS = 6000
_DEEPEST = 6
_CLOSES = {"}": "{", "]": "["}
_COMMA_TOO_MANY = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')
_ZIN = re.compile(r"\bzin\b")
_CURLY = str.maketrans("“”„‟", '""""')
#: What stands in the place of a claim that was taken out.
_TAKEN = "0"


class Source(BaseModel):
    """Where a claim says it stands."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    label: str = Field(min_length=1, max_length=10)
    citaat: str = Field(min_length=1, max_length=2000)


class Stated(BaseModel):
    """A claim as the model wrote it. Untrusted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    bronnen: tuple[Source, ...] = Field(min_length=1, max_length=5, strict=False)
    zin: str = Field(min_length=1, max_length=600)


@dataclass(frozen=True)
class NoAnswer:
    """The model says that the sources do not hold the answer."""


@dataclass(frozen=True)
class Damaged:
    """What looks like a claim and is none."""

    text: str
    why: str


Found = Stated | NoAnswer | Damaged


@dataclass
class ClaimReader:
    """Feed it the text as it comes. ``finish`` only when the model came to its end: then what is missing there may be added."""

    _text: str = ""
    _open: list[tuple[str, int]] = field(default_factory=list)
    _quoted: bool = False
    _escaped: bool = False
    _skipping: bool = False

    def feed(self, text: str) -> Iterator[Found]:
        for char in text:
            if found := self._take(char):
                yield found

    def finish(self) -> Iterator[Found]:
        """What is left at the end of a whole answer."""
        closing = "".join("}" if kind == "{" else "]" for kind, _ in reversed(self._open))
        found = None if self._quoted or not closing else _read(self._text + closing)
        if found and not isinstance(found, Damaged):
            yield found
        elif _ZIN.search(self._text):
            yield _damaged(self._text, "de regel is niet af")
        self._reset()

    def _take(self, char: str) -> Found | None:
        if char == "\n":
            # No string of JSON goes on over a line: after a stray quote the next line is sound again.
            self._quoted = self._escaped = self._skipping = False
        if self._skipping or not (self._open or char == "{"):
            return None
        self._text += char
        if self._quoted:
            self._quoted = self._escaped or char != '"'
            self._escaped = char == "\\" and not self._escaped
        elif char == '"':
            self._quoted = True
        elif char in "{[":
            self._open.append((char, len(self._text) - 1))
        elif char in _CLOSES:
            return self._close(char)
        if len(self._text) > _MOST_CHARS or len(self._open) > _DEEPEST:
            found = _damaged(self._text, "te lang of te diep genest")
            self._reset()
            self._skipping = True
            return found
        return None

    def _close(self, char: str) -> Found | None:
        if char == "]":
            if self._open[-1][0] == "[":
                self._open.pop()
            return None
        while (opened := self._open.pop())[0] != "{":
            pass
        start = opened[1]
        found = _read(self._text[start:])
        if found:
            self._text = self._text[:start] + _TAKEN
        if not self._open:
            self._text = ""
        return found

    def _reset(self) -> None:
        self._text, self._open, self._quoted, self._escaped = "", [], False, False


def _read(text: str) -> Found | None:
    """The claim in the text of one object; ``None`` when it is something else: a source in a claim, or a wrapper."""
    value = _loaded(text)
    if value is None:
        return _damaged(text, "geen geldige JSON") if _ZIN.search(text) else None
    if value in ({"geen_antwoord": True}, {"beweringen": []}):
        return NoAnswer()
    if not value.keys() & {"zin", "bronnen", "geen_antwoord"}:
        return None
    try:
        return Stated.model_validate(value)
    except ValidationError as error:
        places = {".".join(map(str, e["loc"]))[:60] for e in error.errors()}
        return _damaged(text, f"vorm klopt niet bij {', '.join(sorted(places)[:3])}")


def _loaded(text: str) -> dict[str, Any] | None:
    """The object, after mending where that is needed; ``None`` when it cannot be read as one."""
    straight = text if '"' in text else text.translate(_CURLY)
    for attempt in (text, straight, _COMMA_TOO_MANY.sub(lambda m: m[1] or "", straight)):
        try:
            value = json.loads(attempt, object_pairs_hook=_without_doubles)
        except ValueError:
            continue
        return value if isinstance(value, dict) else None
    return None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _damaged(text: str, why: str) -> Damaged:
    return Damaged(text[:300], why)
