"""Which version of a law holds on a day: two time axes, and manifests that cannot be trusted."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_server import OPEN, Version, manifest, toestand

from corpus import SourceId
from ingest.fetch.faults import FetchError
from ingest.fetch.manifest import choose, read_manifest

LAW = SourceId("BWBR0099001")
#: One period of validity, four times corrected afterwards, between a version before and one to come.
CORRECTED = (
    Version("2024-01-01_0", "2025-04-24", ("2023-12-01", OPEN)),
    Version("2025-04-25_0", "2025-07-18", ("2025-03-15", "2025-07-18")),
    Version("2025-04-25_3", "2025-07-18", ("2026-02-21", OPEN)),
    Version("2025-04-25_1", "2025-07-18", ("2025-07-19", "2025-12-31")),
    Version("2025-04-25_2", "2025-07-18", ("2026-01-01", "2026-02-20")),
    Version("2025-07-19_0", "2026-12-31", ("2025-07-19", OPEN)),
    Version("2027-01-01_0", OPEN, ("2026-10-01", OPEN)),
)


def chosen(versions: tuple[Version, ...], day: str) -> str:
    return choose(read_manifest(manifest(str(LAW), *versions), LAW), dt.date.fromisoformat(day), LAW).label


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2024-01-01", "2024-01-01_0"),
        ("2025-04-24", "2024-01-01_0"),
        ("2025-04-25", "2025-04-25_3"),
        ("2025-06-30", "2025-04-25_3"),
        ("2025-07-18", "2025-04-25_3"),
        ("2025-07-19", "2025-07-19_0"),
        ("2026-11-25", "2025-07-19_0"),
        ("2026-12-31", "2025-07-19_0"),
        ("2027-01-01", "2027-01-01_0"),
        ("2099-01-01", "2027-01-01_0"),
    ],
)
def test_the_version_of_a_day_is_the_one_that_is_known_to_hold_now(day: str, label: str) -> None:
    assert chosen(CORRECTED, day) == label


@given(st.permutations(CORRECTED), st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)))
def test_every_day_has_one_version_and_the_order_of_the_manifest_says_nothing(versions: list[Version], day: dt.date) -> None:
    label = chosen(tuple(versions), day.isoformat())
    version = next(v for v in versions if v.label == label)
    assert version.start <= day.isoformat() <= version.end
    assert version.view[1] == OPEN


def test_of_two_open_views_the_later_one_holds() -> None:
    assert (
        chosen(
            (Version("2025-01-01_0", view=("2025-01-01", OPEN)), Version("2025-01-01_1", view=("2025-06-01", OPEN))), "2026-01-01"
        )
        == "2025-01-01_1"
    )


@pytest.mark.parametrize(
    ("versions", "day", "message"),
    [
        ((), "2026-01-01", "geen geldende tekst"),
        ((Version("2024-01-01_0", deleted=True),), "2026-01-01", "alle versies zijn uit het wettenbestand gehaald"),
        (CORRECTED, "2023-12-31", "geen versie die geldt op 2023-12-31; er zijn versies van 2024-01-01 tot en met nu"),
        ((Version("2020-01-01_0", "2024-06-30"),), "2024-07-01", "van 2020-01-01 tot en met 2024-06-30"),
        ((Version("2020-01-01_0", view=("2020-01-01", "2021-01-01")),), "2024-07-01", "geen versie die geldt op 2024-07-01"),
        ((Version("2020-01-01_0"), Version("2020-01-01_1")), "2024-07-01", "meer dan één versie .*2020-01-01_0, 2020-01-01_1"),
    ],
)  # fmt: skip
def test_no_version_says_why(versions: tuple[Version, ...], day: str, message: str) -> None:
    with pytest.raises(FetchError, match=message) as caught:
        chosen(versions, day)
    assert str(LAW) in str(caught.value)


def test_a_version_that_was_taken_away_is_never_chosen() -> None:
    taken = Version("1999-01-01_0", "2013-07-03", deleted=True)
    kept = Version("1998-12-30_0", "2013-07-03", view=("1998-12-30", OPEN))
    assert chosen((kept, taken), "2005-01-01") == "1998-12-30_0"


@pytest.mark.parametrize(("end", "until"), [(OPEN, None), ("2025-07-18", dt.date(2025, 7, 19))])
def test_the_last_day_in_force_becomes_the_first_day_without(end: str, until: dt.date | None) -> None:
    (expression,) = read_manifest(manifest(str(LAW), Version("2025-01-01_0", end)), LAW)
    assert expression.valid_until == until


def test_only_the_very_bytes_match() -> None:
    version = Version("2025-01-01_0")
    data = toestand(str(LAW), version)
    (expression,) = read_manifest(manifest(str(LAW), version), LAW)
    assert expression.matches(data)
    assert not expression.matches(data + b" ")
    assert not expression.matches(data.replace(b"koffie", b"koffyy"))
    (without,) = read_manifest(manifest(str(LAW), version).replace(b"hashcode>", b"anders>"), LAW)
    assert not without.matches(data)


GOOD = manifest(str(LAW), Version("2025-01-01_0"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "geen leesbare XML"),
        (b"<html><body>Even geduld</body></html>", "is van 'html' en niet van deze wet"),
        (GOOD[:-20], "geen leesbare XML"),
        (GOOD.replace(b'<work label="BWBR0099001"', b'<work label="BWBR0099002"'), "is van 'BWBR0099002'"),
        (GOOD.replace(b'label="2025-01-01_0"', b'label="../../etc"'), "versie '../../etc' past niet"),
        (GOOD.replace(b"2025-01-01</datum", b"1 januari</datum"), "datum_inwerkingtreding '1 januari' is geen datum"),
        (GOOD.replace(b"<datum_inwerkingtreding>2025-01-01", b"<datum_inwerkingtreding>"), "datum_inwerkingtreding '' is geen datum"),
        (b'<!DOCTYPE work [<!ENTITY a "b">]>' + GOOD.partition(b"\n")[2], "DOCTYPE"),
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be_trusted_stops(data: bytes, message: str) -> None:
    with pytest.raises(FetchError, match=message):
        read_manifest(data, LAW)
