"""The optional cross-encoder: off by default, refused clearly, and a real one (random weights) reorders without losing a lid."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.flow import Assistant
from assistant.retrieve import Retriever
from ingest.embedders import EmbedderError
from ingest.embedders.cross import CrossEncoderReranker, load_reranker

QUESTION = "Mag ik een fles wijn van een aannemer houden?"


def test_none_by_default_and_a_clear_error_for_one_that_is_not_there(tmp_path: Path) -> None:
    assert load_reranker("") is None
    with pytest.raises(EmbedderError, match="reranker"):
        load_reranker(str(tmp_path / "niets"))


class Backwards:
    """Prefers what came last."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.arange(len(texts), dtype=np.float32) * 100


@pytest.mark.real_index
def test_it_reorders_the_first_twenty_and_loses_none(real_assistant: Assistant) -> None:
    plain = real_assistant.ask(QUESTION, ambt="wethouder").trace.retrieved
    other = Assistant(real_assistant.index, real_assistant.settings)
    other.retriever = Retriever(real_assistant.index, reranker=Backwards())
    reranked = other.ask(QUESTION, ambt="wethouder").trace.retrieved
    assert {h.provision.locator for h in reranked} == {h.provision.locator for h in plain}
    assert [h.provision.locator for h in reranked] != [h.provision.locator for h in plain]


def test_a_real_cross_encoder_gives_one_score_a_text(exported: Path, tmp_path: Path) -> None:
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokeniser = AutoTokenizer.from_pretrained(exported, local_files_only=True)
    config = BertConfig(
        vocab_size=len(tokeniser), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=1
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path, safe_serialization=True)
    tokeniser.save_pretrained(tmp_path)
    scores = CrossEncoderReranker(str(tmp_path)).scores(
        QUESTION, ["Een wethouder neemt geen geschenk aan.", "De raad vergadert."]
    )
    assert scores.shape == (2,)
    assert np.isfinite(scores).all()
