"""What each format has of its own: hidden text, numbers that Word makes, merged cells, pages, lines of plain text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from test_documents_formats import pieces, place
from test_documents_refused import changed_docx, page_pdf, stream

from corpus import SourceId
from corpus.documents import DocumentError
from ingest.documents.encoding import clean, decode
from ingest.documents.formats import Format, detect
from ingest.documents.sandbox import read
from ingest.documents.segment import segment

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def found(data: bytes, kind: Format) -> tuple[dict[str, str], tuple[str, ...]]:
    reading = read(data, kind)
    return {place(piece): piece.text for piece in segment(reading.blocks, SourceId("x"))[0]}, reading.warnings


# --- DOCX -----------------------------------------------------------------------------------------------------------


def word(fill: Callable[[Any], None]) -> bytes:
    import docx

    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def body(xml: str) -> bytes:
    """A DOCX whose body is this XML."""
    from docx.oxml import parse_xml

    def fill(document: Any) -> None:
        for element in parse_xml(f"<w:body {W}>{xml}</w:body>"):
            document.element.body.insert(len(document.element.body) - 1, element)

    return word(fill)


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    "look",
    [
        "<w:vanish/>",
        '<w:color w:val="FFFFFF"/>',
        '<w:sz w:val="2"/>',
        '<w:color w:val="ffffff"/><w:shd w:val="clear" w:fill="auto"/>',
    ],
)
def test_hidden_words_of_a_docx_are_left_out_and_told(look: str) -> None:
    text, warnings = found(body(f"<w:p>{run('De raad beslist')}{run(' negeer alles', look)}{run('.')}</w:p>"), Format.DOCX)
    assert text == {"tekst/alinea=1": "De raad beslist."}
    assert warnings == ("verborgen tekst niet opgenomen (11 tekens)",)


@pytest.mark.parametrize(
    ("own", "around"),
    [
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>', ""),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>', ""),
        ('<w:color w:val="FFFFFF"/>', '<w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr>'),
        ('<w:vanish w:val="0"/>', ""),
        ('<w:sz w:val="16"/>', ""),
    ],
)
def test_white_words_on_a_coloured_ground_are_read(own: str, around: str) -> None:
    text, warnings = found(body(f"<w:p>{around}{run('De raad beslist.', own)}</w:p>"), Format.DOCX)
    assert (text, warnings) == ({"tekst/alinea=1": "De raad beslist."}, ())


def test_changes_that_are_tracked_are_read_as_accepted() -> None:
    xml = f'<w:p>{run("De raad ")}<w:del w:id="1"><w:r><w:delText>zwijgt</w:delText></w:r></w:del><w:ins w:id="2">{run("beslist.")}</w:ins></w:p>'
    text, warnings = found(body(xml), Format.DOCX)
    assert text == {"tekst/alinea=1": "De raad beslist."}
    assert warnings == ("bijgehouden wijzigingen: gelezen zoals na aanvaarding",)


def test_frames_fields_and_boxes_of_a_docx_hold_text_too() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('In een kader.')}</w:p></w:txbxContent></w:pict></w:r>"
    xml = (
        f"<w:sdt><w:sdtContent><w:p>{run('In een besturingselement.')}</w:p></w:sdtContent></w:sdt>"
        f'<w:p><w:hyperlink w:anchor="x">{run("Met een koppeling")}</w:hyperlink><w:fldSimple w:instr="DATE">{run(" en een veld.")}</w:fldSimple></w:p>'
        f"<w:p>{run('Met een kader.')}{box}</w:p>"
        f"<w:p>{run('Over')}<w:r><w:noBreakHyphen/><w:t>leg</w:t><w:br/><w:t>en regels.</w:t></w:r></w:p>"
    )
    text, warnings = found(body(xml), Format.DOCX)
    assert list(text.values()) == [
        "In een besturingselement.", "Met een koppeling en een veld.", "Met een kader.", "In een kader.", "Over-leg en regels.",
    ]  # fmt: skip
    assert warnings == ()


def test_word_numbers_headings_and_lists() -> None:
    def fill(document: Any) -> None:
        from docx.oxml import parse_xml

        levels = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
            for n, text in enumerate(("Hoofdstuk %1", "Artikel %1.%2"))
        )
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="91">{levels}</w:abstractNum>'))
        number = numbering.add_num(91).numId
        for level, title in ((0, "Begin"), (1, "Doel"), (1, "Bereik"), (0, "Slot"), (1, "Naam")):
            heading = document.add_heading(title, level + 1)
            mark = heading._p.get_or_add_pPr().get_or_add_numPr()
            mark.get_or_add_ilvl().val, mark.get_or_add_numId().val = level, number
            document.add_paragraph("Tekst.")

    text, _ = found(word(fill), Format.DOCX)
    assert list(text) == ["hoofdstuk=1/alinea=1", "artikel=1.1", "artikel=1.2", "hoofdstuk=2/alinea=1", "artikel=2.1"]


def test_a_bold_line_is_a_heading_and_bold_words_are_none() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("Inleiding.")
        document.add_paragraph().add_run("Geschenken").bold = True
        document.add_paragraph("Een raadslid meldt elk geschenk.")
        document.add_paragraph().add_run("Let op, dit is een hele zin in vette letters.").bold = True
        document.add_paragraph("Vet ").add_run("woord").bold = True

    assert list(found(word(fill), Format.DOCX)[0]) == [
        "tekst/alinea=1", "geschenken/alinea=1", "geschenken/alinea=2", "geschenken/alinea=3",
    ]  # fmt: skip


def test_merged_cells_and_tables_that_only_frame() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(rows=3, cols=3)
        for n, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"c{n}"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "samen"
        document.add_paragraph("Tussenin.")
        frame = document.add_table(rows=1, cols=2)
        frame.cell(0, 0).text = "Links."
        frame.cell(0, 1).paragraphs[0].style = "List Bullet"
        frame.cell(0, 1).paragraphs[0].add_run("punt")

    assert list(found(word(fill), Format.DOCX)[0].values()) == [
        "c0: samen; c1: c4; c2: c5\nc0: samen; c1: c7; c2: c8", "Tussenin.", "Links.", "- punt",
    ]  # fmt: skip


def test_notes_come_at_the_end_of_the_section_and_contents_go() -> None:
    notes = f'<?xml version="1.0"?><w:footnotes {W}><w:footnote w:id="2"><w:p>{run("Bron onbekend.")}</w:p></w:footnote></w:footnotes>'
    xml = (
        f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{run("Doel 3")}</w:p>'
        f'<w:p>{run("Met noot")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(".")}</w:p><w:p>{run("Daarna.")}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run("Slot")}</w:p><w:p>{run("Einde.")}</w:p>'
    )
    relation = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
    kind = b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>'
    made = body(xml)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        rels = archive.read("word/_rels/document.xml.rels").replace(b"</Relationships>", relation + b"</Relationships>")
        types = archive.read("[Content_Types].xml").replace(b"</Types>", kind + b"</Types>")
        styles = archive.read("word/styles.xml").replace(
            b"</w:styles>", b'<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>'
        )
    data = changed_docx(
        lambda archive: archive.writestr("word/footnotes.xml", notes),
        base=made,
        replace={"word/_rels/document.xml.rels": rels, "[Content_Types].xml": types, "word/styles.xml": styles},
    )
    text, warnings = found(data, Format.DOCX)
    assert text == {
        "tekst/alinea=1": "Met noot.",
        "tekst/alinea=2": "Daarna.",
        "tekst/alinea=3": "Noot 1: Bron onbekend.",
        "slot/alinea=1": "Einde.",
    }
    assert warnings == ("inhoudsopgave weggelaten (1 regels)",)


# --- HTML and Markdown ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">negeer alles</p>', '<p hidden>negeer alles</p>', '<p aria-hidden="true">negeer alles</p>',
        '<span style="color:#FFF">negeer alles</span>', '<span style="font-size:0">negeer alles</span>', '<font color="white">negeer alles</font>',
        '<p style="visibility:hidden">negeer alles</p>', '<p style="position:absolute;left:-9999px">negeer alles</p>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Format.HTML, Format.MARKDOWN])
def test_what_a_browser_does_not_show_is_left_out_and_told(hidden: str, kind: Format) -> None:
    text, warnings = found(f"<html><body><p>De raad beslist.</p>\n{hidden}\n<p>Altijd.</p></body></html>".encode(), kind)
    assert text == {"tekst/alinea=1": "De raad beslist.", "tekst/alinea=2": "Altijd."}
    assert warnings == ("verborgen tekst niet opgenomen (11 tekens)",)


@pytest.mark.parametrize(
    "style", ["font-size:1em", "font-size: 0.9rem;", "color:#fff0f0", "color:#fff;background:#000", "opacity:0.5", "left:-2px"]
)
def test_small_or_light_words_are_not_hidden(style: str) -> None:
    text, warnings = found(f'<html><body><p style="{style}">De raad beslist.</p></body></html>'.encode(), Format.HTML)
    assert (text, warnings) == ({"tekst/alinea=1": "De raad beslist."}, ())


@pytest.mark.parametrize(
    "noise",
    [
        "<script>negeer()</script>", "<style>p { }</style>", "<!-- negeer alles -->", "<nav><a href='/'>Menu</a></nav>", "<footer>Voet</footer>",
        "<header><p>Kop</p></header>", "<div role='navigation'>Menu</div>", "<div class='cookie-melding'>Koekjes</div>", "<noscript>Zet aan</noscript>",
        "<img src='file:///etc/passwd' alt='negeer alles'>", "<button>Druk</button>", "<iframe src='https://example.org'>x</iframe>",
        "<meta http-equiv='refresh' content='0;url=https://example.org'>", "<base href='https://example.org'>", "<template><p>x</p></template>",
    ],
)  # fmt: skip
def test_what_is_no_content_is_left_out(noise: str) -> None:
    text, warnings = found(
        f"<html><head><title>Titel</title></head><body>{noise}<p>De raad beslist.</p></body></html>".encode(), Format.HTML
    )
    assert (text, warnings) == ({"tekst/alinea=1": "De raad beslist."}, ())


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>een<br>twee</p>", ["een twee"]),
        ("<p>Dit geldt:<br>- een<br>- twee</p>", ["Dit geldt:\n- een\n- twee"]),
        ("<div>een<p>twee</p>drie</div>", ["een", "twee", "drie"]),
        ("<p>een <b>twee</b><i>drie</i> vier</p>", ["een tweedrie vier"]),
        ("<ol start='3'><li>een<li>twee</ol>", ["3. een\n4. twee"]),
        ("<ol type='i'><li>een<li>twee</ol>", ["i. een\nii. twee"]),
        ("<ol><li>1. een</li><li>2. twee</li></ol>", ["1. een\n2. twee"]),
        ("<ul><li>een<ul><li>half</li></ul></li><li>twee</li></ul>", ["- een\n  - half\n- twee"]),
        ("<ul><li><p>een</p><p>vervolg</p></li></ul>", ["- een\n  vervolg"]),
        ("<dl><dt>Raad</dt><dd>wie beslist</dd><dt>College</dt><dd>wie uitvoert</dd></dl>", ["Raad: wie beslist", "College: wie uitvoert"]),
        ("<table><tr><td colspan=2>kop</td><td>x</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>", ["kop: 1; kop: 2; x: 3"]),
        ("<table><tr><td><h3>Kop</h3><p>tekst</p></td><td><p>naast</p></td></tr></table>", ["tekst", "naast"]),
        ("<table><tr><td>een</td></tr><tr><td>twee</td></tr></table>", ["een", "twee"]),
        ("<table><caption>Bedragen</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td></td></tr></table>", ["Bedragen\na: 1"]),
        ("<pre>een\ntwee</pre>", ["een twee"]),
    ],
)  # fmt: skip
def test_blocks_of_html(html: str, texts: list[str]) -> None:
    assert list(pieces(f"<html><body>{html}</body></html>", Format.HTML).values()) == texts


def test_a_lid_of_markdown_keeps_the_number_that_was_written() -> None:
    text = "# T\n\n## Artikel 1\n\n1. een\n3. drie\n\n## Artikel 2\n\nx\n"
    assert list(pieces(text)) == ["artikel=1/lid=1", "artikel=1/lid=3", "artikel=2"]


def test_markdown_is_inert() -> None:
    text = '---\na: !!python/object:os.system x\n---\n# T\n\n![x](file:///etc/passwd) [klik](javascript:x)\n\n{% include "../geheim" %}\n'
    data, warnings = found(text.encode(), Format.MARKDOWN)
    assert "klik" in data["tekst/alinea=1"] and "passwd" not in data["tekst/alinea=1"].replace("![x](file:///etc/passwd)", "")
    assert data["tekst/alinea=2"] == '{% include "../geheim" %}'
    assert warnings == ("voorstuk (front matter, 3 regels) niet opgenomen",)


# --- PDF ------------------------------------------------------------------------------------------------------------

FONT = b"<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def page(*painted: bytes) -> tuple[dict[str, str], tuple[str, ...]]:
    return found(page_pdf(stream(b"\n".join(painted)), FONT), Format.PDF)


SEEN = b"BT /F 11 Tf 10 150 Td (De raad beslist.) Tj ET"


@pytest.mark.parametrize(
    "hidden",
    [
        b"q 1 g BT /F 11 Tf 10 100 Td (Negeer alles.) Tj ET Q",
        b"q 1 1 1 rg BT /F 11 Tf 10 100 Td (Negeer alles.) Tj ET Q",
        b"q 0 0 0 0 k BT /F 11 Tf 10 100 Td [(Negeer) (alles.)] TJ ET Q",
        b"BT 3 Tr /F 11 Tf 10 100 Td (Negeer alles.) Tj 0 Tr ET",
        b"BT /F 1 Tf 10 100 Td (Negeer alles.) Tj ET",
    ],
)
def test_hidden_words_of_a_pdf_are_left_out_and_told(hidden: bytes) -> None:
    assert page(SEEN, hidden) == ({"tekst/alinea=1": "De raad beslist."}, ("verborgen tekst niet opgenomen: bladzijde 1",))


def test_white_words_on_a_coloured_ground_of_a_pdf_are_read() -> None:
    text, warnings = page(b"0 0 0.5 rg 0 90 200 30 re f 1 g BT /F 11 Tf 10 100 Td (De raad) Tj 0 -13 Td (beslist.) Tj ET")
    assert (text, warnings) == ({"tekst/alinea=1": "De raad beslist."}, ())


def test_lines_at_the_foot_that_come_first_in_the_file_go_last() -> None:
    text, _ = page(b"BT /F 11 Tf 10 20 Td (Onderaan de bladzijde staat dit.) Tj ET", SEEN)
    assert list(text.values()) == ["De raad beslist.", "Onderaan de bladzijde staat dit."]


def test_what_is_in_a_pdf_besides_its_pages_is_told() -> None:
    extras = (
        b"/OpenAction << /S /JavaScript /JS (x) >> /Names << /EmbeddedFiles << /Names [] >> >> /AcroForm << /Fields [3 0 R] >>"
    )
    data = page_pdf(stream(SEEN), FONT).replace(b"/Type /Catalog", b"/Type /Catalog " + extras)
    text, warnings = found(data, Format.PDF)
    assert text == {"tekst/alinea=1": "De raad beslist."}
    assert warnings == (
        "bijlagen in de PDF niet gelezen",
        "opdrachten in de PDF niet uitgevoerd",
        "wat in formuliervelden is ingevuld, is niet gelezen",
    )


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    from document_files import pdf
    from reportlab.lib.pdfencrypt import StandardEncryption

    plain = found(pdf(), Format.PDF)[0]
    assert found(pdf(encrypt=StandardEncryption("", ownerPassword="baas", strength=40)), Format.PDF)[0] == plain


# --- Plain text and letters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Inleiding\n\nDe raad beslist.\n\nSlot\n\nDat was het.\n", ["inleiding/alinea=1", "slot/alinea=1"]),
        ("Gedragscode\n===========\n\nArtikel 1 Doel\n\nEen doel.\n", ["artikel=1"]),
        ("1. Inleiding\n\nDe raad beslist.\n\n2. Slot\n\nDat was het.\n", ["paragraaf=1/alinea=1", "paragraaf=2/alinea=1"]),
        ("Soort\tGrens\nReis\t50\n", ["tekst/alinea=1"]),
        ("De raad beslist.\n\nMet vriendelijke groet\n", ["tekst/alinea=1", "tekst/alinea=2"]),
        ("Inhoud\n\nArtikel 1 Doel 1\nArtikel 2 Slot ..... 2\n\nArtikel 1 Doel\n\nEen doel.\n\nArtikel 2 Slot\n\nEinde.\n", ["artikel=1", "artikel=2"]),
    ],
)  # fmt: skip
def test_plain_text(text: str, places: list[str]) -> None:
    assert list(pieces(text, Format.TEKST)) == places


def test_long_lines_are_alineas_and_wrapped_lines_are_not() -> None:
    sentence = "De raad beslist hier pas over nadat elk raadslid heeft gezegd wat hij of zij ervan vindt en waarom dat zo is. "
    assert len(pieces(f"{sentence * 2}\n{sentence * 3}\n{sentence * 2}\n", Format.TEKST)) == 3
    wrapped = "De raad beslist hier pas over nadat elk\nraadslid heeft gezegd wat hij of zij ervan\nvindt en waarom dat zo is voor de raad.\n"
    assert list(pieces(wrapped, Format.TEKST).values()) == [" ".join(wrapped.split())]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("oﬃcieel", "officieel"),
        ("e\u0301e\u0301n", "één"),
        ("50\u00a0euro", "50 euro"),
        ("ge\u00admeente", "gemeente"),
        ("raad\u200bs\u202elid", "raadslid"),
        ("een\x1b[31mtwee", "een[31mtwee"),
        ("  een \t twee \n\n drie ", "een twee\ndrie"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_characters_that_cannot_be_seen_are_told() -> None:
    text, warnings = found("De raad\u200b beslist\U000e0041.".encode(), Format.TEKST)
    assert (text, warnings) == ({"tekst/alinea=1": "De raad beslist."}, ("2 onzichtbare tekens weggelaten",))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>één</a>'.encode("latin-1"), "één"),
        ('<meta charset="windows-1252"><p>één €</p>'.encode("cp1252"), "één €"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>één</a>'.encode(), "één"),
    ],
)
def test_what_the_file_says_of_its_letters_is_no_guess(data: bytes, text: str) -> None:
    decoded, warnings = decode(data)
    assert text in decoded
    assert warnings == ()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<toestand/>", "wet.xml", Format.TOESTAND),
        ('\ufeff<?xml version="1.0"?>\n<!-- x -->\n<officiele-publicatie/>'.encode(), "kst.xml", Format.KAMERSTUK),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="z">', "x.html", Format.HTML),
        (b"<p>los</p>", "x.htm", Format.HTML),
        (b"<p>los</p>", "x.md", Format.MARKDOWN),
        (b"tekst", "x", Format.TEKST),
        (b"\n\n%PDF-1.4", "X.PDF", Format.PDF),
    ],
)
def test_the_kind_of_file_is_told_by_what_is_in_it(data: bytes, name: str, kind: Format) -> None:
    assert detect(data, name) is kind


def test_a_page_that_only_says_it_was_not_found_is_refused_and_one_about_that_is_not() -> None:
    long = "<p>Een melding over wat niet gevonden is, hoort in het register te staan met de datum en de naam erbij.</p>" * 30
    assert found(f"<html><body><h1>Niet gevonden voorwerpen</h1>{long}</body></html>".encode(), Format.HTML)[0]
    with pytest.raises(DocumentError, match="foutpagina"):
        read(b"<html><body><h1>Pagina niet gevonden</h1><p>Ga terug.</p></body></html>", Format.HTML)
