"""Requests made from the description of the API, right and wrong ones: every answer is one that the description has."""

from __future__ import annotations

from typing import Any

import pytest
from page_fake import FakeAssistant

from assistant.api.mount import create_api

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: generated requests are not tried")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")

#: Without the page, so that hundreds of requests take seconds.
schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_api(FakeAssistant(), ["localhost", "testserver"]))


@schema.parametrize()
def test_generated_requests_get_what_is_described(case: Any) -> None:
    """A question of signs only, or a place that no law has, is of the right form and refused all the same; 413 is a refusal too."""
    response = case.call()
    refused = [checks.negative_data_rejection] if response.status_code == 413 else []
    case.validate_response(response, excluded_checks=[checks.positive_data_acceptance, *refused])
