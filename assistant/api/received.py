"""What is checked of a request before its body is read: where it comes from, of what type it is and how large."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from assistant.api.problems import Problem, Wrong

MAX_BODY = 64 * 1024


class LimitedRequest(Request):
    """A request whose body ends in ``Problem`` (413) when it grows too large, also when its length was not told."""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        size = 0
        async for chunk in super().stream():
            size += len(chunk)
            if size > MAX_BODY:
                raise _too_large()
            yield chunk


class CheckedRoute(APIRoute):
    """A route that refuses a body from another website, of another type than JSON, or too large."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            if request.method == "POST":
                _check(request)
            return await handle(LimitedRequest(request.scope, request.receive))

        return checked


def _check(request: Request) -> None:
    headers = request.headers
    if not _same_origin(headers.get("origin"), headers.get("host", "")):
        text = "Een vraag mag alleen van deze site zelf komen, of van een programma dat geen browser is."
        raise Problem(403, Wrong.ANDERE_HERKOMST, text)
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Problem(415, Wrong.VERKEERD_TYPE, "Stuur de vraag als JSON, met content-type: application/json.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MAX_BODY:
        raise _too_large()


def _same_origin(origin: str | None, host: str) -> bool:
    """A browser tells where a request comes from; a program that tells nothing is no browser."""
    return origin is None or (host != "" and origin.partition("://")[2].lower() == host.lower())


def _too_large() -> Problem:
    return Problem(413, Wrong.TE_GROOT, f"De inhoud is te groot: ten hoogste {MAX_BODY // 1024} kB. Maak de vraag korter.")
