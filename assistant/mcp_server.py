"""``integriteit mcp``: an assistant program asks, searches and reads through the Model Context Protocol, over stdin and stdout.

Four tools that only read. Standard output carries the protocol and nothing else; a mistake or a fault becomes the result of the
call, in Dutch, and is never passed to the library, which would write its message (and so the question) to standard error.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib.metadata import version
from threading import Event
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from assistant.answering import Answers
from assistant.api.answered import AnswerModel
from assistant.api.asked import AskRequest, NoRequest, PlaceRequest, SearchRequest
from assistant.api.asking import Pool, answer
from assistant.api.content import provision_at, search_result, sources_in
from assistant.api.held import ProvisionModel, SearchModel, SourcesModel
from assistant.api.problems import Problem, invalid
from assistant.render import to_json
from assistant.threads import one_thread_a_question
from ingest.settings import SettingsError

if TYPE_CHECKING:
    from mcp import types
    from mcp.server.lowlevel import Server

_ABOUT = (
    "Vragen over integriteit in het Nederlandse openbaar bestuur, beantwoord met vindplaats of niet beantwoord. Noem bij elk "
    "gebruik van een antwoord de vindplaats en het adres van de officiële tekst. Stuur geen namen, nummers of andere gegevens "
    "van personen. Een antwoord komt van een computer, kan fout zijn en is geen juridisch advies."
)


class McpMissing(SettingsError):
    """The library of the protocol is not installed."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it takes, what it gives, and how. ``run`` raises ``Problem``."""

    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    run: Callable[[Any, Event], dict[str, Any]]


def tools_of(assistant: Answers) -> Mapping[str, Tool]:
    """All tools by name. There are no others, and none that changes anything."""

    def ask(asked: AskRequest, stop: Event) -> dict[str, Any]:
        return to_json(answer(assistant, asked, stop))

    def search(asked: SearchRequest, stop: Event) -> dict[str, Any]:
        question = AskRequest(question=asked.question, ambt=asked.ambt, date=asked.date, mode=None, bestuurslaag=None)
        return search_result(answer(assistant, question, stop), assistant.index, asked.count).model_dump(mode="json")

    def read(asked: PlaceRequest, stop: Event) -> dict[str, Any]:
        return provision_at(assistant.index, asked.locator, dt.date.today()).model_dump(mode="json")

    def sources(asked: NoRequest, stop: Event) -> dict[str, Any]:
        return sources_in(assistant.index).model_dump(mode="json")

    return {
        "vraag": Tool(
            "Beantwoordt een vraag met vindplaatsen, of zegt waarom er geen antwoord is.", AskRequest, AnswerModel, ask
        ),
        "zoek": Tool("Zoekt bepalingen bij een vraag, zonder antwoord.", SearchRequest, SearchModel, search),
        "bepaling": Tool("Geeft één bepaling met haar versies en buren.", PlaceRequest, ProvisionModel, read),
        "bronnen": Tool("Geeft de bronnen waar antwoorden uit komen.", NoRequest, SourcesModel, sources),
    }


def serve_mcp(opened: Callable[[], Answers]) -> None:
    """Open the assistant and serve it on standard input and output until the input ends. Raises ``McpMissing`` without the library.

    The library keeps writes to descriptor 1 off the wire; what Python's own ``print`` holds in its buffer would still come
    there at the end.
    """
    try:
        import anyio
        from mcp.server.stdio import stdio_server
    except ImportError as error:
        raise McpMissing("De bibliotheek voor MCP ontbreekt. Installeer die met: pip install 'mcp>=2.3'") from error
    with redirect_stdout(sys.stderr):
        server = create_server(opened())
        one_thread_a_question()

    async def serve() -> None:
        async with stdio_server() as (incoming, outgoing):
            with redirect_stdout(sys.stderr):
                await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(serve)


def create_server(assistant: Answers, pool: Pool | None = None) -> Server[Any]:
    """The server, not yet bound to a transport."""
    from mcp import types
    from mcp.server.lowlevel import Server

    tools = tools_of(assistant)
    threads = pool or Pool()

    async def list_tools(context: Any, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(name, tool) for name, tool in tools.items()])

    async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            return _told(f"Dit gereedschap bestaat niet. Kies uit: {', '.join(tools)}.")
        try:
            asked = tool.takes.model_validate(params.arguments or {})
            data = await threads.run(lambda stop: tool.run(asked, stop))
        except ValidationError as error:
            return _told(invalid(error.errors(include_input=False, include_url=False), list(tool.takes.model_fields)).detail)
        except Problem as problem:
            return _told(problem.detail)
        text = types.TextContent(type="text", text=json.dumps(data, ensure_ascii=False))
        return types.CallToolResult(content=[text], structured_content=data)

    return Server(
        "integriteitsassistent",
        version=version("integriteitsassistent"),
        title="Integriteitsassistent",
        instructions=_ABOUT,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _described(name: str, tool: Tool) -> types.Tool:
    from mcp import types

    hints = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    return types.Tool(
        name=name,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(),
        output_schema=tool.gives.model_json_schema(mode="serialization"),
        annotations=hints,
    )


def _told(sentence: str) -> types.CallToolResult:
    from mcp import types

    return types.CallToolResult(content=[types.TextContent(type="text", text=sentence)], is_error=True)
