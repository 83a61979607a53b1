"""The schema of the questions says where a file is wrong; the gold holds against the real corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Corpus, load_corpus
from eval.gold import check_gold
from eval.questions import Kind, QuestionFileError, ReferenceQuestion, fingerprint, load_questions

GOOD = """\
- id: dev-001
  question: Mag ik meestemmen over het plan naast mijn huis?
  ambt: raadslid
  kind: regel
  expected:
  - [BWBR0005416#artikel=28/lid=1]
  answerable: true
"""

# (name, what is put in place of what, words that the message must hold)
ERRORS = [
    ("unknown key", ("kind:", "sort: x\n  kind:"), ["regel 1", "dev-001", "sort"]),
    ("split is no key", ("kind:", "split: dev\n  kind:"), ["dev-001", "split"]),
    ("missing key", ("  answerable: true\n", ""), ["dev-001", "answerable"]),
    ("double key", ("  answerable: true\n", "  answerable: true\n  answerable: false\n"), ["dubbel", "answerable"]),
    ("unknown kind", ("kind: regel", "kind: raadsel"), ["dev-001", "kind"]),
    ("unknown ambt", ("ambt: raadslid", "ambt: koning"), ["dev-001", "ambt"]),
    ("no locator", ("BWBR0005416#artikel=28/lid=1", "artikel 28"), ["dev-001", "expected.0.0", "artikel 28"]),
    ("locator is no text", ("[BWBR0005416#artikel=28/lid=1]", "[28]"), ["dev-001", "28"]),
    ("empty group", ("[BWBR0005416#artikel=28/lid=1]", "[]"), ["dev-001", "expected.0"]),
    ("empty question", ("Mag ik meestemmen over het plan naast mijn huis?", "' '"), ["dev-001", "question"]),
    ("history without vervolg", ("kind:", "history: [Eerder]\n  kind:"), ["dev-001", "vervolg"]),
    ("vervolg without history", ("kind: regel", "kind: vervolg"), ["dev-001", "history"]),
    ("no id", ("id: dev-001", "ambten: x"), ["regel 1", "zonder id"]),
    ("other language", ("kind:", "language: de\n  kind:"), ["dev-001", "language"]),
    ("not a list", ("- id", "  id"), ["verwacht een lijst"]),
    ("not YAML", ("- id", "- [id"), ["geen geldige YAML"]),
]


def write(folder: Path, text: str) -> Path:
    (folder / "dev.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_good_file(tmp_path: Path) -> None:
    (question,) = load_questions(write(tmp_path, GOOD))
    assert (question.split, question.id, question.kind, question.language) == ("dev", "dev-001", Kind.REGEL, "nl")
    assert [[str(place) for place in group] for group in question.expected] == [["BWBR0005416#artikel=28/lid=1"]]


@pytest.mark.parametrize(("change", "words"), [e[1:] for e in ERRORS], ids=[e[0] for e in ERRORS])
def test_errors_name_file_place_and_field(tmp_path: Path, change: tuple[str, str], words: list[str]) -> None:
    assert change[0] in GOOD
    with pytest.raises(QuestionFileError) as caught:
        load_questions(write(tmp_path, GOOD.replace(*change)))
    assert all(word in str(caught.value) for word in ["dev.yaml", *words])


def test_error_names_the_line_of_the_second_question(tmp_path: Path) -> None:
    second = GOOD.replace("dev-001", "dev-002").replace("kind: regel", "kind: raadsel")
    with pytest.raises(QuestionFileError, match=r"regel 8 \(dev-002\)"):
        load_questions(write(tmp_path, GOOD + second))


def test_unknown_split_and_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="aanwezig: dev"):
        load_questions(write(tmp_path, GOOD), ["proef"])
    with pytest.raises(QuestionFileError, match="aanwezig: niets"):
        load_questions(tmp_path / "weg")


def test_fingerprint_changes_with_the_gold(tmp_path: Path) -> None:
    before = load_questions(write(tmp_path, GOOD))
    assert fingerprint(before) == fingerprint(load_questions(tmp_path))
    assert fingerprint(before) != fingerprint(load_questions(write(tmp_path, GOOD.replace("lid=1", "lid=2"))))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def questions(tmp_path: Path, text: str) -> tuple[ReferenceQuestion, ...]:
    return load_questions(write(tmp_path, text))


def test_gold_of_the_project(corpus: Corpus) -> None:
    """Both splits; the messages hold ids and locators and never a question."""
    fatal = [f"{p.id}: {p.message}" for p in check_gold(load_questions(), corpus) if p.fatal]
    assert not fatal, "\n".join(fatal)


def test_gold_that_is_fine(tmp_path: Path, corpus: Corpus) -> None:
    whole_article = GOOD.replace("dev-001", "dev-002").replace("/lid=1", "").replace("naast mijn huis", "van mijn zus")
    assert check_gold(questions(tmp_path, GOOD + whole_article), corpus) == []


# (name, what is put in place of what, words of the one problem, fatal)
PROBLEMS = [
    ("no such lid", ("lid=1", "lid=99"), "lid=99 staat niet in het corpus", True),
    ("answerable without gold", ("  - [BWBR0005416#artikel=28/lid=1]", "    []"), "zonder expected", True),
    ("unanswerable with gold", ("answerable: true", "answerable: false"), "met expected", True),
]


@pytest.mark.parametrize(("change", "words", "fatal"), [p[1:] for p in PROBLEMS], ids=[p[0] for p in PROBLEMS])
def test_gold_problems(tmp_path: Path, corpus: Corpus, change: tuple[str, str], words: str, fatal: bool) -> None:
    (problem,) = check_gold(questions(tmp_path, GOOD.replace(*change)), corpus)
    assert (words in problem.message, problem.fatal, problem.id) == (True, fatal, "dev-001")


def test_place_kept_apart_is_a_remark(tmp_path: Path, corpus: Corpus) -> None:
    apart = str(corpus.unverified[0].locator.undated())
    alone = check_gold(questions(tmp_path, GOOD.replace("BWBR0005416#artikel=28/lid=1", apart)), corpus)
    beside = check_gold(questions(tmp_path, GOOD.replace("lid=1]", f"lid=1, {apart}]")), corpus)
    assert [(p.fatal, "niet te raken" in p.message) for p in alone] == [(False, True)]
    assert [(p.fatal, "ander lid" in p.message) for p in beside] == [(False, True)]


def test_double_id_and_twin_question(tmp_path: Path, corpus: Corpus) -> None:
    double = check_gold(questions(tmp_path, GOOD + GOOD.replace("Mag ik meestemmen over", "Hoe zit het met")), corpus)
    assert {p.message for p in double} == {"id komt 2 keer voor"}
    twin = check_gold(questions(tmp_path, GOOD + GOOD.replace("dev-001", "dev-002")), corpus)
    assert [p.message for p in twin] == ["(bijna) gelijk aan vraag dev-002", "(bijna) gelijk aan vraag dev-001"]


def test_copy_of_a_lay_question(tmp_path: Path, corpus: Corpus) -> None:
    """Word order, capitals and punctuation do not hide a copy."""
    provision = next(p for p in corpus.provisions if p.questions and len(p.questions[0].split()) > 8)
    copy = " ".join(reversed(provision.questions[0].upper().split())).replace("'", "''")
    text = GOOD.replace("Mag ik meestemmen over het plan naast mijn huis?", f"'{copy}'")
    messages = [p.message for p in check_gold(questions(tmp_path, text), corpus)]
    assert any(str(provision.locator) in message for message in messages)
