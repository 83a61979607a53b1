"""What the API tells of an index: documents of the library, official versions, and what a search found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from page_fake import FakeAssistant, FakeIndex
from published_index import Place

from assistant.answer import Hit, Result, Trace
from assistant.api.content import provision_at, search_result, sources_in
from assistant.api.problems import Problem
from assistant.flow import Step
from corpus import Ambt, OfficialText, Thema
from ingest.index import open_index
from ingest.release import Manifest, Provenance

TODAY = dt.date(2026, 11, 24)
LID = "BWBR0005416#artikel=28/lid=1"
OLD = OfficialText(dt.date(2023, 4, 1), dt.date(2023, 4, 1), dt.date(2026, 1, 1), "Oude woorden.")
NEW = OfficialText(dt.date(2026, 1, 1), dt.date(2026, 1, 1), None, "Nieuwe woorden.")


@dataclass(frozen=True)
class ReleasedIndex(FakeIndex):
    """A fake index with the manifest that a real one has."""

    @property
    def manifest(self) -> Manifest:
        document = Provenance(
            source="gedragscode-2025",
            version=None,
            url="",
            retrieved=dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC),
            sha256="1" * 64,
            parser="proef-1",
            provisions=3,
            characters=900,
        )
        return Manifest.model_construct(documents=[document])


def changed(**more: object) -> FakeIndex:
    """The index with its first provision changed."""
    first, *rest = FakeIndex().corpus.provisions
    return FakeIndex(corpus=replace(FakeIndex().corpus, provisions=(replace(first, **more), *rest)))  # type: ignore[arg-type]


def test_sources_come_with_the_documents_of_the_library() -> None:
    found = sources_in(ReleasedIndex())
    assert [(d.source, d.version, d.provisions) for d in found.documents] == [("gedragscode-2025", None, 3)]
    assert [(s.title, s.kind, s.tier, s.provisions) for s in found.sources] == [
        ("Gemeentewet", "wet", "gemeente", 4),
        ("Handboek integriteit", "handboek", "gemeente", 1),
    ]


def test_an_index_that_was_opened_has_its_manifest(place: Place) -> None:
    index = open_index(place.settings)
    found = sources_in(index)
    assert (found.corpus, found.documents) == (index.version, [])
    assert {s.id: s.provisions for s in found.sources} == {"BWBR0005416": 5, "handboek-2023": 2}


def test_a_provision_has_its_summary_and_neighbours() -> None:
    found = provision_at(changed(ambten=frozenset(Ambt), themas=(Thema.STEMONTHOUDING,)), LID, TODAY)
    assert found.summary is not None
    assert (found.summary.consequence, found.summary.state) == ("Het besluit kan sneuvelen.", "alleen")
    assert [place.label for place in found.neighbours] == [
        "artikel 28, tweede lid, Gemeentewet",
        "artikel 28, derde lid, Gemeentewet",
    ]
    assert (found.ambten, found.themas, found.official) == (sorted(Ambt), ["stemonthouding"], [])
    assert found.url.endswith("&z=2026-11-24&g=2026-11-24")


def test_official_versions_stand_beside_the_summary() -> None:
    found = provision_at(changed(official=(OLD, NEW), themas=(Thema.STEMONTHOUDING,)), LID, TODAY)
    assert [(t.start, t.end, t.text) for t in found.official] == [
        (OLD.start, OLD.end, "Oude woorden."),
        (NEW.start, None, "Nieuwe woorden."),
    ]
    assert found.summary is not None and found.summary.state != "alleen"


def test_what_stands_only_in_the_library_has_no_summary() -> None:
    found = provision_at(changed(official=(NEW,), themas=()), LID, TODAY)
    assert found.summary is None


@pytest.mark.parametrize(("place", "status"), [("geen plaats", 422), ("BWBR0005416#artikel=1", 404)])
def test_another_place_is_a_problem(place: str, status: int) -> None:
    with pytest.raises(Problem) as told:
        provision_at(FakeIndex(), place, TODAY)
    assert told.value.status_code == status


def searched(index: FakeIndex, date: str) -> Result:
    """A result that found all provisions of the index."""
    assistant = FakeAssistant()
    assistant.index = index
    *_, result = assistant.stream("Mag ik meestemmen?", date=date)
    assert not isinstance(result, Step)
    hits = tuple(Hit(p, 9.0 - n, ("dense",)) for n, p in enumerate(index.corpus.provisions))
    return replace(result, trace=Trace(hits))


@pytest.mark.parametrize(
    ("date", "quoted", "kind", "locator"),
    [
        ("2026-11-24", "Nieuwe woorden.", "officieel", "BWBR0005416@2026-01-01#artikel=28/lid=1"),
        ("2024-01-01", "Oude woorden.", "officieel", "BWBR0005416@2023-04-01#artikel=28/lid=1"),
        ("2020-01-01", "Een raadslid stemt niet mee", "samenvatting", "BWBR0005416@2026-10-01#artikel=28/lid=1"),
    ],
)
def test_a_search_quotes_the_words_of_the_day(date: str, quoted: str, kind: str, locator: str) -> None:
    index = changed(official=(OLD, NEW), themas=(Thema.STEMONTHOUDING,))
    found = search_result(searched(index, date), index, 2)
    assert (len(found.hits), found.date.isoformat()) == (2, date)
    first = found.hits[0]
    assert first.quoted.startswith(quoted)
    assert (first.text, first.locator, first.score, first.found_by) == (kind, locator, 9.0, ["dense"])
