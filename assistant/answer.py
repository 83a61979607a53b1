"""The values a question becomes on its way to an answer.

``Answer`` and ``Abstention`` are made only by ``assistant.verify``: that is where it is decided that every
sentence stands in the law that it cites.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus import Ambt, Bestuurslaag, Locator, OfficialText, Provision, Source
from corpus.contacts import Contact


class Language(StrEnum):
    NL = "nl"
    EN = "en"


class Mode(StrEnum):
    VRAAG = "vraag"
    DILEMMA = "dilemma"
    VERGELIJKING = "vergelijking"


class Outcome(StrEnum):
    BEANTWOORD = "beantwoord"
    GEDEELTELIJK = "gedeeltelijk"
    NIET = "niet"


class Reason(StrEnum):
    """Why there is no (full) answer: a closed set."""

    BUITEN_CORPUS = "buiten_corpus"
    GEEN_BEPALING = "geen_bepaling"
    FEITEN_ONTBREKEN = "feiten_ontbreken"
    TEGENSTRIJDIG = "tegenstrijdig"
    VEROUDERD = "verouderd"
    PERSOONLIJK_OORDEEL = "persoonlijk_oordeel"
    VERKEERDE_AANNAME = "verkeerde_aanname"
    ONVEILIG = "onveilig"


class Role(StrEnum):
    """What a sentence does in the answer; decides under which heading it is shown."""

    REGEL = "regel"
    GEVOLG = "gevolg"
    AANVULLEND = "aanvullend"
    ANDERE_LAAG = "andere_laag"
    VERDER = "verder"
    BETROKKENE = "betrokkene"
    ERVOOR = "ervoor"
    ERTEGEN = "ertegen"
    SCHIJN = "schijn"
    OPTIE = "optie"
    TOELICHTING = "toelichting"


#: How the name of a composer begins that is a language model.
LANGUAGE_MODEL = "taalmodel:"

#: The roles of a weighing; the others say what the rules are.
WEIGHING = (Role.BETROKKENE, Role.ERVOOR, Role.ERTEGEN, Role.SCHIJN, Role.OPTIE)


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asks. ``history``: earlier questions of this conversation, oldest first; ``mode``: what kind of question it is,
    where the user chose that; ``tier``: of who asks, where the office does not tell it. ``told``: questions for facts that the user answered in ``text``."""

    text: str
    ambt: Ambt | None
    peildatum: dt.date
    history: tuple[str, ...] = ()
    mode: Mode | None = None
    told: tuple[str, ...] = ()
    tier: Bestuurslaag | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision that was found: its score and by which ways (``exact``, ``dense``, ``lexical``, ``parallel``)."""

    provision: Provision
    score: float
    found_by: tuple[str, ...]


class Summary(StrEnum):
    """How the summary of a provision stands to the official text of the day that is asked for."""

    ALLEEN = "alleen"  # there is no official text beside it
    GELIJK = "gelijk"  # checked against this very text
    ONBEKEND = "onbekend"  # not compared with this version
    VEROUDERD = "verouderd"  # the law has changed since it was checked
    LATER = "later"  # of a later text than the one in force on that day: not shown
    GEEN = "geen"  # only the official text is there


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A numbered passage. The label is opaque (``B3``), so that it is never taken for an article number.

    ``official``: the words of the source in force on the day that is asked for, where the library holds them.
    """

    label: str
    provision: Provision
    source: Source
    official: OfficialText | None = None
    summary: Summary = Summary.ALLEEN

    @property
    def explained(self) -> bool:
        """Is the summary shown with it?"""
        return self.summary not in (Summary.LATER, Summary.GEEN)

    @property
    def texts(self) -> tuple[str, ...]:
        """What a quote may stand in: the official words first, then the summary."""
        official = (self.official.text,) if self.official else ()
        return (*official, self.provision.text) if self.explained else official

    @property
    def text(self) -> str:
        """The text that is quoted first."""
        return self.texts[0]

    @property
    def locator(self) -> Locator:
        """The place, dated with the version that is quoted."""
        return self.provision.locator.undated().at(self.official.version) if self.official else self.provision.locator


@dataclass(frozen=True, slots=True)
class Evidence:
    """The only thing that can be cited."""

    items: tuple[EvidenceItem, ...] = ()

    def get(self, label: str) -> EvidenceItem | None:
        return next((item for item in self.items if item.label == label), None)


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A sentence that a composer proposes, with (evidence label, verbatim quote) pairs. Untrusted.

    ``part``: in a weighing, what the sentence is said of (a party, a consideration, an option).
    """

    text: str
    quotes: tuple[tuple[str, str], ...]
    role: Role
    part: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that stands in ``evidence`` at ``text[start:end]``: of the official words, or of the summary."""

    evidence: str
    locator: Locator
    label: str
    url: str
    quote: str
    start: int
    end: int
    official: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    text: str
    citations: tuple[Citation, ...]
    role: Role
    part: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that fell. ``by_model``: a language model proposed it. ``rule``: the name of the rule that it fell for, one of
    ``assistant.support.RULES`` or of what reads the model's lines; "" for a sentence of a source."""

    text: str
    why: str
    by_model: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table of places that the claims cite: a side (tier or office) a column, the same rule a row. ``None``: the corpus holds
    no such rule for that side."""

    subject: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Locator | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a dilemma asks of who tells it. ``act``: what the considerations are for and against; ``missing``: questions for facts
    that were not told; ``options``: from doing nothing to reporting and publishing. The claims of ``WEIGHING`` fill it in."""

    theme: str
    act: str
    missing: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What a later reader may want to know; never logged or stored by itself."""

    retrieved: tuple[Hit, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Result:
    question: Question
    mode: Mode
    language: Language
    bestuurslaag: Bestuurslaag | None
    evidence: Evidence
    notes: tuple[str, ...]
    corpus_version: str
    composer: str
    trace: Trace
    comparison: Comparison | None = field(default=None, kw_only=True)
    weighing: Weighing | None = field(default=None, kw_only=True)
    contacts: tuple[Contact, ...] = field(default=(), kw_only=True)
    next_questions: tuple[str, ...] = field(default=(), kw_only=True)
    #: What the placeholders in the question stand for: for the user's own memo, never in the JSON.
    hidden: Mapping[str, str] = field(default_factory=dict, kw_only=True, repr=False)


@dataclass(frozen=True, slots=True)
class Answer(_Result):
    """At least one claim, every claim with at least one verified citation."""

    outcome: Outcome
    claims: tuple[Claim, ...]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Abstention(_Result):
    """No answer: why not (``message``), what there is instead (``claims`` may show the nearest law), whom to ask."""

    reason: Reason
    message: str
    claims: tuple[Claim, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return Outcome.NIET


Result = Answer | Abstention
