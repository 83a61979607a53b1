"""The composer that lets a language model phrase the evidence. Everything it hands on is a draft."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from assistant.answer import LANGUAGE_MODEL, DraftClaim, Dropped, Evidence, Language, Question, Role
from assistant.llm.faults import ComposerFault, LlmFault
from assistant.llm.parse import ClaimReader, Damaged, NoAnswer, Stated
from assistant.llm.prompt import MOST_CLAIMS, Prompt, prompt_for
from assistant.llm.protocols import output_tokens
from assistant.llm.stream import Line
from assistant.personal.spans import PLACEHOLDER
from assistant.privacy import clean
from assistant.understand import Understanding, language_of
from ingest.settings import Settings

# A sentence is words: no markup, no link, nothing that a page could load or run.
_NOT_PLAIN = re.compile(r"[<>`|\\$]|\]\(|://|\bwww\.")
# Pictures ("👍" is a verdict too), loose accents, and signs that mean nothing; degrees are in some laws.
_PICTURES = frozenset(("So", "Sk", "Co", "Cn"))
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


class LlmComposer:
    """Asks the endpoint of the settings. Holds nothing of a question; several threads may use it at once."""

    def __init__(self, settings: Settings) -> None:
        """Imports the client library, which takes seconds. Raises ``SettingsError`` when the key cannot be used."""
        _ = settings.llm_secret
        self._settings = settings
        self._line = Line(settings)

    @property
    def name(self) -> str:
        return f"{LANGUAGE_MODEL}{self._settings.llm_model}"

    def prompt(self, asked: Question, evidence: Evidence) -> Prompt:
        """What would be sent, with the version of the prompt. Raises ``ComposerFault`` when the question does not fit."""
        room = self._settings.llm_context - output_tokens(self._settings)
        return prompt_for(asked, evidence, room)

    def claims(
        self, u: Understanding, asked: Question, evidence: Evidence, roles: dict[str, Role]
    ) -> Iterator[DraftClaim | Dropped]:
        """Each claim as soon as it is complete, and what fell off with the reason. ``asked`` is sent as it is: redact it before.

        Raises ``ComposerFault``, also halfway: what came before it is as good as any other claim.
        """
        prompt = self.prompt(asked, evidence)
        reader, sieve = ClaimReader(), _Sieve(roles, frozenset(prompt.labels))
        for text in self._line.text(prompt.system, prompt.user, prompt.schema):
            for found in reader.feed(text):
                yield from sieve.take(found)
        for found in reader.finish():
            yield from sieve.take(found)
        if not sieve.passed:
            raise ComposerFault(sieve.fault)


class _Sieve:
    """What of the model's lines goes on as a claim."""

    def __init__(self, roles: dict[str, Role], labels: frozenset[str]) -> None:
        self._roles, self._labels = roles, labels
        self.passed: set[Stated] = set()
        #: Why nothing passed, when nothing did.
        self.fault = LlmFault.ONLEESBAAR

    def take(self, found: Stated | NoAnswer | Damaged) -> Iterator[DraftClaim | Dropped]:
        if isinstance(found, Damaged):
            yield Dropped(found.text, f"taalmodel: {found.why}", by_model=True)
        elif isinstance(found, NoAnswer):
            self.fault = LlmFault.GEEN_ANTWOORD
            if self.passed:
                yield Dropped("", "taalmodel: zegt na een antwoord dat er geen antwoord is", by_model=True)
        elif why := self._refused(found):
            yield Dropped(found.zin, f"taalmodel: {why}", by_model=True)
        else:
            self.passed.add(found)
            quotes = tuple((source.label, source.citaat) for source in found.bronnen)
            yield DraftClaim(" ".join(clean(found.zin).split()), quotes, self._roles[quotes[0][0]])

    def _refused(self, found: Stated) -> str:
        unknown = [source.label for source in found.bronnen if source.label not in self._labels]
        if unknown:
            return f"bron {unknown[0]} is niet gegeven"
        if not clean(found.zin) or _NOT_PLAIN.search(found.zin) or _has_picture(found.zin):
            return "de zin is geen gewone tekst"
        if PLACEHOLDER.search(found.zin):
            return "de zin gaat over iemand uit de vraag"
        if not speaks(found.zin):
            self.fault = LlmFault.ANDERE_TAAL
            return "de zin is in een andere taal"
        if found in self.passed:
            return "dezelfde zin nog eens"
        return f"meer dan {MOST_CLAIMS} zinnen" if len(self.passed) >= MOST_CLAIMS else ""


def _has_picture(text: str) -> bool:
    return any(unicodedata.category(char) in _PICTURES and char != "°" for char in text)


def speaks(text: str) -> bool:
    """Whether a sentence can be Dutch: Latin script, and not more English words than Dutch ones."""
    letters = [char for char in text if char.isalpha()]
    latin = sum(bool(_LATIN.match(char)) for char in letters)
    return latin >= 0.9 * len(letters) and language_of(text) is Language.NL
