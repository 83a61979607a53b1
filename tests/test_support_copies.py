"""Rule kopie of the verifier: a near copy differs from its source in harmless words only."""

from __future__ import annotations

import pytest
from support_cases import GEMEENTEWET, corpus, sentence

from assistant.sentences import sentences
from assistant.support.copies import copies
from corpus import Locator

MELDT = f"{GEMEENTEWET}#artikel=41b/lid=2"
DEUREN = f"{GEMEENTEWET}#artikel=23/lid=2"


def first(place: str) -> str:
    return sentences(corpus().by_locator[Locator.parse(place)].norm)[0]


@pytest.mark.parametrize("place", [MELDT, f"{GEMEENTEWET}#artikel=28/lid=1", f"{GEMEENTEWET}#artikel=99/lid=2"])
def test_a_copy_passes_and_so_does_one_with_another_light_word(place: str) -> None:
    text = first(place)
    assert copies(sentence(text, place)) == ""
    assert copies(sentence(text.replace(" een ", " zo'n ", 1), place)) == ""


def test_a_light_word_before_a_number_is_not_light() -> None:
    """ "Een vijfde van de leden" is no "zo'n vijfde"."""
    assert "telt anders" in copies(sentence(first(DEUREN).replace(" een ", " zo'n ", 1), DEUREN))


@pytest.mark.parametrize("place", [MELDT, DEUREN, f"{GEMEENTEWET}#artikel=28/lid=1"])
@pytest.mark.parametrize("word", ["niet", "nooit", "kan", "tenzij", "alleen", "mits"])
def test_a_word_that_makes_the_rule_may_not_come_in(place: str, word: str) -> None:
    head, _, tail = first(place).partition(" ")
    assert copies(sentence(f"{head} {tail.replace(' ', f' {word} ', 1)}", place))


@pytest.mark.parametrize(
    ("old", "new"), [(" niet mee", " mee"), ("praat niet", "kan niet praten"), (" raakt of", " raakt, tenzij dat mag, of")]
)
def test_nor_go_or_become_another(old: str, new: str) -> None:
    place = f"{GEMEENTEWET}#artikel=28/lid=1"
    text = first(place)
    assert old in text
    assert copies(sentence(text.replace(old, new, 1), place))


@pytest.mark.parametrize(
    "text",
    [
        "Een kwestie die hem direct of indirect persoonlijk raakt.",
        "Een raadslid praat niet mee en stemt niet mee over een kwestie die hem direct of indirect persoonlijk raakt.",
        "Stemt niet mee over een kwestie.",
    ],
)
def test_a_stretch_cut_out_of_a_sentence_falls(text: str) -> None:
    assert "een stuk" in copies(sentence(text, f"{GEMEENTEWET}#artikel=28/lid=1"))


def test_a_piece_of_another_rule_may_not_be_put_in() -> None:
    place = f"{GEMEENTEWET}#artikel=28/lid=1"
    text = first(place).replace(" over een kwestie", " over benoemingen, verkiezingen, begroting, verordening en een kwestie")
    assert "waar die „niets” zegt" in copies(sentence(text, place))


def test_another_sentence_altogether_is_left_to_the_other_rules() -> None:
    assert copies(sentence("De burgemeester benoemt niemand.", f"{GEMEENTEWET}#artikel=28/lid=1")) == ""
