"""The command line ``integriteit``. Exit status: 0 answered or abstained, 1 failed, 2 wrong usage.

Heavy libraries are imported by the command that needs them: ``--help`` and ``show`` must not pay for a model.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from corpus.documents import DocumentError
from corpus.locator import LocatorError
from corpus.records import CorpusError
from ingest.embedders import EmbedderError
from ingest.release import IndexProblem
from ingest.settings import SettingsError

app = typer.Typer(
    name="integriteit",
    help="Vraagbaak over integriteit in het openbaar bestuur: elk antwoord met een verwijzing naar het lid, of geen antwoord.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
err = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)


NoIngest = Annotated[bool, typer.Option("--no-ingest", help="Maak de index nu nog niet bij.")]


@contextmanager
def then_indexed(no_ingest: bool) -> Iterator[None]:
    """What changed in the library answers at once, also when a part of it was refused."""
    from assistant.ingest_command import update_index
    from ingest.library import Library
    from ingest.settings import load_settings

    library = Library(load_settings().library_dir)
    before = library.fingerprint
    try:
        yield
    finally:
        if library.fingerprint != before:
            update_index(err, no_ingest)


@app.command()
def ingest(
    force: Annotated[bool, typer.Option("--force", help="Bouw opnieuw, ook als er niets veranderd is.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Ga terug naar de vorige index die heel is.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Welke indexen er zijn; * is die van nu.")] = False,
    engine: Annotated[str | None, typer.Option(help="Waar teksten worden omgezet: auto, local, processes of ray.")] = None,
    workers: Annotated[int | None, typer.Option(min=0, help="Aantal processen; 0 is een per rekenkern.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Laat zien wat er zou veranderen, en verander niets.")] = False,
) -> None:
    """Maak de index van de teksten (opnieuw). De oude index blijft antwoorden tot de nieuwe is goedgekeurd."""
    from assistant.ingest_command import print_preview, print_releases, run_ingest, run_rollback

    if force + rollback + list_ + preview > 1:
        raise typer.BadParameter("kies een van --force, --rollback, --list en --preview")
    if preview:
        print_preview(err)
    elif rollback:
        run_rollback(err)
    elif list_:
        print_releases(err)
    else:
        run_ingest(err, force=force, engine=engine, workers=workers)


@app.command()
def fetch(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Zoals BWBR0005416, kst-28844-254 of handboek-2023.")
    ] = None,
    law: Annotated[list[str] | None, typer.Option(help="BWB-nummer van een wet; mag vaker.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Alle wetten van het corpus.")] = False,
    date: Annotated[
        str | None, typer.Option(help="De dag waarop de tekst moet gelden, als 2026-11-24. Standaard vandaag.")
    ] = None,
    no_ingest: NoIngest = False,
) -> None:
    """Haal officiële teksten op en zet ze in de bibliotheek. Alleen het nummer en de datum gaan het internet op."""
    from assistant.fetch_command import run_fetch

    with then_indexed(no_ingest):
        run_fetch(err, ids or [], law or [], everything=all_, date=date)


@app.command()
def add(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[BESTAND]...", help="PDF, DOCX, HTML, Markdown, tekst of XML.")
    ] = None,
    folder: Annotated[Path | None, typer.Option(help="Voeg alles toe wat in deze map ligt.")] = None,
    title: Annotated[str | None, typer.Option(help="De titel, zoals antwoorden die noemen.")] = None,
    kind: Annotated[str | None, typer.Option(help="Soort, bijvoorbeeld gedragscode of nota.")] = None,
    bestuurslaag: Annotated[str | None, typer.Option(help="Voor wie: gemeente, provincie, waterschap, rijk of algemeen.")] = None,
    valid_from: Annotated[
        str | None, typer.Option(help="Sinds wanneer het geldt, als 2025-01-01. Standaard: voor elke peildatum.")
    ] = None,
    id_: Annotated[str | None, typer.Option("--id", help="Naam in verwijzingen, als gedragscode-2025.")] = None,
    no_ingest: NoIngest = False,
) -> None:
    """Zet eigen documenten (een gedragscode, een nota) of wetten als XML in de bibliotheek."""
    from assistant.add_command import Wishes, run_add
    from assistant.dates import day

    wishes = Wishes(title, kind, bestuurslaag, day(valid_from), id_)
    with then_indexed(no_ingest):
        run_add(err, files or [], folder, wishes)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="ID", help="Welk document, als gedragscode-2025 of BWBR0005416.")],
    version: Annotated[str | None, typer.Option(help="Alleen de versie van deze dag, als 2024-01-31.")] = None,
    no_ingest: NoIngest = False,
) -> None:
    """Haal een document uit de bibliotheek."""
    from assistant.add_command import run_remove

    with then_indexed(no_ingest):
        run_remove(err, name, version)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="De vraag, in gewone woorden.")] = None,
    ambt: Annotated[str | None, typer.Option(help="Voor wie, bijvoorbeeld raadslid of wethouder.")] = None,
    laag: Annotated[
        str | None, typer.Option(help="Bestuurslaag, waar het ambt die niet zegt: gemeente, provincie, waterschap of rijk.")
    ] = None,
    soort: Annotated[str | None, typer.Option(help="vraag, dilemma of vergelijking; anders blijkt dat uit de vraag.")] = None,
    datum: Annotated[str | None, typer.Option(help="Peildatum, als 2026-11-24. Standaard vandaag.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Eén JSON-object in plaats van tekst.")] = False,
    jsonl: Annotated[Path | None, typer.Option(help="Bestand met een JSON-object per regel; '-' leest standaardinvoer.")] = None,
) -> None:
    """Stel een vraag, of een bestand vol vragen (--jsonl); --ambt en --datum gelden dan voor regels zonder eigen waarde."""
    from assistant.ask_command import ask_batch, ask_one

    if (question is None) == (jsonl is None):
        raise typer.BadParameter("geef een vraag, of --jsonl met een bestand (niet allebei)")
    if jsonl is not None:
        ask_batch(jsonl, ambt, datum)
    elif question is not None:
        ask_one(question, ambt, datum, soort, laag, json_)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Poort.")] = 7860,
    allow_public: Annotated[bool, typer.Option("--allow-public", help="Sta een ander adres dan deze machine toe.")] = False,
) -> None:
    """Start de pagina in de browser."""
    from assistant.flow import open_assistant
    from assistant.ui.app import serve as serve_page
    from ingest.settings import load_settings

    settings = load_settings()
    serve_page(open_assistant(settings), host=host, port=port, allow_public=allow_public, settings=settings)


@app.command()
def mcp() -> None:
    """Laat een programma vragen stellen via MCP, over standaardinvoer en -uitvoer. Het kan alleen lezen."""
    from assistant.flow import open_assistant
    from assistant.mcp_server import serve_mcp

    serve_mcp(open_assistant)


@app.command()
def sources(
    check: Annotated[bool, typer.Option("--check", help="Controleer het corpus: volledig, gecontroleerd, tweelingen.")] = False,
) -> None:
    """Wat er in de index zit: bronnen, versies en aantallen."""
    if check:
        from assistant.check_command import print_check

        if not print_check():
            raise typer.Exit(1)
        return
    from assistant.sources_command import print_sources

    print_sources()


@app.command()
def show(locator: Annotated[str, typer.Argument(help="Plaats, bijvoorbeeld BWBR0005416#artikel=28/lid=1.")]) -> None:
    """Laat een bepaling zien, met het artikel eromheen."""
    from assistant.sources_command import print_provision

    print_provision(locator)


@app.command()
def diff(
    law: Annotated[str, typer.Argument(help="Welke regeling, bijvoorbeeld BWBR0005416.")],
    before: Annotated[str, typer.Argument(help="De ene dag, als 2022-12-31.")],
    after: Annotated[str, typer.Argument(help="De andere dag, als 2023-04-01.")],
    json_: Annotated[bool, typer.Option("--json", help="Eén JSON-lijst in plaats van tekst.")] = False,
) -> None:
    """Wat er in een wet veranderde tussen twee dagen, woord voor woord."""
    from assistant.changes_command import print_diff
    from assistant.dates import day

    first, second = day(before), day(after)
    if first is None or second is None:
        raise typer.BadParameter("geef twee dagen, als 2022-12-31 2023-04-01")
    print_diff(law, first, second, as_json=json_)


@app.command()
def changes(
    datum: Annotated[str | None, typer.Option(help="Peildatum, als 2026-11-24. Standaard vandaag.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Eén JSON-object in plaats van tekst.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Leg vast met welke teksten vergeleken is (voor beheerders).")] = False,
) -> None:
    """Welke bepalingen op een oudere wettekst berusten dan die van nu in de bibliotheek."""
    from assistant.changes_command import print_changes, record_checked
    from assistant.dates import day

    if record:
        record_checked()
    else:
        print_changes(day(datum) or dt.date.today(), as_json=json_)


def _mount_others() -> None:
    """Commands of packages above this one (``eval``) announce themselves; this room may not import them."""
    for entry in entry_points(group="integriteit.commands"):
        app.add_typer(entry.load(), name=entry.name)


def main() -> None:
    """The process's edge: a mistake or a fault becomes one sentence, never a stack trace."""
    from assistant.messages import QuestionError

    try:
        if sys.argv[1:2] == ["eval"] or "--help" in sys.argv[1:2] or len(sys.argv) == 1:
            _mount_others()
        app()
    except (QuestionError, LocatorError) as error:
        err.print(f"Fout: {error}", style="red")
        sys.exit(2)
    except (IndexProblem, CorpusError, DocumentError, EmbedderError, SettingsError) as error:
        err.print(f"Fout: {error}", style="red")
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        err.print(
            f"Fout: {place}{error.strerror or error}. Controleer de map en de rechten (INTEGRITEIT_DATA_DIR, INTEGRITEIT_CACHE_DIR).",
            style="red",
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
