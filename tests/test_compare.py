"""Comparisons: which sides a question names, and for each side the rule of the same matter."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from assistant.answer import Mode, Question
from assistant.compare import MATTER, Comparer, matter_features, sides_of
from assistant.flow import Assistant
from corpus import Ambt, Bestuurslaag, SourceId
from corpus.functions import Functie, Side
from corpus.vocabulary import load_vocabulary

G, P, W, R = Bestuurslaag.GEMEENTE, Bestuurslaag.PROVINCIE, Bestuurslaag.WATERSCHAP, Bestuurslaag.RIJK
VV, DB, VZ = Functie.VOLKSVERTEGENWOORDIGER, Functie.BESTUURDER, Functie.VOORZITTER
GEMW, PROVW, WSW = "BWBR0005416#artikel=", "BWBR0005645#artikel=", "BWBR0005108#artikel="


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Is het voor de burgemeester anders dan voor een wethouder van dezelfde gemeente?", [Side(G, VZ), Side(G, DB)]),
        ("nevenfunctie dijkgraaf strenger dan heemraad", [Side(W, VZ), Side(W, DB)]),
        ("gemeente provincie waterschap", [Side(G), Side(P), Side(W)]),
        ("oud-minister en ex-wethouder", [Side(R, Functie.BEWINDSPERSOON), Side(G, DB)]),
        ("in de gemeenteraad en in het algemeen bestuur van het waterschap", [Side(G), Side(W, VV)]),
        ("de raad en het algemeen bestuur van de omgevingsdienst", [Side(G), Side(source=SourceId("BWBR0003740"))]),
        ("de raad van toezicht en de Raad van State", []),
        ("Kamerlid tegenover raadslid", [Side(R, Functie.KAMERLID), Side(G, VV)]),
        ("burgemeester en wethouders", [Side(G, DB)]),
    ],
)
def test_the_sides_that_a_text_names(text: str, sides: list[Side]) -> None:
    assert load_vocabulary().sides_in(text) == sides


def test_the_text_without_its_sides() -> None:
    masked = load_vocabulary().without_sides("Mag een wethouder net als een raadslid bij de gemeente een cadeau aannemen?")
    assert masked == "mag een net als een bij de een cadeau aannemen"


@pytest.mark.real_index
@pytest.mark.parametrize(
    ("question", "ambt", "places"),
    [
        ("Wie maakt de gedragscode bij gemeente, provincie en waterschap?", None, {f"{GEMW}15/lid=3", f"{PROVW}15/lid=3", f"{WSW}33/lid=3"}),
        ("Hoeveel leden kunnen de deuren laten sluiten: raad, Staten, waterschap?", None, {f"{GEMW}23/lid=2", f"{PROVW}23/lid=2", f"{WSW}35/lid=2"}),
        ("Heeft een gedeputeerde net als een wethouder een VOG nodig?", None, {f"{GEMW}36a/lid=2", f"{PROVW}35b/lid=2"}),
        ("Is de zorg voor integriteit voor burgemeester, commissaris van de Koning en dijkgraaf hetzelfde geregeld?", None, {f"{GEMW}170/lid=2", f"{PROVW}175/lid=2", f"{WSW}94/lid=2"}),
        ("Mag ik als raadslid niet meestemmen bij eigen belang, en een Kamerlid wel?", Ambt.RAADSLID, {f"{GEMW}28/lid=1", "BWBR0001840#artikel=67/lid=3"}),
    ],
)  # fmt: skip
def test_each_side_gets_its_rule(real_assistant: Assistant, question: str, ambt: Ambt | None, places: set[str]) -> None:
    result = real_assistant.ask(question, ambt=ambt, date="2026-11-24")
    assert result.mode is Mode.VERGELIJKING
    cited = {str(c.locator.undated()) for claim in result.claims for c in claim.citations}
    assert places <= cited, cited
    assert all("parallel" in h.found_by for h in result.trace.retrieved[: len(places)])


@pytest.mark.real_index
def test_two_offices_of_one_person_are_no_comparison(real_assistant: Assistant) -> None:
    """Who asks whether two posts go together asks for one rule."""
    for question in (
        "Kan ik als raadslid ook in het algemeen bestuur van het waterschap zitten?",
        "Moet ik kiezen tussen de Staten en het wethouderschap?",
    ):
        assert real_assistant.ask(question).mode is not Mode.VERGELIJKING


@pytest.mark.real_index
def test_every_matter_has_its_features_and_no_table_without_two_sides(real_assistant: Assistant) -> None:
    retriever = real_assistant.retriever
    size = len(retriever.provisions)
    scores = np.linspace(0, 1, size, dtype=np.float32)
    comparer = Comparer(retriever.twins, retriever.ranker.matter)
    sides = (Side(G, VV), Side(P, VV))
    values = matter_features(scores, scores, comparer.masks(sides, scores), retriever.twins)
    assert values.shape == (len(retriever.twins.concordance.zaken), len(MATTER))
    assert np.isfinite(values).all()
    alone = real_assistant.understood(Question("Mag ik een cadeau aannemen?", Ambt.RAADSLID, dt.date(2026, 11, 24)))
    assert len(sides_of(alone)) == 1
    assert comparer.tables(alone, scores, scores) == []
    assert comparer.side_by_side([], scores, []) == []
