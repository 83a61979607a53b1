"""The sandbox that a file is read in: the limits of its child process, what a reader that fails there costs, and the most characters."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_files import shown

import ingest.documents.sandbox as sandbox
from corpus.documents import DocumentError
from ingest.documents.formats import Format

HANG = "while True: pass"
EAT = "x = bytearray(1 << 34)"
CRASH = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
FAIL = "raise RuntimeError('x')"
DEEP = "f = lambda: f()\nf()"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (HANG, "langer dan 2 seconden"),
        (EAT, "te veel geheugen"),
        (CRASH, f"liep vast (code {-signal.SIGSEGV})"),
        (FAIL, "liep vast (code 1)"),
        (DEEP, "te diep genest"),
    ],
    ids=["hangs", "eats", "crashes", "fails", "recurses"],
)
def test_a_child_that_fails_costs_one_file(code: str, reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A reader that does what a hostile file could make one do."""
    (tmp_path / "hostile.py").write_text(f"def read_text(data):\n    exec({code!r}, {{}})\n", encoding="utf-8")
    start = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import ingest.documents.sandbox as s; s._READERS[s.Format.TEKST] = ('hostile', 'read_text'); s.main()"
    run = subprocess.run

    def child(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        assert command[1:3] == ["-m", "ingest.documents.sandbox"]
        return run([sys.executable, "-c", start, *command[3:]], **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sandbox.subprocess, "run", child)
    with pytest.raises(DocumentError, match="sla") as error:
        sandbox.read_in_child(b"x", Format.TEKST, seconds=2)
    assert reason in shown(error)


def test_the_child_writes_no_file_and_has_little_memory() -> None:
    code = (
        "import ingest.documents.sandbox as s, resource as r; s._limit(5, 1 << 30); "
        "print(r.getrlimit(r.RLIMIT_FSIZE)[0], r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", str(1 << 30), "5"]


def test_a_document_of_too_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MOST_CHARACTERS", 10)
    with pytest.raises(DocumentError, match="meer dan 10"):
        sandbox.read(b"Een raadslid meldt een cadeau.", Format.TEKST)
