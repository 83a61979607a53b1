"""A section of text with headings, and its two forms: folded in the tab, and whole on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (text) with what stands under it (HTML). Without a heading only the HTML is shown."""

    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Section:
    """``html`` is always in sight; ``parts`` fold under the words ``more``. ``anchor``: the id of its heading."""

    anchor: str
    title: str
    html: str
    more: str = ""
    parts: tuple[Part, ...] = ()
    after: str = ""


def folded(section: Section, level: int) -> str:
    """The section under a heading of that level. What folds has its headings one level below, outside the summary."""
    more = ""
    if section.parts:
        more = f"<details><summary>{escape(section.more)}</summary><div>{_parts(section, level + 1)}</div></details>"
    return (
        f'<section class="ia-about-part" aria-labelledby="{section.anchor}">'
        f'<h{level} id="{section.anchor}" tabindex="-1">{escape(section.title)}</h{level}>'
        f"{section.html}{more}{section.after}</section>"
    )


def whole(section: Section, level: int) -> str:
    """All of the section, nothing folded, without its own heading: the page that it stands on has that as its title."""
    return section.html + _parts(section, level)


def contents(sections: tuple[Section, ...], label: str) -> str:
    """Links to the sections."""
    rows = "".join(f'<li><a href="#{s.anchor}">{escape(s.title)}</a></li>' for s in sections)
    return f'<nav class="ia-about-contents" aria-label="{escape(label)}"><ul>{rows}</ul></nav>'


def _parts(section: Section, level: int) -> str:
    shown = ((f"<h{level}>{escape(part.heading)}</h{level}>" if part.heading else "") + part.html for part in section.parts)
    return "".join(shown)
