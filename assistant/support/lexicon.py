"""``words.toml`` as it is looked up: words that say the same, opposites, fixed phrases, verbs, and words without content."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import Stemmer

from ingest.analyser import fold

_SECTIONS = {"gelijk", "zinsneden", "tegendeel", "onregelmatig", "licht", "leeg", "werkwoorden", "naamwoorden", "wie"}
_DOUBLE = re.compile(r"([aeou])\1")


class WordsError(ValueError):
    """``words.toml`` has a section too many or too few; names them."""


@dataclass(frozen=True)
class Lexicon:
    """The table as it is looked up: by form (``forms``), phrases as patterns, opposites both ways."""

    groups: Mapping[str, frozenset[str]]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    opposites: Mapping[str, frozenset[str]]
    irregular: Mapping[str, str]
    light: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    actors: frozenset[str]
    empty: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read ``words.toml``. Raises ``WordsError`` for another set of sections."""
    data = tomllib.loads((resources.files("assistant.support") / "words.toml").read_text(encoding="utf-8"))
    if set(data) != _SECTIONS:
        raise WordsError(f"words.toml: onderdelen {sorted(data)}; verwacht {sorted(_SECTIONS)}")
    irregular = {form: base for line in data["onregelmatig"] for forms_, base in [line.split("=")] for form in forms_.split()}
    groups: dict[str, set[str]] = {}
    for number, line in enumerate(data["gelijk"]):
        for form in (form for word in fold(line).split() for form in own_forms(word, {})):
            groups.setdefault(form, set()).add(f"#{number}")
    opposites: dict[str, set[str]] = {}
    for line in data["tegendeel"]:
        one, other = fold(line).split()
        for first, second in ((one, other), (other, one)):
            for form in own_forms(first, irregular):
                opposites.setdefault(form, set()).update(own_forms(second, irregular))
    phrases = [(pattern, word) for pattern, word in data["zinsneden"]]
    phrases += [(word.replace("_", " "), word) for line in data["gelijk"] for word in fold(line).split() if "_" in word]
    return Lexicon(
        {form: frozenset(found) for form, found in groups.items()},
        tuple((re.compile(rf"\b(?:{pattern})(?!\w)"), word) for pattern, word in phrases),
        {form: frozenset(found) for form, found in opposites.items()},
        irregular,
        _all_forms(data["licht"], irregular),
        _all_forms(data["werkwoorden"], irregular),
        frozenset(fold(data["naamwoorden"]).split()),
        _all_forms(data["wie"], irregular),
        frozenset(fold(data["leeg"]).split()),
    )


def _all_forms(listed: str, irregular: Mapping[str, str]) -> frozenset[str]:
    return frozenset(form for word in fold(listed).split() for form in own_forms(word, irregular))


def own_forms(word: str, irregular: Mapping[str, str]) -> frozenset[str]:
    """The forms of a word of the table, not those of the verb inside it: "aannemen" is in its list, "nemen" is not."""
    base = irregular.get(word, word)
    stem = stem_of(base)
    return frozenset({base, stem} | ({plain_stem(stem[:-1])} if len(stem) > 3 and stem[-1] in "dt" else set()))


def stem_of(word: str) -> str:
    return plain_stem(_snowball()(word[:-1] if word.endswith("ies") and len(word) > 5 else word))


def plain_stem(stem: str) -> str:
    """One spelling for the stems of "neemt" and "nemen", "geeft" and "geven", "stelt" and "stellen"."""
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        stem = stem[:-1]
    if len(stem) > 2 and stem[-1] in "vz":
        stem = stem[:-1] + {"v": "f", "z": "s"}[stem[-1]]
    return _DOUBLE.sub(r"\1", stem)


@lru_cache(maxsize=1)
def _snowball() -> Callable[[str], str]:
    stem: Callable[[str], str] = Stemmer.Stemmer("dutch").stemWord
    return stem
