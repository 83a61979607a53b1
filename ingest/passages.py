"""Provision -> passages: what is embedded.

The lid is the unit, never a window of tokens: an answer cites a lid. Each provision gives one passage of its
own text, under a header of citeertitel, place and heading path (worth 7 to 15 points of nDCG@10 on Dutch law),
and one passage for each lay question it answers. The official words beside a summary are not embedded: measured, they add
nothing to what summary and lay questions tell, and who quotes them is found by the words (``assistant.documents``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus import Corpus, Locator, Provision, Source
from corpus.dutch import label

#: Raise this when the text that is embedded changes, so that an old index is not mistaken for a new one.
PASSAGE_POLICY = "lid-2"
_LONGEST = 1400


class Field(StrEnum):
    """Which text of a provision a passage holds."""

    TEKST = "tekst"
    VRAAG = "vraag"


@dataclass(frozen=True, slots=True)
class Passage:
    """One text to embed. ``id`` is unique in an index; every character belongs to one provision."""

    id: str
    locator: Locator
    field: Field
    text: str


def header(source: Source, provision: Provision) -> str:
    """``Gemeentewet, artikel 28, eerste lid (gemeente): opschrift`` — what tells one twin from another."""
    place = label(provision.locator, source.citeertitel)
    offices = ", ".join(sorted(a.label for a in provision.ambten))
    title = f" – {provision.heading}" if provision.heading else ""
    return f"{place} ({provision.bestuurslaag}; {offices or 'iedereen'}){title}"


def passages_of(source: Source, provision: Provision) -> Iterator[Passage]:
    base = str(provision.locator.undated())
    text = f"{header(source, provision)}: {provision.text}"
    yield Passage(f"{base}~tekst", provision.locator, Field.TEKST, text)
    for number, question in enumerate(provision.questions, 1):
        yield Passage(f"{base}~vraag{number}", provision.locator, Field.VRAAG, question)


def official_texts(provision: Provision) -> list[str]:
    """The official words of every version, each once, cut where the embedder would otherwise see only the beginning."""
    texts = dict.fromkeys(t.text for t in provision.official if t.text)
    return [part for text in texts for part in _parts(text)]


def _parts(text: str) -> list[str]:
    """Whole lines (onderdelen) together up to ``_LONGEST`` characters; a longer line stays whole."""
    parts: list[str] = []
    for line in text.split("\n"):
        if parts and len(parts[-1]) + len(line) < _LONGEST:
            parts[-1] += "\n" + line
        else:
            parts.append(line)
    return parts


def shelf_passages(shelf: Corpus) -> list[Passage]:
    """Passages of what stands only in the library: its words in every version, no summary and no lay questions."""
    return [
        Passage(f"{p.locator.undated()}~tekst{number}", p.locator, Field.TEKST, f"{shelf_header(shelf, p)}: {text}")
        for p in shelf.provisions
        for number, text in enumerate(official_texts(p) or [p.norm], 1)
    ]


def shelf_header(shelf: Corpus, provision: Provision) -> str:
    """``Archiefwet 1995, artikel 3 – Hoofdstuk I``."""
    title = f" – {provision.heading}" if provision.heading else ""
    return f"{label(provision.locator, shelf.source_of(provision).citeertitel)}{title}"


def passages(corpus: Corpus) -> list[Passage]:
    """All passages of a corpus, in the order of its provisions."""
    return [p for provision in corpus.provisions for p in passages_of(corpus.source_of(provision), provision)]
