"""A second opinion on a sentence that was shown: plain rules over words, apart from the verifier, that point at what to read by hand.

A doubt is no proof: "is verplicht" for "moet" is true and may be pointed at. How much the rules see is measured on the lies. No
pattern and no list of words is one of the verifier's: what both read with the same eyes, this could never doubt. Shared are only the
stemmer and how a text is cut into sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

import Stemmer

from assistant.answer import EvidenceItem
from assistant.sentences import sentences
from corpus.vocabulary import load_vocabulary


class Doubt(StrEnum):
    """What a sentence says that its source does not, or leaves out."""

    GETAL = "getal staat niet in de bron"
    ARTIKEL = "artikel staat niet in de bron"
    MODALITEIT = "moet, mag of hoeft staat niet in de bron"
    ONTKENNING = "ontkenning anders dan in de bron"
    VOORBEHOUD = "tenzij, mits, als of alleen anders dan in de bron"
    AMBT = "ambt of laag staat niet in de bron"
    OORDEEL = "oordeel over het geval"
    WOORDEN = "te weinig woorden staan in de bron"


_COUNTS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf".split()
_NUMBER = re.compile(rf"\d+(?:[.:,]\d+)*[a-z]?\b|\b(?:{'|'.join(_COUNTS[2:])})\b")
_ARTICLE = re.compile(r"\bart(?:\.|ikel) (\d+[\w:.]*)")
_NEGATION = re.compile(r"\b(?:niet|geen|géén|nooit|niemand|evenmin|niets|zonder)\b")
_RESERVE = re.compile(r"\b(?:tenzij|behalve|mits|alleen|uitsluitend|slechts|voor zover|uitgezonderd|als|wanneer|indien)\b")
_MODALS = {
    "moet": re.compile(r"\b(?:moet|moeten|verplicht\w*|dient|dienen|plicht|vereist\w*)\b"),
    "mag": re.compile(r"\b(?:mag|mogen|kan|kunnen|kunt|bevoegd\w*|toegestaan|mogelijk\w*)\b"),
    "hoeft": re.compile(r"\b(?:hoeft|hoeven|vrijgesteld)\b"),
}
# A rule speaks of an office. Who speaks to somebody, of the case at hand, or of how good or bad something is, may decide it.
_VERDICT = re.compile(
    r"^(?:ja|nee)\b|\b(?:u|uw|je|jij|jou|jouw|ik|mij|mijn|wij|we|dit|deze|hier|verstandig|raadzaam|beter|netjes|prima|probleem|"
    r"bezwaar|terecht|onterecht|fout|strafbaar|schuldig|omkoping|belangenverstrengeling)\b"
)
_TIERS = {name: re.compile(rf"\b{name}", re.IGNORECASE) for name in ("gemeente", "provincie", "waterschap", "rijk")}
_WORD = re.compile(r"[a-zà-ÿ]{4,}")
_ENOUGH = 0.7


def doubts(sentence: str, cited: Sequence[EvidenceItem]) -> tuple[Doubt, ...]:
    """What a reader should look at; none for a sentence that the sources seem to say."""
    evidence = sentences_of(cited)
    if sentence in evidence:
        return ()
    said, held, near = sentence.lower(), "\n".join(evidence).lower(), nearest(sentence, evidence)
    found = {
        Doubt.GETAL: not _numbers(said) <= _numbers(held),
        Doubt.ARTIKEL: not _articles(said) <= _articles(held) | {s.number for i in cited for s in i.locator.steps},
        Doubt.MODALITEIT: not _modals(said) <= _modals(near),
        Doubt.ONTKENNING: len(_NEGATION.findall(said)) != len(_NEGATION.findall(near)),
        Doubt.VOORBEHOUD: sorted(_RESERVE.findall(said)) != sorted(_RESERVE.findall(near)),
        Doubt.AMBT: not _who(said) <= _who(held) | {str(ambt) for item in cited for ambt in item.provision.ambten},
        Doubt.OORDEEL: not set(_VERDICT.findall(said)) <= set(_VERDICT.findall(near)),
        Doubt.WOORDEN: coverage(said, held) < _ENOUGH,
    }
    return tuple(doubt for doubt, there in found.items() if there)


def sentences_of(cited: Sequence[EvidenceItem]) -> list[str]:
    """The sentences of the texts that may be quoted, in order."""
    return [part for item in cited for text in item.texts for line in text.splitlines() for part in sentences(line)]


def coverage(sentence: str, evidence: str) -> float:
    """The share of the words of four letters and more of which the stem begins a word of the evidence."""
    held = {_stem(word) for word in _WORD.findall(evidence.lower())}
    words = [_stem(word) for word in _WORD.findall(sentence.lower())]
    return sum(word in held or any(other.startswith(word) for other in held) for word in words) / max(1, len(words))


def nearest(sentence: str, evidence: Sequence[str]) -> str:
    """The sentence of the evidence that says most of it, in small letters."""
    return max(evidence, key=lambda part: (coverage(sentence, part), coverage(part, sentence)), default="").lower()


def _numbers(text: str) -> set[str]:
    return {str(_COUNTS.index(found)) if found in _COUNTS else found for found in _NUMBER.findall(text)}


def _articles(text: str) -> set[str]:
    return {found.rstrip(".:") for found in _ARTICLE.findall(text)}


def _modals(text: str) -> set[str]:
    return {name for name, pattern in _MODALS.items() if pattern.search(text)}


def _who(text: str) -> set[str]:
    tiers = {name for name, pattern in _TIERS.items() if pattern.search(text)}
    return tiers | {str(ambt) for ambt in load_vocabulary().ambten_in(text)}


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("dutch")


def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return stem
