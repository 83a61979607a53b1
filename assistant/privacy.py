"""Personal data becomes placeholders before a question is embedded, shown in a trace or sent anywhere.

Every question goes through ``redact``, which replaces what its form gives away: BSN (elfproef), IBAN, e-mail, telephone, postcode
with house number. Text that leaves for a language model goes through ``redact_for_sending``, which finds names, addresses, licence
plates and case numbers too. Numbers that look alike but are not (kamerstuk 28 844, Stb. 1992, BWBR0005416) stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from assistant.personal.forms import FORMS, Form

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
    """The text with placeholders, and what each one stands for. The mapping never leaves the process."""

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


def redact(text: str) -> Redacted:
    """Replace personal data by ``[BSN-1]`` and the like; the same value gets the same placeholder."""
    values: dict[str, str] = {}
    original = text
    for form in FORMS:

        def swap(match: re.Match[str], form: Form = form) -> str:
            found = match.group()
            if not form.valid(found):
                return found
            for name, known in values.items():
                if known == found:
                    return name
            name = next(n for i in count(1) if (n := f"[{form.kind}-{i}]") not in values and n not in original)
            values[name] = found
            return name

        text = form.pattern.sub(swap, text)
    return Redacted(text, values)


class RedactionFailed(Exception):
    """Personal data could not be replaced, so that nothing may be sent. ``str()`` gives the Dutch sentence, without the text."""


def redact_for_sending(texts: Sequence[str], recogniser: Recogniser | None = None) -> list[Redacted]:
    """Replace all personal data in the question and its history, for text that goes to a language model.

    Give the texts as they were typed (after ``clean``). A value has the same placeholder in all of them, and every result holds the
    one mapping, so that ``restore`` can put the values back in an answer to any. A placeholder that a user typed stays and is never
    given out. Raises ``RedactionFailed`` rather than let a text through that was not read.
    """
    try:
        from assistant.personal.placeholders import replace_all, still_there
        from assistant.personal.recogniser import load_recogniser

        done, values = replace_all(texts, recogniser or load_recogniser())
    except _FAULTS as error:
        # The error itself may quote the text: only its kind is told, and it is not chained.
        raise RedactionFailed(_FAILED.format(why=f"de herkenning gaf een fout: {type(error).__name__}")) from None
    results = [Redacted(text, values) for text in done]
    if any(still_there(text, values) for text in done):
        raise RedactionFailed(_FAILED.format(why="er bleef een gevonden gegeven staan"))
    if [restore(text, result) for text, result in zip(done, results, strict=True)] != list(texts):
        raise RedactionFailed(_FAILED.format(why="de plaatshouders zijn niet terug te zetten"))
    return results


def restore(text: str, redacted: Redacted) -> str:
    """Put the values back, locally, for the user's own screen."""
    for name, value in redacted.values.items():
        text = text.replace(name, value)
    return text
