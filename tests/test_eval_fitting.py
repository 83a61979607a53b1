"""The scripts that fit and measure outside the reference questions: gradients are right, other law is read safely."""

from __future__ import annotations

import io
import random
import tarfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from assistant.features import NAMES
from eval.confidence import _with_places, fit_words
from eval.outside_law import articles, questions
from eval.train_ranker import Case, loss_and_gradient


def _case(rng: np.random.Generator, groups: tuple[tuple[int, ...], ...]) -> Case:
    matrix = rng.normal(size=(len(NAMES), 12)).astype(np.float32)
    return cast(Case, SimpleNamespace(matrix=matrix, groups=groups))


def test_the_gradient_is_that_of_the_loss() -> None:
    rng = np.random.default_rng(1)
    cases = [_case(rng, ((0, 3), (5,))), _case(rng, ((2,),)), _case(rng, ((1, 2), (2, 7)))]
    w = rng.normal(size=len(NAMES)) / 5
    _, gradient = loss_and_gradient(w, cases, 0.01)
    step = 1e-5
    for k in range(len(NAMES)):
        at = np.eye(len(NAMES))[k] * step
        slope = (loss_and_gradient(w + at, cases, 0.01)[0] - loss_and_gradient(w - at, cases, 0.01)[0]) / (2 * step)
        assert slope == pytest.approx(gradient[k], abs=1e-5)


def test_another_expected_group_is_no_rival() -> None:
    """Raising the score of the second group may not cost the first."""
    rng = np.random.default_rng(2)
    case = _case(rng, ((0,), (1,)))
    case.matrix[:] = 0
    before = loss_and_gradient(np.ones(len(NAMES)), [case], 0.0)[0]
    case.matrix[0, :2] = 3
    assert loss_and_gradient(np.ones(len(NAMES)), [case], 0.0)[0] < before / 2


def test_words_that_ask_for_no_rule_get_a_lower_weight() -> None:
    texts = ["hoe heet de wethouder", "hoe heet de griffier", "mag de wethouder dat", "mag de griffier dat"] * 3
    weights = fit_words(texts, np.array([0.0, 0.0, 1.0, 1.0] * 3))
    assert weights["hoe heet"] < 0 < weights["mag de"]


def test_a_place_is_added_to_every_fourth_question() -> None:
    made = _with_places(["Mag dat?"] * 8)
    assert [m == "Mag dat?" for m in made] == [False, True, True, True] * 2
    assert all("Mag dat?" in m for m in made)


def _law(body: str, before: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<wet>{body}</wet>'.encode()


def _article(number: str, text: str, **more: Any) -> str:
    extra = "".join(f' {k}="{v}"' for k, v in more.items())
    return f"<artikel{extra}><kop><nr>{number}</nr></kop><al>{text}</al></artikel>"


def test_other_law_gives_articles_in_force_and_sentences_without_their_number(tmp_path: Path) -> None:
    filler = "De minister stelt regels over de wijze waarop deze taak door het bestuur wordt uitgevoerd in de praktijk."
    cites = "Het bestuur past de regels toe die de minister volgens artikel 2 heeft vastgesteld voor dit onderwerp."
    body = _article("1", f"{filler} {cites}") + _article("2", filler) + _article("3", filler, status="vervallen")
    archive = tmp_path / "wetten.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, data in (
            ("BWBR0000001_2024-01-01_0.xml", _law(body)),
            ("BWBR0000002_2024-01-01_0.xml", _law(body, "<!DOCTYPE wet>")),
            ("leesmij.txt", b"geen wet"),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    found = list(articles(archive))
    assert [(a.law, a.number) for a in found] == [("BWBR0000001", "1"), ("BWBR0000001", "2")]
    asked = questions(found, 5, random.Random(1))
    assert [target for _, target in asked] == [1]
    assert "artikel 2" not in asked[0][0]
    assert "dat artikel" in asked[0][0]
