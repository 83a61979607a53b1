"""All traffic with the official sites: over http(s), slow and few requests, limited in size, and never to another host.

``read`` gives an answer as bytes. ``download`` keeps a file: asked again only when it changed, and continued where an
earlier download broke off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.fetch.answers import checked, continued_from, decoded
from ingest.fetch.faults import FetchError, TemporaryError, UnreachableError
from ingest.fetch.kept import Kept
from ingest.fetch.pace import TOTAL_SECONDS, Clock, Deadline, Pace, Result, with_retries
from ingest.settings import Settings

if TYPE_CHECKING:
    import httpx

REDIRECTS = 5
#: Behind a wall that swallows everything, four tries of this are long enough.
_CONNECT_SECONDS = 10.0
_MOVED = (301, 302, 303, 307, 308)

#: Bytes so far, and the size of the whole when the server tells it.
Progress = Callable[[int, int | None], None]


class Web:
    """A client for the hosts of the settings. Use it in a ``with`` statement; one thread only."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        total_seconds: float = TOTAL_SECONDS,
        progress: Progress = lambda done, total: None,
    ) -> None:
        import http.cookiejar

        import httpx

        self._clock = clock or Clock()
        self._pace = Pace(settings.requests_per_second, self._clock)
        self._total_seconds = total_seconds
        self._progress = progress
        self._hosts = {urlsplit(url).hostname for url in settings.official_urls}
        self._down: dict[str, str] = {}
        self._client = httpx.Client(
            timeout=httpx.Timeout(settings.fetch_timeout, connect=min(settings.fetch_timeout, _CONNECT_SECONDS)),
            follow_redirects=False,
            # Uncompressed, so that what came in can be counted, checked and continued byte for byte.
            headers={"User-Agent": f"integriteitsassistent/{version('integriteitsassistent')}", "Accept-Encoding": "identity"},
            # A cookie would let a server tell which requests come from one person.
            cookies=http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=[])),
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def read(self, url: str, *, limit: int) -> bytes:
        """The XML answer to a question, of at most ``limit`` bytes; nothing is kept. Raises ``FetchError``."""

        def attempt(deadline: Deadline) -> bytes:
            with self._open(url, {"Accept": "application/xml"}) as response:
                checked(response, url)
                return b"".join(self._body(response, limit, deadline))

        return self._tried(url, attempt)

    def download(self, url: str, place: Path, *, limit: int) -> None:
        """Bring ``place`` up to date, which may cost no more than a question whether it changed.

        Raises ``FetchError``; then ``place`` is as it was, and a part beside it may wait for the next time.
        """
        self._tried(url, lambda deadline: self._fill(url, Kept(place), limit, deadline))

    def _tried(self, url: str, attempt: Callable[[Deadline], Result]) -> Result:
        host = urlsplit(url).netloc
        if host in self._down:
            raise UnreachableError(host, self._down[host])
        deadline = Deadline(self._clock, self._total_seconds)
        try:
            return with_retries(lambda: self._translated(host, lambda: attempt(deadline)), self._clock, deadline)
        except UnreachableError as error:
            # Twenty laws on one dead host must not take twenty times four tries.
            self._down[host] = str(error.__cause__)
            raise

    @staticmethod
    def _translated(host: str, attempt: Callable[[], Result]) -> Result:
        import httpx

        try:
            return attempt()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise UnreachableError(host, str(error)) from error
        except httpx.TimeoutException as error:
            raise TemporaryError(f"{host} antwoordt niet op tijd; probeer het later opnieuw") from error
        except httpx.InvalidURL as error:
            raise FetchError(f"{host} verwijst door naar iets dat geen adres is ({error}); meld dit") from error
        except httpx.TransportError as error:
            raise TemporaryError(f"de verbinding met {host} brak af ({error}); probeer het later opnieuw") from error

    def _fill(self, url: str, kept: Kept, limit: int, deadline: Deadline) -> None:
        conditions, have = kept.conditions()
        with self._open(url, conditions) as response:
            if response.status_code == 304 and "If-Modified-Since" in conditions:
                return
            if have and not continued_from(response, have, kept.part_modified):
                if response.status_code in (206, 416):
                    kept.drop_part()
                    raise TemporaryError(f"{url}: het bestand is intussen veranderd; probeer het opnieuw")
                have = 0
            checked(response, url, partial=have > 0)
            modified = response.headers.get("last-modified", "")
            if not have:
                # What a server packed comes in unpacked, and cannot be continued by counting bytes.
                kept.begin(modified if response.headers.get("content-encoding", "identity") == "identity" else "")
            try:
                for chunk in self._body(response, limit, deadline, have):
                    kept.add(chunk)
            except FetchError as error:
                if not isinstance(error, TemporaryError):
                    kept.drop_part()
                raise
        kept.complete(modified)

    def _body(self, response: httpx.Response, limit: int, deadline: Deadline, have: int = 0) -> Iterator[bytes]:
        host = response.url.host
        length = response.headers.get("content-length", "")
        whole = have + int(length) if length.isdecimal() else None
        too_large = FetchError(
            f"{response.url}: groter dan {limit // 1_000_000} MB en daarom geweigerd; meld dit als het niet klopt"
        )
        if whole is not None and whole > limit:
            raise too_large
        done = have
        for chunk in decoded(response):
            done += len(chunk)
            if done > limit:
                raise too_large
            if deadline.over():
                raise TemporaryError(
                    f"{host} is te traag: na {self._total_seconds:.0f} seconden gestopt; probeer het later opnieuw"
                )
            self._progress(done, whole)
            yield chunk

    @contextmanager
    def _open(self, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer after at most ``REDIRECTS`` redirects, each of which must be allowed."""
        import httpx

        target = httpx.URL(url)
        if target.scheme not in ("http", "https"):
            raise FetchError(f"{url}: alleen http en https; herstel het adres in de instellingen")
        for _ in range(REDIRECTS + 1):
            self._pace.wait()
            with self._client.stream("GET", target, headers=headers) as response:
                if response.status_code not in _MOVED:
                    yield response
                    return
                target = self._followed(response)
        raise FetchError(f"{url}: verwijst meer dan {REDIRECTS} keer door; de server heeft deze tekst niet (meer)")

    def _followed(self, response: httpx.Response) -> httpx.URL:
        at = response.url
        to = at.join(response.headers.get("location", ""))
        same = (to.scheme, to.host, to.port) == (at.scheme, at.host, at.port)
        if not same and not (to.scheme == "https" and to.host in {at.host, *self._hosts}):
            raise FetchError(f"{at}: verwijst door naar {to}; dat is geen officieel adres en is niet gevolgd")
        return to
