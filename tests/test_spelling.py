"""Slips of the pen are mended; correct words, names and short words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.flow import Assistant
from assistant.spelling import Speller
from corpus.vocabulary import load_vocabulary
from ingest.analyser import Analyser, lexicon_of, words

_TEXTS = [
    "Een raadslid meldt zijn nevenfunctie aan de griffier en de vergadering.",
    "De briefjes van de toestemming zijn openbaar.",
] * 2


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(Analyser(lexicon_of(map(words, _TEXTS))), load_vocabulary().all_names())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("wie kiest de grifier", "wie kiest de griffier"),
        ("de comissaris van de koning", "de commissaris van de koning"),
        ("mijn nevenfuctie opgeven", "mijn nevenfunctie opgeven"),
        ("heb ik toestemmming nodig", "heb ik toestemming nodig"),
        ("een briefjse inleveren?", "een briefjes inleveren?"),
        ("de vergaderring van gisteren", "de vergadering van gisteren"),
        ("Wethoudder in Zwolle", "Wethouder in Zwolle"),
    ],
)
def test_a_slip_is_mended(speller: Speller, written: str, meant: str) -> None:
    assert speller.correct(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "de gemeente wil mij uitkopen",
        "mag ik meedingen naar de opdracht",
        "namens andermans bedrijf",
        "ik woon in Raadsleden of in Weert",
        "wethouder Griffjer belde mevrouw Vergaderink",
        "GRIFIER",
        "de lening van mijn pachter",
        "is dit openbaar",
        "the grant for the opinion committee",
        "",
    ],
)
def test_what_is_right_or_a_name_stays(speller: Speller, text: str) -> None:
    assert speller.correct(text) == text


@given(st.text(max_size=60))
def test_nothing_but_words_changes(text: str) -> None:
    speller = Speller(Analyser(lexicon_of(map(words, _TEXTS))), ["griffier"])
    before, after = text, speller.correct(text)
    assert [c for c in after if not c.isalpha()] == [c for c in before if not c.isalpha()]


@pytest.mark.real_index
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("moet ik mijn nevenfuctie als raadslid opgeven", "moet ik mijn nevenfunctie als raadslid opgeven"),
        ("wie benoemt de grifier van de gemeente", "wie benoemt de griffier van de gemeente"),
    ],
)
def test_a_slip_finds_the_same_lid_and_is_shown_as_written(real_assistant: Assistant, wrong: str, right: str) -> None:
    one, other = real_assistant.ask(wrong), real_assistant.ask(right)
    assert [h.provision.locator for h in one.trace.retrieved] == [h.provision.locator for h in other.trace.retrieved]
    assert one.question.text == wrong
