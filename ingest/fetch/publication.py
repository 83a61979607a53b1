"""A kamerstuk or a handbook: where it is, and whether what came in is a document at all. For these there is no manifest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from corpus import Bestuurslaag, Source, SourceId, SourceKind
from ingest.fetch.faults import FetchError
from ingest.fetch.official_xml import name, read_root
from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.documents.describe import Description

PUBLICATION_LIMIT = 100_000_000
_ROOTS = ("officiele-publicatie", "kamerwrk")


def kamerstuk_url(settings: Settings, ident: SourceId) -> str:
    """Papers are filed by dossier: ``kst-36600-VII-5`` lies under ``36600-VII``. Raises ``FetchError`` for a whole dossier."""
    dossier = ident.value.removeprefix("kst-").rpartition("-")[0]
    if not dossier:
        raise FetchError(f"{ident}: is een dossier met meer stukken; noem één stuk, zoals {ident}-2")
    return f"{settings.kst_url}/{dossier}/{ident}/1/xml/{ident}.xml"


def own_url(settings: Settings, source: Source) -> str:
    """The PDF of a source that is no law or kamerstuk. Raises ``FetchError`` where no address of a PDF is known."""
    if source.url.lower().endswith(".pdf"):
        return source.url
    if source.id.value.startswith("handboek") and settings.handbook_url:
        return settings.handbook_url
    setting = " en zet het adres van de pdf in INTEGRITEIT_HANDBOOK_URL" if source.id.value.startswith("handboek") else ""
    raise FetchError(f"{source.id}: geen adres van een pdf bekend. Kijk op {source.url}{setting}, of voeg het bestand zelf toe")


def described(ident: SourceId, source: Source | None, data: bytes) -> Description:
    """What is known before reading: by the corpus, else by the numbers of a kamerstuk and the date in it."""
    from ingest.documents.describe import Description

    if source is not None:
        return Description(ident, source.title, source.kind, source.bestuurslaag, source.valid_from, source.url)
    dossier, _, number = ident.value.removeprefix("kst-").rpartition("-")
    title, page = f"Kamerstuk {dossier}, nr. {number}", f"https://zoek.officielebekendmakingen.nl/{ident}.html"
    return Description(ident, title, SourceKind.NOTA, Bestuurslaag.ALGEMEEN, _dated(ident, data), page)


def _dated(ident: SourceId, data: bytes) -> dt.date:
    """The first date that the paper gives in a form for machines, which is its own."""
    value = next((element.get("isodatum", "") for element in read_root(data, str(ident)).iterfind(".//*[@isodatum]")), "")
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError as error:
        raise FetchError(f"{ident}: heeft geen datum in het bestand; voeg het zelf toe, met de datum erbij") from error


def checked_xml(data: bytes, ident: SourceId) -> None:
    """Raise ``FetchError`` for a page or another thing than an official publication."""
    root = read_root(data, str(ident))
    if name(root) not in _ROOTS:
        raise FetchError(f"{ident}: geen officiële publicatie maar {name(root)!r}; oude stukken zijn er alleen als pdf")


def checked_pdf(data: bytes, ident: SourceId) -> None:
    """Raise ``FetchError`` for what is no PDF."""
    if b"%PDF-" not in data[:1024]:
        raise FetchError(f"{ident}: wat binnenkwam is geen pdf; controleer het adres")
