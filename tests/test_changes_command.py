"""``integriteit diff`` and ``integriteit changes`` as people and programs read them, on the invented law."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import pytest
import typer
from dated_law import FIRST, LAW, LEDEN, SECOND, keep, law, place
from test_changes_stale import RECORDED, TEXT, TODAY

from assistant import changes_command
from assistant.changes_command import naming_paragraphs, print_changes, print_diff, record_checked
from assistant.cli import main
from assistant.dates import day
from corpus import LocatorError, SourceId, load_corpus
from corpus.checked import load_checked
from corpus.documents import DocumentError
from corpus.situations import Situation
from ingest.library import Library

HANDBOOK = """\
+++
id = "sleutelboek-2022"
titel = "Handboek sleutels"
citeertitel = "Handboek sleutels"
afkortingen = []
soort = "handboek"
bestuurslaag = "gemeente"
gezag = 4
geldig_vanaf = 2022-01-01
url = "https://example.org/handboek"
tekst = "samenvatting"
+++

# Handboek sleutels

## sleutels
- themas: gedragscode

1. Het tekenen staat in artikel 1, eerste lid, Sleutelwet.
   - vraag: Waar staat dat ik moet tekenen?

2. Artikel 1 van de Sleutelwet gaat over het boek, artikel 2 Sleutelwet over verlies.
   - vraag: Waar gaat het boek over?

3. Artikel 1, tweede lid, Sleutelwet wijst de bode aan.
   - vraag: Wie heeft het boek?

4. Artikel 1 van de Gemeentewet is een ander.
   - vraag: Is er nog een artikel 1?
"""
AFTER = {
    **{steps: text for steps, text in LEDEN.items() if not steps.startswith("artikel=3")},
    "artikel=1/lid=1": "Wie een sleutel van het raadhuis krijgt, tekent daarvoor in het digitale sleutelboek.",
    "artikel=4": "[red]Een loper[/red] bestaat niet.",
    "artikel=7": LEDEN["artikel=3/lid=2"],
}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Two versions of the law in the data folder of the program, and a corpus about it."""
    (tmp_path / "teksten").mkdir()
    for name, text in (("sleutelwet.md", TEXT), ("handboek.md", HANDBOOK)):
        (tmp_path / "teksten" / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("INTEGRITEIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("INTEGRITEIT_CORPUS_DIR", str(tmp_path / "teksten"))
    library = Library(tmp_path / "data" / "library")
    keep(library, law(FIRST))
    keep(library, law(SECOND, AFTER, ["artikel=3/lid=1"]))
    return library


# --- diff -----------------------------------------------------------------------------------------------------------


def test_words_are_marked_on_a_pipe_and_counted(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    print_diff(LAW, FIRST, SECOND, as_json=False)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines == [
        "Sleutelwet: tekst van 2022-01-01, geldig tot 2023-01-01 naast tekst van 2023-01-01",
        "gewijzigd: artikel 1, eerste lid, Sleutelwet",
        "Wie een sleutel van het raadhuis krijgt, tekent daarvoor in het {+digitale+} sleutelboek.",
        "vervallen: artikel 3, eerste lid, Sleutelwet",
        f"[-{LEDEN['artikel=3/lid=1']}-]",
        "verplaatst: artikel 3, tweede lid, Sleutelwet → artikel 7, Sleutelwet",
        LEDEN["artikel=3/lid=2"],
        "toegevoegd: artikel 4, Sleutelwet",
        "{+[red]Een loper[/red] bestaat niet.+}",
        "1 toegevoegd, 1 gewijzigd, 1 verplaatst, 1 vervallen",
    ]


def test_words_are_coloured_and_struck_on_a_terminal(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    print_diff(LAW, FIRST, SECOND, as_json=False)
    out = capsys.readouterr().out
    assert "\x1b[4;32mdigitale\x1b[0m" in out
    assert f"\x1b[9;31m{LEDEN['artikel=3/lid=1']}\x1b[0m" in out
    assert "{+" not in out


def test_diff_as_json(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    print_diff(LAW, FIRST, SECOND, as_json=True)
    data = json.loads(capsys.readouterr().out)
    assert [(d["kind"], d["locator"], d["moved_to"]) for d in data] == [
        ("gewijzigd", f"{LAW}#artikel=1/lid=1", None),
        ("vervallen", f"{LAW}#artikel=3/lid=1", None),
        ("verplaatst", f"{LAW}#artikel=3/lid=2", f"{LAW}#artikel=7"),
        ("toegevoegd", f"{LAW}#artikel=4", None),
    ]
    assert data[0]["before"] == LEDEN["artikel=1/lid=1"]
    assert ["nieuw", "digitale"] in data[0]["words"]


def test_the_same_version_on_both_days_is_said(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    print_diff(LAW, SECOND, TODAY, as_json=False)
    assert "geldt dezelfde tekst (tekst van 2023-01-01)" in capsys.readouterr().out
    print_diff(LAW, SECOND, TODAY, as_json=True)
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("source", "before", "error", "named"),
    [
        ("BWBR0088888", FIRST, DocumentError, "niet in de bibliotheek.*integriteit fetch --law BWBR0088888 --date 2022-01-01"),
        (LAW, dt.date(2020, 1, 1), DocumentError, "geen tekst van 2020-01-01 .*2022-01-01.*2023-01-01.* --date 2020-01-01"),
        ("gedragscode-ons-dorp", FIRST, DocumentError, "staat niet in de bibliotheek.$"),
        ("Sleutelwet", FIRST, LocatorError, "geen bron-id"),
    ],
)
def test_what_cannot_be_compared_is_named_with_the_next_step(
    library: Library, source: str, before: dt.date, error: type[Exception], named: str
) -> None:
    with pytest.raises(error, match=named):
        print_diff(source, before, TODAY, as_json=False)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("diff", LAW, "2022-01-01", "2023-01-01"), 0, ""),
        (("diff", LAW, "2023-01-01", "2024-01-01"), 0, ""),
        (("diff", "BWBR0088888", "2022-01-01", "2023-01-01"), 1, "Fout: BWBR0088888: staat niet in de bibliotheek."),
        (("diff", "Sleutelwet", "2022-01-01", "2023-01-01"), 2, "Fout: 'Sleutelwet' is geen bron-id"),
        (("diff", LAW, "1 januari", "2023-01-01"), 2, "'1 januari' is geen datum als 2026-11-24"),
        (("changes", "--json"), 0, ""),
        (("changes", "--datum", "morgen"), 2, "'morgen' is geen datum"),
    ],
)
def test_the_commands_end_with_a_status_and_one_sentence(
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    status: int,
    told: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["integriteit", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert (stopped.value.code or 0) == status
    out, said = capfd.readouterr()
    assert told in said
    assert "Traceback" not in said
    assert bool(out) == (status == 0)


def test_a_day_is_a_date() -> None:
    assert day("2022-01-01") == FIRST
    with pytest.raises(typer.BadParameter, match="1 mei"):
        day("1 mei")


# --- changes --------------------------------------------------------------------------------------------------------


@pytest.fixture
def recorded(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record made by the command, in a file of its own, and one situation."""
    file = tmp_path / "checked.json"
    record_checked(file)
    monkeypatch.setattr(changes_command, "load_checked", lambda: load_checked(file))
    told = Situation("Ik teken nooit.", None, (place("artikel=1/lid=1"),))
    monkeypatch.setattr(changes_command, "load_situations", lambda: (told,))
    return file


def test_the_command_records_and_says_what_it_left_out(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "checked.json"
    record_checked(file)
    assert "4 controlegetallen, waarvan 4 nu gemaakt. Zonder: 1 bepaling(en)" in capsys.readouterr().out
    assert set(load_checked(file)) == {place(steps) for steps in (*RECORDED, "artikel=4")}
    # The same again without the law in the library: what was recorded stays.
    library.remove(SourceId(LAW))
    record_checked(file)
    assert "4 controlegetallen, waarvan 0 nu gemaakt" in capsys.readouterr().out
    # An entry that is compared anew with another text loses its record until that text is there.
    texts = tmp_path / "teksten" / "sleutelwet.md"
    texts.write_text(texts.read_text(encoding="utf-8").replace("(tekst 2022-01-01)", "(tekst 2024-01-01)"), encoding="utf-8")
    record_checked(file)
    assert f"Uit het bestand: {LAW}#artikel=1/lid=1" in capsys.readouterr().out
    assert place("artikel=1/lid=1") not in load_checked(file)


def test_the_report_as_a_table(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    print_changes(TODAY, as_json=False)
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if "artikel 1, eerste lid" in line)
    assert [cell.strip() for cell in row.split("│")[1:-1]] == [
        "artikel 1, eerste lid, Sleutelwet", "2022-01-01", "2023-01-01", "gewijzigd", "2", "1", "2", "vergelijk en herschrijf",
    ]  # fmt: skip
    assert "haal weg of verwijs door" in out
    assert f"integriteit diff {LAW} 2022-01-01 2023-01-01" in out
    assert "2 verouderd van 4 vergeleken bepalingen; 1 niet vergeleken: geen vastgelegd controlegetal." in out


def test_the_report_as_json(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    print_changes(TODAY, as_json=True)
    data = json.loads(capsys.readouterr().out)
    assert [(s["locator"], s["problem"]) for s in data["stale"]] == [
        (f"{LAW}#artikel=1/lid=1", "gewijzigd"),
        (f"{LAW}#artikel=3/lid=1/onderdeel=a", "vervallen"),
    ]
    assert data["stale"][0] | {"situations": None} == {
        "locator": f"{LAW}#artikel=1/lid=1",
        "checked_version": "2022-01-01",
        "version": "2023-01-01",
        "problem": "gewijzigd",
        "next_step": "vergelijk en herschrijf",
        "questions": 2,
        "situations": None,
        "paragraphs": ["sleutelboek-2022#sleutels/alinea=1", "sleutelboek-2022#sleutels/alinea=2"],
    }
    assert data["stale"][0]["situations"] == ["Ik teken nooit."]
    assert (data["compared"], data["uncompared"]) == (4, {"geen vastgelegd controlegetal": 1})


def test_without_a_newer_text_there_is_no_table(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    print_changes(dt.date(2022, 6, 1), as_json=False)
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 1
    assert out[0].startswith("0 verouderd van 3 vergeleken bepalingen")


@pytest.mark.parametrize(
    ("steps", "alineas"),
    [("artikel=1/lid=1", ["1", "2"]), ("artikel=1/lid=2", ["2", "3"]), ("artikel=1", ["1", "2", "3"]), ("artikel=2", ["2"]), ("artikel=3", [])],
)  # fmt: skip
def test_paragraphs_that_name_a_place(library: Library, steps: str, alineas: list[str]) -> None:
    found = naming_paragraphs(load_corpus(library.folder.parents[1] / "teksten"), [place(steps)])
    assert [p.steps[-1].number for p in found[place(steps)]] == alineas
