"""A sentence and what it cites as one pair of texts, for what judges whether the one follows from the other."""

from __future__ import annotations

from assistant.answer import EvidenceItem, Language
from assistant.names import office_name
from assistant.support.sentence import Sentence
from corpus.dutch import label


def as_pair(sentence: Sentence) -> tuple[str, str]:
    """What is cited, each text behind its place and the offices it holds for; and the sentence, behind the office of who asks."""
    said = f"Aan een {office_name(sentence.ambt, Language.NL)}: {sentence.text}" if sentence.ambt else sentence.text
    return " ".join(_told(item) for item in sentence.items), said


def _told(item: EvidenceItem) -> str:
    place = label(item.locator, item.source.citeertitel)
    offices = ", ".join(sorted(office_name(ambt, Language.NL) for ambt in item.provision.ambten))
    head = f"{place}, voor {offices}" if offices else place
    return f"{head}: {' '.join(item.texts)}"
