"""The table of elements: the words of every element in it find a place, and what each kind makes of them."""

from __future__ import annotations

import pytest
from bwb_invented import article, content, items, law, lid, lost, parsed, piece_at, places
from lxml import etree

from corpus.documents import State
from ingest.bwb.elements import ELEMENTS, PARTS, UNITS, Kind, content_characters
from ingest.bwb.law import parse_toestand

_PLACED = {
    Kind.SKIPPED: "<wettekst>{article}<{name}>MERK</{name}></wettekst>",
    Kind.FRAME: "<{name}>{article}</{name}>",
    Kind.DIVISION: "<wettekst><{name}><kop><nr>1</nr><titel>MERK</titel></kop>{article}</{name}></wettekst>",
    Kind.ARTICLE: "<wettekst><{name}><kop><nr>1</nr></kop><al>MERK</al></{name}></wettekst>",
    Kind.LID: "<wettekst><artikel><kop><nr>1</nr></kop><{name}><lidnr>1</lidnr><al>MERK</al></{name}></artikel></wettekst>",
    Kind.PART: "<{name}><al>MERK</al></{name}><wettekst>{article}</wettekst>",
    Kind.GROUP: "<wettekst><artikel><kop><nr>1</nr></kop><{name}><al>MERK</al></{name}></artikel></wettekst>",
    Kind.LIST: "<wettekst><artikel><kop><nr>1</nr></kop><{name}><li><al>MERK</al></li></{name}></artikel></wettekst>",
    Kind.ITEM: "<wettekst><artikel><kop><nr>1</nr></kop><lijst><{name}><al>MERK</al></{name}></lijst></artikel></wettekst>",
    Kind.TABLE: (
        "<wettekst><artikel><kop><nr>1</nr></kop><table><tgroup><thead><row><entry>MERK</entry></row></thead>"
        "<tbody><row><entry><al>x</al></entry></row></tbody><tfoot/></tgroup></table></artikel></wettekst>"
    ),
}
_IN_A_LINE = "<wettekst><artikel><kop><nr>1</nr></kop><al>voor <{name}>MERK</{name}> na</al></artikel></wettekst>"


@pytest.mark.parametrize(("name", "kind"), sorted(ELEMENTS.items()))
def test_the_words_of_every_element_in_the_table_find_one_place(name: str, kind: Kind) -> None:
    template = _PLACED.get(kind, _IN_A_LINE)
    if kind in (Kind.FRAME, Kind.TITLE) and name in ("toestand", "wetgeving", "intitule", "citeertitel"):
        template = "<wettekst>{article}</wettekst>"
    beside = "<al>Iets anders.</al>" if kind in (Kind.DIVISION, Kind.PART) else "<al>MERK</al>"
    data = law(template.format(name=name, article=article(beside)))
    document = parse_toestand(data, name)
    held = [piece for piece in document.pieces if piece.whole and "MERK" in "\n".join((piece.text, *piece.headings))]
    assert len(held) == 1
    if kind is not Kind.SKIPPED:
        assert document.characters == len(content(data)) and lost(data, document) == ""


def test_every_division_has_a_unit_and_every_part_a_name() -> None:
    assert set(UNITS) == {name for name, kind in ELEMENTS.items() if kind is Kind.DIVISION}
    assert set(PARTS) == {name for name, kind in ELEMENTS.items() if kind is Kind.PART}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<al>Een  bankje\n  is <nadruk type='cur'>groen</nadruk>.</al>", "Een bankje is groen.", id="white space"),
        pytest.param("<al>Een.</al><al/><al>Twee.</al>", "Een.\nTwee.", id="alinea's"),
        pytest.param("<al>50 m<sup>2</sup> en Q<inf>max</inf></al>", "50 m2 en Qmax", id="powers"),
        pytest.param("<al-groep><al>Een.</al><al>Twee.</al></al-groep>", "Een.\nTwee.", id="a group"),
        pytest.param("<tussenkop>Over bankjes</tussenkop><al>Een.</al>", "Over bankjes\nEen.", id="a heading between"),
        pytest.param(
            "<al>Bankje: <redactie type='extra'>vanaf 2027: zitje</redactie>.</al>",
            "Bankje: [Red: vanaf 2027: zitje].",
            id="editorial",
        ),
        pytest.param(
            "<al>de het<tekstcorrectie>lees: het</tekstcorrectie> bankje</al>", "de het [Red: lees: het] bankje", id="corrected"
        ),
        pytest.param(
            "<al>Het park<noot><noot.nr>1)</noot.nr><noot.al>Zonder vijver.</noot.al></noot> sluit.</al>",
            "Het park [noot 1) Zonder vijver.] sluit.",
            id="a footnote",
        ),
        pytest.param(
            "<plaatje><illustratie naam='1.png'/><bijschrift>Een bankje</bijschrift></plaatje>",
            "[afbeelding] Een bankje",
            id="a picture",
        ),
        pytest.param("<al>Zoals <plaatje><illustratie/></plaatje>.</al>", "Zoals [afbeelding].", id="a picture in a line"),
        pytest.param(items(("a.", "<al>hout,</al>"), ("b.", "<al>ijzer.</al>")), "a. hout,\nb. ijzer.", id="a list"),
        pytest.param(
            items(("a.", "<al>hout:</al>" + items(("1°.", "<al>eik,</al>"), ("2°.", "<al>den;</al>")) + "<al>geverfd.</al>")),
            "a. hout:\n1°. eik,\n2°. den;\ngeverfd.",
            id="a list in a list",
        ),
        pytest.param(
            items(("–", "<al>hout</al>"), ("•", "<al>ijzer</al>"), ("", "<al>steen</al>")), "– hout\n• ijzer\nsteen", id="bullets"
        ),
        pytest.param(
            "<definitielijst><definitie-item><li.nr>a.</li.nr><term>bankje</term><definitie><al>zitplaats;</al><al>ook een steen;</al>"
            "</definitie></definitie-item><definitie-item><term>park: </term><definitie><al>tuin.</al></definitie></definitie-item>"
            "</definitielijst>",
            "a. bankje: zitplaats;\nook een steen;\npark: tuin.",
            id="definitions",
        ),
        pytest.param(
            "<specificatielijst><specificatie-item><li.nr>a </li.nr><specificatie><al>de oude lijst: </al></specificatie>"
            "<waarde>nummer 1;</waarde></specificatie-item></specificatielijst>",
            "a de oude lijst: nummer 1;",
            id="specifications",
        ),
        pytest.param(
            "<wetcitaat><artikel><kop><label>Artikel</label><nr>9</nr></kop><lid><lidnr>1</lidnr><al>Oud.</al></lid></artikel></wetcitaat>",
            "Artikel 9\n1 Oud.",
            id="a law that is quoted",
        ),
        pytest.param("<bankje/><al>Een.</al>", "Een.", id="an unknown element without text"),
    ],
)
def test_the_text_of_an_article(text: str, expected: str) -> None:
    document = parsed(article(text))
    assert [piece.text for piece in document.pieces if piece.whole] == [expected]


TABLE = (
    "<table><title>Maten</title><tgroup cols='3'><colspec colname='a'/><colspec colname='b'/><colspec colname='c'/>"
    "<thead><row><entry>Soort</entry><entry namest='b' nameend='c'><al>Hoogte en breedte</al></entry></row></thead><tbody>{}</tbody>"
    "</tgroup></table>"
)


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        pytest.param("<row><entry>laag</entry><entry>40</entry><entry>60</entry></row>", ["laag | 40 | 60"], id="plain"),
        pytest.param("<row><entry>laag</entry><entry colname='c'>60</entry></row>", ["laag | | 60"], id="a column skipped"),
        pytest.param("<row><entry/><entry>40</entry><entry/></row>", ["| 40"], id="empty cells"),
        pytest.param(
            "<row><entry morerows='1'>laag</entry><entry>40</entry></row><row><entry>45</entry></row><row><entry>hoog</entry></row>",
            ["laag | 40", "laag | 45", "hoog"],
            id="a cell over two rows is repeated",
        ),
        pytest.param(
            "<row><entry namest='a' nameend='b'>samen</entry><entry>60</entry></row>",
            ["samen | | 60"],
            id="a cell over two columns",
        ),
        pytest.param(
            "<row><entry><al>laag</al><al>en breed</al></entry><entry><lijst><li><li.nr>a.</li.nr><al>hout</al></li></lijst></entry></row>",
            ["laag en breed | a. hout"],
            id="lines and items within a cell",
        ),
        pytest.param(
            "<row><entry colname='x'>laag</entry><entry colname='a'>twee keer</entry></row>",
            ["laag | twee keer"],
            id="wrong names",
        ),
        pytest.param(
            "<row><entry><plaatje/></entry><entry><plaatje/></entry></row>", ["[afbeelding] | [afbeelding]"], id="pictures"
        ),
    ],
)
def test_a_table_is_read_by_its_rows(rows: str, lines: list[str]) -> None:
    data = law(f"<wettekst>{article(TABLE.format(rows))}</wettekst>")
    document = parse_toestand(data, "tabel.xml")
    assert document.pieces[0].text.split("\n") == ["Maten", "Soort | Hoogte en breedte", *lines]
    assert places(document) == ["artikel=1"], "items in a cell are no onderdelen of the article"
    assert lost(data, document) == ""


def test_the_head_of_a_long_table_comes_again_after_every_twenty_rows() -> None:
    rows = "".join(f"<row><entry>{number}</entry></row>" for number in range(1, 46))
    data = law(f"<wettekst>{article(TABLE.format(rows))}</wettekst>")
    lines = parse_toestand(data, "tabel.xml").pieces[0].text.split("\n")
    heads = [place for place, line in enumerate(lines) if line == "Soort | Hoogte en breedte"]
    assert [lines[place + 1] for place in heads] == ["1", "21", "41"]
    assert len(lines) == 1 + 45 + 3


@pytest.mark.parametrize(
    ("attributes", "text", "states"),
    [
        ('status="goed"', "<al>Een.</al>", [State.GELDEND]),
        ("", "<al>Een.</al>", [State.GELDEND]),
        ('status="vervallen"', "<al><redactie>Vervallen</redactie></al>", [State.VERVALLEN]),
        ("", "<al><redactie>Vervallen.</redactie></al>", [State.VERVALLEN]),
        ("", "<al><redactie>Door vernummering vervallen.</redactie></al>", [State.VERVALLEN]),
        ('status="nogniet"', "<al>Een.</al>", [State.NOG_NIET]),
        ("", "<al><redactie>Dit artikel is nog niet in werking getreden.</redactie></al><al>Een.</al>", [State.NOG_NIET]),
        (
            "",
            "<al><redactie>Dit artikel treedt niet meer in werking. Ingetrokken.</redactie></al><al>Een.</al>",
            [State.VERVALLEN],
        ),
        ("", "<al><redactie>Wijzigt de Parkwet.</redactie></al>", [State.GELDEND]),
        ("", "<al>Bankje <redactie>vervallen</redactie></al>", [State.GELDEND]),
        ("", lid("1", "<al>Een.</al>") + lid("2", "<al><redactie>Vervallen</redactie></al>"), [State.GELDEND, State.VERVALLEN]),
        (
            "",
            "<al><redactie>Dit artikel is nog niet in werking getreden.</redactie></al>" + lid("1", "<al>Een.</al>"),
            [State.NOG_NIET, State.NOG_NIET],
        ),
        ('status="vervallen"', lid("1", "<al>Een.</al>"), [State.VERVALLEN]),
        (
            "",
            items(("a.", "<al><redactie>vervallen</redactie>;</al>"), ("b.", "<al>hout;</al>")),
            [State.GELDEND, State.VERVALLEN, State.GELDEND],
        ),
    ],
)
def test_whether_a_text_is_a_rule_today(attributes: str, text: str, states: list[State]) -> None:
    assert [piece.state for piece in parsed(article(text, attributes=attributes)).pieces] == states


def test_a_lapsed_article_keeps_its_editorial_word_marked() -> None:
    document = parsed(article("<al><redactie type='vervanging'>Vervallen</redactie></al>", attributes='status="vervallen"'))
    assert piece_at(document, "artikel=1").text == "[Red: Vervallen]"


def test_content_is_counted_without_white_space_and_data_about_the_text() -> None:
    root = etree.fromstring("<al> een<meta-data>dit <al>niet</al></meta-data> twee <nadruk>drie</nadruk>\u00a0vier</al>")
    assert content_characters(root) == len("eentweedrievier")
