"""The law as values, and the documents themselves.

``corpus`` knows nothing of embeddings, search or pages: it gives locators, provisions, the
vocabulary and the texts. Everything else in the project builds on it.
"""

from corpus.loader import load_corpus
from corpus.locator import Locator, LocatorError, SourceId, Step, Unit
from corpus.records import CorpusError
from corpus.values import Ambt, Bestuurslaag, Corpus, OfficialText, Provision, Source, SourceKind, Thema

__all__ = [
    "Ambt",
    "Bestuurslaag",
    "Corpus",
    "CorpusError",
    "Locator",
    "LocatorError",
    "OfficialText",
    "Provision",
    "Source",
    "SourceId",
    "SourceKind",
    "Step",
    "Thema",
    "Unit",
    "load_corpus",
]
