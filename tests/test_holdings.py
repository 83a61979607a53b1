"""The embedded corpus and the library become one: official words beside summaries, and a shelf for what has no summary."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from official_library import CODE, LEDEN, NEW, OLD, code, fill, gemeentewet
from published_index import Place

from corpus import Locator, OfficialText, load_corpus
from ingest.build import build
from ingest.holdings import Holdings, holdings
from ingest.index import open_index
from ingest.library import Library
from ingest.passages import official_texts, passages, shelf_passages
from ingest.preview import Turn, preview
from ingest.release import ReleaseStore, read_manifest

BEFORE, AFTER = dt.date(2022, 6, 1), dt.date(2025, 6, 1)


@pytest.fixture
def held(small_corpus: Path, tmp_path: Path) -> Holdings:
    library = Library(tmp_path / "library")
    fill(library, gemeentewet(OLD), gemeentewet(NEW), code())
    return holdings(load_corpus(small_corpus), library)


def at(steps: str, source: str = "BWBR0005416") -> Locator:
    return Locator.parse(f"{source}#{steps}")


@pytest.mark.parametrize(("day", "version"), [(BEFORE, OLD), (NEW - dt.timedelta(1), OLD), (NEW, NEW), (AFTER, NEW)])
def test_a_summary_has_the_words_of_the_day(held: Holdings, day: dt.date, version: dt.date) -> None:
    official = held.corpus.by_locator[at("artikel=28/lid=1")].official_on(day)
    assert official is not None
    assert (official.version, official.text) == (version, LEDEN[version]["artikel=28/lid=1"])


def test_before_the_first_version_there_are_no_official_words(held: Holdings) -> None:
    assert held.corpus.by_locator[at("artikel=28/lid=1")].official_on(dt.date(2021, 12, 31)) is None


def test_a_place_that_no_version_knows_keeps_its_summary_alone(held: Holdings) -> None:
    provision = held.corpus.by_locator[at("artikel=15/lid=1")]
    assert provision.official == () and provision.in_force(AFTER)


def test_the_shelf_holds_what_has_no_summary(held: Holdings) -> None:
    assert {str(p.locator.undated()) for p in held.shelf.provisions} == {
        "BWBR0005416#artikel=25/lid=1", "BWBR0005416#artikel=87/lid=1",
        f"{CODE}#geschenken/alinea=1", f"{CODE}#geschenken/alinea=2", f"{CODE}#fietsen/alinea=1",
    }  # fmt: skip
    assert {p.page for p in held.shelf.provisions if str(p.locator.source) == CODE} == {3}


def test_a_summary_that_began_later_still_has_an_older_text(held: Holdings) -> None:
    """The entry says of itself that its rule began in 2023; the lid is older, and in 2022 it read otherwise."""
    provision = held.corpus.by_locator[at("artikel=28/lid=1")]
    assert provision.valid_from == dt.date(2023, 1, 1) and provision.in_force(BEFORE)
    assert not provision.in_force(dt.date(2021, 6, 1))


@pytest.mark.parametrize(
    ("steps", "before", "after"),
    [("artikel=25/lid=1", True, False), ("artikel=87/lid=1", False, True), ("artikel=28/lid=1", True, True)],
)
def test_a_rule_holds_only_in_the_versions_that_have_it(held: Holdings, steps: str, before: bool, after: bool) -> None:
    provision = {**held.shelf.by_locator, **held.corpus.by_locator}[at(steps)]
    assert (provision.in_force(BEFORE), provision.in_force(AFTER)) == (before, after)


def test_an_article_is_quoted_whole_where_the_summary_is_of_the_article(small_corpus: Path, tmp_path: Path) -> None:
    text = (small_corpus / "gemeentewet.md").read_text(encoding="utf-8")
    start, end = text.index("1. Een raadslid praat"), text.index("3. Bij een schriftelijke")
    whole = text[:start] + text[start:end].replace("1. Een", "Een", 1)
    (small_corpus / "gemeentewet.md").write_text(whole, encoding="utf-8")
    library = Library(tmp_path / "library")
    fill(library, gemeentewet(OLD))
    made = holdings(load_corpus(small_corpus), library)
    official = made.corpus.by_locator[at("artikel=28")].official
    assert [t.text.splitlines() for t in official] == [
        [f"1. {LEDEN[OLD]['artikel=28/lid=1']}", f"3. {LEDEN[OLD]['artikel=28/lid=3']}"]
    ]
    assert at("artikel=28/lid=1") not in made.shelf.by_locator


def test_each_text_of_the_shelf_is_embedded_once_under_its_own_place(held: Holdings) -> None:
    ids = [p.id for p in shelf_passages(held.shelf)]
    assert len(ids) == len(set(ids)) == len(held.shelf.provisions)
    assert f"{CODE}#fietsen/alinea=1~tekst1" in ids


def test_official_words_beside_a_summary_are_not_embedded(held: Holdings, small_corpus: Path) -> None:
    assert passages(held.corpus) == passages(load_corpus(small_corpus))


def test_a_long_lid_is_cut_between_its_items_and_loses_nothing(held: Holdings) -> None:
    text = "\n".join(f"{n}. {'woord ' * 60}".strip() for n in range(30))
    provision = dataclasses.replace(held.shelf.provisions[0], official=(OfficialText(OLD, OLD, None, text),))
    parts = official_texts(provision)
    assert len(parts) > 3 and max(map(len, parts)) <= 1400
    assert "\n".join(parts) == text


@pytest.mark.usefixtures("quick")
def test_adding_a_document_embeds_that_document_alone_and_removing_it_takes_it_out(place: Place) -> None:
    before = read_manifest(place.release)
    library = Library(place.settings.library_dir)
    fill(library, code())
    assert [c.turn for c in preview(place.settings)] == [Turn.NIEUW] * 3
    place.embedder.embedded.clear()
    report = build(place.settings)
    assert (report.fresh, report.embedded, len(place.embedder.embedded)) == (True, 3, 3)
    index = open_index(place.settings)
    assert index.shelf is not None and len(index.shelf.corpus.provisions) == 3
    assert len(index.everything.provisions) == len(index.corpus.provisions) + 3
    document = index.manifest.documents[0]
    assert (document.source, document.parser, document.provisions) == (CODE, "eigen-test", 3)
    assert not build(place.settings).fresh
    library.remove(code().source.id)
    assert [c.turn for c in preview(place.settings)] == [Turn.WEG] * 3
    assert build(place.settings).fresh
    after = read_manifest(place.release)
    assert open_index(place.settings).shelf is None
    assert {n: f.sha256 for n, f in after.files.items() if "chroma" not in n} == {
        n: f.sha256 for n, f in before.files.items() if "chroma" not in n
    }


@pytest.mark.usefixtures("quick")
def test_a_changed_library_does_not_stop_the_answers(place: Place) -> None:
    """Between adding and indexing the old index goes on answering."""
    fill(Library(place.settings.library_dir), code())
    assert open_index(place.settings).shelf is None


def test_the_whole_release_is_verified_shelf_included(place: Place) -> None:
    fill(Library(place.settings.library_dir), gemeentewet(OLD), gemeentewet(NEW), code())
    assert build(place.settings).fresh
    shelf = ReleaseStore(place.settings.index_dir).current() / "shelf"
    assert {p.name for p in shelf.iterdir()} == {"chroma", "corpus.json", "lexical", "row_keys.npz", "rows.json", "vectors.npy"}
    for how in ("exact", "chroma"):
        index = open_index(place.searching(how))
        assert index.shelf is not None
        rows, _ = index.shelf.dense.nearest(index.embedder.embed_queries(["dienstfiets in de kelder"])[0], 1)
        assert str(index.shelf.corpus.provisions[int(index.shelf.owner[rows[0]])].locator) == f"{CODE}#fietsen/alinea=1"
