"""The memo: an answer to keep or hand on, as Markdown, Word or PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from assistant.answer import Result
from assistant.memo.content import memo_of

__all__ = ["MemoFormat", "memo"]


class MemoFormat(StrEnum):
    MARKDOWN = "markdown"
    DOCX = "docx"
    PDF = "pdf"

    @property
    def suffix(self) -> str:
        """How the name of such a file ends: ``.md``, ``.docx``, ``.pdf``."""
        return ".md" if self is MemoFormat.MARKDOWN else f".{self.value}"


def memo(result: Result, format: MemoFormat, *, restored: Mapping[str, str] = {}, made_on: dt.date) -> bytes:
    """The file. The same result, mapping and day give the same bytes.

    ``restored``: placeholder → value (``{"[BSN-1]": "…"}``), only where the user chose to have personal data back. It is
    applied to the question and nowhere else: in an earlier question the same placeholder can stand for something else.
    """
    content = memo_of(result, restored, made_on)
    if format is MemoFormat.MARKDOWN:
        from assistant.memo.markdown import to_markdown

        return to_markdown(content)
    if format is MemoFormat.DOCX:
        from assistant.memo.docx import to_docx

        return to_docx(content)
    from assistant.memo.pdf import to_pdf

    return to_pdf(content)
