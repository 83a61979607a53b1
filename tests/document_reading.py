"""What a reader makes of a file: its pieces by their places, and its warnings."""

from __future__ import annotations

from test_documents_formats import place

from corpus import SourceId
from ingest.documents.formats import Format
from ingest.documents.sandbox import read
from ingest.documents.segment import segment


def found(data: bytes, kind: Format) -> tuple[dict[str, str], tuple[str, ...]]:
    reading = read(data, kind)
    return {place(piece): piece.text for piece in segment(reading.blocks, SourceId("x"))[0]}, reading.warnings
