"""The library: every version once and whole, what is damaged is named, and a crash leaves what was there."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dated_law import FIRST, LAW, LEDEN, SECOND, THIRD, keep, law
from hypothesis import given
from hypothesis import strategies as st
from test_locator import locators

from corpus import Bestuurslaag, Source, SourceId, SourceKind
from corpus.documents import Document, DocumentError, Link, Piece, State
from corpus.values import Gezag, TextKind
from ingest.document_json import document_from_json, document_to_json
from ingest.library import Added, Library

OTHER = "BWBR0088888"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "bibliotheek")


def places(library: Library) -> list[tuple[str, str]]:
    return [(record.source, str(record.version)) for record in library.records()]


def folders(library: Library) -> list[str]:
    return sorted(str(path.relative_to(library.folder)) for path in library.folder.glob("*/*"))


# --- Adding and removing --------------------------------------------------------------------------------------------


def test_a_document_comes_back_as_it_was_added(library: Library) -> None:
    document = law(FIRST)
    assert keep(library, document, b"<de wet/>", valid_until=SECOND) is Added.NIEUW
    (record,) = library.records()
    assert library.document(record) == document
    assert library.original(record).read_bytes() == b"<de wet/>"
    assert (record.title, record.provisions, record.valid_until) == ("Sleutelwet", len(LEDEN), SECOND)


def test_the_same_file_twice_changes_nothing(library: Library) -> None:
    keep(library, law(FIRST))
    before = library.fingerprint, {path: path.stat().st_mtime_ns for path in library.folder.rglob("*") if path.name != ".lock"}
    assert keep(library, law(FIRST)) is Added.GELIJK
    assert before[0] == library.fingerprint
    assert all(path.stat().st_mtime_ns == changed for path, changed in before[1].items())


@pytest.mark.parametrize("change", ["original", "text", "valid_until"])
def test_another_file_of_the_same_version_takes_its_place(library: Library, change: str) -> None:
    keep(library, law(FIRST), b"een")
    before = library.fingerprint
    added = keep(
        library,
        law(FIRST, {"artikel=1": "Iets anders."} if change == "text" else LEDEN),
        b"twee" if change == "original" else b"een",
        THIRD if change == "valid_until" else None,
    )
    assert added is Added.VERVANGEN
    assert library.fingerprint != before
    assert places(library) == [(LAW, "2022-01-01")]


def test_versions_stand_side_by_side_and_go_one_by_one(library: Library) -> None:
    for version in (SECOND, FIRST):
        keep(library, law(version))
    keep(library, law(FIRST, ident=OTHER))
    assert places(library) == [(OTHER, "2022-01-01"), (LAW, "2022-01-01"), (LAW, "2023-01-01")]
    assert [r.version for r in library.remove(SourceId(LAW), FIRST)] == [FIRST]
    assert places(library) == [(OTHER, "2022-01-01"), (LAW, "2023-01-01")]
    library.remove(SourceId(LAW))
    assert folders(library) == [f"{OTHER}/2022-01-01"]


@pytest.mark.parametrize(
    ("source", "version", "named"),
    [(OTHER, None, f"daarin staat: {LAW}"), (OTHER, FIRST, f"daarin staat: {LAW}"), (LAW, SECOND, "wel die van 2022-01-01")],
)
def test_what_is_not_there_cannot_be_removed(library: Library, source: str, version: dt.date | None, named: str) -> None:
    keep(library, law(FIRST))
    with pytest.raises(DocumentError, match=named):
        library.remove(SourceId(source), version)
    assert places(library) == [(LAW, "2022-01-01")]


def test_an_empty_library_holds_nothing(library: Library) -> None:
    assert (library.records(), library.spans(), library.fingerprint) == ([], [], "")
    with pytest.raises(DocumentError, match="daarin staat: niets"):
        library.remove(SourceId(LAW))


# --- In force -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (dt.date(2021, 12, 31), None),
        (FIRST, FIRST),
        (dt.date(2022, 12, 31), FIRST),
        (SECOND, SECOND),
        (dt.date(2023, 6, 30), SECOND),
        (dt.date(2023, 7, 1), None),  # The second version ended before the third began.
        (THIRD, THIRD),
        (dt.date.max, THIRD),
    ],
)
def test_a_version_is_in_force_until_the_next_or_until_it_ended(library: Library, day: dt.date, version: dt.date | None) -> None:
    keep(library, law(THIRD))
    keep(library, law(FIRST), valid_until=THIRD)
    keep(library, law(SECOND), valid_until=dt.date(2023, 7, 1))
    assert [span.record.version for span in library.spans() if span.holds(day)] == ([version] if version else [])


@given(st.sets(st.dates(), min_size=1, max_size=5), st.dates())
def test_no_two_versions_are_in_force_on_a_day(versions: set[dt.date], day: dt.date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        for version in versions:
            keep(library, law(version, {"artikel=1": "Een regel."}))
        held = [span.record.version for span in library.spans() if span.holds(day)]
    assert held == [max(v for v in versions if v <= day)] if min(versions) <= day else held == []


# --- Damage and crashes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", [b"", b"{", b"{}", b"\xff", b'{"source": "geen bron!"}'])
def test_a_damaged_record_is_named(library: Library, damage: bytes) -> None:
    keep(library, law(FIRST))
    path = library.folder / LAW / "2022-01-01" / "record.json"
    path.write_bytes(damage)
    for call in (library.records, library.spans, lambda: keep(library, law(FIRST)), lambda: library.remove(SourceId(LAW))):
        with pytest.raises(DocumentError, match=r"2022-01-01/record\.json: beschadigd"):
            call()


def test_a_folder_under_another_name_is_named(library: Library) -> None:
    keep(library, law(FIRST))
    (library.folder / LAW / "2022-01-01").rename(library.folder / LAW / "2023-01-01")
    with pytest.raises(DocumentError, match=f"2023-01-01/record.json: is van {LAW} 2022-01-01"):
        library.records()


@pytest.mark.parametrize("damage", ["gone", "short", "one letter"])
def test_a_damaged_document_is_named_and_can_be_added_again(library: Library, damage: str) -> None:
    keep(library, law(FIRST))
    (record,) = library.records()
    path = library.folder / LAW / "2022-01-01" / "document.json"
    if damage == "gone":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes(data[:-9] if damage == "short" else data.replace(b"elke maand", b"elke maandx"))
    with pytest.raises(DocumentError, match=r"document\.json: beschadigd"):
        library.document(record)
    library.remove(SourceId(LAW))
    keep(library, law(FIRST))
    assert library.document(record) == law(FIRST)


class Killed(BaseException):
    """As when the process ends: nothing after it runs, also no tidying up."""


@contextlib.contextmanager
def killed_at(step: int) -> Iterator[None]:
    """Within this, the nth step that writes or renames is not done, nor is anything after it."""
    steps = itertools.count(1)

    def counted(name: str) -> Callable[..., object]:
        real = getattr(Path, name)

        def call(self: Path, *args: object, **kwargs: object) -> object:
            if next(steps) >= step:
                raise Killed(name)
            return real(self, *args, **kwargs)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("rename", "write_bytes", "write_text"):
            patch.setattr(Path, name, counted(name))
        patch.setattr(Library, "_settle", lambda self: None)
        yield


@pytest.mark.parametrize("step", range(1, 7))
@pytest.mark.parametrize("first", [True, False], ids=["new", "replaced"])
def test_a_process_that_ends_between_steps_leaves_what_was_there(library: Library, first: bool, step: int) -> None:
    old, new = law(FIRST), law(FIRST, {"artikel=1": "Een heel andere regel."})
    if not first:
        keep(library, old)
    ended = False
    with killed_at(step):
        try:
            keep(library, new)
        except Killed:
            ended = True
    assert ended == (step <= (4 if first else 5))
    expected = ([] if first else [old]) if ended else [new]
    assert [library.document(record) for record in library.records()] == expected
    assert keep(library, new) is (Added.GELIJK if not ended else Added.NIEUW if first else Added.VERVANGEN)
    assert [library.document(record) for record in library.records()] == [new]
    assert folders(library) == [f"{LAW}/2022-01-01"]


@pytest.mark.parametrize("step", ["rename", "write_bytes", "write_text"])
def test_a_step_that_fails_leaves_the_old_version(library: Library, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """A full disk, or a folder that another program holds: the error is told, and nothing was lost."""
    keep(library, law(FIRST))
    real = getattr(Path, step)

    def fails(self: Path, *args: object, **kwargs: object) -> object:
        if ".half-" in str(self):
            raise OSError(28, "No space left on device")
        return real(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Path, step, fails)
        with pytest.raises(OSError, match="No space left"):
            keep(library, law(FIRST, {"artikel=1": "Een heel andere regel."}))
    assert [library.document(record) for record in library.records()] == [law(FIRST)]
    assert folders(library) == [f"{LAW}/2022-01-01"]


def test_a_removal_that_was_cut_off_is_not_undone(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(library, law(FIRST))
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *args, **kwargs: None)
        library.remove(SourceId(LAW))
    assert places(library) == []
    keep(library, law(SECOND))
    assert folders(library) == [f"{LAW}/2023-01-01"]


# --- The stored form ------------------------------------------------------------------------------------------------

_text = st.text(max_size=30)
_links = st.builds(Link, st.integers(0, 40), st.integers(0, 40), st.none() | locators, _text)
_pieces = st.builds(
    Piece,
    locators,
    _text,
    st.lists(_text, max_size=3).map(tuple),
    st.booleans(),
    st.sampled_from(State),
    st.none() | st.dates(),
    st.none() | st.integers(1, 999),
    _text,
    _text,
    st.lists(_links, max_size=2).map(tuple),
)
_sources = st.builds(
    Source,
    locators.map(lambda locator: locator.source),
    _text,
    _text,
    st.lists(_text, max_size=2).map(tuple),
    st.sampled_from(SourceKind),
    st.sampled_from(Bestuurslaag),
    st.sampled_from(Gezag),
    st.dates(),
    st.none() | st.dates(),
    _text,
    st.sampled_from(TextKind),
    _text,
    _text,
)
documents = st.builds(
    Document,
    _sources,
    st.none() | st.dates(),
    st.lists(_pieces, max_size=4).map(tuple),
    _text,
    st.integers(0),
    st.lists(_text, max_size=2).map(tuple),
)


@given(documents)
def test_a_document_reads_back_the_same(document: Document) -> None:
    assert document_from_json(json.loads(json.dumps(document_to_json(document), ensure_ascii=False))) == document


@pytest.mark.parametrize(
    "change",
    [{"format": 0}, {"version": "gisteren"}, {"pieces": [["x"]]}, {"source": []}, {"pieces": None}, {"parser": ...}],
    ids=lambda change: next(iter(change)),
)
def test_another_form_is_refused(change: dict[str, object]) -> None:
    data = document_to_json(law(FIRST)) | change
    data = {key: value for key, value in data.items() if value is not ...}
    with pytest.raises((ValueError, KeyError, TypeError)):
        document_from_json(data)
