"""The parts of the index: analyser, lexical index, embedding cache, passages and settings."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from small_index import GEMEENTEWET

from corpus import Locator, load_corpus
from ingest.analyser import Analyser, fold, lexicon_of, words
from ingest.cache import EmbeddingCache, content_key
from ingest.lexical import LexicalIndex
from ingest.passages import Field, passages
from ingest.settings import Settings, SettingsError, load_settings

# --- Analyser -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("artikel 2 lid 1", ["artikel", "2", "lid", "1"]),
        ("Artikel 2:4 Awb", ["artikel", "2:4", "awb"]),
        ("art. 1.10b, tweede lid", ["art", "1.10b", "tweede", "lid"]),
        ("artikel X 1 Kieswet", ["artikel", "x", "1", "kieswet"]),
        ("onder d.", ["onder", "d"]),
        ("15a en 420bis", ["15a", "en", "420bis"]),
        ("Coöperatie, reünie, één café", ["cooperatie", "reunie", "een", "cafe"]),
        ("cliënt\u0308", ["client"]),
        ("GIFT van € 50,-", ["gift", "van", "50"]),
        ("<script>alert(1)</script>", ["script", "alert", "1", "script"]),
        ("om 12:30 uur", ["om", "12:30", "uur"]),
        ("😀 \x00 \u200b", []),
        ("", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_fold_keeps_what_is_no_diacritic() -> None:
    assert fold("Café’s ‘ÉÉN’ ij") == "cafe’s ‘een’ ij"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("geschenken", ["geschenk"]),
        ("de belangen van de wethouders", ["belang", "wethouder"]),
        ("artikel 2:4 lid 1", ["artikel", "2:4", "lid", "1"]),
        ("niet", ["niet"]),
        ("mag ik dat", []),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert Analyser(frozenset()).tokens(text) == found


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("nevenfunctieregister", ["nevenfunctie", "register"]),
        ("bestuurszaken", ["bestuur", "zaken"]),
        ("gemeentewerf", ["gemeente", "werf"]),
        ("gemeente", []),
        ("raadslid", []),
        ("register2024nevenfunctie", []),
    ],
)
def test_a_compound_gives_its_known_parts_too(word: str, parts: list[str]) -> None:
    analyser = Analyser(frozenset({"nevenfunctie", "register", "bestuur", "zaken", "gemeente", "werf", "raads"}))
    plain = Analyser(frozenset())
    assert analyser.tokens(word) == [*plain.tokens(word), *(t for part in parts for t in plain.tokens(part))]


def test_the_lexicon_holds_words_seen_twice() -> None:
    assert lexicon_of(map(words, ["Gemeente en raad", "gemeente, raad en lid", "provincie 2024 2024"])) == {"gemeente", "raad"}


# --- Lexical index --------------------------------------------------------------------------------------------------


def test_a_saved_lexical_index_gives_the_same_scores(small_corpus: Path, tmp_path: Path) -> None:
    built = LexicalIndex.build(load_corpus(small_corpus))
    built.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    assert loaded.analyser.lexicon == built.analyser.lexicon
    for query in ("meestemmen bestemmingsplan", "artikel 28 lid 1", "kist wijn", "huren van de gemeente", "xyzzy", ""):
        for before, after in zip(built.scores(query), loaded.scores(query), strict=True):
            assert before.shape == (7,)
            np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize(
    ("query", "field", "best"),
    [
        ("Wie stemt niet mee bij een persoonlijk belang?", 0, "BWBR0005416#artikel=28/lid=1"),
        ("artikel 15 onder d", 0, "BWBR0005416#artikel=15/lid=1/onderdeel=d"),
        ("solliciteert mijn zus als griffier", 1, "BWBR0005416#artikel=28/lid=1"),
        ("een kist wijn voor de deur", 1, "handboek-2023#geschenken/alinea=1"),
    ],
)
def test_the_lexical_index_finds_text_and_questions(small_corpus: Path, query: str, field: int, best: str) -> None:
    corpus = load_corpus(small_corpus)
    scores = LexicalIndex.build(corpus).scores(query)[field]
    assert str(corpus.provisions[int(scores.argmax())].locator.undated()) == best


@pytest.mark.parametrize("query", ["", "de het een", "xyzzy", "😀", "\x00"])
def test_a_query_without_known_terms_scores_nothing(small_corpus: Path, query: str) -> None:
    text, questions = LexicalIndex.build(load_corpus(small_corpus)).scores(query)
    assert not text.any()
    assert not questions.any()


def test_a_corpus_without_questions_has_a_lexical_index(tmp_path: Path) -> None:
    lines = [line for line in GEMEENTEWET.split("\n") if "- vraag:" not in line]
    (tmp_path / "a.md").write_text("\n".join(lines), encoding="utf-8")
    text, questions = LexicalIndex.build(load_corpus(tmp_path)).scores("persoonlijk belang")
    assert text.any()
    assert not questions.any()


# --- Embedding cache ------------------------------------------------------------------------------------------------

DIMENSION = 384
KEYS = [content_key("tekst", f"bepaling {i}") for i in range(400)]


def filled(folder: Path) -> tuple[EmbeddingCache, Path, dict[bytes, NDArray[np.float32]]]:
    cache = EmbeddingCache(folder, "r1", DIMENSION)
    random = np.random.default_rng(28)
    vectors = {key: random.normal(size=DIMENSION).astype(np.float32) for key in KEYS}
    cache.put(vectors.items())
    return cache, folder / "embeddings-r1.sqlite3", vectors


def test_the_cache_gives_back_what_was_put(tmp_path: Path) -> None:
    cache, _, vectors = filled(tmp_path)
    found = cache.get([*KEYS, content_key("vraag", "bepaling 1")])
    assert set(found) == set(KEYS)
    assert all((found[key] == vectors[key]).all() for key in KEYS)


def test_another_revision_or_dimension_shares_nothing(tmp_path: Path) -> None:
    filled(tmp_path)
    assert EmbeddingCache(tmp_path, "r2", DIMENSION).get(KEYS) == {}
    assert EmbeddingCache(tmp_path, "r1", 64).get(KEYS) == {}


def test_the_field_is_part_of_the_key() -> None:
    assert content_key("tekst", "a") != content_key("vraag", "a")
    assert content_key("tekst", "a") == content_key("tekst", "a")


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + b"\xff" * 4096, bytes(8192)[:5000] + b"x"])
def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "embeddings-r1.sqlite3").write_bytes(content)
    _, path, _ = filled(tmp_path)
    assert path.with_suffix(".beschadigd").read_bytes() == content
    assert len(EmbeddingCache(tmp_path, "r1", DIMENSION).get(KEYS)) == len(KEYS)


@pytest.mark.parametrize("seed", range(12))
def test_damage_in_the_middle_never_gives_a_wrong_vector_or_stops_the_work(tmp_path: Path, seed: int) -> None:
    _, path, vectors = filled(tmp_path)
    data = bytearray(path.read_bytes())
    random = np.random.default_rng(seed)
    start = int(random.integers(4096, len(data) - 8192))
    data[start : start + 8192] = random.bytes(8192)
    path.write_bytes(data)
    cache = EmbeddingCache(tmp_path, "r1", DIMENSION)
    found = cache.get(KEYS)
    assert all((found[key] == vectors[key]).all() for key in found)
    assert len(found) < len(KEYS)
    cache.put(vectors.items())
    assert all((value == vectors[key]).all() for key, value in cache.get(KEYS).items())


def test_one_flipped_bit_in_a_stored_vector_is_seen(tmp_path: Path) -> None:
    cache, path, _ = filled(tmp_path)
    db = sqlite3.connect(path)
    value = bytearray(db.execute("SELECT value FROM vector WHERE key = ?", (KEYS[7],)).fetchone()[0])
    value[700] ^= 1
    with db:
        db.execute("UPDATE vector SET value = ? WHERE key = ?", (bytes(value), KEYS[7]))
    db.close()
    assert set(KEYS) - set(cache.get(KEYS)) == {KEYS[7]}


def test_a_cache_that_is_locked_is_not_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked() -> None:
        raise sqlite3.OperationalError("database is locked")

    cache, path, _ = filled(tmp_path)
    monkeypatch.setattr(cache, "_put", lambda rows: locked())
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        cache.put([(KEYS[0], np.ones(DIMENSION, np.float32))])
    assert path.is_file()
    assert not path.with_suffix(".beschadigd").exists()


# --- Passages -------------------------------------------------------------------------------------------------------


def test_passages_are_one_text_and_one_for_each_question(small_corpus: Path) -> None:
    corpus = load_corpus(small_corpus)
    made = passages(corpus)
    assert len({p.id for p in made}) == len(made) == 15
    vote = [p for p in made if p.locator == Locator.parse("BWBR0005416#artikel=28/lid=1")]
    assert [(p.id, p.field) for p in vote] == [
        ("BWBR0005416#artikel=28/lid=1~tekst", Field.TEKST),
        ("BWBR0005416#artikel=28/lid=1~vraag1", Field.VRAAG),
        ("BWBR0005416#artikel=28/lid=1~vraag2", Field.VRAAG),
    ]
    assert vote[0].text.startswith("artikel 28, eerste lid, Gemeentewet (gemeente; raadslid): Een raadslid praat")
    assert vote[1].text == "Mag ik meestemmen over het bestemmingsplan naast mijn huis?"
    present = next(p for p in made if p.id == "handboek-2023#geschenken/alinea=1~tekst")
    assert "(algemeen; iedereen) – Geschenken en uitnodigingen: Neem een cadeau" in present.text
    for provision in corpus.provisions:
        assert sum(provision.text in p.text for p in made if p.field is Field.TEKST) == 1


# --- Settings -------------------------------------------------------------------------------------------------------


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in ("DATA_DIR", "CACHE_DIR", "CORPUS_DIR", "EMBEDDER", "SEARCH", "KEEP_RELEASES", "CONFIG"):
        monkeypatch.delenv(f"INTEGRITEIT_{name}", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return monkeypatch


def test_environment_wins_from_file_and_override_from_both(clean: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "integriteit.toml"
    config.write_text('keep_releases = 5\nsearch = "exact"\nembedder = "bundled-base"\n')
    clean.setenv("INTEGRITEIT_CONFIG", str(config))
    clean.setenv("INTEGRITEIT_SEARCH", "chroma")
    clean.setenv("INTEGRITEIT_DATA_DIR", "data")
    clean.setenv("INTEGRITEIT_CORPUS_DIR", "teksten")
    clean.setenv("INTEGRITEIT_TEST_DATA", "is of the tests, not a setting")
    clean.chdir(tmp_path)
    settings = load_settings({"embedder": "bundled", "keep_releases": None})
    assert (settings.keep_releases, settings.search, settings.embedder) == (5, "chroma", "bundled")
    assert (settings.data_dir, settings.corpus_dir) == (tmp_path / "data", tmp_path / "teksten")
    assert settings.index_dir == tmp_path / "data" / "index"


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SERACH", "exact", "'serach'.*Bekende instellingen: cache_dir, .*corpus_dir"),
        ("SEARCH", "snel", "'search'"),
        ("KEEP_RELEASES", "0", "'keep_releases'"),
        ("KEEP_RELEASES", "drie", "'keep_releases'"),
        ("CONFIG", "/bestaat/niet.toml", "niet gevonden"),
    ],
)
def test_a_wrong_setting_stops_with_its_name(clean: pytest.MonkeyPatch, name: str, value: str, problem: str) -> None:
    clean.setenv(f"INTEGRITEIT_{name}", value)
    with pytest.raises(SettingsError, match=problem):
        load_settings()


@pytest.mark.parametrize("content", [b"keep_releases = ", b"\xff\xfe"])
def test_a_broken_settings_file(clean: pytest.MonkeyPatch, tmp_path: Path, content: bytes) -> None:
    config = tmp_path / "integriteit.toml"
    config.write_bytes(content)
    clean.setenv("INTEGRITEIT_CONFIG", str(config))
    with pytest.raises(SettingsError, match=r"integriteit\.toml: geen geldige TOML"):
        load_settings()


def test_settings_by_themselves_are_strict() -> None:
    with pytest.raises(ValueError, match="kleur"):
        Settings(kleur="rood")  # type: ignore[call-arg]
