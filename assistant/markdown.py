"""Text as Markdown, and a citation as a link."""

from __future__ import annotations

import re

from assistant.answer import Citation

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>#|~&$@"})
_LINE_START = re.compile(r"^(\s*)([-+=])|^(\s*\d{1,9})([.)])", re.MULTILINE)
_BARE_LINK = re.compile(r"((?:https?|ftp)(?=:)|\bwww(?=\.))", re.IGNORECASE)


def escape(text: str) -> str:
    """Text as Markdown that shows exactly that text: no link, image, HTML, list or heading comes of it."""
    text = _LINE_START.sub(lambda m: f"{m[1] or ''}{m[3] or ''}\\{m[2] or m[4]}", text.translate(_SPECIAL))
    return _BARE_LINK.sub(r"\1\\", text)


def link(citation: Citation) -> str:
    """A document of the user's own has no address."""
    return f"[{escape(citation.label)}]({citation.url})" if citation.url else escape(citation.label)
