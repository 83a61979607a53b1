"""Which entries rest on an older text, and the record of what they were compared with: the invented law, then the real file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from dated_law import FIRST, LAW, LEDEN, SECOND, THIRD, keep, law, place

from corpus import Corpus, CorpusError, Locator, load_corpus
from corpus.checked import Checked, checked_day, checked_to_json, checksum, load_checked
from corpus.situations import Situation
from ingest.holdings import whole_lid
from ingest.library import Library
from ingest.stale import Problem, Recording, Report, Uncompared, record, stale

TODAY = dt.date(2026, 11, 24)
TEXT = f"""\
+++
id = "{LAW}"
titel = "Wet op de sleutels"
citeertitel = "Sleutelwet"
afkortingen = ["Slw"]
soort = "wet"
bestuurslaag = "gemeente"
gezag = 1
geldig_vanaf = 2022-01-01
url = "https://wetten.overheid.nl/{LAW}"
tekst = "samenvatting"
+++

# Sleutelwet

## Artikel 1
- themas: gedragscode

1. Teken voor een sleutel.
   - gelezen: 2024-05-01
   - gecontroleerd: 2026-11-01 (tekst 2022-01-01)
   - vraag: Moet ik tekenen voor mijn sleutel?
   - vraag: Waar teken ik voor een sleutel?

2. Het boek ligt bij de bode.
   - gelezen: 2022-01-01
   - vraag: Waar ligt het sleutelboek?

## Artikel 2
- themas: gedragscode
- gelezen: ca. 2022

Meld verlies meteen.
   - vraag: Ik ben mijn sleutel kwijt, wat nu?

## Artikel 3
- themas: gedragscode
- gelezen: 2022-01-01

1, onder a. De bode telt.
   - vraag: Wie telt de sleutels?

## Artikel 4
- themas: gedragscode
- gelezen: 2023-01-01

Een loper is er niet.
   - vraag: Is er een loper?
"""
#: What the first version gives: article 2 has no exact date, article 4 was read in a version of its own.
RECORDED = {
    "artikel=1/lid=1": "artikel=1/lid=1",
    "artikel=1/lid=2": "artikel=1/lid=2",
    "artikel=3/lid=1/onderdeel=a": "artikel=3/lid=1",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "teksten").mkdir()
    (tmp_path / "teksten" / "sleutelwet.md").write_text(TEXT, encoding="utf-8")
    return load_corpus(tmp_path / "teksten")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "bibliotheek")
    keep(library, law(FIRST))
    return library


@pytest.fixture
def checked(corpus: Corpus, library: Library) -> Mapping[Locator, Checked]:
    return record(corpus, library, {}).checked


def report(corpus: Corpus, library: Library, checked: Mapping[Locator, Checked], today: dt.date = TODAY) -> Report:
    return stale(corpus, library, checked, [], today)


# --- The record -----------------------------------------------------------------------------------------------------


def test_only_what_was_compared_with_that_very_text_is_recorded(corpus: Corpus, library: Library) -> None:
    made = record(corpus, library, {})
    assert made.checked == {place(entry): Checked(FIRST, checksum(LEDEN[lid])) for entry, lid in RECORDED.items()}
    assert (made.fresh, made.dropped) == (len(RECORDED), ())


@pytest.mark.parametrize(
    ("ended", "recorded"),
    [
        (None, set()),
        (dt.date(2021, 12, 1), set()),
        (dt.date(2022, 3, 1), set(RECORDED)),
        (dt.date(2023, 6, 1), {*RECORDED, "artikel=4"}),
    ],
)
def test_a_day_between_two_versions_counts_only_when_the_end_is_known(
    corpus: Corpus, tmp_path: Path, ended: dt.date | None, recorded: set[str]
) -> None:
    """Without the end there may be a version in between that the library lacks."""
    library = Library(tmp_path / "andere")
    keep(library, law(dt.date(2021, 7, 1), LEDEN | {"artikel=4": "Een loper bestaat niet."}), valid_until=ended)
    assert {str(p).partition("#")[2] for p in record(corpus, library, {}).checked} == recorded


def test_a_lid_that_lapsed_in_that_version_is_not_recorded(corpus: Corpus, tmp_path: Path) -> None:
    library = Library(tmp_path / "andere")
    keep(library, law(SECOND, LEDEN, ["artikel=4"]))
    assert record(corpus, library, {}).checked == {}


def test_an_earlier_record_stays_while_it_fits_the_entry(corpus: Corpus, tmp_path: Path) -> None:
    digits = "0123456789abcdef"
    before = {
        place("artikel=1/lid=1"): Checked(FIRST, digits),
        place("artikel=1/lid=2"): Checked(SECOND, digits),
        place("artikel=77"): Checked(FIRST, digits),
    }
    made = record(corpus, Library(tmp_path / "leeg"), before)
    assert made == Recording(
        {place("artikel=1/lid=1"): Checked(FIRST, digits)}, 0, (place("artikel=1/lid=2"), place("artikel=77"))
    )


def test_the_file_reads_back_the_same(checked: Mapping[Locator, Checked], tmp_path: Path) -> None:
    file = tmp_path / "checked.json"
    file.write_text(checked_to_json(checked), encoding="utf-8")
    assert load_checked(file) == checked
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(checked) + 2
    assert not any(text in file.read_text(encoding="utf-8") for text in LEDEN.values())


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ("{", "geen geldige JSON"),
        ('{"BWBR0099999#artikel=1": []}', "verwacht"),
        ('{"A#b": ["2022-01-01", "0123456789abcdef"]}', "A#b"),
        ('{"BWBR0099999@2022-01-01#artikel=1": ["2022-01-01", "0123456789abcdef"]}', "zonder datum"),
        ('{"BWBR0099999#artikel=1": ["gisteren", "0123456789abcdef"]}', "gisteren"),
        ('{"BWBR0099999#artikel=1": ["2022-01-01", "0123"]}', "geen controlegetal"),
        ('{"BWBR0099999#artikel=1": "2022-01-01"}', "verwacht"),
        (
            '{"BWBR0099999#artikel=1": ["2022-01-01", "0123456789abcdef"], "BWBR0099999#artikel=1": ["2022-01-01", "0123456789abcdef"]}',
            "twee keer",
        ),
        ("[1]", "verwacht een object"),
    ],
)
def test_another_file_is_refused_and_the_place_named(tmp_path: Path, data: str, named: str) -> None:
    file = tmp_path / "checked.json"
    file.write_text(data, encoding="utf-8")
    with pytest.raises(CorpusError, match=named):
        load_checked(file)


# --- The report -----------------------------------------------------------------------------------------------------


def test_nothing_is_stale_while_the_text_is_the_same(
    corpus: Corpus, library: Library, checked: Mapping[Locator, Checked]
) -> None:
    unrecorded = {Uncompared.ZONDER_CONTROLEGETAL: 2}
    assert report(corpus, library, checked) == Report((), len(RECORDED), unrecorded)
    keep(library, law(SECOND, {steps: f" {text}\n" for steps, text in LEDEN.items()}))
    assert report(corpus, library, checked) == Report((), len(RECORDED), unrecorded)


@pytest.mark.parametrize(
    ("steps", "text", "lapsed", "problem"),
    [
        ("artikel=1/lid=1", "Wie een sleutel krijgt, tekent niet meer.", False, Problem.GEWIJZIGD),
        ("artikel=1/lid=1", None, True, Problem.VERVALLEN),
        ("artikel=1/lid=1", None, False, Problem.WEG),
        ("artikel=3/lid=1", "De bode telt de sleutels elke week.", False, Problem.GEWIJZIGD),
        ("artikel=2", "Niet op de lijst.", False, None),
    ],
)
def test_a_lid_that_changed_lapsed_or_went_is_stale(
    corpus: Corpus,
    library: Library,
    checked: Mapping[Locator, Checked],
    steps: str,
    text: str | None,
    lapsed: bool,
    problem: Problem | None,
) -> None:
    now = {other: old for other, old in LEDEN.items() if other != steps} | ({steps: text} if text else {})
    keep(library, law(SECOND, now, [steps] if lapsed else []))
    found = report(corpus, library, checked).stale
    assert [s.problem for s in found] == ([problem] if problem else [])
    assert all(place(steps).covers(s.place) and s.version == SECOND and s.checked.version == FIRST for s in found)
    # On a day before the new version nothing was stale yet.
    assert report(corpus, library, checked, SECOND - dt.timedelta(days=1)).stale == ()


def test_the_newest_version_in_force_counts(corpus: Corpus, library: Library, checked: Mapping[Locator, Checked]) -> None:
    keep(library, law(SECOND, LEDEN | {"artikel=1/lid=1": "Anders."}))
    keep(library, law(THIRD, LEDEN))
    assert report(corpus, library, checked).stale == ()
    keep(library, law(TODAY + dt.timedelta(days=1), {"artikel=9": "Alles anders."}))
    assert report(corpus, library, checked).stale == ()


def test_an_older_version_or_none_is_not_compared(corpus: Corpus, checked: Mapping[Locator, Checked], tmp_path: Path) -> None:
    library = Library(tmp_path / "andere")
    nothing = Report((), 0, {Uncompared.ZONDER_VERSIE: len(RECORDED), Uncompared.ZONDER_CONTROLEGETAL: 2})
    assert report(corpus, library, checked) == nothing
    keep(library, law(dt.date(2020, 1, 1), {"artikel=1/lid=1": "Veel ouder."}))
    assert report(corpus, library, checked) == nothing
    keep(library, law(SECOND, {"artikel=1/lid=1": "Nieuwer, maar al voorbij."}), valid_until=THIRD)
    assert report(corpus, library, checked) == nothing


def test_situations_that_point_at_the_place_come_along(
    corpus: Corpus, library: Library, checked: Mapping[Locator, Checked]
) -> None:
    told = [Situation(steps, None, (place(steps),)) for steps in ("artikel=1", "artikel=1/lid=1", "artikel=1/lid=2", "artikel=2")]
    keep(library, law(SECOND, LEDEN | {"artikel=1/lid=1": "Anders."}))
    (one,) = stale(corpus, library, checked, told, TODAY).stale
    assert [s.story for s in one.situations] == ["artikel=1", "artikel=1/lid=1"]


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ("artikel=1/lid=2", LEDEN["artikel=1/lid=2"]),
        ("artikel=3/lid=1/onderdeel=a", LEDEN["artikel=3/lid=1"]),
        ("artikel=2/begrip=bode", LEDEN["artikel=2"]),
        ("artikel=1", LEDEN["artikel=1/lid=1"] + "\n" + LEDEN["artikel=1/lid=2"]),
        ("artikel=4", ""),
        ("artikel=1/lid=9", None),
        ("artikel=9", None),
    ],
)
def test_the_text_that_an_entry_stands_for(steps: str, text: str | None) -> None:
    assert whole_lid(law(FIRST, LEDEN, ["artikel=4"]), place(steps)) == text


# --- The file of this repository ------------------------------------------------------------------------------------


def test_every_record_is_of_the_text_that_the_entry_names() -> None:
    corpus = load_corpus()
    for locator, found in load_checked().items():
        assert locator in corpus.by_locator, f"{locator} is not in the corpus: run 'integriteit changes --record'"
        day = checked_day(corpus.by_locator[locator])
        assert day and found.version <= day, f"{locator} was compared with {day}, not with {found.version}"
