"""Rule voegwoord of the verifier: small words that turn a sentence of which all other words stand in the source."""

from __future__ import annotations

import pytest
from support_cases import GEMEENTEWET, sentence

from assistant.support.joints import joints

G28 = f"{GEMEENTEWET}#artikel=28/lid=1"


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("Een raadslid praat niet mee en stemt niet mee over een kwestie die hem direct of indirect persoonlijk raakt.", ""),
        ("Een raadslid mag niet meepraten en niet meestemmen over een kwestie die hem persoonlijk raakt.", ""),
        ("Een raadslid stemt niet mee over een kwestie die hem raakt.", ""),
        ("Een raadslid praat niet mee en stemt wel mee over een kwestie die hem persoonlijk raakt.", "wel"),
        ("Een raadslid praat niet mee en stemt mee over een kwestie die hem persoonlijk raakt.", "stemt"),
        ("Een raadslid praat mee en stemt niet mee over een kwestie die hem persoonlijk raakt.", "praat"),
        ("Een raadslid stemt hier niet mee.", "hier"),
        ("Dit raadslid stemt niet mee over een kwestie die hem persoonlijk raakt.", "dit"),
        ("Een raadslid stemt niet mee over deze kwestie.", "deze"),
        ("Een raadslid stemt niet mee over een kwestie die een ander persoonlijk raakt.", "ander"),
        ("Een raadslid stemt niet mee over een kwestie die hem direct en indirect persoonlijk raakt.", "direct en indirect"),
    ],
)
def test_a_small_word_that_turns_the_sentence_makes_it_fall(text: str, turns: str) -> None:
    reason = joints(sentence(text, G28))
    assert (turns in reason) if turns else reason == ""
