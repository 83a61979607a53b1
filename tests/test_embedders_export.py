"""The folder that the bundled embedder is exported to: damage, a trained change, and what is imported when."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from embedder_texts import SENTENCES, cosines
from numpy.typing import NDArray

from ingest.embedders import Embedder, EmbedderError, cache, delta, export, load_embedder, packed
from ingest.embedders.bundled import BundledEmbedder
from ingest.embedders.st import SentenceTransformersEmbedder


@pytest.fixture(scope="session")
def cache_dir(fresh_cache: Path) -> Path:
    """Here the cache of the other tests gives way to one that is made anew."""
    return fresh_cache


@pytest.fixture
def copy(exported: Path, tmp_path: Path) -> Path:
    """The exported folder again, as links: a file can be damaged without writing half a gigabyte."""
    folder = tmp_path / "cache" / exported.name
    for source in exported.rglob("*"):
        if source.is_file():
            link = folder / source.relative_to(exported)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(source)
    return folder


def rewrite(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


# --- the folder -------------------------------------------------------------------------------------------


def test_a_sound_folder_verifies(exported: Path, bundled: BundledEmbedder) -> None:
    manifest = cache.verify(exported)
    assert exported.name == f"e5-small-{manifest.revision}" == f"e5-small-{bundled.revision}"
    assert re.fullmatch(r"[0-9a-f]{12}", bundled.revision)


@pytest.mark.parametrize("name", ["model.safetensors", cache.WORDS_FILE, cache.GRAPH_FILE, cache.MANIFEST])
def test_a_missing_or_cut_file_is_seen_at_once(name: str, copy: Path) -> None:
    rewrite(copy / name, b"{}")
    with pytest.raises(EmbedderError, match="Remove this folder"):
        cache.open_manifest(copy)
    (copy / name).unlink()
    with pytest.raises(EmbedderError, match="Remove this folder"):
        cache.open_manifest(copy)


def test_a_flipped_byte_is_seen_by_verify(copy: Path) -> None:
    content = bytearray((copy / cache.WORDS_FILE).read_bytes())
    content[-1] ^= 1
    rewrite(copy / cache.WORDS_FILE, bytes(content))
    cache.open_manifest(copy)
    with pytest.raises(EmbedderError, match="words_q4"):
        cache.verify(copy)


def test_a_damaged_folder_is_exported_again(copy: Path, bundled: BundledEmbedder) -> None:
    content = bytearray((copy / cache.GRAPH_FILE).read_bytes())
    content[len(content) // 2] ^= 0xFF  # same size: only its sha256 shows it
    rewrite(copy / cache.GRAPH_FILE, bytes(content))
    stale = copy.with_name(f".{copy.name}.new.tmp")
    stale.mkdir()
    again = BundledEmbedder.load(copy.parent)
    cache.verify(copy)
    assert not stale.exists()
    assert again.embed_queries(SENTENCES[:3]).tobytes() == bundled.embed_queries(SENTENCES[:3]).tobytes()


def test_an_export_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.embedders.export.write_layout", full)
    with pytest.raises(OSError, match="No space"):
        export.export(tmp_path)
    assert [path.suffix for path in tmp_path.iterdir()] in ([], [".lock"])


# --- a trained change -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A cache folder and a random delta of rank 2, large enough to see."""
    folder = tmp_path_factory.mktemp("delta")
    random = np.random.default_rng(7)
    sizes = {
        "l3.q": (384, 384),
        "l11.ao": (384, 384),
        "l5.fi": (1536, 384),
        "l0.fo": (384, 1536),
        "pool": (384, 384),
    }
    arrays: dict[str, NDArray[np.float32]] = {}
    for target, (rows, columns) in sizes.items():
        arrays[f"{target}.A"] = random.normal(0, 0.05, (2, columns)).astype(np.float32)
        arrays[f"{target}.B"] = random.normal(0, 0.25, (rows, 2)).astype(np.float32)
    np.savez(folder / "delta.npz", allow_pickle=False, **arrays)
    yield folder / "cache", folder / "delta.npz"


def test_a_delta_is_merged_in_every_form_of_the_model(changed: tuple[Path, Path], bundled: BundledEmbedder) -> None:
    folder, file = changed
    mine = load_embedder("bundled", folder, delta=file)
    assert mine.revision != bundled.revision
    theirs = SentenceTransformersEmbedder(str(folder / f"e5-small-{mine.revision}"))
    queries = mine.embed_queries(SENTENCES[:10])
    assert cosines(queries, bundled.embed_queries(SENTENCES[:10])).max() < 0.995
    assert cosines(queries, theirs.embed_queries(SENTENCES[:10])).min() >= 0.98


def test_merging_adds_b_times_a(changed: tuple[Path, Path]) -> None:
    tensors = packed.read_packed(packed.bundled_file()).tensors
    merged, pool = delta.merge_delta(tensors, changed[1])
    with np.load(changed[1]) as arrays:
        expected = tensors["l5.fi.w"] + arrays["l5.fi.B"] @ arrays["l5.fi.A"]
        np.testing.assert_allclose(merged["l5.fi.w"], expected, atol=1e-6)
        assert pool is not None
        np.testing.assert_allclose(pool, np.eye(384) + arrays["pool.B"] @ arrays["pool.A"], atol=1e-6)
    assert merged["l4.fi.w"] is tensors["l4.fi.w"]


def matrix(*shape: int) -> NDArray[np.float32]:
    return np.ones(shape, dtype=np.float32)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        pytest.param({}, "an empty file", id="empty"),
        pytest.param({"l0.q.A": matrix(2, 384)}, "needs an A and a B", id="half a pair"),
        pytest.param({"l0.x.A": matrix(2, 384), "l0.x.B": matrix(384, 2)}, "no weight", id="unknown part"),
        pytest.param({"l12.q.A": matrix(2, 384), "l12.q.B": matrix(384, 2)}, "no weight", id="no such layer"),
        pytest.param({"l0.aln.A": matrix(2, 384), "l0.aln.B": matrix(384, 2)}, "no weight", id="a layer norm"),
        pytest.param({"l0.q.A": matrix(2, 384), "l0.q.B": matrix(384, 3)}, "do not make", id="two ranks"),
        pytest.param({"l0.q.A": matrix(2, 99), "l0.q.B": matrix(384, 2)}, "do not make", id="wrong width"),
        pytest.param({"l0.q.A": matrix(2, 384) * np.nan, "l0.q.B": matrix(384, 2)}, "not finite", id="not finite"),
    ],
)
def test_a_delta_that_does_not_fit_is_refused(arrays: dict[str, NDArray[np.float32]], message: str, tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", allow_pickle=False, **arrays)
    shapes = {"emb.ln.w": matrix(384), "l0.q.w": matrix(384, 384), "l0.aln.w": matrix(384, 384)}
    with pytest.raises(EmbedderError, match=message):
        delta.merge_delta(shapes, tmp_path / "d.npz")


def test_a_missing_or_broken_delta_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="does not exist"):
        load_embedder("bundled", tmp_path, delta=tmp_path / "weg.npz")
    (tmp_path / "d.npz").write_bytes(b"geen npz")
    with pytest.raises(EmbedderError, match="cannot be read"):
        delta.merge_delta({"emb.ln.w": matrix(384)}, tmp_path / "d.npz")
    with pytest.raises(EmbedderError, match="bundled weights only"):
        load_embedder("sentence-transformers:x", tmp_path, delta=tmp_path / "d.npz")


# --- imports ----------------------------------------------------------------------------------------------

LISTED = """
import json, sys
from pathlib import Path
def installed():
    files = ((name, getattr(module, "__file__", None) or "") for name, module in list(sys.modules.items()))
    return {name.partition(".")[0] for name, file in files if "site-packages" in file}
before = installed()
import ingest.embedders
first = installed() - before
embedder = ingest.embedders.load_embedder("bundled", Path(sys.argv[1]))
embedder.embed_queries(["Mag dat?"])
print(json.dumps([sorted(first), sorted(installed() - before)]))
"""


def test_imports_come_late(cache_dir: Path, embedder: Embedder) -> None:
    assert embedder.revision
    done = subprocess.run([sys.executable, "-c", LISTED, str(cache_dir)], capture_output=True, text=True, check=True, timeout=60)
    first, all_of_them = json.loads(done.stdout)
    assert first == ["numpy"]
    assert set(all_of_them) <= {"numpy", "onnxruntime", "tokenizers"}
