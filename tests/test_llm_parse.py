"""Damaged forms that are mended, damaged claims that are not, and that nothing breaks the reader."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.parse import ClaimReader, Damaged, Found, NoAnswer, Source, Stated

ONE = '{"bronnen": [{"label": "B1", "citaat": "Een lid meldt een gift."}], "zin": "Een lid zegt het als hij iets krijgt."}'
TWO = '{"zin": "De raad beslist {samen}.", "bronnen": [{"label": "B2", "citaat": "de raad \\"besluit\\""}]}'
FIRST = Stated(bronnen=(Source(label="B1", citaat="Een lid meldt een gift."),), zin="Een lid zegt het als hij iets krijgt.")
SECOND = Stated(bronnen=(Source(label="B2", citaat='de raad "besluit"'),), zin="De raad beslist {samen}.")


def read(text: str, *, whole: bool = True, size: int = 3) -> list[Found]:
    reader = ClaimReader()
    found = [one for at in range(0, len(text), size) for one in reader.feed(text[at : at + size])]
    return [*found, *(reader.finish() if whole else ())]


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("lines", f"{ONE}\n{TWO}\n"),
        ("one line", f"{ONE} {TWO}"),
        ("a list", f"[{ONE},\n{TWO}]"),
        ("an object around them", f'{{"beweringen": [{ONE}, {TWO}]}}'),
        ("an object of another name", f'{{"antwoord": {{"claims": [{ONE}, {TWO}]}}}}'),
        ("a fence and prose", f"Hier is het antwoord (zie [B1]):\n```json\n{ONE}\n{TWO}\n```\nIk hoop dat dit helpt!"),
        ("over more lines", json.dumps([json.loads(ONE), json.loads(TWO)], indent=2)),
        ("a comma too many", f'{ONE[:-1]},}}\n{TWO.replace("}]", "},]")}'),
        ("thinks aloud first", f"<think>Ik kies {{B1}} en zeg het \"zo\".</think>\n{ONE}\n{TWO}"),
        ("the last bracket is missing", f"{ONE}\n{TWO[:-1]}"),
        ("the list and the object are not closed", f'{{"beweringen": [{ONE}, {TWO}'),
        ("a stray quote before", f'Zo luidt het: "ja\n{ONE}\n{TWO}'),
        ("other line ends", f"{ONE}\r\n{TWO}\r\n"),
    ],
)  # fmt: skip
def test_small_damage_is_mended(what: str, text: str) -> None:
    for size in (1, 7, len(text)):
        assert read(text, size=size) == [FIRST, SECOND]


def test_curly_quotes_around_keys() -> None:
    curly = "{“bronnen”: [{“label”: “B1”, “citaat”: “Een lid meldt een gift.”}], “zin”: “Een lid zegt het als hij iets krijgt.”}"
    assert read(curly) == [FIRST]


def test_a_claim_comes_as_soon_as_it_is_complete() -> None:
    reader = ClaimReader()
    assert list(reader.feed(ONE[:-1])) == []
    assert list(reader.feed("}")) == [FIRST]
    wrapped = ClaimReader()
    assert list(wrapped.feed(f'{{"beweringen": [{ONE}')) == [FIRST]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"geen_antwoord": true}', [NoAnswer()]),
        ('```json\n{"beweringen": []}\n```', [NoAnswer()]),
        ("", []),
        ("Dat staat niet in de bronnen.", []),
        ('{"label": "B1", "citaat": "Een lid"}', []),
        ("}}]]", []),
        ("{", []),
        ("null", []),
    ],
)
def test_what_is_no_claim(text: str, found: list[Found]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("what", "line", "why"),
    [
        ("a key too many", ONE[:-1] + ', "zeker": 0.9}', "vorm klopt niet bij zeker"),
        ("no source", '{"zin": "De raad beslist."}', "vorm klopt niet bij bronnen"),
        ("an empty list of sources", '{"zin": "De raad beslist.", "bronnen": []}', "vorm klopt niet bij bronnen"),
        ("no sentence", '{"bronnen": [{"label": "B1", "citaat": "x"}]}', "vorm klopt niet bij zin"),
        ("a number for a sentence", ONE.replace('"Een lid zegt het als hij iets krijgt."', "3"), "vorm klopt niet bij zin"),
        ("a label that is a number", ONE.replace('"B1"', "1"), "bronnen.0.label"),
        ("a source that is a text", '{"zin": "De raad beslist.", "bronnen": ["B1"]}', "bronnen.0"),
        ("a sentence without end", ONE.replace("krijgt", "krijgt " * 200), "vorm klopt niet bij zin"),
        ("no answer, but not so", '{"geen_antwoord": false}', "vorm klopt niet"),
        ("a key that stands twice", ONE[:-1] + ', "zin": "Iets anders."}', "geen geldige JSON"),
        ("single quotes", "{'zin': 'De raad beslist.', 'bronnen': []}", "geen geldige JSON"),
        ("a quote inside a sentence", ONE.replace("het als", 'het "als"'), "geen geldige JSON"),
        ("a number that is none", ONE.replace('"B1"', "NaN"), "vorm klopt niet"),
        ("a bracket that is missing halfway", ONE[:-1], "de regel is niet af"),
        ("very deep", '{"zin": ' + "[" * 500, "te diep genest"),
        ("very long", '{"zin": "' + "a" * 7000, "te lang"),
    ],
)
def test_a_damaged_claim_is_told_and_the_next_one_stands(what: str, line: str, why: str) -> None:
    found = read(f"{line}\n{TWO}\n")
    damaged = [one for one in found if isinstance(one, Damaged)]
    assert [one for one in found if not isinstance(one, Damaged)] == [SECOND]
    assert len(damaged) == 1
    assert why in damaged[0].why
    assert len(damaged[0].text) <= 300


@pytest.mark.parametrize("end", ['{"bronnen": [{"label": "B1", "citaat": "Een lid meldt', ONE[:-2]])
def test_a_string_that_is_not_closed_is_never_mended(end: str) -> None:
    found = read(f"{TWO}\n{end}")
    assert found[0] == SECOND
    assert not any(isinstance(one, Stated) for one in found[1:])


def test_a_stream_that_broke_off_is_not_mended() -> None:
    assert read(f"{TWO}\n{ONE[:-1]}", whole=False) == [SECOND]


@given(st.text(alphabet='{}[]",:\\ \nBzin1“”a'), st.integers(1, 9))
def test_nothing_breaks_the_reader(text: str, size: int) -> None:
    assert read(text, size=size) == read(text, size=1)
    # What came before on its own lines does not spoil what comes after.
    assert SECOND in read(f"{TWO}\n{text}", size=size)


@given(st.lists(st.sampled_from([ONE, TWO, "", "praatje", '{"zin": 1}', '"', "]", "}"])))
def test_a_whole_line_is_found_whatever_stands_around_it(lines: list[str]) -> None:
    found = [one for one in read("\n".join(lines)) if isinstance(one, Stated)]
    assert found == [{ONE: FIRST, TWO: SECOND}[one] for one in lines if one in (ONE, TWO)]
