"""The words people use, as data: names of laws, offices and tiers, and lay words with their word in the law.

The entries stand in ``vocabulary.toml``, each with examples that a test reads both ways.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from corpus.functions import Functie, Side, side_of
from corpus.locator import SourceId
from corpus.values import Ambt, Bestuurslaag, Thema

_WORD = re.compile(r"[0-9a-z]+(?:[.:'’-][0-9a-z]+)*")
_PREFIX = re.compile(r"\b(oud|ex|kandidaat|aspirant|beoogd|vice|loco)-(?=[^\W\d_])", re.IGNORECASE)
_KEYS = {
    "regeling": {"bron", "namen", "voorbeelden"},
    "ambt": {"ambt", "namen", "voorbeelden"},
    "bestuurslaag": {"laag", "namen", "voorbeelden"},
    "functie": {"laag", "functie", "bron", "namen", "voorbeelden"},
    "woord": {"leken", "wet", "voorbeelden"},
    "situatie": {"thema", "woorden", "voorbeelden"},
}


#: Keys of which an entry has one or more.
_EITHER = {"functie": {"laag", "functie", "bron"}}
_NAMES_IN = {"woord": "leken", "situatie": "woorden"}


class VocabularyError(ValueError):
    """An entry that is incomplete or unknown; names the section and the entry."""


def plain(text: str) -> str:
    """Lower case, no diacritics, single spaces between words: the form in which names are compared."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return " ".join(_WORD.findall("".join(c for c in folded if not unicodedata.combining(c))))


def without_prefixes(text: str) -> str:
    """ "oud-wethouder" and "ex-minister" are found as the office they name; the prefix stays as a word of its own."""
    return _PREFIX.sub(r"\1 ", text)


@dataclass(frozen=True)
class Names:
    """Names that stand for one value each; ``find`` gives the values named in a text, in order of place."""

    entries: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """``(start, end, value)`` in ``plain(text)``, longest name first where names overlap."""
        words = f" {plain(text)} "
        found: list[tuple[int, int, str]] = []
        for name in sorted(self.entries, key=lambda n: (-len(n), n)):
            start = words.find(f" {name} ")
            while start >= 0:
                end = start + len(name)
                if not any(s < end and start < e for s, e, _ in found):
                    found.extend((start, end, value) for value in self.entries[name])
                start = words.find(f" {name} ", end)
        return sorted(found)

    def values(self, text: str) -> list[str]:
        return list(dict.fromkeys(value for _, _, value in self.find(text)))


@dataclass(frozen=True)
class Vocabulary:
    regelingen: Names
    ambten: Names
    lagen: Names
    functions: Names
    words: Names
    situations: Names
    examples: tuple[tuple[str, str, str], ...]

    def all_names(self) -> list[str]:
        """Every name and word of the vocabulary, in plain form."""
        tables = (self.regelingen, self.ambten, self.lagen, self.functions, self.words, self.situations)
        return [name for table in tables for name in table.entries]

    def ambten_in(self, text: str) -> list[Ambt]:
        return [Ambt(value) for value in self.ambten.values(without_prefixes(text))]

    def lagen_in(self, text: str) -> list[Bestuurslaag]:
        """Tiers that a text names, also by an office of one tier ("gemeentesecretaris"); a council of something else ("raad van
        toezicht") is none."""
        named = [laag for value in self.lagen.values(text) if (laag := Bestuurslaag(value)) is not Bestuurslaag.ALGEMEEN]
        offices = [Bestuurslaag(tier) for value in self.functions.values(text) if (tier := value.split("|")[0])]
        return list(dict.fromkeys([*named, *offices]))

    def sides_in(self, text: str) -> list[Side]:
        """The offices, kinds of office and tiers that a text names, in order of place; of what overlaps the most precise.

        A tier is a side of its own only where no office of that tier is named: "de burgemeester van onze gemeente" is one side.
        """
        text = without_prefixes(text)
        found: list[tuple[int, int, int, Side]] = []
        for rank, names in enumerate((self.functions, self.ambten, self.lagen)):
            for start, end, value in names.find(text):
                if not any(s < end and start < e for s, e, _, _ in found):
                    found.append((start, end, rank, _side(rank, value)))
        ordered = _with_their_tier(sorted(found, key=lambda item: item[:2]), plain(text))
        joint = any(side.source for _, side in ordered) and all(side.laag is not Bestuurslaag.WATERSCHAP for _, side in ordered)
        sides: list[tuple[int, Side]] = []
        for rank, side in ordered:
            if rank == 0 and side.laag is None and side.source is None:
                # An algemeen or dagelijks bestuur is that of a waterschap or of a gemeenschappelijke regeling.
                if joint:
                    continue
                side = Side(Bestuurslaag.WATERSCHAP, side.functie)
            sides.append((rank, side))
        precise = {side.laag for rank, side in sides if rank < 2}
        kept = [side for rank, side in sides if rank < 2 or side.laag not in (*precise, Bestuurslaag.ALGEMEEN)]
        return list(dict.fromkeys(kept))

    def without_sides(self, text: str) -> str:
        """The plain text without its offices and tiers: what is compared, whoever it is compared for."""
        words = list(plain(without_prefixes(text)))
        for names in (self.functions, self.ambten, self.lagen):
            for start, end, _ in names.find(without_prefixes(text)):
                words[start:end] = " " * (end - start)
        return " ".join("".join(words).split())

    def themas_in(self, text: str) -> list[Thema]:
        """Themes of the situation that a text tells of."""
        return [Thema(value) for value in self.situations.values(text)]

    def legal_words(self, text: str) -> list[str]:
        """Words of the law for the lay words in a text."""
        return [w for group in self.words.values(text) for w in group.split("|")]


_OF = re.compile(r"\s+(?:van|bij|in|of|at)\s+(?:(?:de|het|een|onze|ons|mijn|uw|the|a|our|my)\s+)?")


def _with_their_tier(found: list[tuple[int, int, int, Side]], words: str) -> list[tuple[int, Side]]:
    """``(rank, side)`` in order of place; "griffier van de gemeente" is one side and not two."""
    sides: list[tuple[int, Side]] = []
    before = -1
    for start, end, rank, side in found:
        last = sides[-1][1] if sides else Side()
        if rank == 2 and last.functie and last.laag is None and _OF.fullmatch(words[max(before, 0) : start].rjust(1)):
            sides[-1] = (sides[-1][0], Side(side.laag, last.functie))
        else:
            sides.append((rank, side))
        before = end
    return sides


def _side(rank: int, value: str) -> Side:
    if rank == 1:
        return side_of(Ambt(value))
    if rank == 2:
        return Side(Bestuurslaag(value))
    laag, functie, source = value.split("|")
    return Side(Bestuurslaag(laag) if laag else None, Functie(functie) if functie else None, SourceId(source) if source else None)


def _names(pairs: Iterable[tuple[str, str]]) -> Names:
    table: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        key = plain(name)
        if value not in table.get(key, ()):
            table[key] = (*table.get(key, ()), value)
    return Names(table)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Read ``vocabulary.toml``. Raises ``VocabularyError`` for an unknown key or an entry without example."""
    data = tomllib.loads((resources.files("corpus") / "vocabulary.toml").read_text(encoding="utf-8"))
    return parse_vocabulary(data)


def parse_vocabulary(data: Mapping[str, list[dict[str, object]]]) -> Vocabulary:
    pairs: dict[str, list[tuple[str, str]]] = {section: [] for section in _KEYS}
    examples: list[tuple[str, str, str]] = []
    for section, entries in data.items():
        if section not in _KEYS:
            raise VocabularyError(f"vocabulary.toml: onbekend onderdeel {section!r}; ken ik: {', '.join(_KEYS)}")
        for entry in entries:
            either = _EITHER.get(section, set())
            complete = _KEYS[section] - either <= set(entry) <= _KEYS[section] and bool(not either or either & set(entry))
            if not complete or not entry["voorbeelden"]:
                raise VocabularyError(f"vocabulary.toml, {section}: {entry} moet precies {sorted(_KEYS[section])} hebben")
            names = _strings(entry[_NAMES_IN.get(section, "namen")])
            try:
                value = _value(section, entry)
            except ValueError as error:
                raise VocabularyError(f"vocabulary.toml, {section}: {error}") from error
            pairs[section] += [(name, value) for name in names]
            examples += [(section, value, text) for text in _strings(entry["voorbeelden"])]
    laws, offices, tiers, functions, lay, situations = (_names(pairs[section]) for section in _KEYS)
    return Vocabulary(laws, offices, tiers, functions, lay, situations, tuple(examples))


def _strings(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise VocabularyError(f"vocabulary.toml: verwacht een lijst van woorden, vond {value!r}")
    return value


def _value(section: str, entry: Mapping[str, object]) -> str:
    """The value of an entry, checked against the closed set that it comes from."""
    if section == "regeling":
        return str(SourceId(str(entry["bron"])))
    if section == "ambt":
        return Ambt(str(entry["ambt"])).value
    if section == "bestuurslaag":
        return Bestuurslaag(str(entry["laag"])).value
    if section == "functie":
        laag = Bestuurslaag(str(entry["laag"])).value if "laag" in entry else ""
        functie = Functie(str(entry["functie"])).value if "functie" in entry else ""
        return f"{laag}|{functie}|{SourceId(str(entry['bron'])) if 'bron' in entry else ''}"
    if section == "situatie":
        return Thema(str(entry["thema"])).value
    return "|".join(_strings(entry["wet"]))
