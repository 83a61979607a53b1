"""``integriteit sources --check``: the corpus is complete, every entry has lay questions, what is missing is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.check_command import print_check
from corpus.loader import TEXTS

REPOSITORY = Path(__file__).parents[1]


def test_the_embedded_corpus_has_no_faults(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_check()
    out = capsys.readouterr().out
    assert "Gemeentewet" in out
    assert "0 fouten" in out


def test_an_entry_without_a_lay_question_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "teksten"
    shutil.copytree(REPOSITORY / "corpus" / TEXTS, folder)
    file = folder / "gemeentewet.md"
    lines = file.read_text(encoding="utf-8").split("\n")
    start = lines.index("## Artikel 107b")
    end = next(n for n in range(start + 1, len(lines)) if lines[n].startswith("## "))
    lines[start:end] = [line for line in lines[start:end] if "- vraag:" not in line]
    file.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("INTEGRITEIT_CORPUS_DIR", str(folder))
    assert not print_check()
    assert "BWBR0005416#artikel=107b heeft geen lekenvraag" in capsys.readouterr().out
