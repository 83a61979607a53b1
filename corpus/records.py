"""From the raw lines of a document to checked values: every key, thema, ambt and date is known or stops."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from corpus.locator import Locator, LocatorError, SourceId, Step
from corpus.values import Ambt, Bestuurslaag, Gezag, Provision, Source, SourceKind, TextKind, Thema

_HEADER_KEYS = {
    "id": str, "titel": str, "citeertitel": str, "afkortingen": list, "soort": str, "bestuurslaag": str,
    "gezag": int, "geldig_vanaf": dt.date, "url": str, "tekst": str,
}  # fmt: skip
_OPTIONAL_HEADER_KEYS = {"geldig_tot": dt.date, "toelichting": str}
_ATTRIBUTES = {
    "ambten", "themas", "parallelgroep", "bestuurslaag", "geldig_vanaf", "gelezen", "gecontroleerd", "zekerheid", "gevolg",
}  # fmt: skip
_E = TypeVar("_E", bound=StrEnum)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Place(NamedTuple):
    """A line in a file, for messages."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class CorpusError(ValueError):
    """A document that cannot be used. The message starts with file and line."""

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place


@dataclass
class Entry:
    """A heading or item as it stands in the file, before its values are checked."""

    place: Place
    steps: tuple[Step, ...]
    text: str
    title: str
    attributes: dict[str, tuple[Place, str]]
    questions: list[str]

    def add(self, place: Place, key: str, value: str) -> None:
        if key == "vraag":
            if not self.text:
                raise CorpusError(place, "een vraag hoort onder een lid, niet onder de kop")
            if value in self.questions:
                raise CorpusError(place, f"dubbele vraag bij dit lid: {value!r}")
            self.questions.append(value)
            return
        if key not in _ATTRIBUTES:
            raise CorpusError(place, f"onbekend kenmerk {key!r}; ken ik: {', '.join(sorted([*_ATTRIBUTES, 'vraag']))}")
        if key in self.attributes and self.attributes[key][0].line >= self.place.line:
            raise CorpusError(place, f"kenmerk {key!r} staat er twee keer")
        self.attributes[key] = (place, value)


def parse_header(name: str, lines: list[str]) -> tuple[Mapping[str, Any], int]:
    """The TOML header and the number of lines it takes."""
    if not lines or lines[0] != "+++" or "+++" not in lines[1:]:
        raise CorpusError(Place(name, 1), "de kop tussen twee regels '+++' ontbreekt")
    end = lines.index("+++", 1)
    try:
        return tomllib.loads("\n".join(lines[1:end])), end + 1
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(Place(name, 1), f"de kop is geen geldige TOML: {error}") from error


def _enum(kind: type[_E], value: str, place: Place) -> _E:
    try:
        return kind(value)
    except ValueError as error:
        names = ", ".join(kind)
        raise CorpusError(place, f"onbekende waarde {value!r} voor {kind.__name__.lower()}; ken ik: {names}") from error


def build_source(place: Place, header: Mapping[str, Any], sha256: str) -> Source:
    """Check the header and make the ``Source``. Raises ``CorpusError`` for a missing, unknown or wrong key."""
    allowed = _HEADER_KEYS | _OPTIONAL_HEADER_KEYS
    for key, value in header.items():
        if key not in allowed:
            raise CorpusError(place, f"onbekende sleutel {key!r} in de kop; ken ik: {', '.join(sorted(allowed))}")
        if not isinstance(value, allowed[key]) or isinstance(value, dt.datetime):
            raise CorpusError(place, f"sleutel {key!r} in de kop heeft een verkeerd soort waarde: {value!r}")
    missing = [k for k in _HEADER_KEYS if k not in header]
    if missing:
        raise CorpusError(place, f"in de kop ontbreekt: {', '.join(missing)}")
    try:
        source_id = SourceId.parse(header["id"])
    except LocatorError as error:
        raise CorpusError(place, str(error)) from error
    kind = _enum(SourceKind, header["soort"], place)
    if header["gezag"] != kind.gezag:
        raise CorpusError(place, f"gezag {header['gezag']} past niet bij soort {kind}: dat is {int(kind.gezag)}")
    return Source(
        id=source_id,
        title=header["titel"],
        citeertitel=header["citeertitel"],
        abbreviations=tuple(str(a) for a in header["afkortingen"]),
        kind=kind,
        bestuurslaag=_enum(Bestuurslaag, header["bestuurslaag"], place),
        gezag=Gezag(header["gezag"]),
        valid_from=header["geldig_vanaf"],
        valid_until=header.get("geldig_tot"),
        url=header["url"],
        text_kind=_enum(TextKind, header["tekst"], place),
        sha256=sha256,
        note=header.get("toelichting", ""),
    )


def _date(place: Place, value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise CorpusError(place, f"{value!r} is geen datum als 2026-10-01") from error


def build_provision(source: Source, entry: Entry) -> Provision:
    """Check an item's attributes and make the ``Provision``."""

    def get(key: str) -> tuple[Place, str]:
        return entry.attributes.get(key, (entry.place, ""))

    def listed(key: str) -> list[tuple[Place, str]]:
        place, value = get(key)
        return [(place, part.strip()) for part in value.split(",") if part.strip()]

    read_place, read = get("gelezen")
    version = _date(read_place, read) if _DATE.fullmatch(read) else None
    laag_place, laag = get("bestuurslaag")
    from_place, valid_from = get("geldig_vanaf")
    certainty_place, certainty = get("zekerheid")
    if certainty not in ("", "zeker", "waarschijnlijk", "te controleren"):
        raise CorpusError(certainty_place, f"onbekende zekerheid {certainty!r}")
    if not listed("themas"):
        raise CorpusError(entry.place, "deze bepaling heeft geen themas")
    return Provision(
        locator=Locator(source.id, entry.steps, version),
        norm=entry.text,
        consequence=get("gevolg")[1],
        heading=entry.title,
        bestuurslaag=_enum(Bestuurslaag, laag, laag_place) if laag else source.bestuurslaag,
        ambten=frozenset(_enum(Ambt, v, p) for p, v in listed("ambten")),
        themas=tuple(_enum(Thema, v, p) for p, v in listed("themas")),
        parallelgroep=get("parallelgroep")[1],
        valid_from=_date(from_place, valid_from) if valid_from else None,
        read=read,
        checked=get("gecontroleerd")[1],
        certain=certainty in ("", "zeker"),
        questions=tuple(entry.questions),
    )
