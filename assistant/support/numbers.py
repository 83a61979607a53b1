"""Rule getal: every number, term, amount and date of the sentence stands in its evidence, and belongs to the same there."""

from __future__ import annotations

from functools import lru_cache

from assistant.references import find_references
from assistant.support.align import scopes
from assistant.support.quantities import Quantity, quantities
from assistant.support.sentence import Sentence
from assistant.support.words import canonical
from corpus.vocabulary import Names

#: So much more of a clause must be said elsewhere before its number is held to belong there.
_CLEARLY = 0.15


def numbers(sentence: Sentence) -> str:
    """Rule getal."""
    held = [quantity for item in sentence.items for text in item.texts for quantity in _counted(text, sentence.names)]
    for quantity in _counted(sentence.text, sentence.names):
        if not any(quantity.same(other) for other in held):
            said = canonical(unreferenced(sentence.text, sentence.names))[quantity.start : quantity.end]
            return f"„{said}” staat zo niet in de bron"
    return _bound_elsewhere(sentence)


def _bound_elsewhere(sentence: Sentence) -> str:
    """A number that the evidence uses for something else: "binnen zeven dagen" of the receipt, said of the outcome."""
    evidence = [(scope, quantities(scope.text)) for scope in scopes(sentence.evidence)]
    for clause in scopes(sentence.clauses):
        own = [q for q in quantities(clause.text) if q.unit]
        families = {q.family for q in own}
        for_it = [clause.shared(scope) for scope, held in evidence if all(any(q.same(o) for o in held) for q in own)]
        rival = [clause.shared(scope) for scope, held in evidence if families & {o.family for o in held}]
        if own and max(for_it, default=0.0) + _CLEARLY < max(rival, default=0.0):
            return "een getal of termijn hoort in de bron bij iets anders"
    return ""


@lru_cache(maxsize=2_000)
def _cached(text: str) -> tuple[Quantity, ...]:
    return tuple(quantities(canonical(text)))


def _counted(text: str, names: Names) -> tuple[Quantity, ...]:
    return _cached(unreferenced(text, names))


def unreferenced(text: str, names: Names) -> str:
    """The text with a blank for each reference to an article: those numbers are for another rule."""
    for reference in reversed(find_references(text, names)):
        text = text[: reference.start] + " " * (reference.end - reference.start) + text[reference.end :]
    return text
