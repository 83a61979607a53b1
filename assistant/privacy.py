"""Personal data becomes placeholders before a question is embedded, shown in a trace or sent anywhere.

Every conversation goes through ``redact``, which replaces what its form gives away: BSN (elfproef), IBAN, e-mail, telephone,
postcode with house number. Text that leaves for a language model goes through ``redact_for_sending``, which finds names, addresses,
licence plates and case numbers too. Numbers that look alike but are not (kamerstuk 28 844, Stb. 1992, BWBR0005416) stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.personal.forms import FixedForms
from assistant.personal.placeholders import replace_all, still_there

if TYPE_CHECKING:
    from assistant.personal.recogniser import Recogniser

# Control characters but tab and line ends, soft hyphen, zero-width and direction marks, tag characters.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


_FAILED = (
    "De persoonsgegevens in de vraag konden niet worden vervangen ({why}). Er is niets verstuurd. "
    "Stel de vraag zonder taalmodel, of installeer het programma opnieuw als dit blijft gebeuren."
)
# What a missing or damaged list or a fault in a rule can raise; anything else ends the request, so that nothing is sent either.
_FAULTS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    re.error,
    zlib.error,
)
_DASH = re.compile(r"[\u2010\u2011\u2012\u2212]")


@dataclass(frozen=True)
class Redacted:
    """The text with placeholders, and what each one in it stands for. The mapping never leaves the process."""

    text: str
    values: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which kinds were found, e.g. ``("BSN", "TELEFOON")``."""
        return tuple(dict.fromkeys(name.strip("[]").rsplit("-", 1)[0] for name in self.values))


def clean(text: str) -> str:
    """NFKC, without control and invisible characters; a lone surrogate becomes a replacement character."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    # Phones and Word paste other dashes, which would hide a telephone number.
    return _DASH.sub("-", unicodedata.normalize("NFKC", _CONTROL.sub("", sound))).strip()


def redact(texts: Sequence[str], recogniser: Recogniser | None = None) -> list[Redacted]:
    """Replace personal data by ``[BSN-1]`` and the like: what the recogniser finds, without one what its form gives away.

    Give all texts of a conversation at once, oldest first: the same value has the same placeholder in all of them, another value
    another. A placeholder that a user typed stays and is never given out.
    """
    done, values = replace_all(texts, recogniser or FixedForms())
    return [Redacted(text, {name: value for name, value in values.items() if name in text}) for text in done]


class RedactionFailed(Exception):
    """Personal data could not be replaced, so that nothing may be sent. ``str()`` gives the Dutch sentence, without the text."""


def redact_for_sending(texts: Sequence[str], recogniser: Recogniser | None = None) -> list[Redacted]:
    """As ``redact``, of all personal data, for text that goes to a language model.

    Give the texts as they were typed (after ``clean``). Raises ``RedactionFailed`` rather than let a text through that was not read.
    """
    try:
        from assistant.personal.recogniser import load_recogniser

        results = redact(texts, recogniser or load_recogniser())
    except _FAULTS as error:
        # The error itself may quote the text: only its kind is told, and it is not chained.
        raise RedactionFailed(_FAILED.format(why=f"de herkenning gaf een fout: {type(error).__name__}")) from None
    values = {value for result in results for value in result.values.values()}
    if any(still_there(result.text, values) for result in results):
        raise RedactionFailed(_FAILED.format(why="er bleef een gevonden gegeven staan"))
    if [restore(result.text, result) for result in results] != list(texts):
        raise RedactionFailed(_FAILED.format(why="de plaatshouders zijn niet terug te zetten"))
    return results


def restore(text: str, redacted: Redacted) -> str:
    """Put the values back, locally, for the user's own screen."""
    for name, value in redacted.values.items():
        text = text.replace(name, value)
    return text
