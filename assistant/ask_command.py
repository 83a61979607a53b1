"""``integriteit ask``: one question as text or JSON, or a file with a question a line."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from assistant.flow import Assistant, open_assistant
from assistant.messages import QuestionError
from assistant.render import to_json, to_markdown

_KEYS = {"id", "question", "ambt", "date", "history", "mode", "bestuurslaag"}


def ask_one(question: str, ambt: str | None, date: str | None, mode: str | None, tier: str | None, as_json: bool) -> None:
    result = open_assistant().ask(question, ambt=ambt, date=date, mode=mode, tier=tier)
    if as_json:
        print(_line(to_json(result)))
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(to_markdown(result)))
    else:
        print(to_markdown(result), end="")


def ask_batch(path: Path, ambt: str | None = None, date: str | None = None) -> None:
    """Answer every line, in order, with ``ambt`` and ``date`` where a line has none; a line that cannot be answered is an object with ``id`` and ``error``."""
    if str(path) != "-" and (not path.exists() or path.is_dir()):
        raise typer.BadParameter(f"{path}: bestand niet gevonden")
    assistant = open_assistant()
    failed = False
    for number, raw in enumerate(_lines(path), 1):
        if not raw.strip():
            continue
        answer = answer_line(assistant, raw, number, ambt, date)
        failed = failed or "error" in answer
        print(_line(answer), flush=True)
    if failed:
        raise typer.Exit(1)


def _lines(path: Path) -> Iterator[bytes]:
    stream: io.BufferedReader | Any = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    with stream:
        yield from stream


def answer_line(
    assistant: Assistant, raw: bytes, number: int, ambt: str | None = None, date: str | None = None
) -> dict[str, Any]:
    """The object for one line of input; never raises for what is in the line."""
    try:
        data = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return _error(None, number, f"geen geldige UTF-8 (byte {error.start})")
    except (ValueError, RecursionError) as error:  # ValueError: also a number of more than 4,300 digits
        return _error(None, number, f"geen geldige JSON ({error})")
    if not isinstance(data, dict):
        return _error(None, number, "verwacht een object met 'id' en 'question'")
    ident = data.get("id")
    problem = _problem(data)
    if problem:
        return _error(ident, number, problem)
    try:
        result = assistant.ask(
            data["question"],
            ambt=data.get("ambt") or ambt,
            date=data.get("date") or date,
            history=data.get("history") or (),
            mode=data.get("mode"),
            tier=data.get("bestuurslaag"),
        )
    except QuestionError as error:
        return _error(ident, number, str(error))
    return to_json(result, ident)


def _problem(data: dict[str, Any]) -> str:
    """What is wrong with the keys or types of a line; empty when nothing is."""
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        return f"onbekende sleutel {unknown[0]!r}; ken ik: {', '.join(sorted(_KEYS))}"
    if not isinstance(data.get("question"), str):
        return "'question' ontbreekt of is geen tekst"
    if not _is_ident(data.get("id")):
        return "'id' is geen tekst of geheel getal"
    for key in ("ambt", "date", "mode", "bestuurslaag"):
        if not isinstance(data.get(key), str | None):
            return f"{key!r} is geen tekst"
    history = data.get("history")
    if history is None:
        return ""
    if not isinstance(history, list) or not all(isinstance(h, str) for h in history):
        return "'history' is geen lijst van teksten"
    return ""


def _is_ident(ident: object) -> bool:
    return isinstance(ident, str | int | None) and not isinstance(ident, bool)


def _error(ident: object, number: int, problem: str) -> dict[str, Any]:
    return {"id": ident if _is_ident(ident) else None, "line": number, "error": f"regel {number}: {problem}"}


def _line(data: dict[str, Any]) -> str:
    # A lone surrogate that came in with the id must not stop the batch on its way out.
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
