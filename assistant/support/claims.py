"""The claim of a language model against its evidence: quotes made literal, then every rule and the score."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import DraftClaim, Dropped, Evidence, Language, Question
from assistant.support.check import check
from assistant.support.entailment import Entailment
from assistant.support.quotes import find_quote
from assistant.support.sentence import Sentence
from corpus.vocabulary import Names


@dataclass(frozen=True)
class ClaimSupport:
    """For one question. ``asked``: with the office of who asks, as far as it is known. ``judge`` and ``own``: as ``check`` has them."""

    asked: Question
    language: Language
    names: Names
    judge: Entailment
    own: Entailment | None = None

    def tested(self, proposed: DraftClaim, evidence: Evidence) -> tuple[DraftClaim, Dropped | None]:
        """The claim with its quotes as the evidence has them, and what it falls for, if it does."""
        items = {item.label: item for item in evidence.items}
        unknown = next((label for label, _ in proposed.quotes if label not in items), "")
        if unknown:
            return proposed, Dropped(proposed.text, f"bron {unknown} bestaat niet in het bewijs", by_model=True, rule="bron")
        quotes = tuple((label, _literal(quote, items[label].texts)) for label, quote in proposed.quotes)
        literal = replace(proposed, quotes=quotes)
        cited = tuple((items[label], quote) for label, quote in quotes)
        asked = self.asked
        sentence = Sentence(proposed.text, cited, asked.ambt, self.language, asked.peildatum, self.names)
        (fall,) = check([sentence], self.judge, self.own)
        return literal, Dropped(proposed.text, fall.why, by_model=True, rule=fall.rule) if fall else None


def _literal(quote: str, texts: tuple[str, ...]) -> str:
    """The words of the evidence that a quote means; the quote itself where they are not there."""
    found = ((text, span) for text in texts if (span := find_quote(quote, text)))
    text, span = next(found, ("", None))
    return text[span[0] : span[1]] if span else quote
