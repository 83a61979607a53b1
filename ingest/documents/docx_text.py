"""The words of one paragraph of a Word document, and the styles that tell what kind of paragraph it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.documents.blocks import count
from ingest.documents.docx_numbering import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFF = ("0", "false", "off", "none")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_NOT_SHOWN = {"del", "moveFrom", "pPr", "rPr", "sdtPr", "Fallback", "instrText", "delText", "ruby"}
_NO_FILL = ("", "auto", "ffffff", "clear")
#: Half points; nobody reads letters this small.
_TINY = 4


@dataclass
class Words:
    """``notes``: ids of the footnotes, with their kind; ``boxes``: text boxes that hang on the paragraph."""

    parts: list[str] = field(default_factory=list)
    hidden: int = 0
    plain: bool = False
    struck: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


class Styles:
    """``root`` is the root of ``styles.xml``."""

    def __init__(self, root: _Element) -> None:
        self._styles = {style.get(f"{W}styleId", ""): style for style in root.iterfind(f"{W}style")}
        defaults = [s for s in self._styles.values() if s.get(f"{W}default") == "1" and s.get(f"{W}type") == "paragraph"]
        self._default = defaults[0].get(f"{W}styleId", "") if defaults else ""

    def names(self, paragraph: _Element) -> list[str]:
        """Of its style and those it is based on, in small letters: ``heading 1``, ``title``, ``toc 2``, whatever the language."""
        return [value(style.find(f"{W}name")).lower() for style in self._chain(self._of(paragraph))]

    def paragraph(self, paragraph: _Element, *path: str) -> str | None:
        """A property of a paragraph, its own or that of its style."""
        place = "/".join(f"{W}{step}" for step in ("pPr", *path))
        for holder in (paragraph, *self._chain(self._of(paragraph))):
            if (found := holder.find(place)) is not None:
                return value(found)
        return None

    def shaded(self, paragraph: _Element) -> bool:
        """Whether it stands on a coloured ground, or in a table, whose style may have one."""
        own = [holder.find(f"{W}pPr/{W}shd") for holder in (paragraph, *self._chain(self._of(paragraph)))]
        return any(_fills(shade) for shade in own) or next(paragraph.iterancestors(f"{W}tbl"), None) is not None

    def run(self, run: _Element) -> Iterator[_Element]:
        """Where the look of a run is set, nearest first."""
        if (own := run.find(f"{W}rPr")) is not None:
            yield own
            yield from self._looks(value(own.find(f"{W}rStyle")))

    def look(self, paragraph: _Element) -> Iterator[_Element]:
        yield from self._looks(self._of(paragraph))

    def _looks(self, style: str) -> Iterator[_Element]:
        for one in self._chain(style):
            if (look := one.find(f"{W}rPr")) is not None:
                yield look

    def _of(self, paragraph: _Element) -> str:
        return value(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default

    def _chain(self, name: str) -> list[_Element]:
        found: list[_Element] = []
        while (style := self._styles.get(name)) is not None and style not in found:
            found.append(style)
            name = value(style.find(f"{W}basedOn"))
        return found


def words(paragraph: _Element, styles: Styles) -> Words:
    """What a reader of the document sees of a paragraph; ``plain`` when some of it is not bold."""
    out = Words()
    _gather(paragraph, paragraph, styles, out)
    return out


def value(element: _Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _gather(element: _Element, paragraph: _Element, styles: Styles, out: Words) -> None:
    for child in element:
        name = _local(child)
        if name in ("del", "moveFrom"):
            out.struck = True
        elif name == "txbxContent":
            out.boxes.append(child)
        elif name == "r":
            _run(child, paragraph, styles, out)
        elif name not in _NOT_SHOWN:
            _gather(child, paragraph, styles, out)


def _run(run: _Element, paragraph: _Element, styles: Styles, out: Words) -> None:
    looks = [*styles.run(run), *styles.look(paragraph)]
    shown = [t.text or "" for t in run if _local(t) == "t"]
    if _unseen(looks) or (_white(looks) and not styles.shaded(paragraph)):
        out.hidden += count(shown)
        return
    if any(map(str.strip, shown)) and not _set(looks, "b"):
        out.plain = True
    for child in run:
        name = _local(child)
        if name == "t":
            out.parts.append(child.text or "")
        elif name in ("footnoteReference", "endnoteReference"):
            out.notes.append((name.removesuffix("Reference"), child.get(f"{W}id", "")))
        elif name in _SIGNS:
            out.parts.append("" if child.get(f"{W}type") == "page" else _SIGNS[name])
        elif name not in _NOT_SHOWN:
            _gather(child, paragraph, styles, out)


def _unseen(looks: list[_Element]) -> bool:
    """Set as hidden, or in letters too small to see."""
    size = next((value(found) for look in looks if (found := look.find(f"{W}sz")) is not None), "")
    return _set(looks, "vanish") or (size.isdecimal() and int(size) <= _TINY)


def _white(looks: list[_Element]) -> bool:
    """White letters without a ground of their own."""
    colour = next((value(found) for look in looks if (found := look.find(f"{W}color")) is not None), "")
    own_ground = any(_fills(look.find(f"{W}shd")) or look.find(f"{W}highlight") is not None for look in looks)
    return colour.lower() == "ffffff" and not own_ground


def _set(looks: list[_Element], name: str) -> bool:
    found = next((mark for look in looks if (mark := look.find(f"{W}{name}")) is not None), None)
    return found is not None and found.get(f"{W}val", "1").lower() not in _OFF


def _fills(shade: _Element | None) -> bool:
    return shade is not None and shade.get(f"{W}fill", "").lower() not in _NO_FILL


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
