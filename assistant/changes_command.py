"""``integriteit diff`` and ``integriteit changes``: what changed in a law, and which entries of the corpus that makes stale."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.references import find_references, law_names
from corpus import Corpus, Locator, SourceId, SourceKind, load_corpus
from corpus.checked import FILE, checked_to_json, load_checked
from corpus.documents import DocumentError
from corpus.dutch import label
from corpus.situations import load_situations
from corpus.vocabulary import load_vocabulary
from ingest.changes import Difference, Kind, Op, differences
from ingest.library import Library, Span
from ingest.settings import load_settings
from ingest.stale import Problem, Report, Stale, covering, record, stale

PLAIN = {Op.GELIJK: "{}", Op.WEG: "[-{}-]", Op.NIEUW: "{{+{}+}}"}
#: Underlined and struck through, so that colour is not all that tells them apart.
_STYLES = {Op.GELIJK: "", Op.WEG: "red strike", Op.NIEUW: "green underline"}
_NEXT_STEP = {
    Problem.GEWIJZIGD: "vergelijk en herschrijf",
    Problem.VERVALLEN: "haal weg of verwijs door",
    Problem.WEG: "zoek de nieuwe plaats",
}


def print_diff(law: str, before: dt.date, after: dt.date, *, as_json: bool) -> None:
    """Print what changed between the versions in force on two days. Raises ``DocumentError`` when the library lacks one."""
    library = Library(load_settings().library_dir)
    source = SourceId(law)
    held = [span for span in library.spans() if span.record.id == source]
    old, new = _version_on(source, held, before), _version_on(source, held, after)
    found = differences(library.document(old.record), library.document(new.record)) if old != new else ()
    if as_json:
        print(json.dumps([_difference_to_json(d) for d in found], ensure_ascii=False, indent=1))
        return
    console = _console()
    title = old.record.title
    if old == new:
        console.print(f"{title}: op {before} en op {after} geldt dezelfde tekst ({_period(old)}). Er is niets te vergelijken.")
        return
    console.print(f"{title}: {_period(old)} naast {_period(new)}\n")
    for difference in found:
        console.print(_heading(difference, title), style="bold")
        console.print(_marked(difference, colour=console.is_terminal))
        console.print()
    counts = Counter(d.kind for d in found)
    console.print(", ".join(f"{counts[kind]} {kind}" for kind in Kind))


def _version_on(source: SourceId, held: Sequence[Span], day: dt.date) -> Span:
    for span in held:
        if span.holds(day):
            return span
    step = f"Haal de tekst op met: integriteit fetch --law {source} --date {day}" if source.scheme == "bwb" else ""
    if not held:
        raise DocumentError(f"{source}: staat niet in de bibliotheek. {step}".strip())
    versions = "; ".join(_period(span) for span in held)
    raise DocumentError(f"{source}: geen tekst van {day} in de bibliotheek, wel {versions}. {step}".strip())


def _period(span: Span) -> str:
    start = f"tekst van {span.record.version}" if span.record.version else "eigen document"
    return f"{start}, geldig tot {span.end}" if span.end else start


def _heading(difference: Difference, title: str) -> str:
    to = f" → {label(difference.moved_to, title)}" if difference.moved_to else ""
    return f"{difference.kind}: {label(difference.locator, title)}{to}"


def _marked(difference: Difference, *, colour: bool) -> Text:
    """The words in one line, in colour or with the marks of ``wdiff``."""
    return Text("  ") + Text(" ").join(
        Text(words if colour else PLAIN[op].format(words), style=_STYLES[op] if colour else "") for op, words in difference.words
    )


def _difference_to_json(difference: Difference) -> dict[str, Any]:
    return {
        "kind": difference.kind,
        "locator": str(difference.locator),
        "moved_to": str(difference.moved_to) if difference.moved_to else None,
        "before": difference.before,
        "after": difference.after,
        "words": difference.words,
    }


def print_changes(today: dt.date, *, as_json: bool) -> None:
    """Print which entries rest on an older text than that of ``today``, and what points at them."""
    settings = load_settings()
    corpus = load_corpus(settings.corpus_dir)
    report = stale(corpus, Library(settings.library_dir), load_checked(), load_situations(), today)
    paragraphs = naming_paragraphs(corpus, [s.place for s in report.stale])
    if as_json:
        print(json.dumps(_report_to_json(report, paragraphs), ensure_ascii=False, indent=1))
        return
    console = _console()
    if report.stale:
        console.print(_table(corpus, report, paragraphs))
    for law, old, new in sorted({(s.place.source, s.checked.version, s.version) for s in report.stale}):
        console.print(f"Zie wat er veranderde: integriteit diff {law} {old} {new}")
    uncompared = "".join(f"; {count} niet vergeleken: {why}" for why, count in report.uncompared.items())
    console.print(f"{len(report.stale)} verouderd van {report.compared} vergeleken bepalingen{uncompared}.")


def record_checked(target: Path | None = None) -> None:
    """Write the checksums of the official texts in the library that the entries were compared with (default: in ``corpus``)."""
    settings = load_settings()
    file = target or Path(str(resources.files("corpus") / FILE))
    corpus = load_corpus(settings.corpus_dir)
    made = record(corpus, Library(settings.library_dir), load_checked(file) if file.is_file() else {})
    file.write_text(checked_to_json(made.checked), encoding="utf-8")
    without = sum(p.locator.source.scheme == "bwb" and p.locator.undated() not in made.checked for p in corpus.provisions)
    console = _console()
    for place in made.dropped:
        console.print(f"Uit het bestand: {place}; de bepaling is weg, of met een andere tekst vergeleken")
    console.print(
        f"{file}: {len(made.checked)} controlegetallen, waarvan {made.fresh} nu gemaakt. Zonder: {without} bepaling(en); "
        "haal de versie op waarmee ze vergeleken zijn en doe dit nog eens."
    )


def naming_paragraphs(corpus: Corpus, places: Sequence[Locator]) -> Mapping[Locator, tuple[Locator, ...]]:
    """For each place (undated) the paragraphs of handbook and nota that name it, its article or a part of it."""
    if not places:
        return {}
    names = law_names(corpus, load_vocabulary().regelingen)
    named: list[tuple[Locator, list[Locator]]] = []
    for p in corpus.provisions:
        if corpus.source_of(p).kind in (SourceKind.HANDBOEK, SourceKind.NOTA):
            named.append((p.locator.undated(), [c for r in find_references(p.text, names) for c in r.candidates]))
    return {place: tuple(paragraph for paragraph, found in named if covering(found, place)) for place in places}


def _table(corpus: Corpus, report: Report, paragraphs: Mapping[Locator, Sequence[Locator]]) -> Table:
    table = Table(title="Bepalingen waarvan de wet veranderd is")
    for column in ("plaats", "vergeleken met", "nu geldt", "wat", "vragen", "situaties", "alinea's", "volgende stap"):
        table.add_column(column, justify="right" if column in ("vragen", "situaties", "alinea's") else "left")
    for s in report.stale:
        table.add_row(
            label(s.place, corpus.source_of(s.provision).citeertitel), str(s.checked.version), str(s.version), s.problem,
            str(len(s.provision.questions)), str(len(s.situations)), str(len(paragraphs[s.place])), _NEXT_STEP[s.problem],
        )  # fmt: skip
    return table


def _report_to_json(report: Report, paragraphs: Mapping[Locator, Sequence[Locator]]) -> dict[str, Any]:
    return {
        "stale": [_stale_to_json(s, paragraphs[s.place]) for s in report.stale],
        "compared": report.compared,
        "uncompared": dict(report.uncompared),
    }


def _stale_to_json(s: Stale, paragraphs: Iterable[Locator]) -> dict[str, Any]:
    return {
        "locator": str(s.place),
        "checked_version": s.checked.version.isoformat(),
        "version": s.version.isoformat(),
        "problem": s.problem,
        "next_step": _NEXT_STEP[s.problem],
        "questions": len(s.provision.questions),
        "situations": [situation.story for situation in s.situations],
        "paragraphs": [str(place) for place in paragraphs],
    }


def _console() -> Console:
    """As wide as the terminal; on a pipe wide enough for a table, and a sentence is never broken."""
    return Console(width=None if sys.stdout.isatty() else 160, soft_wrap=not sys.stdout.isatty(), markup=False, highlight=False)
