"""Files that must not come in, with words of the message that each is refused with, and what makes such files."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence

import pytest
from document_files import docx, pdf

from corpus.documents import DocumentError

Make = Callable[[], bytes]
_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def raw_pdf(*objects: bytes, trailer: bytes = b"<< /Root 1 0 R /Size 9 >>") -> bytes:
    """Numbered objects without a cross-reference table, which readers rebuild."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n" + trailer + b"\nstartxref\n0\n%%EOF\n"


def page_pdf(content: bytes, resources: bytes = b"<< >>", extra: Sequence[bytes] = ()) -> bytes:
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources %s >>" % resources,
        content,
        *extra,
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def scan() -> bytes:
    picture = stream(
        b"\x00" * 12, b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    )
    return page_pdf(stream(b"q 100 0 0 100 0 0 cm /P Do Q"), b"<< /XObject << /P 5 0 R >> >>", [picture])


def pdf_bomb() -> bytes:
    return page_pdf(stream(zlib.compress(b" " * 120_000_000, 9), b"/Filter /FlateDecode"))


def xref_loop() -> bytes:
    body = raw_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
    place = body.index(b"trailer")
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Size 3 /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        place,
        place,
    )
    return body[:place] + table


def locked_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return pdf(encrypt=StandardEncryption("geheim", strength=40))


def changed_docx(
    add: Callable[[zipfile.ZipFile], None], *, base: bytes | None = None, replace: dict[str, bytes] | None = None
) -> bytes:
    """A DOCX with parts replaced and added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base or docx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replace or {}).get(name, old.read(name)))
        add(new)
    return out.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    return changed_docx(lambda archive: archive.writestr(name, data))


def with_relation(kind: str, target: str) -> bytes:
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
    return with_part("word/_rels/settings.xml.rels", relation.encode())


def encrypted_zip() -> bytes:
    """The flag in each header says that a password is needed."""
    data = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def macro_docx() -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx())) as old:
        types = old.read("[Content_Types].xml").replace(
            b"wordprocessingml.document.main+xml", b"wordprocessingml.document.macroEnabled.main+xml"
        )
    return changed_docx(lambda archive: None, replace={"[Content_Types].xml": types})


def huge_docx() -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx())) as old:
        body = old.read("word/document.xml")
    deep = b"<w:r>" * 400 + b"<w:t>x</w:t>" + b"</w:r>" * 400
    return changed_docx(
        lambda archive: None, replace={"word/document.xml": body.replace(b"<w:body>", b"<w:body><w:p>" + deep + b"</w:p>")}
    )


def ole(stream_name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream_name.encode("utf-16-le") + b"\0" * 600


LAUGHS = '<?xml version="1.0"?><!DOCTYPE officiele-publicatie [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><officiele-publicatie><al>&b;</al></officiele-publicatie>'
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><officiele-publicatie><al>&e;</al></officiele-publicatie>'
PAGE = b"<!DOCTYPE html><html><body><h1>Code</h1><p>Een raadslid meldt.</p></body></html>"

#: Name of the file → what is in it, and words of the message.
BAD: dict[str, tuple[Make, str]] = {
    "leeg.txt": (lambda: b"", "leeg (0 bytes)"),
    "spaties.txt": (lambda: b" \n\t\n ", "geen tekst gevonden"),
    "nul.txt": (lambda: b"De raad\x00 beslist.", "NUL"),
    "utf16-zonder-kenmerk.txt": (lambda: "De raad beslist.".encode("utf-16-le"), "UTF-16 zonder kenmerk"),
    "half-utf8.txt": (lambda: "één\ntwee ".encode() + b"\xe9\n", "regel 2: tekenset onbekend"),
    "dos.txt": (lambda: "De coöperatie is één geheel".encode("cp850"), "tekenset onbekend"),
    "mac.txt": (lambda: "De coëfficiënt is één".encode("mac_roman"), "tekenset onbekend"),
    "onbekend.xyz": (lambda: b"De raad beslist.", "onbekend; gebruik .pdf, .docx"),
    "pagina.pdf": (lambda: PAGE, "de inhoud is html"),
    "programma.docx": (lambda: b"MZ\x90\x00" + b"\0" * 100, "een programma"),
    "pagina.txt": (lambda: PAGE, "de inhoud is html"),
    "bestand.md": (pdf, "de inhoud is pdf"),
    "foto.pdf": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "een afbeelding; maak er eerst met OCR"),
    "tekst.html": (lambda: b"Geen enkel element.", "de inhoud is tekst"),
    "oud.docx": (lambda: ole("WordDocument"), "oude Office"),
    "wachtwoord.docx": (lambda: ole("EncryptedPackage"), "met een wachtwoord beveiligd"),
    "niet-gevonden.html": (lambda: b"<html><head><title>404 - niet gevonden</title></head><body><p>Oeps.</p></body></html>", "foutpagina"),
    "koekjes.html": (lambda: b"<html><body><div class='cookie-banner'>Accepteer</div><script>x()</script></body></html>", "geen tekst"),
    "diep.html": (lambda: b"<html><body>" + b"<div>" * 200_000 + b"x", "dieper genest dan 250"),
    "citaten.md": (lambda: b">" * 200_000 + b"x", "dieper genest"),
    "lijsten.md": (lambda: b"- " * 100_000 + b"x", "dieper genest"),
    "alleen-voorstuk.md": (lambda: b"---\na: !!python/object:os.system x\n---\n", "geen tekst gevonden"),
    "lachen.xml": (lambda: LAUGHS.encode(), "DOCTYPE"),
    "uitlezen.xml": (lambda: XXE.encode(), "DOCTYPE"),
    "lachen-utf16.xml": (lambda: LAUGHS.encode("utf-16"), "DOCTYPE"),
    "afgebroken.xml": (lambda: b"<officiele-publicatie><al>Een raadslid", "geen leesbare XML"),
    "ander.xml": (lambda: b"<rss><item>x</item></rss>", "XML met <rss>"),
    "onbekend-element.xml": (lambda: b"<officiele-publicatie><zomaar>tekst</zomaar></officiele-publicatie>", "<zomaar> op regel 1: 5 tekens"),
    "codering.xml": (lambda: '<?xml version="1.0" encoding="koi8-r"?><kamerstuk><al>\xe9\xe9n</al></kamerstuk>'.encode("latin-1"), "zegt koi8-r te zijn"),
    "diep.xml": (lambda: b"<kamerstuk>" + b"<a>" * 200_000, "geen leesbare XML"),
    "slot.pdf": (locked_pdf, "met een wachtwoord beveiligd"),
    "zonder-pagina.pdf": (lambda: raw_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"), "heeft 0 bladzijden"),
    "scan.pdf": (scan, "scan zonder tekst: maak er eerst met OCR een doorzoekbare PDF van"),
    "wit.pdf": (lambda: page_pdf(stream(b"")), "geen tekst gevonden"),
    "bom.pdf": (pdf_bomb, "te groot"),
    "lus.pdf": (xref_loop, "beschadigd"),
    "half.pdf": (lambda: pdf()[:700], "beschadigd"),
    "rommel.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "beschadigd"),
    "sleutel.docx": (encrypted_zip, "met een wachtwoord beveiligd"),
    "bom.docx": (lambda: with_part("word/media/a.bin", b"\0" * 60_000_000), "zipbom"),
    "nest.docx": (lambda: with_part("word/embeddings/a.bin", archive(x=b"x")), "een bestand in het bestand"),
    "uitweg.docx": (lambda: with_part("../../tmp/uit.xml", b"<x/>"), "naar buiten wijst"),
    "macro.docx": (macro_docx, "macro's"),
    "vba.docx": (lambda: with_part("word/vbaProject.bin", b"x" * 20), "macro's"),
    "sjabloon.docx": (lambda: with_relation("attachedTemplate", "https://example.org/a.dotm"), "attachedTemplate"),
    "plaatje.docx": (lambda: with_relation("image", "https://example.org/a.png"), "haalt iets van buiten op (image"),
    "doctype.docx": (lambda: with_part("word/extra.xml", LAUGHS.encode()), "DOCTYPE"),
    "diep.docx": (huge_docx, "beschadigd"),
    "zip.docx": (lambda: archive(brief=b"hallo"), "een zipbestand en geen Word-document"),
    "excel.docx": (lambda: archive(**{"[Content_Types].xml": _TYPES + b"<!-- spreadsheetml -->"}), "een rekenblad"),
    "half.docx": (lambda: docx()[:5000], "beschadigd of afgebroken"),
}  # fmt: skip


def shown(error: pytest.ExceptionInfo[DocumentError]) -> str:
    return str(error.value)
