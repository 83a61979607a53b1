"""A whole draft, verified at once, for tests of what comes of it."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import DraftClaim, Evidence, Result
from assistant.evidence import Verdict
from assistant.verify import Checker, Circumstances, conclude
from corpus.vocabulary import Names


def verify(draft: Iterable[DraftClaim], evidence: Evidence, verdict: Verdict, about: Circumstances, names: Names) -> Result:
    claims, dropped = Checker(evidence, about.question.peildatum, names).sieve(draft)
    return conclude(claims, dropped, evidence, verdict, about)
