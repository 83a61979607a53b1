"""The fitted models fit the program: every feature has a weight, and another embedder does not get weights of this one."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

import assistant.ranker
from assistant.answer import Mode
from assistant.confidence import FEATURES, SOFT, Confidence, load_confidence, word_pairs
from assistant.features import NAMES, PREFERENCE
from assistant.flow import Assistant
from assistant.kinds import CUES, load_kinds
from assistant.ranker import Ranker, RankerError, load_ranker
from eval.logistic import fit_logistic
from ingest.embedders import Embedder


def test_every_feature_has_a_weight_and_nothing_else() -> None:
    ranker = load_ranker()
    assert len(ranker.weights) == len(NAMES) == len(set(NAMES))
    assert set(PREFERENCE) < set(NAMES)


def test_the_scores_without_preference_do_not_see_who_asks() -> None:
    matrix = np.zeros((len(NAMES), 3), np.float32)
    matrix[NAMES.index("own"), 1] = 1
    matrix[NAMES.index("dense_question"), 2] = 1
    weights = tuple(1.0 for _ in NAMES)
    scores, plain = Ranker(weights).scores(matrix)
    assert (scores.tolist(), plain.tolist()) == ([0.0, 1.0, 1.0], [0.0, 0.0, 1.0])


def test_weights_of_other_features_stop_loudly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = json.loads((resources.files("assistant") / "ranker.json").read_text(encoding="utf-8"))
    data["weights"]["voorgevoel"] = 1.0
    (tmp_path / "ranker.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(assistant.ranker.resources, "files", lambda _: tmp_path)
    with pytest.raises(RankerError, match="voorgevoel"):
        load_ranker()


def test_another_embedder_gets_only_the_cues(embedder: Embedder) -> None:
    own, other = load_kinds(embedder.revision), load_kinds("0123456789ab")
    assert {len(w) for w in own.weights.values()} == {CUES + embedder.dimension}
    assert {len(w) for w in other.weights.values()} == {CUES}
    assert len(load_confidence(embedder.revision).intent) == len(SOFT) + 2 + embedder.dimension
    assert len(load_confidence("0123456789ab").intent) == len(SOFT) + 2


def test_logistic_regression_separates_what_can_be_separated() -> None:
    x = np.array([[1.0, v] for v in (-3, -2, -1, 1, 2, 3)])
    y = np.array([0.0, 0, 0, 1, 1, 1])
    scores = x @ fit_logistic(x, y, 0.01)
    assert (scores > 0).tolist() == [False] * 3 + [True] * 3


def test_words_count_names_and_numbers_as_any() -> None:
    assert "naam 0" not in word_pairs("Hoe heet wethouder Jansen uit 1999?")
    assert {"hoe heet", "wethouder naam", "uit 0", "?"} <= set(word_pairs("Hoe heet wethouder Jansen uit 1999?"))
    model = Confidence((), {"hoe heet": -2.0}, (0.0,) * (len(FEATURES) + 1), 0.5)
    assert model.rule_words("hoe heet hij") < model.rule_words("wat moet hij") == 0.0


@pytest.mark.real_index
@pytest.mark.parametrize(
    ("question", "mode"),
    [
        ("Wie benoemt de griffier?", Mode.VRAAG),
        ("Hoe lang duurt het ambt van burgemeester?", Mode.VRAAG),
        ("Mijn beste vriend doet een gooi naar de opdracht voor de sporthal. Ik zit in de commissie, en iedereen zegt dat het wel kan. Het voelt niet goed.", Mode.DILEMMA),
        ("Gelden de regels over cadeaus voor een wethouder net zo als voor een rijksambtenaar?", Mode.VERGELIJKING),
        ("nevenfuncties melden gemeente provincie waterschap", Mode.VERGELIJKING),
    ],
)  # fmt: skip
def test_the_kind_of_question(real_assistant: Assistant, question: str, mode: Mode) -> None:
    assert real_assistant.ask(question, date="2026-11-24").mode is mode


@pytest.mark.real_index
@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("Hoeveel raadsleden in Assen hebben vorig jaar hun bijbanen niet gemeld?", False),
        ("Wat is het telefoonnummer van de vertrouwenspersoon in Goes?", False),
        ("Hoe hoog is de boete die de rechter vorige maand gaf aan die wethouder?", False),
        ("Wat staat er in artikel 47, zesde lid, van de Provinciewet?", False),
        ("Wordt het wetsvoorstel nog voor de zomer aangenomen, denk je?", False),
        ("Ik ben raadslid in Assen. Mag ik stemmen over de subsidie voor mijn eigen sportclub?", True),
        ("Hoe oud mag een VOG van een wethouder hoogstens zijn?", True),
        ("Hoeveel weken mag de burgemeester wegblijven zonder toestemming?", True),
    ],
)
def test_near_misses_are_refused_and_look_alikes_are_not(real_assistant: Assistant, question: str, answers: bool) -> None:
    assert (real_assistant.ask(question, date="2026-11-24").outcome.value != "niet") is answers
