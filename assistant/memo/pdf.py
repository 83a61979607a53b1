"""A memo as an accessible PDF (PDF/UA-1 and PDF/A-2a): tagged, with bookmarks, language and title; made by Typst.

Typst is one library that needs no other: it has its own fonts and reads no file but ``memo.typ``. The text goes to it as data.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.answer import Language
from assistant.memo.printable import printable
from assistant.memo.values import Memo
from assistant.memo.words import word

# What the fonts that Typst brings have a letter for, without combining marks: PDF/UA forbids a character without a shape.
_SHOWN = re.compile(
    "[\n -~\u00a0-\u02ff\u0370-\u0482\u048a-\u04ff\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u063a\u0640-\u064a\u0660-\u066d"
    "\u1e00-\u1eff\u2000-\u2040\u20a0-\u20bf\u2100-\u211e\u2150-\u2151\u2153-\u2184\u2190-\u23ff\u2460-\u2606\ufb00-\ufb06\ufffd]"
)
# They only choose between two shapes of the character before them.
_VARIATION = re.compile("[\ufe00-\ufe0f]")
_LONG_WORD = re.compile(r"\S{41,}")
_CHUNK = re.compile(r".{30}")


def to_pdf(memo: Memo) -> bytes:
    """The file. Raises ``typst.TypstError`` where the text cannot be set; the tests know of no such text."""
    import typst

    say = memo.language
    told = {
        **_as_shown(asdict(memo)),
        "lang": say.value,
        "region": "NL" if say is Language.NL else "GB",
        "made_on": {"year": memo.made_on.year, "month": memo.made_on.month, "day": memo.made_on.day},
        **{key: word(say, key) for key in ("source", "footer", "page_of", "keyword")},
        "author": word(say, "author"),
    }
    folder = Path(__file__).parent
    made = typst.compile(
        folder / "memo.typ",
        root=folder,
        format="pdf",
        sys_inputs={"memo": json.dumps(told)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=dt.datetime.combine(memo.made_on, dt.time(), dt.UTC),
    )
    assert isinstance(made, bytes)
    return made


def _as_shown(value: Any, key: str = "") -> Any:
    """The same value with every text in it as it can be shown; an address stays as it is."""
    if isinstance(value, dict):
        return {name: _as_shown(part, name) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_as_shown(part, key) for part in value]
    return _showable(value) if isinstance(value, str) and key != "url" else value


def _showable(text: str) -> str:
    """A character without a shape as its name in brackets; a very long word with places where a line can break."""
    composed = _VARIATION.sub("", unicodedata.normalize("NFC", printable(text)))
    shown = "".join(c if _SHOWN.match(c) else f"[{unicodedata.name(c, f'U+{ord(c):04X}')}]" for c in composed)
    return _LONG_WORD.sub(lambda word: _CHUNK.sub("\\g<0>\u200b", word.group()), shown)
