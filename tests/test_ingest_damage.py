"""Opening an index that is damaged, that CURRENT does not point to, or that is stale: named and never used."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from published_index import ROWS, Place, assert_answers
from small_index import HANDBOEK, HashingEmbedder

import ingest.build
from ingest.build import build
from ingest.index import open_index
from ingest.release import IndexProblem
from ingest.settings import Settings

#: Every file that a release is made of; the folder of Chroma's segment has a random name.
FILES = (
    "manifest.json manifest.sha256 corpus.json rows.json row_keys.npz vectors.npy outside.npy prototypes.npy situations.npy situation_places.npy lexical/lexicon.json lexical/owners-tekst.npy lexical/owners-vragen.npy "
    "lexical/tekst/data.csc.index.npy lexical/tekst/indices.csc.index.npy lexical/tekst/indptr.csc.index.npy "
    "lexical/tekst/params.index.json lexical/tekst/vocab.index.json lexical/vragen/data.csc.index.npy "
    "lexical/vragen/indices.csc.index.npy lexical/vragen/indptr.csc.index.npy lexical/vragen/params.index.json "
    "lexical/vragen/vocab.index.json chroma/chroma.sqlite3 chroma/*/data_level0.bin chroma/*/header.bin "
    "chroma/*/length.bin chroma/*/link_lists.bin"
).split()


# --- Damage ---------------------------------------------------------------------------------------------------------


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    if not data:
        pytest.skip("an empty file has no bit to flip")
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def _empty(path: Path) -> None:
    if not path.stat().st_size:
        pytest.skip("the file is empty by itself")
    path.write_bytes(b"")


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def _remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [_cut, _flip, _empty, _longer, _remove])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named_and_the_index_not_used(place: Place, name: str, damage: Callable[[Path], None]) -> None:
    (path,) = place.release.glob(name)
    if damage is _cut and not path.stat().st_size:
        pytest.skip("the file is empty by itself")
    damage(path)
    with pytest.raises(IndexProblem) as raised:
        open_index(place.searching("chroma"))
    named = "manifest.json" if name == "manifest.sha256" else path.name
    assert named in str(raised.value)
    assert "integriteit ingest" in str(raised.value)


def test_the_sweep_takes_every_file_of_a_release(place: Place) -> None:
    swept = {path for name in FILES for path in place.release.glob(name)}
    assert {path for path in place.release.rglob("*") if path.is_file()} == swept


def test_exact_search_does_not_need_chroma(place: Place) -> None:
    shutil.rmtree(place.release / "chroma")
    assert_answers(place)


def test_a_file_of_another_release_is_not_taken(place: Place) -> None:
    old = place.release
    (place.corpus / "handboek.md").write_text(HANDBOEK.replace("kist wijn", "mand fruit"), encoding="utf-8")
    build(place.settings)
    shutil.copy(old / "vectors.npy", place.release / "vectors.npy")
    with pytest.raises(IndexProblem, match=r"vectors\.npy: bestand van de index is beschadigd"):
        open_index(place.settings)


# --- CURRENT and the manifest ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "er is nog geen index. Maak hem met: integriteit ingest"),
        (b"", "wijst naar ''"),
        (b"\n", "wijst naar ''"),
        (b"20260101T000000-000000000000\n", "wijst naar '20260101T000000-000000000000'"),
        (b"../x", "wijst naar '../x'"),
        (b"..", "wijst naar '..'"),
        (b".", "wijst naar '.'"),
        (b"/tmp", "wijst naar '/tmp'"),
        (b".building-1", "wijst naar '.building-1'"),
        (b"a\x00b", "wijst naar"),
        (b"x" * 5000, "wijst naar"),
        (b"\xff\xfe", "niet te lezen"),
    ],
)
def test_current_that_points_nowhere(place: Place, content: bytes | None, problem: str) -> None:
    pointer = place.settings.index_dir / "CURRENT"
    if content is None:
        pointer.unlink()
    else:
        pointer.write_bytes(content)
    (place.settings.index_dir / "x").mkdir()
    (place.settings.index_dir / "releases" / ".building-1").mkdir()
    with pytest.raises(IndexProblem) as raised:
        open_index(place.settings)
    assert problem in str(raised.value)
    assert "integriteit ingest" in str(raised.value)


def test_a_data_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="er is nog geen index"):
        open_index(Settings(data_dir=tmp_path / "weg"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "ontbreekt of is beschadigd"),
        (b"{", "ontbreekt of is beschadigd"),
        (b"[]", "ontbreekt of is beschadigd"),
        (b"null", "ontbreekt of is beschadigd"),
        (b"\xff", "ontbreekt of is beschadigd"),
        (b"{}", "manifest van schema None, verwacht 4"),
        (b'{"schema_version": 0}', "manifest van schema 0, verwacht 4"),
        (b'{"schema_version": 5}', "manifest van schema 5, verwacht 4"),
        (b'{"schema_version": 4}', "past niet bij manifest.sha256"),
    ],
)
def test_a_manifest_that_cannot_be_used(place: Place, content: bytes, problem: str) -> None:
    (place.release / "manifest.json").write_bytes(content)
    with pytest.raises(IndexProblem) as raised:
        open_index(place.settings)
    assert "manifest.json" in str(raised.value)
    assert problem in str(raised.value)
    assert "integriteit ingest" in str(raised.value)


def test_a_stale_index_names_the_command(place: Place) -> None:
    (place.corpus / "handboek.md").write_text(HANDBOEK + "\n", encoding="utf-8")
    with pytest.raises(IndexProblem, match=r"verouderd; de teksten .* zijn veranderd sinds .* integriteit ingest"):
        open_index(place.settings)


@pytest.mark.parametrize("policy", ["PASSAGE_POLICY", "ANALYSER_POLICY", "SCHEMA"])
def test_other_rules_make_an_index_stale(place: Place, monkeypatch: pytest.MonkeyPatch, policy: str) -> None:
    monkeypatch.setattr(ingest.build, policy, "anders")
    with pytest.raises(IndexProblem, match="verouderd"):
        open_index(place.settings)


def test_another_embedder_revision_is_refused(place: Place) -> None:
    place.embedder = HashingEmbedder("ffffffffffff")
    with pytest.raises(IndexProblem) as raised:
        open_index(place.settings)
    assert "embedder bundled (0123456789ab), ingesteld is bundled (ffffffffffff)" in str(raised.value)
    assert "integriteit ingest" in str(raised.value)


@pytest.mark.usefixtures("quick")
def test_another_embedder_revision_is_embedded_anew(place: Place) -> None:
    place.embedder = HashingEmbedder("ffffffffffff")
    assert build(place.settings).embedded == ROWS
    assert_answers(place)
