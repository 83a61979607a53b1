"""The privacy statement holds no sentence that is not true for the settings in force, whatever they are."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest

from assistant.answer import Language
from assistant.ui.about.deployer import Deployer, deployer_of
from assistant.ui.about.privacy import (
    PrivacyFacts,
    in_full,
    in_short,
    privacy_facts,
    privacy_section,
    sentences,
)
from assistant.ui.about.sections import whole
from assistant.ui.conversation import FORGET_AFTER_S
from assistant.ui.texts import Words, asset
from ingest.settings import Settings, is_this_computer

HERE, NETWORK, SERVICE = (
    ("127.0.0.1", "localhost", "::1"),
    ("10.1.2.3", "taalmodel", "gpu.internal"),
    ("api.example.nl", "8.8.8.8"),
)

Truth = Callable[[PrivacyFacts], bool]


def _always(facts: PrivacyFacts) -> bool:
    return True


def _no_model(facts: PrivacyFacts) -> bool:
    return not facts.llm_host


def _model(facts: PrivacyFacts) -> bool:
    return bool(facts.llm_host)


def _text_stays_whole(facts: PrivacyFacts) -> bool:
    return not facts.llm_host and not facts.vectors_host


#: Every sentence, and of which settings it is true.
TRUE_WHEN: Mapping[str, Truth] = {
    "stays": _text_stays_whole,
    "numbers_leave": lambda f: not f.llm_host and bool(f.vectors_host),
    "goes_to_model_here": lambda f: f.llm_host in HERE,
    "goes_to_network": lambda f: f.llm_host in NETWORK,
    "goes_to_service": lambda f: f.llm_host in SERVICE,
    "not_kept": lambda f: not f.feedback_on,
    "kept_if_agreed": lambda f: f.feedback_on,
    "type_no_names": _always,
    "replaced": _always,
    "names_replaced": _model,
    "names_stay": _no_model,
    "sent_nowhere": _text_stays_whole,
    "sent_to_model": _model,
    "own_documents_sent": _model,
    "service_terms": lambda f: f.llm_host in SERVICE,
    "numbers_sent": lambda f: bool(f.vectors_host),
    "links": _always,
    "memory": _always,
    "kept_nothing": lambda f: not f.feedback_on,
    "kept_feedback": lambda f: f.feedback_on,
    "logs": _always,
    "cookies": _always,
    "archive": _always,
    "rights": _always,
    "nothing_to_see": lambda f: not f.feedback_on,
    "generated": _always,
}
EVERY = [
    PrivacyFacts(host, "model-x" if host else "", searches_at, feedback, 180 if feedback else 0)
    for host, searches_at, feedback in product(("", *HERE, *NETWORK, *SERVICE), ("", "zoek.internal"), (False, True))
]


def _said(facts: PrivacyFacts) -> list[str]:
    return [*in_short(facts), *(key for keys in in_full(facts).values() for key in keys)]


@pytest.mark.parametrize("facts", EVERY, ids=str)
def test_what_is_true_is_said_and_nothing_else(facts: PrivacyFacts) -> None:
    assert sorted(_said(facts)) == sorted(key for key, true in TRUE_WHEN.items() if true(facts))


def test_the_truth_of_every_sentence_is_known() -> None:
    table: dict[str, Any] = tomllib.loads(asset("words/about.toml"))["about_privacy"]
    headings = {key for facts in EVERY for key in in_full(facts)}
    assert set(table) == {*TRUE_WHEN, *headings, "title", "statement", "more"}


@pytest.mark.parametrize("facts", [facts for facts in EVERY if facts.llm_host], ids=str)
@pytest.mark.parametrize("language", list(Language))
def test_with_a_model_no_text_says_that_nothing_leaves(facts: PrivacyFacts, language: Language) -> None:
    text = whole(privacy_section(facts, Deployer(), Words(language)), 2)
    for false in ("niet verder", "no further", "geen andere dienst", "no other service", "No other company"):
        assert false not in text
    assert "model-x" in text
    assert facts.llm_host in text or facts.llm_host in HERE


@pytest.mark.parametrize("facts", EVERY, ids=str)
def test_hosts_and_numbers_are_filled_in(facts: PrivacyFacts) -> None:
    text = whole(privacy_section(facts, Deployer("Gemeente Waterdam"), Words(Language.NL)), 2)
    assert "{" not in text and "Gemeente Waterdam" in text
    assert ("zoek.internal" in text) is bool(facts.vectors_host)
    assert ("180 dagen" in text) is facts.feedback_on
    assert "60 minuten" in text and "Wis alles" in text


@pytest.mark.parametrize(
    ("settings", "facts"),
    [
        ({}, PrivacyFacts(feedback_on=True, feedback_days=180)),
        ({"feedback": False, "feedback_days": 30}, PrivacyFacts(feedback_days=30)),
        (
            {"llm": "openai", "llm_url": "https://api.example.nl/v1", "llm_model": "groot"},
            PrivacyFacts("api.example.nl", "groot", feedback_on=True, feedback_days=180),
        ),
        (
            {"llm": "ollama", "llm_url": "http://127.0.0.1:11434", "llm_model": "klein"},
            PrivacyFacts("127.0.0.1", "klein", feedback_on=True, feedback_days=180),
        ),
        (
            {"chroma_url": "http://zoek.internal:8000"},
            PrivacyFacts(vectors_host="zoek.internal", feedback_on=True, feedback_days=180),
        ),
        ({"chroma_url": "http://localhost:8000"}, PrivacyFacts(feedback_on=True, feedback_days=180)),
    ],
)
def test_the_facts_come_from_the_settings(settings: dict[str, Any], facts: PrivacyFacts) -> None:
    assert privacy_facts(Settings(**settings)) == facts


def test_the_time_is_that_of_the_page() -> None:
    assert PrivacyFacts().forget_after_s == FORGET_AFTER_S


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("a.localhost", True), ("10.0.0.1", False), ("localhost.nl", False), ("", False)],
)  # fmt: skip
def test_this_computer(host: str, here: bool) -> None:
    assert is_this_computer(host) is here


def test_a_name_in_a_setting_is_only_text() -> None:
    deployer, facts = Deployer("<script>x</script>", "<b>"), PrivacyFacts("h<i>", "<img src=x>", "v<u>", True, 1)
    text = whole(privacy_section(facts, deployer, Words(Language.NL)), 2)
    assert "<script" not in text and "<img" not in text and "<i>" not in text and "<u>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("contact", "html"),
    [
        ("", ""),
        ("integriteit@waterdam.nl", '<a href="mailto:integriteit@waterdam.nl">integriteit@waterdam.nl</a>'),
        ("https://waterdam.nl/hulp", '<a href="https://waterdam.nl/hulp">https://waterdam.nl/hulp</a>'),
        ("balie 3, vraag naar Noor", "balie 3, vraag naar Noor"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_a_contact_is_a_link_only_where_it_is_an_address(contact: str, html: str) -> None:
    shown = Deployer(contact=contact).contact_html(Words(Language.NL))
    assert shown == (f"<p>Contact: {html}</p>" if html else "")


def test_without_an_organisation_the_reader_is_sent_to_who_offers_it() -> None:
    assert deployer_of(Settings()) == Deployer()
    assert sentences(["rights"], PrivacyFacts(), Deployer(), Words(Language.NL))[0].startswith(
        "Voor het gebruik van deze assistent is de organisatie die u deze assistent aanbiedt verantwoordelijk."
    )
