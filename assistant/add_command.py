"""``integriteit add`` and ``integriteit remove``: the user's own documents, and laws as files, in and out of the library."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from assistant.dates import day
from corpus import Source, SourceId, load_corpus
from corpus.documents import ALWAYS, Document, DocumentError
from ingest.library import Added, Library, Record
from ingest.settings import load_settings

if TYPE_CHECKING:
    from ingest.documents.describe import Description

_OUTCOMES = {Added.NIEUW: "toegevoegd", Added.VERVANGEN: "vervangen"}


@dataclass(frozen=True)
class Wishes:
    """What the user said of a document; what is ``None`` is filled in."""

    title: str | None = None
    kind: str | None = None
    bestuurslaag: str | None = None
    valid_from: dt.date | None = None
    id: str | None = None


def run_add(console: Console, files: Sequence[Path], folder: Path | None, wishes: Wishes) -> None:
    """Add each file, or say why not. Raises ``typer.Exit`` (1) when one was refused, ``typer.BadParameter`` for no file at all."""
    settings = load_settings()
    adding = _Adding(console, Library(settings.library_dir), wishes, load_corpus(settings.corpus_dir).sources)
    try:
        paths = _paths(files, folder, settings.drop_dir)
    except DocumentError as error:
        console.print(f"Fout: {error}", style="red")
        raise typer.Exit(1) from error
    if len(paths) > 1 and (wishes.title or wishes.id):
        raise typer.BadParameter("--title en --id zijn voor één bestand; voeg de bestanden een voor een toe")
    for path, inside in paths:
        try:
            adding.add(path, inside)
        except DocumentError as error:
            adding.refused += 1
            console.print(str(error), style="red")
    adding.sum_up()
    if adding.refused:
        raise typer.Exit(1)


def run_remove(console: Console, name: str, version: str | None) -> None:
    """Raises ``LocatorError`` for what is no id, ``typer.Exit`` (1) when the library does not hold it."""
    source = SourceId.parse(name)
    try:
        gone = Library(load_settings().library_dir).remove(source, day(version))
    except DocumentError as error:
        console.print(f"Fout: {error}", style="red")
        raise typer.Exit(1) from error
    for record in gone:
        of = f", versie van {record.version}" if record.version else ""
        console.print(f"{record.source}: verwijderd ({record.title}{of}).")


def _paths(files: Sequence[Path], folder: Path | None, drop_dir: Path | None) -> list[tuple[Path, Path | None]]:
    """Each file with the folder that it may not lead out of."""
    from ingest.documents.files import files_in

    folder = folder or (None if files else drop_dir)
    if folder is None and not files:
        raise typer.BadParameter("noem een bestand, of een map met --folder (of zet drop_dir in de instellingen)")
    return [*((path, None) for path in files), *((path, folder) for path in (files_in(folder) if folder else ()))]


@dataclass
class _Adding:
    """One run of ``add``. ``known``: the sources of the corpus; ``names``: the file that each document of this run came from."""

    console: Console
    library: Library
    wishes: Wishes
    known: Mapping[SourceId, Source]
    refused: int = 0
    pieces: int = 0
    outcomes: list[Added] = field(default_factory=list)
    names: dict[SourceId, str] = field(default_factory=dict)

    def add(self, path: Path, inside: Path | None) -> None:
        """Raises ``DocumentError``; the library then is as it was."""
        from ingest.documents.files import read_file, shown
        from ingest.documents.formats import Format, detect

        data = read_file(path, inside)
        name = shown(path.name)
        try:
            kind = detect(data, path.name)
        except DocumentError as error:
            raise DocumentError(f"{name}: {error}") from error
        if kind is Format.TOESTAND:
            self._keep(_read_law(data, name, self.known), data, path, name)
        else:
            self._own(data, path, name)

    def sum_up(self) -> None:
        done = len(self.outcomes)
        refused = f", {self.refused} geweigerd" if self.refused else ""
        self.console.print(f"{_files(done)} verwerkt{refused}; {self.pieces} stukken tekst nieuw of vervangen.")
        if Added.VERVANGEN in self.outcomes:
            self.console.print("Van een vervangen document maakt 'integriteit ingest' alleen opnieuw wat veranderd is.")

    def _own(self, data: bytes, path: Path, name: str) -> None:
        from ingest.documents.reader import PARSER, read_bytes

        same = self._same_file(data)
        described = self._described(path, same)
        if same and (described.id != same.id or (self.wishes == Wishes() and same.parser == PARSER)):
            self.outcomes.append(Added.GELIJK)
            self.console.print(f"{name}: staat al in de bibliotheek als {same.source} ({same.title}); niets toegevoegd.")
            return
        if described.id.scheme == "eigen" and described.id in self.known:
            raise DocumentError(f"{name}: {described.id} is al een bron van de assistent zelf; kies een ander id met --id")
        if other := self.names.get(described.id):
            raise DocumentError(f"{name}: krijgt hetzelfde id als {other} ({described.id}); voeg het apart toe met --id")
        self._keep(read_bytes(data, path.name, described), data, path, name)

    def _same_file(self, data: bytes) -> Record | None:
        sha256 = hashlib.sha256(data).hexdigest()
        return next((record for record in self.library.records() if record.sha256 == sha256), None)

    def _described(self, path: Path, same: Record | None) -> Description:
        """What the library already says of a document stands, unless the user says otherwise now."""
        from ingest.documents.describe import describe

        wishes = self.wishes
        described = describe(path, **vars(wishes))
        if same and not wishes.id:
            described = replace(described, id=same.id)
        held = next((record for record in self.library.records() if record.id == described.id and record.version is None), None)
        if held is None:
            return described
        known = self.library.document(held).source
        return replace(
            described,
            title=described.title if wishes.title else known.title,
            kind=described.kind if wishes.kind else known.kind,
            bestuurslaag=described.bestuurslaag if wishes.bestuurslaag else known.bestuurslaag,
            valid_from=known.valid_from if same and not wishes.valid_from else described.valid_from,
        )

    def _keep(self, document: Document, data: bytes, path: Path, name: str) -> None:
        source = document.source
        now = dt.datetime.now(dt.UTC)
        added = self.library.add(document, data, path.suffix.lower(), url=source.url, retrieved=now)
        self.outcomes.append(added)
        self.names[source.id] = name
        if added is Added.GELIJK:
            self.console.print(f"{name}: staat al in de bibliotheek als {source.id}; niets veranderd.")
            return
        number = sum(piece.whole for piece in document.pieces)
        self.pieces += number
        self.console.print(
            f"{name}: {_OUTCOMES[added]} als {source.id} ({source.kind} van {source.bestuurslaag}, "
            f"{_since(source)}, {number} stukken)."
        )
        for warning in document.warnings:
            self.console.print(f"  Let op: {warning}.", style="yellow")


def _read_law(data: bytes, name: str, known: Mapping[SourceId, Source]) -> Document:
    """``integriteit fetch`` gives the same document: the titles of the corpus count."""
    from ingest.bwb.law import parse_toestand

    return parse_toestand(data, name, known=known)


def _since(source: Source) -> str:
    return "voor elke peildatum" if source.valid_from == ALWAYS else f"geldig vanaf {source.valid_from}"


def _files(number: int) -> str:
    return "1 bestand" if number == 1 else f"{number} bestanden"
