"""Read the Markdown documents of the corpus, strictly: what is not known stops with file and line.

A document is a TOML header between ``+++`` lines, a title, and a heading an article (``## Artikel 28``),
paragraaf (``## Paragraaf 4.1``) or part of a note (``## inleiding``). Under a heading stand ``- key: value``
lines that hold for all its leden, then the leden as numbered items, each with its own indented ``- key: value``
lines (``- vraag:`` = a question in the words of an office-holder that this lid answers)::

    ## Artikel 28
    - ambten: raadslid
    - themas: stemonthouding

    1. Een raadslid stemt niet mee over iets waar het zelf belang bij heeft.
       - gevolg: ...
       - vraag: Mag ik meestemmen over het plan naast mijn huis?

Markers: ``1.`` a lid, ``1, onder d.`` an onderdeel, ``begrip melder.`` a definition, none for an article
without leden; in a note or handbook the marker is the number of the alinea.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable

from corpus.locator import Locator, LocatorError, SourceId, Step, Unit
from corpus.records import CorpusError, Entry, Place, build_provision, build_source, parse_header
from corpus.values import Corpus, Provision, Source, SourceKind

TEXTS = "texts"
UNVERIFIED = "te-controleren"

_HEADING = re.compile(r"## (?:(?P<unit>Artikel|Paragraaf) (?P<number>[^–\n]+?)|(?P<kop>[a-z][a-z0-9-]*))(?: – (?P<title>.+))?")
_ATTRIBUTE = re.compile(r"(?P<indent>   )?- (?P<key>[a-z_]+): (?P<value>\S.*)")
_LAW_ITEM = re.compile(
    r"(?:(?P<lid>\d+[a-z]*)(?:, onder (?P<sub>[a-z0-9°]+))?|onder (?P<only>[a-z0-9°]+)|begrip (?P<term>[a-z0-9-]+))\. (?P<text>\S.*)"
)
_NOTE_ITEM = re.compile(r"(?P<alinea>[0-9a-z][0-9a-z.-]*)\. (?P<text>\S.*)")


def load_corpus(folder: Traversable | None = None) -> Corpus:
    """Load every document of a folder (default: the texts in this package).

    Raises ``CorpusError`` for an unknown key, thema or ambt, a double locator or a line that fits nothing.
    """
    root = folder if folder is not None else resources.files("corpus") / TEXTS
    if not root.is_dir():
        raise CorpusError(Place(str(root), 0), "map met teksten niet gevonden; verwacht Markdown-bestanden")
    sources: dict[SourceId, Source] = {}
    provisions = _load_folder(root, sources)
    unverified_root = root / UNVERIFIED
    kept_apart = _load_folder(unverified_root, {}, known=set(provisions)) if unverified_root.is_dir() else {}
    return Corpus(sources, tuple(provisions.values()), tuple(kept_apart.values()))


def _load_folder(
    root: Traversable, sources: dict[SourceId, Source], known: set[Locator] | None = None
) -> dict[Locator, Provision]:
    found: dict[Locator, Provision] = {}
    files = sorted((f for f in root.iterdir() if f.name.endswith(".md")), key=lambda f: f.name)
    if not files and known is None:
        raise CorpusError(Place(str(root), 0), "geen enkel .md-bestand in deze map")
    for file in files:
        source, entries = read_document(file.name, file.read_bytes())
        if source.id in sources:
            raise CorpusError(Place(file.name, 1), f"bron {source.id} staat ook in een ander bestand")
        sources[source.id] = source
        for place, provision in entries:
            key = provision.locator.undated()
            if key in found or (known and key in known):
                raise CorpusError(place, f"dubbele plaatsaanduiding {key}; elk lid staat één keer in het corpus")
            found[key] = provision
    return found


def read_document(name: str, data: bytes) -> tuple[Source, list[tuple[Place, Provision]]]:
    """One document: its source and, for each provision, where in the file it stands."""
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise CorpusError(Place(name, 1), f"geen geldige UTF-8 (byte {error.start}); sla het bestand op als UTF-8") from error
    header, body_start = parse_header(name, lines)
    source = build_source(Place(name, 1), header, hashlib.sha256(data).hexdigest())
    entries = _read_body(name, source, lines, body_start)
    if not entries:
        raise CorpusError(Place(name, len(lines)), "geen enkele bepaling in dit bestand")
    return source, [(e.place, build_provision(source, e)) for e in entries]


def _read_body(name: str, source: Source, lines: list[str], start: int) -> list[Entry]:
    entries: list[Entry] = []
    heading: Entry | None = None
    item: Entry | None = None
    for number, line in enumerate(lines[start:], start + 1):
        place = Place(name, number)
        if not line.strip() or line.startswith(("# ", "> ")):
            continue
        if line.startswith("## "):
            heading, item = _heading(place, source, line), None
        elif heading is None:
            raise CorpusError(place, f"tekst vóór de eerste kop: {line[:60]!r}")
        elif match := _ATTRIBUTE.fullmatch(line):
            target = item if match["indent"] else heading
            if target is None or (target is heading and item is not None):
                raise CorpusError(place, "een kenmerk van een lid staat ingesprongen (drie spaties) onder dat lid")
            target.add(place, match["key"], match["value"])
        else:
            item = _item(place, source, heading, line)
            entries.append(item)
    _check_numbers(entries)
    return entries


def _check_numbers(entries: list[Entry]) -> None:
    """A text without a number beside numbered leden has lost its number; it must not become the whole article."""
    numbered = {e.steps[:1] for e in entries if any(s.unit in (Unit.LID, Unit.ALINEA) for s in e.steps)}
    for entry in entries:
        if entry.steps in numbered:
            raise CorpusError(entry.place, f"nummer van het lid ontbreekt: {entry.text[:60]!r}")


def _heading(place: Place, source: Source, line: str) -> Entry:
    match = _HEADING.fullmatch(line)
    if not match:
        raise CorpusError(place, f"kop {line!r} past niet; schrijf '## Artikel 28' of '## inleiding'")
    try:
        step = Step(Unit(match["unit"].lower()), match["number"]) if match["unit"] else Step(Unit.KOP, match["kop"])
    except LocatorError as error:
        raise CorpusError(place, str(error)) from error
    return Entry(place, (step,), "", match["title"] or "", {}, [])


def _item(place: Place, source: Source, heading: Entry, line: str) -> Entry:
    if line.startswith((" ", "\t", "-", "*", "#", ">")):
        raise CorpusError(place, f"regel past niet in het formaat: {line[:60]!r}")
    steps, text = _marker(place, source, line)
    entry = replace(heading, place=place, steps=heading.steps + steps, text=text, attributes=dict(heading.attributes))
    entry.questions = []
    return entry


def _marker(place: Place, source: Source, line: str) -> tuple[tuple[Step, ...], str]:
    note = source.kind in (SourceKind.NOTA, SourceKind.HANDBOEK)
    match = (_NOTE_ITEM if note else _LAW_ITEM).fullmatch(line)
    if match is None:
        if re.match(r"\d|lid\b|onder\b", line):
            raise CorpusError(place, f"nummer van het lid ontbreekt of past niet: {line[:60]!r}")
        return (), line
    groups = match.groupdict()
    if note:
        return (Step(Unit.ALINEA, match["alinea"]),), match["text"]
    pairs = (
        (Unit.LID, groups["lid"]),
        (Unit.ONDERDEEL, groups["sub"] or groups["only"]),
        (Unit.BEGRIP, groups["term"]),
    )
    return tuple(Step(unit, number) for unit, number in pairs if number), match["text"]
