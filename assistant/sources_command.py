"""``integriteit sources`` and ``integriteit show``: what is in the index."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from corpus import Corpus, Locator, LocatorError, Provision
from corpus.dutch import label, official_url
from ingest.library import Library
from ingest.parts import SHELF
from ingest.release import Manifest, ReleaseStore, check_files, read_manifest
from ingest.settings import load_settings
from ingest.stored import load_stored_corpus


def print_sources() -> None:
    folder, manifest = _current()
    corpus = load_stored_corpus(folder / "corpus.json")
    table = _table(f"Index {folder.name}", ("bron", "titel", "soort", "laag", "versie"), ("bepalingen", "vragen"))
    for source in sorted(corpus.sources.values(), key=lambda s: (s.gezag, s.citeertitel)):
        own = [p for p in corpus.provisions if p.locator.source == source.id]
        questions = sum(len(p.questions) for p in own)
        table.add_row(
            str(source.id), source.citeertitel, source.kind, source.bestuurslaag, source.valid_from.isoformat(),
            str(len(own)), str(questions),
        )  # fmt: skip
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    if manifest.documents:
        console.print(_library_table(manifest))
    console.print(
        f"{manifest.sources} bronnen, {manifest.provisions} bepalingen, {manifest.rows} vectoren; "
        f"{len(manifest.documents)} documenten in de bibliotheek, {manifest.shelf_provisions} bepalingen daaruit, "
        f"{manifest.shelf_rows} vectoren; embedder {manifest.embedder} ({manifest.embedder_revision}), gebouwd {manifest.built_at}",
        highlight=False,
    )
    if Library(load_settings().library_dir).fingerprint != manifest.library:
        console.print("De bibliotheek is veranderd sinds de index is gemaakt. Werk hem bij met: integriteit ingest")


def _library_table(manifest: Manifest) -> Table:
    table = _table(
        "Bibliotheek: officiële teksten en eigen documenten",
        ("bron", "versie", "opgehaald", "adres", "sha256", "parser"),
        ("stukken",),
    )
    for d in manifest.documents:
        version = d.version.isoformat() if d.version else "–"
        table.add_row(d.source, version, d.retrieved.date().isoformat(), d.url or "–", d.sha256[:12], d.parser, str(d.provisions))
    return table


def _table(title: str, words: tuple[str, ...], numbers: tuple[str, ...]) -> Table:
    table = Table(title=title)
    for column in words:
        table.add_column(column)
    for column in numbers:
        table.add_column(column, justify="right")
    return table


def _current() -> tuple[Path, Manifest]:
    """The release that answers, its texts checked."""
    folder = ReleaseStore(load_settings().index_dir).current()
    manifest = read_manifest(folder)
    check_files(folder, manifest, without=("chroma", f"{SHELF}/chroma"))
    return folder, manifest


def print_provision(text: str) -> None:
    """Raises ``LocatorError`` for a place that is not in the index."""
    wanted = Locator.parse(text)
    folder, manifest = _current()
    parts = [folder, folder / SHELF] if manifest.shelf_provisions else [folder]
    console = Console(soft_wrap=True, markup=False, highlight=False)
    shown = False
    for corpus in (load_stored_corpus(part / "corpus.json") for part in parts):
        found = [p for p in corpus.provisions if wanted.undated().covers(p.locator.undated())]
        for provision in sorted(found, key=lambda p: p.locator):
            console.print(_lines(corpus, provision))
            shown = True
    if not shown:
        raise LocatorError(f"{text!r} staat niet in de index; 'integriteit sources' laat zien wat erin zit")


def _lines(corpus: Corpus, p: Provision) -> str:
    source = corpus.source_of(p)
    lines = [label(p.locator, source.citeertitel), f"  {p.locator}"]
    if p.themas:
        offices = ", ".join(sorted(a.label for a in p.ambten)) or "iedereen"
        lines += [
            f"  {p.text}",
            f"  voor: {offices} · laag: {p.bestuurslaag} · themas: {', '.join(p.themas)}",
            f"  gelezen: {p.read or 'onbekend'} · gecontroleerd: {p.checked or 'nee'} · samenvatting in eigen woorden",
        ]
    for official in p.official:
        until = f" tot {official.end}" if official.end else ""
        kind = f"officiële tekst van {official.version}{until}" if official.version else "eigen document"
        lines.append(f"  {kind}: {official.text or '(staat niet in deze versie)'}")
    if url := official_url(p.locator, source.url, dt.date.today()):
        lines.append(f"  officiële tekst: {url}")
    return "\n".join([*lines, ""])
