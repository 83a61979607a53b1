"""Rules 5 and 6: what must, may or may not be done is the same in the sentence and in its evidence, and so is what is denied."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from assistant.support.align import aligned
from assistant.support.clauses import Clause, Kind, has_finite
from assistant.support.sentence import Sentence
from assistant.support.words import is_actor, is_light, is_verb, opposite, said_in


class Force(StrEnum):
    """What a clause does with an act. ``STELLEND``: it states that it is done, as laws put a duty; ``ONTKENNEND``: that it is not."""

    PLICHT = "een plicht"
    STELLEND = "een vaste regel"
    BEVOEGDHEID = "een mogelijkheid of recht"
    VERBOD = "een verbod"
    ONTKENNEND = "een ontkenning"
    VRIJSTELLING = "een vrijstelling"


#: What the evidence may say where the sentence says the key.
FITS = {
    Force.PLICHT: {Force.PLICHT, Force.STELLEND},
    Force.STELLEND: {Force.STELLEND, Force.PLICHT},
    Force.BEVOEGDHEID: {Force.BEVOEGDHEID},
    Force.VERBOD: {Force.VERBOD, Force.ONTKENNEND},
    Force.ONTKENNEND: {Force.ONTKENNEND, Force.VERBOD, Force.VRIJSTELLING},
    Force.VRIJSTELLING: {Force.VRIJSTELLING, Force.ONTKENNEND},
}
#: What a force becomes where a word is replaced by its opposite: "niet openbaar" is "geheim".
_TURNED = {
    Force.STELLEND: Force.ONTKENNEND,
    Force.ONTKENNEND: Force.STELLEND,
    Force.PLICHT: Force.VERBOD,
    Force.VERBOD: Force.PLICHT,
    Force.BEVOEGDHEID: Force.VRIJSTELLING,
    Force.VRIJSTELLING: Force.BEVOEGDHEID,
}

_MOSTLY = 0.5
_OF_ACTS = (Kind.HOOFD, Kind.UITZONDERING)
_NOT = re.compile(
    r"\b(?:niet(?!-)|geen|nooit|niemand|niets|noch|evenmin|nergens|geenszins)\b"
    r"(?!\s+(?:alleen\b.*\bmaar ook|het college[.,]?$|de raad[.,]?$|de \w+ maar\b|het \w+ maar\b))"
)
#: "bij een nog niet definitieve veroordeling": what is denied there is not the clause.
_ATTRIBUTIVE = re.compile(r"\b(?:een|de|bij|en|of|wegens|tot|voor|met) (?:nog )?niet (?!mee\b|toe\b)\w+e\b")
#: "ook niet als een ander betaalt": what is denied is the rule, not the condition.
_OUTSIDE = re.compile(r"^(?:(?:ook|en|maar|zelfs) )*niet (?=(?:als|wanneer|indien|voor zover|zolang)\b)")
#: "alleen", "geen ander": a right, a duty and a ban say the same when they are limited to the same.
_LIMITED = re.compile(r"\b(?:alleen|uitsluitend|slechts|enkel|geen andere?)\b")
_EXEMPT = re.compile(
    r"\bhoe(?:ft|ven|f)\b(?!.*\b(?:alleen|slechts|pas)\b)|\b(?:niet|geen) (?:\w+ ){0,3}?(?:verplicht|verplichting|plicht|vereist|vereiste|nodig)\b|\bvrijgesteld\b"
    r"|\bgeld(?:t|en)\b.*\bniet\b|\bniet\b.*\bgeld(?:t|en)\b"
)
_FORBIDDEN = re.compile(
    r"^verbod (?:op|van|om)\b|\bverboden(?= (?:om|te|voor|als|tenzij)\b|,|$)|\bverbied(?:t|en)\b|\bgeld(?:t|en)\b.{0,12}\bverbod\b|\bniet (?:toegestaan|bevoegd)\b"
)
_MUST = re.compile(
    r"\b(?:hoe(?:ft|ven)(?=.*\b(?:alleen|slechts|pas)\b)|moet(?:en)?|moest(?:en)?|dien(?:t|en)|verplicht(?:e|en)?|gehouden tot|vereist|plicht (?:om|tot)|nodig|vereiste)\b"
)
_MAY = re.compile(
    r"(?<!\bte )\b(?:mag|mogen|mocht(?:en)?|kan|kunnen|kunt|kon(?:den)?|bevoegd(?:heid)?|toegestaan|mogelijk|recht (?:op|om)|vrij om|toegang)\b"
)


def force(clause: Clause) -> Force:
    """The force of a clause by its own words."""
    text = _ATTRIBUTIVE.sub("", _OUTSIDE.sub("", clause.text))
    denied = bool(_NOT.search(text))
    if _EXEMPT.search(text):
        return Force.VRIJSTELLING
    if _FORBIDDEN.search(text) or (denied and (_MAY.search(text) or _MUST.search(text))):
        return Force.VERBOD
    if _MAY.search(text):
        return Force.BEVOEGDHEID
    if _MUST.search(text):
        return Force.PLICHT
    return Force.ONTKENNEND if denied else Force.STELLEND


def turned(one: Clause, other: Clause) -> bool:
    """Does one clause have the opposite of a word of the other, an odd number of times?"""
    own, held = set(one.words), set(other.words)
    count = sum(any(opposite(word, second) for second in held) for word in own - held)
    return count % 2 == 1


def modality(sentence: Sentence) -> str:
    """Rule modaliteit: "mag" is no "moet", and "moet" is no "mag"."""
    for clause in sentence.clauses:
        if clause.kind is Kind.HOOFD and (other := _unlike(clause, sentence.evidence, fits)):
            return f"de zin zegt {force(clause)}, de bron {force(other)}"
    return ""


def negation(sentence: Sentence) -> str:
    """Rule ontkenning: what the evidence denies is not affirmed, and the other way round; also within a condition."""
    for clause in sentence.clauses:
        if _unlike(clause, sentence.evidence, _denies_alike):
            return "de zin ontkent wat de bron stelt" if denied(clause) else "de zin stelt wat de bron ontkent"
    return ""


def _unlike(clause: Clause, evidence: Sequence[Clause], alike: Callable[[Clause, Clause], bool]) -> Clause | None:
    """The clause of the evidence that a clause must be like and is not: what says most of it, or a word that the first does not."""
    held = aligned(clause, evidence)
    like = [other for other in held if alike(clause, other)]
    if held and not like:
        return held[0]
    if clause.kind is not Kind.HOOFD:
        return None
    for word in clause.content:
        if not is_light(word) and not is_actor(word) and not any(said_in(word, other.content) for other in like):
            elsewhere = [other for other in evidence if other.kind in _OF_ACTS and _about(clause, other, word)]
            if elsewhere and not any(alike(clause, other) for other in elsewhere):
                return elsewhere[0]
    return None


def _about(clause: Clause, other: Clause, word: str) -> bool:
    """Does a clause say a word, and is it the same act, or little that the other does not say?"""
    return said_in(word, other.content) and (is_verb(word) or other.shared(clause) >= _MOSTLY)


def _denies_alike(clause: Clause, other: Clause) -> bool:
    return _alike_limited(clause, other) or denied(clause) == (denied(other) != _against(clause, other))


def fits(clause: Clause, other: Clause) -> bool:
    """May a clause with its force rest on another?"""
    if not has_finite(other.words) and force(clause) in (Force.STELLEND, Force.BEVOEGDHEID):
        # "Maximaal acht jaar." states nothing by itself.
        return True
    if _alike_limited(clause, other):
        return True
    held = force(other)
    return (_TURNED[held] if _against(clause, other) else held) in FITS[force(clause)]


def _against(clause: Clause, other: Clause) -> bool:
    """Does a clause say by an opposite, or outside an exception, what the other says?"""
    return turned(clause, other) != ((clause.kind is Kind.UITZONDERING) != (other.kind is Kind.UITZONDERING))


def _alike_limited(clause: Clause, other: Clause) -> bool:
    """Are both limited to something, or is one a need ("toestemming nodig") of what the other is limited to?"""
    one, two = (bool(_LIMITED.search(c.text)) for c in (clause, other))
    return (one and two) or (one and force(other) is Force.PLICHT) or (two and force(clause) is Force.PLICHT)


def denied(clause: Clause) -> bool:
    """Does a clause deny or forbid?"""
    return force(clause) in (Force.VERBOD, Force.ONTKENNEND, Force.VRIJSTELLING)
