"""Words as they are compared: stems, verbs in every form, compounds and words that say the same (``words.toml``).

A word becomes a set of keys; two words say the same where they share one. A word that only holds a sentence together has no keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from assistant.support.lexicon import lexicon, own_forms, plain_stem, stem_of
from ingest.analyser import fold

_WORD = re.compile(r"\d+(?:[.:,]\d+)*[a-z]*|[a-z]+(?:[._'-]+[a-z0-9]+)*")
_PREFIX = r"(?P<prefix>aan|achter|af|bekend|bij|door|goed|in|los|mee|na|neer|om|onder|op|over|samen|terug|toe|uit|vast|voor|weg)"
_PARTICIPLE = re.compile(rf"{_PREFIX}?ge(?P<verb>[a-z]{{2,}}(?:d|t|en))")
_SEPARABLE = re.compile(rf"{_PREFIX}(?P<verb>[a-z]{{4,}})")
_PAST = re.compile(r"(?P<verb>[a-z]{3,})(?:de|te)")
#: Forms of short irregular verbs, also with a prefix ("aangaat").
_SUFFIXES = {"gaat": "gaan", "staat": "staan", "slaat": "slaan", "ziet": "zien", "doet": "doen", "laat": "laten", "liet": "laten"}
_ONE = re.compile(r"\b[Éé]én\b")
_ENDING = re.compile(r"(?:[bdfgklmnprst]?en|e|n|s|t|d)?")
_NO_VERB = ("ing", "ingen", "lijk", "lijke", "heid", "schap")
_SHORTEST_PART = 4
_LINKS = ("", "s", "en", "e", "n")


@lru_cache(maxsize=5_000)
def canonical(text: str) -> str:
    """A text in small letters without accents, with one word for each fixed phrase ("ten hoogste" becomes "hoogstens")."""
    # The accent tells "vóór" in time from "voor" in favour of, and "één" from "een".
    low = fold(_ONE.sub("1", text.replace("vóór", "vooraf ").replace("Vóór", "vooraf "))).replace("’", "'")
    for pattern, word in lexicon().phrases:
        low = pattern.sub(word, low)
    return low


def words_of(canonical_text: str) -> list[str]:
    """The words of a canonical text in order."""
    return _WORD.findall(canonical_text)


@lru_cache(maxsize=50_000)
def keys(word: str) -> frozenset[str]:
    """The keys of a word; none when it has no content."""
    own = _of_itself(word)
    return forms(word) | own if own else own


@lru_cache(maxsize=50_000)
def _of_itself(word: str) -> frozenset[str]:
    """The keys of a word whole: "aannemen" is not "nemen"."""
    table = lexicon()
    if word in table.empty or word.removesuffix("e") in table.empty or len(word) < 2:
        return frozenset()
    of_itself = _forms(word, table.irregular, inner=False)
    return of_itself | {group for form in of_itself for group in table.groups.get(form, ())}


def alike(one: str, other: str) -> bool:
    """Do two whole words say the same?"""
    return bool(_of_itself(one) & _of_itself(other))


def inflected(one: str, other: str) -> bool:
    """Are two words forms of one word that differ in their ending alone: "meldt" and "melden", not "oude" and "oudste"?"""
    if one == other:
        return True
    table = lexicon()
    if not _forms(one, table.irregular, inner=False) & _forms(other, table.irregular, inner=False):
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return bool(_ENDING.fullmatch(one[start:]) and _ENDING.fullmatch(other[start:]))


def _same(one: str, other: str) -> bool:
    """Do they, or does one say what the other says with a prefix? Two prefixes make two words: "voordelen" and "nadelen"."""
    if not keys(one) & keys(other):
        return False
    first, second = _SEPARABLE.fullmatch(one), _SEPARABLE.fullmatch(other)
    return alike(one, other) or not (first and second and first["prefix"] != second["prefix"])


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """What a word may be a form of: "aangenomen" of "aannemen" and "nemen", "meldt" of "melden"."""
    return _forms(word, lexicon().irregular, inner=True)


def is_empty(word: str) -> bool:
    """Is it one of the words of the table that have no content?"""
    return word in lexicon().empty


def is_light(word: str) -> bool:
    """Does a word say little by itself: "krijgen", "gelden", "geval"?"""
    table = lexicon()
    return bool(own_forms(word, table.irregular) & table.light)


def is_actor(word: str) -> bool:
    """Does a word name who acts or whom a rule is for?"""
    return bool(forms(word) & lexicon().actors)


def is_verb(word: str) -> bool:
    """Is a word a form of a verb of the table? A noun can look the same ("besluit")."""
    return (
        word not in lexicon().nouns
        and word not in lexicon().empty
        and not word.endswith(_NO_VERB)
        and bool(forms(word) & lexicon().verbs)
    )


def is_participle(word: str) -> bool:
    """Is a word the participle of a verb, such as "gemeld", and no verb that begins with ge ("geven")?"""
    table = lexicon()
    return word.startswith("ge") and not own_forms(word, {}) & table.verbs


def is_past(word: str) -> bool:
    """Is a word the past of a strong verb: "kreeg"?"""
    return word in lexicon().irregular and not word.startswith("ge")


def said_in(word: str, evidence: Iterable[str]) -> bool:
    """Does the evidence say a word: as it is, in other words, as a part of a compound, or in parts ("raadsvergadering")?"""
    held = tuple(evidence)
    if any(_same(word, other) or _part_of(word, other) for other in held):
        return True
    stems = {form for other in held for form in forms(other) if len(form) >= _SHORTEST_PART}
    if "-" in word:
        parts = [part for part in re.split(r"[-.]+", word) if keys(part)]
        return bool(parts) and all(said_in(part, held) for part in parts)
    for head in stems:
        rest = word[len(head) :]
        if word.startswith(head) and any(forms(rest[len(n) :]) & stems for n in _LINKS if rest.startswith(n)):
            return True
    return False


def opposite(one: str, other: str) -> bool:
    """Are two words each other's opposite?"""
    table = lexicon().opposites
    return any(second in table.get(first, ()) for first in forms(one) for second in forms(other))


def _part_of(part: str, whole: str) -> bool:
    """Does a word begin or end a compound: "integriteit" in "integriteitsnota", "protocollen" in "adviesprotocol"?"""
    if len(whole) - len(part) < 1 or not whole.replace("-", "").isalpha():
        return False
    return any(
        (len(form) >= _SHORTEST_PART and (whole.startswith(form) or whole.endswith(form)))
        or (len(form) == 3 and whole.endswith(form))
        for form in own_forms(part, lexicon().irregular)
    )


def _forms(word: str, irregular: Mapping[str, str], *, inner: bool) -> frozenset[str]:
    """``inner``: also of the verb without its prefix, which says something else: "uitsluiten" is no "sluiten"."""
    found = {word}
    if match := _PARTICIPLE.fullmatch(word):
        found.add((match["prefix"] or "") + irregular.get("ge" + match["verb"], match["verb"]))
    if match := _PAST.fullmatch(word):
        found.add(match["verb"])
    found |= {irregular[form] for form in tuple(found) if form in irregular}
    found |= {word.removesuffix(end) + base for end, base in _SUFFIXES.items() if word.endswith(end)}
    if inner:
        found |= {match["verb"] for form in tuple(found) if (match := _SEPARABLE.fullmatch(form))}
    stems = {stem_of(form) for form in found}
    stems |= {plain_stem(stem[:-1]) for stem in stems if len(stem) > 3 and stem[-1] in "dt"}
    return frozenset(found | stems)
