"""What a run leaves behind: a row a question, figures, and what it was measured with. Read and written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from eval.intervals import Figure

SCHEMA = 1
Outcome = Literal["beantwoord", "gedeeltelijk", "niet"]
Figures = Mapping[str, Figure]


class RunFileError(ValueError):
    """A file that is no run of this schema. The message names the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a run.

    ``ranks``: for each expected group the rank (1 to 20) of the first retrieved place that matches at lid.
    ``cited``: cited locators, undated, in order; ``relevant_cited``: how many of them are expected somewhere.
    ``score``: of the first retrieved place; ``ms``: the assistant's own total, milliseconds.
    ``question`` is empty for the release split: its text never leaves the question file.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    split: str
    kind: str
    ambt: str
    laag: str
    answerable: bool
    question: str = ""
    outcome: Outcome | None = None
    reason: str | None = None
    ranks: tuple[int | None, ...] = ()
    cited: tuple[str, ...] = ()
    relevant_cited: int = 0
    cited_lid: bool = False
    cited_artikel: bool = False
    mentioned: bool | None = None
    score: float | None = None
    ms: float | None = None
    error: str | None = None

    def hit(self, k: int) -> bool:
        """Every expected group is found within the first ``k``."""
        return bool(self.ranks) and all(rank is not None and rank <= k for rank in self.ranks)

    def hit_any(self, k: int) -> bool:
        """At least one expected group is found within the first ``k``."""
        return any(rank is not None and rank <= k for rank in self.ranks)

    @property
    def refused(self) -> bool:
        return self.outcome == "niet"

    @property
    def refusal_correct(self) -> bool:
        """Refused where that was due and only there; a failed question is never correct."""
        return self.outcome is not None and self.refused is not self.answerable

    @property
    def missed(self) -> bool:
        """Something to look at: a wrong or missing refusal, or the expected lid was not cited."""
        return not self.refusal_correct or (self.answerable and not self.cited_lid)


@dataclass(frozen=True, slots=True)
class Determinism:
    """``asked`` twice; ``different``: ids whose answer, timings left out, was not the same bytes."""

    asked: int
    different: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.different


@dataclass(frozen=True, slots=True)
class SplitFigures:
    """The figures of a split: of all its questions, and by kind, bestuurslaag and ambt of the asker."""

    questions: str
    total: Figures
    kind: Mapping[str, Figures]
    laag: Mapping[str, Figures]
    ambt: Mapping[str, Figures]
    p50_ms: float | None
    p95_ms: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run. ``invalid`` says why its figures may not be used; empty for a good run."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    schema_version: int
    started: str
    peildatum: str
    corpus: str
    composer: str
    versions: Mapping[str, str]
    determinism: Determinism
    invalid: tuple[str, ...]
    splits: Mapping[str, SplitFigures]
    rows: tuple[Row, ...]

    @property
    def valid(self) -> bool:
        return not self.invalid

    @property
    def file_name(self) -> str:
        """``<UTC>-<corpusversion>.json``, safe as a file name."""
        stamp = self.started.replace("-", "").replace(":", "")
        version = "".join(c for c in self.corpus if c.isalnum())[:12]
        return f"{stamp}-{version or 'onbekend'}.json"


_RUN = TypeAdapter(Run)


def save(run: Run, path: Path) -> None:
    """Write as indented JSON; the folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_RUN.dump_json(run, indent=1) + b"\n")


def load(path: Path) -> Run:
    """Read a run. Raises ``RunFileError`` for a missing file, another schema or an unknown key."""
    try:
        run = _RUN.validate_json(path.read_bytes())
    except OSError as error:
        raise RunFileError(f"{path}: niet te lezen ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RunFileError(f"{path}: geen meting van dit programma: {where or 'bestand'}: {first['msg']}") from error
    if run.schema_version != SCHEMA:
        raise RunFileError(f"{path}: schema {run.schema_version}, dit programma leest {SCHEMA}; meet opnieuw")
    return run
