"""What goes over the wire to the endpoint, and what is taken from it: the edge where both client libraries meet HTTP.

Out: the request that the library made, with no other headers than it needs and with the key. In: only a stream of the kind that
was asked for. An error page is never read, a redirect never followed, and a stream that goes on for ever is cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.llm.faults import ComposerFault, LlmFault, fault_of_status
from ingest.fetch.answers import asked_pause
from ingest.settings import Settings, is_own_network

if TYPE_CHECKING:
    import ssl

    import httpx

# The libraries add what machine and which version of Python this is, and what they find in the environment.
_SENT = frozenset(("host", "accept", "connection", "content-type", "content-length", "transfer-encoding"))
_STREAMS = {"openai": ("text/event-stream",), "ollama": ("application/x-ndjson", "application/json")}
_CONNECT_SECONDS = 10.0
_MOST_BYTES = 4_000_000


@dataclass
class Watch:
    """Shared by who reads a stream and who waits for it: ``stop`` ends the reading, and so do too many bytes."""

    stop: Event = field(default_factory=Event)
    seen: int = 0

    def saw(self, chunk: bytes) -> bytes:
        self.seen += len(chunk)
        if self.stop.is_set():
            raise ComposerFault(LlmFault.TE_LAAT)
        if self.seen > _MOST_BYTES:
            raise ComposerFault(LlmFault.TE_LANG)
        return chunk


def http_options(settings: Settings, watch: Watch) -> dict[str, Any]:
    """The arguments of the ``httpx.Client`` for one call. Raises ``SettingsError`` when the key cannot be used."""
    return {
        "timeout": timeouts(settings),
        "follow_redirects": False,
        # A proxy of the environment is for the internet: what stays in the own network does not pass it.
        "trust_env": not is_own_network(urlsplit(settings.llm_url).hostname or ""),
        "verify": _certificates(),
        "event_hooks": {"request": [_sends_only(settings)], "response": [_takes_only(settings.llm, watch)]},
    }


def timeouts(settings: Settings) -> httpx.Timeout:
    """How long a connection or a silence may last."""
    import httpx

    return httpx.Timeout(settings.llm_first_token, connect=min(_CONNECT_SECONDS, settings.llm_first_token))


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()


def _sends_only(settings: Settings) -> Any:
    """A hook that leaves of the headers what is needed, and adds the key."""
    name = settings.llm_key_header or "Authorization"
    secret = settings.llm_secret

    def hook(request: httpx.Request) -> None:
        for header in set(request.headers) - _SENT:
            del request.headers[header]
        request.headers["User-Agent"] = f"integriteitsassistent/{version('integriteitsassistent')}"
        # Uncompressed, so that what comes in can be counted.
        request.headers["Accept-Encoding"] = "identity"
        if key := secret.get_secret_value():
            request.headers[name] = key if settings.llm_key_header else f"Bearer {key}"

    return hook


def _takes_only(kind: str, watch: Watch) -> Any:
    """A hook that refuses everything but a stream of the right kind, before its body is read."""
    import httpx

    class Watched(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            return map(watch.saw, self._stream)

        def close(self) -> None:
            self._stream.close()

    def hook(response: httpx.Response) -> None:
        if response.status_code != 200:
            raise ComposerFault(fault_of_status(response.status_code), asked_pause(response))
        packed = response.headers.get("content-encoding", "identity") != "identity"
        if packed or not response.headers.get("content-type", "").startswith(_STREAMS[kind]):
            raise ComposerFault(LlmFault.ONLEESBAAR)
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = Watched(response.stream)

    return hook
