"""Where the pieces of a law stand: their locators, headings, dates, paths and links, and that nothing falls between them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from bwb_invented import DAY, LAW, article, content, items, law, lid, lost, parsed, piece_at, places
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus import Bestuurslaag, Locator, Source, SourceId, SourceKind, Step, Unit
from corpus.values import Gezag, TextKind
from ingest.bwb.jci import Addresses, target_of
from ingest.bwb.law import PARSER, parse_toestand
from ingest.bwb.numbers import number_of
from ingest.document_json import document_from_json, document_to_json

EEN, TWEE = "<al>Een.</al>", "<al>Twee.</al>"
GONE = 'status="vervallen"'
LINKED = '<extref doc="x">Wet</extref><noot><noot.al>n</noot.al></noot>'


def heading(number: str, title: str = "", label: str = "Hoofdstuk") -> str:
    named = f"<label>{label}</label>" if label else ""
    return f"<kop>{named}" + (f"<nr>{number}</nr>" if number else "") + (f"<titel>{title}</titel>" if title else "") + "</kop>"


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


@pytest.mark.parametrize(
    ("attributes", "target"),
    [
        ('doc="jci1.3:c:BWBR0005416&amp;artikel=15"', "BWBR0005416#artikel=15"),
        ('doc="jci1.3:c:BWBR0005416&amp;hoofdstuk=II&amp;artikel=15&amp;lid=1&amp;o=d&amp;z=2024-01-31&amp;g=2024-01-31"',
         "BWBR0005416#artikel=15/lid=1/onderdeel=d"),
        ('doc="jci1.3:c:BWBR0004627&amp;artikel=X_1"', "BWBR0004627#artikel=X 1"),
        ('doc="jci1.3:c:BWBR0005537&amp;bijlage=2&amp;hoofdstuk=1&amp;artikel=1"', "BWBR0005537#bijlage=2/artikel=1"),
        ('doc="jci1.3:c:BWBR0005537&amp;hoofdstuk=3&amp;afdeling=3.2"', "BWBR0005537#hoofdstuk=3/afdeling=3.2"),
        ('doc="jci1.3:c:BWBR0005537&amp;titeldeel=4.1&amp;sub-paragraaf=2"', "BWBR0005537#titel=4.1/sub-paragraaf=2"),
        ('doc="1.0:c:BWBR0005537&amp;artikel=3:4&amp;g=2020-01-01"', "BWBR0005537#artikel=3:4"),
        ('doc="jci1.3:c:BWBR0005537"', "BWBR0005537"),
        ('doc="jci1.3:c:BWBR0005537&amp;planeet=3"', "BWBR0005537"),
        ('doc="jci1.3:c:BWBR0005537&amp;artikel="', "BWBR0005537"),
        ('doc="" bwb-id="BWBR0001840"', "BWBR0001840"),
        ('bwb-id="BWBR0001840"', "BWBR0001840"),
        ('doc="32012R0648" reeks="Celex"', None),
        ('doc="onbekend"', None),
        ('doc="" bwb-id="onbekend"', None),
        ("", None),
    ],
)  # fmt: skip
def test_where_a_link_points(attributes: str, target: str | None) -> None:
    found = target_of(etree.fromstring(f"<extref {attributes}>daar</extref>"))
    assert (str(found) if found else None) == target


def test_a_link_is_a_stretch_of_the_text_of_each_piece_that_holds_it() -> None:
    link = '<extref doc="jci1.3:c:BWBR0005416&amp;artikel=15"> artikel <nadruk>15</nadruk>\n van de Gemeentewet</extref>'
    document = parsed(article(f"<al>Zie:</al>{items(('a.', f'<al>hout, {link};</al>'))}<al>Leeg <intref doc='x'/>.</al>"))
    for path in ("artikel=1", "artikel=1/onderdeel=a"):
        piece = piece_at(document, path)
        assert [(piece.text[k.start : k.end], str(k.target)) for k in piece.links] == [
            ("artikel 15 van de Gemeentewet", "BWBR0005416#artikel=15")
        ]
    assert piece_at(document, "artikel=1").links[0].doc == "jci1.3:c:BWBR0005416&artikel=15"


def test_paths_and_jci_links_follow_the_tree() -> None:
    text = f"<hoofdstuk>{heading('IV a')}<paragraaf><kop><label>§</label><nr>2</nr></kop>{article(lid('1', items(('1°.', EEN))), 'X 1')}</paragraaf></hoofdstuk>"
    item = parsed(text).pieces[-1]
    assert item.path == "/HoofdstukIVa/Paragraaf2/ArtikelX1/Lid1/Onderdeel1"
    assert item.jci == f"jci1.3:c:{LAW}&hoofdstuk=IV_a&paragraaf=2&artikel=X_1&lid=1&o=1&z={DAY}&g={DAY}"
    root = etree.fromstring(law(f"<wettekst>{text}</wettekst>"))
    later = Addresses(SourceId(LAW), dt.date(2027, 1, 1), dt.date(2026, 10, 1))
    assert later.jci_of(root.find(".//lid")).endswith("&lid=1&z=2027-01-01&g=2026-10-01")
    assert later.path_of(root.find(".//lid")) == "/HoofdstukIVa/Paragraaf2/ArtikelX1/Lid1"


def test_the_date_of_view_is_that_of_the_law_as_a_whole() -> None:
    own = f'<meta-data><jcis><jci versie="1.3" verwijzing="jci1.3:c:{LAW}&amp;z=2025-01-01&amp;g={DAY}"/></jcis></meta-data>'
    data = law(f"<wettekst>{article(EEN)}</wettekst>").replace(b"</wetgeving>", own.encode() + b"</wetgeving>")
    assert parse_toestand(data, "x.xml").pieces[0].jci.endswith(f"&z=2025-01-01&g={DAY}")


def test_since_when_an_article_has_its_text() -> None:
    renewed = article(lid("1", EEN), "1", 'inwerking="2024-07-01"')
    text = f'<hoofdstuk inwerking="2020-01-01">{renewed}{article(EEN, "2")}</hoofdstuk>{article(EEN, "3")}'
    assert [piece.valid_from for piece in parsed(text).pieces] == [dt.date(2024, 7, 1), dt.date(2020, 1, 1), None]


def known_source() -> Source:
    return Source(
        SourceId(LAW), "Oud opschrift", "Wet bankjes", ("Wb",), SourceKind.AMVB, Bestuurslaag.GEMEENTE, Gezag.BESLUIT,
        dt.date(2020, 1, 1), dt.date(2025, 1, 1), "https://elders.example", TextKind.SAMENVATTING, "0" * 64, "eigen",
    )  # fmt: skip


def test_the_source_is_that_of_the_file() -> None:
    document = parsed(article(EEN))
    source = document.source
    assert (str(source.id), source.kind, source.bestuurslaag, source.gezag) == (
        LAW,
        SourceKind.WET,
        Bestuurslaag.ALGEMEEN,
        Gezag.WET,
    )
    assert (source.title, source.citeertitel) == ("Wet van 1 mei 2026, houdende regels over bankjes", "Bankjeswet")
    assert (source.valid_from, source.valid_until, source.text_kind) == (dt.date(2026, 10, 1), None, TextKind.OFFICIEEL)
    assert (source.url, document.version, document.parser) == (f"https://wetten.overheid.nl/{LAW}", source.valid_from, PARSER)
    assert document.warnings == ()


def test_what_people_chose_for_a_law_is_kept_and_a_difference_is_told() -> None:
    known = known_source()
    data = law(f"<wettekst>{article(EEN + '<plaatje/>')}</wettekst>")
    document = parse_toestand(data, "x.xml", known={known.id: known})
    kept = document.source
    assert (kept.citeertitel, kept.abbreviations, kept.kind) == ("Wet bankjes", ("Wb",), SourceKind.AMVB)
    assert (kept.bestuurslaag, kept.gezag) == (Bestuurslaag.GEMEENTE, Gezag.BESLUIT)
    assert replace(kept, citeertitel="", abbreviations=()) != known
    assert (kept.valid_from, kept.url, kept.text_kind) == (
        dt.date(2026, 10, 1),
        f"https://wetten.overheid.nl/{LAW}",
        TextKind.OFFICIEEL,
    )
    assert "'Bankjeswet'" in document.warnings[0] and "1 afbeelding" in document.warnings[1]


@pytest.mark.parametrize(
    ("soort", "kind"),
    [
        ("rijkswet", SourceKind.WET), ("AMvB", SourceKind.AMVB), ("KB", SourceKind.AMVB), ("beleidsregel", SourceKind.REGELING),
        ("ministeriele-regeling-archiefselectielijst", SourceKind.REGELING), ("circulaire-BES", SourceKind.REGELING),
    ],
)  # fmt: skip
def test_the_kind_of_a_law(soort: str, kind: SourceKind) -> None:
    assert parsed(article(EEN), soort=soort).source.kind is kind


def test_a_parsed_law_survives_the_library() -> None:
    document = parsed(
        article(lid("1", "<al>Zie <extref doc='jci1.3:c:BWBR0005416'>daar</extref>.</al>"), attributes='inwerking="2024-01-01"')
    )
    assert document_from_json(json.loads(json.dumps(document_to_json(document)))) == document


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


# --- Any small law: what goes in comes out ------------------------------------------------------------------------------

_word = st.text("ab€éß1.:;|[]–•Rd", min_size=1, max_size=6)
_words = st.lists(_word, min_size=0, max_size=4).map(" ".join)
_line = st.recursive(
    _words,
    lambda inner: st.builds(
        lambda before, name, inside, after: f"{before}<{name}>{inside}</{name}>{after}",
        _words,
        st.sampled_from(["nadruk", "sup", "intref", "redactie", "noot", "plaatje", "datum", "meta-data"]),
        inner,
        _words,
    ),
    max_leaves=4,
)
_alinea = _line.map(lambda line: f"<al>{line}</al>")
_number = st.sampled_from(["a.", "b.", "1°.", "–", ""])


def _table(cells: list[list[str]]) -> str:
    rows = "".join("<row>" + "".join(f"<entry>{cell}</entry>" for cell in row) + "</row>" for row in cells)
    return f"<table><tgroup><tbody>{rows}</tbody></tgroup></table>"


_blocks = st.recursive(
    st.lists(_alinea, max_size=3).map("".join),
    lambda inner: st.one_of(
        st.lists(st.tuples(_number, inner), min_size=1, max_size=3).map(lambda pairs: items(*pairs)),
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(st.lists(inner, max_size=3), max_size=3).map(_table),
        inner.map(lambda text: f"<al-groep>{text}</al-groep>"),
    ),
    max_leaves=5,
)
_leden = st.lists(st.one_of(st.builds(lid, st.sampled_from(["1", "2", "2.", "3a", "–", ""]), _blocks), _blocks), max_size=4).map(
    "".join
)
_articles = st.lists(
    st.builds(article, st.one_of(_blocks, _leden), st.sampled_from(["1", "2", "3*"]), st.sampled_from(["", GONE]), _line),
    max_size=3,
).map("".join)
_laws = st.recursive(
    _articles,
    lambda inner: st.builds(
        lambda name, number, title, text: f"<{name}>{heading(number, title)}{text}</{name}>",
        st.sampled_from(["hoofdstuk", "paragraaf", "bijlage", "divisie"]),
        st.sampled_from(["1", "1.2", "II", ""]),
        _words,
        st.one_of(inner, _blocks, st.tuples(_blocks, inner).map("".join)),
    ),
    max_leaves=4,
)


@given(_laws)
def test_no_character_is_lost_and_no_place_is_given_twice(text: str) -> None:
    data = law(f"<wettekst>{text}{article('<al>Slot.</al>', '99')}</wettekst>")
    document = parse_toestand(data, "verzonnen.xml")
    assert document.characters == len(content(data))
    assert lost(data, document) == ""
    assert len(document.by_locator) == len(document.pieces)
    for piece in document.pieces:
        assert Locator.parse(str(piece.locator)) == piece.locator
        assert piece.text == piece.text.strip() and "  " not in piece.text and "\n\n" not in piece.text
        assert all(0 <= link.start < link.end <= len(piece.text) for link in piece.links)
        if not piece.whole:
            assert any(piece.text in other.text for other in document.pieces if other.whole and other.headings == piece.headings)
