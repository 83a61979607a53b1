"""The MCP server: four tools that read, spoken to by the library's own client; nothing else on stdout, nothing of a question left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from page_fake import FakeAssistant

from assistant.api.asked import AskRequest
from assistant.flow import Assistant, Step
from assistant.mcp_server import McpMissing, create_server, serve_mcp, tools_of
from assistant.render import to_json
from ingest.settings import Settings

anyio = pytest.importorskip("anyio")
mcp = pytest.importorskip("mcp", reason="mcp is not installed: the server cannot be tried")

CANARY = "kanariegeel"
LID = "BWBR0005416#artikel=28/lid=1"
TESTS = Path(__file__).parent

#: A server that finds all five provisions, and a library that prints where it should not.
SERVER = """
import os, sys
from dataclasses import replace
from page_fake import FakeAssistant
from assistant.answer import Hit, Trace
from assistant.flow import Step
from assistant.mcp_server import serve_mcp

class Finding(FakeAssistant):
    def stream(self, question, **more):
        print("losse regel")
        os.write(1, b"losse bytes\\n")
        hits = tuple(Hit(p, 1.0, ("dense",)) for p in self.index.corpus.provisions)
        for item in super().stream(question, **more):
            yield item if isinstance(item, Step) else replace(item, trace=Trace(hits))

def opened():
    print("losse regel bij het openen")
    return Finding()

serve_mcp(opened)
"""

Session = Any
Spoken = tuple[Any, str]


class Place:
    """A folder that a server may write in, so that a test can see that it does not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: str(folder) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")},
            "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "2",
        }

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    assert place.files() == []


def speak(place: Place, say: Callable[[Session], Awaitable[Any]], *command: str, **environment: str) -> Spoken:
    """What ``say`` gives in a session with the server, and what the server wrote to standard error."""
    parameters = mcp.StdioServerParameters(
        command=sys.executable, args=list(command), env={**place.environment, **environment}, cwd=place.folder
    )

    async def session() -> Any:
        async with mcp.stdio_client(parameters, errlog=errors) as streams, mcp.ClientSession(*streams) as client:
            return await say(client)

    with tempfile.TemporaryFile("w+", dir=place.folder.parent) as errors:
        heard = anyio.run(session)
        errors.seek(0)
        return heard, errors.read()


def text_of(result: Any) -> str:
    (part,) = result.content
    text: str = part.text
    return text


def test_it_introduces_itself_and_lists_four_tools_that_only_read(place: Place) -> None:
    async def say(client: Session) -> tuple[Any, Any]:
        return await client.initialize(), await client.list_tools()

    (hello, listed), errors = speak(place, say, "-c", SERVER)
    assert hello.server_info.name == "integriteitsassistent"
    assert "persoon" in hello.instructions or "personen" in hello.instructions
    capabilities = hello.capabilities.model_dump(exclude_none=True)
    assert list(capabilities) == ["tools"]
    assert [tool.name for tool in listed.tools] == ["vraag", "zoek", "bepaling", "bronnen"]
    for tool in listed.tools:
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema
    assert errors == "losse regel bij het openen\n"


def test_each_tool_gives_its_data_and_stray_output_stays_off_the_wire(place: Place) -> None:
    calls = {
        "vraag": {"question": "Mag ik meestemmen?", "ambt": "raadslid", "date": "2025-06-01", "history": ["Eerder?"]},
        "zoek": {"question": "Mag ik meestemmen?", "count": 2},
        "bepaling": {"locator": LID},
        "bronnen": {},
    }

    async def say(client: Session) -> dict[str, Any]:
        await client.initialize()
        return {name: await client.call_tool(name, arguments) for name, arguments in calls.items()}

    results, errors = speak(place, say, "-c", SERVER)
    data = {name: json.loads(text_of(result)) for name, result in results.items()}
    assert [(result.is_error, result.structured_content == data[name]) for name, result in results.items()] == [(False, True)] * 4
    assert (data["vraag"]["outcome"], data["vraag"]["ambt"], data["vraag"]["date"]) == ("beantwoord", "raadslid", "2025-06-01")
    assert [hit["label"] for hit in data["zoek"]["hits"]] == [f"artikel 28, {n} lid, Gemeentewet" for n in ("eerste", "tweede")]
    assert data["bepaling"]["label"] == "artikel 28, eerste lid, Gemeentewet"
    assert [source["id"] for source in data["bronnen"]["sources"]] == ["BWBR0005416", "handboek-2023"]
    assert "losse regel" in errors and "losse bytes" in errors


@pytest.mark.parametrize(
    ("tool", "arguments", "word"),
    [
        ("vraag", {}, "'question'"),
        ("vraag", {"question": " "}, "leeg"),
        ("vraag", {"question": 5}, "'question'"),
        ("vraag", {"question": "x", CANARY: 1}, "history"),
        ("vraag", {"question": "x", "ambt": CANARY}, "raadslid"),
        ("vraag", {"question": "x", "date": CANARY}, "2026-11-24"),
        ("vraag", {"question": f"kapot {CANARY}"}, "beheerder"),
        ("vraag", {"question": CANARY * 500}, "te lang"),
        ("zoek", {"question": "x", "count": 0}, "1"),
        ("zoek", {"question": "x", "count": "veel"}, "getal"),
        ("zoek", {"question": f"kapot {CANARY}"}, "beheerder"),
        ("bepaling", {"locator": f"{CANARY} x"}, LID),
        ("bepaling", {"locator": f"{CANARY}#artikel=1"}, "lijst van bronnen"),
        ("bepaling", {}, "'locator'"),
        ("bronnen", {CANARY: 1}, "niets in te vullen"),
        (CANARY, {}, "vraag, zoek, bepaling, bronnen"),
    ],
)
def test_a_bad_call_is_an_error_of_the_tool_that_repeats_nothing(tool: str, arguments: dict[str, Any], word: str) -> None:
    entry = create_server(FakeAssistant()).get_request_handler("tools/call")
    assert entry is not None
    result = anyio.run(entry.handler, None, entry.params_type(name=tool, arguments=arguments))
    assert result.is_error
    assert word in text_of(result)
    assert CANARY not in text_of(result)


def test_the_server_lives_on_after_faults_and_keeps_the_question_to_itself(place: Place) -> None:
    async def say(client: Session) -> list[Any]:
        await client.initialize()
        asked = [{"question": f"kapot {CANARY}"}, {"question": CANARY, "ambt": CANARY}, {"question": CANARY}]
        return [await client.call_tool("vraag", arguments) for arguments in asked]

    results, errors = speak(place, say, "-c", SERVER)
    assert [result.is_error for result in results] == [True, True, False]
    assert "RuntimeError" in errors
    assert CANARY not in errors


@pytest.mark.parametrize(
    "line",
    [
        CANARY,
        f'{{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {{"name": "vraag", "arguments": "{CANARY}"}}}}',
        f'{{"jsonrpc": "2.0", "id": 2, "method": "{CANARY}"}}',
    ],
)
def test_what_is_no_protocol_leaves_no_trace(place: Place, line: str) -> None:
    command = [sys.executable, "-c", SERVER]
    environment = os.environ | place.environment
    ran = subprocess.run(
        command, input=line + "\n", env=environment, cwd=place.folder, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0
    assert CANARY not in ran.stderr
    assert all(json.loads(answer)["jsonrpc"] == "2.0" for answer in ran.stdout.splitlines())


def test_without_the_library_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.stdio", None)
    with pytest.raises(McpMissing, match="pip install"):
        serve_mcp(FakeAssistant)


@pytest.mark.real_index
def test_the_command_answers_as_ask_does(place: Place, real_assistant: Assistant, real_settings: Settings) -> None:
    asked = {"question": "Mag ik meestemmen over het bestemmingsplan naast mijn huis?", "ambt": "raadslid", "date": "2026-11-24"}

    async def say(client: Session) -> list[Any]:
        await client.initialize()
        found = await client.call_tool("zoek", {"question": asked["question"], "date": asked["date"]})
        return [await client.call_tool("vraag", asked), found]

    before = _state(real_settings.data_dir)
    data, cache = str(real_settings.data_dir), str(real_settings.cache_dir)
    (answer, found), errors = speak(
        place, say, "-m", "assistant.cli", "mcp", INTEGRITEIT_DATA_DIR=data, INTEGRITEIT_CACHE_DIR=cache
    )
    expected, given = to_json(real_assistant.ask(**asked)), json.loads(text_of(answer))
    for result in (expected, given):
        result["timings_ms"] = sorted(result["timings_ms"])
    assert json.dumps(given) == json.dumps(expected)
    assert len(json.loads(text_of(found))["hits"]) == 5
    assert asked["question"] not in errors
    assert _state(real_settings.data_dir) == before


def _state(folder: Path) -> list[tuple[str, int, int]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]


def test_a_question_is_answered_as_the_contract_has_it() -> None:
    asked = AskRequest(question="Mag ik meestemmen?", date="2026-11-24")
    *_, result = FakeAssistant().stream(asked.question, date=asked.date)
    assert not isinstance(result, Step)
    assert tools_of(FakeAssistant())["vraag"].run(asked, threading.Event()) == to_json(result)
