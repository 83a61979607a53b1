"""A Chroma server instead of the embedded one, for several processes on one index.

Chroma's own server (``chroma run``) has no login: keep it on this machine or behind a proxy. Only the Rust server is meant;
the Python one runs what a client sends it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.release import IndexProblem

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

#: The key in a collection's metadata that says which data folder it belongs to.
OWNER = "owner"
_SECONDS = 60
_START = "Start hem met 'chroma run --path MAP --port POORT', of laat de instelling 'chroma_url' leeg"


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """What can go wrong with a server, as one sentence with the next step."""
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    try:
        yield
    except NotFoundError as error:
        raise IndexProblem(
            f"{url}: de server kent de collectie van deze index niet ({error}). Vul hem met: integriteit ingest --force"
        ) from error
    except (ChromaError, httpx.HTTPError, json.JSONDecodeError) as error:
        raise IndexProblem(f"{url}: de Chroma-server antwoordt niet ({error or type(error).__name__}). {_START}") from error


def open_server(url: str) -> ClientAPI:
    """A client of the server at ``http://host:port``. Raises ``IndexProblem`` when no Chroma server answers there."""
    import chromadb
    import httpx
    from chromadb.config import Settings as ChromaSettings

    host, port, secure = _address(url)
    settings = ChromaSettings(anonymized_telemetry=False)
    with reaching(url):
        # Chroma itself waits for ever: it must not be the first to ask.
        httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=_SECONDS).raise_for_status()
        try:
            client = chromadb.HttpClient(host, port, ssl=secure, settings=settings)
        except ValueError as error:
            raise IndexProblem(f"{url}: geen Chroma-server gevonden ({error}). {_START}") from error
    client._server._session.timeout = httpx.Timeout(_SECONDS)  # type: ignore[attr-defined]
    return client


def _address(url: str) -> tuple[str, int, bool]:
    try:
        parts = urlsplit(url)
        host, port, secure = parts.hostname, parts.port, parts.scheme == "https"
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.username or parts.path.strip("/"):
        raise IndexProblem(f"instelling 'chroma_url': {url!r} is geen adres als http://127.0.0.1:8000")
    return host, port or (443 if secure else 80), secure


@contextmanager
def server(url: str) -> Iterator[ClientAPI]:
    """A client for one piece of work. Raises ``IndexProblem`` for every fault of the server."""
    with reaching(url):
        client = open_server(url)
        try:
            yield client
        finally:
            client.close()  # type: ignore[attr-defined]  # on the class behind ClientAPI since 1.0


def prune_server(url: str, owner: str, keep: Collection[str]) -> list[str]:
    """Delete the collections of this ``owner`` but those in ``keep``; what others have on the server is left alone."""
    with server(url) as client:
        gone = [c.name for c in client.list_collections() if (c.metadata or {}).get(OWNER) == owner and c.name not in keep]
        for name in gone:
            client.delete_collection(name)
    return gone
