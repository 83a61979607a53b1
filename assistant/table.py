"""A comparison as a table: a side (tier or office) a column, and in each row the same rule for each side.

The rows come from the concordance. A cell is empty only where the corpus holds no lid of that row for that side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Comparison, Evidence
from assistant.compare import Comparer
from assistant.compare import Table as Matter
from assistant.retrieve import Found, Retriever
from assistant.understand import Understanding
from corpus import Ambt, Bestuurslaag, Corpus, Provision
from corpus.functions import FUNCTIE_OF_AMBT, Functie, Side

_MOST_ROWS = 3
_WATERSCHAP = {
    Functie.VOLKSVERTEGENWOORDIGER: "algemeen bestuur van het waterschap",
    Functie.BESTUURDER: "dagelijks bestuur van het waterschap",
    Functie.VOORZITTER: "voorzitter van het waterschap",
}


@dataclass(frozen=True)
class Layout:
    """``rows``: for each row the provision of each column, ``None`` where there is none. ``subject``: what is compared."""

    subject: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Provision | None, ...], ...]

    @property
    def provisions(self) -> list[Provision]:
        return list({p.locator: p for row in self.rows for p in row if p}.values())

    def shown(self, evidence: Evidence) -> Comparison:
        """The table by the places that the evidence quotes."""
        place = {item.provision.locator: item.locator for item in evidence.items}
        rows = tuple(tuple(place.get(p.locator) if p else None for p in row) for row in self.rows)
        return Comparison(self.subject, self.columns, rows)


def layout(u: Understanding, found: Found, retriever: Retriever) -> Layout | None:
    """The table for a comparison; ``None`` for another question, and where the concordance has no row with two filled cells."""
    if not u.compares or found.matter is None:
        return None
    matter = found.matter
    zaak = retriever.twins.concordance.zaken[matter.zaak]
    rows = [matter.cells, *_other_rows(matter, found, retriever)][:_MOST_ROWS]
    provisions = retriever.provisions
    filled = tuple(tuple(provisions[i] if i is not None else None for i in row) for row in rows)
    filled = tuple(row for row in filled if any(row))
    if sum(cell is not None for row in filled for cell in row) < 2:
        return None
    return Layout(zaak.subject, tuple(side_label(s, retriever.corpus) for s in matter.sides), filled)


def _other_rows(matter: Matter, found: Found, retriever: Retriever) -> list[tuple[int | None, ...]]:
    """Rows of the zaak that show more than the first one and of which a lid is among what was found; the best first."""
    comparer = Comparer(retriever.twins, ())
    masks = comparer.masks(matter.sides, found.scores)
    shown = set(matter.cells)
    near = {retriever.number_of(hit.provision) for hit in found.hits}
    rows: list[tuple[float, tuple[int | None, ...]]] = []
    for members in retriever.twins.rows_of(matter.zaak):
        cells = tuple(max((i for i in members if mask[i]), key=lambda i: float(found.scores[i]), default=None) for mask in masks)
        held = [i for i in cells if i is not None]
        if len(held) > 1 and near & set(held) and not set(held) <= shown:
            rows.append((max(float(found.scores[i]) for i in held), cells))
    return [cells for _, cells in sorted(rows, key=lambda pair: -pair[0])]


def side_label(side: Side, corpus: Corpus) -> str:
    """What stands above a column: ``gemeente``, ``wethouder``, ``dagelijks bestuur van het waterschap``."""
    if side.source:
        return corpus.sources[side.source].citeertitel
    if side.functie and side.laag is Bestuurslaag.WATERSCHAP and side.functie in _WATERSCHAP:
        return _WATERSCHAP[side.functie]
    if side.functie:
        fitting = [a for a in Ambt if FUNCTIE_OF_AMBT[a] is side.functie and a.bestuurslaag in (side.laag, None)]
        exact = [a for a in fitting if a.bestuurslaag is side.laag] or fitting
        tier = f" ({side.laag})" if side.laag and exact and exact[0].bestuurslaag is None else ""
        return exact[0].label + tier if exact else f"{side.functie} ({side.laag})"
    return str(side.laag)


_NUMBERS = r"een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|twintig|dertig"
_TELLING = re.compile(
    rf"\b(?:\d+(?:[.,]\d+)?|{_NUMBERS})\s+(?:dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar|jaren|uur|leden|procent|euro|(?:derde|vijfde|kwart)(?= (?:deel|van de (?:leden|stemmen))))\b",
    re.IGNORECASE,
)


def differences(texts: list[str]) -> list[list[tuple[int, int]]]:
    """For each text the numbers and terms ("drie jaar") that are not in all texts of its row. Words are left alone: two summaries
    of one rule word it differently."""
    said = [{_folded(m) for m in _TELLING.finditer(text)} for text in texts]
    everywhere = set.intersection(*said) if said else set()
    return [[m.span() for m in _TELLING.finditer(text) if _folded(m) not in everywhere] for text in texts]


def _folded(match: re.Match[str]) -> str:
    return " ".join(match[0].lower().split())
