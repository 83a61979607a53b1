"""The values that the documents become: ``Source`` and ``Provision``, and the closed sets of the law."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property

from corpus.locator import Locator, SourceId


class Bestuurslaag(StrEnum):
    """The tier a rule belongs to; ``ALGEMEEN`` holds for all of them."""

    GEMEENTE = "gemeente"
    PROVINCIE = "provincie"
    WATERSCHAP = "waterschap"
    RIJK = "rijk"
    ALGEMEEN = "algemeen"


class Ambt(StrEnum):
    """The offices that can ask. ``WATERSCHAPSBESTUURDER``: algemeen bestuur, dagelijks bestuur and voorzitter."""

    RAADSLID = "raadslid"
    WETHOUDER = "wethouder"
    BURGEMEESTER = "burgemeester"
    STATENLID = "statenlid"
    GEDEPUTEERDE = "gedeputeerde"
    COMMISSARIS = "commissaris_van_de_koning"
    WATERSCHAPSBESTUURDER = "waterschapsbestuurder"
    BEWINDSPERSOON = "bewindspersoon"
    KAMERLID = "kamerlid"
    RIJKSAMBTENAAR = "rijksambtenaar"
    AMBTENAAR = "ambtenaar"
    GRIFFIER = "griffier"
    SECRETARIS = "secretaris"

    @property
    def bestuurslaag(self) -> Bestuurslaag | None:
        """The tier of the office; ``None`` where the office exists in more than one tier."""
        return _LAAG_OF_AMBT.get(self)

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").replace("koning", "Koning")


_LAAG_OF_AMBT = {
    Ambt.RAADSLID: Bestuurslaag.GEMEENTE,
    Ambt.WETHOUDER: Bestuurslaag.GEMEENTE,
    Ambt.BURGEMEESTER: Bestuurslaag.GEMEENTE,
    Ambt.STATENLID: Bestuurslaag.PROVINCIE,
    Ambt.GEDEPUTEERDE: Bestuurslaag.PROVINCIE,
    Ambt.COMMISSARIS: Bestuurslaag.PROVINCIE,
    Ambt.WATERSCHAPSBESTUURDER: Bestuurslaag.WATERSCHAP,
    Ambt.BEWINDSPERSOON: Bestuurslaag.RIJK,
    Ambt.KAMERLID: Bestuurslaag.RIJK,
    Ambt.RIJKSAMBTENAAR: Bestuurslaag.RIJK,
}


class Thema(StrEnum):
    """What a rule is about."""

    NEVENFUNCTIES = "nevenfuncties"
    BELANGENVERSTRENGELING = "belangenverstrengeling"
    STEMONTHOUDING = "stemonthouding"
    VERBODEN_HANDELINGEN = "verboden_handelingen"
    INCOMPATIBILITEITEN = "incompatibiliteiten"
    GESCHENKEN = "geschenken"
    GEDRAGSCODE = "gedragscode"
    GEHEIMHOUDING = "geheimhouding"
    EED_EN_BELOFTE = "eed_en_belofte"
    VOG_EN_SCREENING = "vog_en_screening"
    MELDEN_MISSTANDEN = "melden_misstanden"
    INTEGRITEITSONDERZOEK = "integriteitsonderzoek"
    ZORGPLICHT_WERKGEVER = "zorgplicht_werkgever"
    DECLARATIES = "declaraties_en_voorzieningen"
    DRAAIDEUR = "draaideur_vervolgfuncties"
    LOBBY = "lobby"
    FINANCIELE_BELANGEN = "financiele_belangen"
    SANCTIES_EN_ONTSLAG = "sancties_en_ontslag"
    AMBTSMISDRIJVEN = "strafrecht_ambtsmisdrijven"
    OPENBAARHEID = "openbaarheid"
    ONDERMIJNING = "ondermijning_en_veiligheid"
    AANBESTEDING = "aanbesteding"
    POLITIEKE_PARTIJEN = "politieke_partijen"


class Gezag(IntEnum):
    """Authority, highest first: wet > AMvB and regeling > gedragscode > handboek > nota and voorstel."""

    WET = 1
    BESLUIT = 2
    GEDRAGSCODE = 3
    HANDBOEK = 4
    NOTA = 5


class SourceKind(StrEnum):
    WET = "wet"
    AMVB = "amvb"
    REGELING = "regeling"
    GEDRAGSCODE = "gedragscode"
    HANDBOEK = "handboek"
    NOTA = "nota"
    WETSVOORSTEL = "wetsvoorstel"

    @property
    def gezag(self) -> Gezag:
        return {
            SourceKind.WET: Gezag.WET,
            SourceKind.AMVB: Gezag.BESLUIT,
            SourceKind.REGELING: Gezag.BESLUIT,
            SourceKind.GEDRAGSCODE: Gezag.GEDRAGSCODE,
            SourceKind.HANDBOEK: Gezag.HANDBOEK,
        }.get(self, Gezag.NOTA)


class TextKind(StrEnum):
    """Whether the words are the official ones or ours; the user is told which."""

    OFFICIEEL = "officieel"
    SAMENVATTING = "samenvatting"


@dataclass(frozen=True, slots=True)
class Source:
    """A document and its provenance. ``valid_until`` is exclusive and open (``None``) while in force."""

    id: SourceId
    title: str
    citeertitel: str
    abbreviations: tuple[str, ...]
    kind: SourceKind
    bestuurslaag: Bestuurslaag
    gezag: Gezag
    valid_from: dt.date
    valid_until: dt.date | None
    url: str
    text_kind: TextKind
    sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OfficialText:
    """The words of the source itself for a provision, as one version has them: in force from ``start`` until ``end``, exclusive.

    An empty text says that this version does not hold the provision: not yet, or no longer. ``version`` is ``None`` for a
    document of the user's own. ``checksum``: of the whole lid that a summary is checked against (``corpus.checked``).
    """

    version: dt.date | None
    start: dt.date | None
    end: dt.date | None
    text: str
    checksum: str = ""

    def holds(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Provision:
    """The smallest addressable piece: a lid or onderdeel of a law, an alinea of a note or handbook.

    ``locator`` carries the date of the text version that was read, where that is known exactly.
    ``read`` tells it for people, also where it is vague ("ca. 2015-2017"): then ``dated`` is false and
    the answer says so. ``certain`` is false where the fact was derived and not seen in the source.
    ``official``: what the library holds of this place, oldest version first; a provision that stands only in the library
    has its newest text as ``norm``. ``page`` is known for a PDF of the user's own.
    """

    locator: Locator
    norm: str
    consequence: str
    heading: str
    bestuurslaag: Bestuurslaag
    ambten: frozenset[Ambt]
    themas: tuple[Thema, ...]
    parallelgroep: str
    valid_from: dt.date | None
    read: str
    checked: str
    certain: bool
    questions: tuple[str, ...]
    official: tuple[OfficialText, ...] = ()
    page: int | None = None

    @property
    def text(self) -> str:
        """Norm and consequence: the text that is embedded and that a quote must stand in."""
        return f"{self.norm} {self.consequence}".strip()

    def official_on(self, day: dt.date) -> OfficialText | None:
        """The version in force on a day; ``None`` when the library holds none of that day."""
        return next((text for text in self.official if text.holds(day)), None)

    def in_force(self, day: dt.date) -> bool:
        """Does the law of that day hold the rule? Where its text is not known: not before the rule began.

        What has no summary (and so no theme) is known by its texts alone: outside them it is no rule.
        """
        if official := self.official_on(day):
            return bool(official.text)
        if self.official and not self.themas:
            return False
        return self.valid_from is None or self.valid_from <= day

    @property
    def dated(self) -> bool:
        return self.locator.version is not None


@dataclass(frozen=True)
class Corpus:
    """All sources and provisions, in a fixed order. ``sha256`` changes when any byte of any text does."""

    sources: Mapping[SourceId, Source]
    provisions: tuple[Provision, ...]
    unverified: tuple[Provision, ...] = ()

    @cached_property
    def by_locator(self) -> Mapping[Locator, Provision]:
        """Provisions by undated locator."""
        return {p.locator.undated(): p for p in self.provisions}

    @cached_property
    def by_parallelgroep(self) -> Mapping[str, tuple[Provision, ...]]:
        groups: dict[str, list[Provision]] = {}
        for p in self.provisions:
            if p.parallelgroep:
                groups.setdefault(p.parallelgroep, []).append(p)
        return {name: tuple(members) for name, members in groups.items()}

    @cached_property
    def by_article(self) -> Mapping[Locator, tuple[Provision, ...]]:
        articles: dict[Locator, list[Provision]] = {}
        for p in self.provisions:
            articles.setdefault(p.locator.undated().article, []).append(p)
        return {a: tuple(sorted(members, key=lambda p: p.locator)) for a, members in articles.items()}

    @cached_property
    def sha256(self) -> str:
        digest = hashlib.sha256()
        for source in sorted(self.sources.values(), key=lambda s: s.id):
            digest.update(f"{source.id} {source.sha256}\n".encode())
        return digest.hexdigest()

    def source_of(self, provision: Provision) -> Source:
        return self.sources[provision.locator.source]
