"""One file of the user's own → a ``Document``: its kind, its blocks, its pieces."""

from __future__ import annotations

import hashlib
import re

from corpus import Source
from corpus.documents import Document, DocumentError
from corpus.values import TextKind
from ingest.documents.blocks import count, texts_of
from ingest.documents.describe import Description
from ingest.documents.files import shown
from ingest.documents.formats import Format, detect
from ingest.documents.sandbox import read_in_child
from ingest.documents.segment import segment

#: Raise the number when the same file would give other pieces.
PARSER = "eigen-1"
_NOTE = "eigen document"
#: What ``segment`` makes of the number of a second "Artikel 3"; no law or document numbers so.
_AGAIN = re.compile(r"^\d[^-]*-\d+$")


def read_bytes(data: bytes, name: str, described: Description) -> Document:
    """Read a file that came from anywhere. Raises ``DocumentError`` with its name, what is wrong and what to do."""
    try:
        return _read(data, name, described)
    except DocumentError as error:
        raise DocumentError(f"{shown(name)}: {error}") from error


def _read(data: bytes, name: str, described: Description) -> Document:
    kind = detect(data, name)
    if kind is Format.TOESTAND:
        raise DocumentError("de tekst van een wet; voeg die toe met 'integriteit add' of haal hem op met 'integriteit fetch'")
    reading = read_in_child(data, kind)
    pieces, empty = segment(reading.blocks, described.id)
    if not pieces:
        raise DocumentError("geen tekst gevonden; controleer of dit het goede bestand is")
    warnings = [f"koppen zonder tekst, niet opgenomen: {'; '.join(empty)}"] if empty else []
    if twice := dict.fromkeys(str(step) for piece in pieces for step in piece.locator.steps if _AGAIN.search(step.number)):
        warnings.append(f"nummers die vaker voorkomen, kregen een volgnummer: {', '.join(twice)}")
    return Document(
        source=_source(described, data),
        version=None,
        pieces=pieces,
        parser=PARSER,
        characters=count(text for block in reading.blocks for text in texts_of(block)) - count(empty),
        warnings=(*reading.warnings, *warnings),
    )


def _source(described: Description, data: bytes) -> Source:
    return Source(
        id=described.id,
        title=described.title,
        citeertitel=described.title,
        abbreviations=(),
        kind=described.kind,
        bestuurslaag=described.bestuurslaag,
        gezag=described.kind.gezag,
        valid_from=described.valid_from,
        valid_until=None,
        url=described.url,
        text_kind=TextKind.OFFICIEEL,
        sha256=hashlib.sha256(data).hexdigest(),
        note=_NOTE,
    )
