"""What a user lets us keep about an answer: exactly what the page showed, and only after consent.

A record is one JSON file in ``feedback_dir``. Nothing is written without a click on "bewaar" under the very words that are
kept; a record older than ``feedback_days`` goes when the next one comes. No address, session or time of day is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from enum import StrEnum
from pathlib import Path

from assistant.answer import Result
from assistant.privacy import clean, redact_for_sending

_LONGEST, _READ = 2000, 4000
_SUFFIX = ".json"


class Reason(StrEnum):
    """What was wrong; a closed set, so that no text need be typed."""

    FOUTE_REGEL = "foute_regel"
    VERKEERD_AMBT = "verkeerd_ambt"
    ONVOLLEDIG = "onvolledig"
    ONDUIDELIJK = "onduidelijk"
    TE_LANG = "te_lang"


def record(result: Result, useful: bool, reasons: list[Reason], remark: str, with_question: bool, on: dt.date) -> str:
    """The words that would be kept, as they are shown to the user first: JSON, indented. The question is in it only where the user
    ticked that. Raises ``RedactionFailed`` where personal data could not be taken out of question and remark."""
    text, asked = redact_for_sending([clean(remark[:_READ])[:_READ], result.question.text])
    kept: dict[str, object] = {
        "date": on.isoformat(),
        "useful": useful,
        "reasons": [reason.value for reason in reasons],
        "outcome": result.outcome.value,
        "ambt": result.question.ambt.value if result.question.ambt else None,
        "citations": list(dict.fromkeys(str(c.locator) for claim in result.claims for c in claim.citations)),
        "corpus": result.corpus_version,
        "composer": result.composer,
    }
    if with_question:
        kept["question"] = asked.text
    # Cut after the replacing: half an address is not told apart from a word.
    if text.text:
        kept["remark"] = text.text[:_LONGEST]
    return json.dumps(kept, ensure_ascii=False, indent=2)


def keep(folder: Path, shown: str, on: dt.date, days: int) -> Path:
    """Write what was shown, as it was shown, and delete what is older than ``days``. Returns the file; raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{on.isoformat()}-{secrets.token_hex(6)}"
    part = folder / f".{name}.part"
    # For the eyes of who runs the program only: the remark may tell more than its writer thought.
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(shown + "\n")
    kept = part.rename(folder / f"{name}{_SUFFIX}")
    forget(folder, on, days)
    return kept


def forget(folder: Path, on: dt.date, days: int) -> int:
    """Delete the records of more than ``days`` ago; how many that were. A file with another name is left alone."""
    gone = 0
    for file in folder.glob(f"*{_SUFFIX}"):
        try:
            written = dt.date.fromisoformat(file.name[:10])
        except ValueError:
            continue
        if (on - written).days > days:
            file.unlink(missing_ok=True)
            gone += 1
    return gone
