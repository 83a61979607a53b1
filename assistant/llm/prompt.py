"""What the model is told: a versioned file, filled in with the question and as many sources as fit.

Sources and question are data. They stand behind a mark that depends on them, so that none of them can hold it and pass for
another part of the prompt.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import count
from typing import TYPE_CHECKING, Any

from assistant.answer import Evidence, EvidenceItem, Language, Question
from assistant.llm.faults import ComposerFault, LlmFault
from assistant.names import office_name

if TYPE_CHECKING:
    from jinja2 import Template

MOST_CLAIMS = 8
#: Dutch has 2.6 characters a token at the least (all 1,419 provisions with cl100k), 3.4 on average.
_CHARS_PER_TOKEN = 2.5
_REMEMBERED = 2
# Servers take these for the words with which a model is told who speaks: <|im_start|>, <start_of_turn>, </s>, [INST].
_SPEAKER = re.compile(r"<(?=[|/｜a-z])|\[(?=/?[A-Z_]{3,}\])")


@dataclass(frozen=True)
class Prompt:
    """``version``: version and checksum of the file. ``labels``: of the sources that are in it."""

    system: str
    user: str
    version: str
    labels: tuple[str, ...]

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the answer, for an endpoint that can hold the model to it; kept to what all of them know."""
        source = _record(label={"type": "string", "enum": list(self.labels)}, citaat={"type": "string"})
        claim = _record(bronnen={"type": "array", "items": source}, zin={"type": "string"})
        return _record(beweringen={"type": "array", "items": claim})


def _record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def prompt_for(asked: Question, evidence: Evidence, tokens: int) -> Prompt:
    """The prompt within ``tokens``: the last sources go first, then the earlier questions. Raises ``ComposerFault`` when the
    question does not fit with one source."""
    if not evidence.items:
        raise ComposerFault(LlmFault.GEEN_ANTWOORD, sent=False)
    room = int(tokens * _CHARS_PER_TOKEN)
    history = asked.history[-_REMEMBERED:]
    choices = [(most, history) for most in range(len(evidence.items), 0, -1)]
    if history:
        choices.append((1, ()))
    for most, earlier in choices:
        prompt = _filled(asked, earlier, evidence.items[:most])
        if len(prompt.system) + len(prompt.user) <= room:
            return prompt
    raise ComposerFault(LlmFault.PAST_NIET, sent=False)


def _filled(asked: Question, history: tuple[str, ...], items: tuple[EvidenceItem, ...]) -> Prompt:
    version, system, user = _templates()
    data = [asked.text, *history, *(text for item in items for text in item.texts)]
    values = {
        "mark": _mark_for(data),
        "most": MOST_CLAIMS,
        "day": asked.peildatum.isoformat(),
        "office": office_name(asked.ambt, Language.NL) if asked.ambt else "",
        "question": _as_data(asked.text),
        "history": [_as_data(earlier) for earlier in history],
        "items": [
            {
                "label": item.label,
                "offices": ", ".join(sorted(office_name(a, Language.NL) for a in item.provision.ambten)),
                "texts": [_as_data(text) for text in item.texts],
            }
            for item in items
        ],
    }
    return Prompt(system.render(values), user.render(values), version, tuple(item.label for item in items))


def _as_data(text: str) -> str:
    return _SPEAKER.sub("‹", text)


def _mark_for(data: list[str]) -> str:
    """A mark that stands in none of the texts; the same for the same texts."""
    whole = "\n".join(data)
    for turn in count():
        mark = f"#{hashlib.sha256(f'{turn}{whole}'.encode()).hexdigest()[:12]}#"
        if mark not in whole:
            return mark
    raise AssertionError


@lru_cache(maxsize=1)
def _templates() -> tuple[str, Template, Template]:
    from jinja2 import Environment, StrictUndefined

    text = (resources.files("assistant.llm") / "prompt.md").read_text(encoding="utf-8")
    _, head, system, user = text.split("---\n", 3)
    number = head.removeprefix("version:").strip()
    sha = hashlib.sha256(text.encode()).hexdigest()[:12]
    made = Environment(undefined=StrictUndefined, trim_blocks=True, autoescape=False)
    return f"{number}@{sha}", made.from_string(system.strip()), made.from_string(user.strip())
