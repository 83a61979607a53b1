"""What is in the index, for programs: sources, one provision, and what a search found."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, Field

from assistant.answer import Summary
from assistant.api.fields import Kind, Office, OneOf, Text, Tier, told
from corpus import Thema
from ingest.release import Provenance


class SourceModel(BaseModel):
    """A source with how much of it is there."""

    model_config = told("Een bron: een wet, een besluit, een code, een nota of een eigen document.")

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

    model_config = told("Een document in de bibliotheek: waar het vandaan komt en wat ervan is gemaakt.")


class SourcesModel(BaseModel):
    """What answers can come from."""

    model_config = told("Waar antwoorden uit komen.")

    corpus: str = Field(description="De versie van de bronnen.")
    built: dt.date = Field(description="Wanneer de index is gemaakt.")
    sources: list[SourceModel]
    documents: list[DocumentModel] = Field(description="Officiële teksten en eigen documenten in de bibliotheek.")


class PlaceModel(BaseModel):
    """A place with its name."""

    model_config = told("Een plaats met zijn naam in woorden.")

    locator: str
    label: str


class OriginModel(BaseModel):
    """The source of a provision."""

    model_config = told("De bron van een bepaling.")

    id: str
    title: str
    kind: Kind
    tier: Tier


class SummaryModel(BaseModel):
    """What a provision says in plain words."""

    model_config = told("De bepaling in eigen woorden. Geen officiële tekst.")

    norm: str
    consequence: str
    read: str = Field(description="Welke tekst is gelezen.")
    checked: str = Field(description="Wanneer de samenvatting is nagekeken; leeg als dat niet is gebeurd.")
    state: Annotated[str, OneOf(Summary)] = Field(description="Hoe de samenvatting zich verhoudt tot de tekst van vandaag.")


class OfficialModel(BaseModel):
    """The words of the source in one version."""

    model_config = told("De woorden van de bron zelf, in één versie. Een lege tekst: deze versie kent de bepaling niet.")

    version: dt.date | None
    start: dt.date | None = Field(description="Vanaf wanneer deze woorden gelden.")
    end: dt.date | None = Field(description="Tot wanneer; die dag zelf hoort er niet bij.")
    text: str


class ProvisionModel(BaseModel):
    """Everything that is known of one provision."""

    model_config = told("Een bepaling: een lid of onderdeel van een wet, een alinea van een nota of handboek.")

    locator: str
    label: str
    url: str
    source: OriginModel
    heading: str
    summary: SummaryModel | None = Field(description="Leeg als er alleen een officiële tekst of eigen document is.")
    official: list[OfficialModel] = Field(description="Versies in de bibliotheek, de oudste eerst.")
    page: int | None = Field(description="De bladzijde, bij een PDF.")
    ambten: list[Office] = Field(description="Voor wie de regel geldt; leeg: voor iedereen, of niet bekend.")
    themas: list[Annotated[str, OneOf(Thema)]]
    valid_from: dt.date | None
    certain: bool = Field(description="Onwaar: afgeleid uit andere bronnen, niet in de bron zelf gezien.")
    neighbours: list[PlaceModel] = Field(description="De andere bepalingen van hetzelfde artikel.")


class FoundModel(BaseModel):
    """A provision that a search found."""

    model_config = told("Een gevonden bepaling met haar tekst.")

    locator: str
    label: str
    url: str
    score: float
    found_by: list[str]
    quoted: str = Field(description="De tekst die een antwoord als eerste zou aanhalen.")
    text: Text = Field(description="Of dat de officiële tekst is of een samenvatting in eigen woorden.")


class SearchModel(BaseModel):
    """What a search found; no answer."""

    model_config = told("Gevonden bepalingen, de beste eerst. Dit is geen antwoord.")

    corpus: str
    date: dt.date
    hits: list[FoundModel]
