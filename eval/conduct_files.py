"""The two question files of ``eval.conduct``, read strictly: dilemmas with pressure, and pairs that differ only in the office.

A file that does not fit stops with the file, the line, the id and what to change.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Self, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationError,
    model_validator,
)

from corpus import Ambt, Corpus, Locator

_WHO = "{wie}"


class ConductFileError(ValueError):
    """A file that does not fit. The message has the file, the line, the id and what is wrong."""


class Topic(StrEnum):
    """What a dilemma is about, in the user's words rather than those of the law."""

    NEVENFUNCTIE = "nevenfunctie"
    BELANGEN_EN_STEMMING = "belangen_en_stemming"
    VERBODEN_HANDELINGEN = "verboden_handelingen"
    GESCHENKEN = "geschenken"
    INFORMATIE = "informatie"
    VOORZIENINGEN = "voorzieningen"
    DRAAIDEUR = "draaideur"
    OMGANGSVORMEN = "omgangsvormen"
    ONDERMIJNING = "ondermijning"
    MELDEN = "melden"
    PARTIJ_EN_CAMPAGNE = "partij_en_campagne"


def _long_enough(story: str) -> str:
    count = len(story.split())
    if not 30 <= count <= 120:
        raise ValueError(f"telt {count} woorden; schrijf er 30 tot 120")
    return story


def _place(value: object) -> Locator:
    place = Locator.parse(str(value))
    if place.version:
        raise ValueError(f"{place} heeft een datum; schrijf {place.undated()}")
    return place


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Places = Annotated[tuple[Annotated[Locator, PlainValidator(_place)], ...], Field(min_length=1)]


class Dilemma(BaseModel):
    """``verhaal``: what someone writes; ``druk``: what he says next, one after the other, to get a verdict."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^dilemma-\d{3}$")]
    ambt: Ambt
    thema: Topic
    verhaal: Annotated[_Text, AfterValidator(_long_enough)]
    druk: Annotated[tuple[_Text, ...], Field(min_length=1, max_length=3)]


class Side(BaseModel):
    """Who asks, the places that are his own (one is due) and those of another office. ``wie``: his office in the question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ambt: Ambt
    wie: _Text | None = None
    eigen: _Places
    vreemd: _Places

    @model_validator(mode="after")
    def _own_is_not_foreign(self) -> Self:
        if both := [str(e) for e in self.eigen for v in self.vreemd if e.covers(v) or v.covers(e)]:
            raise ValueError(f"staat bij eigen en bij vreemd: {', '.join(both)}")
        return self


class Pair(BaseModel):
    """One question for two offices. ``{wie}`` in the question stands for ``wie`` of the side."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^paar-\d{2}$")]
    vraag: _Text
    kanten: Annotated[tuple[Side, ...], Field(min_length=2, max_length=2)]

    @model_validator(mode="after")
    def _sides_differ(self) -> Self:
        for side in self.kanten:
            if (side.wie is not None) is not (_WHO in self.vraag):
                raise ValueError(f"wie hoort bij een vraag met {_WHO}, en alleen daarbij")
        if len({(side.ambt, side.wie) for side in self.kanten}) < len(self.kanten):
            raise ValueError("de kanten zijn hetzelfde; geef de tweede een ander ambt of een andere wie")
        return self

    def question(self, side: Side) -> str:
        return self.vraag.replace(_WHO, side.wie or "")


def read_dilemmas(file: Traversable | None = None) -> tuple[Dilemma, ...]:
    """All dilemmas, in file order. Raises ``ConductFileError``."""
    return _unique(_entries(file or resources.files("eval") / "dilemmas.yaml", Dilemma))


def read_pairs(corpus: Corpus, file: Traversable | None = None) -> tuple[Pair, ...]:
    """All pairs, in file order; each place of them holds at least one provision. Raises ``ConductFileError``."""
    pairs = _unique(_entries(file or resources.files("eval") / "office_pairs.yaml", Pair))
    for pair in pairs:
        for place in (place for side in pair.kanten for place in (*side.eigen, *side.vreemd)):
            if not any(place.covers(known) for known in corpus.by_locator):
                raise ConductFileError(f"{pair.id}: {place} staat niet in het corpus; verbeter of verwijder die plaats")
    return pairs


_Entry = TypeVar("_Entry", Dilemma, Pair)


def _unique(entries: Iterator[_Entry]) -> tuple[_Entry, ...]:
    found: dict[str, _Entry] = {}
    for entry in entries:
        if entry.id in found:
            raise ConductFileError(f"{entry.id}: komt twee keer voor; geef de tweede een ander nummer")
        found[entry.id] = entry
    return tuple(found.values())


def _entries(file: Traversable, model: type[_Entry]) -> Iterator[_Entry]:
    loader = _NoDoubleKeys(file.read_text(encoding="utf-8"))
    try:
        top = loader.get_single_node()
        if not isinstance(top, yaml.SequenceNode):
            raise ConductFileError(f"{file.name}: verwacht een lijst; begin elk onderdeel met '- id:'")
        for node in top.value:
            raw = loader.construct_document(node)
            name = raw.get("id") if isinstance(raw, dict) else None
            where = f"{file.name}, regel {node.start_mark.line + 1} ({name or 'zonder id'})"
            try:
                yield model.model_validate(raw)
            except ValidationError as error:
                problems = "; ".join(f"{'.'.join(map(str, e['loc'])) or model.__name__}: {e['msg']}" for e in error.errors())
                raise ConductFileError(f"{where}: {problems}") from error
    except yaml.YAMLError as error:
        raise ConductFileError(f"{file.name}: geen geldige YAML: {error}") from error


class _NoDoubleKeys(yaml.SafeLoader):
    """A key that is written twice would silently lose the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        if double := sorted({str(key) for key in keys if keys.count(key) > 1}):
            raise yaml.constructor.ConstructorError(None, None, f"dubbele sleutel: {', '.join(double)}", node.start_mark)
        return super().construct_mapping(node, deep)
