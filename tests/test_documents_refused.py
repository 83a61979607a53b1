"""Files that must not come in: each is refused with what is wrong and what to do, and the rest of the batch is added."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import pytest
import typer
from hostile_files import BAD, shown, with_part
from rich.console import Console
from test_documents_formats import DESCRIBED

from assistant.add_command import Wishes, run_add
from corpus.documents import DocumentError
from ingest.documents.files import files_in, read_file
from ingest.documents.reader import read_bytes
from ingest.library import Library
from ingest.settings import load_settings


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_name_the_reason_and_the_next_step(name: str) -> None:
    make, reason = BAD[name]
    with pytest.raises(DocumentError) as error:
        read_bytes(make(), name, DESCRIBED)
    message = shown(error)
    assert message.startswith(f"{name}: ")
    assert reason in message
    assert ";" in message or ":" in message.removeprefix(f"{name}: ")
    assert "Traceback" not in message
    assert len(message) < 300


def test_the_zip_of_a_docx_may_not_lie_about_sizes() -> None:
    """The directory says a part is small; reading stops there."""
    data = bytearray(with_part("word/groot.xml", b"<a>" + b"x" * 500_000 + b"</a>"))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/groot.xml"))
    struct.pack_into("<I", data, at + 24, 10)
    with pytest.raises(DocumentError, match="beschadigd"):
        read_bytes(bytes(data), "x.docx", DESCRIBED)


# --- Places on disk -------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "map"
    made.mkdir()
    return made


def odd_places(folder: Path) -> dict[Path, str]:
    """Things in a folder that are no ordinary file, with the words of the message."""
    outside = folder.parent / "buiten.txt"
    outside.write_text("Geheim van een ander.", encoding="utf-8")
    (folder / "onder").mkdir()
    os.mkfifo(folder / "pijp.txt")
    (folder / "wijzer.txt").symlink_to(outside)
    (folder / "wijzer-binnen.txt").symlink_to(folder / "onder")
    (folder / "los.txt").symlink_to(folder / "bestaat-niet")
    with (folder / "reus.txt").open("wb") as giant:
        giant.truncate(60_000_000)
    for name in ("nieuwe\nregel.txt", "escape\x1b[31m.txt", "x" * 220 + ".txt"):
        (folder / name).write_text("Een raadslid meldt.", encoding="utf-8")
    return {
        folder / "onder": "is een map",
        folder / "pijp.txt": "geen gewoon bestand",
        folder / "wijzer.txt": "snelkoppeling",
        folder / "wijzer-binnen.txt": "snelkoppeling",
        folder / "los.txt": "snelkoppeling",
        folder / "reus.txt": "meer dan 50 MB",
        folder / "nieuwe\nregel.txt": "stuurtekens",
        folder / "escape\x1b[31m.txt": "stuurtekens",
        folder / ("x" * 220 + ".txt"): "langer dan 200 tekens",
    }


def test_only_an_ordinary_file_is_opened(folder: Path) -> None:
    for path, reason in odd_places(folder).items():
        with pytest.raises(DocumentError) as error:
            read_file(path, folder)
        assert reason in shown(error)
        assert shown(error).isprintable()
    with pytest.raises(DocumentError, match="geen gewoon bestand"):
        read_file(Path("/dev/zero"))
    with pytest.raises(DocumentError, match="bestaat niet"):
        read_file(folder / "weg.txt")


def test_a_drop_folder_keeps_to_itself(folder: Path) -> None:
    (folder / "goed.txt").write_text("x", encoding="utf-8")
    (folder / ".verborgen").write_text("x", encoding="utf-8")
    (folder.parent / "ander.txt").write_text("x", encoding="utf-8")
    assert files_in(folder) == [folder / "goed.txt"]
    assert read_file(folder / "goed.txt", folder) == b"x"
    with pytest.raises(DocumentError, match="ligt buiten"):
        read_file(folder / ".." / "ander.txt", folder)
    with pytest.raises(DocumentError, match="geen map"):
        files_in(folder / "goed.txt")


# --- One bad file in a batch ----------------------------------------------------------------------------------------


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("INTEGRITEIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("INTEGRITEIT_CACHE_DIR", str(tmp_path / "cache"))
    return Library(load_settings().library_dir)


def test_the_rest_of_a_batch_is_added_and_nothing_of_a_bad_file_is(folder: Path, library: Library) -> None:
    for name, (make, _) in BAD.items():
        (folder / name).write_bytes(make())
    odd = odd_places(folder)
    (folder / "aaa.txt").write_text("Een raadslid meldt een cadeau.", encoding="utf-8")
    (folder / "zzz.md").write_text("# Code\n\nEen wethouder meldt een reis.\n", encoding="utf-8")
    said = io.StringIO()
    with pytest.raises(typer.Exit) as stop:
        run_add(Console(file=said, soft_wrap=True, markup=False, highlight=False), [], folder, Wishes())
    assert stop.value.exit_code == 1
    assert [record.source for record in library.records()] == ["aaa", "zzz"]
    assert sorted(path.name for path in library.folder.iterdir() if path.is_dir()) == ["aaa", "zzz"]
    lines = said.getvalue().splitlines()
    for name, (_, reason) in BAD.items():
        (line,) = [line for line in lines if line.startswith(f"{name}: ")]
        assert reason in line
    assert f"2 bestanden verwerkt, {len(BAD) + len(odd)} geweigerd" in said.getvalue()
    assert len(BAD) + len(odd) >= 25
