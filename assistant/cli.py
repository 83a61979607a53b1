"""The command line ``integriteit``. Exit status: 0 answered or abstained, 1 failed, 2 wrong usage.

Heavy libraries are imported by the command that needs them: ``--help`` and ``show`` must not pay for a model.
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

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


@app.command()
def ingest(
    force: Annotated[bool, typer.Option("--force", help="Bouw opnieuw, ook als er niets veranderd is.")] = False,
) -> None:
    """Maak de index van de teksten (opnieuw). De oude index blijft antwoorden tot de nieuwe is goedgekeurd."""
    from assistant.ingest_command import run_ingest

    run_ingest(err, force=force)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="De vraag, in gewone woorden.")] = None,
    ambt: Annotated[str | None, typer.Option(help="Voor wie, bijvoorbeeld raadslid of wethouder.")] = None,
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
        ask_one(question, ambt, datum, json_)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Poort.")] = 7860,
    allow_public: Annotated[bool, typer.Option("--allow-public", help="Sta een ander adres dan deze machine toe.")] = False,
) -> None:
    """Start de pagina in de browser."""
    from assistant.flow import open_assistant
    from assistant.ui.app import serve as serve_page

    serve_page(open_assistant(), host=host, port=port, allow_public=allow_public)


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


def _mount_others() -> None:
    """Commands of packages above this one (``eval``) announce themselves; this room may not import them."""
    for entry in entry_points(group="integriteit.commands"):
        app.add_typer(entry.load(), name=entry.name)


def main() -> None:
    """The process's edge: a mistake or a fault becomes one sentence, never a stack trace."""
    from assistant.answer import QuestionError

    try:
        if sys.argv[1:2] == ["eval"] or "--help" in sys.argv[1:2] or len(sys.argv) == 1:
            _mount_others()
        app()
    except (QuestionError, LocatorError) as error:
        err.print(f"Fout: {error}", style="red")
        sys.exit(2)
    except (IndexProblem, CorpusError, EmbedderError, SettingsError) as error:
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
