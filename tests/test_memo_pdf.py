"""The memo as PDF, read back with pypdf: what it says, and that it can be read out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memo_results import CLAIMS, HOSTILE, MADE_ON, OFFICIAL, OWN, UNSAFE, abstention, answer, partial, result
from pypdf import PdfReader
from pypdf.generic import Destination, IndirectObject

from assistant.answer import DraftClaim, Language, Result, Role
from assistant.memo import MemoFormat, memo
from assistant.memo.pdf import _SHOWN, _showable

_GAP = re.compile(r"[\s\u200b]+")


def made(of: Result) -> bytes:
    return memo(of, MemoFormat.PDF, made_on=MADE_ON)


def opened(of: Result) -> PdfReader:
    return PdfReader(io.BytesIO(made(of)))


def close(text: str) -> str:
    """Without white space: a line may break where the page is full."""
    return _GAP.sub("", text)


def text_of(reader: PdfReader) -> str:
    """Without the foot of each page, so that a sentence may run on to the next."""
    foot = re.compile(r"(?:Gemaakt door|Made by) [^\n]*\d+ / \d+\s*$")
    return close("".join(foot.sub("", page.extract_text()) for page in reader.pages))


def tags(reader: PdfReader) -> Iterator[dict[str, Any]]:
    """The elements of the structure tree, outermost first."""
    todo: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while todo:
        node = todo.pop(0)
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            todo = [*node, *todo]
        elif isinstance(node, dict) and "/S" in node:
            yield node
            todo.insert(0, node.get("/K", []))


def bookmarks(entries: list[Any], depth: int = 1) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for entry in entries:
        found += [(depth, str(entry.title))] if isinstance(entry, Destination) else bookmarks(entry, depth + 1)
    return found


@pytest.mark.parametrize("of", [answer(), partial(), abstention(), answer(Language.EN)])
def test_every_quote_is_in_the_text(of: Result) -> None:
    text = text_of(opened(of))
    quotes = {c.quote for claim in of.claims for c in claim.citations}
    assert quotes
    assert [quote for quote in quotes if close(quote) not in text] == []


def test_sentences_and_sources_in_order() -> None:
    text = text_of(opened(partial()))
    wanted = [
        "Mag ik, [BSN-1], meestemmen?",
        "Het raadslid stemt niet mee. Dat geldt altijd.",
        "Bron: artikel 28, eerste lid, Gemeentewet · geldt voor: raadslid",
        "Officiële tekst, versie van 1 oktober 2026",
        f"„{OFFICIAL}”",
        "Het besluit kan sneuvelen.",
        OWN,
        "Verzonnen zin.",
        "Besproken met",
        "Dit memo is geen juridisch advies",
    ]
    places = [text.index(close(part)) for part in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize(("language", "code"), [(Language.NL, "nl-NL"), (Language.EN, "en-GB")])
def test_it_is_tagged_with_language_and_title(language: Language, code: str) -> None:
    reader = opened(answer(language))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == code
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    about = reader.metadata
    assert about
    assert about.title in ("Memo: een vraag over integriteit", "Memo: a question about integrity")
    assert "AI" in f"{about.author}"
    assert "AI" in f"{about.keywords}"
    packet = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert "<pdfaid:part>2</pdfaid:part>" in packet


def test_what_can_be_read_out() -> None:
    reader = opened(answer())
    count = Counter(tag["/S"] for tag in tags(reader))
    assert count["/Table"] == 2
    assert count["/TH"] == 4
    assert count["/BlockQuote"] == 1
    assert count["/H1"] == 7
    assert count["/H2"] == 4
    assert count["/L"] == 2
    assert count["/Link"] == 5
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_bookmarks_are_the_headings() -> None:
    assert bookmarks(opened(abstention()).outline) == [
        (1, "Vraag"),
        (1, "Geen antwoord"),
        (2, "Wel in de bronnen"),
        (1, "Opmerkingen"),
        (1, "Waar de bronnen staan"),
        (1, "Eigen afweging"),
        (1, "Over dit memo"),
    ]


def test_links_go_to_the_cited_places() -> None:
    of = answer()
    cited = {c.url for claim in of.claims for c in claim.citations if c.url}
    notes = [a.get_object() for page in opened(of).pages for a in page.get("/Annots", [])]
    assert {note["/A"]["/URI"] for note in notes} == cited


def test_the_words_of_a_source_stay_dutch_in_an_english_memo() -> None:
    assert "nl-NL" in {str(tag.get("/Lang")) for tag in tags(opened(answer(Language.EN)))}


def test_nothing_in_it_runs_or_is_fetched() -> None:
    whole = made(result(*CLAIMS, text="\n".join(HOSTILE)))
    assert not re.search(rb"/JavaScript|/JS\b|/Launch|/OpenAction|/EmbeddedFile|/AA\b", whole)


def test_the_same_memo_is_the_same_bytes() -> None:
    assert made(answer()) == made(answer())


def test_hostile_text_is_text() -> None:
    claims = [DraftClaim(text, (("B1", text),), Role.REGEL) for text in HOSTILE]
    reader = opened(result(*CLAIMS, *claims, text="\n".join(HOSTILE), notes=HOSTILE))
    text = text_of(reader)
    assert [text.count(close(part)) for part in HOSTILE if len(part) > 10] == [3] * sum(len(part) > 10 for part in HOSTILE)
    assert close("\n".join(HOSTILE)) in text
    assert bookmarks(reader.outline) == bookmarks(opened(partial()).outline)
    annotations = [a for page in reader.pages for a in page.get("/Annots", [])]
    plain = [a for page in opened(partial()).pages for a in page.get("/Annots", [])]
    assert len(annotations) == len(plain)


def test_a_long_word_stays_on_the_page() -> None:
    reader = opened(result(*CLAIMS, text="x" * 2000))
    lines = "".join(page.extract_text() for page in reader.pages).split("\n")
    assert max(len(line) for line in lines) < 130
    assert text_of(reader).count("x" * 2000) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("één ‘twee’ „drie” € § ½ 1° – … ≥ ij", "één ‘twee’ „drie” € § ½ 1° – … ≥ ij"),
        ("e\u0301e\u0301n", "één"),
        ("goed 😀", "goed [GRINNING FACE]"),
        ("ja ✔\ufe0f", "ja [HEAVY CHECK MARK]"),
        ("漢", "[CJK UNIFIED IDEOGRAPH-6F22]"),
        ("שלום", "שלום"),
        ("a\x00b\x1b", "a\ufffdb\ufffd"),
        ("a\u202eb\ufeff", "a\ufffdb\ufffd"),
    ],
)
def test_what_the_fonts_lack_is_named(text: str, shown: str) -> None:
    assert _showable(text) == shown
    assert close(shown) in text_of(opened(result(*CLAIMS, text=f"Vraag: {text}")))


def test_the_fonts_have_every_character_that_is_not_named() -> None:
    """A character without a shape makes Typst refuse the file."""
    shown = [c for n in range(0x20, 0x10000) if _SHOWN.match(c := chr(n)) and _showable(c) == c]
    assert len(shown) > 2500
    made(result(*CLAIMS, text=" ".join(shown)))
    made(result(*CLAIMS, text="".join(shown)))


@given(st.text(st.characters(), max_size=80))
@settings(max_examples=60)
def test_any_text_makes_an_accessible_pdf(text: str) -> None:
    of = result(*CLAIMS, DraftClaim(text, (("B1", text),), Role.REGEL), text=text, notes=(text, "x"))
    assert made(of).startswith(b"%PDF-1.7")


def test_a_bare_abstention() -> None:
    assert close("Hier help ik niet bij.") in text_of(opened(result(verdict=UNSAFE)))
