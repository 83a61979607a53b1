"""What a Word document is besides its text: page, styles, language and properties; and the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from assistant.answer import Language
from assistant.memo.values import Memo
from assistant.memo.words import word

if TYPE_CHECKING:
    from docx.document import Document

WRITE_ON = "Write On"
_LANGUAGES = {Language.NL: "nl-NL", Language.EN: "en-GB"}
_LINK_BLUE = "154273"
# The first day that a zip file can tell.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def new_document(memo: Memo) -> Document:
    """An empty A4 document with the language, the properties and the styles of a memo."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    _add_styles(document.styles)
    _set_language(document, _LANGUAGES[memo.language])
    _set_properties(document, memo)
    _add_footer(document, memo.language)
    return document


def fixed(document: Document) -> bytes:
    """The file with one date for every part: the hour of saving would make each file another."""
    saved = io.BytesIO()
    document.save(saved)
    made = io.BytesIO()
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            out.writestr(zipfile.ZipInfo(name, _NO_DATE), parts.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _add_styles(styles: Any) -> None:
    """``styles`` are those of the document; python-docx has no types for adding one."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm, RGBColor

    # The colours of the template are too light to read for some.
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        styles[name].font.color.rgb = RGBColor(0, 0, 0)
    styles["Quote"].paragraph_format.left_indent = Cm(1)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline = True
    link.font.color.rgb = RGBColor.from_string(_LINK_BLUE)
    line = styles.add_style(WRITE_ON, WD_STYLE_TYPE.PARAGRAPH)
    # Word takes equal neighbours as one box: without "between" only the last would have a line.
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="1" w:color="808080"/>' for side in ("bottom", "between"))
    line.element.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{borders}</w:pBdr>"))
    line.paragraph_format.space_before = Cm(0.6)


def _set_language(document: Document, language: str) -> None:
    from docx.oxml.ns import qn

    for part in (document.styles.element, document.settings.element):
        for name in ("w:lang", "w:themeFontLang"):
            for element in part.iter(qn(name)):
                element.set(qn("w:val"), language)


def _set_properties(document: Document, memo: Memo) -> None:
    say, about = memo.language, document.core_properties
    midnight = dt.datetime.combine(memo.made_on, dt.time())
    about.title = memo.title
    about.language = _LANGUAGES[say]
    about.author = about.last_modified_by = word(say, "author")
    about.keywords = word(say, "keyword")
    about.comments = word(say, "footer")
    about.created = about.modified = midnight
    about.revision = 1


def _add_footer(document: Document, say: Language) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    line = document.sections[0].footer.paragraphs[0]
    line.text = f"{word(say, 'footer')} {word(say, 'page_of')} "
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    line._p.append(number)
