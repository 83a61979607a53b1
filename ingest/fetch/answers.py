"""What an answer of a server means: its status, the pause that it asks for, and its bytes."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ingest.fetch.faults import FetchError, RefusedError, TemporaryError

if TYPE_CHECKING:
    import httpx

_PASSING = (429, 500, 502, 503, 504)
_PIECE = 65_536
_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")


def checked(response: httpx.Response, url: str, *, partial: bool = False) -> None:
    """Raise the fault that the status stands for; ``partial``: 206 is what was asked for."""
    status, place = response.status_code, url.partition("?")[0]
    if status in _PASSING:
        pause = asked_pause(response)
        wait = f" en vraagt {pause:.0f} seconden te wachten" if pause else ""
        raise TemporaryError(f"{place}: de server antwoordt met {status}{wait}; probeer het later opnieuw", pause)
    if status != (206 if partial else 200):
        raise RefusedError(f"{place}: de server antwoordt met {status}; controleer het nummer of probeer het later", status)


def asked_pause(response: httpx.Response) -> float:
    """Seconds of ``Retry-After``, which is a number or a date; 0 when there is none that can be read."""
    value = response.headers.get("retry-after", "")
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (moment - dt.datetime.now(moment.tzinfo)).total_seconds())


def continued_from(response: httpx.Response, have: int, modified: str) -> bool:
    """Whether the answer goes on at byte ``have`` of the very file of which those bytes are."""
    found = _RANGE.fullmatch(response.headers.get("content-range", ""))
    same = response.headers.get("last-modified", "") == modified
    return response.status_code == 206 and same and found is not None and int(found[1]) == have


def decoded(response: httpx.Response) -> Iterator[bytes]:
    """The bytes of the body in small pieces, also of a server that compresses unasked: a bomb goes off piece by piece."""
    encoding = response.headers.get("content-encoding", "identity")
    if encoding == "identity":
        yield from response.iter_raw()
    elif encoding == "gzip":
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            for chunk in response.iter_raw():
                while chunk:
                    yield inflater.decompress(chunk, _PIECE)
                    chunk = inflater.unconsumed_tail
            yield inflater.flush()
        except zlib.error as error:
            raise TemporaryError(f"{response.url}: het bestand kwam beschadigd aan ({error}); probeer het opnieuw") from error
        if not inflater.eof:
            raise TemporaryError(f"{response.url}: het bestand kwam niet heel aan; probeer het opnieuw")
    else:
        raise FetchError(f"{response.url}: ingepakt als {encoding!r}; dat kan deze assistent niet uitpakken")
