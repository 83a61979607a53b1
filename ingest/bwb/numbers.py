"""The number of an article, lid or onderdeel, as a step of a locator has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_AROUND = re.compile(r"^[\s(§]+|[\s.:;,)]+$")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "/": "-", "º": "°"})
_OUTSIDE = re.compile(r"[^0-9A-Za-zÀ-ÿ .:°*-]")
_LABEL = re.compile(r"artikel(?:en)?\s+(\S.*)", re.IGNORECASE)


def folded(element: _Element | None) -> str:
    """The text inside an element on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def number_of(text: str) -> str | None:
    """``"a."`` -> ``"a"``, ``"(1º)"`` -> ``"1°"``, ``"§ 2a"`` -> ``"2a"``; ``None`` for a bullet, a dash or nothing."""
    plain = _OUTSIDE.sub("", _AROUND.sub("", text).translate(_DASHES))
    plain = " ".join(plain.split()).strip(" .:-")
    return plain if plain[:1].isalnum() else None


def raw_number(element: _Element) -> str:
    """The number as the source prints it, of an element with a ``kop``, ``lidnr`` or ``li.nr``; empty without one.

    The heading of an inserted article can have its number in the label: ``<label>Artikel 11a</label>``.
    """
    direct = element.find("li.nr") if element.find("li.nr") is not None else element.find("lidnr")
    if direct is not None:
        return folded(direct)
    number = folded(element.find("kop/nr"))
    in_label = _LABEL.fullmatch(folded(element.find("kop/label"))) if element.tag.endswith("artikel") else None
    return number or (in_label[1] if in_label else "")
