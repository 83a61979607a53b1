"""The claim of a language model against its evidence: quotes made literal, then every rule and the score."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import DraftClaim, Evidence, Language, Question
from assistant.support.check import check
from assistant.support.entailment import Entailment
from assistant.support.quotes import find_quote
from assistant.support.sentence import Sentence
from corpus import Bestuurslaag
from corpus.vocabulary import Names
from ingest.embedders import Embedder


@dataclass(frozen=True)
class ClaimSupport:
    """For one question. ``asked``: with the office of who asks, as far as it is known."""

    asked: Question
    tier: Bestuurslaag | None
    language: Language
    names: Names
    embedder: Embedder | None = None
    entailment: Entailment | None = None

    def tested(self, proposed: DraftClaim, evidence: Evidence) -> tuple[DraftClaim, str]:
        """The claim with its quotes as the evidence has them, and "" or the reason, in Dutch, why it falls."""
        items = {item.label: item for item in evidence.items}
        unknown = next((label for label, _ in proposed.quotes if label not in items), "")
        if unknown:
            return proposed, f"bron {unknown} bestaat niet in het bewijs"
        quotes = tuple((label, _literal(quote, items[label].texts)) for label, quote in proposed.quotes)
        literal = replace(proposed, quotes=quotes)
        cited = tuple((items[label], quote) for label, quote in quotes)
        asked = self.asked
        sentence = Sentence(proposed.text, cited, asked.ambt, self.tier, self.language, asked.peildatum, self.names)
        return literal, check([sentence], self.embedder, self.entailment)[0]


def _literal(quote: str, texts: tuple[str, ...]) -> str:
    """The words of the evidence that a quote means; the quote itself where they are not there."""
    found = ((text, span) for text in texts if (span := find_quote(quote, text)))
    text, span = next(found, ("", None))
    return text[span[0] : span[1]] if span else quote
