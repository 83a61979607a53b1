"""The reference questions: a strict schema over ``eval/questions/*.yaml``, one file a split.

An item reads::

    - id: dev-001
      question: Mag ik meestemmen over het plan naast mijn huis?
      ambt: raadslid                      # optional
      history: [...]                      # earlier questions, oldest first; only for kind vervolg
      kind: regel
      expected:                           # all groups are due; within a group one member is enough
      - [BWBR0005416#artikel=28/lid=1]
      must_mention: [drie maanden]        # optional; words that the answer must hold
      answerable: true
      language: nl                        # nl (default) or en
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    ValidationError,
    model_validator,
)

from corpus import Ambt, Locator, LocatorError

RELEASE = "release"


class Kind(StrEnum):
    """What sort of question it is; the figures are also given by kind."""

    REGEL = "regel"
    DILEMMA = "dilemma"
    VERGELIJKING = "vergelijking"
    PROCEDURE = "procedure"
    DEFINITIE = "definitie"
    CIJFER = "cijfer"
    ONBEANTWOORDBAAR = "onbeantwoordbaar"
    BUITEN_BEREIK = "buiten_bereik"
    MISLEIDEND = "misleidend"
    VERVOLG = "vervolg"


class QuestionFileError(ValueError):
    """A question file that does not fit the schema. The message names file, line and id."""


def _locator(value: object) -> Locator:
    if isinstance(value, Locator):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is geen plaatsaanduiding; schrijf 'BWBR0005416#artikel=28/lid=1'")
    return Locator.parse(value)


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Place = Annotated[Locator, PlainValidator(_locator), PlainSerializer(str)]
_Group = Annotated[tuple[_Place, ...], Field(min_length=1)]


class ReferenceQuestion(BaseModel):
    """One question with what a right answer must find and cite. ``split`` is the name of its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    split: str
    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+-\d+$")]
    question: _Text
    ambt: Ambt | None = None
    history: tuple[_Text, ...] = ()
    kind: Kind
    expected: tuple[_Group, ...]
    must_mention: tuple[_Text, ...] = ()
    answerable: bool
    language: Literal["nl", "en"] = "nl"

    @model_validator(mode="after")
    def _history_belongs_to_follow_up(self) -> Self:
        if bool(self.history) is not (self.kind is Kind.VERVOLG):
            raise ValueError("history hoort bij kind vervolg, en alleen daarbij")
        return self


def load_questions(folder: Traversable | None = None, splits: Sequence[str] | None = None) -> tuple[ReferenceQuestion, ...]:
    """All questions of the splits (default: every file), in file order. Raises ``QuestionFileError``."""
    root = folder if folder is not None else resources.files("eval") / "questions"
    files = {f.name.removesuffix(".yaml"): f for f in root.iterdir() if f.name.endswith(".yaml")} if root.is_dir() else {}
    wanted = list(splits) if splits is not None else sorted(files)
    for split in wanted or ["*"]:
        if split not in files:
            raise QuestionFileError(f"{root}/{split}.yaml niet gevonden; aanwezig: {', '.join(sorted(files)) or 'niets'}")
    return tuple(question for split in wanted for question in _read(split, files[split]))


def fingerprint(questions: Iterable[ReferenceQuestion]) -> str:
    """sha256 over all fields of all questions: equal only when questions and gold are the same."""
    digest = hashlib.sha256()
    for question in questions:
        digest.update(question.model_dump_json().encode() + b"\n")
    return digest.hexdigest()


def _read(split: str, file: Traversable) -> list[ReferenceQuestion]:
    try:
        loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if not isinstance(node, yaml.SequenceNode):
            raise QuestionFileError(f"{file.name}: verwacht een lijst van vragen")
        return [_entry(split, file.name, loader, item) for item in node.value]
    except yaml.YAMLError as error:
        raise QuestionFileError(f"{file.name}: geen geldige YAML: {error}") from error


def _entry(split: str, name: str, loader: yaml.SafeLoader, node: yaml.Node) -> ReferenceQuestion:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise QuestionFileError(f"{name}, regel {line}: verwacht een vraag met sleutels (id, question, ...)")
    raw: dict[Any, Any] = loader.construct_object(node, deep=True)
    where = f"{name}, regel {line} ({raw.get('id', 'zonder id')})"
    keys = [loader.construct_object(key) for key, _ in node.value]
    if double := sorted({str(key) for key in keys if keys.count(key) > 1}):
        raise QuestionFileError(f"{where}: sleutel staat er dubbel: {', '.join(double)}")
    if "split" in raw:
        raise QuestionFileError(f"{where}: split: de naam van het bestand is de split; haal deze sleutel weg")
    try:
        return ReferenceQuestion.model_validate({**raw, "split": split})
    except LocatorError as error:
        raise QuestionFileError(f"{where}: {error}") from error
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'vraag'}: {e['msg']}" for e in error.errors())
        raise QuestionFileError(f"{where}: {problems}") from error
