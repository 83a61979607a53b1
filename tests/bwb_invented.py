"""Small laws of our own in the form of the BWB, and what a test needs to know of any law without the parser's help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from corpus.documents import Document, Piece
from corpus.locator import Unit
from ingest.bwb.law import parse_toestand

LAW, DAY = "BWBR0099999", "2026-10-01"
EEN, TWEE = "<al>Een.</al>", "<al>Twee.</al>"
GONE = 'status="vervallen"'
NO_TEXT = {"meta-data", "bwb-inputbestand", "bwb-wijzigingen", "redactionele-correcties"}


def law(text: str, *, soort: str = "wet", attributes: str = "", frame: str = "wet-besluit") -> bytes:
    """A whole file around ``text``, which stands in the frame of a law, a ``regeling`` or a ``circulaire``."""
    attributes = attributes or f'bwb-id="{LAW}" inwerkingtreding="{DAY}"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><toestand {attributes}><wetgeving soort="{soort}">'
        "<intitule>Wet van 1 mei 2026, houdende regels over bankjes</intitule><citeertitel>Bankjeswet</citeertitel>"
        f"<{frame}>{text}</{frame}></wetgeving></toestand>"
    ).encode()


def heading(number: str, title: str = "", label: str = "Hoofdstuk") -> str:
    named = f"<label>{label}</label>" if label else ""
    return f"<kop>{named}" + (f"<nr>{number}</nr>" if number else "") + (f"<titel>{title}</titel>" if title else "") + "</kop>"


def article(text: str, number: str = "1", attributes: str = "", title: str = "") -> str:
    heading = f"<titel>{title}</titel>" if title else ""
    return f"<artikel {attributes}><kop><label>Artikel</label><nr>{number}</nr>{heading}</kop>{text}</artikel>"


def lid(number: str, text: str) -> str:
    return f"<lid><lidnr>{number}</lidnr>{text}</lid>"


def items(*pairs: tuple[str, str]) -> str:
    """A list; an empty number gives an item without one."""
    numbers = [(f"<li.nr>{number}</li.nr>" if number else "", text) for number, text in pairs]
    return "<lijst>" + "".join(f"<li>{number}{text}</li>" for number, text in numbers) + "</lijst>"


def parsed(text: str, **more: str) -> Document:
    """A law with ``text`` between its articles."""
    return parse_toestand(law(f"<wettekst>{text}</wettekst>", **more), "bankjes.xml")


def places(document: Document) -> list[str]:
    """``artikel=1/lid=2`` of every piece; those that lie inside another stand between brackets."""
    return [
        path if piece.whole else f"({path})" for piece in document.pieces for path in ["/".join(map(str, piece.locator.steps))]
    ]


def piece_at(document: Document, path: str) -> Piece:
    return next(piece for piece in document.pieces if "/".join(map(str, piece.locator.steps)) == path)


def content(data: bytes) -> str:
    """All characters of content of a file, in order and without white space; found by another XML reader than the parser's."""
    return "".join("".join(_texts(ElementTree.fromstring(data))).split())


def _texts(element: ElementTree.Element) -> Iterator[str]:
    if element.tag not in NO_TEXT:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def told(document: Document) -> str:
    """What a document says from front to back, without white space: titles, headings where they begin, numbers of places, texts."""
    parts = [document.source.title, document.source.citeertitel]
    before: Piece | None = None
    for piece in (p for p in document.pieces if p.whole):
        parts += _fresh_headings(piece, before)
        if piece.locator.number(Unit.ARTIKEL) and (before is None or _article(piece) != _article(before)):
            parts += _unsaid_number(piece)
        if piece.locator.steps[-1].unit is Unit.LID:
            parts.append(f"{piece.locator.steps[-1].number}.")
        parts.append(piece.text)
        before = piece
    return re.sub(r"\s", "", "".join(parts))


def _fresh_headings(piece: Piece, before: Piece | None) -> tuple[str, ...]:
    """Those that are not of the divisions that the piece before stood in too."""
    if before is None:
        return piece.headings
    same = _common(piece.headings, before.headings)
    return piece.headings[min(same, _common(_article(piece).split("/")[1:], _article(before).split("/")[1:])) :]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _article(piece: Piece) -> str:
    """Which article of the file: two can have one number, never one path."""
    return re.sub(r"/(?:Lid|Onderdeel|Opsomming).*", "", piece.path)


def _unsaid_number(piece: Piece) -> list[str]:
    number = piece.locator.number(Unit.ARTIKEL) or ""
    said = any(re.match(rf"artikel(?:en)?\s+{re.escape(number)}", heading, re.IGNORECASE) for heading in piece.headings[-1:])
    return [] if said else [f"Artikel {number}."]


def lost(data: bytes, document: Document) -> str:
    """The first characters of the file that the document does not tell, in the order of the file; empty when it tells them all."""
    waiting, rest = iter(told(document).casefold()), content(data).casefold()
    for place, character in enumerate(rest):
        if character not in waiting:
            return rest[max(0, place - 30) : place + 30]
    return ""
