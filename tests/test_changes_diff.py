"""Two dated versions of an invented law: what came, went, moved and was rewritten."""

from __future__ import annotations

import dataclasses

import pytest
from dated_law import FIRST, LEDEN, SECOND, law, place
from hypothesis import given
from hypothesis import strategies as st

from corpus.checked import checksum, normal_text
from corpus.documents import Document, Piece, State
from ingest.changes import Kind, Op, differences, word_changes


def changed(leden: dict[str, str | None], lapsed: tuple[str, ...] = ()) -> Document:
    """The second version: the first with some leden replaced, added or (``None``) left out."""
    now = {steps: text for steps, text in (LEDEN | leden).items() if text is not None and steps not in lapsed}
    return law(SECOND, now, lapsed)


def found(before: Document, after: Document) -> list[tuple[str, str, str]]:
    """``(kind, place, new place)`` in order."""
    return [
        (d.kind.value, str(d.locator).partition("#")[2], str(d.moved_to).partition("#")[2] if d.moved_to else "")
        for d in differences(before, after)
    ]


@pytest.mark.parametrize(
    ("leden", "lapsed", "expected"),
    [
        ({}, (), []),
        ({"artikel=2": "Een zoekgeraakte sleutel wordt binnen een uur gemeld."}, (), [("gewijzigd", "artikel=2", "")]),
        ({"artikel=2a": "Een reservesleutel ligt in de kluis."}, (), [("toegevoegd", "artikel=2a", "")]),
        ({"artikel=2": None}, (), [("vervallen", "artikel=2", "")]),
        ({}, ("artikel=2",), [("vervallen", "artikel=2", "")]),
        ({"artikel=2": None, "artikel=7": LEDEN["artikel=2"]}, (), [("verplaatst", "artikel=2", "artikel=7")]),
        # The old lid 2 goes on as lid 3: what is new is the lid 2 that came before it.
        (
            {"artikel=1/lid=2": "De bode bewaart het veertig jaar.", "artikel=1/lid=3": LEDEN["artikel=1/lid=2"]},
            (),
            [("toegevoegd", "artikel=1/lid=2", ""), ("verplaatst", "artikel=1/lid=2", "artikel=1/lid=3")],
        ),
        # Two leden that change places.
        (
            {"artikel=3/lid=1": LEDEN["artikel=3/lid=2"], "artikel=3/lid=2": LEDEN["artikel=3/lid=1"]},
            (),
            [
                ("verplaatst", "artikel=3/lid=1", "artikel=3/lid=2"),
                ("verplaatst", "artikel=3/lid=2", "artikel=3/lid=1"),
            ],
        ),
        # Moved and the old place taken by a lapsed lid.
        ({"artikel=7": LEDEN["artikel=2"]}, ("artikel=2",), [("verplaatst", "artikel=2", "artikel=7")]),
    ],
)
def test_what_happened_to_each_place(
    leden: dict[str, str | None], lapsed: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    assert found(law(FIRST), changed(leden, lapsed)) == expected


def test_a_lapsed_lid_that_comes_back_is_new() -> None:
    assert found(changed({}, ("artikel=2",)), law(SECOND)) == [("toegevoegd", "artikel=2", "")]


def test_a_lid_that_is_not_yet_in_force_comes_when_it_begins() -> None:
    later = place("artikel=9").at(SECOND)
    waiting, begun = (
        dataclasses.replace(law(SECOND), pieces=(*law(SECOND).pieces, Piece(later, "De bode draagt een pet.", state=state)))
        for state in (State.NOG_NIET, State.GELDEND)
    )
    assert found(law(FIRST), waiting) == []
    assert found(waiting, begun) == [("toegevoegd", "artikel=9", "")]


def test_the_same_words_go_to_the_same_article_first() -> None:
    same = "Het college stelt nadere regels."
    before = law(FIRST, {"artikel=1/lid=1": same, "artikel=5/lid=1": same})
    after = law(SECOND, {"artikel=5/lid=2": same, "artikel=1/lid=4": same})
    assert found(before, after) == [
        ("verplaatst", "artikel=1/lid=1", "artikel=1/lid=4"),
        ("verplaatst", "artikel=5/lid=1", "artikel=5/lid=2"),
    ]


def test_an_onderdeel_is_compared_within_its_lid() -> None:
    """The text of a lid holds that of its onderdelen: a change is told once."""
    part = Piece(place("artikel=2/onderdeel=a"), "anders", whole=False)
    assert found(law(FIRST), dataclasses.replace(law(SECOND), pieces=(*law(SECOND).pieces, part))) == []


def test_articles_come_in_the_order_of_the_law() -> None:
    after = changed({"artikel=10": "Tien.", "artikel=9a": "Negen a.", "artikel=9": "Negen."})
    assert [where for _, where, _ in found(law(FIRST), after)] == ["artikel=9", "artikel=9a", "artikel=10"]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            "De bode telt elke maand.",
            "De bode telt elke week de sleutels.",
            [("gelijk", "De bode telt elke"), ("weg", "maand."), ("nieuw", "week de sleutels.")],
        ),
        ("", "Nieuw.", [("nieuw", "Nieuw.")]),
        ("Oud.", "", [("weg", "Oud.")]),
        ("Een  twee\u00a0drie", "Een twee drie", [("gelijk", "Een twee drie")]),
        ("", "", []),
    ],
)
def test_words_that_stayed_went_and_came(before: str, after: str, words: list[tuple[str, str]]) -> None:
    assert [(op.value, text) for op, text in word_changes(before, after)] == words


_words = st.lists(st.sampled_from("de bode telt elke maand sleutels en het boek".split()), max_size=14).map(" ".join)


@given(_words, _words)
def test_both_texts_can_be_made_again_from_the_words(before: str, after: str) -> None:
    runs = word_changes(before, after)
    assert " ".join(text for op, text in runs if op is not Op.NIEUW) == before
    assert " ".join(text for op, text in runs if op is not Op.WEG) == after


_leden = st.dictionaries(st.sampled_from([f"artikel={n}/lid={m}" for n in (1, 2) for m in (1, 2, 3)]), _words, max_size=6)


@given(_leden, _leden)
def test_every_change_is_told_once_and_nothing_else(old: dict[str, str], new: dict[str, str]) -> None:
    before, after = law(FIRST, old), law(SECOND, new)
    assert differences(before, law(SECOND, old)) == ()
    result = differences(before, after)
    gone = [(str(d.locator), d.before) for d in result if d.before]
    came = [(str(d.moved_to or d.locator), d.after) for d in result if d.after]
    for held, told in ((old, gone), (new, came)):
        changed_here = sorted(
            (str(place(steps)), text) for steps, text in held.items() if text and old.get(steps) != new.get(steps)
        )
        assert sorted(told) == changed_here
    assert all((d.kind is Kind.VERPLAATST) == (d.moved_to is not None) for d in result)


# --- Layout ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("een lid", "een\n   lid "),
        ("een lid", "een\u00a0lid"),
        ("gemeente", "ge\u00admeente"),
        ("beëdiging", "bee\u0308diging"),
        ("eerste , tweede ; derde .", "eerste, tweede; derde."),
        ("lid ( oud ) en", "lid (oud) en"),
        ("onder a:de bode", "onder a: de bode"),
    ],
)
def test_layout_is_no_change(one: str, other: str) -> None:
    assert normal_text(one) == normal_text(other)
    assert checksum(one) == checksum(other)
    assert differences(law(FIRST, {"artikel=1": one}), law(SECOND, {"artikel=1": other})) == ()


@pytest.mark.parametrize(
    ("one", "other"), [("2:4", "2: 4"), ("1,5", "1, 5"), ("de bode", "debode"), ("Bode", "bode"), ("a, b", "a b"), ("a.", "a")]
)
def test_other_words_numbers_and_signs_are_a_change(one: str, other: str) -> None:
    assert normal_text(one) != normal_text(other)
    assert checksum(one) != checksum(other)


@given(st.text())
def test_a_normal_text_stays_as_it_is(text: str) -> None:
    once = normal_text(text)
    assert normal_text(once) == once
    assert normal_text(f"\t{text}\u00ad\n") == once


def test_a_difference_has_no_date_in_its_places() -> None:
    (one,) = differences(law(FIRST), changed({"artikel=2": "Anders."}))
    assert one.locator.version is None
    assert (one.before, one.after) == (LEDEN["artikel=2"], "Anders.")
