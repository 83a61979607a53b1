"""Rule ambt: who must, may or does it is the same in the sentence and in its evidence; a rule for one office is none for another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.support.actors import ANYONE, RECEIVES, Actor, Mention, Part, mentions
from assistant.support.align import scopes_about
from assistant.support.clauses import Clause, Kind
from assistant.support.modality import denied
from assistant.support.sentence import Sentence
from assistant.support.words import canonical, is_actor, said_in
from corpus import Bestuurslaag

_TIERS = {
    Bestuurslaag.GEMEENTE: re.compile(r"\bgemeent\w*|\bstadhuis\b"),
    Bestuurslaag.PROVINCIE: re.compile(r"\bprovinci\w*"),
    Bestuurslaag.WATERSCHAP: re.compile(r"\bwaterschap\w*"),
}
#: Who acts, but no office: a tier is checked as such.
_GENERAL = (ANYONE, "gemeente", "provincie", "waterschap", "orgaan", "dienst")
_NOT_MEANT = re.compile(r"\b(?:noemt|staa[nt]|geld(?:t|en)|val(?:t|len)|noemen) .*\bniet\b|\bniet .*\b(?:genoemd|bedoeld)\b")
_USER = re.compile(r"\b(?:u|uw|uzelf|je|jij|jouw)\b")
_PRONOUN = re.compile(r"\b(?:hij|zij|ze|diegene)\b")
_LEAST = 0.3


def offices(sentence: Sentence) -> str:
    """Rule ambt: every office, organ and tier of the sentence is one of the evidence, and the rule is one for who asks."""
    text = canonical(sentence.text)
    evidence = [canonical(held) for item in sentence.items for held in item.texts]
    said = [mention.actor for mention in mentions(text) if mention.actor.name not in _GENERAL]
    named = [mention.actor for part in evidence for mention in mentions(part)]
    ambten = {ambt for item in sentence.items for ambt in item.provision.ambten}
    for actor in said:
        # "bestuurder" is also one of a company: a rule for it is one for a wethouder where it is a rule for that office.
        wider = actor.ambt is None or not ambten or actor.ambt in ambten
        if not any(actor.name == other.name or (wider and actor.name in other.covers) for other in named):
            return f"de bron spreekt niet van {actor.name.replace('_', ' ')}"
    tiers = {item.provision.bestuurslaag for item in sentence.items}
    for tier, pattern in _TIERS.items():
        if pattern.search(text) and tier not in tiers and not any(pattern.search(part) for part in evidence):
            return f"de bron is geen regel voor {tier}"
    return _for_who_asks(sentence, text, said)


def acts(sentence: Sentence) -> str:
    """Rule handelen: who acts in the sentence acts in the evidence, and who is acted upon is acted upon there."""
    for clause in sentence.clauses:
        if reason := _only_denied(clause, sentence.evidence):
            return reason
        if clause.kind is not Kind.HOOFD:
            if reason := _of_another(clause, sentence.evidence):
                return reason
            continue
        reasons = [
            _played_otherwise(clause, scope, sentence.evidence) for scope in scopes_about(clause, sentence.evidence, _LEAST)
        ]
        if reasons and all(reasons):
            return reasons[0]
    return ""


def _only_denied(clause: Clause, evidence: Sequence[Clause]) -> str:
    """An office that the evidence names only to say that the rule is not for it: "provincies noemt de bepaling niet"."""
    if denied(clause) or clause.kind is Kind.UITZONDERING:
        return ""
    for mention in mentions(clause.text):
        named = [other for other in evidence if any(mention.actor.name in m.actor.covers for m in mentions(other.text))]
        if named and all(_NOT_MEANT.search(other.text) or other.kind is Kind.UITZONDERING for other in named):
            return _reason(mention)
    return ""


def _of_another(clause: Clause, evidence: Sequence[Clause]) -> str:
    """A condition or relative clause that the evidence has word for word of another office."""
    words = [word for word in clause.content if not is_actor(word)]
    alike = [
        other for other in evidence if other.kind is clause.kind and words and all(said_in(word, other.content) for word in words)
    ]
    held = [[mention.actor for mention in mentions(other.text)] for other in alike]
    said = mentions(clause.text)
    for mention in said:
        if held and all(
            actors and not any(actor.name == ANYONE or mention.actor.name in actor.covers for actor in actors) for actors in held
        ):
            return _reason(mention)
    if len(said) > 1 and held and all(len(actors) > 1 and said[0].actor.name not in actors[0].covers for actors in held):
        return _reason(said[0])
    return ""


def _for_who_asks(sentence: Sentence, text: str, said: Sequence[Actor]) -> str:
    """A sentence that names no office, or speaks to "u", is said of who asks."""
    if sentence.ambt is None or (said and not _USER.search(text)):
        return ""
    for item in sentence.items:
        if item.provision.ambten and sentence.ambt not in item.provision.ambten:
            return f"de bron is geen regel voor een {sentence.ambt.label}"
    return ""


def _played_otherwise(clause: Clause, scope: Clause, evidence: Sequence[Clause]) -> str:
    """Who plays another part in the scope of the evidence than in the clause; "" when all play theirs."""
    held = _parts(scope, evidence)
    receives = bool(RECEIVES.search(clause.text)) and not RECEIVES.search(scope.text)
    doers = {name for name, parts in held.items() if Part.DOET in parts}
    for mention in mentions(clause.text):
        if mention.actor.name == ANYONE:
            continue
        part = _seen_from_there(mention, receives=receives)
        parts = held.get(mention.actor.name, set())
        if (
            part is Part.DOET
            and not parts
            and doers
            and not (_PRONOUN.search(scope.text) and _acts_elsewhere(mention, clause, evidence))
        ):
            return _reason(mention)
        if part is Part.DOET and parts and Part.DOET not in parts and (doers or Part.NIET in parts):
            return _reason(mention)
        if part is Part.AAN and parts and not parts & {Part.AAN, Part.ONDERGAAT, Part.ANDERS, Part.VAN}:
            return _reason(mention)
    return ""


def _parts(scope: Clause, evidence: Sequence[Clause]) -> dict[str, set[Part]]:
    found: dict[str, set[Part]] = {}
    for clause in evidence:
        if clause.sentence == scope.sentence and clause.text in scope.text:
            for mention in mentions(clause.text):
                for name in mention.actor.covers:
                    found.setdefault(name, set()).add(mention.part)
    return found


def _seen_from_there(mention: Mention, *, receives: bool) -> Part:
    if not receives:
        return mention.part
    return {Part.DOET: Part.AAN, Part.VAN: Part.DOET, Part.AAN: Part.ANDERS}.get(mention.part, mention.part)


def _acts_elsewhere(mention: Mention, clause: Clause, evidence: Sequence[Clause]) -> bool:
    """Does the actor act in another clause, which does not deny what this one states? There "hij" may stand for it."""
    return any(
        other.part is Part.DOET and mention.actor.name in other.actor.covers and denied(held) == denied(clause)
        for held in evidence
        for other in mentions(held.text)
    )


def _reason(mention: Mention) -> str:
    return f"in de bron doet {mention.actor.name.replace('_', ' ')} iets anders"
