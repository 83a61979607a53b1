"""The official files that lie beside the repository: every element known, every character kept, paths and links as printed.

Run with ``-s`` for the figures.
"""

from __future__ import annotations

import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bwb_invented import content, lost
from lxml import etree

from corpus import Corpus, Locator, SourceId, Unit, load_corpus
from corpus.documents import Document, State
from ingest.bwb.law import parse_toestand

#: Provisions of the corpus without a piece in the stored version of their law, with the reason. None at present.
NOT_THERE: dict[str, str] = {}


@dataclass(frozen=True)
class Official:
    """A file with what was made of it."""

    data: bytes
    document: Document


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def laws(shared: Path, corpus: Corpus) -> dict[SourceId, Official]:
    found = {}
    for path in sorted((shared / "official" / "bwb").glob("*.xml")):
        document = parse_toestand(path.read_bytes(), path.name, known=corpus.sources)
        found[document.source.id] = Official(path.read_bytes(), document)
    assert len(found) == 12
    return found


def files_of_the_archive(shared: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(shared / "official" / "bwb-scale-272.tar.gz") as archive:
        for member in archive:
            handle = archive.extractfile(member)
            if handle is not None:
                yield member.name, handle.read()


def printed_addresses(data: bytes) -> dict[str, str | None]:
    """Of every lid, onderdeel and article its path and its JCI 1.3 link, which a few do not print."""
    found: dict[str, str | None] = {}
    for element in etree.fromstring(data).iter("artikel", "lid", "li"):
        links = [link.get("verwijzing") for link in element.iterfind("meta-data/jcis/jci") if link.get("versie") == "1.3"]
        path = element.get("bwb-ng-variabel-deel")
        assert path not in found
        found[path] = links[0] if links else None
    return found


def test_our_paths_and_links_are_the_printed_ones(laws: dict[SourceId, Official]) -> None:
    """Every lid and every numbered onderdeel is a piece, and its path and link are those of the file, to the letter."""
    compared = Counter[str]()
    for law in laws.values():
        printed = printed_addresses(law.data)
        ours = {piece.path: piece.jci for piece in law.document.pieces}
        for element in etree.fromstring(law.data).iter("lid", "li"):
            path = element.get("bwb-ng-variabel-deel")
            if element.tag == "lid" or any(map(str.isalnum, element.findtext("li.nr") or "")):
                assert path in ours
                compared[f"{element.tag} is a piece"] += 1
        for piece in law.document.pieces:
            if piece.path in printed:
                link = printed[piece.path]
                assert link in (None, piece.jci), piece.locator
                compared["path"] += 1
                compared["JCI" if link else "no JCI printed"] += 1
            else:
                assert piece.locator.steps[-1].unit in (Unit.KOP, Unit.ALINEA, Unit.DIVISIE), piece.locator
    print(f"\ncompared: {dict(compared)}")
    assert compared["path"] > 7000 and compared["JCI"] > 7000


def test_every_character_stands_in_a_piece_a_heading_or_a_title(laws: dict[SourceId, Official]) -> None:
    for law in laws.values():
        assert law.document.characters == len(content(law.data))
        assert lost(law.data, law.document) == "", law.document.source.citeertitel


def test_links_within_a_law_lead_to_a_place_in_it(laws: dict[SourceId, Official]) -> None:
    """A link to a division has no piece of its own; one to an article must have."""
    counted = Counter[str]()
    for ident, law in laws.items():
        held = {place for piece in law.document.pieces for place in places_around(piece.locator.undated())}
        for piece in law.document.pieces:
            for link in piece.links if piece.whole else ():
                assert piece.text[link.start : link.end].strip(), piece.locator
                if link.target is None or link.target.source != ident:
                    counted["to another law or to the EU"] += 1
                elif link.target.number(Unit.ARTIKEL) is None:
                    counted["to a division or the whole law"] += 1
                else:
                    assert link.target in held, (str(piece.locator), link)
                    counted["to an article of the law itself"] += 1
    print(f"\nlinks: {dict(counted)}")
    assert counted["to an article of the law itself"] > 2000


def places_around(place: Locator) -> Iterator[Locator]:
    while place.steps:
        yield place
        place = Locator(place.source, place.steps[:-1])


def test_every_provision_of_the_corpus_has_its_official_text(corpus: Corpus, laws: dict[SourceId, Official]) -> None:
    looked_up = [p for p in corpus.provisions if p.locator.source in laws]
    missing = {}
    for provision in looked_up:
        piece = laws[provision.locator.source].document.by_locator.get(provision.locator.undated())
        if piece is None or piece.state is not State.GELDEND or not piece.text:
            missing[str(provision.locator.undated())] = piece
    print(f"\nprovisions with their official text: {len(looked_up) - len(missing)} of {len(looked_up)}")
    assert missing.keys() == NOT_THERE.keys()
    assert len(looked_up) > 850


@pytest.mark.parametrize(
    ("place", "pieces"),
    [
        ("BWBR0005416#artikel=15/lid=1/onderdeel=d", 1),
        ("BWBR0004627#artikel=X 1/lid=1", 1),
        ("BWBR0037852#artikel=1/begrip=betrokken-derde/onderdeel=a", 1),
        ("BWBR0005537#artikel=8:36c/tekst=2/lid=1", 1),
        ("BWBR0005537#bijlage=2/artikel=1", 1),
        ("BWBR0001840#algemene-bepaling", 1),
        ("BWBR0005416#artikel=9999", 0),
    ],
)
def test_a_known_place_is_there(laws: dict[SourceId, Official], place: str, pieces: int) -> None:
    wanted = Locator.parse(place)
    assert sum(piece.locator.undated() == wanted for piece in laws[wanted.source].document.pieces) == pieces


def test_all_272_laws_are_read_and_nothing_of_them_is_lost(shared: Path) -> None:
    size = seconds = 0.0
    counted = Counter[str]()
    for name, data in files_of_the_archive(shared):
        start = time.process_time()
        document = parse_toestand(data, name)
        seconds += time.process_time() - start
        size += len(data) / 1e6
        assert lost(data, document) == "", name
        assert len(document.by_locator) == len(document.pieces), name
        printed = printed_addresses(data)
        addressed = [piece for piece in document.pieces if piece.path in printed]
        assert [piece.locator for piece in addressed if printed[piece.path] not in (None, piece.jci)] == [], name
        counted.update(laws=1, pieces=len(document.pieces), characters=document.characters)
        counted["pieces at a printed path"] += len(addressed)
        counted.update(piece.state.value for piece in document.pieces if piece.whole)
    print(f"\n{dict(counted)}; {size:.0f} MB in {seconds:.1f} s of processor time, {size / seconds:.1f} MB/s")
    assert counted["laws"] == 272
    assert seconds < 60
