"""Bytes of a BWB file to its tree, read with suspicion: nothing is expanded, fetched or repaired, and there are limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.documents import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The largest law of the Netherlands is about 53 MB.
LARGEST = 200_000_000
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_BOM = b"\xef\xbb\xbf"
_AGAIN = "haal het bestand opnieuw op met: integriteit fetch"


def read_tree(data: bytes) -> _Element:
    """The root ``toestand``. Raises ``DocumentError`` for what is no such file, or could harm."""
    if not data.strip():
        raise DocumentError(f"het bestand is leeg; {_AGAIN}")
    if len(data) > LARGEST:
        raise DocumentError(f"{len(data)} bytes is meer dan {LARGEST}; dit is geen gewoon wetsbestand, {_AGAIN}")
    _refuse_declarations(data)
    _refuse_other_encodings(data)
    root = _parsed(data)
    if root.tag != "toestand":
        raise DocumentError(f"regel {root.sourceline}: begint met <{root.tag}> en niet met <toestand>; {_AGAIN}")
    return root


def _refuse_declarations(data: bytes) -> None:
    """No DOCTYPE and no entities, whatever the encoding: in UTF-16 and UTF-32 the same letters stand between zero bytes."""
    shrunk = data.replace(b"\0", b"").upper() if b"\0" in data else data.upper()
    for name in (b"<!DOCTYPE", b"<!ENTITY"):
        if (place := shrunk.find(name)) >= 0:
            line = shrunk.count(b"\n", 0, place) + 1
            raise DocumentError(
                f"regel {line}: {name.decode()} staat in het bestand en is geweigerd, want een officiële wetstekst heeft die niet; {_AGAIN}"
            )


def _refuse_other_encodings(data: bytes) -> None:
    declared = _DECLARED.match(data.removeprefix(_BOM))
    if declared and declared[1].upper() not in (b"UTF-8", b"UTF8", b"US-ASCII"):
        raise DocumentError(f"regel 1: codering {declared[1].decode('ascii', 'replace')!r} in plaats van UTF-8; {_AGAIN}")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"regel {line}: byte {error.start} is geen geldige UTF-8; {_AGAIN}") from error


def _parsed(data: bytes) -> _Element:
    from lxml import etree

    # Comments and processing instructions are left out while parsing: lxml then joins the text around them.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"geen leesbare XML ({error}); {_AGAIN}") from error
    if root.getroottree().docinfo.doctype:
        raise DocumentError(f"heeft een DOCTYPE en is geweigerd; {_AGAIN}")
    return root
