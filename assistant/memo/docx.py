"""A memo as a Word document, with real headings, tables with a header row, links and the language of every part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answer import Language
from assistant.memo.printable import printable
from assistant.memo.values import Memo, Passage, Reference, Section
from assistant.memo.words import word

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run


def to_docx(memo: Memo) -> bytes:
    """The bytes of the file; nothing in it tells when or on which machine it was made but the day of the memo."""
    from assistant.memo.docx_template import WRITE_ON, fixed, new_document

    document = new_document(memo)
    writer = _Writer(document, memo.language, WRITE_ON)
    document.add_heading(memo.title, level=0)
    document.add_paragraph().add_run(memo.lead).italic = True
    writer.table(memo.head, memo.facts)
    for section in memo.sections:
        writer.section(section, 1)
    return fixed(document)


class _Writer:
    def __init__(self, document: Document, language: Language, write_on: str) -> None:
        self.document = document
        self.language = language
        self.write_on = write_on

    def section(self, section: Section, level: int) -> None:
        self.document.add_heading(printable(section.heading), level)
        for text in section.paragraphs:
            self.document.add_paragraph(printable(text))
        for item in section.items:
            self.document.add_paragraph(printable(item), "List Bullet")
        for passage in section.passages:
            self.passage(passage)
        for part in section.sections:
            self.section(part, level + 1)
        for place in section.addresses:
            item_of_list = self.document.add_paragraph(style="List Bullet")
            self.dutch(item_of_list.add_run(f"{printable(place.label)}: "))
            self.link(item_of_list, place.url, place.url)
        for _ in range(section.lines):
            self.document.add_paragraph(style=self.write_on)
        if section.sheet:
            self.document.add_paragraph()
            self.sheet(section)

    def passage(self, passage: Passage) -> None:
        sentences = self.document.add_paragraph().add_run(printable(passage.text))
        if passage.dutch:
            self.dutch(sentences)
        for reference in passage.references:
            self.reference(reference)

    def reference(self, reference: Reference) -> None:
        line = self.document.add_paragraph(f"{word(self.language, 'source')}: ")
        if reference.url:
            self.link(line, reference.label, reference.url)
        else:
            self.dutch(line.add_run(printable(reference.label)))
        if reference.holds_for:
            line.add_run(f" · {printable(reference.holds_for)}")
        for wording in reference.wordings:
            self.document.add_paragraph().add_run(printable(wording.edition)).italic = True
            for quote in wording.quotes:
                self.dutch(self.document.add_paragraph(style="Quote").add_run(printable(f"„{quote}”")))

    def link(self, paragraph: Paragraph, text: str, url: str) -> None:
        """python-docx reads links and has no call to make one."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        run = paragraph.add_run(printable(text), "Hyperlink")
        self.dutch(run)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(run._r)
        paragraph._p.append(link)

    def dutch(self, run: Run) -> None:
        """Words of a source stay Dutch in a memo in another language, for who has it read out."""
        if self.language is Language.NL:
            return
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), "nl-NL")
        run._r.get_or_add_rPr().append(lang)

    def sheet(self, section: Section) -> None:
        """A table to fill in, with room to write."""
        from docx.shared import Cm

        table = self.table(section.sheet, [("",) * len(section.sheet)] * section.rows)
        for row in list(table.rows)[1:]:
            row.height = Cm(1)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
        from docx.oxml import OxmlElement

        table: Table = self.document.add_table(1 + len(rows), len(head), "Table Grid")
        # Read out with every cell, and printed again on the next page.
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            cell.paragraphs[0].add_run(printable(text)).bold = True
        for row, texts in zip(list(table.rows)[1:], rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = printable(text)
        return table
