"""Sentence-passage pairs, read strictly: what a passage of the corpus carries and what it does not.

``eval/support_*.yaml`` is what the verifier is measured on; its files ``support_heldback*`` are never fitted or tuned on.
``eval/entailment/*.yaml`` is what the judge of entailment learns from. A pair names its passages by locator, so that their text is
that of the corpus, or brings an invented text along.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml

from assistant.answer import EvidenceItem, Language
from assistant.support import Sentence
from corpus import Ambt, Corpus, Locator, LocatorError
from corpus.vocabulary import Names

_HELD_BACK = "support_heldback"
_KEYS = {"plaatsen", "ambt", "waar", "fout"}
#: Any day on which the whole corpus is in force.
_DAY = dt.date(2026, 11, 24)


_T = TypeVar("_T")
#: Reads as the safe loader does, in a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Fout(StrEnum):
    """How a sentence was made to say something else than its passage."""

    MODALITEIT = "modaliteit"
    ONTKENNING = "ontkenning"
    VERWIJZING = "verwijzing"
    LAAG = "laag"
    AMBT = "ambt"
    ONDERWERP = "onderwerp"
    GETAL = "getal"
    UITZONDERING = "uitzondering"
    VOORWAARDE = "voorwaarde"
    SAMENGEVOEGD = "samengevoegd"
    OORDEEL = "oordeel"
    TOEGEVOEGD = "toegevoegd"


class PairsError(ValueError):
    """An entry that cannot be read; names the file and the entry."""


@dataclass(frozen=True)
class Pair:
    """``fout``: what is wrong with the sentence; ``None`` where its passages carry it."""

    sentence: Sentence
    fout: Fout | None
    held_back: bool


def read_pairs(corpus: Corpus, names: Names) -> list[Pair]:
    """All pairs, in the order of the files. Raises ``PairsError`` for an unknown key, kind, office or place, or a double sentence."""
    pairs = _read(
        resources.files("eval"), "support_", lambda entry, name: _pairs(entry, corpus, names, name.startswith(_HELD_BACK))
    )
    often = Counter(pair.sentence.text for pair in pairs)
    if double := [text for text, times in often.items() if times > 1]:
        raise PairsError(f"deze zin staat twee keer in eval/support_*.yaml: {min(double)!r}")
    return pairs


def read_lessons(corpus: Corpus, names: Names) -> list[Pair]:
    """The pairs of ``eval/entailment/corpus_*.yaml``. Raises ``PairsError`` as ``read_pairs``."""
    return _read(
        resources.files("eval") / "entailment", "corpus_", lambda entry, _: _pairs(entry, corpus, names, held_back=False)
    )


def read_invented() -> list[tuple[str, str, Fout | None]]:
    """A text, a sentence and what is wrong with it, of ``eval/entailment/bedacht_*.yaml``. Raises ``PairsError``."""
    return _read(resources.files("eval") / "entailment", "bedacht_", lambda entry, _: _invented(entry))


def _read(folder: Traversable, prefix: str, pairs_of: Callable[[Mapping[str, object], str], Iterator[_T]]) -> list[_T]:
    found: list[_T] = []
    for name in sorted(f.name for f in folder.iterdir() if f.name.startswith(prefix) and f.name.endswith(".yaml")):
        entries = yaml.load((folder / name).read_text(encoding="utf-8"), Loader=_LOADER)
        for number, entry in enumerate(entries, 1):
            try:
                found += pairs_of(entry, name)
            except (KeyError, ValueError, LocatorError) as error:
                raise PairsError(f"{name}, ingang {number}: {error}") from error
    return found


def _invented(entry: Mapping[str, object]) -> Iterator[tuple[str, str, Fout | None]]:
    if not isinstance(text := entry["tekst"], str) or not set(entry) <= {"tekst", "waar", "fout"}:
        raise ValueError(f"sleutels {sorted(entry)}; verwacht tekst, waar en fout")
    yield from ((text, said, fout) for said, fout in _said(entry))


def _said(entry: Mapping[str, object]) -> Iterator[tuple[str, Fout | None]]:
    good, wrong = entry.get("waar", []), entry.get("fout", {})
    if not isinstance(good, list) or not isinstance(wrong, dict):
        raise ValueError("waar is een lijst, fout een lijst per soort")
    said = [(text, None) for text in good] + [(text, Fout(kind)) for kind, texts in wrong.items() for text in texts]
    for text, fout in said:
        if not isinstance(text, str) or not text.endswith("."):
            raise ValueError(f"{text!r} is geen zin; zet hem tussen aanhalingstekens")
        yield text, fout


def _pairs(entry: Mapping[str, object], corpus: Corpus, names: Names, held_back: bool) -> Iterator[Pair]:
    places = entry["plaatsen"]
    if not set(entry) <= _KEYS or not isinstance(places, list):
        raise ValueError(f"sleutels {sorted(entry)}; verwacht plaatsen, waar of fout, en eventueel ambt")
    provisions = [corpus.by_locator[Locator.parse(str(place))] for place in places]
    items = [EvidenceItem(f"B{n}", p, corpus.source_of(p)) for n, p in enumerate(provisions, 1)]
    cited = tuple((item, item.provision.norm) for item in items)
    ambt = Ambt(str(entry["ambt"])) if "ambt" in entry else None
    for text, fout in _said(entry):
        yield Pair(Sentence(text, cited, ambt, Language.NL, _DAY, names), fout, held_back)
