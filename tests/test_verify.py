"""Only what stands in the evidence survives, and only ``verify`` makes a result."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest
from drafts import verify

from assistant.answer import (
    Abstention,
    Answer,
    DraftClaim,
    Evidence,
    EvidenceItem,
    Language,
    Mode,
    Outcome,
    Question,
    Reason,
    Role,
    Trace,
)
from assistant.evidence import Verdict
from assistant.references import law_names
from assistant.verify import Circumstances, check
from corpus import Corpus, Locator, load_corpus
from corpus.vocabulary import Names, load_vocabulary

DAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def names(corpus: Corpus) -> Names:
    return law_names(corpus, load_vocabulary().regelingen)


@pytest.fixture(scope="module")
def evidence(corpus: Corpus) -> Evidence:
    places = ("BWBR0005416#artikel=28/lid=1", "BWBR0005416#artikel=15/lid=3")
    found = [corpus.by_locator[Locator.parse(p)] for p in places]
    return Evidence(tuple(EvidenceItem(f"B{n}", p, corpus.source_of(p)) for n, p in enumerate(found, 1)))


def about(language: Language = Language.NL) -> Circumstances:
    return Circumstances(Question("Mag dit?", None, DAY), Mode.VRAAG, language, None, (), "abc", "proef", Trace())


def claim(text: str, *quotes: tuple[str, str]) -> DraftClaim:
    return DraftClaim(text, quotes, Role.REGEL)


def test_a_good_claim_survives_with_its_exact_span(evidence: Evidence, names: Names) -> None:
    item = evidence.items[0]
    quote = item.text[5:40]
    kept, why = check(claim("U mag niet meestemmen.", ("B1", quote)), evidence, DAY, names)
    assert kept and not why
    (citation,) = kept.citations
    assert (citation.start, citation.end) == (5, 40)
    assert item.text[citation.start : citation.end] == citation.quote == quote
    assert citation.locator == item.provision.locator
    assert citation.label == "artikel 28, eerste lid, Gemeentewet"
    assert citation.url.startswith("https://wetten.overheid.nl/jci1.3:c:BWBR0005416&artikel=28&lid=1&z=2026-11-24")


def test_every_quote_of_a_claim_must_stand(evidence: Evidence, names: Names) -> None:
    good, other = evidence.items[0].text[:30], evidence.items[1].text[:30]
    kept, _ = check(claim("Beide.", ("B1", good), ("B2", other)), evidence, DAY, names)
    assert kept and [c.evidence for c in kept.citations] == ["B1", "B2"]
    kept, why = check(claim("Beide.", ("B1", good), ("B2", "verzonnen")), evidence, DAY, names)
    assert kept is None
    assert why == "het citaat staat niet letterlijk in B2"


BAD = {
    "invented quote": ("Een raadslid mag altijd meestemmen.", "B1", "Een raadslid mag altijd meestemmen.", "niet letterlijk in B1"),
    "one letter off": ("Zin.", "B1", "{first}X", "niet letterlijk in B1"),
    "other case": ("Zin.", "B1", "{upper}", "niet letterlijk in B1"),
    "quote of another label": ("Zin.", "B1", "{other}", "niet letterlijk in B1"),
    "unknown label": ("Zin.", "B9", "{first}", "bron B9 bestaat niet"),
    "label in lower case": ("Zin.", "b1", "{first}", "bron b1 bestaat niet"),
    "locator as label": ("Zin.", "BWBR0005416#artikel=28/lid=1", "{first}", "bestaat niet"),
    "empty label": ("Zin.", "", "{first}", "bestaat niet"),
    "empty quote": ("Zin.", "B1", "", "niet letterlijk in B1"),
    "space as quote": ("Zin.", "B1", " ", "niet letterlijk in B1"),
    "article of no evidence": ("Volgens artikel 99 Gemeentewet mag dat.", "B1", "{first}", "artikel 99 Gemeentewet staat niet in de bron"),
    "lid of no evidence": ("Artikel 28, negende lid, Gemeentewet verbiedt dat.", "B1", "{first}", "staat niet in de bron"),
    "part of a number": ("Artikel 2 Gemeentewet verbiedt dat.", "B1", "{first}", "staat niet in de bron"),
    "other law": ("Artikel 28, eerste lid, Provinciewet verbiedt dat.", "B1", "{first}", "staat niet in de bron"),
    "article without law": ("Volgens artikel 99 mag dat.", "B1", "{first}", "artikel 99 staat niet in de bron"),
    "article of evidence that is not cited": ("Zie artikel 15, derde lid, Gemeentewet.", "B1", "{first}", "staat niet in de bron"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_dropped_with_the_reason(name: str, evidence: Evidence, names: Names) -> None:
    text, label, quote, reason = BAD[name]
    first, other = evidence.items[0].text[:60], evidence.items[1].text[:60]
    quote = quote.format(first=first, other=other, upper=first.upper())
    kept, why = check(claim(text, (label, quote)), evidence, DAY, names)
    assert kept is None
    assert reason in why


def test_a_claim_without_quote_is_dropped(evidence: Evidence, names: Names) -> None:
    assert check(claim("Dit staat vast."), evidence, DAY, names) == (None, "geen bron bij deze zin")


@pytest.mark.parametrize(
    "text",
    [
        "Volgens artikel 28, eerste lid, Gemeentewet stemt u niet mee.",
        "Artikel 28 van de Gemeentewet gaat hierover.",
        "Op grond van artikel 28, eerste lid, stemt u niet mee.",
        "Artikel 28 verbiedt dat.",
        "U stemt niet mee.",
    ],
)
def test_a_sentence_may_name_the_article_that_it_cites(text: str, evidence: Evidence, names: Names) -> None:
    kept, why = check(claim(text, ("B1", evidence.items[0].text[:30])), evidence, DAY, names)
    assert kept, why


def test_a_sentence_of_the_source_may_name_what_the_source_names(corpus: Corpus, names: Names) -> None:
    """Verbatim text that refers to another article stays."""
    provision = next(p for p in corpus.provisions if "(art. 15 lid 2)" in p.text or "Kieswet X 8" in p.text)
    held = Evidence((EvidenceItem("B1", provision, corpus.source_of(provision)),))
    kept, why = check(claim(provision.consequence, ("B1", provision.consequence)), held, DAY, names)
    assert kept, why


def test_an_answer_holds_only_what_stands(evidence: Evidence, names: Names) -> None:
    quote = evidence.items[0].text[:30]
    draft = (claim("Goed.", ("B1", quote)), claim("Fout.", ("B1", "verzonnen")), claim("Kaal."))
    result = verify(draft, evidence, Verdict(1.0), about(), names)
    assert isinstance(result, Answer)
    assert result.outcome is Outcome.GEDEELTELIJK
    assert [c.text for c in result.claims] == ["Goed."]
    assert [(d.text, d.why) for d in result.trace.dropped] == [
        ("Fout.", "het citaat staat niet letterlijk in B1"),
        ("Kaal.", "geen bron bij deze zin"),
    ]


def test_all_good_is_answered(evidence: Evidence, names: Names) -> None:
    result = verify(((claim("Goed.", ("B1", evidence.items[0].text[:30])),)), evidence, Verdict(1.0), about(), names)
    assert isinstance(result, Answer)
    assert result.outcome is Outcome.BEANTWOORD
    assert result.trace.dropped == ()


@pytest.mark.parametrize("claims", [(), (claim("Kaal."),), (claim("Fout.", ("B1", "verzonnen")), claim("Fout.", ("B7", "x")))])
def test_nothing_left_becomes_an_abstention(claims: tuple[DraftClaim, ...], evidence: Evidence, names: Names) -> None:
    result = verify((claims), evidence, Verdict(1.0), about(), names)
    assert isinstance(result, Abstention)
    assert result.outcome is Outcome.NIET
    assert result.reason is Reason.GEEN_BEPALING
    assert result.message
    assert result.claims == ()
    assert len(result.trace.dropped) == len(claims)


def test_the_message_is_in_the_language_of_the_question(evidence: Evidence, names: Names) -> None:
    result = verify((()), evidence, Verdict(1.0), about(Language.EN), names)
    assert isinstance(result, Abstention)
    assert result.message.startswith("Not one sentence")


def test_a_verdict_against_answering_is_kept_and_shows_what_stands(evidence: Evidence, names: Names) -> None:
    draft = (claim("Goed.", ("B1", evidence.items[0].text[:30])), claim("Fout.", ("B1", "verzonnen")))
    result = verify(draft, evidence, Verdict(0.0, Reason.ONVEILIG, "Nee."), about(), names)
    assert isinstance(result, Abstention)
    assert (result.reason, result.message) == (Reason.ONVEILIG, "Nee.")
    assert [c.text for c in result.claims] == ["Goed."]


def test_without_evidence_nothing_survives(names: Names) -> None:
    result = verify(((claim("Zin.", ("B1", "Zin.")),)), Evidence(), Verdict(1.0), about(), names)
    assert isinstance(result, Abstention)


def test_results_are_made_only_in_verify() -> None:
    """``Answer(`` and ``Abstention(`` stand in no other module of the program."""
    root = Path(__file__).parent.parent
    makers = {
        path.relative_to(root).as_posix()
        for room in ("corpus", "ingest", "assistant", "eval")
        for path in (root / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("Answer", "Abstention")
    }
    assert makers == {"assistant/verify.py"}
