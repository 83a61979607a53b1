"""The composer that lets a language model phrase the evidence. Everything it hands on is a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer import LANGUAGE_MODEL, DraftClaim, Dropped, Evidence, Language, Question, Role
from assistant.llm.faults import ComposerFault, LlmFault
from assistant.llm.parse import ClaimReader, Damaged, NoAnswer, Stated
from assistant.llm.prompt import MOST_CLAIMS, Prompt, prompt_for
from assistant.llm.protocols import output_tokens
from assistant.llm.stream import Line
from assistant.personal.spans import PLACEHOLDER
from assistant.privacy import clean
from assistant.support.signs import written
from assistant.understand import Understanding, language_of
from ingest.settings import Settings

# A sentence is words: no markup, no link, nothing that a page could load or run.
_NOT_PLAIN = re.compile(r"[<>`|\\$]|\]\(|://|\bwww\.")
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
            yield Dropped(found.text, f"taalmodel: {found.why}", by_model=True, rule="vorm")
        elif isinstance(found, NoAnswer):
            self.fault = LlmFault.GEEN_ANTWOORD
            if self.passed:
                yield Dropped("", "taalmodel: zegt na een antwoord dat er geen antwoord is", by_model=True, rule="vorm")
        elif refused := self._refused(found):
            rule, why = refused
            yield Dropped(found.zin, f"taalmodel: {why}", by_model=True, rule=rule)
        else:
            self.passed.add(found)
            quotes = tuple((source.label, source.citaat) for source in found.bronnen)
            yield DraftClaim(_plain(found.zin), quotes, self._roles[quotes[0][0]])

    def _refused(self, found: Stated) -> tuple[str, str] | None:
        """The rule and the reason."""
        unknown = [source.label for source in found.bronnen if source.label not in self._labels]
        if unknown:
            return "bron", f"bron {unknown[0]} is niet gegeven"
        if not speaks(found.zin):
            self.fault = LlmFault.ANDERE_TAAL
            return "taal", "de zin is in een andere taal"
        plain = _plain(found.zin)
        if not plain or _NOT_PLAIN.search(found.zin) or not written(plain):
            return "vorm", "de zin is geen gewone tekst"
        if PLACEHOLDER.search(found.zin):
            return "vorm", "de zin gaat over iemand uit de vraag"
        if found in self.passed:
            return "vorm", "dezelfde zin nog eens"
        return ("vorm", f"meer dan {MOST_CLAIMS} zinnen") if len(self.passed) >= MOST_CLAIMS else None


def _plain(text: str) -> str:
    """Without what is not seen, on one line."""
    return " ".join(clean(text).split())


def speaks(text: str) -> bool:
    """Whether a sentence can be Dutch: Latin script, and not more English words than Dutch ones."""
    letters = [char for char in text if char.isalpha()]
    latin = sum(bool(_LATIN.match(char)) for char in letters)
    return latin >= 0.9 * len(letters) and language_of(text) is Language.NL
