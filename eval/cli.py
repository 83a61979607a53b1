"""``integriteit eval``: measure, compare, guard. Exit status 0 good, 1 failed, 2 wrong usage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from eval.compare import Comparison
    from eval.intervals import Figure
    from eval.result import Run

app = typer.Typer(help="Meet hoe goed de assistent antwoordt, met vaste vragen.", no_args_is_help=True)

RunFile = Annotated[Path, typer.Argument(help="Een meting: JSON-bestand van 'eval run'.", metavar="METING.json")]
BaselineFile = Annotated[
    Path | None, typer.Option("--baseline", help="De basislijn; standaard eval/baseline.json van dit project.")
]


class Split(StrEnum):
    DEV = "dev"
    RELEASE = "release"
    ALL = "all"


@app.command("run")
def run_command(
    split: Annotated[Split, typer.Option(help="Welke vragen: dev, release of allebei.")] = Split.ALL,
    out: Annotated[Path, typer.Option(help="Map voor de meting.")] = Path("var/eval"),
    html: Annotated[bool, typer.Option("--html/--no-html", help="Schrijf ook een rapport in HTML.")] = True,
    datum: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Peildatum voor alle vragen; standaard vandaag.")
    ] = None,
) -> None:
    """Stel alle vragen, tel wat goed gaat en schrijf de meting weg als JSON (en HTML)."""
    from rich.console import Console

    from corpus import load_corpus
    from eval.questions import load_questions
    from eval.report import write_report
    from eval.result import save
    from eval.run import run
    from eval.target import assistant_target

    peildatum = (datum.date() if datum else dt.datetime.now(dt.UTC).date()).isoformat()
    with _clear_errors():
        questions = load_questions(splits=None if split is Split.ALL else [split.value])
        corpus, target = load_corpus(), assistant_target(peildatum)
        done = run(questions, target, corpus, peildatum=peildatum, console=Console(stderr=True))
        path = out / done.file_name
        save(done, path)
        if html:
            write_report(done, path.with_suffix(".html"))
    _print_run(done)
    typer.echo(f"Meting: {path}" + (f"\nRapport: {path.with_suffix('.html')}" if html else ""))
    if not done.valid:
        raise typer.Exit(1)


@app.command("compare")
def compare_command(
    a: RunFile,
    b: RunFile,
    force: Annotated[bool, typer.Option("--force", help="Vergelijk ook als de vragen verschillen.")] = False,
) -> None:
    """Zet twee metingen naast elkaar: winst en verlies per vraag, en of het meer is dan toeval."""
    from eval.compare import compare
    from eval.result import load

    with _clear_errors():
        _print_comparison(compare(load(a), load(b), force=force))


@app.command("gate")
def gate_command(run: RunFile, baseline: BaselineFile = None) -> None:
    """Faal (1) als de release-vragen meer dan een vraag verliezen of een harde belofte breekt."""
    from eval.gate import failures, read_baseline
    from eval.result import load

    with _clear_errors():
        reasons = failures(load(run), read_baseline(baseline))
    for reason in reasons:
        typer.echo(f"FOUT: {reason}", err=True)
    if reasons:
        raise typer.Exit(1)
    typer.echo("Poort open: niet slechter dan de basislijn.")


@app.command("baseline")
def baseline_command(run: RunFile, baseline: BaselineFile = None) -> None:
    """Leg een meting vast als nieuwe basislijn voor de poort."""
    from eval.gate import write_baseline
    from eval.result import load

    with _clear_errors():
        typer.echo(f"Basislijn: {write_baseline(load(run), baseline)}")


@app.command("scorecard")
def scorecard_command(
    run: RunFile,
    out: Annotated[Path | None, typer.Option(help="Ander bestand; standaard de scorekaart op de pagina, tabblad Over.")] = None,
) -> None:
    """Zet de cijfers van de release-vragen op de scorekaart die de pagina laat zien."""
    from eval.result import load
    from eval.scorecard import write_scorecard

    with _clear_errors():
        typer.echo(f"Scorekaart: {write_scorecard(load(run), out)}")


@app.command("check")
def check_command() -> None:
    """Controleer de vragen zelf: bestaan de verwachte plaatsen, en staat geen vraag al in het corpus?"""
    from corpus import load_corpus
    from eval.gold import check_gold
    from eval.questions import load_questions

    with _clear_errors():
        questions = load_questions()
        problems = check_gold(questions, load_corpus())
    for problem in problems:
        typer.echo(f"{'FOUT' if problem.fatal else 'let op'}: {problem.id}: {problem.message}", err=problem.fatal)
    fatal = sum(problem.fatal for problem in problems)
    typer.echo(f"{len(questions)} vragen; {fatal} fouten, {len(problems) - fatal} opmerkingen.")
    if fatal:
        raise typer.Exit(1)


@contextmanager
def _clear_errors() -> Iterator[None]:
    """A user's mistake (file, schema, index) as one sentence and exit status 1, without a stack trace."""
    try:
        yield
    except (ValueError, OSError) as error:
        typer.echo(f"FOUT: {error}", err=True)
        raise typer.Exit(1) from error


def _print_run(run: Run) -> None:
    from rich.console import Console
    from rich.table import Table

    from eval.report import NAMES, cell

    console = Console()
    table = Table("maat", *run.splits, title=f"Corpus {run.corpus[:12]}, composer {run.composer}, peildatum {run.peildatum}")
    for name, label in NAMES.items():
        table.add_row(label, *(cell(found.total[name]) for found in run.splits.values()))
    times = ((found.p50_ms or 0, found.p95_ms or 0) for found in run.splits.values())
    table.add_row("tijd p50 / p95 (ms)", *(f"{p50:.0f} / {p95:.0f}" for p50, p95 in times))
    console.print(table)
    for split, found in run.splits.items():
        for part, groups in (("soort", found.kind), ("bestuurslaag", found.laag), ("ambt", found.ambt)):
            shown = ("hit@5", "cited@lid", "refusal_recall", "false_refusals")
            inner = Table(f"{part}: {split}", *shown)
            for group, f in groups.items():
                inner.add_row(group, *(_short(f[name]) for name in shown))
            console.print(inner)
    different = run.determinism.different
    console.print(f"{run.determinism.asked} vragen twee keer gesteld; verschillend: {', '.join(different) or 'geen'}.")
    for why in run.invalid:
        console.print(f"ONGELDIG: {why}", style="bold red", markup=False)


def _short(figure: Figure) -> str:
    """``0.80 (5)``: value and number of questions; the intervals of small groups stand in the JSON."""
    return "–" if figure.value is None else f"{figure.value:.2f} ({figure.n})"


def _print_comparison(found: Comparison) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("split", "maat", "vragen", "goed A", "goed B", "winst", "verlies", "p (McNemar)")
    for c in found.changes:
        counts = (c.n, c.right_a, c.right_b, len(c.gains), len(c.losses))
        table.add_row(c.split, c.measure, *map(str, counts), f"{c.p:.3f}")
    console.print(table)
    for c in found.changes:
        for label, ids in (("winst", c.gains), ("verlies", c.losses)):
            if ids:
                console.print(f"{c.split} {c.measure} {label}: {', '.join(ids)}", markup=False)
    for note in found.notes:
        console.print(f"let op: {note}", markup=False)
