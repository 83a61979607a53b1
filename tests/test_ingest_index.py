"""Building, publishing and opening the index: complete or invisible, and never opened when damaged."""

import dataclasses
import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from small_index import HANDBOEK, PROVISIONS, QUESTIONS, HashingEmbedder, write_corpus

import ingest.build
import ingest.index
from corpus import CorpusError, load_corpus
from corpus.outside import load_outside
from ingest.build import build
from ingest.dense import ChromaDense, ExactDense
from ingest.embedders import Embedder
from ingest.index import Index, open_index
from ingest.release import IndexProblem, ReleaseStore, read_manifest
from ingest.settings import Settings
from ingest.stored import load_stored_corpus

ROWS = PROVISIONS + QUESTIONS
#: Every file that a release is made of; the folder of Chroma's segment has a random name.
FILES = (
    "manifest.json manifest.sha256 corpus.json rows.json vectors.npy outside.npy prototypes.npy lexical/lexicon.json lexical/owners.npy "
    "lexical/tekst/data.csc.index.npy lexical/tekst/indices.csc.index.npy lexical/tekst/indptr.csc.index.npy "
    "lexical/tekst/params.index.json lexical/tekst/vocab.index.json lexical/vragen/data.csc.index.npy "
    "lexical/vragen/indices.csc.index.npy lexical/vragen/indptr.csc.index.npy lexical/vragen/params.index.json "
    "lexical/vragen/vocab.index.json chroma/chroma.sqlite3 chroma/*/data_level0.bin chroma/*/header.bin "
    "chroma/*/length.bin chroma/*/link_lists.bin"
).split()


@dataclasses.dataclass
class Place:
    """A data folder with a corpus beside it, and the embedder that build and open get."""

    settings: Settings
    embedder: HashingEmbedder

    @property
    def corpus(self) -> Path:
        assert self.settings.corpus_dir is not None
        return self.settings.corpus_dir

    @property
    def release(self) -> Path:
        return ReleaseStore(self.settings.index_dir).current()

    def searching(self, how: str) -> Settings:
        return self.settings.model_copy(update={"search": how})


def _place(folder: Path, embedder: HashingEmbedder) -> Place:
    settings = Settings(data_dir=folder / "data", cache_dir=folder / "cache", corpus_dir=folder / "teksten")
    return Place(settings, embedder)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with corpus, cache and one published release, to copy from."""
    folder = tmp_path_factory.mktemp("built")
    write_corpus(folder / "teksten")
    with pytest.MonkeyPatch.context() as patch:
        place = _place(folder, HashingEmbedder())
        patch.setattr(ingest.build, "load_embedder", lambda *_: place.embedder)
        report = build(place.settings)
    assert (report.fresh, report.provisions, report.rows, report.embedded, report.from_cache) == (True, PROVISIONS, ROWS, ROWS, 0)
    return folder


@pytest.fixture
def place(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A private copy of the published release."""
    shutil.copytree(built, tmp_path / "p")
    found = _place(tmp_path / "p", HashingEmbedder())
    for module in (ingest.build, ingest.index):
        monkeypatch.setattr(module, "load_embedder", lambda *_: found.embedder)
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the check in a child process, where a test is about something else and builds often."""
    monkeypatch.setattr(ingest.build, "_verify_in_child", lambda folder: None)


def best(index: Index, question: str) -> str:
    rows, _ = index.dense.nearest(index.embedder.embed_queries([question])[0], 1)
    return str(index.corpus.provisions[int(index.owner[rows[0]])].locator.undated())


def assert_answers(place: Place) -> None:
    index = open_index(place.settings)
    assert (len(index.corpus.provisions), index.vectors.shape) == (PROVISIONS, (ROWS, 64))
    assert best(index, "Mag ik meestemmen over het bestemmingsplan naast mijn huis?") == "BWBR0005416#artikel=28/lid=1"


# --- Publishing -----------------------------------------------------------------------------------------------------


def test_what_was_published_opens(place: Place) -> None:
    assert_answers(place)
    index = open_index(place.settings)
    corpus = load_corpus(place.corpus)
    assert index.corpus.provisions == corpus.provisions
    assert index.corpus.sources == corpus.sources
    assert index.corpus.sha256 == corpus.sha256
    assert index.version == corpus.sha256[:12]
    assert int(index.is_text.sum()) == PROVISIONS
    assert index.owner.tolist() == sorted(index.owner.tolist())
    manifest = read_manifest(place.release)
    assert (manifest.sources, manifest.provisions, manifest.rows, manifest.dimension) == (2, PROVISIONS, ROWS, 64)
    on_disk = {p.relative_to(place.release).as_posix() for p in place.release.rglob("*") if p.is_file()}
    assert set(manifest.files) == on_disk - {"manifest.json", "manifest.sha256"}
    assert load_stored_corpus(place.release / "corpus.json") == index.corpus


def test_a_second_ingest_does_nothing(place: Place) -> None:
    before = place.release
    report = build(place.settings)
    assert (report.fresh, report.embedded, report.release) == (False, 0, before.name)
    assert place.embedder.embedded == []
    assert ReleaseStore(place.settings.index_dir).names() == [before.name]


def test_force_builds_again_from_the_cache_and_gives_the_same_bytes(place: Place) -> None:
    before = place.release
    report = build(place.settings, force=True)
    assert (report.fresh, report.embedded, report.from_cache) == (True, 0, ROWS)
    assert place.release != before
    for name in ("vectors.npy", "rows.json", "corpus.json"):
        assert (place.release / name).read_bytes() == (before / name).read_bytes()


@pytest.mark.usefixtures("quick")
def test_a_changed_text_embeds_only_what_changed(place: Place) -> None:
    told: list[tuple[int, int]] = []
    (place.corpus / "handboek.md").write_text(HANDBOEK.replace("Er stond een kist wijn", "Er lag een envelop"), encoding="utf-8")
    report = build(place.settings, progress=lambda done, total: told.append((done, total)))
    assert (report.fresh, report.embedded, report.from_cache) == (True, 1, ROWS - 1)
    embedded = [text for text in place.embedder.embedded if text not in load_outside()]
    assert embedded == ["Er lag een envelop van een projectontwikkelaar voor mijn deur, wat nu?"]
    assert told == [(1, 1)]
    assert_answers(place)


def test_a_damaged_current_release_is_built_anew_without_force(place: Place) -> None:
    (place.release / "vectors.npy").write_bytes(b"")
    assert build(place.settings).fresh
    assert_answers(place)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("keep", [1, 3])
def test_old_releases_are_kept_up_to_the_setting(place: Place, keep: int) -> None:
    place.settings = place.settings.model_copy(update={"keep_releases": keep})
    store = ReleaseStore(place.settings.index_dir)
    made = [place.release.name] + [build(place.settings, force=True).release for _ in range(4)]
    assert store.names() == made[-keep:]
    assert store.current().name == made[-1]
    assert_answers(place)


@pytest.mark.usefixtures("quick")
def test_an_older_release_can_be_activated_and_is_never_pruned_while_current(place: Place) -> None:
    store = ReleaseStore(place.settings.index_dir)
    first = place.release.name
    for _ in range(2):
        build(place.settings, force=True)
    store.activate(first)
    store.prune(1)
    assert store.names() == [first]
    assert_answers(place)
    with pytest.raises(IndexProblem, match=f"'weg' bestaat niet; kies uit: {first}"):
        store.activate("weg")


def test_what_a_crash_left_behind_is_removed_by_the_next_build(place: Place) -> None:
    left = place.settings.index_dir / "releases" / ".building-99999"
    (left / "chroma").mkdir(parents=True)
    (left / "vectors.npy").write_bytes(b"half")
    (place.settings.index_dir / "CURRENT.new").write_text("half")
    assert_answers(place)
    build(place.settings, force=True)
    assert not left.exists()
    assert not (place.settings.index_dir / "CURRENT.new").exists()


@pytest.mark.usefixtures("quick")
def test_a_bad_document_leaves_the_old_index(place: Place) -> None:
    before = place.release
    (place.corpus / "handboek.md").write_text(HANDBOEK.replace("themas: geschenken", "themas: cadeaus"), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"handboek\.md:17: onbekende waarde 'cadeaus'"):
        build(place.settings)
    assert place.release == before


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
        (b"{}", "manifest van schema None, verwacht 2"),
        (b'{"schema_version": 0}', "manifest van schema 0, verwacht 2"),
        (b'{"schema_version": 3}', "manifest van schema 3, verwacht 2"),
        (b'{"schema_version": 2}', "past niet bij manifest.sha256"),
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


# --- Two builders, a full disk, a bad build -------------------------------------------------------------------------


def test_a_second_builder_is_told_who_is_building(place: Place) -> None:
    with ReleaseStore(place.settings.index_dir).building():
        with pytest.raises(IndexProblem, match=rf"er loopt al een ingest \(proces {os.getpid()}\)"):
            build(place.settings, force=True)
        assert_answers(place)
    assert build(place.settings).fresh is False


def test_another_process_that_builds_is_named_and_its_lock_dies_with_it(place: Place) -> None:
    code = (
        "import sys, pathlib; from ingest.release import ReleaseStore\n"
        "with ReleaseStore(pathlib.Path(sys.argv[1])).building():\n    print('ready', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(place.settings.index_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(IndexProblem, match=rf"proces {other.pid}\).*de huidige index blijft antwoorden"):
            build(place.settings, force=True)
        other.kill()
    with FileLock(place.settings.index_dir / ".lock", timeout=0), pytest.raises(IndexProblem, match="er loopt al een ingest"):
        build(place.settings, force=True)
    assert_answers(place)


def _full(*args: object, **kwargs: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _numpy_full(*args: object, **kwargs: object) -> None:
    raise OSError("3144960 requested and 50144 written")


def _sqlite_full(*args: object, **kwargs: object) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("PRAGMA max_page_count = 1")
    db.execute("CREATE TABLE t (a)")


def _chroma_full(*args: object, **kwargs: object) -> None:
    from chromadb.errors import InternalError

    raise InternalError("(code: 13) database or disk is full")


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("numpy.save", _full),
        ("numpy.save", _numpy_full),
        ("ingest.build.save_corpus", _full),
        ("ingest.lexical.LexicalIndex.save", _full),
        ("ingest.cache.EmbeddingCache._put", _sqlite_full),
        ("ingest.build.create_collection", _chroma_full),
        ("ingest.build.write_manifest", _full),
        ("ingest.release._fsync", _full),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
@pytest.mark.usefixtures("quick")
def test_a_full_disk_is_said_and_the_old_index_answers(
    place: Place, monkeypatch: pytest.MonkeyPatch, target: str, fault: Callable[..., None]
) -> None:
    before = place.release
    shutil.rmtree(place.settings.cache_dir)
    with monkeypatch.context() as patch:
        patch.setattr(target, fault)
        with pytest.raises(IndexProblem, match=r"schijf (is )?vol.*De oude index blijft antwoorden"):
            build(place.settings, force=True)
    assert place.release == before
    assert [p.name for p in (place.settings.index_dir / "releases").iterdir()] == [before.name]
    assert_answers(place)
    # The same process can try again.
    assert build(place.settings, force=True).fresh


def test_too_little_room_is_said_before_the_work(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.build, "_FREE_BYTES", 10**18)
    with pytest.raises(IndexProblem, match="minder dan 300 MB vrij"):
        build(place.settings, force=True)
    assert_answers(place)


def test_another_fault_of_the_system_is_not_called_a_full_disk(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*args: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(ingest.build, "save_corpus", denied)
    with pytest.raises(PermissionError):
        build(place.settings, force=True)
    assert_answers(place)


def test_a_release_that_the_child_rejects_is_not_published(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = place.release
    save = np.save

    def zeros(path: object, array: np.ndarray, **options: object) -> None:
        save(path, np.zeros_like(array) if str(path).endswith("vectors.npy") else array, **options)

    monkeypatch.setattr(np, "save", zeros)
    with pytest.raises(IndexProblem, match=r"afgekeurd.*vectoren met nul, NaN of verkeerde lengte"):
        build(place.settings, force=True)
    assert place.release == before


def test_a_vector_that_is_no_number_stops_before_publishing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(HashingEmbedder):
        def _embed(self, texts):  # type: ignore[no-untyped-def]
            return np.full((len(texts), 64), np.nan, np.float32)

    before = place.release
    place.embedder = Broken("nan")
    with pytest.raises(IndexProblem, match="NaN"):
        build(place.settings, force=True)
    assert place.release == before


# --- Chroma and exact search ----------------------------------------------------------------------------------------


def test_chroma_answers_as_exact_search_and_leaves_nothing_behind(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place.settings.data_dir))
    exact, chroma = open_index(place.searching("exact")), open_index(place.searching("chroma"))
    assert (type(exact.dense), type(chroma.dense)) == (ExactDense, ChromaDense)
    for question in ("Mag ik meestemmen?", "kist wijn", "huren van de gemeente"):
        query = place.embedder.embed_queries([question])[0]
        (rows, scores), (other_rows, other_scores) = exact.dense.nearest(query, 10), chroma.dense.nearest(query, 10)
        assert rows.tolist() == other_rows.tolist()
        np.testing.assert_allclose(scores, other_scores, atol=1e-6)
    # Reading changed no byte of the release, and the private copy goes with its index.
    open_index(place.searching("chroma"))
    assert list(place.settings.data_dir.glob("integriteit-chroma-*"))
    del chroma
    assert len(list(place.settings.data_dir.glob("integriteit-chroma-*"))) == 0


@pytest.fixture(scope="module")
def real(real_settings: Settings) -> Iterator[tuple[Index, Index]]:
    chroma = open_index(real_settings.model_copy(update={"search": "chroma"}))
    yield open_index(real_settings.model_copy(update={"search": "exact"})), chroma


@pytest.mark.real_index
def test_on_the_embedded_corpus_both_engines_give_the_same_ten(real: tuple[Index, Index]) -> None:
    exact, chroma = real
    asked = [p.questions[0] for p in exact.corpus.provisions if p.questions]
    for query in exact.embedder.embed_queries([f"{q} Graag uitleg." for q in asked[::20]]):
        rows, scores = exact.dense.nearest(query, 10)
        other_rows, other_scores = chroma.dense.nearest(query, 10)
        np.testing.assert_allclose(scores, other_scores, atol=1e-5)
        # Rows may differ only among those that tie with the tenth: twin laws have lay questions in the same words.
        clear = scores > scores[-1] + 1e-5
        assert set(rows[clear]) <= set(other_rows)


@pytest.mark.real_index
def test_the_canaries_of_the_embedded_corpus_find_their_provision(real: tuple[Index, Index]) -> None:
    index, _ = real
    assert len(index.manifest.canaries) == 50
    for canary in index.manifest.canaries:
        rows, _ = index.dense.nearest(index.embedder.embed_queries([canary.question])[0], 5)
        assert canary.locator in {str(index.corpus.provisions[int(index.owner[row])].locator) for row in rows}


def test_the_real_embedder_on_the_small_corpus(small_corpus: Path, tmp_path: Path, cache_dir: Path, embedder: Embedder) -> None:
    settings = Settings(data_dir=tmp_path / "data", cache_dir=cache_dir, corpus_dir=small_corpus)
    assert build(settings).rows == ROWS
    assert build(settings).fresh is False
    assert build(settings, force=True).embedded == 0
    index = open_index(settings)
    assert index.embedder.revision == embedder.revision == index.manifest.embedder_revision
    assert best(index, "Ik woon naast het bouwplan, mag ik stemmen in de raad?") == "BWBR0005416#artikel=28/lid=1"
    assert best(index, "Een projectontwikkelaar bracht flessen wijn thuis") == "handboek-2023#geschenken/alinea=1"
    assert json.loads((ReleaseStore(settings.index_dir).current() / "rows.json").read_text())[0].endswith("~tekst")
