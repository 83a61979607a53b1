"""What programs send: a question, a search, a place. The models refuse what is not right; the sentences for that are Dutch."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from assistant.api.fields import LONGEST_PLACE, PLACE_EXAMPLE, Day, Office, Sort, Tier, told

LONGEST = 20_000
MOST_EARLIER = 20
MOST_HITS = 20

_QUESTION_EXAMPLE = "Mag ik meestemmen over het bestemmingsplan naast mijn huis?"

Earlier = Annotated[str, StringConstraints(max_length=LONGEST)]


class AskRequest(BaseModel):
    """A question as a program asks it."""

    model_config = told(
        "Een vraag. Stuur geen namen, nummers of andere gegevens van personen mee.",
        examples=[{"question": _QUESTION_EXAMPLE, "ambt": "raadslid", "date": "2026-11-24"}],
    )

    question: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="De vraag in gewone woorden, met ten minste één letter of cijfer. Hoe lang hij mag zijn, is een instelling "
        "(standaard 4000 tekens).",
        examples=[_QUESTION_EXAMPLE],
    )
    ambt: Office | None = Field(None, description="Voor wie het antwoord is. Zonder ambt geldt wat uit de vraag blijkt.")
    date: Day | None = Field(None, description="De peildatum: de dag waarvan het recht telt. Standaard vandaag.")
    mode: Sort | None = Field(None, description="Wat voor vraag het is. Zonder soort blijkt dat uit de vraag.")
    bestuurslaag: Tier | None = Field(None, description="De bestuurslaag van wie het vraagt, waar het ambt die niet zegt.")
    history: list[Earlier] = Field(
        default_factory=list, max_length=MOST_EARLIER, description="Eerdere vragen van dit gesprek, de oudste eerst."
    )


class SearchRequest(BaseModel):
    """A search: the provisions that an answer would be looked for in."""

    model_config = told("Een zoekvraag.")

    question: str = Field(min_length=1, max_length=LONGEST, description="Waar u naar zoekt, in gewone woorden.")
    ambt: Office | None = Field(None, description="Regels voor dit ambt komen eerst.")
    date: Day | None = Field(None, description="De peildatum. Standaard vandaag.")
    count: int = Field(5, ge=1, le=MOST_HITS, description="Hoeveel bepalingen ten hoogste.")


class PlaceRequest(BaseModel):
    """One place in a source."""

    model_config = told("Een plaats in een bron.")

    locator: str = Field(
        max_length=LONGEST_PLACE, description="De plaats, zoals in 'locator' van een antwoord.", examples=[PLACE_EXAMPLE]
    )


class NoRequest(BaseModel):
    """For what needs no arguments."""

    model_config = told("Er is niets in te vullen.")
