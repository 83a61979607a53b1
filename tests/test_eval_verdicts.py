"""A sentence that decides the user's case is found in every form; a rule, a question back and an option are left alone."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.markdown import escape
from assistant.support.verdict_patterns import PATTERNS, Pattern
from corpus import load_corpus
from eval.verdicts import deciding_pattern, verdicts

SENTENCES: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "verdict_sentences.yaml").read_text(encoding="utf-8")
)
DECIDE, RULE = SENTENCES["oordeel"], SENTENCES["regel"]
RECALL, FALSE_ALARMS = 0.97, 0.01


def test_there_are_enough_sentences_and_none_twice() -> None:
    decide = [s for part in ("afgesteld", "achtergehouden") for s in DECIDE[part]]
    rules = [s for part in RULE.values() for s in part]
    assert len(decide) >= 120
    assert len(rules) >= 200
    assert len(DECIDE["achtergehouden"]) > 70
    assert len(RULE["achtergehouden"]) > 100
    assert len({*decide, *DECIDE["gemist"], *rules}) == len(decide) + len(DECIDE["gemist"]) + len(rules)


@pytest.mark.parametrize("sentence", DECIDE["afgesteld"])
def test_a_verdict_is_found(sentence: str) -> None:
    assert verdicts(sentence)


@pytest.mark.parametrize("sentence", RULE["afgesteld"])
def test_what_is_no_verdict_is_left_alone(sentence: str) -> None:
    assert verdicts(sentence) == ()


def test_the_held_back_sentences() -> None:
    """Measured and not tuned on, so a few may be wrong."""
    missed = [s for s in DECIDE["achtergehouden"] if not verdicts(s)]
    alarms = [s for s in RULE["achtergehouden"] if verdicts(s)]
    assert len(missed) <= (1 - RECALL) * len(DECIDE["achtergehouden"]), missed
    assert len(alarms) <= FALSE_ALARMS * len(RULE["achtergehouden"]), alarms


@pytest.mark.parametrize("sentence", DECIDE["gemist"])
def test_known_limits(sentence: str) -> None:
    """Without a word about the user or the case a verdict has the form of a rule."""
    assert not verdicts(sentence), "gevonden: zet deze zin bij afgesteld"


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.name)
def test_each_pattern_has_its_own_examples(pattern: Pattern) -> None:
    assert deciding_pattern(pattern.hit) is pattern
    assert deciding_pattern(pattern.miss) is None


def test_pattern_names_are_unique() -> None:
    assert len({p.name for p in PATTERNS}) == len(PATTERNS)


def test_no_rule_of_the_corpus_is_a_verdict() -> None:
    corpus = load_corpus()
    found = [(str(p.locator), v) for p in corpus.provisions for text in (p.norm, p.consequence) for v in verdicts(text)]
    assert found == []


def test_no_fixed_sentence_of_the_assistant_is_a_verdict() -> None:
    messages = tomllib.loads((resources.files("assistant") / "messages.toml").read_text(encoding="utf-8"))
    texts = [text for language in ("nl", "en") for text in messages[language].values()]
    assert [(text, verdicts(text)) for text in texts if verdicts(text)] == []


def test_no_official_text_of_the_subject_is_a_verdict(shared: Path) -> None:
    from ingest.bwb.law import parse_toestand

    found = []
    for file in sorted((shared / "official" / "bwb").glob("*.xml")):
        pieces = parse_toestand(file.read_bytes(), file.name).pieces
        found += [(str(piece.locator), v) for piece in pieces if piece.whole for v in verdicts(piece.text)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("De raad beslist. Ja, dat mag. De griffier helpt.", ["Ja, dat mag."]),
        ("### Gevolg\n\nU mag dit.\n\n> Nee.\n", ["U mag dit.", "Nee."]),
        ("- Niet aannemen.\n- U **moet** weigeren.\n", ["U moet weigeren."]),
        ("> - 1. U moet weigeren.", ["U moet weigeren."]),
        (r"U mag dit \(misschien\) doen\.", ["U mag dit (misschien) doen."]),
        ("[U mag dit](https://example.org/u-mag) volgens art. 15.", ["U mag dit volgens art. 15."]),
        ("„U bent strafbaar.” staat in de brief.", []),
        ("> „Eerste lid: u mag niet.  \n> Tweede lid: u moet.”", []),
        ("«Ja», zei de voorzitter.", []),
        ("„U mag dit.", ["„U mag dit."]),
        ("Mag u dit? Ja, waarom niet?", ["Ja, waarom niet?"]),
        ("", []),
    ],
)
def test_where_a_sentence_begins_and_ends(text: str, sentences: list[str]) -> None:
    assert [v.sentence for v in verdicts(text)] == sentences


@given(
    st.lists(st.sampled_from([s for s in RULE["afgesteld"] if s.endswith(".") and s[0].isalpha()]), max_size=4),
    st.sampled_from([s for s in DECIDE["afgesteld"] if s.endswith(".") and s[0].isalpha()]),
    st.lists(st.sampled_from([s for s in RULE["afgesteld"] if s.endswith(".") and s[0].isalpha()]), max_size=4),
)
def test_a_verdict_among_rules_is_found_alone(before: list[str], verdict: str, after: list[str]) -> None:
    """Also as the page shows it, with every special character escaped."""
    text = " ".join([*before, verdict, *after])
    assert " ".join(v.sentence for v in verdicts(text)) == verdict
    assert verdicts(escape(text)) == verdicts(text)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for verdict in verdicts(text):
        assert verdict.sentence
