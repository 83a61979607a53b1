"""Words, clauses and numbers as the verifier reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.support.clauses import read
from assistant.support.quantities import quantities
from assistant.support.words import canonical, keys, opposite, said_in, words_of


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("meldt", "gemeld", True),
        ("benoemt", "benoeming", True),
        ("aangenomen", "aannemen", True),
        ("geeft", "geven", True),
        ("gekozen", "kiest", True),
        ("nevenfuncties", "nevenfunctie", True),
        ("overtreedt", "schending", True),
        ("publiceert", "openbaar", True),
        ("uitsluiten", "besluit", False),
        ("raadslid", "wethouder", False),
        ("toestemming", "melden", False),
    ],
)
def test_words_that_say_the_same(one: str, other: str, same: bool) -> None:
    assert bool(keys(one) & keys(other)) == same


@pytest.mark.parametrize(
    ("word", "evidence", "said"),
    [
        ("raadsvergadering", "de vergadering van de raad", True),
        ("integriteit", "de integriteitsnota", True),
        ("belastinggegevens", "justitiële gegevens", False),
        ("computer", "een vergoeding voor reis en verblijf", False),
    ],
)
def test_compounds_and_their_parts(word: str, evidence: str, said: bool) -> None:
    assert said_in(word, words_of(canonical(evidence))) == said


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [("openbare", "geheim", True), ("oudste", "jongste", True), ("vooraf", "achteraf", True), ("raad", "college", False)],
)
def test_opposites(one: str, other: str, holds: bool) -> None:
    assert opposite(one, other) == opposite(other, one) == holds


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Is de burgemeester er niet, dan neemt een wethouder het ambt waar.",
            [("voorwaarde", "is de burgemeester afwezig"), ("hoofd", "dan neemt een wethouder het ambt waar")],
        ),
        (
            "De raad beslist, tenzij de wet dat verbiedt.",
            [("hoofd", "de raad beslist"), ("uitzondering", "tenzij de wet dat verbiedt")],
        ),
        (
            "Een raadslid dat zich moet onthouden, levert geen briefje in.",
            [("bijzin", "een raadslid dat zich moet onthouden"), ("hoofd", "levert geen briefje in")],
        ),
        (
            "Het college mag informatie waarop het geheimhouding legde, doorgeven aan de raad.",
            [("bijzin", "waarop het geheimhouding legde"), ("hoofd", "het college mag informatie, doorgeven aan de raad")],
        ),
        ("Als raadslid meldt u dat aan de raad.", [("hoofd", "als raadslid meldt u dat aan de raad")]),
        (
            "De commissaris mag meepraten, maar niet voor de vergadering.",
            [("hoofd", "de commissaris mag meepraten"), ("uitzondering", "maar niet voor de vergadering")],
        ),
    ],
)
def test_a_text_in_clauses(text: str, clauses: list[tuple[str, str]]) -> None:
    assert [(clause.kind.value, clause.text) for clause in read(text)] == clauses


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert all(clause.words for clause in read(text))
    assert all(q.start < q.end for q in quantities(canonical(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("binnen dertig dagen", [("30", "dag", "hoog")]),
        ("binnen een maand", [("1", "maand", "hoog")]),
        ("minstens anderhalf jaar", [("18", "maand", "laag")]),
        ("twee weken", [("14", "dag", "")]),
        ("twee derde van de leden", [("2/3", "deel", "")]),
        ("meer dan de helft", [("1/2", "deel", "laag")]),
        ("boven € 1.000", [("1000", "euro", "laag")]),
        ("vanaf € 10.000 per jaar binnen drie dagen", [("10000", "euro", "laag"), ("3", "dag", "hoog")]),
        ("uiterlijk op 1 april", [("1 april", "datum", "hoog")]),
        ("17 juni 2025", [("17 juni 2025", "datum", "")]),
        ("wetsvoorstel 36 549", [("36549", "", "")]),
        ("een wethouder", []),
        ("de tweede kamer", []),
        ("70%", [("70", "procent", "")]),
    ],
)
def test_numbers_with_what_they_count(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(q.value, q.unit, q.bound) for q in quantities(canonical(text))] == found
