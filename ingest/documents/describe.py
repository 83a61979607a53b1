"""What a document is: its id, title, kind, tier and the day it holds from. What the user does not say is filled in."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import TypeVar

from corpus import Bestuurslaag, LocatorError, SourceId, SourceKind
from corpus.documents import ALWAYS, DocumentError
from ingest.documents.slug import slug

_Value = TypeVar("_Value", bound=StrEnum)
_CODE = re.compile(r"gedragscode|integriteitscode", re.IGNORECASE)


@dataclass(frozen=True)
class Description:
    """What is known of a document before it is read."""

    id: SourceId
    title: str
    kind: SourceKind
    bestuurslaag: Bestuurslaag
    valid_from: dt.date
    url: str = ""


def describe(
    path: PurePath,
    *,
    title: str | None = None,
    kind: str | None = None,
    bestuurslaag: str | None = None,
    valid_from: dt.date | None = None,
    id: str | None = None,
    url: str = "",
) -> Description:
    """Describe a file by its name and by what the user said of it.

    The id is made of the title or else of the name; a document that says it is a gedragscode is one, another is a nota; it
    holds for every tier and on every day. Raises ``DocumentError`` for a kind or tier that does not exist and for an unusable id.
    """
    name = " ".join((title or _readable(path.stem)).split())
    if not any(map(str.isalnum, name)):
        raise DocumentError(f"{path.name}: de naam heeft geen letters of cijfers; geef een titel met --title")
    default_kind = SourceKind.GEDRAGSCODE if _CODE.search(f"{title or ''} {path.stem}") else SourceKind.NOTA
    return Description(
        id=_id(path, id) if id else _default_id(title or path.stem),
        title=name,
        kind=_one_of(SourceKind, kind, path, "--kind") if kind else default_kind,
        bestuurslaag=_one_of(Bestuurslaag, bestuurslaag, path, "--bestuurslaag") if bestuurslaag else Bestuurslaag.ALGEMEEN,
        valid_from=valid_from or ALWAYS,
        url=url,
    )


def _readable(stem: str) -> str:
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return words[:1].upper() + words[1:]


def _default_id(text: str) -> SourceId:
    """A kamerstuk keeps the id that it has in its file name: ``kst-28844-254``."""
    try:
        ident = SourceId(text)
    except LocatorError:
        return SourceId(slug(text, start="document"))
    return ident if ident.scheme == "kst" else SourceId(slug(text, start="document"))


def _id(path: PurePath, text: str) -> SourceId:
    try:
        ident = SourceId(text)
    except LocatorError as error:
        raise DocumentError(f"{path.name}: --id {text!r} kan niet; gebruik kleine letters, cijfers en streepjes") from error
    if ident.scheme == "bwb":
        raise DocumentError(f"{path.name}: --id {text!r} is van een wet; geef een eigen naam, zoals gedragscode-2025")
    return ident


def _one_of(values: type[_Value], text: str, path: PurePath, option: str) -> _Value:
    try:
        return values(text)
    except ValueError as error:
        raise DocumentError(f"{path.name}: {option} {text!r} bestaat niet; kies uit {', '.join(values)}") from error
