"""The addresses below ``/api/v1``: what each takes and gives, described in Dutch."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import JSONResponse

from assistant.answering import Answers
from assistant.api.answered import AnswerModel, ProblemModel
from assistant.api.asked import AskRequest
from assistant.api.asking import Pool, answer
from assistant.api.content import provision_at, sources_in
from assistant.api.fields import LONGEST_PLACE, PLACE_EXAMPLE
from assistant.api.held import ProvisionModel, SourcesModel
from assistant.api.problems import Problem, Wrong
from assistant.api.received import CheckedRoute
from assistant.render import to_json

PREFIX = "/api/v1"

_WRONG = {
    403: "De vraag komt van een andere website.",
    404: "Deze plaats staat niet in de bronnen.",
    413: "De inhoud is groter dan 64 kB.",
    415: "De inhoud is geen application/json.",
    422: "Een waarde klopt niet.",
    500: "Een storing bij ons.",
    503: "Te druk, te lang bezig of nog niet gereed.",
}
_PLACE: dict[str, Any] = {
    "description": "De plaats van de bepaling, met of zonder datum.",
    "max_length": LONGEST_PLACE,
    "examples": [PLACE_EXAMPLE],
}


def _responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ProblemModel, "description": _WRONG[status]} for status in (*statuses, 500, 503)}


def create_router(assistant: Answers, pool: Pool) -> APIRouter:
    """The routes; each answers 503 as long as there is nothing to answer from."""

    async def ready() -> None:
        if not assistant.index.corpus.provisions:
            raise Problem(503, Wrong.NIET_GEREED, "Er zijn nog geen bronnen. Maak de index met 'integriteit ingest'.")

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
    def provision(at: Annotated[str, Query(**_PLACE)]) -> ProvisionModel:
        return provision_at(assistant.index, at, dt.date.today())

    @router.get(
        "/provision/{locator:path}",
        operation_id="bepaling_op_plaats",
        summary="Een bepaling bekijken, met de plaats in het adres",
        description="De plaats staat in het adres, met procenttekens geschreven: # wordt %23, = wordt %3D en / wordt %2F.",
        response_description="De bepaling.",
        responses=_responses(404, 422),
    )
    def provision_by_path(locator: Annotated[str, Path(**_PLACE)]) -> ProvisionModel:
        return provision_at(assistant.index, locator, dt.date.today())

    return router
