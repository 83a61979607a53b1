"""What the scale benchmark measures with: laws that do not exist, and a change in one of a hundred pieces."""

import statistics
import tarfile
from pathlib import Path

import pytest

from corpus.documents import Document
from eval.bench_scale import changed, documents
from eval.invented_laws import invented_laws


def texts(laws: list[Document]) -> list[str]:
    return [piece.text for law in laws for piece in law.pieces]


def test_invented_laws_are_always_the_same_and_as_long_as_real_ones() -> None:
    laws = list(invented_laws(2_000))
    assert laws == list(invented_laws(2_000))
    places = [piece.locator for law in laws for piece in law.pieces]
    assert len(places) == len(set(places)) == 2_000
    lengths = [len(text) for text in texts(laws)]
    assert 250 < statistics.median(lengths) < 350
    assert 300 < statistics.mean(lengths) < 450
    assert len(set(texts(laws))) == 2_000


@pytest.mark.parametrize("pieces", [0, 1, 99, 100, 101, 250])
def test_as_many_pieces_as_asked(pieces: int) -> None:
    assert len(texts(list(invented_laws(pieces)))) == pieces


def test_other_laws_share_no_place_with_the_first() -> None:
    first = {piece.locator for law in invented_laws(300) for piece in law.pieces}
    assert not first & {piece.locator for law in invented_laws(300, first=100) for piece in law.pieces}


def test_without_the_tar_file_it_says_so_and_measures_invented_laws(tmp_path: Path) -> None:
    said: list[str] = []
    found = list(documents(tmp_path / "weg.tar.gz", 250, said.append))
    assert texts(found) == texts(list(invented_laws(250)))
    assert said == [f"{tmp_path / 'weg.tar.gz'}: niet op deze machine; er wordt gemeten met verzonnen wetten."]


def test_real_laws_come_first_and_invented_ones_make_up_the_number(shared: Path, tmp_path: Path) -> None:
    law = next((shared / "official" / "bwb").glob("BWBR0001840_*.xml"))
    with tarfile.open(tmp_path / "laws.tar.gz", "w:gz") as archive:
        archive.add(law, law.name)
    said: list[str] = []
    some = list(documents(tmp_path / "laws.tar.gz", 10, said.append))
    assert [(str(d.source.id), len(d.pieces)) for d in some] == [("BWBR0001840", 10)]
    more = list(documents(tmp_path / "laws.tar.gz", 1_000, said.append))
    assert len(texts(more)) == 1_000
    assert str(more[-1].source.id).startswith("BWBR99")
    assert said == []


def test_one_of_a_hundred_pieces_changes() -> None:
    seen = different = 0
    for law in invented_laws(1_000):
        other = changed(law, 100, -seen % 100)
        different += sum(a != b for a, b in zip(law.pieces, other.pieces, strict=True))
        seen += len(law.pieces)
    assert different == 10
