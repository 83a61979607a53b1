"""``integriteit fetch`` as the shell calls it: lines, exit statuses, and going on after a fault."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock
from official_server import (
    Answer,
    OfficialServer,
    SkippingClock,
    Version,
    manifest,
    official_server,
    read_document,
    read_law,
    sru,
    toestand,
)

from assistant import fetch_command
from assistant.cli import main
from corpus import load_corpus
from ingest.fetch.web import Web
from ingest.library import Library

FIRST, SECOND = "BWBR0099001", "BWBR0099002"
OLD, NEW = Version("2024-01-01_0", "2025-12-31"), Version("2026-01-01_0")


class Ran(NamedTuple):
    status: int
    lines: list[str]


Run = Callable[..., Ran]


@pytest.fixture
def server() -> Iterator[OfficialServer]:
    with official_server() as server:
        for law in (FIRST, SECOND):
            offer(server, law)
        yield server


def offer(server: OfficialServer, law: str) -> None:
    server.say("/sru", Answer(sru(law, OLD.label, NEW.label)))
    server.say(f"/bwb/{law}/manifest.xml", Answer(manifest(law, OLD, NEW)))
    for version in (OLD, NEW):
        server.say(f"/bwb/{law}/{version.label}/xml/{law}_{version.label}.xml", Answer(toestand(law, version)))


@pytest.fixture
def run(server: OfficialServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command in this process, against the server of this test; waiting costs no time."""
    for name, value in {
        "LAW_URL": f"{server.url}/bwb", "SRU_URL": f"{server.url}/sru", "DATA_DIR": str(tmp_path / "data"), "CACHE_DIR": str(tmp_path / "cache"),
    }.items():  # fmt: skip
        monkeypatch.setenv(f"INTEGRITEIT_{name}", value)
    monkeypatch.setattr(fetch_command, "readers", lambda: (read_law, read_document))
    monkeypatch.setattr(fetch_command, "Web", functools.partial(Web, clock=SkippingClock().clock))

    def call(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["integriteit", "fetch", *arguments, "--no-ingest"])
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        return Ran(status, capfd.readouterr().err.splitlines())

    return call


def held(tmp_path: Path) -> list[tuple[str, str]]:
    return [(record.source, str(record.version)) for record in Library(tmp_path / "data" / "library").records()]


def test_a_law_is_fetched_told_and_not_fetched_again(run: Run, server: OfficialServer, tmp_path: Path) -> None:
    first, second = run(FIRST), run(FIRST)
    assert (first.status, second.status) == (0, 0)
    assert f"{FIRST}: Koffiewet, versie 2026-01-01: nieuw" in first.lines
    assert first.lines[-2:] == [
        "1 van 1 opgehaald: 1 nieuw, 0 gelijk, 0 vervangen.",
        "Maak de index bij met: integriteit ingest",
    ]
    assert f"{FIRST}: Koffiewet, versie 2026-01-01: gelijk" in second.lines
    assert second.lines[-1] == "1 van 1 opgehaald: 0 nieuw, 1 gelijk, 0 vervangen."
    assert held(tmp_path) == [(FIRST, "2026-01-01")]
    assert len([seen for seen in server.seen if "/xml/" in seen.path]) == 1


def test_ids_and_options_are_one_list_without_doubles(run: Run, tmp_path: Path) -> None:
    ran = run(FIRST, "--law", SECOND, "--law", FIRST, "--date", "2025-06-01")
    assert ran.status == 0
    assert ran.lines[-2].startswith("2 van 2 opgehaald: 2 nieuw")
    assert held(tmp_path) == [(FIRST, "2024-01-01"), (SECOND, "2024-01-01")]


def test_one_that_fails_is_told_and_the_rest_goes_on(run: Run, server: OfficialServer, tmp_path: Path) -> None:
    server.say(f"/bwb/{FIRST}/manifest.xml", Answer(status=500))
    ran = run(FIRST, SECOND)
    assert ran.status == 1
    assert any(line.startswith(f"{FIRST}: niet opgehaald: ") and "500" in line for line in ran.lines)
    assert held(tmp_path) == [(SECOND, "2026-01-01")]


def test_a_note_stands_under_its_law(run: Run, server: OfficialServer) -> None:
    server.say("/sru", Answer(status=406))
    ran = run(FIRST, SECOND)
    assert ran.status == 0
    assert sum("let op: de zoekdienst is overgeslagen" in line for line in ran.lines) == 1


def test_all_laws_of_the_corpus_and_a_second_run_takes_up_what_failed(run: Run, server: OfficialServer, tmp_path: Path) -> None:
    laws = sorted(str(ident) for ident in load_corpus().sources if ident.scheme == "bwb")
    for law in laws:
        offer(server, law)
    broken = f"/bwb/{laws[3]}/{NEW.label}/xml/{laws[3]}_{NEW.label}.xml"
    well, server.answers[broken] = server.answers[broken], [Answer(status=404)]
    server.say("/sru", Answer(status=404))
    first = run("--all")
    assert first.status == 1
    assert f"{len(laws) - 1} van {len(laws)} opgehaald: {len(laws) - 1} nieuw, 0 gelijk, 0 vervangen." in first.lines
    server.answers[broken] = well
    server.seen.clear()
    second = run("--all")
    assert second.status == 0
    assert f"{len(laws)} van {len(laws)} opgehaald: 1 nieuw, {len(laws) - 1} gelijk, 0 vervangen." in second.lines
    assert [seen.path for seen in server.seen if "/xml/" in seen.path] == [broken]
    assert [source for source, _ in held(tmp_path)] == laws


def test_without_a_network_one_clear_sentence(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LAW_URL", "SRU_URL"):
        monkeypatch.setenv(f"INTEGRITEIT_{name}", "http://127.0.0.1:9")
    ran = run(FIRST, SECOND)
    assert ran.status == 1
    sentence, again, total = filter(None, ran.lines)
    assert sentence.startswith(f"{FIRST}: niet opgehaald: geen verbinding met 127.0.0.1:9 ")
    assert "de assistent werkt verder met wat er al is" in sentence
    assert again == f"{SECOND}: niet opgehaald: om dezelfde reden"
    assert total.startswith("0 van 2 opgehaald")
    assert not (tmp_path / "data" / "library").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "noem wat je wilt ophalen"),
        (("gemeentewet 28",), "is geen bron-id"),
        (("--law", "kst-28844-254"), "--law wil een nummer als BWBR0005416"),
        ((FIRST, "--date", "gisteren"), "'gisteren' is geen datum"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(run: Run, server: OfficialServer, arguments: tuple[str, ...], message: str) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert message in " ".join(line.strip("│ ") for line in ran.lines)
    assert server.seen == []


def test_a_second_run_beside_the_first_stops_at_once(run: Run, server: OfficialServer, tmp_path: Path) -> None:
    (tmp_path / "cache" / "fetch").mkdir(parents=True)
    with FileLock(tmp_path / "cache" / "fetch" / ".lock"):
        ran = run(FIRST)
    assert (ran.status, ran.lines[-1]) == (1, "Fout: er loopt al een 'integriteit fetch'; wacht tot die klaar is")
    assert server.seen == []


def test_the_command_costs_no_heavy_library_before_it_runs() -> None:
    code = "import sys, assistant.fetch_command; print([m for m in ('httpx', 'lxml', 'tenacity') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
