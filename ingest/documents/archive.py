"""The zip file that a DOCX is, looked through before anything in it is opened."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from corpus.documents import DocumentError

_MOST_FILES = 5_000
_MOST_BYTES = 300_000_000
#: Text and XML shrink tenfold; a bomb shrinks a thousandfold.
_MOST_RATIO = 200
_RATIO_COUNTS_FROM = 2_000_000
_ENCRYPTED = 0x1
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHERS = {
    b"spreadsheetml": "een rekenblad (Excel)",
    b"presentationml": "een presentatie (PowerPoint)",
    b"wordprocessingml.template": "een sjabloon (.dotx)",
}
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SAVE_AGAIN = "open het in Word en sla het opnieuw op als .docx"


def check_docx(data: bytes) -> None:
    """Raise ``DocumentError`` for a bomb, a name that leads outside, a macro, something nested or fetched, and for no DOCX at all."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive)
            _check_names(archive)
            _check_kind(archive)
            _check_parts(archive)
    except DocumentError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise DocumentError(f"het zipbestand is beschadigd of afgebroken; {_SAVE_AGAIN}") from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    whole = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > _MOST_FILES or whole > _MOST_BYTES or (whole > _RATIO_COUNTS_FROM and whole > _MOST_RATIO * max(packed, 1)):
        raise DocumentError(f"zou uitgepakt {whole // 1_000_000} MB zijn in {len(members)} delen (zipbom); {_SAVE_AGAIN}")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise DocumentError("is met een wachtwoord beveiligd; haal het wachtwoord eraf en voeg het opnieuw toe")


def _check_names(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if len(set(names)) < len(names):
        raise DocumentError(f"bevat twee delen met dezelfde naam; {_SAVE_AGAIN}")
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
            raise DocumentError(f"bevat een deel met een naam die naar buiten wijst ({name[:60]!r}); {_SAVE_AGAIN}")


def _check_kind(archive: zipfile.ZipFile) -> None:
    if "[Content_Types].xml" not in archive.namelist():
        other = "een OpenDocument-bestand (.odt)" if "mimetype" in archive.namelist() else "een zipbestand"
        raise DocumentError(f"is {other} en geen Word-document; sla het op als .docx of PDF")
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(PurePosixPath(name).name == "vbaProject.bin" for name in archive.namelist()):
        raise DocumentError("bevat macro's; sla het op als gewoon Word-document (.docx)")
    if _MAIN not in types:
        other = next((name for mark, name in _OTHERS.items() if mark in types), "een ander Office-bestand")
        raise DocumentError(f"is {other} en geen Word-document; sla het op als .docx of PDF")


def _check_parts(archive: zipfile.ZipFile) -> None:
    for member in archive.infolist():
        if member.is_dir():
            continue
        with archive.open(member) as part:
            start = part.read(8)
            if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
                raise DocumentError(
                    f"bevat een bestand in het bestand ({member.filename[:60]}); haal het eruit en sla opnieuw op"
                )
            if not member.filename.endswith((".xml", ".rels")):
                continue
            content = start + part.read()
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", content) or content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise DocumentError(f"bevat XML met een DOCTYPE of in UTF-16 ({member.filename[:60]}); {_SAVE_AGAIN}")
        if member.filename.endswith(".rels"):
            _check_relations(content, member.filename)


def _check_relations(content: bytes, name: str) -> None:
    """What is fetched when the document is opened is refused; a link that someone must click is not."""
    for relation in _RELATION.findall(content):
        values = {key: double or single for key, double, single in _ATTRIBUTE.findall(relation)}
        if values.get(b"TargetMode", b"").lower() == b"external" and not values.get(b"Type", b"").endswith(b"/hyperlink"):
            kind = values.get(b"Type", b"").rpartition(b"/")[2].decode("ascii", "replace")
            raise DocumentError(
                f"haalt iets van buiten op ({kind}, in {name[:60]}); ontkoppel dat in Word, of sla het op als PDF"
            )
