"""From the id of a text to a version in the library, with all checks between; nothing is half added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout

from corpus import Source, SourceId
from corpus.documents import Document
from ingest.fetch.faults import FetchError
from ingest.fetch.law import LawOffice
from ingest.fetch.publication import PUBLICATION_LIMIT, checked_pdf, checked_xml, described, kamerstuk_url, own_url
from ingest.fetch.web import Web
from ingest.library import Added, Library
from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.documents.describe import Description


class ReadLaw(Protocol):
    """Makes a document of the XML of a law; raises ``DocumentError``."""

    def __call__(self, data: bytes, name: str, *, known: Mapping[SourceId, Source] | None = None) -> Document: ...


class ReadDocument(Protocol):
    """Makes a document of another file; raises ``DocumentError``."""

    def __call__(self, data: bytes, name: str, described: Description) -> Document: ...


@dataclass(frozen=True)
class Fetched:
    """What became of one text. ``notes``: what went otherwise than planned and did no harm."""

    source: SourceId
    title: str
    version: dt.date | None
    added: Added
    notes: tuple[str, ...] = ()


class Fetcher:
    """Fetches one text after another. ``known``: the sources of the embedded corpus, which give a text its titles."""

    def __init__(
        self,
        web: Web,
        settings: Settings,
        known: Mapping[SourceId, Source],
        *,
        read_law: ReadLaw,
        read_document: ReadDocument,
    ) -> None:
        self._web = web
        self._settings = settings
        self._known = known
        self._read_law = read_law
        self._read_document = read_document
        self._cache = settings.cache_dir / "fetch"
        self._library = Library(settings.library_dir)
        self._laws = LawOffice(web, settings, self._library, self._cache)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Two runs at once would write one partial file. Raises ``FetchError`` when another run is busy."""
        self._cache.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._cache / ".lock", timeout=0):
                yield
        except Timeout as error:
            raise FetchError("er loopt al een 'integriteit fetch'; wacht tot die klaar is") from error

    def fetch(self, ident: SourceId, day: dt.date) -> Fetched:
        """Bring the library up to date with one text. ``day`` matters for a law only.

        Raises ``FetchError`` or ``DocumentError``; the library then is as it was.
        """
        if ident.scheme == "bwb":
            return self._law(ident, day)
        if ident.scheme == "kst":
            return self._publication(ident, kamerstuk_url(self._settings, ident), ".xml", checked_xml)
        source = self._known.get(ident)
        if source is None:
            raise FetchError(
                f"{ident}: onbekend; noem een BWB-nummer, een kamerstuk als kst-28844-254 of een bron van het corpus"
            )
        return self._publication(ident, own_url(self._settings, source), ".pdf", checked_pdf)

    def _law(self, law: SourceId, day: dt.date) -> Fetched:
        notes: list[str] = []
        version = self._laws.version(law, day, notes)
        data = self._laws.text(law, version)
        document = self._read_law(data, f"{law}_{version.label}.xml", known=self._known)
        if (document.source.id, document.version) != (law, version.start):
            raise FetchError(
                f"{law}: het bestand zegt {document.source.id} van {document.version} te zijn, het manifest zegt {version.start}; "
                "meld dit, de tekst is niet toegevoegd"
            )
        url = self._laws.url(law, version)
        added = self._library.add(
            document, data, ".xml", url=url, retrieved=dt.datetime.now(dt.UTC), valid_until=version.valid_until
        )
        return Fetched(law, document.source.citeertitel, document.version, added, tuple(notes))

    def _publication(self, ident: SourceId, url: str, suffix: str, check: Callable[[bytes, SourceId], None]) -> Fetched:
        place = self._cache / f"{ident}{suffix}"
        self._web.download(url, place, limit=PUBLICATION_LIMIT)
        data = place.read_bytes()
        try:
            check(data, ident)
        except FetchError:
            # Else the next run would be told that this file has not changed.
            place.unlink()
            raise
        document = self._read_document(data, place.name, described(ident, self._known.get(ident), data))
        added = self._library.add(document, data, suffix, url=url, retrieved=dt.datetime.now(dt.UTC))
        return Fetched(ident, document.source.citeertitel, document.version, added)
