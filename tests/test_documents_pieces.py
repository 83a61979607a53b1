"""Where a piece stands, what is joined and what is kept whole, and that no character is lost on the way."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_documents_formats import file, pieces, place

from corpus import SourceId
from corpus.documents import DocumentError
from ingest.documents.formats import Format
from ingest.documents.headings import heads, numbered, opening
from ingest.documents.lists import marked, written
from ingest.documents.sandbox import read
from ingest.documents.segment import segment
from ingest.documents.slug import slug
from ingest.documents.spans import Cell, grid
from ingest.documents.wrapping import Lexicon, join

# --- The words of headings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "step", "title"),
    [
        ("Artikel 3", "artikel=3", ""),
        ("Artikel 2.1 Geschenken", "artikel=2.1", "Geschenken"),
        ("ARTIKEL 2.1: GESCHENKEN", "artikel=2.1", "GESCHENKEN"),
        ("Artikel 15a – Belangen", "artikel=15a", "Belangen"),
        ("Art. 4 Reizen", "artikel=4", "Reizen"),
        ("Hoofdstuk II", "hoofdstuk=II", ""),
        ("§ 3 Declaraties", "paragraaf=3", "Declaraties"),
        ("Paragraaf 4.1", "paragraaf=4.1", ""),
        ("3.2 Geschenken", "paragraaf=3.2", "Geschenken"),
        ("1. Inleiding", "paragraaf=1", "Inleiding"),
        ("2.3.1", "paragraaf=2.3.1", ""),
        ("Bijlage 1 Register", "bijlage=1", "Register"),
        ("Bijlage A", "bijlage=A", ""),
    ],
)
def test_a_number_in_a_heading_names_the_place(text: str, step: str, title: str) -> None:
    found = numbered(text)
    assert found
    assert (str(found.step), found.title) == (step, title)


@pytest.mark.parametrize(
    "text", ["Geschenken", "Artikelen", "2030 was een goed jaar", "10 tips", "Titelblad", "Deelname", "Artikel"]
)
def test_other_headings_have_no_number(text: str) -> None:
    assert numbered(text) is None


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("Artikel 3", True),
        ("Artikel 3.", True),
        ("Artikel 3 Geschenken", True),
        ("3.2 Geschenken", True),
        ("Artikel 3 van de wet", False),
        ("Artikel 3 Een raadslid neemt niets aan.", False),
        ("1. Een raadslid neemt niets aan", False),
        ("3.500 euro", False),
        ("Geschenken", False),
    ],
)
def test_a_line_is_a_heading_by_its_number(text: str, is_heading: bool) -> None:
    assert heads(text) is is_heading


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("2.1 Een wethouder meldt elk geschenk.", ("2.1", "Een wethouder meldt elk geschenk.")),
        ("Artikel 3. De raad beslist.", ("Artikel 3", "De raad beslist.")),
        ("Artikel 3 Gemeentewet gaat hierover.", None),
        ("2.1 Geschenken", None),
    ],
)
def test_a_number_before_a_sentence(text: str, split: tuple[str, str] | None) -> None:
    assert opening(text) == split


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vóór de verkiezingen", "voor-de-verkiezingen"),
        ("Foto’s, film & geluid", "fotos-film-geluid"),
        ("2025 in cijfers", "kop-2025-in-cijfers"),
        ("😀", "kop"),
        ("Een heel lange kop die maar doorgaat over van alles en nog wat in de gemeente", "een-heel-lange-kop-die-maar-doorgaat-over-van-alles-en-nog"),
    ],
)  # fmt: skip
def test_a_heading_as_a_name(text: str, name: str) -> None:
    assert slug(text, start="kop") == name


# --- Places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Los\n\nTekst", ["tekst/alinea=1", "tekst/alinea=2"]),
        ("# T\n\na\n\n## K\n\nb", ["tekst/alinea=1", "k/alinea=1"]),
        ("# A\n\na\n\n# B\n\nb", ["a/alinea=1", "b/alinea=1"]),
        ("# A\n\na\n\n# A\n\nb\n\n# A\n\nc", ["a/alinea=1", "a-2/alinea=1", "a-3/alinea=1"]),
        ("# A\n\n## X\n\na\n\n# B\n\n## X\n\nb", ["a/x/alinea=1", "b/x/alinea=1"]),
        ("# T\n\n## Artikel 1\n\na\n\n## Artikel 2\n\na\n\nb", ["artikel=1", "artikel=2/alinea=1", "artikel=2/alinea=2"]),
        ("# T\n\n## Artikel 1\n\n1. a\n2. b\n\nslot.", ["artikel=1/lid=1", "artikel=1/lid=2", "artikel=1/alinea=1"]),
        ("# T\n\n## Artikel 1\n\nEr geldt:\n\n1. a\n2. b", ["artikel=1"]),
        ("# T\n\n## Artikel 1\n\n- a\n- b", ["artikel=1"]),
        ("# T\n\n## Kop\n\n1. a\n2. b", ["kop/alinea=1"]),
        ("# T\n\n## Artikel 1\n\na\n\n## Bijlage\n\n### Artikel 1\n\nb", ["artikel=1", "bijlage/artikel=1"]),
        ("# T\n\n## Artikel 1\n\na\n\n## Bijlage 2\n\n### Artikel 7\n\nb", ["artikel=1", "bijlage=2/artikel=7"]),
        ("# T\n\n## Artikel 1\n\na\n\n## Artikel 1\n\nb", ["artikel=1", "artikel=1-2"]),
        ("# T\n\n## Artikel 1\n\na\n\n## Uitleg\n\nb\n\n## Artikel 2\n\nc\n\n## Uitleg\n\nd",
         ["artikel=1", "artikel=1/uitleg/alinea=1", "artikel=2", "artikel=2/uitleg/alinea=1"]),
        ("# T\n\n2.1 Eerste regel.\n\n2.2 Tweede regel.\n\n2.3 Derde regel.", ["paragraaf=2.1", "paragraaf=2.2", "paragraaf=2.3"]),
        ("# T\n\nMet 2.1 begint het.\n\n2.2 Dit is een bedrag.", ["tekst/alinea=1", "tekst/alinea=2"]),
        ("# T\n\n**x**\n\nArtikel 4\n\nTekst.", ["tekst/alinea=1", "artikel=4"]),
        ("# T\n\n### Artikel 5\n\n### Cadeaus\n\nTekst.", ["artikel=5"]),
    ],
)  # fmt: skip
def test_places(text: str, places: list[str]) -> None:
    assert list(pieces(text)) == places


def test_headings_without_text_are_told() -> None:
    _, empty = segment(read(b"# T\n\n## A\n\n## B\n\ntekst\n\n## C\n", Format.MARKDOWN).blocks, SourceId("x"))
    assert empty == ("A", "C")


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        ("Artikel 1 Doel|Artikel 2 Geld|Artikel 3 Slot|## Artikel 1 Doel|Een doel.", ["tekst/alinea=1", "tekst/alinea=2", "tekst/alinea=3", "artikel=1"]),
        ("Artikel 1 Doel 2|Artikel 2 Geld 3|Artikel 1 Doel|Een doel.|Artikel 2 Geld|Veel.", ["tekst/alinea=1", "tekst/alinea=2", "artikel=1", "artikel=2"]),
        ("Hoofdstuk 1 Begin|Paragraaf 1.1 Iets|Artikel 1 Doel|Een doel.", ["artikel=1"]),
        ("Artikel 1|Artikel 2|Artikel 3|Einde.", ["tekst/alinea=1", "tekst/alinea=2", "tekst/alinea=3", "tekst/alinea=4"]),
    ],
)  # fmt: skip
def test_a_table_of_contents_makes_no_articles(lines: str, places: list[str]) -> None:
    assert list(pieces("# Code\n\n" + lines.replace("|", "\n\n"))) == places


def test_an_alinea_more_leaves_every_other_place_as_it_was() -> None:
    """Whichever section it is put in, and so for a list item and a lid."""
    lines = file("md").decode().split("\n")
    before = pieces("\n".join(lines))
    ends = [i for i, line in enumerate(lines) if line.startswith("#") and i] + [len(lines)]
    for end in ends:
        after = pieces("\n".join([*lines[:end], "Hier is later iets bij gekomen.", "", *lines[end:]]))
        (new,) = {name for name, text in after.items() if text == "Hier is later iets bij gekomen."}
        section = new.rpartition("/")[0]
        kept = {name for name, text in after.items() if before.get(name) == text}
        assert set(before) - kept <= {name for name in before if name == section or name.startswith(f"{section}/")}
        assert len(set(before) - kept) <= 1


def test_a_section_more_leaves_every_other_place_as_it_was() -> None:
    lines = file("md").decode().split("\n")
    before = pieces("\n".join(lines))
    for at in [i for i, line in enumerate(lines) if line.startswith("#") and i]:
        after = pieces("\n".join([*lines[:at], "### Later toegevoegd", "", "Iets nieuws.", "", *lines[at:]]))
        # "Toelichting" below an article is told by what it stands under, and that is what was put in between.
        torn = {name for name in before if name.endswith("/toelichting/alinea=1")}
        assert {name: text for name, text in before.items() if name not in torn}.items() <= after.items()


# --- Lists and tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("- een", ("-", "een")), ("– een", ("-", "een")), ("• een", ("-", "een")), ("o een", ("-", "een")), ("* een", ("-", "een")),
        ("1. een", ("1.", "een")), ("2a. een", ("2a.", "een")), ("3) een", ("3)", "een")), ("1° een", ("1°", "een")),
        ("1º een", ("1°", "een")), ("a. een", ("a.", "een")), ("(a) een", ("(a)", "een")), ("aa. een", ("aa.", "een")), ("iv. een", ("iv.", "een")),
    ],
)  # fmt: skip
def test_marks(text: str, mark: tuple[str, str]) -> None:
    found = marked(text)
    assert found
    assert (found.marker, found.text) == mark


@pytest.mark.parametrize("text", ["een", "1.1 een", "2030 een", "-een", "o.a. een", "d.w.z. een", "A. de Vries", "ca. een"])
def test_no_marks(text: str) -> None:
    assert marked(text) is None


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (1, "a", "a."),
        (27, "lower-alpha", "aa."),
        (4, "lowerRoman", "iv."),
        (2, "A", "B."),
        (3, "I", "III."),
        (7, "decimal", "7."),
    ],
)
def test_written_numbers(number: int, style: str, text: str) -> None:
    assert written(number, style) == text


def test_a_list_stays_whole_with_what_introduces_it_and_with_the_lists_inside_it() -> None:
    text = "# T\n\nDit geldt:\n\n- een\n  1. half\n  2. heel\n- twee\n\nEen zin.\n\n- los\n"
    assert pieces(text) == {
        "tekst/alinea=1": "Dit geldt:\n- een\n  1. half\n  2. heel\n- twee",
        "tekst/alinea=2": "Een zin.",
        "tekst/alinea=3": "- los",
    }


def test_typed_lists_are_told_by_their_marks() -> None:
    text = "Artikel 1\n\n1. Een raadslid meldt:\na. geld;\nb. spullen:\n1°. groot;\n2°. klein;\nc. reizen.\n2. De griffier schrijft op.\n"
    assert pieces(text + "\nSlot van de code.\n", Format.TEKST) == {
        "artikel=1/lid=1": "Een raadslid meldt:\na. geld;\nb. spullen:\n  1°. groot;\n  2°. klein;\nc. reizen.",
        "artikel=1/lid=2": "De griffier schrijft op.",
        "artikel=1/alinea=1": "Slot van de code.",
    }


def test_a_number_at_the_start_of_a_wrapped_line_is_no_item() -> None:
    text = (
        "De griffier telt het aantal meldingen van het jaar ervoor en komt tot\n"
        "17. Dat zijn er meer dan de raad had gedacht, en daarom vraagt hij\n"
        "de griffier om een lijst van alle meldingen met de datum erbij.\n"
    )
    assert list(pieces(text, Format.TEKST).values()) == [" ".join(text.split())]


def test_cells_that_span_stand_in_each_place() -> None:
    rows = [[Cell("a", columns=2), Cell("b", rows=2)], [Cell("c"), Cell("d")], [Cell("e")]]
    assert grid(rows) == (("a", "a", "b"), ("c", "d", "b"), ("e", "", ""))
    assert len(grid([[Cell("x", columns=10**9, rows=10**9)], [Cell("y")]])[1]) < 100


# --- Wrapped words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["de gemeente-", "raad"], "de gemeenteraad"),
        (["een oud-", "wethouder"], "een oud-wethouder"),
        (["voor-", "en nadelen"], "voor- en nadelen"),
        (["beroeps- en", "belangenverenigingen"], "beroeps- en belangenverenigingen"),
        (["in-", "of uitschrijven"], "in- of uitschrijven"),
        (["de VNG-", "brief"], "de VNG-brief"),
        (["Noord-", "Holland"], "Noord-Holland"),
        (["per e-", "mail"], "per e-mail"),
        (["de auto-", "industrie"], "de auto-industrie"),
        (["en/", "of"], "en/of"),
        (["de raad –", "en het college"], "de raad – en het college"),
        (["ge\u00ad", "meente"], "gemeente"),
        (["anti-corruptie is iets anders dan anti-", "fraude"], "anti-corruptie is iets anders dan anti-fraude"),
        (["de bijna-botsing en de bijna-", "botsing"], "de bijna-botsing en de bijna-botsing"),
        (["het raadslid en het raads-", "lid"], "het raadslid en het raadslid"),
        (["artikel 3-", "5"], "artikel 3-5"),
    ],
)
def test_joining(lines: list[str], joined: str) -> None:
    assert join(lines, Lexicon(lines)) == joined


# --- Nothing is lost ------------------------------------------------------------------------------------------------

_WORDS = st.lists(st.from_regex(r"[A-Za-zéëïü]{1,12}[,.;:!?)’]?", fullmatch=True), min_size=1, max_size=40).map(" ".join)
_LINES = st.one_of(
    _WORDS,
    _WORDS.map(lambda words: f"- {words}"),
    st.tuples(st.integers(1, 12), _WORDS).map(lambda pair: f"{pair[0]}. {pair[1]}"),
    st.tuples(st.sampled_from("abc"), _WORDS).map(lambda pair: f"{pair[0]}. {pair[1]}"),
    st.tuples(st.integers(1, 9), _WORDS).map(lambda pair: f"Artikel {pair[0]} {pair[1]}"),
    st.just(""),
)


def letters(texts: list[str]) -> Counter[str]:
    return Counter(sign for text in texts for sign in text if sign.isalnum())


@given(st.lists(_LINES, min_size=1, max_size=30), st.sampled_from([Format.TEKST, Format.MARKDOWN]))
def test_every_letter_of_a_text_stands_in_a_piece_or_a_heading(lines: list[str], kind: Format) -> None:
    reading = read("\n".join(lines).encode(), kind)
    found, empty = segment(reading.blocks, SourceId("x"))
    headings = {heading for piece in found for heading in piece.headings} | set(empty)
    # The number of a lid stands in its place.
    told = letters([*(f"{place(piece)} {piece.text}" for piece in found), *headings])
    assert set(letters(lines)) - set(told) == set()
    words = {word.strip(",.;:!?)’-") for line in lines for word in line.split()}
    whole = " ".join([*(piece.text for piece in found), *headings])
    assert {word for word in words if word.isalpha() and len(word) > 2 and word not in whole} == set()


@given(st.lists(_WORDS, min_size=1, max_size=20))
def test_alineas_of_plain_words_come_back_as_they_were(alineas: list[str]) -> None:
    whole = [f"{words.rstrip(',.;:!?)’')} en verder niets." for words in alineas]
    text = "\n\n".join(f"Het is zo dat {words}" for words in whole)
    for kind in (Format.TEKST, Format.MARKDOWN):
        found, _ = segment(read(text.encode(), kind).blocks, SourceId("x"))
        assert "".join(piece.text for piece in found).replace(" ", "") == text.replace("\n", "").replace(" ", "")
        assert [place(piece) for piece in found] == [f"tekst/alinea={n}" for n in range(1, len(found) + 1)]


@given(
    st.one_of(
        st.text(max_size=300), st.lists(_LINES, max_size=20).map("\n".join), st.text(alphabet="a-1.# |<>/p*\n\t", max_size=300)
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    for kind in (Format.TEKST, Format.MARKDOWN, Format.HTML):
        data = text.encode("utf-8", "surrogatepass")
        try:
            found, _ = segment(read(data, kind).blocks, SourceId("x"))
        except DocumentError:
            continue
        assert len({piece.locator for piece in found}) == len(found)
        assert all(piece.text.strip() for piece in found)
