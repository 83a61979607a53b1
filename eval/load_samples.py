"""What a load run remembers of each request, and the figures that follow from it."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Kind(StrEnum):
    """What was asked of the server."""

    PAGE = "pagina openen"
    FILES = "bestanden van de pagina"
    FIRST_SIGN = "vraag op de pagina, eerste teken"
    ASK_PAGE = "vraag op de pagina, antwoord"
    ASK_API = "vraag via de API"
    SOURCES = "bronnen via de API"
    PROVISION = "bepaling via de API"
    LONGEST = "langste vraag via de API (traag)"
    MEMO = "memo als PDF (traag)"


class Phase(StrEnum):
    """What else was going on."""

    ALONE = "een bezoeker, verder niemand"
    TOGETHER = "allen op hetzelfde moment"
    BUSY = "allen, met denktijd"
    BESIDE_SLOW = "allen, naast trage vragen"


class Fault(StrEnum):
    """What was wrong with an answer."""

    BUSY = "te druk (503)"
    BROKEN = "geen antwoord"
    OTHER = "ander antwoord dan zonder drukte"
    MIXED = "antwoord of gesprek van een ander"


class Failed(Exception):
    """A request that was not answered as it should be. ``detail`` never holds a question or an answer."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: how long it took in milliseconds, and what was wrong with it if anything was."""

    kind: Kind
    phase: Phase
    ms: float
    fault: str = ""


@dataclass
class Recorder:
    """Collects samples. A sample belongs to the phase in which it began."""

    phase: Phase = Phase.ALONE
    samples: list[Sample] = field(default_factory=list)
    seconds: defaultdict[Phase, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def timing(self, kind: Kind) -> Iterator[Callable[[Kind], None]]:
        """Time a request; ``Failed`` is written down and raised again. What it gives marks something that came on the way."""
        phase, begin, fault = self.phase, time.perf_counter(), ""

        def mark(what: Kind) -> None:
            self.samples.append(Sample(what, phase, (time.perf_counter() - begin) * 1000, fault))

        try:
            yield mark
        except Failed as failed:
            fault = str(failed)
            raise
        finally:
            mark(kind)

    @contextmanager
    def during(self, phase: Phase) -> Iterator[None]:
        """Everything that begins in this block belongs to ``phase``; its seconds add up over several blocks."""
        self.phase, begin = phase, time.perf_counter()
        yield
        self.seconds[phase] += time.perf_counter() - begin

    def report(self) -> dict[str, Any]:
        """All figures, ready for JSON: by phase and kind, the throughput, the faults, and what slow requests did to others."""
        phases = {
            phase.value: {kind.value: _figures(rows) for kind in Kind if (rows := self._of(phase, kind))}
            for phase in Phase
            if self.seconds[phase]
        }
        steady = [s for s in self.samples if s.phase in (Phase.BUSY, Phase.BESIDE_SLOW) and s.kind is not Kind.FIRST_SIGN]
        asked = [s for s in steady if s.kind in (Kind.ASK_PAGE, Kind.ASK_API)]
        seconds = self.seconds[Phase.BUSY] + self.seconds[Phase.BESIDE_SLOW]
        # A first sign is a mark on the way of a request and not one of its own.
        requests = [s for s in self.samples if s.kind is not Kind.FIRST_SIGN]
        return {
            "requests": len(requests),
            "errors": sum(bool(s.fault) for s in self.samples),
            "mixed": sum(s.fault.startswith(Fault.MIXED) for s in self.samples),
            "faults": dict(Counter(f"{s.phase.value}: {s.kind.value}: {s.fault}" for s in self.samples if s.fault)),
            "seconds": round(seconds, 1),
            "questions_per_s": round(sum(not s.fault for s in asked) / seconds, 2) if seconds else None,
            "requests_per_s": round(sum(not s.fault for s in steady) / seconds, 2) if seconds else None,
            "beside_slow_over_without": {
                kind.value: _ratios(slow, plain)
                for kind in (Kind.FIRST_SIGN, Kind.ASK_PAGE, Kind.ASK_API)
                if (slow := self._of(Phase.BESIDE_SLOW, kind)) and (plain := self._of(Phase.BUSY, kind))
            },
            "phases": phases,
        }

    def _of(self, phase: Phase, kind: Kind) -> list[Sample]:
        return [s for s in self.samples if s.phase is phase and s.kind is kind]


def _ratios(above: list[Sample], below: list[Sample]) -> dict[str, float]:
    """How many times as long the one half, and all but the slowest twentieth, took at most."""
    p50, p95 = (_percentiles(above, 50, 95) / _percentiles(below, 50, 95)).round(2).tolist()
    return {"p50": p50, "p95": p95}


def _percentiles(samples: Iterable[Sample], *shares: float) -> NDArray[np.float64]:
    return np.asarray(np.percentile([s.ms for s in samples], shares))


def _figures(samples: list[Sample]) -> dict[str, float]:
    p50, p95, p99, longest = _percentiles(samples, 50, 95, 99, 100).round(1).tolist()
    errors = sum(bool(s.fault) for s in samples)
    return {"n": len(samples), "errors": errors, "p50_ms": p50, "p95_ms": p95, "p99_ms": p99, "max_ms": longest}
