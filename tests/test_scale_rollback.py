"""Going back to the release before: the newest one that is whole, and the texts that are newer are no fault then."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from published_index import Place
from rich.console import Console
from small_index import HANDBOEK, HashingEmbedder

import assistant.ingest_command
import ingest.build
from assistant.ingest_command import print_releases, run_rollback
from ingest.build import build
from ingest.release import IndexProblem, ReleaseStore, verify_in_child


def fine(folder: Path) -> None:
    """A check that every release passes."""


@pytest.fixture
def three(place: Place, monkeypatch: pytest.MonkeyPatch) -> tuple[Place, list[str]]:
    """A place with three releases, of which the last is that of other texts; the child process is left out while building."""
    with monkeypatch.context() as patch:
        patch.setattr(ingest.build, "_verify_in_child", fine)
        made = [place.release.name, build(place.settings, force=True).release]
        (place.corpus / "handboek.md").write_text(HANDBOEK.replace("kist wijn", "mand fruit"), encoding="utf-8")
        made.append(build(place.settings).release)
    return place, made


def store_of(place: Place) -> ReleaseStore:
    return ReleaseStore(place.settings.index_dir)


def test_back_one_and_back_two_and_no_further(three: tuple[Place, list[str]]) -> None:
    place, made = three
    store = store_of(place)
    assert not store.set_back
    assert store.roll_back(fine) == made[1]
    assert (store.current().name, store.set_back) == (made[1], True)
    assert store.roll_back(fine) == made[0]
    with pytest.raises(IndexProblem, match=r"er is geen eerdere index.*integriteit ingest"):
        store.roll_back(fine)
    assert (store.current().name, store.set_back, store.names()) == (made[0], True, made)


@pytest.mark.usefixtures("quick")
def test_a_new_release_ends_the_going_back(three: tuple[Place, list[str]]) -> None:
    place, _ = three
    store = store_of(place)
    store.roll_back(fine)
    new = build(place.settings)
    assert (new.fresh, store.current().name, store.set_back) == (True, new.release, False)


def _cut_vectors(release: Path) -> None:
    (release / "vectors.npy").write_bytes(b"")


def _flip_chroma(release: Path) -> None:
    path = release / "chroma" / "chroma.sqlite3"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def _lose_manifest(release: Path) -> None:
    (release / "manifest.json").unlink()


@pytest.mark.parametrize("damage", [_cut_vectors, _flip_chroma, _lose_manifest])
def test_a_damaged_release_is_passed_over(three: tuple[Place, list[str]], damage: Callable[[Path], None]) -> None:
    place, made = three
    store = store_of(place)
    damage(store.releases / made[1])
    assert store.roll_back(verify_in_child) == made[0]


def test_where_none_is_whole_every_reason_is_named_and_nothing_changes(three: tuple[Place, list[str]]) -> None:
    place, made = three
    store = store_of(place)
    for name in made[:2]:
        _cut_vectors(store.releases / name)
    with pytest.raises(IndexProblem, match=r"geen eerdere index.*vectors\.npy.*vectors\.npy") as raised:
        store.roll_back(verify_in_child)
    assert all(name in str(raised.value) for name in made[:2])
    assert (store.current().name, store.set_back) == (made[2], False)


@pytest.mark.parametrize("content", [None, b"", b"weg\n", b"\xff"])
def test_a_lost_pointer_is_set_to_the_newest(three: tuple[Place, list[str]], content: bytes | None) -> None:
    place, made = three
    pointer = place.settings.index_dir / "CURRENT"
    pointer.unlink() if content is None else pointer.write_bytes(content)
    assert store_of(place).roll_back(fine) == made[2]


def test_without_any_release(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match=r"geen eerdere index.*integriteit ingest"):
        ReleaseStore(tmp_path).roll_back(fine)


def test_not_while_an_ingest_runs(three: tuple[Place, list[str]]) -> None:
    place, made = three
    store = store_of(place)
    with store.building(), pytest.raises(IndexProblem, match=r"er loopt al een ingest"):
        ReleaseStore(place.settings.index_dir).roll_back(fine)
    assert store.current().name == made[2]


# --- The command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def said(three: tuple[Place, list[str]], monkeypatch: pytest.MonkeyPatch) -> Console:
    place, _ = three
    monkeypatch.setattr(assistant.ingest_command, "load_settings", lambda *_: place.settings)
    monkeypatch.setattr(assistant.ingest_command, "load_embedder", lambda *_: place.embedder)
    return Console(file=io.StringIO(), soft_wrap=True, markup=False, highlight=False)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_command_says_which_release_answers_now(three: tuple[Place, list[str]], said: Console) -> None:
    place, made = three
    run_rollback(said)
    assert store_of(place).current().name == made[1]
    assert f"Teruggezet: index {made[1]} antwoordt nu." in printed(said)


def test_the_command_refuses_a_release_of_another_embedder(three: tuple[Place, list[str]], said: Console) -> None:
    place, made = three
    place.embedder = HashingEmbedder("ffffffffffff")
    with pytest.raises(IndexProblem, match=r"gemaakt met embedder bundled \(0123456789ab\)"):
        run_rollback(said)
    assert store_of(place).current().name == made[2]


def test_the_list_marks_the_one_that_answers_and_a_damaged_one(three: tuple[Place, list[str]], said: Console) -> None:
    place, made = three
    _lose_manifest(store_of(place).releases / made[0])
    print_releases(said)
    lines = printed(said).splitlines()
    assert [line[:2] + line[2:].split(":")[0] for line in lines] == [f"* {made[2]}", f"  {made[1]}", f"  {made[0]}"]
    assert "7 bepalingen, 15 vectoren" in lines[0]
    assert "manifest ontbreekt" in lines[2]


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--rollback", "--force"], 2, "kies een van --force"),
        (["--rollback", "--list"], 2, "kies een van"),
        (["--list"], 1, "er is nog geen index"),
    ],
)
def test_options_on_the_command_line(options: list[str], status: int, words: str, tmp_path: Path) -> None:
    own = {"INTEGRITEIT_DATA_DIR": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "COLUMNS": "200"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INTEGRITEIT_")}
    command = [sys.executable, "-m", "assistant.cli", "ingest", *options]
    done = subprocess.run(command, env=kept | own, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == status
    assert words in done.stderr
