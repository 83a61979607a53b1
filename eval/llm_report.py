"""The figures of a run with a language model, as JSON and as Markdown with every sentence that wants reading."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.intervals import share
from eval.lies import Lie, Told
from eval.llm_watch import Asked, Back, Known, Shown


def lies_shown(asked: Iterable[Asked]) -> list[Told]:
    """The lies that came through. Must be none."""
    return [known.told for one in asked for known in one.known if known.told.lie and known.shown]


def doubted(asked: Iterable[Asked]) -> list[Shown]:
    """The shown sentences that the second opinion points at."""
    return [shown for one in asked for shown in one.shown if shown.doubts]


def figures(asked: Sequence[Asked], about: dict[str, Any]) -> dict[str, Any]:
    """What the run comes to, ready for JSON."""
    sent = [one for one in asked if one.model]
    seconds = sorted(one.seconds for one in sent)
    shown = [s for one in sent for s in one.shown]
    return {
        **about,
        "questions": len(asked),
        "answers_with_model": len(sent),
        "seconds_p50": round(statistics.median(seconds), 2) if seconds else None,
        "seconds_p95": seconds[int(0.95 * (len(seconds) - 1))] if seconds else None,
        "fell_back": {back.value: sum(one.back is back for one in sent) for back in Back},
        "faults": dict(Counter(one.fault for one in sent if one.fault)),
        "proposed": sum(one.proposed for one in sent),
        "shown": len(shown),
        "shown_word_for_word": sum(s.verbatim for s in shown),
        "fallen_by_rule": dict(Counter(f.rule for one in sent for f in one.fallen).most_common()),
        "shown_with_doubt": len(doubted(sent)),
        **(_truth(sent) if any(one.known for one in sent) else {}),
    }


def _truth(sent: Sequence[Asked]) -> dict[str, Any]:
    known = [one for asked in sent for one in asked.known]
    lies = [one for one in known if one.told.lie]
    copies = [one for one in known if one.told.copy]
    others = [one for one in known if not one.told.lie and not one.told.copy]
    high = share([one.shown for one in lies]).high
    return {
        "lies": len(lies),
        "lies_distinct": len({one.told.sentence for one in lies}),
        "lies_shown": sum(one.shown for one in lies),
        "lies_shown_at_most": None if high is None else round(high, 4),
        "lies_doubted": sum(one.doubted for one in lies),
        "by_lie": {kind.value: _of_kind([one for one in lies if one.told.lie is kind]) for kind in Lie},
        "copies": len(copies),
        "copies_dropped": sum(not one.shown for one in copies),
        "other_words": len(others),
        "other_words_dropped": sum(not one.shown for one in others),
        "other_words_doubted": sum(one.doubted for one in others),
    }


def _of_kind(lies: Sequence[Known]) -> dict[str, int]:
    return {"told": len(lies), "shown": sum(one.shown for one in lies), "doubted": sum(one.doubted for one in lies)}


def markdown(report: dict[str, Any], asked: Sequence[Asked]) -> str:
    """The figures as tables, then the sentences to read."""
    lines = [f"# {report['model']}: {report['answers_with_model']} antwoorden", "", "| maat | waarde |", "|---|---|"]
    lines += [f"| {name} | {_cell(value)} |" for name, value in report.items() if name != "by_lie"]
    if by_lie := report.get("by_lie"):
        lines += ["", "| leugen | verteld | getoond | betwijfeld |", "|---|---:|---:|---:|"]
        lines += [f"| {kind} | {count['told']} | {count['shown']} | {count['doubted']} |" for kind, count in by_lie.items()]
        lines += _list("Leugens die zijn getoond", [f"({t.lie}) {t.sentence} ← {t.quotes[0][1]}" for t in lies_shown(asked)])
        lines += _list(
            "Ware zinnen die zijn gevallen", [_dropped_truth(one, k) for one in asked for k in one.known if not k.told.lie]
        )
    lines += _list("Getoond en betwijfeld", [_shown(s) + f" — {', '.join(s.doubts)}" for s in doubted(asked)])
    lines += _list("Getoond, in andere woorden dan de bron", [_shown(s) for one in asked for s in one.shown if not s.verbatim])
    return "\n".join(lines) + "\n"


def _dropped_truth(one: Asked, known: Known) -> str:
    if known.shown:
        return ""
    said = known.told.sentence
    return f"{said} — {next((fell.why for fell in one.fallen if fell.text == said), 'niet gezegd')}"


def _shown(shown: Shown) -> str:
    return f"{shown.text} ← {' / '.join(shown.quotes)}"


def _list(title: str, items: Iterable[str]) -> list[str]:
    some = list(dict.fromkeys(item for item in items if item))
    return ["", f"## {title}: {len(some)}", "", *(f"* {' '.join(item.split())}" for item in some)]


def _cell(value: Any) -> str:
    return ", ".join(f"{name}: {count}" for name, count in value.items()) if isinstance(value, dict) else str(value)


def write(folder: Path, name: str, report: dict[str, Any], asked: Sequence[Asked]) -> None:
    """``NAME.json`` and ``NAME.md`` in a folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = json.dumps({**report, "answers": [asdict(one) for one in asked]}, indent=1, ensure_ascii=False)
    (folder / f"{name}.json").write_text(whole + "\n", encoding="utf-8")
    (folder / f"{name}.md").write_text(markdown(report, asked), encoding="utf-8")
