"""Pace, pauses and redirects by themselves, and the settings of the addresses."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fetch.answers import asked_pause, continued_from
from ingest.fetch.faults import FetchError
from ingest.fetch.pace import Clock, Pace
from ingest.fetch.web import Web
from ingest.settings import Settings, SettingsError, load_settings


class StandingClock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.time = 1000.0

    def pass_by(self, seconds: float) -> None:
        self.time += seconds


@given(st.lists(st.floats(0, 3), min_size=1, max_size=30), st.floats(0.1, 2))
def test_no_two_requests_go_closer_together_than_the_pace(works: list[float], per_second: float) -> None:
    standing = StandingClock()
    pace = Pace(per_second, Clock(lambda: standing.time, standing.pass_by))
    went = []
    for work in works:
        pace.wait()
        went.append(standing.time)
        standing.pass_by(work)
    assert all(after - before >= 1 / per_second - 1e-6 for before, after in itertools.pairwise(went))
    assert went[0] == 1000.0


@pytest.mark.parametrize(
    ("to", "followed"),
    [
        ("https://repository.officiele-overheidspublicaties.nl/bwb/x", True),
        ("https://zoekservice.overheid.nl/sru", True),
        ("/bwb/BWBR0005416/manifest.xml", True),
        ("manifest.xml", True),
        ("http://repository.officiele-overheidspublicaties.nl/bwb/x", False),
        ("https://repository.officiele-overheidspublicaties.nl.example.org/x", False),
        ("https://example.org/?naar=zoekservice.overheid.nl", False),
        ("//example.org/x", False),
        ("ftp://repository.officiele-overheidspublicaties.nl/x", False),
        ("file:///etc/hostname", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_redirect_leads_to_an_official_host_over_https_or_nowhere(
    monkeypatch: pytest.MonkeyPatch, to: str, followed: bool
) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return (
            httpx.Response(200, stream=httpx.ByteStream(b"goed"))
            if len(asked) > 1
            else httpx.Response(302, headers={"Location": to})
        )

    monkeypatch.setattr(httpx, "Client", functools.partial(httpx.Client, transport=httpx.MockTransport(answer)))
    settings = Settings()
    with Web(settings, clock=Clock(sleep=lambda seconds: None)) as web:
        if followed:
            assert web.read(f"{settings.law_url}/BWBR0005416", limit=100) == b"goed"
        else:
            with pytest.raises(FetchError):
                web.read(f"{settings.law_url}/BWBR0005416", limit=100)
    assert {httpx.URL(url).scheme for url in asked} == {"https"}
    assert {httpx.URL(url).host for url in asked} <= {httpx.URL(url).host for url in settings.official_urls}


def test_an_address_of_another_kind_is_not_asked() -> None:
    with Web(Settings()) as web, pytest.raises(FetchError, match="alleen http en https"):
        web.read("file:///etc/hostname", limit=100)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("", 0, 0),
        ("7", 7, 7),
        ("straks", 0, 0),
        ("-5", 0, 0),
        (dt.timedelta(seconds=90), 30, 90),
        (dt.timedelta(days=-1), 0, 0),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str | dt.timedelta, low: float, high: float) -> None:
    """A date is told as the time from now until then."""
    if isinstance(value, dt.timedelta):
        value = format_datetime(dt.datetime.now(dt.UTC) + value, usegmt=True)
    assert low <= asked_pause(httpx.Response(429, headers={"Retry-After": value})) <= high


@pytest.mark.parametrize(
    ("status", "content_range", "modified", "goes_on"),
    [
        (206, "bytes 100-199/200", "Mon, 02 Nov 2026 09:00:00 GMT", True),
        (206, "bytes 100-199/*", "Mon, 02 Nov 2026 09:00:00 GMT", True),
        (206, "bytes 0-199/200", "Mon, 02 Nov 2026 09:00:00 GMT", False),
        (206, "bytes 100-199/200", "Tue, 03 Nov 2026 09:00:00 GMT", False),
        (206, "", "Mon, 02 Nov 2026 09:00:00 GMT", False),
        (200, "bytes 100-199/200", "Mon, 02 Nov 2026 09:00:00 GMT", False),
    ],
)
def test_only_the_rest_of_the_same_file_is_put_behind_it(status: int, content_range: str, modified: str, goes_on: bool) -> None:
    response = httpx.Response(status, headers={"Content-Range": content_range, "Last-Modified": modified})
    assert continued_from(response, 100, "Mon, 02 Nov 2026 09:00:00 GMT") is goes_on


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LAW_URL", "file:///etc"),
        ("SRU_URL", "zoekservice.overheid.nl"),
        ("KST_URL", "https:///pad"),
        ("HANDBOOK_URL", "ftp://example.org/x.pdf"),
        ("REQUESTS_PER_SECOND", "0"),
        ("REQUESTS_PER_SECOND", "3"),
        ("FETCH_TIMEOUT", "-1"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"INTEGRITEIT_{name}", value)
    with pytest.raises(SettingsError, match=name.lower()):
        load_settings()
