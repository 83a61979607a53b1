"""The invented gedragscode of ``tests/fixtures/documents`` as PDF and as DOCX, made by other libraries than those that read them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parent / "fixtures" / "documents"

_NUMBERING = """
<w:abstractNum xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:abstractNumId="90">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum>
"""


def parts() -> list[tuple[str, Any]]:
    """The gedragscode as (kind, text) in order; a kind is the level of a heading, ``p``, ``1.``, ``a.``, ``-`` or ``table``."""
    found: list[tuple[str, Any]] = []
    paragraph: list[str] = []
    rows: list[list[str]] = []

    def close() -> None:
        if paragraph:
            found.append(("p", " ".join(paragraph)))
            paragraph.clear()
        if rows:
            found.append(("table", [row for row in rows if not set("".join(row)) <= {"-"}]))
            rows.clear()

    for line in (FIXTURES / "gedragscode.md").read_text(encoding="utf-8").splitlines():
        head, _, rest = line.strip().partition(" ")
        if head in ("#", "##", "###"):
            close()
            found.append((str(len(head)), rest))
        elif head[:1].isdigit() or head in ("a.", "b.", "-"):
            close()
            found.append((head if head in ("-",) else ("1." if head[0].isdigit() else "a."), rest))
        elif head == "|" or line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("| ").split("|")])
        elif line.strip():
            paragraph.append(line.strip())
        else:
            close()
    close()
    return found


def pdf(**canvas: Any) -> bytes:
    """On small pages with a running head and foot; ``canvas``: options for reportlab, such as ``encrypt``."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    def edges(page: Any, document: Any) -> None:
        page.setFont("Helvetica", 7)
        page.drawString(40, 575, "Zandhove | gedragscode")
        page.drawString(40, 20, f"Pagina {document.page} van 4")

    sizes = {"1": 20, "2": 16, "3": 12}
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=11, spaceAfter=6)
    flow = []
    counts = {"1.": 0, "a.": 0}
    for kind, text in parts():
        if kind in sizes:
            style = ParagraphStyle(
                f"h{kind}", fontName="Helvetica-Bold", fontSize=sizes[kind], leading=sizes[kind] * 1.2, spaceAfter=5
            )
            flow.append(Paragraph(text, style))
            counts = dict.fromkeys(counts, 0)
        elif kind == "table":
            flow.append(Table(text, hAlign="LEFT", colWidths=90))
        elif kind == "p":
            flow.append(Paragraph(text, body))
        else:
            counts[kind] = counts.get(kind, 0) + 1
            marker = {"1.": f"{counts['1.']}.", "a.": f"{' ab'[counts['a.'] % 3]}.", "-": "•"}[kind]
            indent = 24 if kind == "a." else 12
            item = ParagraphStyle("item", parent=body, leftIndent=indent, bulletIndent=indent - 12, spaceAfter=1)
            flow.append(Paragraph(text, item, bulletText=marker))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A5, leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=50, **canvas).build(
        flow, onFirstPage=edges, onLaterPages=edges
    )
    return out.getvalue()


def docx() -> bytes:
    """With real headings, and the leden numbered by Word: the numbers stand nowhere in the text."""
    import docx as word
    from docx.oxml import parse_xml

    document = word.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING))
    lists = {}
    for kind, text in parts():
        if kind in "123":
            document.add_heading(text, 0 if kind == "1" else int(kind) - 1)
            lists.clear()
        elif kind == "table":
            table = document.add_table(rows=0, cols=len(text[0]))
            for row in text:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
        elif kind == "-":
            document.add_paragraph(text, style="List Bullet")
        else:
            paragraph = document.add_paragraph(text)
            if kind != "p":
                number = lists.setdefault("id", numbering.add_num(90).numId)
                mark = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                mark.get_or_add_ilvl().val = 0 if kind == "1." else 1
                mark.get_or_add_numId().val = number
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
