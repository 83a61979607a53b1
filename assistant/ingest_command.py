"""``integriteit ingest``: build the index with a progress bar that shows rate and time left; list releases, go back to one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.build import build
from ingest.embedders import load_embedder
from ingest.release import IndexProblem, ReleaseStore, read_manifest, verify_in_child
from ingest.settings import load_settings


def run_ingest(console: Console, *, force: bool, engine: str | None, workers: int | None) -> None:
    settings = load_settings({"engine": engine, "workers": workers})
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


def update_index(console: Console, no_ingest: bool) -> None:
    """After a change of the library: index what changed, or say how."""
    if no_ingest:
        console.print("Maak de index bij met: integriteit ingest")
    else:
        run_ingest(console, force=False, engine=None, workers=None)


def print_preview(console: Console) -> None:
    """A line a place that would come, go or read otherwise, with the words that change, and a count."""
    from assistant.changes_command import PLAIN
    from ingest.changes import word_changes
    from ingest.preview import Turn, preview

    changes = preview(load_settings())
    for change in changes:
        console.print(f"{change.turn}: {change.place}")
        if change.turn is Turn.GEWIJZIGD:
            console.print("  " + " ".join(PLAIN[op].format(text) for op, text in word_changes(change.before, change.after)))
    counts = Counter(change.turn for change in changes)
    console.print(
        ", ".join(f"{counts[turn]} {turn}" for turn in Turn) + ". Er is niets veranderd; maak de index met: integriteit ingest"
    )


def run_rollback(console: Console) -> None:
    """Let the release before the current one answer, once it is whole, answers its canaries and fits the embedder."""
    settings = load_settings()
    embedder = load_embedder(settings.embedder, settings.cache_dir)

    def check(folder: Path) -> None:
        manifest = read_manifest(folder)
        if (manifest.embedder, manifest.embedder_revision) != (embedder.name, embedder.revision):
            raise IndexProblem(f"{folder}: gemaakt met embedder {manifest.embedder} ({manifest.embedder_revision})")
        verify_in_child(folder)

    name = ReleaseStore(settings.index_dir).roll_back(check)
    console.print(f"Teruggezet: index {name} antwoordt nu. Een nieuwe 'integriteit ingest' maakt weer een index van de teksten.")


def print_releases(console: Console) -> None:
    """One line a release, the newest first; ``*`` marks the one that answers."""
    store = ReleaseStore(load_settings().index_dir)
    current = store.current().name
    for name in reversed(store.names()):
        try:
            manifest = read_manifest(store.releases / name)
            about = (
                f"{manifest.provisions + manifest.shelf_provisions} bepalingen, {manifest.rows + manifest.shelf_rows} vectoren"
            )
        except IndexProblem as problem:
            about = str(problem)
        console.print(f"{'*' if name == current else ' '} {name}: {about}")
