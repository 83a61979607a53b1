"""True sentences about a source: copies, and the same in slightly other words, so that a verifier that drops everything shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from eval.lies import Passage, Told

#: What says the same wherever it stands in the texts of the corpus.
_SAME = (
    (r"\bmeteen\b", "direct"),
    (r"\bonmiddellijk\b", "meteen"),
    (r"\bten minste\b", "minstens"),
    (r"\bminstens\b", "ten minste"),
    (r"\bten hoogste\b", "maximaal"),
    (r"\bindien\b", "als"),
    (r", als (?=hij|zij|iemand|de|het|er)", ", wanneer "),
    (r"\btijdens de\b", "gedurende de"),
    (r"\btelkens\b", "steeds"),
    (r"\belektronisch\b", "digitaal"),
    (r"\btegelijk\b", "tegelijkertijd"),
    (r"\bgeheel of deels\b", "helemaal of gedeeltelijk"),
    (r"\bstukken\b", "documenten"),
    (r"\bgeschenken\b", "giften"),
    (r"\bkrijgt\b", "ontvangt"),
    (r"\buitsluitend\b", "alleen"),
    (r"\bdrie (?=maanden|jaar|weken|dagen)", "3 "),
    (r"\bvier (?=maanden|jaar|weken|dagen)", "4 "),
    (r"\bzes (?=maanden|jaar|weken|dagen)", "6 "),
    (r" \((?:art\.|artikel|artikelen|onderdeel|onderdelen) [^()]*\)", ""),
)
_TURNED = re.compile(
    r"(Een|De|Het) ([\w-]+) (moet|mag|kan|krijgt|heeft|is|wordt|doet|geeft|meldt|maakt|legt|stemt|neemt|werkt|blijft|hoeft) ([^,;:]+), (als|tenzij|wanneer) ([^,;:]+)\."
)


def in_other_words(sentence: str) -> str:
    """The same in slightly other words; the sentence itself where no way fits."""
    if match := _TURNED.fullmatch(sentence):
        first, noun, verb, rest, when, condition = match.groups()
        return f"{when.capitalize()} {condition}, {verb} {first.lower()} {noun} {rest}."
    for pattern, other in _SAME:
        sentence = re.sub(pattern, other, sentence)
    return sentence


def truths(passages: Sequence[Passage], chance: Random) -> Iterator[Told]:
    """True sentences in an order by chance, those in other words first."""
    pairs = [(sentence, passage) for passage in passages for sentence in passage.sentences]
    shuffled = chance.sample(pairs, len(pairs))
    for sentence, passage in shuffled:
        if (other := in_other_words(sentence)) != sentence:
            yield Told(other, ((passage.label, sentence),))
    for sentence, passage in shuffled:
        yield Told(sentence, ((passage.label, sentence),), copy=True)
