"""What a law becomes as a document: its links, dates and source, and that no text falls between its pieces."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from bwb_invented import DAY, EEN, GONE, LAW, article, content, heading, items, law, lid, lost, parsed, piece_at
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus import Bestuurslaag, Locator, Source, SourceId, SourceKind
from corpus.values import Gezag, TextKind
from ingest.bwb.jci import target_of
from ingest.bwb.law import PARSER, parse_toestand
from ingest.document_json import document_from_json, document_to_json


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
