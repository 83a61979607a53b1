"""The whole verifier: sentences of the source always pass, what a rule does not see is seen by the score, and the measured shares."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from support_cases import DAY, GEMEENTEWET, corpus, names, sentence

from assistant.answer import EvidenceItem, Language
from assistant.sentences import sentences
from assistant.support import RULES, Sentence, check, load_support
from assistant.support.check import Fall, first_fall
from assistant.support.score import ENTAILS, FEATURES, bounded, features, logit
from eval.support import outcomes, shares
from eval.support_files import Fout, Pair, read_invented, read_lessons, read_pairs
from eval.train_support import Wrong, best_threshold
from ingest.embedders import EmbedderError
from ingest.embedders.entail import BundledEntailment, CrossEncoderEntailment, fingerprint, load_entailment

G28 = f"{GEMEENTEWET}#artikel=28/lid=1"
GOOD = "Over een kwestie die een raadslid persoonlijk raakt, stemt hij niet mee."


def _of_the_source() -> list[Sentence]:
    found = []
    for provision in corpus().provisions:
        item = EvidenceItem("B1", provision, corpus().source_of(provision))
        for text in (*sentences(provision.norm), *sentences(provision.consequence)):
            if len(text.split()) > 2:
                found.append(Sentence(text, ((item, text),), None, Language.NL, DAY, names()))
    return found


def test_every_sentence_of_the_source_passes() -> None:
    fallen = [(said.text, fall) for said in _of_the_source() if (fall := first_fall(said)) and fall.rule != "geldigheid"]
    assert fallen == []


def test_nearly_every_norm_passes_every_rule_as_other_words_would() -> None:
    """So that a rule does not stumble over the law's own turns of phrase."""
    said = random.Random(1).sample([s for s in _of_the_source() if len(s.text.split()) > 4], 300)
    fallen = [s.text for s in said if any(rule(s) for rule in RULES.values())]
    assert len(fallen) <= 0.03 * len(said), fallen


def test_a_sentence_that_is_not_dutch_falls() -> None:
    said = sentence("A councillor does not vote.", G28, language=Language.EN)
    assert check([said], NeverAsked()) == [Fall("taal", "alleen een Nederlandse zin kan worden nagekeken")]


def test_a_word_too_many_is_seen_by_the_score(judge: BundledEntailment) -> None:
    good = sentence(GOOD, G28)
    added = sentence(GOOD.replace("kwestie", "begroting of een kwestie"), G28)
    assert check([good], judge) == [None] != check([added], judge)
    assert features(added, 0.0)["uncovered"] > features(good, 0.0)["uncovered"] == 0


class Doubts:
    """A cross-encoder that believes nothing."""

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [0.0 for _ in pairs]


class NeverAsked:
    """A judge that must not be needed."""

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        assert not pairs
        return []


def test_a_cross_encoder_can_only_lower_the_score(judge: BundledEntailment) -> None:
    said = sentence(GOOD, G28)
    assert check([said], judge, Doubts()) != [None]
    assert load_support().scores([said], judge, Doubts()) == [0.0]


def test_a_sentence_that_a_rule_stops_or_that_is_of_the_source_is_not_judged() -> None:
    of_the_source = sentence("Sinds 2023 omvat de plicht ook de beraadslaging.", G28)
    stopped = sentence("Een raadslid mag 12 keer meestemmen.", G28)
    assert [fall is None for fall in check([of_the_source, stopped], NeverAsked())] == [True, False]


def test_none_by_default_and_a_clear_error_for_one_that_is_not_there(tmp_path: Path) -> None:
    assert load_entailment("") is None
    with pytest.raises(EmbedderError, match="entailment"):
        load_entailment(str(tmp_path / "niets"))


def test_a_real_cross_encoder_gives_a_chance_a_pair(exported: Path, tmp_path: Path) -> None:
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokeniser = AutoTokenizer.from_pretrained(exported, local_files_only=True)
    small = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    for labels, known in (({0: "entailment", 1: "neutral", 2: "contradiction"}, True), ({0: "LABEL_0", 1: "LABEL_1"}, False)):
        folder = tmp_path / str(known)
        config = BertConfig(vocab_size=len(tokeniser), id2label=labels, label2id={v: k for k, v in labels.items()}, **small)
        BertForSequenceClassification(config).save_pretrained(folder, safe_serialization=True)
        tokeniser.save_pretrained(folder)
        if known:
            (chance,) = CrossEncoderEntailment(str(folder)).entails([("De raad beslist.", GOOD)])
            assert 0.0 < chance < 1.0
        else:
            with pytest.raises(EmbedderError, match="no output"):
                CrossEncoderEntailment(str(folder))


def test_the_model_that_ships_is_of_these_features() -> None:
    data = json.loads((resources.files("assistant.support") / "support.json").read_text(encoding="utf-8"))
    assert set(data["weights"]) == {"constant", *FEATURES}
    assert 0.0 < data["threshold"] < 1.0
    assert data["judge"] == fingerprint()


def test_no_rule_that_is_broken_counts_for_a_sentence() -> None:
    weights = dict(zip(("constant", *FEATURES), load_support().weights, strict=True))
    assert all(weight <= 0 for name, weight in weights.items() if name not in ("constant", ENTAILS)) and weights[ENTAILS] > 0


@pytest.mark.parametrize("chance", [0.0, 0.001, 0.5, 0.999, 1.0])
def test_a_judgement_is_bounded(chance: float) -> None:
    assert logit(chance) == bounded(logit(chance)) == -logit(1 - chance)
    assert abs(logit(chance)) <= 4.6


@pytest.mark.parametrize(("flips", "lowest", "highest"), [(1, 0.6, 0.9), (66, 0.6, 0.9), (67, 0.0, 0.5), (1000, 0.0, 0.5)])
def test_the_threshold_lets_through_three_flips_in_two_hundred_at_most(flips: int, lowest: float, highest: float) -> None:
    """Of three sentences that pass the rules the middle one is a flip."""
    kinds = [Wrong.NIETS, Wrong.OMGEZET, Wrong.NIETS]
    assert lowest < best_threshold(np.array([0.9, 0.6, 0.5]), kinds, {Wrong.OMGEZET: flips}) < highest


def test_a_misplaced_sentence_raises_the_threshold() -> None:
    kinds = [Wrong.NIETS, Wrong.VERPLAATST, Wrong.NIETS]
    often = {Wrong.OMGEZET: 100, Wrong.VERPLAATST: 99}
    assert 0.6 < best_threshold(np.array([0.9, 0.6, 0.5]), kinds, often) < 0.9


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return read_pairs(corpus(), names())


def test_the_pairs_are_many_of_every_kind_and_share_no_passage(pairs: list[Pair]) -> None:
    """Nor does what the judge of entailment learns from share one with what is held back."""
    held = [pair for pair in pairs if pair.held_back]
    assert len(pairs) >= 1_700 and len(held) >= len(pairs) / 3
    lessons = read_lessons(corpus(), names())
    assert not {i.locator for p in held for i in p.sentence.items} & {i.locator for p in lessons for i in p.sentence.items}
    assert len(lessons) >= 10_000 and len(read_invented()) >= 4_000
    assert {pair.fout for pair in held} == {pair.fout for pair in pairs} == {*Fout, None}
    places = [{i.locator for pair in part for i in pair.sentence.items} for part in (held, [p for p in pairs if not p.held_back])]
    assert not places[0] & places[1]


def test_the_measured_shares(pairs: list[Pair], judge: BundledEntailment) -> None:
    """What ``python -m eval.support`` measured; a change that makes it worse fails. Of the bars 0.02 is met, 0.08 is not."""
    found = outcomes(pairs, judge)
    for held_back, most in ((False, (0.02, 0.58)), (True, (0.02, 0.78))):
        part = shares([o for o in found if o.pair.held_back == held_back])
        assert (part.false_accept <= most[0], part.false_reject <= most[1]) == (True, True), part
