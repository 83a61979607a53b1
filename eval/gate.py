"""The gate in CI: the release split may not lose more than one question against the committed baseline.

The baseline holds, for each split and measure, the ids of the questions that are right, so that a failing
gate names what was lost. Hard promises (the same question gives the same bytes, no question fails) have no
tolerance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from eval.compare import MEASURES
from eval.questions import RELEASE
from eval.result import Run

TOLERANCE = 1


class BaselineError(ValueError):
    """A baseline that is missing or no baseline, or a run that cannot become one."""


@dataclass(frozen=True, slots=True)
class SplitBaseline:
    """``questions``: fingerprint of the set; ``right``: by measure the ids that were right; ``figures``: to read."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    questions: str
    right: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Baseline:
    __pydantic_config__ = ConfigDict(extra="forbid")

    started: str
    corpus: str
    composer: str
    splits: Mapping[str, SplitBaseline]


_BASELINE = TypeAdapter(Baseline)


def default_path() -> Path:
    """``eval/baseline.json`` of this checkout."""
    return Path(str(resources.files("eval"))) / "baseline.json"


def baseline_of(run: Run) -> Baseline:
    """What of a run is kept. Raises ``BaselineError`` for a run that breaks a hard promise."""
    if broken := _broken_promises(run):
        raise BaselineError(f"deze meting wordt geen basislijn: {'; '.join(broken)}")
    splits = {
        split: SplitBaseline(
            found.questions,
            {measure: _right(run, split, measure) for measure in MEASURES},
            {name: None if f.value is None else round(f.value, 4) for name, f in found.total.items()},
        )
        for split, found in run.splits.items()
    }
    return Baseline(run.started, run.corpus, run.composer, splits)


def write_baseline(run: Run, path: Path | None = None) -> Path:
    """Write the run as the new baseline (default: ``eval/baseline.json``); gives the path."""
    target = path or default_path()
    data = _BASELINE.dump_json(baseline_of(run), indent=1)
    target.write_bytes(data + b"\n")
    return target


def read_baseline(path: Path | None = None) -> Baseline:
    """Raises ``BaselineError`` when it is not there or does not fit."""
    target = path or default_path()
    try:
        return _BASELINE.validate_json(target.read_bytes())
    except OSError as error:
        raise BaselineError(f"{target}: niet te lezen ({error.strerror}); maak er een met 'eval baseline'") from error
    except ValidationError as error:
        raise BaselineError(f"{target}: geen basislijn: {error.errors()[0]['msg']}") from error


def failures(run: Run, baseline: Baseline) -> list[str]:
    """Every reason why the gate stays shut, in Dutch; an empty list is a pass."""
    reasons = _broken_promises(run)
    before, now = baseline.splits.get(RELEASE), run.splits.get(RELEASE)
    if before is None or now is None:
        where = "basislijn" if before is None else "meting"
        return [*reasons, f"de {where} heeft geen split {RELEASE}"]
    if before.questions != now.questions:
        return [*reasons, f"de vragen van {RELEASE} zijn gewijzigd; meet opnieuw en leg een nieuwe basislijn vast"]
    for measure in MEASURES:
        if measure not in before.right:
            reasons.append(f"de basislijn kent {measure} niet; leg een nieuwe vast")
            continue
        old, new = set(before.right[measure]), set(_right(run, RELEASE, measure))
        if len(old) - len(new) > TOLERANCE:
            lost = ", ".join(sorted(old - new))
            reasons.append(f"{measure} ({RELEASE}): van {len(old)} naar {len(new)} goed; verloren: {lost}")
    return reasons


def _right(run: Run, split: str, measure: str) -> tuple[str, ...]:
    right, counts = MEASURES[measure]
    return tuple(row.id for row in run.rows if row.split == split and counts(row) and right(row))


def _broken_promises(run: Run) -> list[str]:
    reasons = [f"ongeldige meting: {why}" for why in run.invalid]
    if not run.determinism.holds:
        reasons.append(f"niet hetzelfde antwoord op dezelfde vraag: {', '.join(run.determinism.different)}")
    return reasons
