"""From questions to gate with an assistant made of a table: run, JSON, report, comparison, baseline."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import eval.target
from corpus import Corpus, load_corpus
from eval.cli import app
from eval.compare import NotComparable, compare, mcnemar
from eval.gate import BaselineError, failures, read_baseline, write_baseline
from eval.questions import Kind, ReferenceQuestion, load_questions
from eval.report import render
from eval.result import Run, RunFileError, load, save
from eval.run import run
from eval.target import Target

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
RIGHT, WRONG = "BWBR0005416#artikel=28/lid=1", "BWBR0005416#artikel=15/lid=1"
SECRET = "Geheime toetsvraag"


def question(split: str, number: int, *, answerable: bool = True, **fields: Any) -> ReferenceQuestion:
    values: dict[str, Any] = {
        "split": split,
        "id": f"{split[:3]}-{number:03}",
        "question": f"{SECRET if split == 'release' else '<b>Proefvraag</b>'} {number}",
        "kind": Kind.REGEL if answerable else Kind.BUITEN_BEREIK,
        "ambt": "raadslid" if number % 2 else None,
        "expected": [[RIGHT]] if answerable else [],
        "answerable": answerable,
    }
    return ReferenceQuestion.model_validate({**values, **fields})


QUESTIONS = tuple(question(split, n, answerable=n % 4 != 0) for split in ("dev", "release") for n in range(1, 13))


def reply(q: ReferenceQuestion, *, right: bool = True) -> dict[str, Any]:
    """The contract object of a good answer, or of one that cites the wrong law (and answers what it should refuse)."""
    refused = right and not q.answerable
    place = RIGHT.replace("#", "@2026-10-01#") if right else WRONG
    return {
        "id": q.id,
        "outcome": "niet" if refused else "beantwoord",
        "reason": "buiten_corpus" if refused else None,
        "language": "nl",
        "mode": "vraag",
        "answer": "Een raadslid stemt\nniet mee.",
        "claims": [],
        "citations": [] if refused else [place],
        "retrieved": [{"locator": WRONG, "score": 0.9, "found_by": ["dense"]}, {"locator": place, "score": 0.5, "found_by": []}],
        "dropped": [],
        "corpus": "abc123def456789",
        "composer": "extractief",
        "timings_ms": {"privacy": 0.0, "total": 10.0 + len(q.id)},
    }


def target(*wrong: str) -> Target:
    return lambda q: reply(q, right=q.id not in wrong)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def measure(corpus: Corpus) -> Callable[..., Run]:
    def go(answer: Target, questions: tuple[ReferenceQuestion, ...] = QUESTIONS) -> Run:
        return run(questions, answer, corpus, peildatum="2026-11-24", now=NOW)

    return go


Measure = Callable[..., Run]


def test_a_good_run(measure: Measure) -> None:
    done = measure(target())
    assert done.valid and done.determinism.holds and done.determinism.asked == 20
    assert (done.corpus, done.composer, done.started) == ("abc123def456789", "extractief", "2026-11-24T09:30:00Z")
    assert [row.id for row in done.rows] == [q.id for q in QUESTIONS]
    assert list(done.splits) == ["dev", "release"]
    total = done.splits["dev"].total
    assert [total[m].value for m in ("hit@1", "hit@5", "mrr", "cited@lid", "refusal_recall")] == [0, 1, 0.5, 1, 1]
    assert total["false_refusals"].value == 0 and total["must_mention"].value is None
    assert set(done.splits["dev"].kind) == {"regel", "buiten_bereik"}
    assert set(done.splits["dev"].laag) == {"gemeente", "geen ambt"}
    assert done.splits["dev"].p50_ms == 17
    assert done.rows[0].ranks == (2,) and done.rows[0].cited == (RIGHT,) and done.versions["python"]


def test_must_mention_looks_through_case_and_line_ends(measure: Measure) -> None:
    asked = (question("dev", 1, must_mention=["Stemt niet MEE"]), question("dev", 2, must_mention=["drie maanden"]))
    assert [row.mentioned for row in measure(target(), asked).rows] == [True, False]


def test_only_the_first_twenty_count(measure: Measure) -> None:
    fillers = [{"locator": f"BWBR0005416#artikel={100 + n}", "score": 0.1} for n in range(20)]
    at = {"dev-001": 19, "dev-002": 20}
    asked = tuple(question("dev", n) for n in (1, 2))
    done = measure(lambda q: {**reply(q), "retrieved": [*fillers[: at[q.id]], {"locator": RIGHT, "score": 0.1}]}, asked)
    assert [row.ranks for row in done.rows] == [(20,), (None,)]


def test_json_round_trip_and_file_name(measure: Measure, tmp_path: Path) -> None:
    done = measure(target("dev-001"))
    assert done.file_name == "20261124T093000Z-abc123def456.json"
    save(done, tmp_path / "diep" / done.file_name)
    assert load(tmp_path / "diep" / done.file_name) == done


@pytest.mark.parametrize("text", ["geen json", "{}", '{"x": 1}'])
def test_a_file_that_is_no_run(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(RunFileError, match=r"x\.json"):
        load(tmp_path / "x.json")
    with pytest.raises(RunFileError, match="niet te lezen"):
        load(tmp_path / "weg.json")


def test_a_run_of_another_schema_is_refused(measure: Measure, tmp_path: Path) -> None:
    save(dataclasses.replace(measure(target()), schema_version=99), tmp_path / "x.json")
    with pytest.raises(RunFileError, match="schema 99"):
        load(tmp_path / "x.json")


def _raises(q: ReferenceQuestion) -> dict[str, Any]:
    raise RuntimeError(f"index kapot bij {q.question}")


# (name, what the assistant does with the failing question)
BROKEN: list[tuple[str, Target]] = [
    ("raises", _raises),
    ("error object", lambda q: {"id": q.id, "error": f"kon niet: {q.question}"}),
    ("contract field missing", lambda q: {k: v for k, v in reply(q).items() if k != "citations"}),
    ("no total time", lambda q: {**reply(q), "timings_ms": {}}),
    ("unknown outcome", lambda q: {**reply(q), "outcome": "misschien"}),
    ("citation is no locator", lambda q: {**reply(q), "citations": [f"artikel 28 {q.question}"]}),
]


@pytest.mark.parametrize("broken", [b[1] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_failed_question_makes_the_run_invalid(measure: Measure, broken: Target) -> None:
    failing = {"dev-002", "rel-003"}
    done = measure(lambda q: broken(q) if q.id in failing else reply(q))
    assert not done.valid and {row.id for row in done.rows if row.error} == failing
    assert done.splits["dev"].total["hit@5"].value == pytest.approx(8 / 9)
    assert "2 van 24" in done.invalid[0] and SECRET not in json.dumps([dataclasses.asdict(r) for r in done.rows])


def test_a_mistake_in_the_program_ends_the_run(measure: Measure) -> None:
    def mistake(q: ReferenceQuestion) -> dict[str, Any]:
        raise TypeError("fout in het programma")

    with pytest.raises(TypeError):
        measure(mistake)


def test_corpus_that_changes_during_the_run(measure: Measure) -> None:
    done = measure(lambda q: {**reply(q), "corpus": q.split})
    assert not done.valid and "wisselde" in done.invalid[0]


def test_determinism_looks_at_everything_but_time(measure: Measure) -> None:
    count = iter(range(10_000))
    assert measure(lambda q: {**reply(q), "timings_ms": {"total": next(count)}}).determinism.holds
    done = measure(lambda q: {**reply(q), "answer": str(next(count))})
    assert len(done.determinism.different) == 20 and not done.determinism.holds


class _Page(HTMLParser):
    """Collects tags and everything that would be fetched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.fetched += [f"{k}={v}" for k, v in attrs if k in {"src", "href", "srcset", "data"}]


def test_report_stands_alone_and_keeps_release_questions_out(measure: Measure) -> None:
    html = render(measure(target("dev-001", "rel-001", "rel-004")))
    page = _Page(html)
    assert not page.fetched and "script" not in page.tags and "b" not in page.tags and "url(" not in html
    assert {"svg", "table"} <= page.tags
    assert "&lt;b&gt;Proefvraag&lt;/b&gt; 1" in html and "rel-004" in html and SECRET not in html
    assert "dev-002" not in html


def test_report_of_an_invalid_run_says_so(measure: Measure) -> None:
    html = render(measure(_raises))
    assert "Ongeldig" in html and "onbekend" in html and SECRET not in html


@pytest.mark.parametrize(("gains", "losses", "p"), [(0, 0, 1), (1, 0, 1), (5, 0, 0.0625), (6, 1, 0.125), (3, 3, 1)])
def test_mcnemar(gains: int, losses: int, p: float) -> None:
    assert mcnemar(gains, losses) == mcnemar(losses, gains) == pytest.approx(p)


def test_compare_names_gains_and_losses(measure: Measure) -> None:
    a, b = measure(target("dev-001", "dev-002", "rel-004")), measure(target("dev-002", "dev-003"))
    changes = {(c.split, c.measure): c for c in compare(a, b).changes}
    cited = changes["dev", "cited@lid"]
    assert (cited.gains, cited.losses, cited.n, cited.right_a, cited.right_b) == (("dev-001",), ("dev-003",), 9, 7, 7)
    refusal = changes["release", "refusal_correct"]
    assert (refusal.gains, refusal.losses, refusal.n, refusal.p) == (("rel-004",), (), 12, 1.0)


def test_compare_refuses_other_questions_and_invalid_runs(measure: Measure) -> None:
    a, b = measure(target()), measure(target("dev-001"), QUESTIONS[:12])
    with pytest.raises(NotComparable, match="release"):
        compare(a, b)
    forced = compare(a, b, force=True)
    assert {c.split for c in forced.changes} == {"dev"} and "gedeelde" in forced.notes[0]
    with pytest.raises(NotComparable, match="ongeldig"):
        compare(a, measure(_raises), force=True)


# (name, wrong in the new run, words in the reasons; none = the gate is open)
GATES: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("the same", ("rel-001",), ()),
    ("one question less", ("rel-001", "rel-002"), ()),
    ("one lost, one won", ("rel-002",), ()),
    ("two questions less", ("rel-001", "rel-002", "rel-003"), ("hit@5", "cited@lid", "rel-002, rel-003")),
    ("two refusals less", ("rel-001", "rel-004", "rel-008"), ("refusal_correct", "rel-004, rel-008")),
    ("the dev split does not count", ("rel-001", "dev-001", "dev-002", "dev-003"), ()),
]


@pytest.mark.parametrize(("wrong", "words"), [g[1:] for g in GATES], ids=[g[0] for g in GATES])
def test_gate(measure: Measure, tmp_path: Path, wrong: tuple[str, ...], words: tuple[str, ...]) -> None:
    path = write_baseline(measure(target("rel-001")), tmp_path / "baseline.json")
    reasons = failures(measure(target(*wrong)), read_baseline(path))
    assert bool(reasons) is bool(words)
    assert all(word in " ".join(reasons) for word in words)


def test_gate_has_no_tolerance_for_hard_promises(measure: Measure, tmp_path: Path) -> None:
    baseline = read_baseline(write_baseline(measure(target()), tmp_path / "baseline.json"))
    count = iter(range(10_000))
    unsteady = measure(lambda q: {**reply(q), "answer": str(next(count))})
    invalid = measure(lambda q: _raises(q) if q.id == "dev-001" else reply(q))
    assert "niet hetzelfde antwoord" in failures(unsteady, baseline)[0]
    assert failures(invalid, baseline)[0].startswith("ongeldige meting")
    assert "geen split release" in failures(measure(target(), QUESTIONS[:12]), baseline)[0]
    assert "gewijzigd" in failures(measure(target(), QUESTIONS[1:13]), baseline)[0]
    for bad in (unsteady, invalid):
        with pytest.raises(BaselineError, match="geen basislijn"):
            write_baseline(bad, tmp_path / "nooit.json")
    assert not (tmp_path / "nooit.json").exists()


def test_baseline_that_is_missing_or_broken(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="niet te lezen"):
        read_baseline(tmp_path / "baseline.json")
    (tmp_path / "baseline.json").write_text('{"splits": {}}')
    with pytest.raises(BaselineError, match="geen basislijn"):
        read_baseline(tmp_path / "baseline.json")


def test_commands(measure: Measure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole round on the command line, with the project's own dev questions and a table for an assistant."""
    monkeypatch.setattr(eval.target, "assistant_target", lambda peildatum: target())
    cli = CliRunner()
    done = cli.invoke(app, ["run", "--split", "dev", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    (path,) = tmp_path.glob("*.json")
    assert path.with_suffix(".html").exists() and len(load(path).rows) == len(load_questions(splits=["dev"]))
    good, worse, base = (str(tmp_path / name) for name in ("good.json", "worse.json", "baseline.json"))
    save(measure(target()), Path(good))
    save(measure(target("rel-001", "rel-002")), Path(worse))
    assert cli.invoke(app, ["baseline", good, "--baseline", base]).exit_code == 0
    assert cli.invoke(app, ["gate", good, "--baseline", base]).exit_code == 0
    shut = cli.invoke(app, ["gate", worse, "--baseline", base])
    assert shut.exit_code == 1 and "rel-001, rel-002" in shut.output
    compared = cli.invoke(app, ["compare", good, worse])
    assert compared.exit_code == 0 and "verlies: rel-001, rel-002" in compared.output
    refused = cli.invoke(app, ["compare", good, str(path)])
    assert refused.exit_code == 1 and "--force" in refused.output and "Traceback" not in refused.output
    assert cli.invoke(app, ["run", "--split", "alles"]).exit_code == 2


def test_command_run_fails_when_the_run_is_invalid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eval.target, "assistant_target", lambda peildatum: _raises)
    done = CliRunner().invoke(app, ["run", "--split", "dev", "--out", str(tmp_path), "--no-html"])
    assert done.exit_code == 1 and "ONGELDIG" in done.output and not list(tmp_path.glob("*.html"))
