"""What goes over the wire to the endpoint, and what is taken from it: the edge where both client libraries meet HTTP.

Out: the request that the library made, with no other headers than it needs and with the key. In: only a stream of the kind that
was asked for. An error page is never read, a redirect never followed, and a stream that goes on for ever is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.metadata import version
from threading import Event, Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.llm.faults import ComposerFault, LlmFault, fault_of_status
from ingest.fetch.answers import asked_pause
from ingest.settings import Settings, SettingsError, is_own_network

if TYPE_CHECKING:
    import ssl

    import httpx

# The libraries add what machine and which version of Python this is, and what they find in the environment.
_SENT = frozenset(("host", "accept", "connection", "content-type", "content-length", "transfer-encoding"))
_STREAMS = {"openai": ("text/event-stream",), "ollama": ("application/x-ndjson", "application/json")}
_CONNECT_SECONDS = 10.0
_MOST_BYTES = 4_000_000


class Watch:
    """Shared by who makes a call and who waits for it. ``sent`` is set when the question begins to leave; after ``stop`` it cannot
    leave any more. That ends the reading too, and so do too many bytes."""

    def __init__(self, sent: Event) -> None:
        self._sent, self._lock = sent, Lock()
        self._stopped, self._bytes = False, 0

    def stop(self) -> None:
        with self._lock:
            self._stopped = True

    @property
    def stopped(self) -> bool:
        return self._stopped

    def goes(self, chunk: bytes) -> bytes:
        """A piece of the body of the request, just before it leaves."""
        with self._lock:
            if self._stopped:
                raise ComposerFault(LlmFault.TE_LAAT)
            self._sent.set()
        return chunk

    def comes(self, chunk: bytes) -> bytes:
        """A piece of the answer."""
        self._bytes += len(chunk)
        if self._stopped:
            raise ComposerFault(LlmFault.TE_LAAT)
        if self._bytes > _MOST_BYTES:
            raise ComposerFault(LlmFault.TE_LANG)
        return chunk


def http_options(settings: Settings, watch: Watch) -> dict[str, Any]:
    """The arguments of the ``httpx.Client`` for one call. Raises ``ComposerFault`` when the key cannot be used any more."""
    return {
        "timeout": timeouts(settings),
        "follow_redirects": False,
        # A proxy of the environment is for the internet: what stays in the own network does not pass it.
        "trust_env": not is_own_network(urlsplit(settings.llm_url).hostname or ""),
        "verify": _certificates(),
        "event_hooks": {"request": [_sends_only(settings, watch)], "response": [_takes_only(settings.llm, watch)]},
    }


def timeouts(settings: Settings) -> httpx.Timeout:
    """How long a connection or a silence may last."""
    import httpx

    return httpx.Timeout(settings.llm_first_token, connect=min(_CONNECT_SECONDS, settings.llm_first_token))


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()


def _sends_only(settings: Settings, watch: Watch) -> Any:
    """A hook that leaves of the headers what is needed, adds the key, and has the body watched."""
    name = settings.llm_key_header or "Authorization"
    try:
        secret = settings.llm_secret
    except SettingsError:
        # The file was sound at the start. Its path is not for who asks.
        raise ComposerFault(LlmFault.SLEUTEL) from None

    def hook(request: httpx.Request) -> None:
        for header in set(request.headers) - _SENT:
            del request.headers[header]
        request.headers["User-Agent"] = f"integriteitsassistent/{version('integriteitsassistent')}"
        # Uncompressed, so that what comes in can be counted.
        request.headers["Accept-Encoding"] = "identity"
        if key := secret.get_secret_value():
            request.headers[name] = key if settings.llm_key_header else f"Bearer {key}"
        request.stream = _through(watch.goes, request.stream)

    return hook


def _takes_only(kind: str, watch: Watch) -> Any:
    """A hook that refuses everything but a stream of the right kind, before its body is read."""

    def hook(response: httpx.Response) -> None:
        if response.status_code != 200:
            raise ComposerFault(fault_of_status(response.status_code), asked_pause(response))
        packed = response.headers.get("content-encoding", "identity") != "identity"
        if packed or not response.headers.get("content-type", "").startswith(_STREAMS[kind]):
            raise ComposerFault(LlmFault.ONLEESBAAR)
        response.stream = _through(watch.comes, response.stream)

    return hook


def _through(look: Callable[[bytes], bytes], stream: httpx.SyncByteStream | httpx.AsyncByteStream) -> httpx.SyncByteStream:
    """The same stream, of which each piece is looked at on its way."""
    import httpx

    assert isinstance(stream, httpx.SyncByteStream)
    inner = stream

    class Watched(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            return map(look, inner)

        def close(self) -> None:
            inner.close()

    return Watched()
