"""How the API stands beside the page.

The page's guard lets nothing through but what the page needs, so the API has a door of its own in front of it, with the same
host names and the same headers.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answering import Answers
from assistant.api.asked import AskRequest
from assistant.api.asking import Pool
from assistant.api.problems import DESCRIPTION, Problem, failed, invalid, of_status
from assistant.api.routes import PREFIX, create_router
from assistant.ui.guard import HEADERS

_ABOUT = """\
Vragen over integriteit in het openbaar bestuur, beantwoord met een verwijzing naar het lid van de wet, of niet beantwoord.

* U praat met een computerprogramma. Een antwoord kan fout zijn: controleer altijd de bron.
* Stuur geen namen, nummers of andere gegevens van personen. Vragen worden niet bewaard.
* Dit is geen juridisch advies.
"""


def add_api(app: FastAPI, assistant: Answers, hosts: Sequence[str]) -> None:
    """Put the API in front of the page; ``hosts`` are the names by which it may be addressed (``*``: any)."""
    app.add_middleware(Door, api=create_api(assistant, hosts))


def create_api(assistant: Answers, hosts: Sequence[str], pool: Pool | None = None) -> FastAPI:
    """The API as an application of its own."""
    api = FastAPI(
        title="Integriteitsassistent",
        summary="Antwoorden met vindplaats over integriteit in het openbaar bestuur",
        description=_ABOUT,
        version=version("integriteitsassistent"),
        openapi_url=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    api.include_router(create_router(assistant, pool or Pool()))
    api.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)

    @api.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        return _told(error if isinstance(error, Problem) else of_status(error.status_code, error.headers))

    @api.exception_handler(RequestValidationError)
    async def not_valid(request: Request, error: RequestValidationError) -> JSONResponse:
        findings = error.errors()
        in_body = findings[0]["loc"][0] == "body"
        return _told(invalid(findings, list(AskRequest.model_fields) if in_body else ["at", "locator"]))

    @api.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> JSONResponse:
        return _told(failed())

    return api


def _told(problem: Problem) -> JSONResponse:
    return JSONResponse({"error": problem.error.value, "detail": problem.detail}, problem.status_code, problem.headers)


class Door:
    """ASGI middleware: what is asked of the API goes there, and its answers get the headers of the page; the rest passes by."""

    def __init__(self, app: ASGIApp, api: ASGIApp) -> None:
        self.app = app
        self.api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(f"{PREFIX}/"):
            await self.app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**HEADERS, "cache-control": "no-store"}.items():
                    headers[name] = value
            await send(message)

        await self.api(scope, receive, sealed)
