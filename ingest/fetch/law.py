"""One law: which version holds on a day, and its bytes, checked against the official manifest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from corpus import SourceId
from ingest.fetch.faults import FetchError, RefusedError
from ingest.fetch.manifest import Expression, choose, read_manifest
from ingest.fetch.sru import search
from ingest.fetch.web import Web
from ingest.library import Library
from ingest.settings import Settings

#: The largest law is about 3 MB, the longest manifest half of one.
LAW_LIMIT = 100_000_000
_MANIFEST_LIMIT = 20_000_000


class LawOffice:
    """Finds and fetches laws. ``notes`` of a law tell what went otherwise than planned and did no harm."""

    def __init__(self, web: Web, settings: Settings, library: Library, cache: Path) -> None:
        self._web = web
        self._settings = settings
        self._library = library
        self._cache = cache
        self._search_works = True

    def version(self, law: SourceId, day: dt.date, notes: list[str]) -> Expression:
        """The version that holds on ``day``. The search service may fail; without the manifest there is no check."""
        labels = self._searched(law, day, notes)
        chosen = choose(self._manifest(law), day, law)
        if labels is not None and chosen.label not in labels:
            notes.append(
                f"de zoekdienst noemt versie {chosen.label} niet (wel: {', '.join(labels) or 'niets'}); het manifest gaat voor"
            )
        return chosen

    def url(self, law: SourceId, version: Expression) -> str:
        return f"{self._settings.law_url}/{law}/{version.label}/xml/{law}_{version.label}.xml"

    def text(self, law: SourceId, version: Expression) -> bytes:
        """The XML, from the library or the cache where the very bytes are there already. Raises ``FetchError``."""
        for record in self._library.records():
            if record.id == law and record.version == version.start and (data := _same(self._library.original(record), version)):
                return data
        place = self._cache / str(law) / f"{version.label}.xml"
        if data := _same(place, version):
            return data
        url = self.url(law, version)
        self._web.download(url, place, limit=LAW_LIMIT)
        if data := _same(place, version):
            return data
        size = place.stat().st_size
        place.unlink()
        raise FetchError(
            f"{url}: klopt niet met grootte en controlegetal (SHA-512) van het manifest "
            f"({size} in plaats van {version.size} bytes) en is geweigerd; probeer het later opnieuw"
        )

    def _searched(self, law: SourceId, day: dt.date, notes: list[str]) -> tuple[str, ...] | None:
        if not self._search_works:
            return None
        try:
            return search(self._web, self._settings.sru_url, law, day)
        except FetchError as error:
            # Not once more for each of the laws that follow: the manifest is enough.
            self._search_works = False
            notes.append(f"de zoekdienst is overgeslagen, alleen het manifest is gebruikt ({error})")
            return None

    def _manifest(self, law: SourceId) -> tuple[Expression, ...]:
        place = self._cache / str(law) / "manifest.xml"
        try:
            self._web.download(f"{self._settings.law_url}/{law}/manifest.xml", place, limit=_MANIFEST_LIMIT)
        except RefusedError as error:
            if error.status == 404:
                raise FetchError(
                    f"{law}: staat niet in het wettenbestand; controleer het nummer op wetten.overheid.nl"
                ) from error
            raise
        try:
            return read_manifest(place.read_bytes(), law)
        except FetchError:
            # Else the next run would be told that this file has not changed.
            place.unlink()
            raise


def _same(path: Path, version: Expression) -> bytes | None:
    data = path.read_bytes() if path.is_file() else b""
    return data if version.matches(data) else None
