"""The load run and the weight of the page: how the page is read, what is written down, and a short run of the whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_fake import FakeAssistant
from starlette.testclient import TestClient

from eval import page_weight
from eval.load_page import PageChanged, PageEvent, letters, messages, read_page, turns
from eval.load_plan import Plan, chosen_questions, longest_question
from eval.load_samples import Failed, Fault, Kind, Phase, Recorder, Sample
from eval.load_server import ServerError, served
from ingest.settings import Settings

PARTS = [
    {"id": 1, "type": "textbox", "props": {"elem_id": "ia-question", "value": None}},
    {"id": 2, "type": "radio", "props": {"value": ""}},
    {"id": 3, "type": "state", "props": {"value": "van niemand"}},
    {"id": 4, "type": "chatbot", "props": {}},
    {"id": 5, "type": "button", "props": {"elem_id": "ia-memo-pdf", "value": "PDF"}},
    {"id": 6, "type": "textbox", "props": {}},
]
ASK = {"id": 7, "backend_fn": True, "targets": [[9, "click"], [1, "submit"]], "inputs": [1, 2, 3], "outputs": [3, 4]}
SCRIPT = {"id": 8, "backend_fn": False, "targets": [[1, "submit"]], "inputs": [1], "outputs": [4]}
OTHER = {"id": 9, "backend_fn": True, "targets": [[1, "submit"]], "inputs": [], "outputs": [2]}
MEMO = {"id": 10, "backend_fn": True, "targets": [[5, "click"]], "inputs": [3], "outputs": [6]}
EVENTS = [ASK, SCRIPT, OTHER, MEMO]


def page_of(parts: list[dict[str, Any]], events: list[dict[str, Any]]) -> str:
    config = json.dumps({"components": parts, "dependencies": events})
    files = '<link href="./assets/a.css"><script src="./assets/b.js"></script><script src="./assets/b.js"></script>'
    return f"<html><head>{files}<script>window.gradio_config = {config};</script></head></html>"


def test_the_events_are_found_whatever_their_numbers_are() -> None:
    page = read_page(page_of(PARTS, EVENTS))
    assert page.ask == PageEvent(7, (1, 2, 3), (3, 4), 1)
    assert page.memo == PageEvent(10, (3,), (6,), 5)
    assert page.files == ("assets/a.css", "assets/b.js")
    assert page.ask.join("s1", {**page.values, page.question: "Mag dat?"}) == {
        "data": ["Mag dat?", "", None], "fn_index": 7, "session_hash": "s1", "event_data": None, "trigger_id": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("<html></html>", "window.gradio_config"),
        (page_of(PARTS[1:], EVENTS), "0 keer een onderdeel #ia-question"),
        (page_of([*PARTS, {**PARTS[3], "id": 11}], EVENTS), "2 keer een onderdeel van de soort chatbot"),
        (page_of(PARTS, [SCRIPT, OTHER, MEMO]), "0 keer een gebeurtenis 'submit' van #ia-question"),
        (page_of(PARTS, [*EVENTS, {**ASK, "id": 12}]), "2 keer een gebeurtenis 'submit'"),
        (page_of(PARTS, [ASK]), "0 keer een gebeurtenis 'click' van #ia-memo-pdf"),
    ],
)
def test_a_page_that_changed_stops_the_run(source: str, named: str) -> None:
    with pytest.raises(PageChanged) as raised:
        read_page(source)
    assert named in str(raised.value)


def test_the_page_as_it_is_now_can_be_read() -> None:
    # Only imported here: gradio takes seconds.
    from assistant.ui.app import create_app

    with TestClient(create_app(FakeAssistant()), base_url="http://127.0.0.1") as client:
        page = read_page(client.get("/").text)
        assert page.files
        assert all(client.get(f"/{path}").status_code == 200 for path in page.files)


def test_messages_and_turns() -> None:
    lines = [b"event: iets", b'data: {"msg": "estimation"}', b"", 'data: {"msg": "klaar \u2028 é"}'.encode()]
    assert [message["msg"] for message in messages(lines)] == ["estimation", "klaar \u2028 é"]
    page = read_page(page_of(PARTS, EVENTS))
    chat = [{"role": "user", "content": [{"type": "text", "text": "Mag "}, {"type": "text", "text": "dat?"}]}]
    for shown in (chat, {"__type__": "update", "value": chat}):
        assert turns(page, [None, shown]) == (("user", "Mag dat?"),)


@given(st.text())
def test_letters_do_not_depend_on_how_signs_are_made_safe(text: str) -> None:
    assert letters(escape(text).replace("\n", "<br>")) == "".join(filter(str.isalnum, text))


def test_questions_are_those_of_the_dev_split_that_stand_on_their_own() -> None:
    questions = chosen_questions(12)
    assert len({q.id for q in questions}) == 12
    assert {q.split for q in questions} == {"dev"}
    assert not any(q.history for q in questions)
    assert len(longest_question(questions[:1], 4000)) == 4000


def test_another_answer_than_alone_is_seen_and_that_of_another_question_too() -> None:
    first, second = chosen_questions(2)
    plan = Plan((first, second), "", (0, 0))
    plan.check(Kind.ASK_API, first, "weiger het")
    plan.check(Kind.ASK_API, second, "meld het")
    plan.check(Kind.ASK_API, first, "weiger het")
    for answer, fault in (("meld het", Fault.MIXED), ("iets anders", Fault.OTHER)):
        with pytest.raises(Failed) as raised:
            plan.check(Kind.ASK_API, first, answer)
        assert raised.value.fault is fault
        assert answer not in str(raised.value)


def test_a_sample_belongs_to_the_phase_in_which_it_began() -> None:
    recorder = Recorder()
    with recorder.during(Phase.BUSY), recorder.timing(Kind.ASK_PAGE) as mark:
        mark(Kind.FIRST_SIGN)
        recorder.phase = Phase.BESIDE_SLOW
    with pytest.raises(Failed), recorder.timing(Kind.ASK_API):
        raise Failed(Fault.BUSY)
    assert [(s.kind, s.phase, s.fault) for s in recorder.samples] == [
        (Kind.FIRST_SIGN, Phase.BUSY, ""),
        (Kind.ASK_PAGE, Phase.BUSY, ""),
        (Kind.ASK_API, Phase.BESIDE_SLOW, "te druk (503)"),
    ]
    assert recorder.samples[0].ms <= recorder.samples[1].ms


def test_the_report() -> None:
    recorder = Recorder()
    recorder.samples = [Sample(Kind.ASK_API, Phase.BUSY, float(ms)) for ms in range(101)]
    recorder.samples += [Sample(Kind.ASK_API, Phase.BESIDE_SLOW, 2.0 * ms) for ms in range(101)]
    recorder.samples += [Sample(Kind.FIRST_SIGN, Phase.BUSY, 1.0)]
    recorder.samples += [Sample(Kind.SOURCES, Phase.BUSY, 1, str(Failed(Fault.MIXED, "waarom")))]
    recorder.seconds.update({Phase.BUSY: 10, Phase.BESIDE_SLOW: 10})
    report = recorder.report()
    assert (report["requests"], report["errors"], report["mixed"]) == (203, 1, 1)
    assert (report["questions_per_s"], report["requests_per_s"]) == (10.1, 10.1)
    assert report["beside_slow_over_without"] == {"vraag via de API": {"p50": 2.0, "p95": 2.0}}
    busy = report["phases"]["allen, met denktijd"]["vraag via de API"]
    assert busy == {"n": 101, "errors": 0, "p50_ms": 50, "p95_ms": 95, "p99_ms": 99, "max_ms": 100}
    assert json.loads(json.dumps(report)) == report


def test_a_server_that_cannot_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTEGRITEIT_DATA_DIR", str(tmp_path))
    with pytest.raises(ServerError, match=r"de server start niet: .+"), served():
        pass


@pytest.mark.real_index
@pytest.mark.skipif(find_spec("locust") is None, reason="locust is not installed: pip install -r requirements-load.lock")
def test_a_few_users_for_a_few_seconds(real_settings: Settings, repository: Path, tmp_path: Path) -> None:
    out = tmp_path / "load.json"
    command = [sys.executable, "-m", "eval.load", "--users", "4", "--minutes", "0.1", "--questions", "6", "--out", str(out)]
    places = {"INTEGRITEIT_DATA_DIR": str(real_settings.data_dir), "INTEGRITEIT_CACHE_DIR": str(real_settings.cache_dir)}
    # A process of its own: locust changes the sockets of the one that it is imported in.
    done = subprocess.run(
        [*command, "--think", "0.2", "0.6"], cwd=repository, env=os.environ | places, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["errors"], report["mixed"], report["questions_in_log"]) == (0, 0, 0)
    assert set(report["phases"]) == set(Phase)
    assert {"vraag op de pagina, antwoord", "vraag via de API"} <= set(report["phases"][Phase.TOGETHER])
    assert {"langste vraag via de API (traag)", "memo als PDF (traag)"} <= set(report["phases"][Phase.BESIDE_SLOW])


def test_without_chromium_the_page_is_not_weighed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_weight, "CHROMIUM", tmp_path / "chromium")
    with pytest.raises(SystemExit, match="installeer het pakket chromium"):
        page_weight.main()


@pytest.mark.browser
@pytest.mark.real_index
@pytest.mark.skipif(not page_weight.CHROMIUM.is_file(), reason="Debian's chromium is not installed")
def test_the_page_is_weighed(real_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTEGRITEIT_DATA_DIR", str(real_settings.data_dir))
    monkeypatch.setenv("INTEGRITEIT_CACHE_DIR", str(real_settings.cache_dir))
    # In a thread of its own: the browser of the other tests holds this one.
    with served() as server, ThreadPoolExecutor(1) as own:
        report = own.submit(page_weight.measure, f"{server.address}/").result()
    first, again = report["first"], report["again"]
    assert first["unpacked_kb"] > first["sent_kb"] >= first["all_compressed_kb"] > 0
    assert again["sent_kb"] < first["sent_kb"]
    assert first["usable_ms"] >= first["heading_ms"] > 0
    assert "" in {file["path"] for file in report["files"]}
