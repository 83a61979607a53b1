"""What goes wrong, as a code for programs and a Dutch sentence for people. Neither ever holds what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from starlette.exceptions import HTTPException

from corpus import Ambt

DESCRIPTION = "/api/v1/openapi.json"


class Wrong(StrEnum):
    """The closed set of codes."""

    GEEN_JSON = "geen_json"
    ONGELDIGE_WAARDE = "ongeldige_waarde"
    ONBEKENDE_PLAATS = "onbekende_plaats"
    ONBEKEND_ADRES = "onbekend_adres"
    VERKEERDE_METHODE = "verkeerde_methode"
    VERKEERD_TYPE = "verkeerd_type"
    TE_GROOT = "te_groot"
    ANDERE_HERKOMST = "andere_herkomst"
    TE_DRUK = "te_druk"
    NIET_GEREED = "niet_gereed"
    STORING = "storing"


class Problem(HTTPException):
    """A request that gets no result. ``detail`` is the sentence for the user, with the next step."""

    def __init__(self, status: int, error: Wrong, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail, headers)
        self.error = error


def busy() -> Problem:
    """Too many questions at once, or one that took too long."""
    text = "Het is nu te druk, of het antwoord duurde te lang. Wacht een minuut en probeer het opnieuw."
    return Problem(503, Wrong.TE_DRUK, text, {"retry-after": "60"})


def failed() -> Problem:
    """A fault of ours."""
    text = (
        "Er ging iets mis bij ons. Uw vraag is niet bewaard. Probeer het nog eens; helpt dat niet, meld het dan bij de beheerder."
    )
    return Problem(500, Wrong.STORING, text)


def of_status(status: int, headers: Mapping[str, str] | None) -> Problem:
    """The problem for what the framework itself refuses."""
    if status == 404:
        return Problem(404, Wrong.ONBEKEND_ADRES, f"Dit adres bestaat niet. Wat er wel is, staat in {DESCRIPTION}.")
    if status == 405:
        text = f"Dit adres kent deze methode niet. Welke wel kan, staat in {DESCRIPTION}."
        return Problem(405, Wrong.VERKEERDE_METHODE, text, headers)
    if status == 400:
        return not_json()
    return failed()


def not_json() -> Problem:
    return Problem(422, Wrong.GEEN_JSON, 'De inhoud is geen geldige JSON in UTF-8. Stuur een object als {"question": "…"}.')


def invalid(errors: Sequence[Mapping[str, Any]], known: Sequence[str]) -> Problem:
    """The first of pydantic's findings in Dutch; ``known`` are the keys that may be there.

    Pydantic's own sentence is not passed on, nor a key that is not known: both may repeat what was typed.
    """
    first = errors[0]
    kind, limits = str(first["type"]), first.get("ctx", {})
    key = next((part for part in first["loc"] if part in known), "")
    if kind == "json_invalid":
        return not_json()
    if not key:
        keys = (
            f"Stuur één JSON-object met alleen deze sleutels: {', '.join(sorted(known))}."
            if known
            else "Hier is niets in te vullen."
        )
        return Problem(422, Wrong.ONGELDIGE_WAARDE, keys)
    return Problem(422, Wrong.ONGELDIGE_WAARDE, f"{key!r} {_finding(kind, limits)}")


def _finding(kind: str, limits: Mapping[str, Any]) -> str:
    match kind:
        case "missing":
            return "ontbreekt. Vul deze sleutel in."
        case "literal_error":
            return f"heeft geen bekende waarde. Kies uit: {', '.join(Ambt)}."
        case "string_pattern_mismatch":
            return "is geen datum. Schrijf hem als 2026-11-24."
        case "string_too_short":
            return "is leeg. Vul hier tekst in."
        case "string_too_long":
            return f"is te lang: ten hoogste {limits['max_length']} tekens."
        case "too_long":
            return f"heeft te veel delen: ten hoogste {limits['max_length']}."
        case "list_type":
            return "is geen lijst. Stuur een lijst van teksten."
        case "greater_than_equal" | "less_than_equal":
            return f"is te klein of te groot: de grens is {limits.get('ge', limits.get('le'))}."
        case "int_type" | "int_parsing":
            return "is geen geheel getal. Vul een getal in."
        case "string_type" | "string_unicode":
            return "is geen geldige tekst. Stuur tekst in UTF-8."
        case _:
            return "heeft niet de goede vorm. Kijk in de beschrijving."
