"""The API over HTTP, in front of the page: what it gives, what it refuses and how, and what it never tells."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from page_fake import FakeAssistant, FakeIndex
from starlette.testclient import TestClient

from assistant.answer import Result
from assistant.api.answered import AnswerModel
from assistant.api.asking import Pool
from assistant.api.mount import create_api
from assistant.api.received import MAX_BODY
from assistant.flow import Assistant, Step
from assistant.render import to_json
from assistant.ui import guard
from assistant.ui.app import create_app
from corpus import Corpus

ASK, SOURCES, PROVISION = "/api/v1/ask", "/api/v1/sources", "/api/v1/provision"
JSON = {"content-type": "application/json"}
CANARY = "kanariegeel"
LID = "BWBR0005416#artikel=28/lid=1"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The whole application: the page with the API in front of it."""
    app = create_app(FakeAssistant())
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def check_problem(answer: httpx.Response, status: int, error: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    problem = answer.json()
    assert set(problem) == {"error", "detail"}
    assert problem["error"] == error
    assert problem["detail"].endswith(".")
    assert CANARY not in answer.text and "Traceback" not in answer.text


def without_times(data: dict[str, Any]) -> str:
    """As text, so that the order of the keys and the form of the numbers count."""
    return json.dumps({**data, "timings_ms": sorted(data["timings_ms"])}, ensure_ascii=False)


def asked_of(assistant: FakeAssistant, question: str, **more: Any) -> Result:
    *_, result = assistant.stream(question, **more)
    assert not isinstance(result, Step)
    return result


# --- What it gives --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {"question": "Mag ik meestemmen?"},
        {"question": "Mag ik meestemmen?", "ambt": "commissaris_van_de_koning", "date": "2025-06-01"},
        {"question": "Mag ik meestemmen?", "ambt": None, "date": None, "history": ["En gisteren?"]},
        {"question": "Hier is niets over."},
    ],
)
def test_the_answer_is_that_of_the_contract(client: TestClient, asked: dict[str, Any]) -> None:
    answer = client.post(ASK, json=asked)
    expected = to_json(asked_of(FakeAssistant(), **asked))
    assert answer.status_code == 200
    assert without_times(answer.json()) == without_times(expected)
    assert AnswerModel.model_validate(expected).model_dump(mode="json") == expected


@pytest.mark.real_index
@pytest.mark.parametrize(
    "asked",
    [
        {"question": "Mag ik meestemmen over het bestemmingsplan naast mijn huis?", "ambt": "raadslid", "date": "2026-11-24"},
        {"question": "Vergelijk de geheimhouding van gemeenteraad en provinciale staten.", "date": "2026-11-24"},
        {"question": "Hoe bak ik een taart?", "date": "2026-11-24"},
    ],
)
def test_the_real_answer_is_that_of_the_contract(real_assistant: Assistant, asked: dict[str, str]) -> None:
    client = TestClient(create_api(real_assistant, ["*"]))
    expected = to_json(real_assistant.ask(**asked))
    assert without_times(client.post(ASK, json=asked).json()) == without_times(expected)
    assert AnswerModel.model_validate(expected).model_dump(mode="json") == expected


@pytest.mark.real_index
def test_every_real_provision_can_be_read_at_its_own_place(real_assistant: Assistant) -> None:
    client = TestClient(create_api(real_assistant, ["*"]))
    provisions = real_assistant.index.everything.provisions
    for provision in provisions[:: len(provisions) // 200]:
        place = str(provision.locator)
        read = client.get(f"{PROVISION}/{quote(place, safe='')}")
        assert (read.status_code, read.json()["locator"]) == (200, place)
    sources = client.get(SOURCES).json()["sources"]
    assert sum(source["provisions"] for source in sources) == len(provisions)


@pytest.mark.parametrize("place", [LID, "BWBR0005416@2026-10-01#artikel=28/lid=1"])
def test_a_provision_is_read_by_path_and_by_parameter(client: TestClient, place: str) -> None:
    by_path = client.get(f"{PROVISION}/{quote(place, safe='')}")
    by_parameter = client.get(PROVISION, params={"at": place})
    assert by_path.status_code == by_parameter.status_code == 200
    assert by_path.json() == by_parameter.json()
    assert by_path.json()["label"] == "artikel 28, eerste lid, Gemeentewet"


def test_sources_are_listed(client: TestClient) -> None:
    data = client.get(SOURCES).json()
    assert (data["corpus"], data["built"], data["documents"]) == ("0123456789ab", "2026-11-24", [])
    assert {s["id"]: s["provisions"] for s in data["sources"]} == {"BWBR0005416": 4, "handboek-2023": 1}


# --- What it refuses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "'question'"),
        ({"question": ""}, "'question'"),
        ({"question": " \n"}, "leeg"),
        ({"question": CANARY * 500}, "te lang"),
        ({"question": CANARY * 3000}, "20000"),
        ({"question": 5}, "'question'"),
        ({"question": [CANARY]}, "'question'"),
        ({"question": "x", "ambt": CANARY}, "raadslid"),
        ({"question": "x", "ambt": ""}, "raadslid"),
        ({"question": "x", "ambt": "Raadslid"}, "raadslid"),
        ({"question": "x", "date": CANARY}, "2026-11-24"),
        ({"question": "x", "date": "2026-02-30"}, "2026-11-24"),
        ({"question": "x", "date": "２０２６-11-24"}, "2026-11-24"),
        ({"question": "x", "date": 20261124}, "'date'"),
        ({"question": "x", "history": CANARY}, "'history'"),
        ({"question": "x", "history": [CANARY, 1]}, "'history'"),
        ({"question": "x", "history": ["a"] * 21}, "20"),
        ({"question": "x", CANARY: "y"}, "ambt, bestuurslaag, date, history, mode, question"),
        ([], "ambt, bestuurslaag, date, history, mode, question"),
        (CANARY, "ambt, bestuurslaag, date, history, mode, question"),
    ],
)
def test_a_bad_value_is_told_in_dutch_and_not_repeated(client: TestClient, body: Any, word: str) -> None:
    answer = client.post(ASK, json=body)
    check_problem(answer, 422, "ongeldige_waarde")
    assert word in answer.json()["detail"]


@pytest.mark.parametrize(
    "raw", [b"{", b"null?", b"\xff\xfe", b"[" * 60_000, b"1" * 5000, f'{{"question": "{CANARY}'.encode(), b'{"question": NaN}x']
)
def test_what_is_no_json_is_told(client: TestClient, raw: bytes) -> None:
    check_problem(client.post(ASK, content=raw, headers=JSON), 422, "geen_json")


@pytest.mark.parametrize("raw", [b"", b"null", b'{"question": "\\ud800"}', b'{"question": NaN}'])
def test_json_that_holds_no_question_is_told(client: TestClient, raw: bytes) -> None:
    check_problem(client.post(ASK, content=raw, headers=JSON), 422, "ongeldige_waarde")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
def test_another_type_than_json_is_refused(client: TestClient, kind: str) -> None:
    check_problem(client.post(ASK, content=b'{"question": "x"}', headers={"content-type": kind}), 415, "verkeerd_type")


def test_json_with_a_charset_is_json(client: TestClient) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert client.post(ASK, content='{"question": "één vraag"}'.encode(), headers=headers).status_code == 200


def test_a_large_body_is_refused_also_when_its_length_is_not_told(client: TestClient) -> None:
    large = json.dumps({"question": CANARY, "history": ["x" * 16_000] * 4, "pad": "x" * 5000}).encode()
    assert len(large) > MAX_BODY
    check_problem(client.post(ASK, content=large, headers=JSON), 413, "te_groot")
    parts = (large[i : i + 1000] for i in range(0, len(large), 1000))
    check_problem(client.post(ASK, content=parts, headers=JSON), 413, "te_groot")
    fits = json.dumps({"question": "x", "history": ["x" * 16_000] * 4}).encode()
    assert client.post(ASK, content=fits.ljust(MAX_BODY), headers=JSON).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://127.0.0.1:8000", "http://["]
)
def test_a_question_from_another_site_is_refused(client: TestClient, origin: str) -> None:
    answer = client.post(ASK, json={"question": CANARY}, headers={"origin": origin})
    check_problem(answer, 403, "andere_herkomst")
    assert not any(name.startswith("access-control-") for name in answer.headers)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:7860", "[::1]:7860"])
def test_a_question_from_the_own_site_is_answered(client: TestClient, host: str) -> None:
    headers = {"host": host, "origin": f"http://{host}"}
    assert client.post(ASK, json={"question": "x"}, headers=headers).status_code == 200


@pytest.mark.parametrize("path", [ASK, SOURCES, PROVISION])
def test_another_host_name_is_refused(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", ASK, "POST"), ("PUT", ASK, "POST"), ("DELETE", ASK, "POST"), ("OPTIONS", ASK, "POST"), ("POST", SOURCES, "GET")],
)
def test_another_method_is_refused(client: TestClient, method: str, path: str, allowed: str) -> None:
    answer = client.request(method, path, params={"question": CANARY})
    check_problem(answer, 405, "verkeerde_methode")
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/niets", "/api/v1/docs", "/api/v1/ask/", "/api/v1/../../etc/passwd"])
def test_another_address_does_not_exist(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/api", "/api/v1", "/api/v2/ask", "/apiv1/ask", "/openapi.json"])
def test_the_guard_of_the_page_still_holds(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("place", "status", "error", "word"),
    [
        (CANARY + " geel", 422, "ongeldige_waarde", "%23"),
        ("", 422, "ongeldige_waarde", "%23"),
        ("BWBR0005416#artikel=28/lid=1#x", 422, "ongeldige_waarde", "%23"),
        ("BWBR0005416@gisteren#artikel=28", 422, "ongeldige_waarde", "%23"),
        ("BWBR0005416#artikel=" + "1" * 500, 422, "ongeldige_waarde", "500"),
        ("BWBR0005416#artikel=28", 404, "onbekende_plaats", "BWBR0005416#artikel=28/lid=2"),
        ("BWBR0005416#artikel=28/lid=9", 404, "onbekende_plaats", "BWBR0005416#artikel=28/lid=2"),
        ("BWBR0005416#artikel=999", 404, "onbekende_plaats", "lijst van bronnen"),
        ("BWBR0005416", 404, "onbekende_plaats", "lijst van bronnen"),
        (f"{CANARY}#artikel=1", 404, "onbekende_plaats", "lijst van bronnen"),
    ],
)
def test_a_place_that_is_not_there_is_told(client: TestClient, place: str, status: int, error: str, word: str) -> None:
    for answer in (client.get(f"{PROVISION}/{quote(place, safe='')}"), client.get(PROVISION, params={"at": place})):
        check_problem(answer, status, error)
        assert word in answer.json()["detail"]


def test_without_a_place_there_is_no_provision(client: TestClient) -> None:
    answer = client.get(PROVISION)
    check_problem(answer, 422, "ongeldige_waarde")
    assert "'at'" in answer.json()["detail"]


# --- What it never tells --------------------------------------------------------------------------------------------


def test_a_fault_tells_nothing_of_the_question(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        check_problem(client.post(ASK, json={"question": f"kapot {CANARY}"}), 500, "storing")
    assert "RuntimeError" in caplog.text
    assert CANARY not in caplog.text


def test_a_fault_in_the_index_is_told_without_its_message() -> None:
    class Broken(FakeIndex):
        @property
        def everything(self) -> Corpus:
            raise RuntimeError(CANARY)

    assistant = FakeAssistant()
    assistant.index = Broken()
    client = TestClient(create_api(assistant, ["*"]), raise_server_exceptions=False)
    for answer in (client.get(SOURCES), client.get(PROVISION, params={"at": LID})):
        check_problem(answer, 500, "storing")


@pytest.mark.parametrize("body", [{"question": CANARY}, {"question": CANARY, "ambt": "keizer"}])
def test_no_body_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture, body: dict[str, str]) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(ASK, json=body)
    assert CANARY not in caplog.text


@pytest.mark.parametrize(("method", "path"), [("GET", SOURCES), ("GET", "/api/v1/niets"), ("GET", ASK), ("POST", ASK)])
def test_every_answer_carries_the_security_headers_and_is_not_kept(client: TestClient, method: str, path: str) -> None:
    headers = client.request(method, path).headers
    for name, value in guard.HEADERS.items():
        assert headers[name] == value
    assert headers["cache-control"] == "no-store"


# --- Load -----------------------------------------------------------------------------------------------------------


def test_without_provisions_it_is_not_ready() -> None:
    assistant = FakeAssistant()
    assistant.index = FakeIndex(corpus=replace(assistant.index.corpus, provisions=()))
    client = TestClient(create_api(assistant, ["*"]))
    for answer in (client.post(ASK, json={"question": "x"}), client.get(SOURCES), client.get(PROVISION, params={"at": LID})):
        check_problem(answer, 503, "niet_gereed")


def test_a_question_that_takes_too_long_is_given_up() -> None:
    client = TestClient(create_api(FakeAssistant(), ["*"], Pool(seconds=0.05)))
    answer = client.post(ASK, json={"question": f"traag {CANARY}"})
    check_problem(answer, 503, "te_druk")
    assert int(answer.headers["retry-after"]) > 0


class Held(FakeAssistant):
    """Keeps a question with ``wacht`` in it until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.go = threading.Event(), threading.Event()

    def stream(self, question: str, **options: Any) -> Any:
        if "wacht" in question:
            self.began.set()
            assert self.go.wait(20)
        yield from super().stream(question, **options)


def test_a_slow_question_holds_up_no_other_and_one_too_many_is_refused() -> None:
    assistant = Held()
    transport = httpx.ASGITransport(app=create_api(assistant, ["*"], Pool(at_once=2, waiting=0)))

    async def story() -> None:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            slow = asyncio.create_task(client.post(ASK, json={"question": "wacht"}))
            await asyncio.to_thread(assistant.began.wait, 20)
            quick = [await client.post(ASK, json={"question": "vlug"}), await client.get(SOURCES)]
            assert [answer.status_code for answer in quick] == [200, 200]
            second = asyncio.create_task(client.post(ASK, json={"question": "wacht"}))
            await asyncio.sleep(0.05)
            check_problem(await client.post(ASK, json={"question": "vlug"}), 503, "te_druk")
            assert (await client.get(PROVISION, params={"at": LID})).status_code == 200
            assistant.go.set()
            assert [(await slow).status_code, (await second).status_code] == [200, 200]

    asyncio.run(story())
