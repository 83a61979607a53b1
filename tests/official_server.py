"""A server on this machine that stands in for the official ones: it answers as it was told, faults included.

All texts in it are invented; only their structure is the real one.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

from corpus import Bestuurslaag, Locator, Source, SourceId, SourceKind, Step, Unit
from corpus.documents import Document, DocumentError, Piece
from corpus.values import TextKind
from ingest.fetch.pace import Clock
from ingest.settings import Settings

OPEN = "9999-12-31"
MONDAY, TUESDAY = "Mon, 02 Nov 2026 09:00:00 GMT", "Tue, 03 Nov 2026 09:00:00 GMT"


@dataclass(frozen=True)
class Answer:
    """``cut``: break off after so many bytes. ``drip``: seconds between bytes. ``wait``: seconds before anything.

    ``claimed``: another length than the true one in the header. ``ranges``: whether it can go on where it stopped.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: str = ""
    ranges: bool = True
    cut: int | None = None
    claimed: int | None = None
    drip: float = 0.0
    wait: float = 0.0


class Seen(NamedTuple):
    path: str
    query: dict[str, list[str]]
    headers: Message


class OfficialServer:
    """``answers``: path -> what it says in turn; the last is said for ever. An unknown path is a 404."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.seen: list[Seen] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                outer.serve(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def say(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def asked(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        split = urlsplit(handler.path)
        self.seen.append(Seen(split.path, parse_qs(split.query), handler.headers))
        scripted = self.answers.get(split.path, [Answer(status=404)])
        answer = scripted.pop(0) if len(scripted) > 1 else scripted[0]
        time.sleep(answer.wait)
        status, body, headers = self._shaped(answer, handler.headers)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if status != 304:
            handler.send_header("Content-Length", str(len(body) if answer.claimed is None else answer.claimed))
        handler.end_headers()
        try:
            if answer.drip:
                for byte in body:
                    handler.wfile.write(bytes([byte]))
                    time.sleep(answer.drip)
            else:
                handler.wfile.write(body if answer.cut is None else body[: answer.cut])
        except OSError:
            handler.close_connection = True
        if answer.cut is not None or answer.claimed is not None:
            handler.close_connection = True

    @staticmethod
    def _shaped(answer: Answer, asked: Message) -> tuple[int, bytes, dict[str, str]]:
        headers = dict(answer.headers)
        if answer.modified:
            headers["Last-Modified"] = answer.modified
        if answer.status == 200 and answer.modified and asked["If-Modified-Since"] == answer.modified:
            return 304, b"", headers
        wanted = re.fullmatch(r"bytes=(\d+)-", asked["Range"] or "")
        if answer.status == 200 and answer.ranges and wanted and asked["If-Range"] == answer.modified:
            start, size = int(wanted[1]), len(answer.body)
            if start >= size:
                return 416, b"", headers
            return 206, answer.body[start:], headers | {"Content-Range": f"bytes {start}-{size - 1}/{size}"}
        return answer.status, answer.body, headers


@contextmanager
def official_server() -> Iterator[OfficialServer]:
    server = OfficialServer()
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


# --- What is in the files -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """An expression of a manifest, with the invented text that its item holds."""

    label: str
    end: str = OPEN
    view: tuple[str, str] = ("2020-01-01", OPEN)
    deleted: bool = False
    said: str = "Een lid van de raad drinkt koffie uit eigen kop."

    @property
    def start(self) -> str:
        return self.label[:10]


def toestand(law: str, version: Version) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<toestand bwb-id="{law}" inwerkingtreding="{version.start}"><wetgeving soort="wet">'
        f"<citeertitel>Koffiewet</citeertitel><wet-besluit><wettekst><artikel><kop><nr>1</nr></kop><al>{version.said}</al></artikel>"
        "</wettekst></wet-besluit></wetgeving></toestand>"
    ).encode()


def manifest(law: str, *versions: Version, size: int | None = None, sha512: str = "", item: bytes = b"") -> bytes:
    """``size``, ``sha512`` and ``item``: others than the true ones."""
    parts = []
    for v in versions:
        data = item or toestand(law, v)
        parts.append(
            f'<expression label="{v.label}"><metadata><datum_inwerkingtreding>{v.start}</datum_inwerkingtreding>'
            f"<einddatum>{v.end}</einddatum><zichtdatum_start>{v.view[0]}</zichtdatum_start>"
            f'<zichtdatum_eind>{v.view[1]}</zichtdatum_eind></metadata><manifestation label="xml"><metadata>'
            f"<hashcode>{sha512 or hashlib.sha512(data).hexdigest()}</hashcode><size>{len(data) if size is None else size}</size>"
            f'</metadata><item label="{law}_{v.label}.xml" _deleted="{str(v.deleted).lower()}"/></manifestation></expression>'
        )
    latest = f' _latestItem="{versions[-1].label}/xml/{law}_{versions[-1].label}.xml"' if versions else ""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<work label="{law}"{latest}>{"".join(parts)}</work>'.encode()


def sru(
    law: str, *labels: str, total: int | None = None, namespace: str = "http://docs.oasis-open.org/ns/search-ws/sruResponse"
) -> bytes:
    records = "".join(
        '<record><recordData><gzd xmlns="http://standaarden.overheid.nl/sru"><originalData><meta><owmskern>'
        f"<identifier>{law}</identifier></owmskern></meta></originalData><enrichedData>"
        '<b:locatie_toestand xmlns:b="http://standaarden.overheid.nl/bwb/terms/">'
        f"https://repository.officiele-overheidspublicaties.nl/bwb/{law}/{label}/xml/{law}_{label}.xml"
        "</b:locatie_toestand></enrichedData></gzd></recordData></record>"
        for label in labels
    )
    count = len(labels) if total is None else total
    return (
        f'<searchRetrieveResponse xmlns="{namespace}"><numberOfRecords>{count}</numberOfRecords>'
        f"<records>{records}</records></searchRetrieveResponse>"
    ).encode()


def bomb(size: int) -> Answer:
    """Zeros that are small on the line and ``size`` bytes when unpacked."""
    return Answer(gzip.compress(bytes(size)), headers={"Content-Encoding": "gzip"})


# --- What stands around the fetcher ---------------------------------------------------------------------------------


class SkippingClock:
    """The real time, but waiting costs none of it: the clock jumps ahead. ``slept``: what was waited, in seconds."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)


def settings_for(server_url: str, folder: Path, **other: Any) -> Settings:
    values = {"law_url": f"{server_url}/bwb", "sru_url": f"{server_url}/sru/Search", "kst_url": f"{server_url}/frbr/kst"}
    places = {"data_dir": folder / "data", "cache_dir": folder / "cache"}
    return Settings(**(values | places | {"fetch_timeout": 0.5} | other))


def read_law(data: bytes, name: str, *, known: Mapping[SourceId, Source] | None = None) -> Document:
    """Stands in for the parser of laws: one piece, the source as the XML says."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise DocumentError(f"{name}: geen XML") from error
    ident, version = SourceId(root.attrib["bwb-id"]), dt.date.fromisoformat(root.attrib["inwerkingtreding"])
    return _document(ident, root.findtext(".//citeertitel", ""), SourceKind.WET, version, root.findtext(".//al", ""))


def read_document(data: bytes, name: str, described: Any) -> Document:
    """Stands in for the reader of other files: the bytes as one piece."""
    return _document(described.id, described.title, described.kind, None, data.decode("latin-1"))


def _document(ident: SourceId, title: str, kind: SourceKind, version: dt.date | None, words: str) -> Document:
    source = Source(
        ident, title, title, (), kind, Bestuurslaag.GEMEENTE, kind.gezag, version or dt.date(2020, 1, 1), None,
        "https://example.org/", TextKind.OFFICIEEL, "",
    )  # fmt: skip
    piece = Piece(Locator(ident, (Step(Unit.ARTIKEL, "1"),), version), words)
    return Document(source, version, (piece,), "nep-1", len(words))
