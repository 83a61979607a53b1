"""``make bench-scale``: an index of 60,000 passages, as the program builds it; ``--share 0.05`` for a quick look.

Takes the laws of a tar file of BWB texts and, where those run out, laws that do not exist. The first ingest is killed on
its way and started again, so that the figures hold for work that was interrupted; its vectors must be those that the
embedder gives. Writes ``var/bench-scale.json``. Read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from corpus.documents import Document
from eval.invented_laws import invented_laws
from ingest.dense import Dense
from ingest.library import Library
from ingest.settings import Settings, load_settings

PASSAGES = 60_000
LAWS = Path(__file__).parents[2] / "shared" / "official" / "bwb-scale-272.tar.gz"
_CHANGED = 0.01
_QUERIES = 200
_SAMPLE = 50
_RETRIEVED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

#: The summaries of the product are left out: their passages would count in a small share.
_CORPUS = """\
+++
id = "maatstaf"
titel = "Maatstaf"
citeertitel = "Maatstaf"
afkortingen = []
soort = "nota"
bestuurslaag = "algemeen"
gezag = 5
geldig_vanaf = 2026-01-01
url = "https://example.org/"
tekst = "samenvatting"
+++

# Maatstaf

## meten – Meten
- themas: geschenken

1. Wie meet, schrijft op waarmee.
   - vraag: Waarmee is er gemeten?
"""

#: Runs in a process of its own. VmHWM and not ru_maxrss: the latter starts at what the parent had.
_BUILD = """
import dataclasses, json, resource, time
from ingest.build import build
from ingest.settings import load_settings

if __name__ == "__main__":
    told = []
    start = time.perf_counter()
    report = build(load_settings(), progress=lambda done, total: told.append((time.perf_counter(), done)))
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
    figures = dataclasses.asdict(report) | {
        "seconds": time.perf_counter() - start,
        "embed_s": told[-1][0] - start if told else 0.0,
        "peak_mb": int(peak) / 1024,
        "worker_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }
    print(json.dumps(figures))
"""


@dataclasses.dataclass(frozen=True)
class Ingest:
    """What one ``build`` in a process of its own did and took. ``worker_mb``: the largest process that it started."""

    rows: int
    embedded: int
    seconds: float
    embed_s: float
    peak_mb: float
    worker_mb: float


class Bench:
    """A data folder with a library and an index; the model's export is taken from the cache of the user."""

    def __init__(self, work: Path) -> None:
        self.work = work
        texts, cache = work / "teksten", work / "cache"
        texts.mkdir()
        cache.mkdir()
        (texts / "maatstaf.md").write_text(_CORPUS, encoding="utf-8")
        (work / "none.toml").write_text("", encoding="utf-8")
        exports = load_settings().cache_dir
        for exported in exports.glob("e5-small-*"):
            (cache / exported.name).symlink_to(exported.absolute())
        own = {"DATA_DIR": work / "data", "CACHE_DIR": cache, "CORPUS_DIR": texts, "CONFIG": work / "none.toml"}
        self.environment = {**os.environ, **{f"INTEGRITEIT_{name}": str(path) for name, path in own.items()}}
        self.settings = load_settings().model_copy(update={k.lower(): v for k, v in own.items() if k != "CONFIG"})
        self.library = Library(self.settings.library_dir)

    def add(self, document: Document) -> None:
        self.library.add(document, b"bench", ".xml", url=document.source.url, retrieved=_RETRIEVED)

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, str(self.work / "build.py")]
        (self.work / "build.py").write_text(_BUILD, encoding="utf-8")
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True, start_new_session=True)

    def ingest(self) -> Ingest:
        with self.start() as process:
            printed, _ = process.communicate()
        if process.returncode != 0:
            raise SystemExit(f"ingest eindigde met {process.returncode}")
        found = json.loads(printed.splitlines()[-1])
        return Ingest(**{field.name: found[field.name] for field in dataclasses.fields(Ingest)})

    def killed(self) -> float:
        """Start an ingest and kill it some time after the first vectors are in the cache; its seconds."""
        begin = time.perf_counter()
        with self.start() as process:
            while process.poll() is None and _size(self.settings.cache_dir / "embeddings") <= 1_000_000:
                time.sleep(0.2)
            time.sleep(random.uniform(0, 2))
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
        return time.perf_counter() - begin


def documents(laws: Path, pieces: int, say: Callable[[str], None]) -> Iterator[Document]:
    """Laws of the tar file until there are enough pieces, then invented ones."""
    from ingest.bwb.law import parse_toestand

    left = pieces
    if laws.is_file():
        with tarfile.open(laws) as archive:
            for member in archive:
                if left > 0 and (file := archive.extractfile(member)):
                    document = parse_toestand(file.read(), member.name)
                    whole = tuple(piece for piece in document.pieces if piece.whole)[:left]
                    left -= len(whole)
                    yield dataclasses.replace(document, pieces=whole)
    else:
        say(f"{laws}: niet op deze machine; er wordt gemeten met verzonnen wetten.")
    if left > 0:
        yield from invented_laws(left)


def changed(document: Document, every: int, first: int) -> Document:
    """The same law with a sentence added to every so many of its pieces, the first one at ``first``."""
    pieces = [
        dataclasses.replace(piece, text=f"{piece.text} Dit lid is gewijzigd.") if number % every == first else piece
        for number, piece in enumerate(document.pieces)
    ]
    return dataclasses.replace(document, pieces=tuple(pieces))


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else 0


def _milliseconds(dense: Dense, queries: Sequence[NDArray[np.float32]]) -> tuple[float, float]:
    """p50 and p95, after a round that does not count."""
    times = []
    for counted in (False, True):
        for query in queries:
            start = time.perf_counter()
            dense.nearest(query, 20)
            if counted:
                times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), float(np.quantile(times, 0.95))


def search_figures(settings: Settings) -> dict[str, float]:
    """Opening and searching the shelf, exactly and with Chroma, and how far the two agree."""
    from ingest.index import open_index

    figures: dict[str, float] = {}
    near = {}
    for how in ("exact", "chroma"):
        start = time.perf_counter()
        index = open_index(settings.model_copy(update={"search": how}))
        figures[f"open_{how}_s"] = time.perf_counter() - start
        assert index.shelf is not None
        vectors, dense = index.shelf.vectors, index.shelf.dense
        queries = _queries(vectors)
        figures[f"{how}_p50_ms"], figures[f"{how}_p95_ms"] = _milliseconds(dense, queries)
        near[how] = [set(dense.nearest(q, 10)[0].tolist()) for q in queries]
    same = sum(len(a & b) for a, b in zip(near["exact"], near["chroma"], strict=True))
    figures["chroma_recall_at_10"] = same / sum(len(a) for a in near["exact"])
    return figures


def _queries(vectors: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Points between two passages, as a question lies."""
    chance = np.random.default_rng(28)
    pairs = vectors[chance.integers(0, len(vectors), (_QUERIES, 2))].sum(axis=1)
    return list((pairs / np.linalg.norm(pairs, axis=1, keepdims=True)).astype(np.float32))


def same_as_embedder(settings: Settings) -> bool:
    """Are the vectors of the index, after kill and resume, byte for byte what the embedder gives?"""
    from ingest.embedders import load_embedder
    from ingest.index import open_index
    from ingest.passages import shelf_passages

    index = open_index(settings.model_copy(update={"search": "exact"}))
    assert index.shelf is not None
    rows = shelf_passages(index.shelf.corpus)
    step = max(1, len(rows) // _SAMPLE)
    made = load_embedder(settings.embedder, settings.cache_dir).embed_passages([row.text for row in rows[::step]])
    return np.array_equal(made, index.shelf.vectors[::step])


def measure(bench: Bench, laws: Path, pieces: int, console: Console) -> dict[str, float | bool]:
    held: list[Document] = []
    start = time.perf_counter()
    for document in documents(laws, pieces, console.print):
        bench.add(document)
        held.append(document)
    parsed = time.perf_counter() - start
    console.print(f"{len(held)} wetten gelezen in {parsed:.0f} s; ingest begint, wordt afgebroken en gaat verder.")
    lost = bench.killed()
    full = bench.ingest()
    identical = same_as_embedder(bench.settings)
    searching = search_figures(bench.settings)
    size = _size(bench.settings.index_dir) / 1e6
    every = round(1 / _CHANGED)
    seen = 0
    for document in held:
        bench.add(changed(document, every, -seen % every))
        seen += len(document.pieces)
    again = bench.ingest()
    unchanged = bench.ingest()
    return {
        "passages": full.rows,
        "parse_s": parsed,
        "killed_after_s": lost,
        "ingest_s": full.seconds,
        "embedded_after_kill": full.embedded,
        "passages_per_s": full.embedded / full.embed_s,
        "peak_memory_mb": full.peak_mb,
        "worker_memory_mb": full.worker_mb,
        "index_mb": size,
        **searching,
        "changed_passages": again.embedded,
        "reingest_1pct_s": again.seconds,
        "reingest_1pct_share": again.seconds / (lost + full.seconds),
        "reingest_unchanged_s": unchanged.seconds,
        "kill_and_resume_identical": identical,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Meet ingest en zoeken op schaal.")
    parser.add_argument("--passages", type=int, default=PASSAGES, help="hoeveel passages een volle meting heeft")
    parser.add_argument("--share", type=float, default=1.0, help="welk deel daarvan, bijvoorbeeld 0.05")
    parser.add_argument("--laws", type=Path, default=LAWS, help="tar-bestand met wetten uit het BWB")
    arguments = parser.parse_args()
    console = Console(width=110, highlight=False)
    work = Path(tempfile.mkdtemp(prefix="integriteit-schaal-"))
    try:
        figures = measure(Bench(work), arguments.laws, round(arguments.passages * arguments.share), console)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    table = Table("maat", "waarde", title="Ingest en zoeken op schaal")
    for name, value in figures.items():
        table.add_row(name, str(value) if isinstance(value, bool | int) else f"{value:.3g}")
    console.print(table)
    Path("var").mkdir(exist_ok=True)
    Path("var/bench-scale.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    if not figures["kill_and_resume_identical"]:
        raise SystemExit("de vectoren na afbreken en hervatten zijn andere dan die van de embedder")


if __name__ == "__main__":
    main()
