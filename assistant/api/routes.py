"""The addresses below ``/api/v1`` and how they stand beside the page.

The page's guard lets nothing through but what the page needs, so the API has a door of its own in front of it, with the same
host names and the same headers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.asking import Pool, answer
from assistant.api.content import provision_at, sources_in
from assistant.api.models import PLACE_EXAMPLE, AnswerModel, AskRequest, ProblemModel, ProvisionModel, SourcesModel
from assistant.api.problems import DESCRIPTION, Problem, Wrong, failed, invalid, of_status
from assistant.api.received import CheckedRoute
from assistant.render import to_json
from assistant.ui.conversation import Answers
from assistant.ui.guard import HEADERS

PREFIX = "/api/v1"

_ABOUT = """\
Vragen over integriteit in het openbaar bestuur, beantwoord met een verwijzing naar het lid van de wet, of niet beantwoord.

* U praat met een computerprogramma. Een antwoord kan fout zijn: controleer altijd de bron.
* Stuur geen namen, nummers of andere gegevens van personen. Vragen worden niet bewaard.
* Dit is geen juridisch advies.
"""
_WRONG = {
    403: "De vraag komt van een andere website.",
    404: "Deze plaats staat niet in de bronnen.",
    413: "De inhoud is groter dan 64 kB.",
    415: "De inhoud is geen application/json.",
    422: "Een waarde klopt niet.",
    500: "Een storing bij ons.",
    503: "Te druk, te lang bezig of nog niet gereed.",
}
_PLACE = "De plaats van de bepaling, met of zonder datum."


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
    api.include_router(_router(assistant, pool or Pool()))
    api.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)

    @api.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        return _told(error if isinstance(error, Problem) else of_status(error.status_code, error.headers))

    @api.exception_handler(RequestValidationError)
    async def not_valid(request: Request, error: RequestValidationError) -> JSONResponse:
        return _told(invalid(error.errors(), [*AskRequest.model_fields, "locator", "at"]))

    @api.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> JSONResponse:
        return _told(failed())

    return api


def _told(problem: Problem) -> JSONResponse:
    return JSONResponse({"error": problem.error.value, "detail": problem.detail}, problem.status_code, problem.headers)


def _responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ProblemModel, "description": _WRONG[status]} for status in (*statuses, 500, 503)}


def _router(assistant: Answers, pool: Pool) -> APIRouter:
    async def ready() -> None:
        if not assistant.index.corpus.provisions:
            text = "Er zijn nog geen bronnen. Maak de index met: integriteit ingest"
            raise Problem(503, Wrong.NIET_GEREED, text)

    router = APIRouter(prefix=PREFIX, dependencies=[Depends(ready)], route_class=CheckedRoute)

    @router.post(
        "/ask",
        operation_id="vraag",
        summary="Stel een vraag",
        description="Geeft een antwoord met vindplaatsen, of zegt waarom er geen antwoord is. Er wordt niets bewaard.",
        response_description="Het antwoord.",
        response_model=AnswerModel,
        responses=_responses(403, 413, 415, 422),
    )
    async def ask(asked: AskRequest) -> Response:
        """Returned as it was made: passing it through the model could change a byte."""
        return JSONResponse(await pool.run(lambda stop: to_json(answer(assistant, asked, stop))))

    @router.get(
        "/sources",
        operation_id="bronnen",
        summary="Welke bronnen er zijn",
        description="De wetten, codes, nota’s en eigen documenten waar antwoorden uit komen.",
        response_description="De bronnen.",
        responses=_responses(),
    )
    def sources() -> SourcesModel:
        return sources_in(assistant.index)

    @router.get(
        "/provision",
        operation_id="bepaling",
        summary="Een bepaling bekijken",
        description="De plaats staat in de parameter 'at', met procenttekens geschreven: # wordt %23.",
        response_description="De bepaling.",
        responses=_responses(404, 422),
    )
    def provision(at: Annotated[str, Query(description=_PLACE, examples=[PLACE_EXAMPLE])]) -> ProvisionModel:
        return provision_at(assistant.index, at, dt.date.today())

    @router.get(
        "/provision/{locator:path}",
        operation_id="bepaling_op_plaats",
        summary="Een bepaling bekijken, met de plaats in het adres",
        description="De plaats staat in het adres, met procenttekens geschreven: # wordt %23, = wordt %3D en / wordt %2F.",
        response_description="De bepaling.",
        responses=_responses(404, 422),
    )
    def provision_by_path(locator: Annotated[str, Path(description=_PLACE, examples=[PLACE_EXAMPLE])]) -> ProvisionModel:
        return provision_at(assistant.index, locator, dt.date.today())

    return router


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
