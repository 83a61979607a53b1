"""A run: every question asked once and in order, a sample asked twice, the replies scored and counted."""

from __future__ import annotations

import datetime as dt
import json
import platform
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import metadata

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from corpus import Ambt, Corpus, Locator
from eval.matching import Matcher
from eval.metrics import DEPTH, figures, figures_by, percentile
from eval.questions import RELEASE, ReferenceQuestion, fingerprint
from eval.result import SCHEMA, Determinism, Row, Run, SplitFigures
from eval.target import Reply, Target

SAMPLE = 20
SAMPLE_SEED = 20261123
PACKAGES = (
    "integriteitsassistent",
    "llama-index-core",
    "chromadb",
    "bm25s",
    "onnxruntime",
    "sentence-transformers",
    "numpy",
    "ir-measures",
)

# What an assistant can meet with a question: a value it refuses or that breaks the contract, a missing
# index, a library that fails. A mistake in the program (TypeError, AttributeError) ends the run.
ASK_ERRORS = (ValueError, LookupError, OSError, RuntimeError)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The reply to a question, or the error; ``bytes`` are the whole reply without its timings."""

    reply: Reply | None
    bytes: bytes
    error: str = ""


def run(
    questions: Sequence[ReferenceQuestion],
    target: Target,
    corpus: Corpus,
    *,
    peildatum: str,
    console: Console | None = None,
    now: dt.datetime | None = None,
) -> Run:
    """Ask all questions, in order, and measure. ``console`` shows progress; without one nothing is shown.

    ``peildatum`` (ISO) is what the target answers for and is only recorded here. A failed question does not
    end the run but makes it invalid.
    """
    started = now or dt.datetime.now(dt.UTC)
    sample = random.Random(SAMPLE_SEED).sample(list(questions), min(SAMPLE, len(questions)))
    with _progress(console) as progress:
        asked = [_ask(q, target) for q in progress.track(questions, description="vragen")]
        first = {q.id: a for q, a in zip(questions, asked, strict=True)}
        again = {q.id: _ask(q, target) for q in progress.track(sample, description="nog een keer")}
    matcher = Matcher.of(corpus)
    rows = tuple(_row(q, a, matcher) for q, a in zip(questions, asked, strict=True))
    replies = [a.reply for a in asked if a.reply is not None]
    corpora, composers = sorted({r.corpus for r in replies}), sorted({r.composer for r in replies})
    different = tuple(sorted(id for id, a in again.items() if a.bytes != first[id].bytes))
    return Run(
        schema_version=SCHEMA,
        started=started.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        peildatum=peildatum,
        corpus=", ".join(corpora) or "onbekend",
        composer=", ".join(composers) or "onbekend",
        versions=_versions(),
        determinism=Determinism(len(sample), different),
        invalid=tuple(_invalid(rows, corpora, composers)),
        splits={split: _split(split, questions, rows) for split in dict.fromkeys(q.split for q in questions)},
        rows=rows,
    )


def _progress(console: Console | None) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=console is None,
    )


def _ask(question: ReferenceQuestion, target: Target) -> _Asked:
    try:
        raw = target(question)
        if "error" in raw:
            return _Asked(None, b"", _error_text(question, "fout", str(raw["error"])))
        kept = {key: value for key, value in raw.items() if key != "timings_ms"}
        data = json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass")
        reply = Reply.model_validate(raw)
        for text in (*reply.citations, *(r.locator for r in reply.retrieved)):
            Locator.parse(text)
        return _Asked(reply, data)
    except ASK_ERRORS as error:
        return _Asked(None, b"", _error_text(question, type(error).__name__, str(error)))


def _error_text(question: ReferenceQuestion, kind: str, message: str) -> str:
    """For the release split only the kind: a message can quote the question."""
    return kind if question.split == RELEASE else f"{kind}: {message}"


def _row(question: ReferenceQuestion, asked: _Asked, matcher: Matcher) -> Row:
    ambt, laag = question.ambt or "geen", _laag(question.ambt)
    text = "" if question.split == RELEASE else question.question
    missed: tuple[int | None, ...] = (None,) * len(question.expected)
    row = Row(question.id, question.split, question.kind, ambt, laag, question.answerable, text, ranks=missed)
    mentions = [m.casefold() for m in question.must_mention]
    if asked.reply is None:
        return replace(row, error=asked.error, mentioned=False if mentions else None)
    reply = asked.reply
    retrieved = [Locator.parse(r.locator) for r in reply.retrieved[:DEPTH]]
    cited = tuple(dict.fromkeys(Locator.parse(c).undated() for c in reply.citations))
    answer = " ".join(reply.answer.casefold().split())
    return replace(
        row,
        outcome=reply.outcome,
        reason=reply.reason,
        ranks=tuple(matcher.rank(group, retrieved) for group in question.expected),
        cited=tuple(str(c) for c in cited),
        relevant_cited=sum(any(matcher.at_lid(e, c) for group in question.expected for e in group) for c in cited),
        cited_lid=_all_cited(question, cited, matcher.at_lid),
        cited_artikel=_all_cited(question, cited, matcher.at_article),
        mentioned=all(m in answer for m in mentions) if mentions else None,
        score=reply.retrieved[0].score if reply.retrieved else None,
        ms=reply.timings_ms.total,
    )


def _all_cited(question: ReferenceQuestion, cited: Iterable[Locator], match: Callable[[Locator, Locator], bool]) -> bool:
    places = tuple(cited)
    groups = [any(match(e, c) for e in group for c in places) for group in question.expected]
    return bool(groups) and all(groups)


def _laag(ambt: Ambt | None) -> str:
    if ambt is None:
        return "geen ambt"
    return ambt.bestuurslaag or "meer dan een laag"


def _split(split: str, questions: Sequence[ReferenceQuestion], rows: Sequence[Row]) -> SplitFigures:
    own = [row for row in rows if row.split == split]
    times = [row.ms for row in own if row.ms is not None]
    return SplitFigures(
        questions=fingerprint(q for q in questions if q.split == split),
        total=figures(own),
        kind=figures_by(own, lambda row: row.kind),
        laag=figures_by(own, lambda row: row.laag),
        ambt=figures_by(own, lambda row: row.ambt),
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
    )


def _invalid(rows: Sequence[Row], corpora: Sequence[str], composers: Sequence[str]) -> Iterable[str]:
    if not rows:
        yield "geen vragen"
    if failed := [row.id for row in rows if row.error is not None]:
        yield f"{len(failed)} van {len(rows)} vragen gaven een fout: {', '.join(failed[:10])}"
    if len(corpora) > 1 or len(composers) > 1:
        yield "het corpus of de composer wisselde tijdens de meting"


def _versions() -> dict[str, str]:
    """Versions of Python and of the packages that an answer depends on; a package that is not there is left out."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
