"""``integriteit sources`` and ``integriteit show``: what is in the index."""

from __future__ import annotations

import datetime as dt
import sys

from rich.console import Console
from rich.table import Table

from corpus import Corpus, Locator, LocatorError, Provision
from corpus.dutch import label, official_url
from ingest.release import ReleaseStore, check_files, read_manifest
from ingest.settings import load_settings
from ingest.stored import load_stored_corpus


def print_sources() -> None:
    folder = ReleaseStore(load_settings().index_dir).current()
    manifest = read_manifest(folder)
    check_files(folder, manifest, without=("chroma",))
    corpus = load_stored_corpus(folder / "corpus.json")
    table = Table(title=f"Index {folder.name}")
    for column in ("bron", "titel", "soort", "laag", "versie", "bepalingen", "vragen"):
        table.add_column(column, justify="right" if column in ("bepalingen", "vragen") else "left")
    for source in sorted(corpus.sources.values(), key=lambda s: (s.gezag, s.citeertitel)):
        own = [p for p in corpus.provisions if p.locator.source == source.id]
        questions = sum(len(p.questions) for p in own)
        table.add_row(
            str(source.id), source.citeertitel, source.kind, source.bestuurslaag, source.valid_from.isoformat(),
            str(len(own)), str(questions),
        )  # fmt: skip
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    console.print(
        f"{manifest.sources} bronnen, {manifest.provisions} bepalingen, {manifest.rows} vectoren; "
        f"embedder {manifest.embedder} ({manifest.embedder_revision}), gebouwd {manifest.built_at}",
        highlight=False,
    )


def print_provision(text: str) -> None:
    """Raises ``LocatorError`` for a place that is not in the index."""
    wanted = Locator.parse(text)
    folder = ReleaseStore(load_settings().index_dir).current()
    check_files(folder, read_manifest(folder), without=("chroma",))
    corpus = load_stored_corpus(folder / "corpus.json")
    found = [p for p in corpus.provisions if wanted.undated().covers(p.locator.undated())]
    if not found:
        raise LocatorError(f"{text!r} staat niet in de index; 'integriteit sources' laat zien wat erin zit")
    console = Console(soft_wrap=True, markup=False, highlight=False)
    for provision in sorted(found, key=lambda p: p.locator):
        console.print(_lines(corpus, provision))


def _lines(corpus: Corpus, p: Provision) -> str:
    source = corpus.source_of(p)
    offices = ", ".join(sorted(a.label for a in p.ambten)) or "iedereen"
    return (
        f"{label(p.locator, source.citeertitel)}\n  {p.locator}\n  {p.text}\n"
        f"  voor: {offices} · laag: {p.bestuurslaag} · themas: {', '.join(p.themas)}\n"
        f"  gelezen: {p.read or 'onbekend'} · gecontroleerd: {p.checked or 'nee'} · samenvatting in eigen woorden\n"
        f"  officiële tekst: {official_url(p.locator, source.url, dt.date.today())}\n"
    )
