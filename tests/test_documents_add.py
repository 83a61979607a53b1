"""``integriteit add`` and ``integriteit remove``: in, the same again, changed, under another name, and out."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import NamedTuple

import pytest
from document_files import FIXTURES, docx, pdf

from assistant.cli import main
from corpus import Bestuurslaag, SourceKind
from corpus.documents import ALWAYS, DocumentError
from ingest.documents.describe import describe
from ingest.library import Library
from ingest.settings import load_settings


class Ran(NamedTuple):
    status: int
    said: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """The command in this process, with a data folder of its own."""
    monkeypatch.setenv("INTEGRITEIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("INTEGRITEIT_CACHE_DIR", str(tmp_path / "cache"))

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["integriteit", *map(str, arguments), "--no-ingest"])
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Ran(status, out + err)

    return call


@pytest.fixture
def code(tmp_path: Path) -> Path:
    path = tmp_path / "gedragscode-2025.md"
    path.write_bytes((FIXTURES / "gedragscode.md").read_bytes())
    return path


def library() -> Library:
    return Library(load_settings().library_dir)


def test_a_document_is_added_with_what_the_user_says_of_it(run: Run, code: Path) -> None:
    ran = run(
        "add",
        code,
        "--title",
        "Gedragscode Zandhove",
        "--bestuurslaag",
        "gemeente",
        "--valid-from",
        "2025-01-01",
        "--id",
        "zandhove",
    )
    assert ran.status == 0
    assert (
        "gedragscode-2025.md: toegevoegd als zandhove (gedragscode van gemeente, geldig vanaf 2025-01-01, 14 stukken)."
        in ran.said
    )
    assert "14 stukken tekst nieuw of vervangen" in ran.said
    assert "Maak de index bij met: integriteit ingest" in ran.said
    (record,) = library().records()
    assert (record.source, record.title, record.valid_from, record.file) == (
        "zandhove", "Gedragscode Zandhove", dt.date(2025, 1, 1), "original.md",
    )  # fmt: skip
    assert library().original(record).read_bytes() == code.read_bytes()
    assert str(library().document(record).pieces[3].locator) == "zandhove#artikel=1.2/lid=1"


def test_the_same_file_is_not_added_twice_under_whatever_name(run: Run, code: Path, tmp_path: Path) -> None:
    run("add", code)
    before = library().fingerprint
    again = run("add", code)
    assert (again.status, "staat al in de bibliotheek als gedragscode-2025" in again.said) == (0, True)
    assert "integriteit ingest" not in again.said
    copy = tmp_path / "kopie.md"
    copy.write_bytes(code.read_bytes())
    for arguments in ([copy], [copy, "--id", "kopie"]):
        copied = run("add", *arguments)
        assert (copied.status, "kopie.md: staat al in de bibliotheek als gedragscode-2025" in copied.said) == (0, True)
    assert library().fingerprint == before


def test_a_changed_file_replaces_and_keeps_what_was_said_of_it(run: Run, code: Path) -> None:
    run("add", code, "--id", "zandhove", "--title", "Code van Zandhove", "--bestuurslaag", "gemeente")
    code.write_text(code.read_text(encoding="utf-8") + "\nHet register is openbaar.\n", encoding="utf-8")
    ran = run("add", code, "--id", "zandhove")
    assert ran.status == 0
    assert "vervangen als zandhove (gedragscode van gemeente" in ran.said
    assert "alleen opnieuw wat veranderd is" in ran.said
    (record,) = library().records()
    assert record.title == "Code van Zandhove"


def test_what_is_said_of_a_document_can_be_said_anew(run: Run, code: Path) -> None:
    run("add", code, "--valid-from", "2025-01-01")
    ran = run("add", code, "--kind", "handboek", "--title", "Handboek Zandhove")
    assert ran.status == 0
    (record,) = library().records()
    assert (record.source, record.kind, record.title) == ("gedragscode-2025", "handboek", "Handboek Zandhove")
    assert record.valid_from == dt.date(2025, 1, 1)


def test_a_folder_is_added_whole(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "nota.docx").write_bytes(docx())
    (folder / "Gedragscode raad.pdf").write_bytes(pdf())
    (folder / ".DS_Store").write_bytes(b"\0")
    ran = run("add", "--folder", folder)
    assert ran.status == 0
    assert [(record.source, record.kind) for record in library().records()] == [
        ("gedragscode-raad", "gedragscode"), ("nota", "nota"),
    ]  # fmt: skip
    assert "Let op: kop- en voetregels weggelaten" in ran.said
    monkeypatch.setenv("INTEGRITEIT_DROP_DIR", str(folder))
    assert run("add").said.count("staat al in de bibliotheek") == 2


def test_two_files_of_one_run_may_not_take_one_name(run: Run, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "code.txt").write_text(f"Een raadslid meldt {number} cadeau.", encoding="utf-8")
    ran = run("add", tmp_path / "1" / "code.txt", tmp_path / "2" / "code.txt")
    assert ran.status == 1
    assert "krijgt hetzelfde id als code.txt (code); voeg het apart toe met --id" in ran.said
    assert len(library().records()) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "noem een bestand, of een map met --folder"),
        (["{code}", "{code}", "--title", "x"], 2, "voor één bestand"),
        (["{code}", "--valid-from", "gisteren"], 2, "geen datum"),
        (["{code}", "--kind", "roman"], 1, "--kind 'roman' bestaat niet; kies uit wet, amvb, regeling, gedragscode"),
        (["{code}", "--bestuurslaag", "dorp"], 1, "--bestuurslaag 'dorp' bestaat niet; kies uit gemeente, provincie"),
        (["{code}", "--id", "Met Spaties"], 1, "--id 'Met Spaties' kan niet"),
        (["{code}", "--id", "BWBR0005416"], 1, "is van een wet"),
        (["--folder", "{code}"], 1, "is geen map"),
        (["bestaat-niet.pdf"], 1, "bestaat-niet.pdf: bestaat niet"),
    ],
)
def test_what_cannot_be_meant(run: Run, code: Path, arguments: list[str], status: int, said: str) -> None:
    ran = run("add", *(argument.replace("{code}", str(code)) for argument in arguments))
    assert ran.status == status
    assert said in " ".join(ran.said.replace("│", " ").split())
    assert library().records() == []


def test_a_law_as_a_file_goes_to_the_parser_of_laws(run: Run, shared: Path) -> None:
    path = next(iter(sorted((shared / "official" / "bwb").glob("BWBR0005416_*.xml"))))
    ran = run("add", path)
    assert ran.status == 0
    assert "toegevoegd als BWBR0005416 (wet van gemeente" in ran.said
    (record,) = library().records()
    assert record.version is not None
    removed = run("remove", "BWBR0005416", "--version", str(record.version))
    assert (removed.status, library().records()) == (0, [])


def test_a_document_is_removed(run: Run, code: Path) -> None:
    run("add", code)
    ran = run("remove", "gedragscode-2025")
    assert ran.status == 0
    assert "gedragscode-2025: verwijderd (Gedragscode 2025)" in ran.said
    assert "integriteit ingest" in ran.said
    assert library().records() == []
    again = run("remove", "gedragscode-2025")
    assert (again.status, "staat niet in de bibliotheek" in again.said) == (1, True)
    assert run("remove", "Geen Id").status == 2


@pytest.mark.parametrize("command", ["add", "remove"])
def test_help(run: Run, command: str) -> None:
    assert run(command, "--help").status == 0


# --- Descriptions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "ident", "title", "kind"),
    [
        ("Gedragscode_raad-2025.pdf", "gedragscode-raad-2025", "Gedragscode raad 2025", SourceKind.GEDRAGSCODE),
        ("nota integriteit.docx", "nota-integriteit", "Nota integriteit", SourceKind.NOTA),
        ("kst-28844-254.xml", "kst-28844-254", "Kst 28844 254", SourceKind.NOTA),
        ("2025 code.txt", "document-2025-code", "2025 code", SourceKind.NOTA),
        ("Één 😀.md", "een", "Één 😀", SourceKind.NOTA),
        ("BWBR0005416.pdf", "bwbr0005416", "BWBR0005416", SourceKind.NOTA),
    ],
)
def test_what_is_not_said_is_filled_in(name: str, ident: str, title: str, kind: SourceKind) -> None:
    described = describe(PurePath(name))
    assert (str(described.id), described.title, described.kind) == (ident, title, kind)
    assert (described.bestuurslaag, described.valid_from, described.url) == (Bestuurslaag.ALGEMEEN, ALWAYS, "")


def test_a_title_gives_the_id_and_the_kind() -> None:
    described = describe(PurePath("scan003.pdf"), title="Gedragscode gemeente Zandhove")
    assert (str(described.id), described.kind) == ("gedragscode-gemeente-zandhove", SourceKind.GEDRAGSCODE)


def test_a_name_without_letters_needs_a_title() -> None:
    with pytest.raises(DocumentError, match="geef een titel met --title"):
        describe(PurePath("😀.pdf"))
