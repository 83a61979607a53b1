"""Where the pieces of a law stand: their locators, headings, numbers and terms, paths and jci links."""

from __future__ import annotations

import datetime as dt

import pytest
from bwb_invented import DAY, EEN, GONE, LAW, TWEE, article, heading, items, law, lid, lost, parsed, piece_at, places
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus import Locator, SourceId, SourceKind, Step, Unit
from ingest.bwb.jci import Addresses
from ingest.bwb.law import parse_toestand
from ingest.bwb.numbers import number_of

LINKED = '<extref doc="x">Wet</extref><noot><noot.al>n</noot.al></noot>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(article(EEN), ["artikel=1"], id="an article without leden"),
        pytest.param(article(lid("1", EEN) + lid("2a.", TWEE)), ["artikel=1/lid=1", "artikel=1/lid=2a"], id="leden"),
        pytest.param(article(EEN, "X\n 1"), ["artikel=X 1"], id="a number with a space"),
        pytest.param(article(EEN, "2:4"), ["artikel=2:4"], id="a number with a colon"),
        pytest.param(article(EEN, "74*"), ["artikel=74*"], id="a number with a star"),
        pytest.param(article(EEN, "II T/M IX"), ["artikel=II T-M IX"], id="a range of numbers"),
        pytest.param(
            "<artikel><kop><label>Artikel 11a</label></kop><al>Een.</al></artikel>", ["artikel=11a"], id="a number in the label"
        ),
        pytest.param(
            "<artikel><kop><titel>Slotbepaling</titel></kop><al>Een.</al></artikel>", ["slotbepaling"], id="a title for a number"
        ),
        pytest.param(
            "<enig-artikel><kop><label>Enig artikel</label></kop><al>Een.</al></enig-artikel>", ["artikel=enig"], id="only one"
        ),
        pytest.param(
            article(lid("1", "<al>Van:</al>" + items(("a.", EEN), ("b.", TWEE + items(("1º.", EEN)))))),
            [
                "artikel=1/lid=1",
                "(artikel=1/lid=1/onderdeel=a)",
                "(artikel=1/lid=1/onderdeel=b)",
                "(artikel=1/lid=1/onderdeel=b/onderdeel=1°)",
            ],
            id="onderdelen",
        ),
        pytest.param(article(items(("–", EEN), ("", TWEE))), ["artikel=1"], id="bullets have no place"),
        pytest.param(
            article(items(("–", items(("a)", EEN))))), ["artikel=1", "(artikel=1/onderdeel=a)"], id="a number below a bullet"
        ),
        pytest.param(
            article("<al>Hout:</al>" + items(("a.", EEN)) + "<al>IJzer:</al>" + items(("a.", TWEE), ("b.", TWEE))),
            [
                "artikel=1",
                "(artikel=1/alinea=1/onderdeel=a)",
                "(artikel=1/alinea=2/onderdeel=a)",
                "(artikel=1/alinea=2/onderdeel=b)",
            ],
            id="two lists with the same numbers",
        ),
        pytest.param(
            article("<al>Hout:</al>" + items(("a.", EEN)) + "<al>IJzer:</al>" + items(("b.", TWEE))),
            ["artikel=1", "(artikel=1/onderdeel=a)", "(artikel=1/onderdeel=b)"],
            id="two lists that go on",
        ),
        pytest.param(
            article(items(("a.", EEN), ("a.", TWEE))),
            ["artikel=1", "(artikel=1/onderdeel=a)", "(artikel=1/tekst=2/onderdeel=a)"],
            id="a number twice in a list",
        ),
        pytest.param(
            article(lid("1", EEN) + "<tussenkop>Anders:</tussenkop>" + lid("1", TWEE) + lid("2", TWEE)),
            ["artikel=1/lid=1", "artikel=1", "artikel=1/tekst=2/lid=1", "artikel=1/lid=2"],
            id="a lid twice",
        ),
        pytest.param(
            article("<al>Voorop.</al>" + lid("1", EEN) + "<al>Ertussen.</al>" + lid("2", EEN)),
            ["artikel=1", "artikel=1/lid=1", "artikel=1/tekst=2", "artikel=1/lid=2"],
            id="alinea's between leden",
        ),
        pytest.param(
            article(lid("1", "") + EEN + lid("2", TWEE)), ["artikel=1/lid=1", "artikel=1/lid=2"], id="the text of an empty lid"
        ),
        pytest.param(
            article(lid("1", EEN) + "<al/>" + lid("2", TWEE)), ["artikel=1/lid=1", "artikel=1/lid=2"], id="nothing between"
        ),
        pytest.param(article("<lid><lidnr/><al>Een.</al></lid>"), ["artikel=1"], id="a lid without a number"),
        pytest.param(article(EEN) + article(TWEE), ["artikel=1", "artikel=1/tekst=2"], id="an article twice"),
        pytest.param(
            article("", attributes=GONE) + article(lid("1", EEN)) + article("", attributes=GONE),
            ["artikel=1/tekst=2", "artikel=1/lid=1", "artikel=1/tekst=3"],
            id="a text in force goes before its lapsed twins",
        ),
        pytest.param(article("", attributes=GONE), ["artikel=1"], id="a lapsed article has a place"),
        pytest.param(
            f"<hoofdstuk>{heading('1')}{article(EEN)}</hoofdstuk><hoofdstuk>{heading('2')}<paragraaf>{heading('3', label='§')}</paragraaf></hoofdstuk>",
            ["artikel=1", "hoofdstuk=2/paragraaf=3"],
            id="a division without text",
        ),
        pytest.param(
            f"<hoofdstuk>{heading('1')}<structuurtekst><al>Een.</al></structuurtekst>{article(TWEE)}<al>Na.</al></hoofdstuk>",
            ["hoofdstuk=1", "artikel=1", "hoofdstuk=1/tekst=2"],
            id="text of a division",
        ),
        pytest.param(
            "<paragraaf><kop><titel>A</titel></kop></paragraaf><paragraaf><kop><titel>B</titel></kop></paragraaf>",
            ["paragraaf=1", "paragraaf=2"],
            id="divisions without a number",
        ),
        pytest.param(
            "<sub-paragraaf><kop><nr>1.1</nr></kop></sub-paragraaf>", ["sub-paragraaf=1.1"], id="a division below a paragraaf"
        ),
    ],
)
def test_the_places_of_a_law(text: str, expected: list[str]) -> None:
    document = parsed(text)
    assert places(document) == expected
    assert {piece.locator.version for piece in document.pieces} == {dt.date.fromisoformat(DAY)}
    assert len(document.by_locator) == len(document.pieces)


def test_the_frame_of_a_law_its_preamble_annexes_and_closing_words() -> None:
    annex = (
        f"<bijlage>{heading('I', 'Soorten', 'Bijlage')}<al>Hout:</al>{items(('a.', EEN))}{TWEE}{article(lid('1', EEN))}</bijlage>"
    )
    divided = (
        f"<bijlage>{heading('', 'Maten', 'Bijlage')}<divisie>{heading('A', 'Klein', '')}{items(('1.', EEN))}</divisie>"
        f"<divisie>{heading('1', 'Groot')}{article(EEN)}</divisie><divisie>{heading('2')}<al>Slot.</al></divisie></bijlage>"
    )
    data = law(
        "<aanhef><wij>Wij, de buurt,</wij><considerans><considerans.al>Overwegende dat:</considerans.al><considerans.lijst><li>"
        "<li.nr>a.</li.nr><al>er bankjes zijn,</al></li></considerans.lijst></considerans><afkondiging><al>Besluiten:</al></afkondiging></aanhef>"
        f"<wettekst>{article(EEN)}</wettekst><wetsluiting><slotformulering><al>Dat dit bekend wordt.</al></slotformulering><gegeven>"
        "<dagtekening><plaats>Zwolle</plaats>, <datum>1 mei 2026</datum></dagtekening></gegeven><ondertekening><functie>De voorzitter,"
        f"</functie><naam><voornaam>A.</voornaam><achternaam>Boom</achternaam></naam></ondertekening></wetsluiting>{annex}{divided}"
    )
    document = parse_toestand(data, "bankjes.xml")
    assert (
        places(document)
        == (
            "aanhef (aanhef/onderdeel=a) artikel=1 slot "
            "bijlage=I/alinea=1 (bijlage=I/alinea=1/onderdeel=a) bijlage=I/alinea=2 bijlage=I/artikel=1/lid=1 "
            "bijlage=2/divisie=A (bijlage=2/divisie=A/onderdeel=1) bijlage=2/artikel=1 bijlage=2/hoofdstuk=2"
        ).split()
    )
    assert piece_at(document, "aanhef").text == "Wij, de buurt,\nOverwegende dat:\na. er bankjes zijn,\nBesluiten:"
    assert piece_at(document, "slot").text == "Dat dit bekend wordt.\nZwolle, 1 mei 2026\nDe voorzitter, A. Boom"
    assert lost(data, document) == ""


def test_text_outside_every_division_is_an_introduction() -> None:
    document = parse_toestand(law(f"{EEN}<wettekst>{TWEE}{article(EEN)}</wettekst>"), "bankjes.xml")
    assert places(document) == ["inleiding", "inleiding/tekst=2", "artikel=1"]


def test_a_regeling_with_its_own_frame_and_a_mixed_signature() -> None:
    data = law(
        "<aanhef><wie>De Minister van Parken,</wie><considerans><considerans.al>Gelet op de Bankjeswet;</considerans.al></considerans></aanhef>"
        f"<regeling-tekst>{article(EEN)}</regeling-tekst><regeling-sluiting><ondertekenaar><ondertekening>De <functie>Minister</functie> van "
        "<organisatie>Parken</organisatie>, <naam><voornaam>B.</voornaam><achternaam>Struik</achternaam></naam></ondertekening>"
        "</ondertekenaar></regeling-sluiting>",
        soort="ministeriele-regeling",
        frame="regeling",
    )
    document = parse_toestand(data, "regeling.xml")
    assert places(document) == ["aanhef", "artikel=1", "slot"]
    assert piece_at(document, "slot").text == "De Minister van Parken, B. Struik"
    assert document.source.kind is SourceKind.REGELING
    assert lost(data, document) == ""


def test_a_circulaire_has_divisions_with_text_of_their_own() -> None:
    def division(number: str, text: str, more: str = "") -> str:
        return f"<circulaire.divisie>{heading(number, label='')}<tekst>{text}</tekst>{more}</circulaire.divisie>"

    inner = division("1.2", "<al>Hout:</al>" + items(("a.", EEN)), division("1.2.1", TWEE))
    other = division("2", TWEE, division("1", EEN))
    data = law(
        f"<circulaire-tekst><tekst>{EEN}</tekst>{division('1', EEN, inner)}{other}</circulaire-tekst><circulaire-sluiting>{EEN}</circulaire-sluiting>",
        soort="circulaire",
        frame="circulaire",
    )
    document = parse_toestand(data, "circulaire.xml")
    expected = "inleiding divisie=1 divisie=1.2 (divisie=1.2/onderdeel=a) divisie=1.2.1 divisie=2 divisie=2/divisie=1 slot"
    assert places(document) == expected.split()
    item = piece_at(document, "divisie=1.2/onderdeel=a")
    assert item.path == "/Circulaire.divisie1/Circulaire.divisie1.2/Tekst/Onderdeela"
    assert item.headings == ("1", "1.2")
    assert lost(data, document) == ""


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param(
            f"<hoofdstuk>{heading('II', 'De raad')}{article(EEN)}</hoofdstuk>", ("Hoofdstuk II – De raad",), id="a chapter"
        ),
        pytest.param(
            f"<hoofdstuk>{heading('II', 'De raad')}<paragraaf>{heading('1', label='§')}{article(EEN, title='Zitten')}</paragraaf></hoofdstuk>",
            ("Hoofdstuk II – De raad", "§ 1", "Artikel 1 – Zitten"),
            id="from the outermost to the innermost",
        ),
        pytest.param(
            f"<afdeling><kop><nr>Tweede</nr><label>Afdeling</label><titel>Bos</titel><subtitel>Hout</subtitel></kop>{article(EEN)}</afdeling>",
            ("Tweede Afdeling – Bos – Hout",),
            id="in the order of the file",
        ),
        pytest.param(f"<hoofdstuk><kop><titel>Slot</titel></kop>{article(EEN)}</hoofdstuk>", ("Slot",), id="a title alone"),
        pytest.param(f"<hoofdstuk>{article(EEN)}</hoofdstuk>", (), id="no heading"),
        pytest.param(
            f"<hoofdstuk>{heading('1', LINKED)}{article(EEN)}</hoofdstuk>",
            ("Hoofdstuk 1 – Wet [noot n]",),
            id="a link and a note in a title",
        ),
        pytest.param(
            "<artikel><kop><label>ARTIKEL</label><nr>1.</nr></kop><al>Een.</al></artikel>", (), id="no more than a number"
        ),
        pytest.param(
            "<artikel><kop><label>Art.</label><nr>1</nr></kop><al>Een.</al></artikel>", ("Art. 1",), id="another label is kept"
        ),
        pytest.param(
            "<artikel><kop><label>Artikelen</label><nr>1 en 2</nr></kop><al>Een.</al></artikel>",
            ("Artikelen 1 en 2",),
            id="two articles",
        ),
    ],
)
def test_the_headings_of_a_piece(text: str, headings: tuple[str, ...]) -> None:
    document = parsed(text)
    assert [piece.headings for piece in document.pieces] == [headings]
    assert lost(law(f"<wettekst>{text}</wettekst>"), document) == ""


@pytest.mark.parametrize(
    ("lead", "item", "term"),
    [
        ("In deze wet wordt verstaan onder:", "<al>openbaar bankje: een bankje;</al>", "openbaar-bankje"),
        ("In deze wet wordt verstaan onder:", "<al>één-persoonsbankje: een bankje;</al>", "een-persoonsbankje"),
        ("Begrippen", "<al><nadruk type='cur'>Bankje:</nadruk> zitplaats;</al>", "bankje"),
        ("Begrippen", "<al> <nadruk>bankje</nadruk>: zitplaats;</al>", "bankje"),
        ("De prijs is A x B, waarin:", "<al>A: het aantal bankjes;</al>", None),
        ("In deze wet wordt verstaan onder:", "<al>een bankje zonder leuning;</al>", None),
        ("In deze wet wordt verstaan onder:", items(("a.", EEN)), None),
    ],
)
def test_a_definition_is_cited_by_its_term(lead: str, item: str, term: str | None) -> None:
    document = parsed(article(f"<al>{lead}</al>" + items(("", item))))
    found = [place for place in places(document) if "begrip" in place]
    assert found == ([f"(artikel=1/begrip={term})"] if term else [])


def test_a_numbered_definition_of_a_list_of_definitions_is_found_both_ways() -> None:
    definition = (
        "<definitie-item><li.nr>a.</li.nr><term>bankje:</term><definitie><al>zitplaats van:</al>{}</definitie></definitie-item>"
    )
    document = parsed(article(f"<definitielijst>{definition.format(items(('1°.', EEN)))}</definitielijst>"))
    below = ["(artikel=1/onderdeel=a)", "(artikel=1/begrip=bankje)", "(artikel=1/onderdeel=a/onderdeel=1°)"]
    assert places(document) == ["artikel=1", *below]
    assert piece_at(document, "artikel=1/begrip=bankje").text == "bankje: zitplaats van:\n1°. Een."


def test_an_onderdeel_has_its_own_words_without_its_number_and_all_that_lies_in_it() -> None:
    document = parsed(
        article(lid("1", "<al>Van:</al>" + items(("a.", "<al>hout:</al>" + items(("1°.", "<al>eik;</al>"))), ("b.", TWEE))))
    )
    assert piece_at(document, "artikel=1/lid=1").text == "Van:\na. hout:\n1°. eik;\nb. Twee."
    assert piece_at(document, "artikel=1/lid=1/onderdeel=a").text == "hout:\n1°. eik;"
    assert piece_at(document, "artikel=1/lid=1/onderdeel=a/onderdeel=1°").text == "eik;"


def test_paths_and_jci_links_follow_the_tree() -> None:
    text = f"<hoofdstuk>{heading('IV a')}<paragraaf><kop><label>§</label><nr>2</nr></kop>{article(lid('1', items(('1°.', EEN))), 'X 1')}</paragraaf></hoofdstuk>"
    item = parsed(text).pieces[-1]
    assert item.path == "/HoofdstukIVa/Paragraaf2/ArtikelX1/Lid1/Onderdeel1"
    assert item.jci == f"jci1.3:c:{LAW}&hoofdstuk=IV_a&paragraaf=2&artikel=X_1&lid=1&o=1&z={DAY}&g={DAY}"
    root = etree.fromstring(law(f"<wettekst>{text}</wettekst>"))
    later = Addresses(SourceId(LAW), dt.date(2027, 1, 1), dt.date(2026, 10, 1))
    assert later.jci_of(root.find(".//lid")).endswith("&lid=1&z=2027-01-01&g=2026-10-01")
    assert later.path_of(root.find(".//lid")) == "/HoofdstukIVa/Paragraaf2/ArtikelX1/Lid1"


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("a.", "a"), ("a)", "a"), ("(a).", "a"), ("1°.", "1°"), ("1º", "1°"), ("§ 2a", "2a"), ("2:4", "2:4"), ("1.10b", "1.10b"),
        ("420bis", "420bis"), ("X 1", "X 1"), ("74*", "74*"), ("5–7", "5-7"), ("3:", "3"), ("IV.", "IV"), ("–", None), ("•", None),
        ("", None), ("*", None), ("°", None), ("½", None),
    ],
)  # fmt: skip
def test_the_number_that_a_place_gets(printed: str, number: str | None) -> None:
    assert number_of(printed) == number


@given(st.text(st.one_of(st.sampled_from("aZ1 .:;,°º*–—-−/()§•½éß×÷\u00a0\n"), st.characters()), max_size=8))
def test_whatever_is_printed_gives_a_number_that_fits_a_locator_or_none(printed: str) -> None:
    number = number_of(printed)
    if number is not None:
        assert Locator.parse(f"{LAW}#artikel={number}").steps == (Step(Unit.ARTIKEL, number),)
