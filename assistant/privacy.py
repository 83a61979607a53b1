"""Personal data becomes placeholders before a question is embedded, shown in a trace or sent anywhere.

This edition replaces what has a fixed form: BSN (elfproef), IBAN, e-mail, telephone, postcode with house number.
Numbers that look alike but are not (kamerstuk 28 844, Stb. 1992, BWBR0005416) stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

# Control characters but tab and line ends, soft hyphen, zero-width and direction marks, tag characters.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
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


def _is_bsn(text: str) -> bool:
    from stdnum.nl import bsn

    return bool(bsn.is_valid(re.sub(r"\D", "", text)))


def _is_iban(text: str) -> bool:
    from stdnum import iban

    return bool(iban.is_valid(text))


def _is_phone(text: str) -> bool:
    """Ten digits, or nine after +31, and no date with a time behind it ("01-10-2026 12:00")."""
    if re.match(r"\d\d([-./])\d\d\1(?:19|20)\d\d", text):
        return False
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    return len(digits) == 10 if text.lstrip("(").startswith("0") and not digits.startswith("0031") else len(digits) in (11, 13)


def _is_address(text: str) -> bool:
    """A postcode, with or without house number; "2024 EU" is a year and an abbreviation, not a place."""
    return not re.fullmatch(r"(?:19|20)\d\d [A-Z]{2}", text)


def _always(text: str) -> bool:
    return bool(text)


_RULES: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("IBAN", re.compile(r"\b(?i:NL) ?\d{2} ?(?i:[A-Z]{4})(?: ?\d){10}\b"), _is_iban),
    ("IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"), _is_iban),
    ("E-MAIL", re.compile(r"[\w.+-]+(?:@| ?\[at\] ?)[\w-]+(?:\.[\w-]+)+"), _always),
    ("BSN", re.compile(r"(?<![\d.])\d{3}[. -]?\d{3}[. -]?\d{3}(?![\d])|(?<!\d)\d{4}[. -]\d{2}[. -]\d{3}(?!\d)"), _is_bsn),
    (
        "TELEFOON",
        re.compile(r"(?<![\w.])(?:(?:\+|00)31[\s-]?(?:\(0\)\s?)?|\(?0)[1-9]\d?\d?\)?(?:[\s.-]{0,3}\d){6,8}(?!\d)"),
        _is_phone,
    ),
    ("ADRES", re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}(?:[ ,]+(?:nr\.? ?|nummer )?\d{1,5}[a-z]?)?\b"), _is_address),
    ("ADRES", re.compile(r"\b[1-9]\d{3}[a-z]{2}[ ,]+(?:nr\.? ?|nummer )?\d{1,5}[a-z]?\b"), _always),
)


def redact(text: str) -> Redacted:
    """Replace personal data by ``[BSN-1]`` and the like; the same value gets the same placeholder."""
    values: dict[str, str] = {}
    original = text
    for kind, pattern, valid in _RULES:

        def swap(match: re.Match[str], kind: str = kind, valid: Callable[[str], bool] = valid) -> str:
            found = match.group()
            if not valid(found):
                return found
            for name, known in values.items():
                if known == found:
                    return name
            name = next(n for i in count(1) if (n := f"[{kind}-{i}]") not in values and n not in original)
            values[name] = found
            return name

        text = pattern.sub(swap, text)
    return Redacted(text, values)


def restore(text: str, redacted: Redacted) -> str:
    """Put the values back, locally, for the user's own screen."""
    for name, value in redacted.values.items():
        text = text.replace(name, value)
    return text
