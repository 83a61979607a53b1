"""What an ingest would change for who asks: places that come, go or read otherwise, before anything goes live."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus import Corpus, Locator
from ingest.build import corpus_of
from ingest.holdings import holdings
from ingest.library import Library
from ingest.parts import SHELF
from ingest.release import IndexProblem, ReleaseStore, check_files, read_manifest
from ingest.settings import Settings
from ingest.stored import load_stored_corpus


class Turn(StrEnum):
    NIEUW = "nieuw"
    GEWIJZIGD = "gewijzigd"
    WEG = "weg"


@dataclass(frozen=True, slots=True)
class Change:
    """One place: its text as it answers now and as it would answer (empty: not there)."""

    turn: Turn
    place: Locator
    before: str
    after: str


def preview(settings: Settings) -> list[Change]:
    """The changes in the order of the sources. Raises ``CorpusError`` or ``DocumentError`` for texts that cannot be used."""
    held = holdings(corpus_of(settings), Library(settings.library_dir))
    after = _texts([held.corpus, held.shelf])
    before = _texts(_live(settings))
    changes: list[Change] = []
    for place in sorted({*before, *after}):
        old, new = before.get(place, ""), after.get(place, "")
        if old != new:
            turn = Turn.NIEUW if not old else Turn.WEG if not new else Turn.GEWIJZIGD
            changes.append(Change(turn, place, old, new))
    return changes


def _live(settings: Settings) -> list[Corpus]:
    """What answers now; nothing when there is no index that can."""
    try:
        folder = ReleaseStore(settings.index_dir).current()
        manifest = read_manifest(folder)
        check_files(folder, manifest, without=("chroma", f"{SHELF}/chroma"))
    except IndexProblem:
        return []
    parts = [folder, folder / SHELF] if manifest.shelf_provisions else [folder]
    return [load_stored_corpus(part / "corpus.json") for part in parts]


def _texts(corpora: Iterable[Corpus]) -> Mapping[Locator, str]:
    """By undated place, everything that can be quoted: the summary and each version of the official words."""
    return {
        p.locator.undated(): "\n".join([p.text, *(f"[{t.version or 'eigen'}] {t.text}" for t in p.official)])
        for corpus in corpora
        for p in corpus.provisions
    }
