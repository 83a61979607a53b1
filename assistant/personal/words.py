"""Words and names that the recogniser goes by, read once.

Names of people come from the lists of mimesis (Dutch and those of the largest groups of newcomers in Latin script); what is an ordinary
word from the word list of pyspellchecker and from the corpus, so that a new law teaches its own words.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, TypeAlias

from assistant.personal.tokens import WORD

Phrases: TypeAlias = Mapping[str, tuple[tuple[str, ...], ...]]

# Countries of which the lists are in Latin script and the names common in the Netherlands.
_LOCALES = ("nl", "de", "de-ch", "en-gb", "fr", "tr", "pl", "es", "it", "pt")
# In the word list names have a count too; what people say far more often is a word ("bos" 16,209, "jaap" 118).
_EVERYDAY = 300
# Rare words and names alone have this count, so that they are no part of a compound.
_UNSEEN = 50
_SHORTEST_PART, _LONGEST = 4, 60
_LINKS = ("", "s", "en", "e", "n")
_INSIDE = re.compile(rf"(?<=[\w,] )({WORD.pattern})")
_KEYS = {
    "before": {"courtesy", "greetings", "offices", "relations", "office_endings"},
    "names": {"call_names", "surnames", "leading_words"},
    "particles": {"surname_endings", "particles", "first", "sure", "single", "openers"},
    "after": {"verbs", "acts", "companies_end"},
    "no_person": {
        "bodies", "body_endings", "law_endings", "street_endings", "public_beginnings", "public_compounds", "portfolios", "calendar",
        "words", "institutions", "parties", "companies", "media", "sayings", "clubs", "municipalities", "places", "public_people",
        "checked_on",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """Words in lower case; ``phrases`` and ``towns`` hold names as they are written, word by word, under their first word."""

    words: Mapping[str, frozenset[str]]
    # From the lists of names; those that are words as well only where that is worth it.
    first_names: frozenset[str]
    surnames: frozenset[str]
    common: frozenset[str]
    # In the word list, but seldom used or only a name.
    rare: frozenset[str]
    # What a compound can be made of.
    parts: frozenset[str]
    # Names of bodies and laws, as the corpus writes them with a capital.
    proper: frozenset[str]
    english: frozenset[str]
    phrases: Phrases
    towns: Phrases

    def ordinary(self, word: str, *, english: bool = False) -> bool:
        """A word of the language, also one that is a name as well ("Visser")."""
        low = word.lower()
        return low in self.common or _plain(low) in self.common or (english and low in self.english) or self._compound(low)

    def is_town(self, word: str) -> bool:
        return (word,) in self.towns.get(word, ())

    def _compound(self, low: str) -> bool:
        """Two words as one ("oranjecomité"), unless surnames end so ("Hanenberg")."""
        for cut in range(_SHORTEST_PART, min(len(low), _LONGEST) - _SHORTEST_PART + 1):
            head, tail = low[:cut], low[cut:]
            if tail in self.parts and any(head.removesuffix(link) in self.parts for link in _LINKS if head.endswith(link)):
                return not tail.endswith(tuple(self.words["surname_endings"]))
        return False


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Some 0.8 s of processor time and 110 MB at first. Raises ``ValueError`` for a table that is not as it should be, ``ImportError`` or
    ``OSError`` where a list cannot be read."""
    table = _table()
    words = {
        key: frozenset(value.split()) for section in table.values() for key, value in section.items() if isinstance(value, str)
    }
    calendar = words["calendar"]
    dutch, english = _counts("nl"), _counts("en")
    small, proper = _taught_words()
    taught = small | proper | calendar | words["words"] | words["portfolios"]
    # A list of names holds "Nu" and "Anders" too; the short list of call names knows better than the corpus ("Roos").
    first = (_names("names") - taught) | words["call_names"]
    named = [phrase for value in table["no_person"].values() if isinstance(value, list) for phrase in value]
    places = [*table["no_person"]["municipalities"], *table["no_person"]["places"]]
    return Lexicon(
        words,
        first,
        (_names("surnames") - taught) | words["surnames"],
        frozenset(taught | {w for w, n in dutch.items() if n > _EVERYDAY}),
        frozenset(w for w, n in dutch.items() if n <= _EVERYDAY),
        frozenset(taught | {w for w, n in dutch.items() if n > _UNSEEN}),
        proper | words["words"] | words["portfolios"],
        frozenset(w for w, n in english.items() if n > _EVERYDAY),
        _by_first_word(p for p in named if p not in places),
        _by_first_word([*places, *_towns()]),
    )


def _table() -> dict[str, dict[str, Any]]:
    table = tomllib.loads((resources.files("assistant.personal") / "words.toml").read_text(encoding="utf-8"))
    if {name: set(section) for name, section in table.items()} != _KEYS:
        raise ValueError("words.toml: een onderdeel of sleutel ontbreekt of is onbekend; vergelijk het met _KEYS in words.py")
    return table


def _data(locale: str, name: str) -> Any:
    """A file of the library's data; the lists lie beside its code for exactly this language."""
    return json.loads((resources.files("mimesis") / f"datasets/{locale}/{name}.json").read_text(encoding="utf-8"))


def _names(key: str) -> frozenset[str]:
    """First names ("names") or surnames, without their tussenvoegsels, in lower case."""
    found = (name for locale in _LOCALES for name in _flat(_data(locale, "person")[key]))
    return frozenset(name.split()[-1].lower() for name in found)


def _flat(names: Any) -> Iterator[str]:
    """The lists differ: one for all, one for each gender."""
    if isinstance(names, dict):
        for part in names.values():
            yield from _flat(part)
    else:
        yield from names


def _towns() -> list[str]:
    """Towns of the Netherlands, and countries in Dutch and English."""
    dutch = _data("nl", "address")
    return [*dutch["city"], *dutch["country"]["name"], *_data("en", "address")["country"]["name"]]


def _plain(word: str) -> str:
    """Without accents: "eén" is "een"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _counts(language: str) -> Mapping[str, int]:
    from spellchecker import SpellChecker

    counts: Mapping[str, int] = SpellChecker(language=language).word_frequency.dictionary
    return counts


def _taught_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that the corpus and its vocabulary write small, and words with a capital inside a sentence of a norm: bodies and laws."""
    from corpus import load_corpus
    from corpus.vocabulary import load_vocabulary

    small = {word for name in load_vocabulary().all_names() for word in name.split()}
    proper: set[str] = set()
    for provision in load_corpus().provisions:
        small.update(w for text in (provision.norm, *provision.questions) for w in WORD.findall(text) if w.islower())
        proper.update(m[1].lower() for m in _INSIDE.finditer(provision.norm) if not m[1].islower())
    return frozenset(small), frozenset(proper)


def _by_first_word(names: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        split = tuple(WORD.findall(name))
        if split:
            found.setdefault(split[0], set()).add(split)
    return {first: tuple(sorted(all_of, key=len, reverse=True)) for first, all_of in found.items()}
