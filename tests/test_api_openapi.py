"""The description of the API: in Dutch and complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from page_fake import FakeAssistant
from starlette.testclient import TestClient

from assistant.ui.app import create_app
from corpus import Ambt

_ENGLISH = re.compile(r"\b(the|and|with|which|validation error|successful response|whether)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    client = TestClient(create_app(FakeAssistant()), base_url="http://127.0.0.1")
    description: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return description


def texts(node: object) -> Iterator[str]:
    """Every sentence for people in the description."""
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key in ("description", "summary") and isinstance(value, str))
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


def test_it_is_in_dutch(described: dict[str, Any]) -> None:
    assert [text for text in texts(described) if _ENGLISH.search(text)] == []
    assert len(list(texts(described))) > 60


def test_it_names_every_address_and_no_other(described: dict[str, Any]) -> None:
    assert {path: list(methods) for path, methods in described["paths"].items()} == {
        "/api/v1/ask": ["post"],
        "/api/v1/sources": ["get"],
        "/api/v1/provision": ["get"],
        "/api/v1/provision/{locator}": ["get"],
    }


def test_it_gives_an_example_and_every_office(described: dict[str, Any]) -> None:
    question = described["components"]["schemas"]["AskRequest"]
    assert question["examples"][0]["ambt"] == "raadslid"
    assert question["properties"]["ambt"]["anyOf"][0]["enum"] == list(Ambt)
    assert question["additionalProperties"] is False


def test_every_model_and_every_status_is_described(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []
    for methods in described["paths"].values():
        for operation in methods.values():
            assert {"200", "500", "503"} <= set(operation["responses"])
