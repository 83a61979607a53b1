"""The memo as a Word document, read back with python-docx and converted by LibreOffice where it is installed."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from memo_results import CLAIMS, HOSTILE, MADE_ON, OFFICIAL, OWN, UNSAFE, abstention, answer, partial, result
from pypdf import PdfReader

from assistant.answer import DraftClaim, Language, Result, Role
from assistant.memo import MemoFormat, memo
from assistant.memo.printable import printable


def made(of: Result) -> bytes:
    return memo(of, MemoFormat.DOCX, made_on=MADE_ON)


def opened(of: Result) -> Document:
    return docx.Document(io.BytesIO(made(of)))


def headings(document: Document) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in document.paragraphs if p.style and str(p.style.name).startswith(("Title", "Heading"))]


def links(paragraphs: list[Paragraph]) -> list[tuple[str, str]]:
    return [(link.text, link.address) for p in paragraphs for link in p.hyperlinks]


def test_headings_are_headings_in_order() -> None:
    assert headings(opened(partial())) == [
        ("Title", "Memo: een vraag over integriteit"),
        ("Heading 1", "Vraag"),
        ("Heading 1", "Antwoord"),
        ("Heading 2", "Wat de bronnen zeggen"),
        ("Heading 2", "Gevolg"),
        ("Heading 2", "Dit hoort erbij"),
        ("Heading 2", "Voor een ander ambt of een andere bestuurslaag"),
        ("Heading 1", "Opmerkingen"),
        ("Heading 1", "Wat niet is gevonden"),
        ("Heading 1", "Waar de bronnen staan"),
        ("Heading 1", "Eigen afweging"),
        ("Heading 1", "Over dit memo"),
    ]


def test_an_abstention_and_a_bare_one_open() -> None:
    assert ("Heading 2", "Wel in de bronnen") in headings(opened(abstention()))
    text = [p.text for p in opened(result(verdict=UNSAFE)).paragraphs]
    assert "Hier help ik niet bij." in text


def test_sentences_and_quotes_in_order() -> None:
    text = "\n".join(paragraph.text for paragraph in opened(answer()).paragraphs)
    wanted = [
        "Mag ik, [BSN-1], meestemmen?",
        "Het raadslid stemt niet mee. Dat geldt altijd.",
        "Bron: artikel 28, eerste lid, Gemeentewet · geldt voor: raadslid",
        "Officiële tekst, versie van 1 oktober 2026",
        f"„{OFFICIAL}”",
        "Het besluit kan sneuvelen.",
        OWN,
        "Bron: artikel 4, Gedragscode Proefdam\nEigen document, pagina 3",
        "De wethouder let op bij < 5 euro.",
    ]
    places = [text.index(part) for part in wanted]
    assert places == sorted(places)


def test_links_go_to_the_cited_places() -> None:
    of = answer()
    cited = {(c.label, c.url) for claim in of.claims for c in claim.citations if c.url}
    found = links(opened(of).paragraphs)
    assert set(found) == cited | {(url, url) for _, url in cited}


def test_the_tables_have_a_header_row() -> None:
    facts, talked = opened(answer()).tables
    assert [cell.text for cell in facts.rows[0].cells] == ["Gegeven", "Waarde"]
    assert [cell.text for cell in facts.rows[1].cells] == ["Ambt", "raadslid (gemeente)"]
    assert [cell.text for cell in talked.rows[0].cells] == ["Besproken met", "Datum"]
    assert all(cell.text == "" for row in list(talked.rows)[1:] for cell in row.cells)
    for table in (facts, talked):
        assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows] == [True] + [False] * (
            len(table.rows) - 1
        )


@pytest.mark.parametrize(("language", "code"), [(Language.NL, "nl-NL"), (Language.EN, "en-GB")])
def test_language_and_properties(language: Language, code: str) -> None:
    document = opened(answer(language))
    about = document.core_properties
    default = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert default is not None
    assert (about.language, default.get(qn("w:val"))) == (code, code)
    assert about.title == document.paragraphs[0].text
    assert "AI" in f"{about.author}"
    assert "AI" in about.keywords
    assert (about.created, about.modified) == (dt.datetime(2026, 11, 25, tzinfo=dt.UTC),) * 2


def test_the_words_of_a_source_stay_dutch_in_an_english_memo() -> None:
    document = opened(answer(Language.EN))
    runs = [run for p in document.paragraphs for run in p.runs if run._r.find(f".//{qn('w:lang')}") is not None]
    assert {f"„{OFFICIAL}”", "Het raadslid stemt niet mee. Dat geldt altijd."} <= {run.text for run in runs}
    assert {run._r.find(f".//{qn('w:lang')}").get(qn("w:val")) for run in runs} == {"nl-NL"}


def test_the_same_memo_is_the_same_bytes() -> None:
    assert made(answer()) == made(answer())
    with zipfile.ZipFile(io.BytesIO(made(answer()))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_text_is_text() -> None:
    claims = [DraftClaim(text, (("B1", text),), Role.REGEL) for text in HOSTILE]
    of = result(*CLAIMS, *claims, text="\n".join(HOSTILE), notes=HOSTILE)
    document = opened(of)
    text = [paragraph.text for paragraph in document.paragraphs]
    assert "\n".join(HOSTILE) in text
    # As a note and as a sentence that fell away.
    assert [text.count(part) for part in HOSTILE] == [2] * len(HOSTILE)
    assert links(document.paragraphs) == links(opened(answer()).paragraphs)
    assert [name for name, _ in headings(document)] == [name for name, _ in headings(opened(partial()))]


@given(st.text(st.characters(), min_size=1, max_size=80))
@settings(max_examples=40)
def test_any_question_comes_back_as_it_was(text: str) -> None:
    paragraphs = opened(result(*CLAIMS, text=text)).paragraphs
    at = next(n for n, p in enumerate(paragraphs) if p.text == "Vraag" and p.style and p.style.name == "Heading 1")
    assert paragraphs[at + 1].text == printable(text)


def test_libreoffice_reads_it(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("soffice (LibreOffice) is not on this machine")
    file = tmp_path / "memo.docx"
    file.write_bytes(made(result(*CLAIMS, text="\n".join(["Mag dit? 😀 שלום", *HOSTILE]))))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = "".join("".join(page.extract_text() for page in PdfReader(tmp_path / "memo.pdf").pages).split())
    for part in (OFFICIAL, OWN, "Het raadslid stemt niet mee. Dat geldt altijd.", "Besproken met", "<script>alert(1)</script>"):
        assert "".join(part.split()) in text
