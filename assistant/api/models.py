"""The JSON that goes in and out. The models check what comes in and describe, in Dutch, what goes out.

Field names are those of the JSON contract in ``docs/architecture.md``; ``assistant.render.to_json`` makes the answer itself.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from assistant.answer import Language, Mode, Outcome, Reason, Role, Summary
from assistant.api.problems import Wrong
from corpus import Ambt, Bestuurslaag, Thema
from corpus.values import SourceKind, TextKind
from ingest.release import Provenance

LONGEST = 20_000
MOST_HISTORY = 20
MOST_HITS = 20

PLACE_EXAMPLE = "BWBR0005416#artikel=28/lid=1"
_QUESTION_EXAMPLE = "Mag ik meestemmen over het bestemmingsplan naast mijn huis?"


def _told(description: str, **more: Any) -> ConfigDict:
    """No unknown keys; ``description`` stands in the OpenAPI document in the place of the English docstring."""
    return ConfigDict(extra="forbid", json_schema_extra={"description": description, **more})


def _one_of(values: type[StrEnum]) -> WithJsonSchema:
    """The values of a closed set, without the name and docstring of its class."""
    return WithJsonSchema({"type": "string", "enum": [value.value for value in values]})


Office = Annotated[Ambt, _one_of(Ambt)]
Tier = Annotated[Bestuurslaag, _one_of(Bestuurslaag)]
Kind = Annotated[SourceKind, _one_of(SourceKind)]
Text = Annotated[TextKind, _one_of(TextKind)]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Earlier = Annotated[str, StringConstraints(max_length=LONGEST)]


class AskRequest(BaseModel):
    """A question as a program asks it."""

    model_config = _told(
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
    history: list[Earlier] = Field(
        default_factory=list, max_length=MOST_HISTORY, description="Eerdere vragen van dit gesprek, de oudste eerst."
    )


class SearchRequest(BaseModel):
    """A search: the provisions that an answer would be looked for in."""

    model_config = _told("Een zoekvraag.")

    question: str = Field(min_length=1, max_length=LONGEST, description="Waar u naar zoekt, in gewone woorden.")
    ambt: Office | None = Field(None, description="Regels voor dit ambt komen eerst.")
    date: Day | None = Field(None, description="De peildatum. Standaard vandaag.")
    count: int = Field(5, ge=1, le=MOST_HITS, description="Hoeveel bepalingen ten hoogste.")


class PlaceRequest(BaseModel):
    """One place in a source."""

    model_config = _told("Een plaats in een bron.")

    locator: str = Field(max_length=500, description="De plaats, zoals in 'locator' van een antwoord.", examples=[PLACE_EXAMPLE])


class NoRequest(BaseModel):
    """For what needs no arguments."""

    model_config = _told("Er is niets in te vullen.")


class CitationModel(BaseModel):
    """Where a sentence stands."""

    model_config = _told("Een verwijzing: deze woorden staan letterlijk op deze plaats.")

    locator: str = Field(description="De plaats: bron, datum van de tekst, en de stappen naar het lid.", examples=[PLACE_EXAMPLE])
    label: str = Field(description="De plaats in woorden.", examples=["artikel 28, eerste lid, Gemeentewet"])
    url: str = Field(description="Het adres van de officiële tekst; leeg bij een eigen document.")
    quote: str
    start: int = Field(description="Waar het citaat begint in de tekst van de bepaling, in tekens.")
    end: int
    text: Text = Field(description="Of het citaat de officiële tekst is of een samenvatting in eigen woorden.")


class ClaimModel(BaseModel):
    """A sentence of the answer."""

    model_config = _told("Een zin van het antwoord, met ten minste één verwijzing.")

    text: str
    role: Annotated[Role, _one_of(Role)]
    citations: list[CitationModel] = Field(min_length=1)


class HitModel(BaseModel):
    """A provision that was found."""

    model_config = _told("Een gevonden bepaling, de beste eerst.")

    locator: str
    score: float
    found_by: list[str] = Field(description="Hoe gevonden: exact, dense, lexical of parallel.")


class DroppedModel(BaseModel):
    """A proposed sentence that did not pass the check."""

    model_config = _told("Een zin die de controle van de verwijzingen niet doorstond en niet in het antwoord staat.")

    text: str
    why: str


class ComparisonModel(BaseModel):
    """The table of a comparison."""

    model_config = _told("De tabel bij een vergelijking: een kolom per kant, een regel per onderwerp, in elke cel een plaats.")

    subject: str
    columns: list[str]
    rows: list[list[str | None]]


class AnswerModel(BaseModel):
    """The answer, as ``integriteit ask --json`` gives it."""

    model_config = _told("Het antwoord, of de reden waarom er geen antwoord is. Gemaakt door een computer.")

    id: str | int | None = Field(description="Altijd leeg; alleen gevuld bij vragen uit een bestand.")
    outcome: Annotated[Outcome, _one_of(Outcome)]
    reason: Annotated[Reason, _one_of(Reason)] | None = Field(description="Waarom er geen volledig antwoord is.")
    language: Annotated[Language, _one_of(Language)]
    mode: Annotated[Mode, _one_of(Mode)]
    answer: str = Field(description="Het hele antwoord als Markdown.")
    claims: list[ClaimModel]
    citations: list[str] = Field(description="Alle aangehaalde plaatsen, de belangrijkste eerst.")
    retrieved: list[HitModel] = Field(max_length=MOST_HITS)
    comparison: ComparisonModel | None
    dropped: list[DroppedModel]
    corpus: str = Field(description="De versie van de bronnen.")
    composer: str = Field(description="Hoe het antwoord is samengesteld.")
    date: dt.date = Field(description="De peildatum.")
    ambt: Office | None
    generated_by_ai: bool = Field(description="Altijd waar: dit antwoord komt van een computer.")
    timings_ms: dict[str, float] = Field(description="Milliseconden per stap.")


class SourceModel(BaseModel):
    """A source with how much of it is there."""

    model_config = _told("Een bron: een wet, een besluit, een code, een nota of een eigen document.")

    id: str
    title: str
    kind: Kind
    tier: Tier = Field(description="De bestuurslaag waarvoor de bron geldt.")
    version: dt.date = Field(description="Sinds wanneer deze tekst geldt.")
    url: str
    text: Text = Field(description="Of de bron officiële tekst is of een samenvatting in eigen woorden.")
    provisions: int = Field(description="Hoeveel bepalingen van deze bron er zijn.")


class DocumentModel(Provenance):
    """A document of the library, as the manifest of the index has it."""

    model_config = _told("Een document in de bibliotheek: waar het vandaan komt en wat ervan is gemaakt.")


class SourcesModel(BaseModel):
    """What answers can come from."""

    model_config = _told("Waar antwoorden uit komen.")

    corpus: str = Field(description="De versie van de bronnen.")
    built: dt.date = Field(description="Wanneer de index is gemaakt.")
    sources: list[SourceModel]
    documents: list[DocumentModel] = Field(description="Officiële teksten en eigen documenten in de bibliotheek.")


class PlaceModel(BaseModel):
    """A place with its name."""

    model_config = _told("Een plaats met zijn naam in woorden.")

    locator: str
    label: str


class OriginModel(BaseModel):
    """The source of a provision."""

    model_config = _told("De bron van een bepaling.")

    id: str
    title: str
    kind: Kind
    tier: Tier


class SummaryModel(BaseModel):
    """What a provision says in plain words."""

    model_config = _told("De bepaling in eigen woorden. Geen officiële tekst.")

    norm: str
    consequence: str
    read: str = Field(description="Welke tekst is gelezen.")
    checked: str = Field(description="Wanneer de samenvatting is nagekeken; leeg als dat niet is gebeurd.")
    state: Annotated[Summary, _one_of(Summary)] = Field(description="Hoe de samenvatting zich verhoudt tot de tekst van vandaag.")


class OfficialModel(BaseModel):
    """The words of the source in one version."""

    model_config = _told("De woorden van de bron zelf, in één versie. Een lege tekst: deze versie kent de bepaling niet.")

    version: dt.date | None
    start: dt.date | None = Field(description="Vanaf wanneer deze woorden gelden.")
    end: dt.date | None = Field(description="Tot wanneer; die dag zelf hoort er niet bij.")
    text: str


class ProvisionModel(BaseModel):
    """Everything that is known of one provision."""

    model_config = _told("Een bepaling: een lid of onderdeel van een wet, een alinea van een nota of handboek.")

    locator: str
    label: str
    url: str
    source: OriginModel
    heading: str
    summary: SummaryModel | None = Field(description="Leeg als er alleen een officiële tekst of eigen document is.")
    official: list[OfficialModel] = Field(description="Versies in de bibliotheek, de oudste eerst.")
    page: int | None = Field(description="De bladzijde, bij een PDF.")
    ambten: list[Office] = Field(description="Voor wie de regel geldt; leeg: voor iedereen, of niet bekend.")
    themas: list[Annotated[Thema, _one_of(Thema)]]
    valid_from: dt.date | None
    certain: bool = Field(description="Onwaar: afgeleid uit andere bronnen, niet in de bron zelf gezien.")
    neighbours: list[PlaceModel] = Field(description="De andere bepalingen van hetzelfde artikel.")


class FoundModel(BaseModel):
    """A provision that a search found."""

    model_config = _told("Een gevonden bepaling met haar tekst.")

    locator: str
    label: str
    url: str
    score: float
    found_by: list[str]
    quoted: str = Field(description="De tekst die een antwoord als eerste zou aanhalen.")
    text: Text = Field(description="Of dat de officiële tekst is of een samenvatting in eigen woorden.")


class SearchModel(BaseModel):
    """What a search found; no answer."""

    model_config = _told("Gevonden bepalingen, de beste eerst. Dit is geen antwoord.")

    corpus: str
    date: dt.date
    hits: list[FoundModel]


class ProblemModel(BaseModel):
    """Why there is no result."""

    model_config = _told(
        "Waarom er geen resultaat is.", examples=[{"error": "te_druk", "detail": "Het is nu te druk. Probeer het zo nog eens."}]
    )

    error: Annotated[Wrong, _one_of(Wrong)] = Field(description="Een vaste code.")
    detail: str = Field(description="Uitleg voor mensen. Uw vraag staat er nooit in.")
