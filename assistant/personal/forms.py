"""Personal data that its form gives away, wherever it stands: BSN (elfproef), IBAN, e-mail, telephone, postcode.

The order counts: a number is taken by the first form that fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.personal.spans import Span, apart, covered


@dataclass(frozen=True, slots=True)
class Form:
    """What matches the pattern and passes ``valid`` is personal data of this kind."""

    kind: str
    pattern: re.Pattern[str]
    valid: Callable[[str], bool]


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


FORMS: tuple[Form, ...] = (
    Form("IBAN", re.compile(r"\b(?i:NL) ?\d{2} ?(?i:[A-Z]{4})(?: ?\d){10}\b"), _is_iban),
    Form("IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"), _is_iban),
    Form("E-MAIL", re.compile(r"[\w.+-]+(?:@| ?\[at\] ?)[\w-]+(?:\.[\w-]+)+"), _always),
    Form("BSN", re.compile(r"(?<![\d.])\d{3}[. -]?\d{3}[. -]?\d{3}(?![\d])|(?<!\d)\d{4}[. -]\d{2}[. -]\d{3}(?!\d)"), _is_bsn),
    Form(
        "TELEFOON",
        re.compile(r"(?<![\w.])(?:(?:\+|00)31[\s-]?(?:\(0\)\s?)?|\(?0)[1-9]\d?\d?\)?(?:[\s.-]{0,3}\d){6,8}(?!\d)"),
        _is_phone,
    ),
    Form("ADRES", re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}(?:[ ,]+(?:nr\.? ?|nummer )?\d{1,5}[a-z]?)?\b"), _is_address),
    Form("ADRES", re.compile(r"\b[1-9]\d{3}[a-z]{2}[ ,]+(?:nr\.? ?|nummer )?\d{1,5}[a-z]?\b"), _always),
)


def forms(text: str) -> list[Span]:
    """Every value with a fixed form, apart and in order of place."""
    return apart(Span(*m.span(), form.kind) for form in FORMS for m in form.pattern.finditer(text) if form.valid(m[0]))


class FixedForms:
    """A recogniser that goes by form alone: quick, and without any list."""

    def find(self, texts: Sequence[str], known: Mapping[str, str]) -> list[list[Span]]:
        """As ``assistant.personal.recogniser.Recogniser`` says."""
        return [forms(covered(text)) for text in texts]
