"""Rules 2 and 3: a sentence names only law that it cites, and cites only law that is in force on the day that is asked for."""

from __future__ import annotations

import re

from assistant.answer import EvidenceItem
from assistant.references import Reference, find_references
from assistant.support.sentence import Sentence
from corpus import Step

#: "onderdeel c", "paragraaf 4.3": parts that are named without their article.
_PART = re.compile(
    r"\b(?:onderdeel|onder|paragraaf|hoofdstuk|afdeling|bijlage|titel)\s+(?P<number>[a-z](?!\w)|\d+(?:\.\d+)*)", re.IGNORECASE
)


def references(sentence: Sentence) -> str:
    """Rule verwijzing: each article, lid, part and law of the sentence is that of a cited place, or stands in its text."""
    texts = [text for item in sentence.items for text in item.texts]
    held = [reference for text in texts for reference in find_references(text, sentence.names)]
    for reference in find_references(sentence.text, sentence.names):
        if not any(_covers(reference, item) for item in sentence.items) and not any(_names(other, reference) for other in held):
            return f"{reference.text} staat niet in de bron"
    laws = {str(item.source.id) for item in sentence.items} | {law for text in texts for law in sentence.names.values(text)}
    for law in sentence.names.values(sentence.text):
        if law not in laws and not _shares_name(law, laws, sentence):
            return "de zin noemt een wet die niet in de bron staat"
    own = {step.number.lower() for item in sentence.items for step in item.locator.steps}
    for part in _PART.finditer(sentence.text):
        if part["number"].lower() not in own and not any(part[0].lower() in text.lower() for text in texts):
            return f"{part[0]} staat niet in de bron"
    return ""


def in_force(sentence: Sentence) -> str:
    """Rule geldigheid: of each cited place the law of that day holds the rule."""
    for item in sentence.items:
        held = item.official.holds(sentence.peildatum) if item.official else item.provision.in_force(sentence.peildatum)
        if not held:
            return f"{item.label} geldt niet op {sentence.peildatum:%d-%m-%Y}"
    return ""


def _covers(reference: Reference, item: EvidenceItem) -> bool:
    place = item.provision.locator.undated()
    if reference.law_named:
        return any(candidate.covers(place) for candidate in reference.candidates)
    return _starts(place.steps, reference.steps)


def _names(held: Reference, said: Reference) -> bool:
    """Does the evidence itself name this place, of the same law where the sentence names one?"""
    if said.law_named and not said.candidates:
        return held.text.lower() == said.text.lower()
    same_law = (
        not said.law_named
        or not held.law_named
        or bool({c.source for c in held.candidates} & {c.source for c in said.candidates})
    )
    return same_law and _starts(held.steps, said.steps)


def _starts(whole: tuple[Step, ...], part: tuple[Step, ...]) -> bool:
    return whole[: len(part)] == part


def _shares_name(law: str, laws: set[str], sentence: Sentence) -> bool:
    """A name that two laws have ("Gw") is fine where one of them is cited."""
    return any(law in values and laws & set(values) for values in sentence.names.entries.values())
