"""Is a sentence of a language model carried by what it cites? Rules that each decide alone, and a score for what passes them.

Nothing that a model says is shown before those rules let it pass and its score reaches the threshold.
"""

from assistant.support.check import check
from assistant.support.quotes import find_quote
from assistant.support.rules import RULES
from assistant.support.score import Support, load_support
from assistant.support.sentence import Rule, Sentence

__all__ = ["RULES", "Rule", "Sentence", "Support", "check", "find_quote", "load_support"]
