"""What there is to answer from: the embedded corpus with the official words beside each summary, and a shelf beside it.

The shelf holds what stands only in the library: leden of a law that no summary covers, and the user's own documents. Every
version of a place is one provision; which of its texts counts follows from the day that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus import Corpus, Locator, OfficialText, Provision, Source, SourceId, SourceKind, Unit
from corpus.checked import checksum
from corpus.documents import Document, Piece, State
from ingest.library import Library, Span

#: Parts of a law that hold no rule.
_NO_RULE = frozenset(("aanhef", "slot", "inhoudsopgave", "inleiding"))


@dataclass(frozen=True)
class Holdings:
    """``corpus``: the summaries, with official texts where there are any; ``shelf``: what only the library has."""

    corpus: Corpus
    shelf: Corpus


def holdings(corpus: Corpus, library: Library) -> Holdings:
    """Join the two. Raises ``DocumentError`` for a damaged document of the library."""
    versions: dict[SourceId, list[tuple[Span, Document]]] = {}
    for span in library.spans():
        versions.setdefault(span.record.id, []).append((span, library.document(span.record)))
    by_source: dict[SourceId, list[Provision]] = {}
    for p in corpus.provisions:
        by_source.setdefault(p.locator.source, []).append(p)
    joined = tuple(
        replace(p, official=_texts(p.locator.undated(), versions[p.locator.source])) if p.locator.source in versions else p
        for p in corpus.provisions
    )
    sources: dict[SourceId, Source] = {}
    shelf: list[Provision] = []
    for ident, held in versions.items():
        known = corpus.sources.get(ident)
        sources[ident] = known or held[-1][1].source
        taken = {p.locator.undated() for p in by_source.get(ident, ())}
        shelf += _only_here(sources[ident], held, taken)
    return Holdings(replace(corpus, provisions=joined), Corpus(sources, tuple(shelf)))


def _texts(place: Locator, held: list[tuple[Span, Document]]) -> tuple[OfficialText, ...]:
    """The text of one place in each version; nothing when no version knows the place."""
    found = tuple(
        OfficialText(
            span.record.version, span.start, span.end, text, checksum(whole_lid(document, place) or text) if text else ""
        )
        for span, document in held
        for text in [text_at(document, place)]
    )
    return found if any(text.text for text in found) else ()


def text_at(document: Document, place: Locator) -> str:
    """The words at a place: of the piece itself, with the leden of an article after it. Empty: no rule there."""
    own = _words(document, place)
    if not place.steps or place.steps[-1].unit is not Unit.ARTIKEL:
        return _led_in(document, place, own)
    below = (p for p in document.leden.get(place, ()) if p.state is State.GELDEND)
    return "\n".join([*([own] if own else []), *(_numbered(p) for p in below)])


def _words(document: Document, place: Locator) -> str:
    piece = document.by_locator.get(place)
    return piece.text if piece is not None and piece.state is State.GELDEND else ""


def _numbered(piece: Piece) -> str:
    step = piece.locator.steps[-1]
    return f"{step.number}. {piece.text}" if step.unit is Unit.LID else piece.text


def _led_in(document: Document, place: Locator, own: str) -> str:
    """An item with the words that lead to it: "d. overeenkomsten aangaan" alone would lose its "mag niet"."""
    if not own or place.steps[-1].unit is not Unit.ONDERDEEL:
        return own
    above = place.parent
    lead = _words(document, above).split("\n")[0] if above else ""
    return f"{lead}\n{place.steps[-1].number}. {own}" if lead.endswith(":") else own


def whole_lid(document: Document, place: Locator) -> str | None:
    """The whole lid, also for an onderdeel: the words before it belong to its meaning. All leden for an article.

    Empty: the place is there, but no rule in it is in force; ``None``: the place is gone.
    """
    pieces = [p for p in document.by_article.get(place.article, ()) if meets(p.locator.undated(), place)]
    return "\n".join(p.text for p in pieces if p.state is State.GELDEND) if pieces else None


def meets(one: Locator, other: Locator) -> bool:
    """Is one of the places the other, or a part of it?"""
    return one.covers(other) or other.covers(one)


def _only_here(source: Source, held: list[tuple[Span, Document]], taken: set[Locator]) -> Iterable[Provision]:
    newest: dict[Locator, Piece] = {}
    for _, document in held:
        for piece in document.pieces:
            if piece.whole and piece.state is State.GELDEND and piece.text and _is_rule(source, piece):
                newest[piece.locator.undated()] = piece
    articles = {place for place in taken if place.steps and place.steps[-1].unit is Unit.ARTIKEL}
    for place, piece in newest.items():
        if place in taken or place.article in articles:
            continue
        texts = (OfficialText(span.record.version, span.start, span.end, _words(document, place)) for span, document in held)
        yield _provision(source, piece, tuple(texts))


def _is_rule(source: Source, piece: Piece) -> bool:
    """The preamble and the closing words of a law are no rule, nor is "Wijzigt de Wet X", which its editors put for the words."""
    if source.id.scheme != "bwb":
        return True
    return str(piece.locator.steps[0]) not in _NO_RULE and not piece.text.startswith("[Red: ")


def _provision(source: Source, piece: Piece, official: tuple[OfficialText, ...]) -> Provision:
    return Provision(
        locator=piece.locator,
        norm=piece.text,
        consequence="",
        heading=" › ".join(piece.headings[-2:]),
        bestuurslaag=source.bestuurslaag,
        ambten=frozenset(),
        themas=(),
        parallelgroep="",
        valid_from=None,
        read="",
        checked="",
        certain=source.kind is not SourceKind.WETSVOORSTEL,
        questions=(),
        official=official,
        page=piece.page,
    )
