"""A ``Document`` as JSON and back: what the library keeps of a parsed file, so that a file is parsed once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from corpus import Bestuurslaag, Locator, Source, SourceId, SourceKind
from corpus.documents import Document, Link, Piece, State
from corpus.values import Gezag, TextKind

_FORMAT = 1


def date_of(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def iso_of(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def document_to_json(document: Document) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "source": source_to_json(document.source),
        "version": iso_of(document.version),
        "parser": document.parser,
        "characters": document.characters,
        "warnings": list(document.warnings),
        "pieces": [
            [
                str(p.locator), p.text, list(p.headings), p.whole, p.state, iso_of(p.valid_from), p.page, p.path, p.jci,
                [[k.start, k.end, str(k.target) if k.target else None, k.doc] for k in p.links],
            ]
            for p in document.pieces
        ],
    }  # fmt: skip


def document_from_json(data: dict[str, Any]) -> Document:
    """Raises ``ValueError``, ``KeyError`` or ``TypeError`` for what ``document_to_json`` did not make."""
    if data["format"] != _FORMAT:
        raise ValueError(f"format {data['format']}")
    return Document(
        source=source_from_json(data["source"]),
        version=date_of(data["version"]),
        pieces=tuple(_piece(row) for row in data["pieces"]),
        parser=data["parser"],
        characters=data["characters"],
        warnings=tuple(data["warnings"]),
    )


def source_to_json(s: Source) -> list[Any]:
    return [
        str(s.id), s.title, s.citeertitel, list(s.abbreviations), s.kind, s.bestuurslaag, int(s.gezag),
        iso_of(s.valid_from), iso_of(s.valid_until), s.url, s.text_kind, s.sha256, s.note,
    ]  # fmt: skip


def source_from_json(row: list[Any]) -> Source:
    ident, title, cite, short, kind, laag, gezag, start, end, url, text_kind, sha256, note = row
    return Source(
        SourceId(ident), title, cite, tuple(short), SourceKind(kind), Bestuurslaag(laag), Gezag(gezag),
        dt.date.fromisoformat(start), date_of(end), url, TextKind(text_kind), sha256, note,
    )  # fmt: skip


def _piece(row: list[Any]) -> Piece:
    locator, text, headings, whole, state, valid_from, page, path, jci, links = row
    return Piece(
        Locator.parse(locator), text, tuple(headings), whole, State(state), date_of(valid_from), page, path, jci,
        tuple(Link(start, end, Locator.parse(target) if target else None, doc) for start, end, target, doc in links),
    )  # fmt: skip
