"""What DOCX and PDF have of their own: hidden text, numbers that Word makes, merged cells, notes, pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from document_reading import found
from hostile_files import changed_docx, page_pdf, stream

from ingest.documents.formats import Format

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

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
