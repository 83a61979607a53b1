"""Building, publishing and opening the index: complete or invisible, and it answers."""

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from published_index import ROWS, Place, assert_answers, best
from small_index import HANDBOEK, PROVISIONS, HashingEmbedder

import ingest.build
import ingest.embedding
import ingest.parts
from corpus import CorpusError, load_corpus
from corpus.outside import load_outside
from ingest.build import build
from ingest.dense import ChromaDense, ExactDense
from ingest.embedders import Embedder
from ingest.index import Index, open_index
from ingest.release import IndexProblem, ReleaseStore, read_manifest
from ingest.settings import Settings
from ingest.stored import load_stored_corpus

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
        ("ingest.parts.save_corpus", _full),
        ("ingest.lexical.LexicalIndex.save", _full),
        ("ingest.cache.EmbeddingCache._put", _sqlite_full),
        ("ingest.collection.create_collection", _chroma_full),
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

    monkeypatch.setattr(ingest.parts, "save_corpus", denied)
    with pytest.raises(PermissionError):
        build(place.settings, force=True)
    assert_answers(place)


def test_a_release_that_the_child_rejects_is_not_published(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = place.release
    put = ingest.embedding._VectorFile.put

    def zeros(file: ingest.embedding._VectorFile, rows: Sequence[int], vector: np.ndarray) -> None:
        put(file, rows, np.zeros_like(vector))

    monkeypatch.setattr(ingest.embedding._VectorFile, "put", zeros)
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
