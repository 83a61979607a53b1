"""The scorecard: figures of the release questions with their bars. ``eval scorecard`` writes the file, the page reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

FILE = "scorecard.json"


class ScorecardError(ValueError):
    """A scorecard that is missing or does not hold together, or a run that cannot become one."""


class Measure(StrEnum):
    """What is on the card, in this order. The last three are hit@5 of one kind of question."""

    HIT = "hit@5"
    CITED = "cited@lid"
    REFUSED = "refusal_recall"
    WRONGLY_REFUSED = "false_refusals"
    COMPARISON = "vergelijking"
    DILEMMA = "dilemma"
    FOLLOW_UP = "vervolg"


@dataclass(frozen=True, slots=True)
class Score:
    """A share of ``n`` questions with its 95 % interval, and the ``bar`` that was set beforehand; all from 0 to 1."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    measure: Measure
    value: float
    low: float
    high: float
    n: int
    bar: float

    @property
    def reached(self) -> bool:
        return self.value <= self.bar if self.measure is Measure.WRONGLY_REFUSED else self.value >= self.bar

    @property
    def undecided(self) -> bool:
        """The bar lies within the interval: other questions could turn the outcome round."""
        return self.low <= self.bar <= self.high


@dataclass(frozen=True, slots=True)
class Scorecard:
    """``corpus``: the version that was measured; ``questions``: how many the release split holds."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    schema_version: Literal[1]
    measured_on: dt.date
    peildatum: dt.date
    corpus: str
    composer: str
    questions: int
    scores: tuple[Score, ...]


_CARD = TypeAdapter(Scorecard)


def scorecard_json(card: Scorecard) -> bytes:
    """Raises ``ScorecardError`` for a card that ``read_scorecard`` would refuse."""
    _check(card, FILE)
    return _CARD.dump_json(card, indent=1) + b"\n"


def read_scorecard(path: Path) -> Scorecard:
    """Raises ``ScorecardError``, with the file, for an unknown or missing key, a figure out of reach or a measure too few."""
    try:
        card = _CARD.validate_json(path.read_bytes())
    except OSError as error:
        raise ScorecardError(f"{path}: niet te lezen ({error.strerror}); maak het met 'integriteit eval scorecard'") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "bestand"
        raise ScorecardError(
            f"{path}: geen scorekaart: {where}: {first['msg']}; maak het opnieuw met 'integriteit eval scorecard'"
        ) from error
    _check(card, str(path))
    return card


@lru_cache(maxsize=1)
def own_scorecard() -> Scorecard:
    """The card that ships with the program."""
    return read_scorecard(own_path())


def own_path() -> Path:
    return Path(str(resources.files("assistant.ui"))) / FILE


def _check(card: Scorecard, where: str) -> None:
    if tuple(score.measure for score in card.scores) != tuple(Measure):
        raise ScorecardError(f"{where}: scores: verwacht elke maat een keer, in deze volgorde: {', '.join(Measure)}")
    for score in card.scores:
        if not (0 <= score.low <= score.value <= score.high <= 1 and 0 <= score.bar <= 1 and 0 < score.n <= card.questions):
            raise ScorecardError(f"{where}: scores: {score.measure}: de getallen passen niet bij elkaar")
