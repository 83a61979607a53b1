"""PDF: the text layer, line by line, with the size of the letters and where on the page they stand.

Nothing in the file is run or followed. A scan has no text layer, and no guess is made at what it says.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.documents import DocumentError
from ingest.documents.blocks import Reading
from ingest.documents.layout import Layout
from ingest.documents.pdf_lines import PageLines, with_gaps
from ingest.documents.running import content

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader
    from pypdf.generic import DictionaryObject

_MOST_PAGES = 3_000
#: With more signs than this that stand for no letter, the letters of the file have lost their meaning.
_MOST_UNKNOWN = 0.1
_SAVE_AGAIN = "open de PDF in een PDF-lezer en sla hem opnieuw op"


def read_pdf(data: bytes) -> Reading:
    """Raises ``DocumentError`` for a password, no pages, a scan, letters without meaning and a file that pypdf cannot open."""
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError, PyPdfError

    # It reports every oddity that it mends.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        _unlock(reader)
        if not 0 < len(reader.pages) <= _MOST_PAGES:
            raise DocumentError(
                f"heeft {len(reader.pages)} bladzijden; nodig zijn er 1 tot {_MOST_PAGES}, controleer het bestand"
            )
        pages = [PageLines.of(page, number) for number, page in enumerate(reader.pages, 1)]
        pictures = [number for number, page in enumerate(reader.pages, 1) if not pages[number - 1].lines and _has_picture(page)]
        warnings = list(_extras(reader))
    except LimitReachedError as error:
        raise DocumentError(f"wordt uitgepakt te groot (PDF-bom); {_SAVE_AGAIN}") from error
    except PyPdfError as error:
        raise DocumentError(f"de PDF is beschadigd; {_SAVE_AGAIN}") from error
    _check_text(pages, pictures)
    if pictures:
        warnings.append(f"alleen een afbeelding, dus niet gelezen: bladzijde {', '.join(map(str, pictures))}")
    if any(page.hidden for page in pages):
        warnings.append(f"verborgen tekst niet opgenomen: bladzijde {', '.join(str(p.number) for p in pages if p.hidden)}")
    lines, left_out = content(with_gaps(pages))
    return Reading(tuple(Layout(lines).blocks()), (*warnings, *left_out))


def _unlock(reader: PdfReader) -> None:
    from pypdf.errors import DependencyError

    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("is met een wachtwoord beveiligd; haal het wachtwoord eraf en voeg het bestand opnieuw toe")
    except (DependencyError, NotImplementedError) as error:
        raise DocumentError(
            f"is versleuteld op een manier die hier niet te lezen is; {_SAVE_AGAIN}, zonder beveiliging"
        ) from error


def _check_text(pages: Sequence[PageLines], pictures: Sequence[int]) -> None:
    text = "".join(line.text for page in pages for line in page.lines)
    letters = sum(map(str.isalpha, text))
    unknown = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in text)
    if unknown > _MOST_UNKNOWN * (letters + unknown):
        raise DocumentError(
            f"de letters zijn niet te herkennen (tekenset ontbreekt); {_SAVE_AGAIN}, of maak er met OCR een nieuwe van"
        )
    if not letters and pictures:
        raise DocumentError("scan zonder tekst: maak er eerst met OCR een doorzoekbare PDF van")
    if not letters:
        raise DocumentError("geen tekst gevonden; controleer of dit het goede bestand is")


def _has_picture(page: PageObject) -> bool:
    objects = _at(page, "/Resources", "/XObject")
    return any(_at(objects, name).get("/Subtype") == "/Image" for name in objects)


def _extras(reader: PdfReader) -> Iterator[str]:
    """What is in the file besides its pages."""
    root = _at(reader.trailer, "/Root")
    if _at(root, "/Names", "/EmbeddedFiles"):
        yield "bijlagen in de PDF niet gelezen"
    if _at(root, "/Names", "/JavaScript") or _at(root, "/OpenAction").get("/S") in ("/JavaScript", "/Launch"):
        yield "opdrachten in de PDF niet uitgevoerd"
    if _at(root, "/AcroForm").get("/Fields"):
        yield "wat in formuliervelden is ingevuld, is niet gelezen"


def _at(holder: DictionaryObject, *path: str) -> DictionaryObject:
    """The dictionary at a path, empty when there is none."""
    from pypdf.generic import DictionaryObject

    for key in path:
        found = holder.get(key)
        found = found.get_object() if found is not None else None
        holder = found if isinstance(found, DictionaryObject) else DictionaryObject()
    return holder
