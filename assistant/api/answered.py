"""The answer of the JSON contract, and why there is none. ``assistant.render.to_json`` makes it; these models describe it.

Field names are those of ``docs/architecture.md``; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, Field

from assistant.answer import Language, Mode, Outcome, Reason, Role
from assistant.api.fields import PLACE_EXAMPLE, Office, OneOf, Text, told
from assistant.api.problems import Wrong


class CitationModel(BaseModel):
    """Where a sentence stands."""

    model_config = told("Een verwijzing: deze woorden staan letterlijk op deze plaats.")

    locator: str = Field(description="De plaats: bron, datum van de tekst, en de stappen naar het lid.", examples=[PLACE_EXAMPLE])
    label: str = Field(description="De plaats in woorden.", examples=["artikel 28, eerste lid, Gemeentewet"])
    url: str = Field(description="Het adres van de officiële tekst; leeg bij een eigen document.")
    quote: str
    start: int = Field(description="Waar het citaat begint in de tekst van de bepaling, in tekens.")
    end: int
    text: Text = Field(description="Of het citaat de officiële tekst is of een samenvatting in eigen woorden.")


class ClaimModel(BaseModel):
    """A sentence of the answer."""

    model_config = told("Een zin van het antwoord, met ten minste één verwijzing.")

    text: str
    role: Annotated[str, OneOf(Role)]
    part: str = Field(description="Bij een dilemma: over wie, welke overweging of welke optie de zin gaat. Anders leeg.")
    citations: list[CitationModel] = Field(min_length=1)


class HitModel(BaseModel):
    """A provision that was found."""

    model_config = told("Een gevonden bepaling, de beste eerst.")

    locator: str
    score: float
    found_by: list[str] = Field(description="Hoe gevonden: exact, dense, lexical of parallel.")


class DroppedModel(BaseModel):
    """A proposed sentence that did not pass the check."""

    model_config = told("Een zin die de controle van de verwijzingen niet doorstond en niet in het antwoord staat.")

    text: str
    why: str


class ComparisonModel(BaseModel):
    """The table of a comparison."""

    model_config = told("De tabel bij een vergelijking: een kolom per kant, een regel per onderwerp, in elke cel een plaats.")

    subject: str
    columns: list[str]
    rows: list[list[str | None]]


class WeighingModel(BaseModel):
    """What a dilemma asks of who tells it."""

    model_config = told(
        "De afweging bij een dilemma; de zinnen met de rollen betrokkene, ervoor, ertegen, schijn en optie vullen haar."
    )

    theme: str
    act: str = Field(description="Waar de overwegingen voor en tegen pleiten.")
    missing: list[str] = Field(description="Korte vragen naar feiten die niet verteld zijn.")
    options: list[str] = Field(description="Van niets doen tot melden en openbaar maken.")


class ContactModel(BaseModel):
    """With whom to talk."""

    model_config = told("Met wie iemand kan praten.")

    id: str
    name: str
    url: str


class AnswerModel(BaseModel):
    """The answer, as ``integriteit ask --json`` gives it."""

    model_config = told("Het antwoord, of de reden waarom er geen antwoord is. Gemaakt door een computer.")

    id: str | int | None = Field(description="Altijd leeg; alleen gevuld bij vragen uit een bestand.")
    outcome: Annotated[str, OneOf(Outcome)]
    reason: Annotated[str, OneOf(Reason)] | None = Field(description="Waarom er geen volledig antwoord is.")
    language: Annotated[str, OneOf(Language)]
    mode: Annotated[str, OneOf(Mode)]
    answer: str = Field(description="Het hele antwoord als Markdown.")
    claims: list[ClaimModel]
    citations: list[str] = Field(description="Alle aangehaalde plaatsen, de belangrijkste eerst.")
    retrieved: list[HitModel] = Field(max_length=20)
    comparison: ComparisonModel | None
    weighing: WeighingModel | None
    contacts: list[ContactModel]
    next_questions: list[str] = Field(
        description="Wat u hierna kunt vragen: vragen uit het corpus over regels die ernaast liggen."
    )
    dropped: list[DroppedModel]
    corpus: str = Field(description="De versie van de bronnen.")
    composer: str = Field(description="Hoe het antwoord is samengesteld.")
    date: dt.date = Field(description="De peildatum.")
    ambt: Office | None
    generated_by_ai: bool = Field(description="Altijd waar: dit antwoord komt van een computer.")
    timings_ms: dict[str, float] = Field(description="Milliseconden per stap.")


class ProblemModel(BaseModel):
    """Why there is no result."""

    model_config = told(
        "Waarom er geen resultaat is.", examples=[{"error": "te_druk", "detail": "Het is nu te druk. Probeer het zo nog eens."}]
    )

    error: Annotated[str, OneOf(Wrong)] = Field(description="Een vaste code.")
    detail: str = Field(description="Uitleg voor mensen. Uw vraag staat er nooit in.")
