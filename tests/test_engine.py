"""The assistant for whoever knows LlamaIndex."""

from __future__ import annotations

import asyncio
import json

import pytest
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import Response

from assistant.answer import Abstention, Answer
from assistant.engine import IntegriteitQueryEngine
from assistant.flow import Assistant
from assistant.render import to_json, to_markdown

pytestmark = pytest.mark.real_index

EXAMPLE = "Mag ik meestemmen over het bestemmingsplan naast mijn huis?"


@pytest.fixture(scope="module")
def engine(real_assistant: Assistant) -> IntegriteitQueryEngine:
    return IntegriteitQueryEngine(real_assistant, ambt="raadslid", date="2026-11-24")


def test_query(engine: IntegriteitQueryEngine) -> None:
    assert isinstance(engine, BaseQueryEngine)
    response = engine.query(EXAMPLE)
    assert isinstance(response, Response)
    assert response.metadata is not None
    result = response.metadata["result"]
    assert isinstance(result, Answer)
    assert str(response) == response.response == to_markdown(result)
    assert response.metadata["json"] == to_json(result)


def test_source_nodes_are_what_was_found(engine: IntegriteitQueryEngine) -> None:
    response = engine.query(EXAMPLE)
    assert isinstance(response, Response) and response.metadata is not None
    result = response.metadata["result"]
    assert [n.node.node_id for n in response.source_nodes] == [str(h.provision.locator) for h in result.trace.retrieved]
    assert 0 < len(response.source_nodes) <= 20
    first = response.source_nodes[0]
    assert first.score == result.trace.retrieved[0].score
    assert first.node.get_content() == result.trace.retrieved[0].provision.text
    assert first.node.metadata["locator"] == first.node.node_id
    assert "artikel=28/lid=1" in first.node.node_id


def test_office_and_date_hold_for_every_query(real_assistant: Assistant) -> None:
    response = IntegriteitQueryEngine(real_assistant, ambt="wethouder", date="2026-11-24").query(EXAMPLE)
    assert isinstance(response, Response) and response.metadata is not None
    result = response.metadata["result"]
    assert result.question.ambt == "wethouder"
    assert result.question.peildatum.isoformat() == "2026-11-24"
    assert "artikel=58" in str(result.claims[0].citations[0].locator)


def test_aquery_gives_the_same(engine: IntegriteitQueryEngine) -> None:
    async def both() -> tuple[str, str]:
        first, second = await asyncio.gather(engine.aquery(EXAMPLE), engine.aquery("Hoe bak ik een appeltaart?"))
        return str(first), str(second)

    answer, abstention = asyncio.run(both())
    assert answer == str(engine.query(EXAMPLE))
    assert abstention == str(engine.query("Hoe bak ik een appeltaart?"))


def test_an_abstention_is_a_response_too(engine: IntegriteitQueryEngine) -> None:
    response = engine.query("Hoe bak ik een appeltaart?")
    assert isinstance(response, Response) and response.metadata is not None
    assert isinstance(response.metadata["result"], Abstention)
    json.dumps(response.metadata["json"])
