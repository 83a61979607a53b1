"""Bytes to text, and never to the wrong letters: what cannot be told for certain stops."""

from __future__ import annotations

import codecs
import re
import unicodedata

from corpus.documents import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "iso-8859-15", "us-ascii", "ascii"}
# What Dutch texts hold beyond ASCII. Another code page read as cp1252 soon gives a character that is not among these.
_EXPECTED = re.compile(r"[\x00-\x7f\xa0-\xff‘’“”„…–—€•]*")
# A sign or a capital in the middle of a word: what another code page has for an accented letter.
_MISPLACED = re.compile(r"\w[‘“”„•]\w|[a-z][À-ÖØ-Þ][a-z]|[a-zA-Z][\xa1-\xa9\xab\xac\xae-\xb4\xb6\xb8\xb9\xbb-\xbf]+[a-zA-Z]")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]+)|<meta[^>]{0,200}?charset\s*=\s*["']?([\w.-]+)""", re.I)
_SAVE_AS = "sla het op als UTF-8"
# Drawn as nothing, or turning the text round: they can hide an instruction from the eye.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LIGATURES = re.compile("[\ufb00-\ufb06]")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text with its warnings. Raises ``DocumentError`` where the letters cannot be told for certain.

    A byte order mark decides; else what is valid UTF-8 is UTF-8; else the text is Western European (cp1252), if it has no
    trace of UTF-8 and only characters that Dutch has. That last guess is a warning, unless the file itself says so.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name), ()
            except UnicodeDecodeError as error:
                raise DocumentError(f"byte {error.start + 1} is geen geldige {name.upper()}; {_SAVE_AS}") from error
    if b"\x00" in data:
        raise DocumentError(f"bevat tekens die in geen tekst staan (NUL): geen tekst, of UTF-16 zonder kenmerk; {_SAVE_AS}")
    try:
        return data.decode(), ()
    except UnicodeDecodeError as error:
        place = error.start
    line = data.count(b"\n", 0, place) + 1
    text = _western(data, line)
    if declared := _DECLARED.search(data[:2000]):
        name = (declared[1] or declared[2]).decode("ascii").lower()
        if name in _WESTERN:
            return text, ()
        raise DocumentError(f"zegt {name} te zijn, maar regel {line} is dat niet; {_SAVE_AS}")
    return text, (f"geen UTF-8 (regel {line}): gelezen als Windows-tekst (cp1252); kijk de letters met accenten na",)


def _western(data: bytes, line: int) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    # A lead byte with its follower: this was UTF-8, and one bad byte must not turn every é into Ã©.
    mixed = re.search(rb"[\xc3\xe2][\x80-\xbf]", data)
    if not text or mixed or not _EXPECTED.fullmatch(text) or _MISPLACED.search(text):
        raise DocumentError(f"regel {line}: tekenset onbekend, of het bestand is beschadigd; {_SAVE_AS}")
    return text


def clean(text: str) -> str:
    """One form for each character: composed letters, no ligatures, ordinary spaces, nothing that cannot be seen.

    White space is folded; line breaks stay, and a soft hyphen goes.
    """
    text = _LIGATURES.sub(lambda m: unicodedata.normalize("NFKD", m[0]), unicodedata.normalize("NFC", text))
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text)).replace("\u00ad", "")
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def invisible(text: str) -> int:
    """How many characters cannot be seen and are left out by ``clean``."""
    return len(_INVISIBLE.findall(text))
