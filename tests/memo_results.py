"""Results to make memos of: invented law, with official texts, a document of the user's own and a place without address."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from drafts import verify

from assistant.answer import (
    DraftClaim,
    Evidence,
    EvidenceItem,
    Language,
    Mode,
    Question,
    Reason,
    Result,
    Role,
    Summary,
    Trace,
)
from assistant.evidence import Verdict
from assistant.verify import Circumstances
from corpus import Ambt, Bestuurslaag, Locator, OfficialText, Provision, Source, SourceId, SourceKind, Thema
from corpus.values import Gezag, TextKind
from corpus.vocabulary import Names

MADE_ON = dt.date(2026, 11, 25)
VERSION = dt.date(2026, 10, 1)
LAW = Source(
    SourceId("BWBR0005416"), "Gemeentewet", "Gemeentewet", ("Gemw",), SourceKind.WET, Bestuurslaag.GEMEENTE, Gezag.WET,
    VERSION, None, "https://wetten.overheid.nl/BWBR0005416", TextKind.SAMENVATTING, "0" * 64,
)  # fmt: skip
CODE = replace(LAW, id=SourceId("gedragscode-proef"), citeertitel="Gedragscode Proefdam", kind=SourceKind.GEDRAGSCODE, url="")

OFFICIAL = "1. Wie zelf belang heeft bij een zaak, stemt daar niet over, tenzij:\na. het om § 3 of € 5 gaat;\nb. het om één ‘kleine’ zaak gaat."
OWN = "Meld een geschenk binnen „tien” dagen."


def provision(place: str, norm: str, consequence: str = "", *ambten: Ambt) -> Provision:
    return Provision(
        Locator.parse(place), norm, consequence, "Hoofdstuk", Bestuurslaag.GEMEENTE, frozenset(ambten),
        (Thema.STEMONTHOUDING,), "", None, "2026-10-01", "ja", True, (),
    )  # fmt: skip


RULE = provision(
    "BWBR0005416@2026-10-01#artikel=28/lid=1",
    "Het raadslid stemt niet mee. Dat geldt altijd.",
    "Het besluit kan sneuvelen.",
    Ambt.RAADSLID,
)
OTHER = provision("BWBR0005416#artikel=58", "De wethouder let op bij < 5 euro.", "", Ambt.WETHOUDER, Ambt.BURGEMEESTER)
DOCUMENT = replace(provision("gedragscode-proef#artikel=4", OWN), page=3)
EVIDENCE = Evidence(
    (
        EvidenceItem("B1", RULE, LAW, OfficialText(VERSION, VERSION, None, OFFICIAL), Summary.GELIJK),
        EvidenceItem("B2", OTHER, LAW),
        EvidenceItem("B3", DOCUMENT, CODE, OfficialText(None, None, None, OWN), Summary.GEEN),
    )
)
CLAIMS = (
    DraftClaim(OTHER.norm, (("B2", OTHER.norm),), Role.ANDERE_LAAG),
    DraftClaim("Het raadslid stemt niet mee.", (("B1", OFFICIAL), ("B1", "Het raadslid stemt niet mee.")), Role.REGEL),
    DraftClaim("Dat geldt altijd.", (("B1", OFFICIAL), ("B1", "Dat geldt altijd.")), Role.REGEL),
    DraftClaim("Het besluit kan sneuvelen.", (("B1", "Het besluit kan sneuvelen."),), Role.GEVOLG),
    DraftClaim(OWN, (("B3", OWN),), Role.AANVULLEND),
)
INVENTED = DraftClaim("Verzonnen zin.", (("B1", "Verzonnen zin."),), Role.REGEL)
NOT_FOUND = Verdict(0.0, Reason.GEEN_BEPALING, "Ik vind artikel 999, Gemeentewet niet in mijn bronnen.")
UNSAFE = Verdict(0.0, Reason.ONVEILIG, "Hier help ik niet bij.")


def result(
    *claims: DraftClaim,
    language: Language = Language.NL,
    verdict: Verdict | None = None,
    text: str = "Mag ik, [BSN-1], meestemmen?",
    evidence: Evidence = EVIDENCE,
    notes: tuple[str, ...] = ("Let op: dit is een proef.",),
    history: tuple[str, ...] = (),
    mode: Mode = Mode.VRAAG,
    ambt: Ambt | None = Ambt.RAADSLID,
) -> Result:
    """A result as the flow makes it: every claim goes past the verifier."""
    about = Circumstances(
        Question(text, ambt, dt.date(2026, 11, 24), history), mode, language, Bestuurslaag.GEMEENTE, notes, "abc123",
        "extractief", Trace(),
    )  # fmt: skip
    return verify((claims), evidence, verdict or Verdict(1.0), about, Names({}))


def answer(language: Language = Language.NL) -> Result:
    return result(*CLAIMS, language=language)


def partial() -> Result:
    return result(*CLAIMS, INVENTED)


def abstention() -> Result:
    return result(CLAIMS[3], verdict=NOT_FOUND)


#: Text that means something in Markdown, HTML, Typst, XML or a terminal, one a line; a memo must show it as it is.
HOSTILE = (
    "# kop *vet* _schuin_ `code` ~~weg~~",
    "= kop == kop",
    "- punt",
    "1. een",
    "| a | b |",
    "--- === ***",
    "> aangehaald",
    "<script>alert(1)</script> <b>vet</b> &amp; &lt; <!-- weg -->",
    "[x](javascript:alert(1)) ![p](http://x.example/p.png) https://x.example/a www.x.example",
    '#import "@preview/a:1.0.0": * #read("/etc/hosts") #eval("1+1") #panic()',
    "$x^2$ @ref <lab> // weg /* weg */ \\ \\* \\u{41} {{y}} ${z} %s",
    "w:r]]> </w:t> ' \" “ ” « »",
    "x" * 2000,
)
