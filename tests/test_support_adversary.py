"""False sentences that a reader bent on it got past the verifier once, one of each way. Each is one small step from its source."""

from __future__ import annotations

import pytest
from support_cases import sentence

from assistant.support import check
from ingest.embedders.entail import BundledEntailment

ROWS = [
    # A stretch of a sentence with another article in front: the limit is gone.
    ("BWBR0005645#artikel=66/lid=1", "Een commissaris van de Koning vervult geen nevenfuncties."),
    ("BWBR0005108#artikel=48/lid=1", "Een voorzitter van het waterschap heeft geen nevenfuncties."),
    ("BWBR0005416#artikel=29/lid=2", "Een opkomsteis voor stemmingen in de raad vervalt."),
    ("BWBR0005108#artikel=51ac/lid=7", "Een algemeen bestuur mag een rekenkamerlid ontslaan."),
    # Words that mean about the same, and not the same.
    ("BWBR0005108#artikel=156/lid=1", "vernietigen>vernielen"),
    ("BWBR0005645#artikel=56/lid=1", "helft>meerderheid"),
    ("BWBR0005416#artikel=61a/lid=2", "herbenoeming>benoeming"),
    ("BWBR0005537#artikel=10:3/lid=3", "bezwaar>klacht"),
    ("BWBR0005108#artikel=51a/lid=2", "oudste>oude"),
    # A number, or what it counts, that goes.
    ("BWBR0037852#artikel=8/lid=1", "een jaar>het jaar"),
    ("BWBR0005645#artikel=62/lid=3", "een maand>de maand"),
    # Empty words around it, so that it looks less like its source.
    (
        "BWBR0005645#artikel=32/lid=3",
        "Van wat er in artikel 32, derde lid, Provinciewet staat, is het voor wie er wat over wil weten zo: zonder stemming>met stemming",
    ),
    # Who does what, turned round.
    ("BWBR0005416#artikel=69/lid=2", "De burgemeester is het die een gedragscode vaststelt voor de raad."),
    ("BWBR0005108#artikel=51c/lid=2", "De plaatsvervangend ombudsman benoemt het algemeen bestuur."),
    # Signs that are no words.
    ("BWBR0005108#artikel=35/lid=1", "De vergadering van het algemeen bestuur van een waterschap is ոᎥеτ openbaar."),
    ("BWBR0005645#artikel=54/lid=1", "≠ Gedeputeerde staten vergaderen besloten, tenzij zij anders bepalen."),
    ("BWBR0005645#artikel=54/lid=1", "Gedeputeerde staten vergaderen besloten, t̶e̶n̶z̶i̶j̶ zij anders bepalen."),
    ("BWBR0005645#artikel=54/lid=1", "Неверно: Gedeputeerde staten vergaderen besloten, tenzij zij anders bepalen."),
    ("BWBR0005645#artikel=54/lid=1", "Gedeputeerde staten vergaderen besloten, tenzij zij anders bepalen. ❌"),
]


def _sentence(place: str, text: str) -> str:
    """The first sentence of the source with one word for another (``old>new``, after a head that ends in a colon), or the text itself."""
    if ">" not in text:
        return text
    head, _, change = text.rpartition(": ")
    old, new = change.split(">")
    norm = sentence("x", place).items[0].provision.norm
    whole = next(part for part in norm.split(". ") if old in part).rstrip(".") + "."
    changed = whole.replace(old, new, 1)
    return f"{head}: {changed[0].lower()}{changed[1:]}" if head else changed


@pytest.mark.parametrize(("place", "text"), ROWS)
def test_a_false_sentence_falls(judge: BundledEntailment, place: str, text: str) -> None:
    said = sentence(_sentence(place, text), place)
    assert check([said], judge) != [None], said.text


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("BWBR0005645#artikel=54/lid=1", "Gedeputeerde staten vergaderen besloten, tenzij zij anders bepalen."),
        ("BWBR0005416#artikel=28/lid=1", "direct>onmiddellijk"),
        ("BWBR0005416#artikel=44/lid=8", "wat er gebeurt als hij>wat er gebeurt wanneer hij"),
    ],
)
def test_a_copy_but_for_a_harmless_word_stands(judge: BundledEntailment, place: str, text: str) -> None:
    said = sentence(_sentence(place, text), place)
    assert check([said], judge) == [None], said.text
