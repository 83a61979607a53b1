"""What the models of the API are made of: closed sets, days, and descriptions in Dutch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, GetCoreSchemaHandler, StringConstraints, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from assistant.answer import Mode
from corpus import Ambt, Bestuurslaag
from corpus.values import SourceKind, TextKind

PLACE_EXAMPLE = "BWBR0005416#artikel=28/lid=1"
LONGEST_PLACE = 500


def told(description: str, **more: Any) -> ConfigDict:
    """No unknown keys; ``description`` stands in the OpenAPI document in the place of the English docstring."""
    return ConfigDict(extra="forbid", json_schema_extra={"description": description, **more})


@dataclass(frozen=True)
class OneOf:
    """Text from a closed set. FastAPI would describe the enum itself with its English docstring."""

    values: type[StrEnum]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema([value.value for value in self.values])


Office = Annotated[str, OneOf(Ambt)]
Sort = Annotated[str, OneOf(Mode)]
Tier = Annotated[str, OneOf(Bestuurslaag)]
Kind = Annotated[str, OneOf(SourceKind)]
Text = Annotated[str, OneOf(TextKind)]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    WithJsonSchema({"type": "string", "format": "date"}),
]
