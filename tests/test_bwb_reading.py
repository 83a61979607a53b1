"""Files that are no BWB file, damaged or meant to harm: each is a ``DocumentError`` with the file, the place and what to do."""

from __future__ import annotations

import codecs

import pytest
from bwb_invented import DAY, LAW, article, law, parsed

from corpus.documents import DocumentError
from ingest.bwb import reading
from ingest.bwb.elements import DEEPEST
from ingest.bwb.law import parse_toestand

GOOD = law(f"<wettekst>{article('<al>Een bankje is van iedereen.</al>')}</wettekst>")
TEXT = GOOD.decode()
DOCTYPE = '<!DOCTYPE toestand [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
WITH_DOCTYPE = TEXT.replace("<toestand", DOCTYPE + "<toestand", 1).replace("iedereen", "&b;")
FETCHED = TEXT.replace("<toestand", '<!DOCTYPE toestand SYSTEM "http://127.0.0.1:9/x.dtd"><toestand', 1)
PARAMETER = TEXT.replace("<toestand", '<!DOCTYPE toestand [<!ENTITY % x SYSTEM "file:///geheim.txt"> %x;]><toestand', 1)


def with_attributes(attributes: str) -> bytes:
    return law(f"<wettekst>{article('<al>Een.</al>')}</wettekst>", attributes=attributes)


def in_article(text: str) -> bytes:
    return law(f"<wettekst>{article(text)}</wettekst>")


def test_the_file_that_the_rows_below_are_made_from_is_good() -> None:
    assert [piece.text for piece in parse_toestand(GOOD, "goed.xml").pieces] == ["Een bankje is van iedereen."]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        pytest.param(b"", "leeg", id="empty"),
        pytest.param(b" \n\t", "leeg", id="white space"),
        pytest.param(b"Artikel 1. Een bankje is van iedereen.", "geen leesbare XML", id="plain text"),
        pytest.param(b"<!doctype html><html><body>Niet gevonden</body></html>", "<!DOCTYPE", id="a web page"),
        pytest.param(b"<html><body>Even geduld</body></html>", "<toestand>", id="another root"),
        pytest.param(b"%PDF-1.7\n\x93\x8c\x8b", "UTF-8", id="a PDF"),
        pytest.param(GOOD[:-40], "geen leesbare XML", id="cut off"),
        pytest.param(GOOD[: len(GOOD) // 2], "geen leesbare XML", id="half"),
        pytest.param(GOOD + GOOD[39:], "geen leesbare XML", id="twice in one file"),
        pytest.param(TEXT.replace("</al>", "</lid>").encode(), "geen leesbare XML", id="crossed tags"),
        pytest.param(TEXT.replace("iedereen", "R&D").encode(), "geen leesbare XML", id="a bare ampersand"),
        pytest.param(TEXT.replace("iedereen", "&naam;").encode(), "geen leesbare XML", id="an entity of nobody"),
        pytest.param(TEXT.replace("iedereen", "\0").encode(), "geen leesbare XML", id="a zero byte"),
        pytest.param(WITH_DOCTYPE.encode(), "<!DOCTYPE", id="entities that grow"),
        pytest.param(codecs.BOM_UTF8 + WITH_DOCTYPE.encode(), "<!DOCTYPE", id="entities after a BOM"),
        pytest.param(WITH_DOCTYPE.encode("utf-16"), "<!DOCTYPE", id="entities in UTF-16"),
        pytest.param(WITH_DOCTYPE.encode("utf-16-be"), "<!DOCTYPE", id="entities in UTF-16 without BOM"),
        pytest.param(WITH_DOCTYPE.encode("utf-32"), "<!DOCTYPE", id="entities in UTF-32"),
        pytest.param(WITH_DOCTYPE.lower().encode(), "<!DOCTYPE", id="doctype in small letters"),
        pytest.param(FETCHED.encode(), "<!DOCTYPE", id="a DTD elsewhere"),
        pytest.param(PARAMETER.encode(), "<!DOCTYPE", id="a file read through a parameter"),
        pytest.param(TEXT.encode("utf-16"), "UTF-8", id="UTF-16"),
        pytest.param(TEXT.replace("UTF-8", "ISO-8859-1").encode(), "ISO-8859-1", id="another encoding declared"),
        pytest.param(TEXT.replace("UTF-8", "UTF-7").encode(), "UTF-7", id="an encoding that hides letters"),
        pytest.param(TEXT.replace("iedereen", "één").encode("latin-1"), "geldige UTF-8", id="Latin-1 that says UTF-8"),
        pytest.param(GOOD.replace(b"Een", b"\xc3\x28en"), "geldige UTF-8", id="half a letter"),
        pytest.param(with_attributes(f'inwerkingtreding="{DAY}"'), "bwb-id", id="no id"),
        pytest.param(with_attributes(f'bwb-id="Bankjeswet" inwerkingtreding="{DAY}"'), "Bankjeswet", id="a name for an id"),
        pytest.param(with_attributes(f'bwb-id="eigen-stuk" inwerkingtreding="{DAY}"'), "eigen-stuk", id="an id of our own"),
        pytest.param(with_attributes(f'bwb-id="{LAW}"'), "inwerkingtreding", id="no date"),
        pytest.param(with_attributes(f'bwb-id="{LAW}" inwerkingtreding="1 mei 2026"'), "1 mei 2026", id="a date in words"),
        pytest.param(
            with_attributes(f'bwb-id="{LAW}" inwerkingtreding="{DAY}" bwb-ng-vast-deel="http://x/id/BWBR0000001/{DAY}/0"'),
            "BWBR0000001",
            id="two ids",
        ),
        pytest.param(
            with_attributes(f'bwb-id="{LAW}" inwerkingtreding="{DAY}" bwb-ng-vast-deel="http://x/id/{LAW}/2020-01-01/0"'),
            "2020-01-01",
            id="two dates",
        ),
        pytest.param(law("<wettekst/>", soort="parkeerbon"), "geen enkele bepaling", id="nothing in it"),
        pytest.param(TEXT.replace('"wet"', '"parkeerbon"').encode(), "'parkeerbon'", id="an unknown kind of law"),
        pytest.param(TEXT.replace(' soort="wet"', "").encode(), "soort=None", id="no kind of law"),
        pytest.param(in_article("<bankje>Hout</bankje>"), "<bankje>", id="an unknown element with text"),
        pytest.param(in_article("<al>Een <bankje>houten</bankje> plank.</al>"), "<bankje>", id="an unknown word in a line"),
        pytest.param(in_article("los <al>vast</al>"), "'los'", id="loose text in an article"),
        pytest.param(in_article("<lid><lidnr>1</lidnr>los</lid>"), "'los'", id="loose text in a lid"),
        pytest.param(in_article("<lijst><li>los</li></lijst>"), "'los'", id="loose text in an item"),
        pytest.param(in_article("<lijst><al>regel</al></lijst>"), "lijst", id="a line between items"),
        pytest.param(in_article("<al>Zie <table><title>T</title></table></al>"), "<table>", id="a table within a line"),
        pytest.param(in_article("<row><entry><al>x</al></entry></row>"), "<row>", id="a row without a table"),
        pytest.param(in_article("<table><tgroup><rij>x</rij></tgroup></table>"), "<rij>", id="an unknown part of a table"),
        pytest.param(
            in_article('<table><tgroup><tbody><row><entry morerows="veel"/></row></tbody></tgroup></table>'),
            "'veel'",
            id="a span in words",
        ),
        pytest.param(TEXT.replace("<artikel ", '<artikel status="bijna" ').encode(), "'bijna'", id="an unknown status"),
        pytest.param(TEXT.replace("<artikel ", '<artikel inwerking="ooit" ').encode(), "'ooit'", id="a start in words"),
        pytest.param(
            TEXT.replace("</intitule>", "</intitule><intitule>Nog een</intitule>").encode(), "twee keer", id="two titles"
        ),
        pytest.param(
            in_article("<kop><titel>Nog een</titel></kop>"),
            "Artikel 1 Nog een: 14 tekens in het bestand en 8 in de tekst",
            id="two headings",
        ),
        pytest.param(
            TEXT.replace("<wettekst>", "<wettekst><kop>Kwijt</kop>").encode(),
            "/toestand (regel 1): toestand: ",
            id="a heading of nothing",
        ),
        pytest.param(b"<toestand>" + b"<al>" * 200_000 + b"x", "geen leesbare XML", id="200,000 levels"),
        pytest.param(in_article("<nadruk>" * DEEPEST + "x" + "</nadruk>" * DEEPEST), f"{DEEPEST} niveaus", id="too many levels"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_a_next_step(data: bytes, named: str) -> None:
    with pytest.raises(DocumentError) as raised:
        parse_toestand(data, "bankjes.xml")
    message = str(raised.value)
    assert message.startswith("bankjes.xml: ")
    assert named in message
    assert any(step in message for step in ("opnieuw op", "meld dit", "ken ik:", "verwacht")), message


def test_an_error_names_the_path_and_the_line() -> None:
    with pytest.raises(DocumentError) as raised:
        parsed(f"\n{article('<al>Een.</al>')}\n{article('<bankje>Hout</bankje>', '2')}")
    assert "/toestand/wetgeving/wet-besluit/wettekst/artikel[2]/bankje (regel 3)" in str(raised.value)


def test_a_file_above_the_limit_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", len(GOOD) - 1)
    with pytest.raises(DocumentError, match=f"{len(GOOD)} bytes is meer dan {len(GOOD) - 1}"):
        parse_toestand(GOOD, "bankjes.xml")
    monkeypatch.setattr(reading, "LARGEST", len(GOOD))
    assert parse_toestand(GOOD, "bankjes.xml").pieces


def test_as_deep_as_is_allowed_is_read() -> None:
    room = DEEPEST - 6
    emphasis = "<nadruk>" * room + "diep" + "</nadruk>" * room
    assert parsed(article(f"<al>{emphasis}</al>")).pieces[0].text == "diep"
    lists = "<lijst><li>" * (room // 2) + "<al>diep</al>" + "</li></lijst>" * (room // 2)
    assert parsed(article(lists)).pieces[0].text == "diep"
    divisions = "<hoofdstuk>" * (room - 1) + article("<al>diep</al>") + "</hoofdstuk>" * (room - 1)
    assert parsed(divisions).pieces[0].text == "diep"


def test_a_bom_a_comment_and_an_instruction_are_no_harm() -> None:
    text = TEXT.replace("van iedereen", "van <!-- let op -->ieder<?pagina 3?>een")
    assert parse_toestand(codecs.BOM_UTF8 + text.encode(), "bankjes.xml").pieces[0].text == "Een bankje is van iedereen."
