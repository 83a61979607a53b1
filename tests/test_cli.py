"""The command line: the JSON contract, batches with bad lines, exit statuses, and never a stack trace."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from assistant import ask_command
from assistant.ask_command import answer_line
from assistant.cli import main
from assistant.flow import Assistant
from ingest.settings import Settings

EXAMPLE = "Mag ik meestemmen over het bestemmingsplan naast mijn huis?"
CANARY = "kanariegeel"

# The contract: field -> type (docs/architecture.md).
CONTRACT: dict[str, type | tuple[type, ...]] = {
    "id": (str, int, type(None)), "outcome": str, "reason": (str, type(None)), "language": str, "mode": str, "answer": str, "claims": list,
    "citations": list, "retrieved": list, "dropped": list, "corpus": str, "composer": str, "timings_ms": dict,
}  # fmt: skip
REASONS = {
    "buiten_corpus", "geen_bepaling", "feiten_ontbreken", "tegenstrijdig", "verouderd", "persoonlijk_oordeel", "verkeerde_aanname", "onveilig",
}  # fmt: skip


class Ran(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command in this process, as the shell would call it."""

    def call(*arguments: str, stdin: bytes | None = None) -> Ran:
        monkeypatch.setattr(sys, "argv", ["integriteit", *arguments])
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Ran(status, out, err)

    return call


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, real_assistant: Assistant) -> Assistant:
    """The command uses the assistant that this test run has open already."""
    monkeypatch.setattr(ask_command, "open_assistant", lambda: real_assistant)
    return real_assistant


def check_contract(data: dict[str, Any]) -> None:
    for name, kind in CONTRACT.items():
        assert isinstance(data[name], kind), name
    assert data["outcome"] in ("beantwoord", "gedeeltelijk", "niet")
    assert data["reason"] is None or data["reason"] in REASONS
    # No answer always has a reason; a partial one may (no rule of the own office, texts of after the date); a full one never.
    assert data["outcome"] != "niet" or data["reason"]
    assert data["outcome"] != "beantwoord" or data["reason"] is None
    assert data["language"] in ("nl", "en")
    assert data["mode"] in ("vraag", "dilemma", "vergelijking")
    for claim in data["claims"]:
        assert isinstance(claim["text"], str) and claim["citations"]
        for citation in claim["citations"]:
            assert all(isinstance(citation[key], str) and citation[key] for key in ("locator", "label", "url", "quote"))
            assert citation["url"].startswith("https://")
    cited = [c["locator"] for claim in data["claims"] for c in claim["citations"]]
    assert len(data["citations"]) == len(set(data["citations"]))
    assert set(data["citations"]) == set(cited)
    assert len(data["retrieved"]) <= 20
    for hit in data["retrieved"]:
        assert isinstance(hit["locator"], str) and isinstance(hit["score"], float) and hit["found_by"]
        assert set(hit["found_by"]) <= {"exact", "dense", "lexical", "parallel"}
    assert all(set(d) == {"text", "why"} for d in data["dropped"])
    assert set(data["timings_ms"]) == {"privacy", "understand", "retrieve", "compose", "verify", "total"}
    assert all(isinstance(ms, float | int) and ms >= 0 for ms in data["timings_ms"].values())


@pytest.mark.real_index
@pytest.mark.parametrize(
    "arguments",
    [
        [EXAMPLE],
        [EXAMPLE, "--ambt", "wethouder"],
        [EXAMPLE, "--datum", "2022-06-01"],
        ["Hoe bak ik een taart?"],
        ["May I vote on this plan?"],
    ],
)
def test_json_keeps_the_contract(run: Run, opened: Assistant, arguments: list[str]) -> None:
    ran = run("ask", *arguments, "--json")
    assert ran.status == 0
    assert ran.out.count("\n") == 1
    check_contract(json.loads(ran.out))


@pytest.mark.real_index
def test_text_is_markdown(run: Run, opened: Assistant) -> None:
    ran = run("ask", EXAMPLE, "--ambt", "raadslid")
    assert ran.status == 0
    assert ran.out.startswith("*Voor: raadslid (gemeente)")
    assert "[artikel 28, eerste lid, Gemeentewet](https://wetten.overheid.nl/jci1.3:c:BWBR0005416&artikel=28&lid=1" in ran.out


@pytest.mark.real_index
def test_200_lines_keep_their_order(run: Run, opened: Assistant, tmp_path: Path) -> None:
    topics = ["meestemmen", "een bijbaan houden", "een cadeau aannemen", "geheimhouding opheffen", "een misstand melden"]
    offices = ["raadslid", "wethouder", "statenlid", None]
    lines = [
        {"id": f"v{n}", "question": f"Mag ik {topics[n % 5]}, geval {n}?", **({"ambt": o} if (o := offices[n % 4]) else {})}
        for n in range(200)
    ]
    file = tmp_path / "vragen.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    ran = run("ask", "--jsonl", str(file))
    assert ran.status == 0
    assert [data["id"] for data in ran.objects] == [f"v{n}" for n in range(200)]
    for data in ran.objects:
        check_contract(data)
    again = run("ask", "--jsonl", str(file))
    assert [{**d, "timings_ms": 0} for d in again.objects] == [{**d, "timings_ms": 0} for d in ran.objects]


GOOD = json.dumps({"id": "goed", "question": EXAMPLE, "ambt": "raadslid"}).encode()
BAD_LINES: dict[str, tuple[bytes, object, str]] = {
    "malformed": (b'{"id": "a", "question": ', None, "geen geldige JSON"),
    "no JSON": (b"Mag ik meestemmen?", None, "geen geldige JSON"),
    "two objects": (b'{"id": "a"} {"id": "b"}', None, "geen geldige JSON"),
    "invalid UTF-8": (b'{"id": "a", "question": "caf\xe9"}', None, "geen geldige UTF-8"),
    "nested deep": (b"[" * 100_000, None, "geen geldige JSON"),
    "number of 5000 digits": (b'{"id": ' + b"1" * 5000 + b"}", None, "geen geldige JSON"),
    "a list": (b'["Mag ik?"]', None, "verwacht een object"),
    "a text": (b'"Mag ik?"', None, "verwacht een object"),
    "null": (b"null", None, "verwacht een object"),
    "no question": (b'{"id": "a"}', "a", "'question' ontbreekt"),
    "question is a number": (b'{"id": "a", "question": 5}', "a", "'question' ontbreekt of is geen tekst"),
    "question is null": (b'{"id": "a", "question": null}', "a", "'question' ontbreekt of is geen tekst"),
    "unknown key": (b'{"id": "a", "question": "Mag ik?", "vraag": "x"}', "a", "onbekende sleutel 'vraag'"),
    "ambt is a list": (b'{"id": "a", "question": "Mag ik?", "ambt": ["raadslid"]}', "a", "'ambt' is geen tekst"),
    "date is a number": (b'{"id": "a", "question": "Mag ik?", "date": 2026}', "a", "'date' is geen tekst"),
    "history is a text": (b'{"id": "a", "question": "Mag ik?", "history": "Mag ik?"}', "a", "'history' is geen lijst"),
    "history is empty text": (b'{"id": "a", "question": "Mag ik?", "history": ""}', "a", "'history' is geen lijst"),
    "history holds a number": (b'{"id": "a", "question": "Mag ik?", "history": [1]}', "a", "'history' is geen lijst"),
    "id is an object": (b'{"id": {"x": 1}, "question": "Mag ik?"}', None, "'id' is geen tekst"),
    "id is no number": (b'{"id": NaN, "question": "Mag ik?"}', None, "'id' is geen tekst"),
    "unknown office": (b'{"id": 7, "question": "Mag ik?", "ambt": "koning"}', 7, "Onbekend ambt. Kies uit"),
    "impossible date": (b'{"id": "a", "question": "Mag ik?", "date": "2026-02-30"}', "a", "Dat is geen datum"),
    "empty question": (b'{"id": "a", "question": ""}', "a", "leeg"),
    "spaces": (b'{"id": "a", "question": " \\n\\t "}', "a", "leeg"),
    "emoji only": ('{"id": "a", "question": "😀🎉"}'.encode(), "a", "leeg"),
    "control characters only": (b'{"id": "a", "question": "\\u0000\\u001b\\u200b"}', "a", "leeg"),
    "raw control character": (b'{"id": "a", "question": "Mag\x01 ik?"}', None, "geen geldige JSON"),
    "50,000 characters": (b'{"id": "a", "question": "' + b"x" * 50_000 + b'"}', "a", "te lang (50000 tekens"),
    "lone surrogate in id": (b'{"id": "a\\ud800", "question": ""}', "a?", "leeg"),
    "lone surrogate in ambt": (b'{"id": "a", "question": "Mag ik?", "ambt": "\\udfff"}', "a", "Onbekend ambt"),
}  # fmt: skip


@pytest.mark.real_index
def test_bad_lines_are_reported_by_number_and_the_batch_goes_on(run: Run, opened: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "vragen.jsonl"
    file.write_bytes(b"\n".join(part for line, _, _ in BAD_LINES.values() for part in (line, GOOD)) + b"\n")
    ran = run("ask", "--jsonl", str(file))
    assert ran.status == 1
    objects = ran.objects
    assert len(objects) == 2 * len(BAD_LINES)
    for n, (name, (_, ident, problem)) in enumerate(BAD_LINES.items()):
        bad, good = objects[2 * n], objects[2 * n + 1]
        assert (bad["id"], bad["line"]) == (ident, 2 * n + 1), name
        assert problem in bad["error"], name
        assert bad["error"].startswith(f"regel {2 * n + 1}: ")
        assert good["id"] == "goed"
        check_contract(good)


@pytest.mark.real_index
@pytest.mark.parametrize("name", BAD_LINES)
def test_one_bad_line(real_assistant: Assistant, name: str) -> None:
    line, _, problem = BAD_LINES[name]
    answer = answer_line(real_assistant, line, 3)
    assert set(answer) == {"id", "line", "error"}
    assert answer["line"] == 3
    assert problem in answer["error"]


@pytest.mark.real_index
@pytest.mark.parametrize(
    "line",
    [
        b'{"question": "Mag ik meestemmen?"}',
        b'{"id": null, "question": "Mag ik meestemmen?", "ambt": null, "date": null, "history": null}',
        b'{"id": 5, "question": "Mag ik meestemmen?", "history": []}',
        b'{"id": "a", "question": "En hoe snel?", "history": ["Moet ik mijn bijbaan melden?"]}',
        b'{"id": "a", "question": "Mag ik \\u0007meestemmen\\ud800?"}',
        b'{"id": "lang", "question": "' + b"mag ik dit " * 300 + b'"}',
    ],
)
def test_good_lines(real_assistant: Assistant, line: bytes) -> None:
    check_contract(answer_line(real_assistant, line, 1))


@pytest.mark.real_index
def test_standard_input_byte_order_mark_and_blank_lines(run: Run, opened: Assistant) -> None:
    ran = run("ask", "--jsonl", "-", stdin=b"\xef\xbb\xbf" + GOOD + b"\r\n\r\n\n" + GOOD)
    assert ran.status == 0
    assert [d["id"] for d in ran.objects] == ["goed", "goed"]


@pytest.mark.real_index
@pytest.mark.parametrize(
    "arguments",
    [
        [EXAMPLE, "--ambt", "koning"],
        [EXAMPLE, "--datum", "2026-13-01"],
        [""],
        ["😀"],
        ["x" * 50_000],
        [EXAMPLE, "--jsonl", "vragen.jsonl"],
        [],
        ["--jsonl", "bestaat-niet.jsonl"],
        ["--jsonl", "."],
        [EXAMPLE, "--onbekend"],
    ],
    ids=lambda a: " ".join(a)[:40] or "nothing",
)
def test_wrong_usage_is_2(run: Run, opened: Assistant, arguments: list[str]) -> None:
    ran = run("ask", *arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.strip()


def test_without_index_the_message_says_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cache_dir: Path
) -> None:
    monkeypatch.setenv("INTEGRITEIT_DATA_DIR", str(tmp_path / "leeg"))
    monkeypatch.setenv("INTEGRITEIT_CACHE_DIR", str(cache_dir))
    for arguments in (["ask", f"{CANARY}?"], ["ask", f"{CANARY}?", "--json"], ["sources"], ["show", "BWBR0005416#artikel=28"]):
        ran = run(*arguments)
        assert ran.status == 1
        assert "integriteit ingest" in ran.err
        assert ran.out == ""
        assert CANARY not in ran.err


def test_an_unknown_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTEGRITEIT_DATADIR", "x")
    ran = run("sources")
    assert ran.status == 1
    assert "datadir" in ran.err


@pytest.mark.real_index
def test_show_and_sources(run: Run, monkeypatch: pytest.MonkeyPatch, real_settings: Settings) -> None:
    monkeypatch.setenv("INTEGRITEIT_DATA_DIR", str(real_settings.data_dir))
    monkeypatch.setenv("INTEGRITEIT_CACHE_DIR", str(real_settings.cache_dir))
    ran = run("show", "BWBR0005416#artikel=28")
    assert ran.status == 0
    assert "artikel 28, eerste lid, Gemeentewet" in ran.out
    assert run("show", "geen locator").status == 2
    missing = run("show", "BWBR0005416#artikel=999")
    assert missing.status == 2
    assert "integriteit sources" in missing.err
    listed = run("sources")
    assert listed.status == 0
    assert "Gemeentewet" in listed.out


@pytest.mark.parametrize("command", [[], ["ask"], ["ingest"], ["serve"], ["show"], ["sources"]])
def test_help(run: Run, command: list[str]) -> None:
    ran = run(*command, "--help")
    assert ran.status == 0
    assert "integriteit" in ran.out


@pytest.mark.real_index
def test_the_question_is_in_no_log(run: Run, opened: Assistant, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level("DEBUG")
    file = tmp_path / "v.jsonl"
    file.write_text(
        f'{{"id": "a", "question": "Mag {CANARY} meestemmen?"}}\n{{"id": "b", "question": "{CANARY * 5000}"}}\nx{CANARY}\n'
    )
    batch = run("ask", "--jsonl", str(file))
    one = run("ask", f"Mag {CANARY} meestemmen?", "--ambt", "raadslid")
    wrong = run("ask", f"Mag {CANARY} meestemmen?", "--ambt", "koning")
    assert CANARY not in batch.out + batch.err + one.out + one.err + wrong.err + caplog.text


@pytest.mark.real_index
def test_as_a_program_of_its_own(real_settings: Settings, tmp_path: Path) -> None:
    """One process, from another folder, without a UTF-8 locale: text, batch and error."""
    environment = {
        **{
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("INTEGRITEIT_", "LC_", "LANG", "PYTHONUTF8", "PYTHONIOENCODING"))
        },
        "INTEGRITEIT_DATA_DIR": str(real_settings.data_dir),
        "INTEGRITEIT_CACHE_DIR": str(real_settings.cache_dir),
        "LC_ALL": "C",
    }
    program = [sys.executable, "-m", "assistant.cli", "ask", "--jsonl", "-"]
    lines = b"\n".join([GOOD, b"{", '{"id": "één", "question": "Mag ik als raadslid een cadeau aannemen?"}'.encode()])
    done = subprocess.run(program, input=lines, capture_output=True, cwd=tmp_path, env=environment, timeout=120, check=False)
    objects = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert done.returncode == 1
    assert [o["id"] for o in objects] == ["goed", None, "één"]
    assert b"Traceback" not in done.stderr
