"""The whole verifier: sentences of the source always pass, what a rule does not see is seen by the score, and the measured shares."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pytest
from support_cases import DAY, GEMEENTEWET, corpus, names, sentence

from assistant.answer import EvidenceItem, Language
from assistant.sentences import sentences
from assistant.support import RULES, Sentence, check, load_support
from assistant.support.check import first_reason
from assistant.support.score import FEATURES, features
from eval.support import outcomes, shares
from eval.support_files import Fout, Pair, read_pairs
from eval.train_support import best_threshold
from ingest.embedders import Embedder, EmbedderError
from ingest.embedders.entail import CrossEncoderEntailment, load_entailment

G28 = f"{GEMEENTEWET}#artikel=28/lid=1"
GOOD = "De plicht omvat ook de beraadslaging, sinds 2023."


def _of_the_source() -> list[Sentence]:
    found = []
    for provision in corpus().provisions:
        item = EvidenceItem("B1", provision, corpus().source_of(provision))
        for text in (*sentences(provision.norm), *sentences(provision.consequence)):
            if len(text.split()) > 2:
                found.append(Sentence(text, ((item, text),), None, None, Language.NL, DAY, names()))
    return found


def test_every_sentence_of_the_source_passes() -> None:
    fallen = [(said.text, why) for said in _of_the_source() if (why := first_reason(said)) and "geldt niet op" not in why]
    assert fallen == []


def test_nearly_every_norm_passes_every_rule_as_other_words_would() -> None:
    """So that a rule does not stumble over the law's own turns of phrase."""
    said = random.Random(1).sample([s for s in _of_the_source() if len(s.text.split()) > 4], 300)
    fallen = [s.text for s in said if any(rule(s) for rule in RULES.values())]
    assert len(fallen) <= 0.03 * len(said), fallen


def test_a_sentence_that_is_not_dutch_falls() -> None:
    said = sentence("A councillor does not vote.", G28, language=Language.EN)
    assert check([said]) == ["alleen een Nederlandse zin kan worden nagekeken"]


def test_a_word_too_many_is_seen_by_the_score(embedder: Embedder) -> None:
    good = sentence(GOOD, G28)
    added = sentence(GOOD.replace("beraadslaging,", "beraadslaging en de begroting,"), G28)
    for which in (None, embedder):
        assert check([good, added], which) == ["", "de bron zegt niet genoeg van wat de zin zegt"]
    assert features(added)["uncovered"] > features(good)["uncovered"] == 0


class Doubts:
    """A cross-encoder that believes nothing."""

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [0.0 for _ in pairs]


def test_a_cross_encoder_can_only_lower_the_score() -> None:
    said = sentence(GOOD, G28)
    assert check([said], None, Doubts()) != [""]
    assert load_support().scores([said], None, Doubts()) == [0.0]


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


def test_the_model_that_ships_is_of_this_embedder(embedder: Embedder) -> None:
    data = json.loads((resources.files("assistant.support") / "support.json").read_text(encoding="utf-8"))
    assert data["embedder"] == embedder.revision
    assert set(data["weights"]) == {"constant", *FEATURES}
    assert 0.0 < data["threshold"] < 1.0


@pytest.mark.parametrize(("flips", "lowest", "highest"), [(1, 0.6, 0.9), (49, 0.6, 0.9), (50, 0.0, 0.5), (1000, 0.0, 0.5)])
def test_the_threshold_lets_through_two_flips_in_a_hundred_at_most(flips: int, lowest: float, highest: float) -> None:
    """Of three sentences that pass the rules the middle one is a flip."""
    import numpy as np

    assert lowest < best_threshold(np.array([0.9, 0.6, 0.5]), np.array([True, False, True]), flips) < highest


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return read_pairs(corpus(), names())


def test_the_pairs_are_many_of_every_kind_and_share_no_passage(pairs: list[Pair]) -> None:
    assert len(pairs) >= 450
    held = [pair for pair in pairs if pair.held_back]
    assert {pair.fout for pair in held} == {pair.fout for pair in pairs} == {*Fout, None}
    places = [{i.locator for pair in part for i in pair.sentence.items} for part in (held, [p for p in pairs if not p.held_back])]
    assert not places[0] & places[1]


def test_the_measured_shares(pairs: list[Pair], embedder: Embedder) -> None:
    """What ``python -m eval.support`` measured; a change that makes it worse fails. Of the bars 0.02 is met on what was fitted, 0.08 is not."""
    found = outcomes(pairs, embedder)
    for held_back, most in ((False, (0.02, 0.52)), (True, (0.04, 0.70))):
        part = shares([o for o in found if o.pair.held_back == held_back])
        assert (part.false_accept <= most[0], part.false_reject <= most[1]) == (True, True), part
