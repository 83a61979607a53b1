"""What people read and what programs read of one result."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from drafts import verify
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import DraftClaim, Evidence, EvidenceItem, Hit, Language, Mode, Question, Reason, Result, Role, Trace
from assistant.evidence import Verdict
from assistant.markdown import escape
from assistant.render import to_json, to_markdown
from assistant.verify import Circumstances
from corpus import Ambt, Bestuurslaag, Locator, Provision, Source, SourceId, SourceKind, Thema
from corpus.values import Gezag, TextKind
from corpus.vocabulary import Names

GOLDEN = Path(__file__).parent / "golden"
SOURCE = Source(
    SourceId("BWBR0005416"), "Gemeentewet", "Gemeentewet", ("Gemw",), SourceKind.WET, Bestuurslaag.GEMEENTE, Gezag.WET,
    dt.date(2026, 10, 1), None, "https://wetten.overheid.nl/BWBR0005416", TextKind.SAMENVATTING, "0" * 64,
)  # fmt: skip


def provision(place: str, norm: str, consequence: str = "") -> Provision:
    return Provision(
        Locator.parse(place), norm, consequence, "Hoofdstuk", Bestuurslaag.GEMEENTE, frozenset({Ambt.RAADSLID}),
        (Thema.STEMONTHOUDING,), "", None, "2026-10-01", "ja", True, (),
    )  # fmt: skip


RULE = provision(
    "BWBR0005416@2026-10-01#artikel=28/lid=1", "Het raadslid stemt *niet* mee. Dat geldt altijd.", "Het besluit [kan] sneuvelen."
)
EXTRA = provision("BWBR0005416@2026-10-01#artikel=15/lid=1/onderdeel=d", "Wie < 5 euro ziet, let op.")


def result(
    language: Language = Language.NL, verdict: Verdict | None = None, claims: tuple[DraftClaim, ...] | None = None
) -> Result:
    evidence = Evidence((EvidenceItem("B1", RULE, SOURCE), EvidenceItem("B2", EXTRA, SOURCE)))
    draft = (
        claims
        if claims is not None
        else (
            DraftClaim("Wie < 5 euro ziet, let op.", (("B2", "Wie < 5 euro ziet, let op."),), Role.AANVULLEND),
            DraftClaim("Het raadslid stemt *niet* mee.", (("B1", "Het raadslid stemt *niet* mee."),), Role.REGEL),
            DraftClaim("Dat geldt altijd.", (("B1", "Dat geldt altijd."),), Role.REGEL),
            DraftClaim("Het besluit [kan] sneuvelen.", (("B1", "Het besluit [kan] sneuvelen."),), Role.GEVOLG),
            DraftClaim("Verzonnen.", (("B1", "Verzonnen."),), Role.REGEL),
        )
    )
    about = Circumstances(
        Question("Mag ik meestemmen?", Ambt.RAADSLID, dt.date(2026, 11, 24)), Mode.VRAAG, language, Bestuurslaag.GEMEENTE,
        ("Let op: dit is een proef.",), "abc123", "proef", Trace((Hit(RULE, 1.5, ("dense", "lexical")),), (), {"total": 1.23456}),
    )  # fmt: skip
    return verify(draft, evidence, verdict or Verdict(1.0), about, Names({}))


ABSTENTION = Verdict(0.0, Reason.GEEN_BEPALING, "Ik vind artikel 999, Gemeentewet niet in mijn bronnen.")
CASES = {
    "answer.md": lambda: result(),
    "answer_en.md": lambda: result(Language.EN),
    "abstention.md": lambda: result(verdict=ABSTENTION),
    "abstention_unsafe.md": lambda: result(verdict=Verdict(0.0, Reason.ONVEILIG, "Hier help ik niet bij."), claims=()),
}


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str) -> None:
    """The files in ``golden`` are read by a person when they change; delete one to have it written again."""
    file = GOLDEN / name
    shown = to_markdown(CASES[name]())
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
        pytest.fail(f"{file} is nieuw geschreven; lees hem na")
    assert shown == file.read_text(encoding="utf-8")


def test_json_of_an_answer() -> None:
    data = to_json(result(), "v1")
    assert data["id"] == "v1"
    assert data["outcome"] == "gedeeltelijk"
    assert data["reason"] is None
    assert data["ambt"] == "raadslid"
    assert data["date"] == "2026-11-24"
    assert data["citations"] == ["BWBR0005416@2026-10-01#artikel=28/lid=1", "BWBR0005416@2026-10-01#artikel=15/lid=1/onderdeel=d"]
    assert data["retrieved"] == [
        {"locator": "BWBR0005416@2026-10-01#artikel=28/lid=1", "score": 1.5, "found_by": ["dense", "lexical"]}
    ]
    assert data["dropped"] == [{"text": "Verzonnen.", "why": "het citaat staat niet letterlijk in B1"}]
    assert data["timings_ms"] == {"total": 1.23}
    assert data["answer"] == to_markdown(result())


def test_json_of_an_abstention() -> None:
    data = to_json(result(verdict=ABSTENTION))
    assert (data["id"], data["outcome"], data["reason"]) == (None, "niet", "geen_bepaling")
    assert len(data["claims"]) == 4


def test_a_message_cannot_bring_markup() -> None:
    shown = to_markdown(result(verdict=Verdict(0.0, Reason.BUITEN_CORPUS, "Over <b>X</b> [y](http://z) weet ik niets.")))
    assert "\\<b\\>X" in shown
    assert "\\[y\\](http\\://z)" in shown


SPECIAL = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#|~&]")


@given(st.text(alphabet="ab \\`*_[]<>#|~&()!-.1\n", max_size=60))
def test_escape_leaves_no_special_character_bare(text: str) -> None:
    escaped = escape(text)
    assert not SPECIAL.search(escaped)
    assert re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", escaped) == text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](http://y.nl/z.png)", "[klik](javascript:alert(1))", "# Kop", "**vet**",
        "`code`", "| a | b |", "> citaat", "&lt;b&gt;", "~~weg~~", "<http://evil.nl>", "http://evil.nl", "www.evil.nl", "- punt", "+ punt", "1. punt", "1) punt",
        "===\nkop", "---",
    ],
)  # fmt: skip
def test_escaped_text_is_shown_as_text(text: str) -> None:
    """The Markdown parser that rich uses sees one paragraph of plain text."""
    from markdown_it import MarkdownIt

    assert not re.search(r"https?://|www\.", escape(text))  # what GFM would make a link of by itself
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(escape(text))
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {t.type for t in tokens[1].children or []} <= {"text", "softbreak", "text_special"}
    assert "".join(t.content or "\n" for t in tokens[1].children or []) == text
