"""Planted personal data is in nothing that leaves, nothing that is written and nothing that is logged."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from llm_asked import DAY, FAULTS, Asked, Lab, lab, of, texts, verbatim
from llm_server import KEY, Reply, line, said
from starlette.testclient import TestClient

import assistant.ask_command
from assistant.answer import Claim, Language
from assistant.ask_command import ask_batch
from assistant.feedback import Reason, keep, record
from assistant.flow import Assistant
from assistant.messages import message
from assistant.personal import recogniser
from assistant.ui.app import create_app

pytestmark = pytest.mark.real_index

#: By kind, as it is typed; ``asked`` below tells where.
PLANTED: dict[str, tuple[str, ...]] = {
    "PERSOON": ("Jan-Willem de Boer", "Fatima Bouzid", "Piet Kuipers", "Van Heijningen", "J. van den Berg", "Azzouzi"),
    "BSN": ("111222333", "123456782"),
    "IBAN": ("NL91ABNA0417164300", "DE89370400440532013000"),
    "TELEFOON": ("06-12345678", "+31 20 5551234", "0612349876"),
    "E-MAIL": ("jw.deboer@waterdam.example", "f.bouzid@post.example", "heijningen@waterdam.example"),
    "KENTEKEN": ("GT-842-L", "12-ABC-3"),
    "ZAAKNUMMER": ("Z/24/12345", "2026-001234"),
    "ADRES": ("Dorpsstraat 12", "1234 AB 56", "Lindelaan 7", "Postbus 4417", "Noorderkade 118"),
}
#: What is enough to tell who or what it was.
TOKENS = sorted({*(v for values in PLANTED.values() for v in values), "Jan-Willem", "Bouzid", "Kuipers", "Heijningen"})

ASKED = Asked(
    "Mag ik als raadslid meestemmen over het bestemmingsplan naast mijn huis? Mijn buurman Jan-Willem de Boer (bsn 111222333, "
    "06-12345678) woont op Dorpsstraat 12, 1234 AB 56, rijdt in GT-842-L en mailde vanaf jw.deboer@waterdam.example. "
    "Zijn rekening is NL91ABNA0417164300 en ik woon op Noorderkade 118.",
    "raadslid",
    history=(
        "Mag een raadslid meestemmen over een bestemmingsplan? Wethouder Van Heijningen (heijningen@waterdam.example) belde vanaf "
        "+31 20 5551234 over zaaknummer Z/24/12345.",
        "Mag een raadslid meestemmen over het bestemmingsplan bij het huis van mevrouw J. van den Berg, Lindelaan 7, kenteken "
        "12-ABC-3, bsn 123456782, de zus van raadslid Azzouzi?",
    ),
    facts={
        "Wie weet ervan?": "Fatima Bouzid en Piet Kuipers weten ervan; mail f.bouzid@post.example of bel 0612349876",
        "Wat speelt er?": "mijn dossiernummer is 2026-001234, mijn post gaat naar Postbus 4417 en mijn rekening is DE89370400440532013000",
    },
)
#: The same in one text, for the ways in that take no facts.
TYPED = " ".join([ASKED.question, *ASKED.facts.values()])


@pytest.fixture(scope="module")
def live(real_assistant: Assistant) -> Iterator[Lab]:
    with lab(real_assistant, llm_deadline=3, llm_first_token=2) as made:
        yield made


@pytest.fixture(scope="module")
def rule(live: Lab) -> list[Claim]:
    """What the sources say of the rule that carries the answer."""
    return [claim for claim in of(live.without(ASKED), "B1") if not claim.part]


def told(text: str) -> list[str]:
    """The planted values in a text, also when their spaces and signs were taken out or written otherwise."""
    bare = re.sub(r"\W", "", text).lower()
    return [token for token in TOKENS if token in text or re.sub(r"\W", "", token).lower() in bare]


# --- What leaves ----------------------------------------------------------------------------------------------------


def test_placeholders_go_out_and_no_planted_value_does(live: Lab, rule: list[Claim]) -> None:
    assert sum(map(len, PLANTED.values())) == 25 and len(told(str(ASKED))) == len(TOKENS)
    live.says(*map(verbatim, rule))
    answer = live.ask(ASKED)
    assert texts(answer.shown) == texts(rule) and len(live.server.requests) == 1
    assert told(live.sent) == []
    text = live.server.requests[0].body["messages"][1]["content"]
    for kind, values in PLANTED.items():
        assert all(f"[{kind}-{n}]" in text for n in range(1, len(values) + 1)), kind
    (note,) = [note for note in answer.result.notes if note.startswith(message(Language.NL, "model_sent", text=""))]
    assert told(note) == [] and "[PERSOON-" in note


def test_what_the_model_says_of_a_placeholder_is_not_filled_in(live: Lab, rule: list[Claim]) -> None:
    """A model that copies the question gets no name on the page, in the JSON or among what fell."""
    live.says(line("Mijn buurman [PERSOON-1] woont op [ADRES-1] en stemt niet mee.", ("B1", rule[0].text)))
    shown = json.dumps(assistant.ask_command.to_json(live.ask(ASKED).result), ensure_ascii=False)
    assert told(shown) == []


#: What a list that is missing or damaged, or a fault in a rule, raises.
BROKEN = [OSError, ValueError, KeyError, RecursionError, ImportError, MemoryError, AttributeError]


class Failing:
    """A recogniser that breaks, with the text in its message."""

    def __init__(self, error: type[Exception]) -> None:
        self._error = error

    def find(self, texts: Any, known: Any) -> Any:
        raise self._error(str(texts))


class Blind:
    """A recogniser that says it found nothing the second time it reads a value."""

    def find(self, texts: Any, known: Any) -> Any:
        from assistant.personal.spans import Span

        return [[] if known else [Span(0, 3, "PERSOON")] for _ in texts]


@pytest.mark.parametrize("broken", [*map(Failing, BROKEN), Blind()], ids=[*(e.__name__ for e in BROKEN), "blind"])
def test_where_nothing_can_be_replaced_nothing_leaves(live: Lab, broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "load_recogniser", lambda: broken)
    live.says(line("Dit mag.", ("B1", "Een raadslid")))
    asked = Asked(f"Mag mag ik dit: {ASKED.question}", ASKED.ambt)
    answer = live.ask(asked)
    assert not live.server.requests and not answer.shown
    assert (answer.result.claims, answer.result.composer) == (live.without(asked).claims, "extractief")
    assert f"{message(Language.NL, 'model_not_sent')} {message(Language.NL, 'model_not_used')}" in answer.result.notes
    assert not any("[PERSOON" in note for note in answer.result.notes)


# --- What is written and logged -------------------------------------------------------------------------------------

_written: set[str] | None = None


def _note_writing(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _written is not None:
        path, _, flags = arguments
        if isinstance(path, str) and flags & (os.O_WRONLY | os.O_RDWR):
            _written.add(path)


# It stays for as long as Python runs; it only looks while something is watched.
sys.addaudithook(_note_writing)


@contextmanager
def watched() -> Iterator[set[str]]:
    """The files that this process opens to write in."""
    global _written
    files: set[str] = set()
    _written = files
    try:
        yield files
    finally:
        _written = None


def changed_since(folder: Path, moment: float) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file() and file.stat().st_mtime >= moment)


def through_the_flow(live: Lab, tmp_path: Path) -> str:
    live.ask(ASKED)
    return ""


def through_the_lines(live: Lab, tmp_path: Path) -> str:
    lines = tmp_path / "vragen.jsonl"
    about = {"id": "een", "question": TYPED, "history": list(ASKED.history), "ambt": ASKED.ambt, "date": DAY}
    lines.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    ask_batch(lines)
    lines.unlink()
    return ""


def through_the_api(live: Lab, tmp_path: Path) -> str:
    with TestClient(create_app(live.assistant), base_url="http://127.0.0.1") as client:
        body = {"question": TYPED, "history": list(ASKED.history), "ambt": ASKED.ambt, "date": DAY}
        return client.post("/api/v1/ask", json=body).raise_for_status().text


def through_the_page(live: Lab, tmp_path: Path) -> str:
    """As a browser asks it, through the queue of gradio; the page itself shows the user what the user typed."""
    with TestClient(create_app(live.assistant), base_url="http://127.0.0.1") as client:
        config = client.get("/config").json()
        (box,) = [part["id"] for part in config["components"] if part["props"].get("elem_id") == "ia-question"]
        event = next(e for e in config["dependencies"] if e["backend_fn"] and [box, "submit"] in e["targets"])
        values = {part["id"]: part["props"].get("value") for part in config["components"] if part["type"] != "state"}
        data = [TYPED if part == box else values.get(part) for part in event["inputs"]]
        asked = {"data": data, "fn_index": event["id"], "session_hash": "een", "event_data": None, "trigger_id": box}
        client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        with client.stream("GET", "/gradio_api/queue/data?session_hash=een") as stream:
            said_back = next(text for text in stream.iter_lines() if "process_completed" in text)
    assert '"success": true' in said_back.replace('"success":true', '"success": true')
    return ""


def through_feedback(live: Lab, tmp_path: Path) -> str:
    """The user agrees to keep the question and a remark that names everybody: as shown, without personal data."""
    result = live.ask(ASKED).result
    day = result.question.peildatum
    shown = record(result, False, [Reason.ONVOLLEDIG], f"Vraag het {TYPED[72:]}", True, day)
    kept = keep(tmp_path / "feedback", shown, day, 90)
    assert kept.read_text(encoding="utf-8") == f"{shown}\n" and "[PERSOON-1]" in shown
    return shown


WAYS: list[Callable[[Lab, Path], str]] = [
    through_the_flow, through_the_lines, through_the_api, through_the_page, through_feedback,
]  # fmt: skip
RUNS = [(way, None) for way in WAYS] + [(through_the_lines, row[1]) for row in FAULTS]
NAMES = [way.__name__.removeprefix("through_") for way in WAYS] + [row[0] for row in FAULTS]


@pytest.mark.parametrize(("way", "replies"), RUNS, ids=NAMES)
def test_no_planted_value_is_written_logged_or_printed(
    live: Lab,
    rule: list[Claim],
    way: Callable[[Lab, Path], str],
    replies: list[Reply] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    live.answers(*(replies or [Reply(said("openai", "\n".join(map(verbatim, rule))))]))
    for folder in ("TMPDIR", "GRADIO_TEMP_DIR"):
        monkeypatch.setenv(folder, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(assistant.ask_command, "open_assistant", lambda: live.assistant)
    for name in (None, *logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, name)
    begin = tmp_path.stat().st_mtime
    with watched() as files:
        answered = way(live, tmp_path)
    for folder in (tmp_path, live.settings.data_dir, live.settings.cache_dir):
        files |= {str(file) for file in changed_since(folder, begin)}
    read = {file: Path(file).read_bytes().decode(errors="replace") for file in files if Path(file).is_file()}
    assert {file: told(text) for file, text in read.items() if told(text)} == {}
    assert way is not through_feedback or any("[PERSOON-1]" in text for text in read.values()), "what is written is seen"
    assert told(caplog.text) == [] and KEY not in caplog.text
    printed = "".join(capfd.readouterr())
    assert told(answered + printed) == [] and KEY not in printed
    assert told(live.sent) == [] and live.server.requests
