"""The real server in a process of its own, on a free port of this machine, and what it uses there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_START_S = 120.0
_STOP_S = 15.0


class ServerError(RuntimeError):
    """The server did not start; the message holds the last line that it printed."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs. ``log``: what it prints."""

    address: str
    pid: int
    log: Path

    @property
    def peak_mb(self) -> float | None:
        """The most memory that it ever held; ``None`` where the system does not tell."""
        return self._memory("VmHWM")

    @property
    def memory_mb(self) -> float | None:
        """The memory that it holds now; ``None`` where the system does not tell."""
        return self._memory("VmRSS")

    @property
    def cpu_s(self) -> float | None:
        """The processor time that it has had; ``None`` where the system does not tell."""
        file = Path(f"/proc/{self.pid}/stat")
        if not file.is_file():
            return None
        # The name of the program, between brackets, may hold spaces; user and system time are the 12th and 13th after it.
        fields = file.read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _memory(self, name: str) -> float | None:
        file = Path(f"/proc/{self.pid}/status")
        if not file.is_file():
            return None
        lines = dict(line.split(":", 1) for line in file.read_text(encoding="utf-8").splitlines())
        return int(lines[name].split()[0]) / 1024


@contextmanager
def served() -> Iterator[Server]:
    """Start ``integriteit serve`` on the index of the settings and stop it at the end. Raises ``ServerError``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="integriteit-server-") as folder:
        log = Path(folder) / "log.txt"
        with log.open("wb") as out:
            command = [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port)]
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        server = Server(f"http://127.0.0.1:{port}", process.pid, log)
        try:
            _wait_until_ready(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.address}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.1)
    printed = server.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise ServerError(f"de server start niet: {printed[-1] if printed else 'hij schreef niets'}")
