"""The words of escalation: those that tell a situation, contacts in a sentence, and names that stand in the file alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.answer import Language
from assistant.escalation import as_phrase, contacts_for, situations_of
from assistant.sentences import sentences
from corpus import Ambt, Thema
from corpus.contacts import Kind, Situation, Words, load_contacts
from corpus.phrases import padded

BOOK = load_contacts()

# --- Situations by words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("situation", "text"), [(w.situation, text) for w in BOOK.words for text in w.hits])
def test_a_situation_is_known_by_its_words(situation: Situation, text: str) -> None:
    assert situation in situations_of(text)


@pytest.mark.parametrize(("situation", "text"), [(w.situation, text) for w in BOOK.words for text in w.misses])
def test_a_sentence_that_looks_like_it_is_left_alone(situation: Situation, text: str) -> None:
    assert situation not in situations_of(text)


@pytest.mark.parametrize(("words", "text"), [(w, text) for w in BOOK.words for text in w.weak_hits], ids=lambda v: str(v)[:30])
def test_weak_words_count_only_beside_their_theme(words: Words, text: str) -> None:
    (thema,) = words.themas
    other = next(t for t in Thema if t is not thema)
    assert words.situation in situations_of(text, [thema])
    assert words.situation not in situations_of(text, [other])
    assert words.situation not in situations_of(text)


@pytest.mark.parametrize("words", BOOK.words, ids=lambda words: words.situation)
def test_every_pattern_has_its_example(words: Words) -> None:
    """Both ways: at least eight sentences each, and no pattern that no sentence needs."""
    assert min(len(words.hits), len(words.misses)) >= 8
    for patterns, texts in ((words.patterns, words.hits), (words.weak, words.weak_hits)):
        told = [padded(sentence) for text in texts for sentence in sentences(text)]
        assert [p.pattern for p in patterns if not any(p.search(sentence) for sentence in told)] == []


def test_the_gravest_situation_comes_first() -> None:
    text = "Moet ik aangifte doen? Ik word bedreigd en denk dat er geheime stukken zijn gelekt."
    assert situations_of(text) == (
        Situation.BEDREIGING,
        Situation.STRAFBAAR_FEIT,
        Situation.GEHEIMHOUDING_GELEKT,
        Situation.EIGEN_AFWEGING,
    )


@pytest.mark.parametrize("text", ["", "   ", "?", "Wie benoemt de griffier?", "12345"])
def test_a_text_without_a_situation(text: str) -> None:
    assert situations_of(text) == ()


# --- In a sentence, and nowhere else --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ambt", "situation", "language", "phrase"),
    [
        (Ambt.RAADSLID, Situation.EIGEN_AFWEGING, Language.NL, "de griffier, de burgemeester of de vertrouwenspersoon"),
        (Ambt.AMBTENAAR, Situation.EIGEN_AFWEGING, Language.EN, "your manager or the confidential adviser"),
        (Ambt.KAMERLID, Situation.GEHEIMHOUDING_GELEKT, Language.NL, "de griffie van de Kamer"),
    ],
)
def test_contacts_in_a_sentence(ambt: Ambt, situation: Situation, language: Language, phrase: str) -> None:
    assert as_phrase(contacts_for(ambt, [situation]), language) == phrase


def test_no_outside_body_is_named_beside_the_file(repository: Path) -> None:
    """A name or number that also stands in code goes out of date there unseen. Messages are converted apart; the list of names that
    are no person's is read by nobody, and a privacy statement must name who watches over the law."""
    outside = [contact for contact in BOOK.contacts if contact.kind is not Kind.EIGEN]
    names = {re.sub(r"^(?:de|het|the) |,.*| \(.*", "", text) for c in outside for text in (c.name.nl, c.name.en)}
    proper = {name for name in names if re.match(r"[A-Z]", name)} | {"Rijksrecherche", *(p for c in outside for p in c.phones)}
    assert {"Huis voor Klokkenluiders", "Ondersteuningsteam Weerbaar Bestuur", "0900-8844"} <= proper
    room = repository / "assistant"
    files = [f for f in sorted(room.rglob("*")) if f.suffix in {".py", ".toml", ".js", ".css", ".html", ".typ", ".md"}]
    assert len(files) > 40
    found = [
        f"{file.relative_to(repository)}: {name}"
        for file in files
        if file.name != "messages.toml" and file != room / "personal" / "words.toml"
        for name in sorted(proper)
        if not (file == room / "ui" / "words" / "about.toml" and name == "Autoriteit Persoonsgegevens")
        and re.search(rf"\b{re.escape(name)}\b", file.read_text(encoding="utf-8"))
    ]
    assert found == []
