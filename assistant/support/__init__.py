"""Is a sentence of a language model carried by what it cites? Ten rules, each of which can make it fall, and a score.

Nothing that a model says is shown before every rule lets it pass and its score reaches the threshold.
"""

from assistant.support.check import RULES, Support, check, load_support
from assistant.support.quotes import find_quote
from assistant.support.sentence import Rule, Sentence

__all__ = ["RULES", "Rule", "Sentence", "Support", "check", "find_quote", "load_support"]
