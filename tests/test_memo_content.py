"""What a memo says, whatever its format."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memo_results import (
    CLAIMS,
    EVIDENCE,
    INVENTED,
    LAW,
    MADE_ON,
    OFFICIAL,
    OTHER,
    OWN,
    UNSAFE,
    abstention,
    answer,
    partial,
    result,
)

from assistant.answer import Abstention, DraftClaim, Evidence, EvidenceItem, Language, Mode, Outcome, Reason, Result, Role
from assistant.memo.content import memo_of
from assistant.memo.printable import printable
from assistant.memo.values import Memo, Passage, Section
from assistant.memo.words import _table, word


def read(made: Result, restored: dict[str, str] | None = None) -> Memo:
    return memo_of(made, restored or {}, MADE_ON)


def sections(memo: Memo) -> Iterator[Section]:
    for section in memo.sections:
        yield section
        yield from section.sections


def passages(memo: Memo) -> list[Passage]:
    return [passage for section in sections(memo) for passage in section.passages]


def section(memo: Memo, key: str) -> Section | None:
    return next((s for s in memo.sections if s.heading == word(memo.language, key)), None)


def test_headings_and_their_order() -> None:
    assert [s.heading for s in sections(read(answer()))] == [
        "Vraag",
        "Antwoord",
        "Wat de bronnen zeggen",
        "Gevolg",
        "Dit hoort erbij",
        "Voor een ander ambt of een andere bestuurslaag",
        "Opmerkingen",
        "Wat niet is gevonden",
        "Waar de bronnen staan",
        "Eigen afweging",
        "Over dit memo",
    ]


def test_facts_of_an_answer() -> None:
    assert read(answer()).facts == (
        ("Ambt", "raadslid (gemeente)"),
        ("Peildatum", "24 november 2026"),
        ("Uitkomst", "beantwoord"),
        ("Memo gemaakt op", "25 november 2026"),
        ("Versie van de bronnen", "abc123"),
        ("Samengesteld door", "extractief"),
        ("Persoonsgegevens", "vervangen door een aanduiding tussen haken, zoals [BSN-1]"),
    )


@pytest.mark.parametrize(
    ("made", "row"),
    [
        (result(*CLAIMS, ambt=None), ("Ambt", "geen ambt opgegeven")),
        (result(*CLAIMS, history=("Eerder?", "Nog eerder?")), ("Eerdere vragen", "2 in dit gesprek; die staan niet in dit memo")),
        (partial(), ("Uitkomst", "gedeeltelijk beantwoord")),
        (abstention(), ("Uitkomst", "geen antwoord")),
        (abstention(), ("Reden", "er is geen regel gevonden die er precies op past")),
        (result(CLAIMS[0]), ("Reden", "er is geen regel gevonden die er precies op past")),
        (result(*CLAIMS, language=Language.EN), ("Outcome", "answered")),
    ],
)
def test_a_fact(made: Result, row: tuple[str, str]) -> None:
    assert row in read(made).facts


def test_the_question_keeps_its_placeholders_unless_the_user_wants_the_values() -> None:
    kept, back = read(answer()), read(answer(), {"[BSN-1]": "111222333", "[IBAN-1]": "staat er niet in"})
    assert kept.sections[0].paragraphs == ("Mag ik, [BSN-1], meestemmen?",)
    assert back.sections[0].paragraphs == ("Mag ik, 111222333, meestemmen?",)
    assert ("Persoonsgegevens", "teruggezet in de vraag; ga zorgvuldig met dit memo om") in back.facts
    assert "[BSN-1]" not in str(back)


def test_nothing_is_said_of_personal_data_where_there_is_none() -> None:
    assert "Persoonsgegevens" not in dict(read(result(*CLAIMS, text="Mag ik [zelf] meestemmen?")).facts)


def test_official_words_and_summary_are_told_apart() -> None:
    rule, consequence, own, other = passages(read(answer()))
    assert rule.text == "Het raadslid stemt niet mee. Dat geldt altijd."
    assert [(w.edition, w.quotes) for w in rule.references[0].wordings] == [
        ("Officiële tekst, versie van 1 oktober 2026", (OFFICIAL,)),
        ("Samenvatting in eigen woorden, bij de tekst van 1 oktober 2026; staat letterlijk hierboven", ()),
    ]
    assert [w.edition for w in consequence.references[0].wordings] == [
        "Samenvatting in eigen woorden, bij de tekst van 1 oktober 2026; staat letterlijk hierboven"
    ]
    assert own.text == OWN
    assert [w.edition for w in own.references[0].wordings] == ["Eigen document, pagina 3; staat letterlijk hierboven"]
    assert [w.edition for w in other.references[0].wordings] == ["Samenvatting in eigen woorden; staat letterlijk hierboven"]


def test_whom_a_rule_holds_for_and_where_it_stands() -> None:
    rule, _, own, other = (passage.references[0] for passage in passages(read(answer())))
    assert (rule.label, rule.holds_for) == ("artikel 28, eerste lid, Gemeentewet", "geldt voor: raadslid")
    assert other.holds_for == "geldt voor: burgemeester, wethouder"
    assert (own.label, own.url, own.holds_for) == ("artikel 4, Gedragscode Proefdam", "", "")
    addresses = section(read(answer()), "addresses")
    assert addresses
    assert [place.label for place in addresses.addresses] == [rule.label, other.label]
    assert [place.url for place in addresses.addresses] == [rule.url, other.url]


def test_a_sentence_on_two_places_names_both() -> None:
    both = DraftClaim("Het raadslid stemt niet mee.", (("B1", "Dat geldt altijd."), ("B2", OTHER.norm)), Role.REGEL)
    (passage,) = passages(read(result(both)))
    assert [reference.label for reference in passage.references] == [
        "artikel 28, eerste lid, Gemeentewet",
        "artikel 58, Gemeentewet",
    ]
    assert not passage.dutch
    assert [reference.wordings[0].quotes for reference in passage.references] == [("Dat geldt altijd.",), (OTHER.norm,)]


@pytest.mark.parametrize("made", [answer(), partial(), abstention(), answer(Language.EN)])
def test_every_quote_stands_in_the_memo(made: Result) -> None:
    memo = read(made)
    quotes = {c.quote for claim in made.claims for c in claim.citations}
    shown = {q for p in passages(memo) for r in p.references for w in r.wordings for q in w.quotes}
    said = " ".join(passage.text for passage in passages(memo))
    assert quotes
    assert [quote for quote in quotes if quote not in shown and quote not in said] == []


def test_what_fell_away_is_told() -> None:
    whole, part = section(read(answer()), "unfounded"), section(read(partial()), "unfounded")
    assert whole
    assert part
    assert (whole.paragraphs, whole.items) == ((word(Language.NL, "all_founded"),), ())
    assert (part.paragraphs, part.items) == ((word(Language.NL, "dropped"),), (INVENTED.text,))


def test_an_abstention_says_why_and_shows_the_nearest_law() -> None:
    memo = read(abstention())
    told = section(memo, "no_answer")
    assert told
    assert told.paragraphs == ("Hierop kan ik geen antwoord geven.", "Ik vind artikel 999, Gemeentewet niet in mijn bronnen.")
    assert [part.heading for part in told.sections] == ["Wel in de bronnen"]
    assert section(memo, "unfounded") is None
    assert passages(memo)[0].text == "Het besluit kan sneuvelen."


def test_there_is_room_for_the_own_weighing() -> None:
    for made, says in ((answer(), "maakt u zelf"), (abstention(), "Waar u verder terechtkunt"), (result(verdict=UNSAFE), "")):
        weighing = section(read(made), "weighing")
        assert weighing
        assert weighing.lines > 0
        assert weighing.rows > 0
        assert weighing.sheet == ("Besproken met", "Datum")
        assert says in "".join(weighing.paragraphs)
        assert bool(weighing.paragraphs) is bool(says)


def test_without_claims_there_are_no_addresses() -> None:
    made = result(verdict=UNSAFE)
    assert isinstance(made, Abstention)
    assert section(read(made), "addresses") is None
    assert passages(read(made)) == []


def test_a_comparison_has_the_heading_of_the_screen() -> None:
    assert "Naast elkaar" in [s.heading for s in sections(read(result(*CLAIMS, mode=Mode.VERGELIJKING)))]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/hosts", "", "//x", "data:text/html,x", "https://" + "x" * 3000]
)
def test_what_is_no_address_of_the_web_is_no_link(url: str) -> None:
    source = replace(LAW, id=replace(LAW.id, value="handboek-proef"), url=url)
    item = EvidenceItem("B1", replace(OTHER, locator=replace(OTHER.locator, source=source.id)), source)
    memo = read(result(DraftClaim(OTHER.norm, (("B1", OTHER.norm),), Role.REGEL), evidence=Evidence((item,))))
    assert passages(memo)[0].references[0].url == ""
    assert section(memo, "addresses") is None


def test_an_address_holds_nothing_that_could_end_it() -> None:
    source = replace(LAW, id=replace(LAW.id, value="handboek-proef"), url='https://x.example/a) b<c>"d\\e;é?f=1&g#h')
    item = EvidenceItem("B1", replace(OTHER, locator=replace(OTHER.locator, source=source.id)), source)
    memo = read(result(DraftClaim(OTHER.norm, (("B1", OTHER.norm),), Role.REGEL), evidence=Evidence((item,))))
    assert passages(memo)[0].references[0].url == "https://x.example/a%29%20b%3Cc%3E%22d%5Ce%3B%C3%A9?f=1&g#h"


def test_a_citation_of_no_evidence_stops() -> None:
    with pytest.raises(ValueError, match="B3 is cited"):
        read(replace(answer(), evidence=Evidence(EVIDENCE.items[:1])))


def test_both_languages_have_every_sentence() -> None:
    table = _table()
    assert table["nl"].keys() == table["en"].keys()
    for language in Language:
        assert all(word(language, f"reason_{reason}") for reason in Reason)
        assert all(word(language, f"outcome_{outcome}") for outcome in Outcome)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\x0bc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("a\tb", "a b"),
        ("a\x00b\x07c\x1bd\x7f", "a\ufffdb\ufffdc\ufffdd\ufffd"),
        ("a\ud800b\uffffc\ue000d", "a\ufffdb\ufffdc\ufffdd"),
        ("goed\u202eslecht\u2066\ufeff\U000e0041", "goed\ufffdslecht\ufffd\ufffd\ufffd"),
        ("½ … 1° é e\u0301 fi a\u00adb 👩\u200d👩 שלום", "½ … 1° é e\u0301 fi a\u00adb 👩\u200d👩 שלום"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(), max_size=80))
def test_printable_twice_is_printable_once(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    once.encode()


def test_the_heavy_libraries_come_late() -> None:
    code = "import sys, assistant.memo; print([m for m in ('docx', 'typst', 'lxml') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
