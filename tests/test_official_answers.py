"""Answers with the words of the law of the day beside the explanation, and from the user's own documents."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from official_library import CODE, LEDEN, NEW, OLD, code, fill, gemeentewet

from assistant.answer import Abstention, Answer, Summary
from assistant.evidence import summary_state
from assistant.flow import Assistant, open_assistant
from assistant.quoting import lead_in, pieces_of, quote_for
from assistant.render import to_json, to_markdown
from assistant.ui.panel import article_panel
from assistant.ui.texts import say
from corpus import OfficialText, load_corpus
from corpus.checked import Checked, checksum
from ingest.build import build
from ingest.library import Library
from ingest.settings import Settings

MEESTEMMEN = "Mag ik meestemmen over het bestemmingsplan naast mijn huis?"
pytestmark = pytest.mark.real_index


@pytest.fixture(scope="module")
def assistant(real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The embedded corpus with two invented versions of the Gemeentewet and an own code of conduct."""
    settings = real_settings.model_copy(update={"data_dir": tmp_path_factory.mktemp("data")})
    fill(Library(settings.library_dir), gemeentewet(OLD), gemeentewet(NEW), code())
    build(settings)
    return open_assistant(settings)


def quotes(result: Answer | Abstention, steps: str) -> list[tuple[str, str, bool]]:
    """``(locator, quote, official)`` of the citations at a place."""
    found = [c for claim in result.claims for c in claim.citations if str(c.locator.undated()).endswith(f"#{steps}")]
    return [(str(c.locator), c.quote, c.official) for c in found]


def test_the_words_of_the_law_stand_beside_the_explanation(assistant: Assistant) -> None:
    result = assistant.ask(MEESTEMMEN, ambt="raadslid", date="2024-09-01")
    assert isinstance(result, Answer)
    found = quotes(result, "artikel=28/lid=1")
    assert ("BWBR0005416@2024-07-01#artikel=28/lid=1", LEDEN[NEW]["artikel=28/lid=1"], True) in found
    assert any(not official for *_, official in found), "the explanation in plain words is shown too"
    text = to_markdown(result)
    assert "tekst van 1 juli 2024" in text and "via een ander" in text and "z=2024-09-01" in text


def test_a_date_before_the_change_gives_the_old_rule_labelled(assistant: Assistant) -> None:
    result = assistant.ask(MEESTEMMEN, ambt="raadslid", date="2022-06-01")
    assert isinstance(result, Answer)
    assert quotes(result, "artikel=28/lid=1") == [
        ("BWBR0005416@2022-01-01#artikel=28/lid=1", LEDEN[OLD]["artikel=28/lid=1"], True)
    ]
    text = to_markdown(result)
    assert "tekst van 1 januari 2022" in text and "die gold tot 1 juli 2024" in text
    assert "via een ander" not in text, "two versions are never mixed"


def test_the_contract_says_which_text_is_quoted(assistant: Assistant) -> None:
    data = json.loads(json.dumps(to_json(assistant.ask(MEESTEMMEN, ambt="raadslid", date="2024-09-01"))))
    for claim in data["claims"]:
        for citation in claim["citations"]:
            assert citation["text"] in ("officieel", "samenvatting")
            assert citation["end"] - citation["start"] == len(citation["quote"])
    assert {c["text"] for c in data["claims"][0]["citations"]} == {"officieel", "samenvatting"}
    assert len(data["citations"]) == len(set(data["citations"]))


@pytest.mark.parametrize(
    ("question", "date", "says"),
    [
        ("Wat staat er in artikel 25, eerste lid, Gemeentewet?", "2022-06-01", "besloten zitting"),
        ("Wat zegt artikel 87, eerste lid, Gemeentewet?", "2024-09-01", "geheimhouding"),
    ],
)
def test_a_named_lid_is_found_in_the_version_of_the_day(assistant: Assistant, question: str, date: str, says: str) -> None:
    result = assistant.ask(question, date=date)
    assert isinstance(result, Answer)
    assert any(
        official and says in quote
        for claim in result.claims
        for quote, official in [(c.quote, c.official) for c in claim.citations]
    )


def test_a_lapsed_article_is_said_to_have_lapsed(assistant: Assistant) -> None:
    result = assistant.ask("Wat staat er in artikel 25, eerste lid, Gemeentewet?", date="2024-09-01")
    assert isinstance(result, Abstention) and "niet meer" in result.message


@pytest.mark.parametrize(
    ("question", "steps"),
    [
        ("Waar stallen raadsleden hun dienstfiets?", "fietsen/alinea=1"),
        ("Wat doet de griffie in december met de voorraadkast?", "geschenken/alinea=2"),
        ("Wat zegt onze gedragscode over een geschenk van meer dan vijfendertig euro?", "geschenken/alinea=1"),
        ("Wat staat er in de Gedragscode Waterdam over geschenken?", "geschenken/alinea=1"),
    ],
)
def test_what_only_the_own_document_says_is_answered_from_it(assistant: Assistant, question: str, steps: str) -> None:
    result = assistant.ask(question, ambt="raadslid")
    assert isinstance(result, Answer), result
    place = f"{CODE}#{steps}"
    assert place in [str(c.locator) for claim in result.claims for c in claim.citations][:4]
    assert "eigen document, pagina 3" in to_markdown(result)


@pytest.mark.parametrize(
    "question",
    [
        "Hoe bak ik een appeltaart?",
        "Wat kost een dienstfiets van het merk Gazelle in Parijs?",
        "Wie won de veiling van vorig jaar?",
    ],
)
def test_an_own_document_does_not_make_it_answer_everything(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question), Abstention)


def test_the_panel_shows_the_words_of_the_day_and_the_explanation(assistant: Assistant) -> None:
    corpus = assistant.index.everything
    new, old = (article_panel(corpus, "BWBR0005416#artikel=28/lid=1", day.replace(month=9), say) for day in (NEW, OLD))
    assert "via een ander" in new and "In gewone taal" in new and "1 juli 2024" in new
    assert "onthoudt zich van stemmen" in old and "via een ander" not in old and "In gewone taal" not in old
    own = article_panel(corpus, f"{CODE}#fietsen/alinea=1", NEW.replace(year=2025), say)
    assert "Eigen document" in own and "kelder" in own and "Bladzijde" in own


READ = dt.date(2024, 1, 31)
TEXTS = {"checked": "De woorden van toen.", "other": "Andere woorden."}


@pytest.mark.parametrize(
    ("version", "end", "text", "on", "state"),
    [
        (None, None, "", "2026-01-01", Summary.ALLEEN),
        ("2024-01-31", None, "checked", "2026-01-01", Summary.GELIJK),
        ("2025-07-01", None, "checked", "2026-01-01", Summary.GELIJK),
        ("2025-07-01", None, "other", "2026-01-01", Summary.VEROUDERD),
        ("2022-01-01", "2023-04-01", "other", "2022-06-01", Summary.LATER),
        ("2022-01-01", None, "other", "2022-06-01", Summary.LATER),
        ("2022-01-01", None, "other", "2026-01-01", Summary.ALLEEN),
    ],
)
def test_how_a_summary_stands_to_the_text_of_the_day(
    version: str | None, end: str | None, text: str, on: str, state: Summary
) -> None:
    provision = next(p for p in load_corpus().provisions if p.locator.source.scheme == "bwb")
    record = {provision.locator.undated(): Checked(READ, checksum(TEXTS["checked"]))}
    first, last = (dt.date.fromisoformat(day) if day else None for day in (version, end))
    official = OfficialText(first, first, last, TEXTS[text]) if version else None
    assert summary_state(provision, official, record, dt.date.fromisoformat(on)) is state


def test_without_a_record_or_without_a_summary() -> None:
    provision = next(p for p in load_corpus().provisions if p.locator.source.scheme == "bwb")
    official = OfficialText(READ, READ, None, "Woorden.")
    assert summary_state(replace(provision, locator=provision.locator.undated()), official, {}, READ) is Summary.ONBEKEND
    assert summary_state(replace(provision, themas=()), official, {}, READ) is Summary.GEEN


LONG = "\n".join(
    ["De raad regelt:", *(f"{c}. onderwerp {c * 5} met een lange omschrijving {'zus en zo ' * 20};" for c in "abcdefgh")]
)


@pytest.mark.parametrize(
    ("sentence", "text", "holds"),
    [
        ("Kort.", "Dit is een kort lid. Met twee zinnen.", "Dit is een kort lid. Met twee zinnen."),
        ("Het gaat over onderwerp ggggg.", LONG, "onderwerp ggggg"),
        ("Het gaat over onderwerp bbbbb.", LONG, "onderwerp bbbbb"),
        ("Niets daarvan.", LONG, ""),
    ],
)
def test_the_quote_is_contiguous_and_about_the_sentence(sentence: str, text: str, holds: str) -> None:
    quote = quote_for(sentence, text)
    assert quote and quote in text and holds in quote and len(quote) <= 700


def test_a_bullet_is_left_out_and_a_letter_kept() -> None:
    text = "De raad regelt:\n- het een;\n– het ander. En meer.\na. iets"
    assert [text[a:b] for a, b in pieces_of(text)] == ["De raad regelt:", "het een;", "het ander.", "En meer.", "a. iets"]


def test_no_library_no_difference(real_assistant: Assistant, tmp_path: Path) -> None:
    assert real_assistant.index.shelf is None
    data = to_json(real_assistant.ask(MEESTEMMEN, ambt="raadslid", date="2024-09-01"))
    assert {c["text"] for claim in data["claims"] for c in claim["citations"]} == {"samenvatting"}


def test_a_library_that_is_behind_does_not_replace_the_law_that_was_read(real_settings: Settings, tmp_path: Path) -> None:
    """The summary was checked against a later text: for today the older words are not shown as the law."""
    settings = real_settings.model_copy(update={"data_dir": tmp_path})
    fill(Library(settings.library_dir), gemeentewet(OLD))
    build(settings)
    behind = open_assistant(settings)
    today = quotes(behind.ask(MEESTEMMEN, ambt="raadslid", date="2026-11-24"), "artikel=28/lid=1")
    assert today and not any(official for *_, official in today)
    then = quotes(behind.ask(MEESTEMMEN, ambt="raadslid", date="2022-06-01"), "artikel=28/lid=1")
    assert then and all(official for *_, official in then)


def test_an_item_keeps_the_words_that_lead_to_it() -> None:
    text = "Een lid mag niet:\n" + "\n".join(f"{c}. iets met {c * 6} doen {'en nog meer ' * 12};" for c in "abcdef")
    quote = quote_for("Mag ik iets met eeeeee doen?", text)
    assert "eeeeee" in quote and lead_in(text, quote) == "Een lid mag niet:"
    assert lead_in("Een kort lid.", "Een kort lid.") == ""
    assert quote_for("x", "-" * 800) and len(quote_for("x", "woord " * 5000)) <= 1400
