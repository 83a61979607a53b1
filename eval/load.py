"""``python -m eval.load``: fifty users at once on a server of this machine. Needs ``pip install -r requirements-load.lock``.

Starts the real server on the index of the settings. First every question once with nobody else there: those answers are
the right ones. Then all users ask at the same moment, and then they use the page and the API with pauses, by turns with and
without two users who keep the server at its slowest requests. Writes ``var/load.json``. No figure fails the run: machines
differ; wrong answers, answers of another and errors do.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.load_plan import Plan, chosen_questions, longest_question
from eval.load_server import Server, served
from ingest.settings import load_settings

QUESTIONS = 60
THINK_S = (4.0, 12.0)


def measure(users: int, minutes: float, questions: int, think: tuple[float, float]) -> dict[str, Any]:
    """The figures of one run, ready for JSON. Raises ``ServerError`` and ``PageChanged``."""
    # The users put gevent in place of the sockets of the process.
    from eval.load_users import drive

    asked = chosen_questions(questions)
    plan = Plan(asked, longest_question(asked, load_settings().max_question_chars), think)
    load_before = os.getloadavg()
    with served() as server:
        begin, cpu, own, memory = time.perf_counter(), server.cpu_s, time.process_time(), server.memory_mb
        drive(server.address, plan, users, minutes * 60)
        seconds = time.perf_counter() - begin
        return {
            "users": users,
            "minutes": minutes,
            "cores": os.cpu_count(),
            "load_average_before": round(load_before[0], 2),
            **plan.recorder.report(),
            "server": _used(server, cpu, memory, seconds),
            "simulation_cores": round((time.process_time() - own) / seconds, 2),
            "questions_in_log": _in_log(server, plan),
        }


def _used(server: Server, cpu: float | None, memory: float | None, seconds: float) -> dict[str, float | None]:
    after = server.cpu_s
    cores = None if cpu is None or after is None else round((after - cpu) / seconds, 2)
    return {"cores": cores, "memory_at_start_mb": memory, "memory_at_end_mb": server.memory_mb, "memory_peak_mb": server.peak_mb}


def _in_log(server: Server, plan: Plan) -> int:
    """How many of the questions can be read in what the server printed. Must be none."""
    printed = server.log.read_text(encoding="utf-8", errors="replace")
    return sum(question.question in printed for question in plan.questions)


def show(report: dict[str, Any], console: Console) -> None:
    """Print the figures."""
    for phase, kinds in report["phases"].items():
        table = Table("verzoek", title=f"{report['users']} gebruikers: {phase}", title_justify="left")
        for column in ("aantal", "fout", "p50 ms", "p95 ms", "p99 ms", "langst ms"):
            table.add_column(column, justify="right")
        for kind, figures in kinds.items():
            table.add_row(kind, *(f"{value:.0f}" for value in figures.values()))
        console.print(table)
    for fault, count in report["faults"].items():
        console.print(f"{count} keer {fault}", style="red")
    console.print(
        f"{report['requests']} verzoeken, {report['errors']} fouten, {report['mixed']} verwisseld; in {report['seconds']} s "
        f"{report['questions_per_s']} vragen en {report['requests_per_s']} verzoeken per seconde"
    )
    for kind, ratio in report["beside_slow_over_without"].items():
        console.print(f"{kind}: naast trage vragen {ratio['p50']} x zo lang (p50), {ratio['p95']} x (p95)")
    server = ", ".join(f"{name} {value:.4g}" for name, value in report["server"].items() if value is not None)
    console.print(f"server: {server}; simulatie: {report['simulation_cores']} kern van {report['cores']}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Vijftig gebruikers tegelijk, op deze machine.")
    parser.add_argument("--users", type=int, default=50, help="hoeveel gebruikers")
    parser.add_argument("--minutes", type=float, default=5, help="hoe lang, naast het begin")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="hoeveel verschillende vragen")
    parser.add_argument("--think", type=float, nargs=2, default=THINK_S, metavar=("MIN", "MAX"), help="pauze in seconden")
    parser.add_argument("--out", type=Path, default=Path("var/load.json"), help="waar de cijfers heen gaan")
    arguments = parser.parse_args()
    if find_spec("locust") is None:
        raise SystemExit("locust is niet geïnstalleerd; voer uit: pip install -r requirements-load.lock")
    logging.getLogger("locust").setLevel(logging.WARNING)
    low, high = arguments.think
    report = measure(arguments.users, arguments.minutes, arguments.questions, (low, high))
    show(report, Console(width=120, highlight=False))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")
    if report["errors"] or report["questions_in_log"]:
        raise SystemExit(f"{report['errors']} fouten; {report['questions_in_log']} vragen in het log van de server")


if __name__ == "__main__":
    main()
