"""The bundled judge of entailment: what it reads, and that it tells a rule from its reverse."""

from __future__ import annotations

import json
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support_cases import corpus, names

from assistant.support.premise import as_pair
from eval.entailment_pairs import lessons
from eval.support_files import PairsError, read_invented
from ingest.embedders import export
from ingest.embedders.entail import DELTA, BundledEntailment, framed, name_of
from ingest.embedders.tokens import TextTokeniser

RULE = "artikel 12, eerste lid, voor wethouder: Een wethouder meldt een geschenk van meer dan 50 euro binnen een week aan de secretaris."
ROWS = [
    (
        "Krijgt een wethouder een geschenk van meer dan 50 euro, dan meldt hij dat binnen een week aan de secretaris.",
        "Krijgt een wethouder een geschenk van meer dan 50 euro, dan mag hij dat houden.",
    ),
    (
        "Een geschenk boven de 50 euro wordt door een wethouder gemeld.",
        "Een geschenk boven de 50 euro wordt door een wethouder geweigerd.",
    ),
]


@pytest.mark.parametrize(("follows", "reverse"), ROWS)
def test_what_follows_is_likelier_than_its_reverse(judge: BundledEntailment, follows: str, reverse: str) -> None:
    yes, no = judge.entails([(RULE, follows), (RULE, reverse)])
    assert 0.0 <= no < yes <= 1.0


def test_on_what_it_had_not_seen_it_is_right_nine_times_in_ten_when_it_ranks_two() -> None:
    """The share of pairs of a sentence that is carried and one that is not, of which it finds the first likelier."""
    judged = json.loads((resources.files("eval") / "entailment" / "judged.json").read_text(encoding="utf-8"))
    held = {name_of(one.text, one.said): one.fout is None for one in lessons(corpus(), names()) if one.held}
    good, wrong = (
        np.array([judged[name] for name, follows in held.items() if follows is kind and name in judged]) for kind in (True, False)
    )
    assert len(good) > 1_000 and len(wrong) > 1_000
    assert (good[:, None] > wrong).mean() > 0.89


def test_a_pair_is_judged_alike_alone_and_among_others(judge: BundledEntailment) -> None:
    pairs = [(RULE, sentence) for row in ROWS for sentence in row]
    assert judge.entails(pairs) == [judge.entails([pair])[0] for pair in pairs]
    assert judge.entails([]) == []


def test_what_is_too_long_to_read_whole_does_not_follow(judge: BundledEntailment) -> None:
    """An exception beyond what is read could turn the rule round."""
    assert judge.entails([(" ".join([RULE] * 30), ROWS[0][0])]) == [0.0]


def test_a_pair_is_framed_as_the_tokeniser_of_the_model_does(exported: Path) -> None:
    from tokenizers import Tokenizer

    whole = Tokenizer.from_file(str(exported / "tokenizer.json")).encode(RULE, ROWS[0][0]).ids
    assert framed(TextTokeniser(exported), RULE, ROWS[0][0]) == whole


def test_its_export_leaves_out_what_only_other_programs_load(cache_dir: Path, judge: BundledEntailment) -> None:
    folder, _ = export.ready_folder(cache_dir, DELTA, layout=False)
    assert not (folder / "model.safetensors").exists()


def test_the_lessons_are_each_there_once_and_a_fifth_of_the_groups_is_held() -> None:
    every = list(lessons(corpus(), names()))
    assert len({(lesson.text, lesson.said) for lesson in every}) == len(every) >= 16_000
    of_the_corpus = [lesson for lesson in every if lesson.pair]
    assert 0.15 < np.mean([lesson.held for lesson in of_the_corpus]) < 0.3
    assert all(lesson.text == as_pair(lesson.pair.sentence)[0] for lesson in of_the_corpus if lesson.pair)
    good = np.mean([lesson.fout is None for lesson in every])
    assert 0.4 < good < 0.6


def test_the_name_of_a_pair_tells_pairs_apart() -> None:
    names_ = [name_of(text, said) for text in ("a", "b", "") for said in ("a", "b", "")]
    assert len(set(names_)) == len(names_) and all(len(name) == 12 for name in names_)


@pytest.mark.parametrize(
    "entry",
    [
        "- tekst: 3\n  waar: [Een zin.]",
        "- tekst: Een regel.\n  waar: [geen zin]",
        "- tekst: Een regel.\n  ambt: raadslid",
        "- waar: [Een zin.]",
    ],
)
def test_a_file_of_invented_rules_is_read_strictly(entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "entailment").mkdir()
    (tmp_path / "entailment" / "bedacht_9.yaml").write_text(entry, encoding="utf-8")
    monkeypatch.setattr("eval.support_files.resources.files", lambda _: tmp_path)
    with pytest.raises(PairsError, match=r"bedacht_9\.yaml, ingang 1"):
        read_invented()


def test_training_reads_what_the_pairs_write(exported: Path, tmp_path: Path) -> None:
    from ingest.train.entailment import read_examples, short_batches

    rows = [{"text": RULE, "said": said, "follows": n == 0, "held": n == 1} for row in ROWS for n, said in enumerate(row)]
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    examples = read_examples(file, exported)
    assert [(e.follows, e.held) for e in examples] == [(row["follows"], row["held"]) for row in rows]
    batches = short_batches(examples, 4, 1)
    assert sorted(e.name for batch in batches for e in batch) == sorted(e.name for e in examples)
    assert all(len(batch) <= 4 for batch in batches) and batches == short_batches(examples, 4, 1)
    assert all(a != b for a, b in pairwise(sorted(e.name for e in examples)))
