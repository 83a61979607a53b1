"""Where texts become vectors: in this process, in several processes, or on Ray. The vectors are the same everywhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.embedders import Embedder
from ingest.engines.local import LocalEngine
from ingest.engines.processes import ProcessEngine
from ingest.engines.work import Batch, Engine, Opener, Text, batches_of

__all__ = ["Batch", "Engine", "EngineChoice", "EngineName", "Text", "batches_of", "usable_cores"]

EngineName = Literal["auto", "local", "processes", "ray"]

#: From this many texts on, what several processes win is more than what their start costs,
MANY = 2_000
#: and from more than this many cores: the embedder of one process keeps two busy itself, in half of the memory.
LOCAL_CORES = 2
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


@dataclass(frozen=True)
class EngineChoice:
    """What the settings ask for. ``workers`` of 0: one for each usable core."""

    cache_dir: Path
    name: EngineName = "auto"
    workers: int = 0

    def engine(self, embedder: Embedder, texts: int) -> Engine:
        """The engine for that many texts; ``auto`` takes processes where there are many texts and many cores."""
        workers = self.workers or usable_cores()
        name = self.name
        if name == "auto":
            name = "processes" if workers > LOCAL_CORES and texts >= MANY else "local"
        if name == "local":
            return LocalEngine(embedder)
        opener = Opener(embedder.name, self.cache_dir, embedder.revision)
        if name == "processes":
            return ProcessEngine(opener, workers)
        from ingest.engines.ray import RayEngine

        return RayEngine(opener, workers)


def usable_cores() -> int:
    """Cores that this process may use: a container often has a quota of a few on a machine of many."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = _QUOTA.read_text(encoding="ascii").split()
        return max(1, min(cores, int(quota) // int(period)))
    except (OSError, ValueError):
        return cores
