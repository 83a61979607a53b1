"""Text as it may stand in the chat: what a user typed is never Markdown, HTML, a link or an image."""

from __future__ import annotations

import re

from assistant.markdown import escape
from assistant.privacy import clean
from assistant.ui.texts import Words

_LONGEST = 1200
_PLAIN = frozenset(" ,;?’‘”“")


def as_text(question: str, words: Words) -> str:
    """The question as Markdown source that shows exactly those characters.

    Every sign that Markdown, HTML or an automatic link could be made of becomes a numeric entity; an entity is
    turned into its character after the structure has been read, so no structure can come of it.
    """
    sound = clean(question)
    note = ""
    if len(sound) > _LONGEST:
        note = " " + words("chat.truncated", count=len(sound))
        sound = sound[:_LONGEST]
    lines = [line.strip() for line in sound.splitlines()]
    return "<br>".join("".join(map(_entity, line)) for line in lines) + note


def _entity(sign: str) -> str:
    return sign if sign.isalnum() or (sign in _PLAIN and sign not in "'\"") else f"&#{ord(sign)};"


def as_message(sentence: str) -> str:
    """A sentence of ours that may hold a word of the user."""
    return escape(sentence)


# A link of ours reads ``](https://...)``; any other address would be made a link by the chat on its own.
_BARE_LINK = re.compile(r"(?<![^\\]\]\()\b(https?|ftp)(:)//|\b(www)(\.)|(\w)(@)(?=\w)", re.IGNORECASE)


def without_bare_links(markdown: str) -> str:
    """An answer in which addresses that stand in a text stay text. Links made by ``to_markdown`` stay links."""

    def plain(match: re.Match[str]) -> str:
        word, sign = (group for group in match.groups() if group)
        return f"{word}&#{ord(sign)};" + match.group()[len(word) + len(sign) :]

    return _BARE_LINK.sub(plain, markdown)
