"""``python -m eval.page_weight``: what a first visit to the page weighs, and how long until something can be read and typed.

Opens the real server in Debian's Chromium, three times as a new visitor and once as one who comes back. Writes
``var/page-weight.json``. The budget is two seconds on this machine until the first content; it is printed, not asserted.
"""

from __future__ import annotations

import gzip
import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.load_server import served

CHROMIUM = Path("/usr/bin/chromium")
BUDGET_MS = 2000
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_VISITS = 3
_QUIET_MS = 1000
_PAINTED = "performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)[0] ?? null"


@dataclass(frozen=True, slots=True)
class File:
    """One response. ``sent``: bytes of its body on the wire; ``size``: unpacked; ``squeezed``: as gzip would make it."""

    path: str
    sent: int
    size: int
    encoding: str
    squeezed: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit; milliseconds since the browser asked for the page. ``painted`` is ``None`` when Chromium did not say."""

    files: tuple[File, ...]
    painted: float | None
    heading: float
    usable: float


def visit(context: Any, address: str) -> Visit:
    """Open the page as a new tab of a context and wait until it asks for nothing more."""
    page = context.new_page()
    done: list[Any] = []
    page.on("requestfinished", lambda request: done.append(request))
    page.goto(address, wait_until="commit")
    page.wait_for_selector("h1")
    heading = page.evaluate("performance.now()")
    page.locator("#ia-question textarea").click()
    usable = page.evaluate("performance.now()")
    page.wait_for_timeout(_QUIET_MS)
    files = tuple(_file(request, address) for request in list(done))
    found = Visit(files, page.evaluate(_PAINTED), heading, usable)
    page.close()
    return found


def _file(request: Any, address: str) -> File:
    response = request.response()
    body = response.body()
    encoding = response.headers.get("content-encoding", "")
    # Below nothing when the browser had it already: then the headers count as more than all that was sent.
    sent = max(0, request.sizes()["responseBodySize"])
    squeezed = sent if encoding else min(sent, len(gzip.compress(body, 6)))
    return File(request.url.removeprefix(address), sent, len(body), encoding, squeezed)


def measure(address: str) -> dict[str, Any]:
    """The figures of a first visit (times: the median of three) and of a second one, ready for JSON."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        first = []
        for _ in range(_VISITS):
            context = browser.new_context()
            first.append(visit(context, address))
            again = visit(context, address)
            context.close()
        browser.close()
    return {"first": _summary(first), "again": _summary([again]), "files": [asdict(f) for f in _largest(first[0].files)]}


def _summary(visits: Sequence[Visit]) -> dict[str, float | int | None]:
    files = visits[0].files
    painted = [v.painted for v in visits if v.painted is not None]
    return {
        "requests": len(files),
        "sent_kb": round(sum(f.sent for f in files) / 1000, 1),
        "unpacked_kb": round(sum(f.size for f in files) / 1000, 1),
        "all_compressed_kb": round(sum(f.squeezed for f in files) / 1000, 1),
        "first_paint_ms": round(statistics.median(painted)) if painted else None,
        "heading_ms": round(statistics.median(v.heading for v in visits)),
        "usable_ms": round(statistics.median(v.usable for v in visits)),
    }


def _largest(files: Sequence[File]) -> list[File]:
    return sorted(files, key=lambda f: -f.sent)


def show(report: dict[str, Any], console: Console) -> None:
    """Print the figures and the ten largest files."""
    table = Table("maat", title="Bezoek aan de pagina")
    for column in ("eerste", "tweede"):
        table.add_column(column, justify="right")
    for name, value in report["first"].items():
        table.add_row(name, str(value), str(report["again"][name]))
    console.print(table)
    largest = Table("bestand", title="De grootste bestanden van het eerste bezoek")
    for column in ("verzonden", "uitgepakt", "compressie", "met gzip"):
        largest.add_column(column, justify="right")
    for file in report["files"][:10]:
        largest.add_row(file["path"] or "/", *(str(file[key]) for key in ("sent", "size", "encoding", "squeezed")))
    console.print(largest)
    console.print(f"eerste inhoud na {report['first']['heading_ms']} ms; de grens is {BUDGET_MS} ms")


def main() -> None:
    if not CHROMIUM.is_file():
        raise SystemExit(f"{CHROMIUM} staat niet op deze machine; installeer het pakket chromium om de pagina te wegen")
    with served() as server:
        report = measure(f"{server.address}/")
    show(report, Console(width=120, highlight=False))
    Path("var").mkdir(exist_ok=True)
    Path("var/page-weight.json").write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
