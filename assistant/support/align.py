"""Which clause of the evidence a clause of the sentence is about: the one that says most of its content."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.support.clauses import Clause, Kind

#: Clauses that say nearly as much as the best count as well: the same words can stand in a rule and in its consequence.
_NEAR, _ALIKE = 0.9, 0.97
_LEAST, _ENOUGH, _SURE = 0.3, 0.45, 0.7
#: How much it counts that the evidence says little else.
_BACK = 0.3
_CONDITIONS = {Kind.VOORWAARDE, Kind.BIJZIN}


def aligned(clause: Clause, evidence: Sequence[Clause]) -> list[Clause]:
    """The clauses of the evidence that say most of what ``clause`` says, in order of the evidence; none where little is shared.

    A main clause goes with a main clause: the one that says enough of it, or else that of the sentence that says most of it. Of a
    condition or relative clause more must be shared, because it can be put in very different words.
    """
    if clause.kind is not Kind.HOOFD:
        others = [other for other in evidence if other.kind is clause.kind or {other.kind, clause.kind} == _CONDITIONS]
        return _nearest(clause, others, _SURE)
    mains = [other for other in evidence if other.kind in (Kind.HOOFD, Kind.UITZONDERING)]
    if found := _nearest(clause, mains, _ENOUGH):
        return found
    numbers = {other.sentence for other in _nearest(clause, whole_sentences(evidence), _LEAST)}
    return _nearest(clause, [other for other in mains if other.sentence in numbers], 0.0)


def _nearest(clause: Clause, evidence: Sequence[Clause], least: float) -> list[Clause]:
    shares = [clause.shared(other) for other in evidence]
    if max(shares, default=-1.0) < least:
        return []
    likeness = [share + _BACK * other.shared(clause) for share, other in zip(shares, evidence, strict=True)]
    return [other for like, other in zip(likeness, evidence, strict=True) if like >= _NEAR * max(likeness)]


def scopes_about(clause: Clause, evidence: Sequence[Clause], least: float) -> list[Clause]:
    """The scopes of the evidence that a scope of the sentence is about: they say most of it, and it says most of them."""
    likeness = [(clause.shared(scope), scope) for scope in scopes(evidence)]
    likeness = [(share + _BACK * scope.shared(clause), scope) for share, scope in likeness if share >= least]
    best = max((like for like, _ in likeness), default=0.0)
    return [scope for like, scope in likeness if like >= _ALIKE * best]


def whole_sentences(evidence: Sequence[Clause]) -> list[Clause]:
    """A clause for each sentence, with all that its clauses say."""
    return _together(evidence, lambda before, other: before.sentence == other.sentence)


def scopes(evidence: Sequence[Clause]) -> list[Clause]:
    """Each main clause with the conditions and relative clauses that stand beside it, as one clause."""

    def same(before: Clause, other: Clause) -> bool:
        return before.sentence == other.sentence and (other.kind is not Kind.HOOFD or before.kind is not Kind.HOOFD)

    return _together(evidence, same)


def _together(evidence: Sequence[Clause], same: Callable[[Clause, Clause], bool]) -> list[Clause]:
    found: list[Clause] = []
    for other in evidence:
        if found and same(found[-1], other):
            last = found[-1]
            main = Kind.HOOFD if Kind.HOOFD in (last.kind, other.kind) else last.kind
            found[-1] = Clause(
                f"{last.text} {other.text}", main, last.sentence, last.words + other.words, last.content + other.content
            )
        else:
            found.append(other)
    return found
