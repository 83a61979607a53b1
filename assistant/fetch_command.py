"""``integriteit fetch``: official texts into the library, one line for each, and exit status 1 when any failed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from assistant.dates import day
from corpus import SourceId, load_corpus
from corpus.documents import DocumentError
from ingest.fetch.faults import FetchError
from ingest.fetch.fetcher import Fetched, Fetcher, ReadDocument, ReadLaw
from ingest.fetch.web import Web
from ingest.library import Added
from ingest.settings import load_settings


def run_fetch(console: Console, names: Sequence[str], laws: Sequence[str], *, everything: bool, date: str | None) -> None:
    """Raises ``typer.Exit`` (1) when a text could not be fetched, ``typer.BadParameter`` for what cannot be meant."""
    settings = load_settings()
    known = load_corpus(settings.corpus_dir).sources
    wanted = _wanted(names, laws, [ident for ident in known if ident.scheme == "bwb"] if everything else [])
    on = day(date, "--date") or dt.date.today()
    read_law, read_document = readers()
    outcomes: Counter[Added] = Counter()
    said: set[str] = set()
    try:
        with (
            _bar(console, len(wanted)) as (bar, task),
            Web(settings, progress=lambda done, whole: bar.update(task, size=_size(done, whole))) as web,
            (fetcher := Fetcher(web, settings, known, read_law=read_law, read_document=read_document)).alone(),
        ):
            for ident in wanted:
                bar.update(task, description=str(ident), size="")
                try:
                    fetched = fetcher.fetch(ident, on)
                except (FetchError, DocumentError) as error:
                    reason = "om dezelfde reden" if str(error) in said else str(error)
                    said.add(str(error))
                    console.print(f"{ident}: niet opgehaald: {reason}", style="red")
                else:
                    outcomes[fetched.added] += 1
                    _tell(console, fetched)
                bar.advance(task)
    except FetchError as error:
        console.print(f"Fout: {error}", style="red")
        raise typer.Exit(1) from error
    _sum_up(console, outcomes, len(wanted))


def readers() -> tuple[ReadLaw, ReadDocument]:
    """What makes documents of the files; imported late, because ``--help`` must not pay for parsers of XML and PDF."""
    from ingest.bwb.law import parse_toestand
    from ingest.documents.reader import read_bytes

    return parse_toestand, read_bytes


def _wanted(names: Sequence[str], laws: Sequence[str], everything: Sequence[SourceId]) -> list[SourceId]:
    """The ids, each once, in the order in which they were named. Raises ``LocatorError`` for what is no id."""
    named = [SourceId.parse(name) for name in laws]
    if wrong := [str(ident) for ident in named if ident.scheme != "bwb"]:
        raise typer.BadParameter(f"--law wil een nummer als BWBR0005416, niet {', '.join(wrong)}")
    wanted = list(dict.fromkeys([*(SourceId.parse(name) for name in names), *named, *everything]))
    if not wanted:
        raise typer.BadParameter("noem wat je wilt ophalen, bijvoorbeeld BWBR0005416 of kst-28844-254, of geef --all")
    return wanted


@contextmanager
def _bar(console: Console, total: int) -> Iterator[tuple[Progress, TaskID]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[size]}"))
    with Progress(*columns, console=console, transient=True) as bar:
        yield bar, bar.add_task("Teksten ophalen", total=total, size="")


def _size(done: int, whole: int | None) -> str:
    return f"{done / 1e6:.1f} MB" + (f" van {whole / 1e6:.1f} MB" if whole else "")


def _tell(console: Console, fetched: Fetched) -> None:
    version = f", versie {fetched.version}" if fetched.version else ""
    console.print(f"{fetched.source}: {fetched.title}{version}: {fetched.added}")
    for note in fetched.notes:
        console.print(f"  let op: {note}", style="yellow")


def _sum_up(console: Console, outcomes: Counter[Added], wanted: int) -> None:
    """Raises ``typer.Exit`` (1) when fewer texts were fetched than wanted."""
    counts = ", ".join(f"{outcomes[kind]} {kind}" for kind in Added)
    console.print(f"{outcomes.total()} van {wanted} opgehaald: {counts}.")
    if outcomes.total() < wanted:
        raise typer.Exit(1)
