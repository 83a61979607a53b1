"""The search service: which versions of a law it gives for a day. Discovery only; the manifest decides.

It answers 406 to a request without ``Accept: application/xml``, and its answers carry one namespace or another.
"""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlencode

from corpus import SourceId
from ingest.fetch.faults import FetchError
from ingest.fetch.official_xml import name, read_root
from ingest.fetch.web import Web

_PAGE = 50
_PAGES = 20
_LIMIT = 10_000_000


def search(web: Web, url: str, law: SourceId, day: dt.date) -> tuple[str, ...]:
    """Labels such as ``2024-01-31_0``, all views of them. Raises ``FetchError`` for no or an unreadable answer."""
    labels: list[str] = []
    for page in range(_PAGES):
        query = {
            "operation": "searchRetrieve",
            "version": "2.0",
            "x-connection": "BWB",
            "query": f"dcterms.identifier=={law} and overheidbwb.geldigheidsdatum=={day.isoformat()}",
            "startRecord": str(page * _PAGE + 1),
            "maximumRecords": str(_PAGE),
        }
        found, total = _labels(web.read(f"{url}?{urlencode(query)}", limit=_LIMIT), law)
        labels += found
        if len(labels) >= total:
            return tuple(labels)
        if not found:
            break
    raise FetchError(f"{law}: de zoekdienst geeft minder versies dan hij noemt ({len(labels)} van {total})")


def _labels(data: bytes, law: SourceId) -> tuple[list[str], int]:
    """The labels on one page, and how many there are on all pages."""
    what = f"{law}: antwoord van de zoekdienst"
    root = read_root(data, what)
    total = next((e.text or "" for e in root.iterfind("{*}numberOfRecords")), "")
    if name(root) != "searchRetrieveResponse" or not total.isdecimal():
        raise FetchError(f"{what}: onbekende vorm ({name(root)}); probeer het later opnieuw")
    place = re.compile(rf"https?://[^?#]+/{law}/(\d{{4}}-\d\d-\d\d_\d+)/xml/{law}_\1\.xml")
    found: list[str] = []
    for element in root.iter("{*}locatie_toestand"):
        match = place.fullmatch((element.text or "").strip())
        if match is None:
            raise FetchError(f"{what}: onverwachte plaats {element.text!r}")
        found.append(match[1])
    return found, int(total)
