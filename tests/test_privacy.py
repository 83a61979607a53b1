"""Personal data in a fixed form is replaced; numbers that look alike stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.privacy import Redacted, clean, redact, restore

# Made-up numbers: they pass the check digit and belong to nobody.
MASKED: list[tuple[str, str]] = [
    ("Mijn BSN is 111222333.", "Mijn BSN is [BSN-1]."),
    ("BSN 111.222.333 van hem", "BSN [BSN-1] van hem"),
    ("bsn 111 222 333", "bsn [BSN-1]"),
    ("bsn: 111-222-333, toch?", "bsn: [BSN-1], toch?"),
    ("sofinummer 1234.56.782", "sofinummer [BSN-1]"),
    ("(123456782)", "([BSN-1])"),
    ("Stort op NL91ABNA0417164300 graag", "Stort op [IBAN-1] graag"),
    ("Stort op NL91 ABNA 0417 1643 00 aub", "Stort op [IBAN-1] aub"),
    ("nl91abna0417164300 van hem", "[IBAN-1] van hem"),
    ("NL91 ABNA 0417 1643 00 EN DAN?", "[IBAN-1] EN DAN?"),
    ("rekening BE71 0961 2345 6769.", "rekening [IBAN-1]."),
    ("Bel 06-12345678", "Bel [TELEFOON-1]"),
    ("Bel 06 1234 5678 even", "Bel [TELEFOON-1] even"),
    ("Bel 0612345678!", "Bel [TELEFOON-1]!"),
    ("Bel 06 - 12 34 56 78", "Bel [TELEFOON-1]"),
    ("Bel +31 6 12345678", "Bel [TELEFOON-1]"),
    ("Bel +31612345678", "Bel [TELEFOON-1]"),
    ("Bel +31 (0)6 1234 5678", "Bel [TELEFOON-1]"),
    ("Bel 0031612345678", "Bel [TELEFOON-1]"),
    ("Bel 010-1234567", "Bel [TELEFOON-1]"),
    ("Bel (010) 123 45 67", "Bel [TELEFOON-1]"),
    ("Bel 0182-123456", "Bel [TELEFOON-1]"),
    ("Mail jan.jansen@voorbeeld.nl even", "Mail [E-MAIL-1] even"),
    ("Mail j.jansen+raad@mail.gemeente-x.nl.", "Mail [E-MAIL-1]."),
    ("jan[at]voorbeeld.nl", "[E-MAIL-1]"),
    ("JAN@VOORBEELD.NL, dus", "[E-MAIL-1], dus"),
    ("Hij woont op 1234 AB 12.", "Hij woont op [ADRES-1]."),
    ("Hij woont op 1234AB 12a", "Hij woont op [ADRES-1]"),
    ("postcode 1234 AB, nummer 5", "postcode [ADRES-1]"),
    ("postcode 1234AB", "postcode [ADRES-1]"),
    ("postcode 1234ab 7 in", "postcode [ADRES-1] in"),
    ("ik woon op 2011 AB 3", "ik woon op [ADRES-1]"),
    ("111222333 en 123456782", "[BSN-1] en [BSN-2]"),
    ("111222333 en nog eens 111222333", "[BSN-1] en nog eens [BSN-1]"),
    ("Mail a@b.nl of bel 0612345678, a@b.nl dus", "Mail [E-MAIL-1] of bel [TELEFOON-1], [E-MAIL-1] dus"),
]

KEPT = [
    "Ik heb 111222334 stemmen.",  # no elfproef
    "nummer 123456789",
    "NL91ABNA0417164301 is geen rekening",
    "Stb. 1992, 315",
    "Stb. 2022, 573",
    "Kamerstukken II 28 844, nr. 254",
    "kst-28844-254",
    "BWBR0005416",
    "BWBR0005416@2026-10-01#artikel=15/lid=1/onderdeel=d",
    "artikel 2:4 Awb",
    "artikel 15, derde lid, Gemeentewet",
    "artikel 1.10b Aanbestedingswet 2012",
    "€ 12.345,67",
    "1.234.567 euro",
    "100 000 000 euro",
    "in 2026",
    "2023-2026",
    "1992 en 2024",
    "Sinds 2024 EU-regels gelden",
    "In 2023 VN en 2024 NL",
    "op 01-10-2026 om 19.30 uur",
    "01-10-2026 12:00",
    "2026-11-24",
    "zaaknummer 2026/001234",
    "ECLI:NL:RVS:2018:1234",
    "de kosten zijn 1000 EURO",
    "Volg @gemeente op het plein",
    "Ik heb 15 of 16 nevenfuncties",
    "0,5 fte",
    "",
]


def alone(text: str) -> Redacted:
    [redacted] = redact([text])
    return redacted


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_masked(text: str, expected: str) -> None:
    redacted = alone(text)
    assert redacted.text == expected
    assert restore(redacted.text, redacted) == text


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert alone(text).text == text
    assert alone(text).kinds == ()


def test_kinds_are_named_once_and_values_are_not_printed() -> None:
    redacted = alone("111222333, 123456782 en a@b.nl")
    assert redacted.kinds == ("BSN", "E-MAIL")
    assert "111222333" not in repr(redacted)
    assert "a@b.nl" not in repr(redacted)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["bsn 111222333", "en bsn 123456782?"], ["bsn [BSN-1]", "en bsn [BSN-2]?"]),
        (["bsn 111222333", "bel 0612345678", "weer 111222333"], ["bsn [BSN-1]", "bel [TELEFOON-1]", "weer [BSN-1]"]),
        # What an earlier turn left behind, or a user typed, is somebody else's.
        (["bsn [BSN-1]", "bsn 111222333"], ["bsn [BSN-1]", "bsn [BSN-2]"]),
        (["Mag dat?", ""], ["Mag dat?", ""]),
        ([], []),
    ],
)
def test_in_a_conversation_a_placeholder_stands_for_one_value(texts: list[str], expected: list[str]) -> None:
    results = redact(texts)
    assert [one.text for one in results] == expected
    assert [restore(one.text, one) for one in results] == texts
    assert all(name in one.text for one in results for name in one.values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1bc\x7f", "abc"),
        ("on\u200bzicht\u200dbaar\ufeff", "onzichtbaar"),
        ("afge\xadbroken", "afgebroken"),
        ("\u202eomgekeerd\u202c \u2066los\u2069", "omgekeerd los"),
        ("C1 \x9bhier", "C1 hier"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("regel één\nregel\ttwee", "regel één\nregel\ttwee"),
        ("ﬁets Ａ ①", "fiets A 1"),
        ("e\u0301e\u0301n", "één"),
        ("  spaties  ", "spaties"),
        ("half \ud800 teken", "half ? teken"),
        ("\u200b\u200b", ""),
        ("😀", "😀"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "hidden", ["111\u200b222\u2060333", "111\xad222\u2066333", "１１１２２２３３３", "111\u00a0222\u00a0333"]
)
def test_a_disguised_number_is_found_after_cleaning(hidden: str) -> None:
    assert alone(clean(f"bsn {hidden}")).text == "bsn [BSN-1]"


PIECES = st.sampled_from(
    [
        "111222333", "123456782", "111.222.333", "NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "06-12345678", "+31612345678",
        "a@b.nl", "1234 AB 12", "[BSN-1]", "[E-MAIL-1]", "[TELEFOON-2]", "[", "]", "artikel 2:4", "28 844", " ", ", ", "x", "@", "-1]",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_restore_undoes_redact(text: str) -> None:
    redacted = alone(text)
    assert restore(redacted.text, redacted) == text


@given(st.text(max_size=200))
def test_restore_undoes_redact_for_any_text(text: str) -> None:
    redacted = alone(text)
    assert restore(redacted.text, redacted) == text


@given(st.text(alphabet=st.characters(), max_size=100))
def test_clean_twice_is_clean_once_and_holds_no_control(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFKC", once)
    assert all(c in "\n\r\t\x85" or unicodedata.category(c) != "Cc" for c in once)
    once.encode("utf-8")


@given(st.lists(st.sampled_from(["111222333", "123456782", "a@b.nl", "0612345678"]), min_size=1, max_size=8))
def test_one_placeholder_for_one_value(values: list[str]) -> None:
    redacted = alone(" en ".join(values))
    assert len(redacted.values) == len(set(values))
    assert sorted(redacted.values.values()) == sorted(set(values))
