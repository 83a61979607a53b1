"""Sentences and their spans: an abbreviation, a number or a quotation does not end one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.sentences import sentences, spans

WHOLE = [
    "Zie art. 28 van de Gemeentewet.",
    "Dit staat in Kamerstukken II 28 844, nr. 254 en verder.",
    "Dat geldt voor geschenken, bijv. Een fles wijn of een diner.",
    "Ook o.a. De griffier en de secretaris vallen hieronder.",
    "Het verbod geldt d.w.z. Alleen voor raadsleden.",
    "De waarde is 2.5 keer zo hoog als 1.0.",
    "Het gaat om € 1.234,50 per jaar.",
    "Vgl. Art. 15 jo. 41c Gemw.",
    "Dit volgt uit Stb. 1992, 315.",
    "Dhr. Jansen en mw. De Vries stemden niet mee.",
    "Burgemeester J. P. Jansen (i.v.m. Ziekte) was er niet.",
    "Dat is m.n. De taak van de raad.",
    "Volgens artikel 2:4 Awb mag dat niet",
    "Hij zei: ‘Mag dat?’ en ging verder.",
    "Geef uiterlijk 1 oktober a.s. Een opgave.",
]

SPLIT: list[tuple[str, list[str]]] = [
    ("Een. Twee.", ["Een.", "Twee."]),
    ("Mag dat? Ja! Zeker.", ["Mag dat?", "Ja!", "Zeker."]),
    ("Dat staat in art. 28. De raad beslist.", ["Dat staat in art. 28.", "De raad beslist."]),
    ("Hij zei: ‘Dat mag niet.’ Zij zweeg.", ["Hij zei: ‘Dat mag niet.’", "Zij zweeg."]),
    ("Dit is zo (zie nr. 3). Daarna volgt 4.", ["Dit is zo (zie nr. 3).", "Daarna volgt 4."]),
    ("Eerste zin. ‘Tweede zin.’ Derde zin", ["Eerste zin.", "‘Tweede zin.’", "Derde zin"]),
    ("Regel een.\nRegel twee.", ["Regel een.", "Regel twee."]),
    ("Begin per 1 januari 2026. Eind 2027.", ["Begin per 1 januari 2026.", "Eind 2027."]),
    ("Er zijn drie leden. 2 daarvan gelden.", ["Er zijn drie leden.", "2 daarvan gelden."]),
    ("Één ding. Één ander.", ["Één ding.", "Één ander."]),
    ("", []),
    ("   ", []),
    ("Zonder punt", ["Zonder punt"]),
]


@pytest.mark.parametrize("text", WHOLE)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_split(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.one_of(st.text(max_size=200), st.text(alphabet='aAZé.?!’"( )1\n\t', max_size=80)))
def test_spans_hold_every_character_but_space_in_order(text: str) -> None:
    found = spans(text)
    at = 0
    for start, end in found:
        assert start >= at
        assert not text[at:start].strip()
        assert text[start:end].strip() == text[start:end] != ""
        at = end
    assert not text[at:].strip()
