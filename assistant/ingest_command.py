"""``integriteit ingest``: build the index with a progress bar that shows rate and time left."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.build import build
from ingest.settings import load_settings


def run_ingest(console: Console, *, force: bool) -> None:
    settings = load_settings()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Teksten omzetten", total=None, rate="")

        def progress(done: int, total: int) -> None:
            speed = bar.tasks[0].speed or 0.0
            bar.update(task, completed=done, total=total, rate=f"{speed:.0f} per seconde")

        report = build(settings, progress=progress, force=force)
    if not report.fresh:
        console.print(f"Niets veranderd: index {report.release} is al gelijk aan de teksten.")
        return
    console.print(
        f"Index {report.release} staat klaar: {report.provisions} bepalingen, {report.rows} vectoren "
        f"({report.embedded} nieuw, {report.from_cache} uit de cache)."
    )
