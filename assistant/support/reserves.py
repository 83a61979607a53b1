"""Rule voorbehoud: what limits a rule is kept: its exceptions and conditions, and "alleen", "minstens", "altijd"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.support.align import scopes, scopes_about
from assistant.support.clauses import Clause, Kind, read
from assistant.support.sentence import Sentence
from assistant.support.words import is_actor, is_light, said_in

_ONLY = re.compile(
    r"\b(?:alleen|uitsluitend|slechts|enkel|pas|enige|mits|voor zover|hoogstens|in zijn eentje|niet (?:het|de) \w+ maar)\b|\bgeen andere?\b|\bniet .* maar\b|\bzelf\b|\bprecies\b"
)
_SAYS_ONLY = re.compile(r"\b(?:alleen|uitsluitend|slechts|enkel|geen andere?)\b|\bhoogstens(?= \w+ (?:zijn|worden)\b)")
_ALWAYS = re.compile(
    r"\b(?:altijd|nooit|in alle gevallen|zonder uitzondering|zonder meer|onder alle omstandigheden|hoe dan ook|volledig vrij|onbeperkt)\b"
)
_ALL = re.compile(r"\b(?:alles|alle|elke|elk|iedere|ieder)\b")
_WITHOUT = re.compile(r"\bzonder (?:\w+ ){0,4}te (?P<act>\w+)")
#: "ook als", "ook niet als": a condition that the sentence says to make no difference.
_EVEN = re.compile(r"\b(?:ook|zelfs)(?: \w+)? (?:als|wanneer|indien|bij|niet als|niet bij)\b")
_IN_GENERAL = re.compile(r"\b(?:in beginsel|in principe|onder voorwaarden|uitzondering\w*)\b")
_LIMITS = re.compile(r"(?:die|waar(?:aan|bij|door|in|op|over|toe|van|voor)?|wie)\b")
_MOMENTS = {
    "voor": re.compile(
        r"\b(?:vooraf|voordat|tevoren|vlak voor|voor (?:de |het |zijn |haar |hun )?(?:aantreden|aanvang|begin|start|benoeming|dag|besluit)|voor hij|voor zij)\b"
    ),
    "tijdens": re.compile(r"\b(?:tijdens|gedurende)\b"),
    "na": re.compile(r"\b(?:na|nadat|achteraf|daarna|zodra)\b"),
}
_GROUND = re.compile(r"\b(?:om|wegens|vanwege) (?:\w+ ){0,2}?reden(?:en)?\b")
_LEAST, _ENOUGH, _HALF = 0.35, 0.3, 0.5


def reserves(sentence: Sentence) -> str:
    """Rule voorbehoud."""
    said = " ".join(clause.text for clause in sentence.clauses)
    held = " ".join(clause.text for clause in sentence.evidence)
    limits = _conditions(sentence.evidence)
    if (match := _ALWAYS.search(said)) and match[0] not in held:
        return f"„{match[0]}” staat niet in de bron"
    for clause in sentence.clauses:
        if (match := _SAYS_ONLY.search(clause.text)) and not any(
            _ONLY.search(scope.text) for scope in scopes_about(clause, sentence.evidence, 0.0)
        ):
            return f"„{match[0]}” staat zo niet in de bron"
    if (match := _EVEN.search(said)) and not _EVEN.search(held) and limits:
        return f"„{match[0]}” keert een voorwaarde van de bron om"
    if (
        (match := _WITHOUT.search(said))
        and not _WITHOUT.search(held)
        and any(said_in(match["act"], c.content) for c in sentence.evidence)
    ):
        return f"„{match[0]}” keert een voorwaarde van de bron om"
    if any(_excepts(clause) for clause in sentence.clauses) and not (limits or _ONLY.search(held)):
        return "de bron kent die uitzondering niet"
    if _when(said) and not _when(said) & _when(held) and _when(held):
        return "de zin zegt een ander moment dan de bron"
    return _left_out(sentence, everything=bool(_ALL.search(said) and not _ALL.search(held)))


def _excepts(clause: Clause) -> bool:
    return clause.kind is Kind.UITZONDERING and not clause.text.startswith(("maar", "niet"))


def _left_out(sentence: Sentence, *, everything: bool) -> str:
    """What limits the rule in every clause of the evidence that says most of the sentence, and is not in it."""
    evidence = [clause for clause in sentence.evidence if not clause.text.strip().startswith("(")]
    mains = [clause.alone for clause in sentence.clauses if clause.kind is Kind.HOOFD]
    for clause in (*scopes(sentence.clauses), *mains):
        reasons = [_dropped(scope, sentence, everything=everything) for scope in scopes_about(clause, evidence, _LEAST)]
        if reasons and all(reasons):
            return reasons[0]
    return ""


def _when(text: str) -> set[str]:
    """Before, during or after something: the moments that a text speaks of."""
    return {moment for moment, pattern in _MOMENTS.items() if pattern.search(text)}


def _dropped(scope: Clause, sentence: Sentence, *, everything: bool) -> str:
    """The exception or condition of the evidence that the sentence states the rule without."""
    whole = " ".join(clause.text for clause in sentence.clauses)
    free = everything or not (_conditions(sentence.clauses) or _ONLY.search(whole) or _IN_GENERAL.search(whole))
    parts = _of(scope, sentence.evidence)
    if free and any(part.kind is Kind.HOOFD and _SAYS_ONLY.search(part.text) for part in parts):
        return "de beperking „alleen” van de bron is weggelaten"
    if (ground := _GROUND.search(scope.text)) and not _says(read(ground[0]), sentence):
        return f"de voorwaarde „{ground[0]}” van de bron is weggelaten"
    rule = [word for part in parts if part.kind is Kind.HOOFD for word in part.content]
    exceptions = [part for part in parts if part.kind is Kind.UITZONDERING]
    limits = [part for part in parts if part.kind is Kind.VOORWAARDE or (part.kind is Kind.BIJZIN and _LIMITS.match(part.text))]
    if any(clause.kind is Kind.BIJZIN for clause in sentence.clauses) and not everything:
        limits = [part for part in limits if part.kind is Kind.VOORWAARDE]
    only = any(part.kind is Kind.HOOFD and _SAYS_ONLY.search(part.text) for part in parts)
    if only and limits and not any(_says([part], sentence, rule) for part in limits):
        return f"„{limits[0].text}” van de bron is weggelaten"
    for left_out in (exceptions, limits if free else []):
        if left_out and not any(_says([part], sentence, rule, whole=everything) for part in left_out):
            return f"„{left_out[0].text}” van de bron is weggelaten"
    return ""


def _says(clauses: Sequence[Clause], sentence: Sentence, rule: Sequence[str] = (), *, whole: bool = False) -> bool:
    """Does the sentence say enough of the words of these clauses that the ``rule`` itself has not? Of a choice one is enough."""
    own = [word for clause in clauses for word in clause.content if not is_light(word) and not is_actor(word)]
    words = [word for word in own if not said_in(word, rule)]
    said = sum(any(said_in(word, clause.content) for clause in sentence.clauses) for word in words)
    choice = any(" of " in clause.text for clause in clauses)
    return said >= (_HALF if whole else 0 if choice and said else _ENOUGH) * len(words)


def _of(scope: Clause, evidence: Sequence[Clause]) -> list[Clause]:
    """The clauses of a scope, and an exception that the next sentence makes to it."""
    own = [clause for clause in evidence if clause.sentence == scope.sentence and clause.text in scope.text]
    following = [clause for clause in evidence if clause.sentence == scope.sentence + 1]
    return own + following[:1] if following and following[0].kind is Kind.UITZONDERING else own


def _conditions(clauses: Sequence[Clause]) -> list[Clause]:
    return [clause for clause in clauses if clause.kind in (Kind.UITZONDERING, Kind.VOORWAARDE)]
