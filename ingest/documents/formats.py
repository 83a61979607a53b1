"""Which kind of file it is: told by what is in it. A name that says otherwise is refused, not believed."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum
from pathlib import PurePath

from corpus.documents import DocumentError

MOST_BYTES = 50_000_000


class Format(StrEnum):
    """``TOESTAND``: the XML of a law, which ``ingest.bwb`` reads."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEKST = "tekst"
    KAMERSTUK = "kamerstuk"
    TOESTAND = "toestand"


_SUFFIXES = {
    ".pdf": {Format.PDF},
    ".docx": {Format.DOCX},
    ".html": {Format.HTML},
    ".htm": {Format.HTML},
    ".xhtml": {Format.HTML},
    ".md": {Format.MARKDOWN},
    ".markdown": {Format.MARKDOWN},
    ".txt": {Format.TEKST},
    ".xml": {Format.KAMERSTUK, Format.TOESTAND},
    "": set(Format),
}
_ROOTS = {
    "html": Format.HTML,
    "toestand": Format.TOESTAND,
    "officiele-publicatie": Format.KAMERSTUK,
    "kamerstuk": Format.KAMERSTUK,
    "kamerwrk": Format.KAMERSTUK,
}
_REFUSED = (
    (b"MZ", "een programma (.exe); controleer waar het vandaan komt"),
    (b"\x7fELF", "een programma; controleer waar het vandaan komt"),
    (b"\x89PNG", "een afbeelding; maak er eerst met OCR een doorzoekbare PDF van"),
    (b"\xff\xd8\xff", "een afbeelding; maak er eerst met OCR een doorzoekbare PDF van"),
    (b"GIF8", "een afbeelding; maak er eerst met OCR een doorzoekbare PDF van"),
    (b"II*\x00", "een afbeelding; maak er eerst met OCR een doorzoekbare PDF van"),
    (b"{\\rtf", "een RTF-bestand; sla het op als .docx of PDF"),
    (b"\x1f\x8b", "een ingepakt bestand; pak het eerst uit"),
    (b"7z\xbc\xaf", "een ingepakt bestand; pak het eerst uit"),
    (b"Rar!", "een ingepakt bestand; pak het eerst uit"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PROLOGUE = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_HTML_DOCTYPE = re.compile(r"<!DOCTYPE\s+html", re.IGNORECASE)
_TAG = re.compile(r"<(?:p|div|h[1-6]|body|main|article|section|table|ul|ol|span|br)\b", re.IGNORECASE)
_HEAD = 65_536


def detect(data: bytes, name: str) -> Format:
    """Raises ``DocumentError`` for an empty or too large file, an unknown kind, and a name that does not fit what is in it."""
    if not data:
        raise DocumentError("leeg (0 bytes); controleer of het bestand goed is opgeslagen")
    if len(data) > MOST_BYTES:
        raise DocumentError(f"{len(data) // 1_000_000} MB, meer dan {MOST_BYTES // 1_000_000} MB; splits het document")
    suffix = PurePath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise DocumentError(f"soort bestand {suffix!r} onbekend; gebruik {', '.join(filter(None, _SUFFIXES))}")
    found = _by_content(data, suffix)
    if found not in _SUFFIXES[suffix]:
        raise DocumentError(f"de naam eindigt op {suffix}, maar de inhoud is {found}; geef het bestand de goede naam")
    return found


def _by_content(data: bytes, suffix: str) -> Format:
    if data.lstrip()[:5] == b"%PDF-":
        return Format.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.DOCX
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise DocumentError("is met een wachtwoord beveiligd; haal het wachtwoord eraf en voeg het opnieuw toe")
        raise DocumentError("een bestand van een oude Office (.doc); sla het op als .docx of PDF")
    for start, kind in _REFUSED:
        if data.startswith(start):
            raise DocumentError(f"geen document maar {kind}")
    return _by_text(_head(data), suffix)


def _by_text(head: str, suffix: str) -> Format:
    """Text, Markdown and loose HTML look the same, so there the name tells which it is."""
    prologue = _PROLOGUE.match(head)
    start = head[prologue.end() :] if prologue else head
    root = _ROOT.match(start)
    name = root[1].lower() if root else ""
    if _HTML_DOCTYPE.search(head[:1000]) or name == "html":
        return Format.HTML
    if name in _ROOTS:
        return _ROOTS[name]
    if head.lstrip().startswith("<?xml") or suffix == ".xml":
        what = f"XML met <{name}>" if name else "geen XML"
        raise DocumentError(f"{what}; ken ik: {', '.join(_ROOTS)}. Sla het op als PDF of tekst")
    if _SUFFIXES[suffix] == {Format.HTML}:
        return Format.HTML if _TAG.search(head) else Format.TEKST
    return Format.MARKDOWN if suffix in (".md", ".markdown") else Format.TEKST


def _head(data: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig")):
        if data.startswith(mark):
            return data[:_HEAD].decode(encoding, "replace")
    return data[:_HEAD].decode("latin-1")
