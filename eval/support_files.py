"""The sentence-passage pairs of ``eval/support_*.yaml``: what a passage of the corpus carries and what it does not, read strictly.

A pair names its passages by locator, so that their text is that of the corpus. ``support_heldback.yaml`` is measured and never
fitted or tuned on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

import yaml

from assistant.answer import EvidenceItem, Language
from assistant.support import Sentence
from corpus import Ambt, Corpus, Locator, LocatorError
from corpus.vocabulary import Names

HELD_BACK = "support_heldback.yaml"
_KEYS = {"plaatsen", "ambt", "waar", "fout"}
#: Any day on which the whole corpus is in force.
_DAY = dt.date(2026, 11, 24)


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
    files = sorted(
        f.name for f in resources.files("eval").iterdir() if f.name.startswith("support_") and f.name.endswith(".yaml")
    )
    pairs: list[Pair] = []
    for name in files:
        entries = yaml.safe_load((resources.files("eval") / name).read_text(encoding="utf-8"))
        for number, entry in enumerate(entries, 1):
            try:
                pairs += _pairs(entry, corpus, names, held_back=name == HELD_BACK)
            except (KeyError, ValueError, LocatorError) as error:
                raise PairsError(f"{name}, ingang {number}: {error}") from error
    texts = [pair.sentence.text for pair in pairs]
    if double := {text for text in texts if texts.count(text) > 1}:
        raise PairsError(f"deze zin staat twee keer in eval/support_*.yaml: {min(double)!r}")
    return pairs


def _pairs(entry: Mapping[str, object], corpus: Corpus, names: Names, *, held_back: bool) -> Iterator[Pair]:
    places, good, wrong = entry["plaatsen"], entry.get("waar", []), entry.get("fout", {})
    if not set(entry) <= _KEYS or not (isinstance(places, list) and isinstance(good, list) and isinstance(wrong, dict)):
        raise ValueError(f"sleutels {sorted(entry)}; verwacht plaatsen, waar of fout, en eventueel ambt")
    provisions = [corpus.by_locator[Locator.parse(str(place))] for place in places]
    items = [EvidenceItem(f"B{n}", p, corpus.source_of(p)) for n, p in enumerate(provisions, 1)]
    cited = tuple((item, item.provision.norm) for item in items)
    ambt = Ambt(str(entry["ambt"])) if "ambt" in entry else None
    said: list[tuple[object, Fout | None]] = [(text, None) for text in good]
    said += [(text, Fout(kind)) for kind, texts in wrong.items() for text in texts]
    for text, fout in said:
        if not isinstance(text, str) or not text.endswith("."):
            raise ValueError(f"{text!r} is geen zin; zet hem tussen aanhalingstekens")
        tier = ambt.bestuurslaag if ambt else None
        yield Pair(Sentence(text, cited, ambt, tier, Language.NL, _DAY, names), fout, held_back)
