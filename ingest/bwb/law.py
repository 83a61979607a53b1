"""A BWB file, one ``toestand`` of a law, to a ``Document``."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus import Bestuurslaag, LocatorError, Source, SourceId, SourceKind
from corpus.documents import Document, DocumentError
from corpus.values import TextKind
from ingest.bwb.elements import misfit
from ingest.bwb.jci import Addresses
from ingest.bwb.reading import read_tree
from ingest.bwb.structure import Structure

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Raise the number when the pieces of the same file change, so that stored documents are made again.
PARSER = "bwb-1"

_KINDS: Mapping[SourceKind, str] = {
    SourceKind.WET: "wet rijkswet wet-BES",
    SourceKind.AMVB: "AMvB rijksAMvB AMvB-BES KB rijksKB",
    SourceKind.REGELING: (
        "ministeriele-regeling ministeriele-regeling-BES ministeriele-regeling-archiefselectielijst rijksministeriele-regeling "
        "beleidsregel beleidsregel-BES circulaire circulaire-BES reglement zbo pbo"
    ),
}
_KIND_OF_SOORT = {soort: kind for kind, names in _KINDS.items() for soort in names.split()}
_OWN_ADDRESS = re.compile(r".*/id/(?P<law>[^/]+)/(?P<date>[^/]+)/\d+")
_VIEWED = re.compile(r"jci1\.3:.*&z=(\d{4}-\d\d-\d\d)\b.*")


def parse_toestand(data: bytes, name: str, *, known: Mapping[SourceId, Source] | None = None) -> Document:
    """Read one version of a law. ``known``: sources of the corpus; what people chose for a law (kind, tier, name) is kept.

    Raises ``DocumentError`` with ``name``, the place in the file and the next step: for what is no BWB file, for an element
    that is not known and for text that would be lost.
    """
    try:
        return _document(read_tree(data), data, known or {})
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}") from error


def _document(root: _Element, data: bytes, known: Mapping[SourceId, Source]) -> Document:
    law, version = _identity(root)
    structure = Structure(law, version, Addresses(law, _view_date(root) or version, version))
    structure.read(root)
    if not structure.pieces:
        raise misfit(root, "geen enkele bepaling in dit bestand; haal het opnieuw op met: integriteit fetch")
    source = _source(root, law, version, structure.titles, known.get(law), hashlib.sha256(data).hexdigest())
    return Document(
        source=source,
        version=version,
        pieces=tuple(structure.pieces),
        parser=PARSER,
        characters=structure.characters,
        warnings=tuple(_warnings(structure, source)),
    )


def _identity(root: _Element) -> tuple[SourceId, dt.date]:
    """Id and date of the version. The file says them twice; a file that contradicts itself is refused."""
    ident, day = root.get("bwb-id") or "", root.get("inwerkingtreding") or ""
    try:
        law, version = SourceId(ident), dt.date.fromisoformat(day)
    except (LocatorError, ValueError) as error:
        raise misfit(root, f"bwb-id={ident!r} en inwerkingtreding={day!r}: verwacht BWBR0005416 en 2026-10-01") from error
    if law.scheme != "bwb":
        raise misfit(root, f"bwb-id={ident!r} is geen nummer als BWBR0005416; haal het bestand opnieuw op")
    own = _OWN_ADDRESS.fullmatch(root.get("bwb-ng-vast-deel") or "")
    if own and (own["law"], own["date"]) != (ident, day):
        raise misfit(
            root, f"zegt {ident} van {day} te zijn, maar ook {own['law']} van {own['date']}; haal het bestand opnieuw op"
        )
    return law, version


def _view_date(root: _Element) -> dt.date | None:
    """The ``z`` in the JCI link of the law as a whole. Nearly always the date of the version, but nothing else says when not."""
    links = root.iterfind("wetgeving/meta-data/jcis/jci")
    found = (_VIEWED.fullmatch(link.get("verwijzing") or "") for link in links)
    return next((dt.date.fromisoformat(match[1]) for match in found if match), None)


def _source(
    root: _Element, law: SourceId, version: dt.date, titles: Mapping[str, str], known: Source | None, sha256: str
) -> Source:
    cite = titles.get("citeertitel") or titles.get("intitule") or str(law)
    kind = known.kind if known else _kind(root)
    return Source(
        id=law,
        title=titles.get("intitule") or cite,
        citeertitel=known.citeertitel if known else cite,
        abbreviations=known.abbreviations if known else (),
        kind=kind,
        bestuurslaag=known.bestuurslaag if known else Bestuurslaag.ALGEMEEN,
        gezag=kind.gezag,
        valid_from=version,
        valid_until=None,
        url=f"https://wetten.overheid.nl/{law}",
        text_kind=TextKind.OFFICIEEL,
        sha256=sha256,
    )


def _kind(root: _Element) -> SourceKind:
    legislation = root.find("wetgeving")
    soort = legislation.get("soort") if legislation is not None else None
    if soort not in _KIND_OF_SOORT:
        place = root if legislation is None else legislation
        raise misfit(place, f"soort={soort!r} is onbekend; ken ik: {', '.join(_KIND_OF_SOORT)}")
    return _KIND_OF_SOORT[soort]


def _warnings(structure: Structure, source: Source) -> list[str]:
    found = []
    cite = structure.titles.get("citeertitel")
    if cite and cite != source.citeertitel:
        found.append(f"het bestand heet {cite!r}; in het corpus heet deze regeling {source.citeertitel!r}")
    if structure.figures:
        found.append(f"{structure.figures} afbeelding(en) staan niet in de tekst; zie {source.url}")
    return found
