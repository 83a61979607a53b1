"""Rule citaat: signs that only look different are the same, other words are not, and the span holds the words of the evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_cases import GEMEENTEWET, item, sentence

from assistant.support import find_quote
from assistant.support.quotes import quotes

PLACE = f"{GEMEENTEWET}#artikel=28/lid=1"
TEXT = "De raad beslist – na overleg – over artikel 4, onder 1°, en “de kosten” van de ﬁetsen."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("De raad beslist", "De raad beslist"),
        ("de raad", None),
        ("raad - na overleg -", None),
        ("beslist - na overleg - over", "beslist – na overleg – over"),
        ("onder 1º, en", "onder 1°, en"),
        ('en "de kosten" van', "en “de kosten” van"),
        ("en „de kosten” van", "en “de kosten” van"),
        ("„De raad beslist”", "De raad beslist"),
        ("van de fietsen", "van de ﬁetsen"),
        ("De  raad\nbeslist", "De raad beslist"),
        ("De raad be\u00adslist", "De raad beslist"),
        ("De raad beslist &ndash; na", "De raad beslist – na"),
        ("De&nbsp;raad beslist", "De raad beslist"),
        ("De raad beslist na", None),
        ("De raad beslissen", None),
        ("raad beslis", None),
        ("aad beslist", None),
        ("", None),
        ("””", None),
    ],
)
def test_a_quote_is_found_where_only_signs_differ(quote: str, found: str | None) -> None:
    span = find_quote(quote, TEXT)
    assert (TEXT[span[0] : span[1]] if span else None) == found


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_can_be_searched(text: str, quote: str) -> None:
    span = find_quote(quote, text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


@given(st.integers(0, 20), st.integers(1, 20))
def test_words_of_the_evidence_are_found_at_their_place(first: int, count: int) -> None:
    text = item(PLACE).text
    words = text.split(" ")
    first = min(first, len(words) - 1)
    quote = " ".join(words[first : first + count])
    span = find_quote(quote, text)
    assert span and text[span[0] : span[1]].strip(" ’'„”\"") == quote.strip(" ’'„”\"")


NORM = item(PLACE).provision.norm


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (NORM, ""),
        ("stemt niet mee over een kwestie", ""),
        ("Sinds 2023 omvat de plicht", ""),
        ("stemt  niet  mee", ""),
        ("stemt niet", "te kort"),
        ("Een raadslid mag altijd meestemmen", "staat niet in B1"),
        ("artikel 28, eerste lid, Gemeentewet", "staat niet in B1"),
        ("Gemeentewet", "staat niet in B1"),
        (" ", "staat niet in B1"),
    ],
)
def test_what_a_quote_must_be(quote: str, reason: str) -> None:
    said = sentence("Een raadslid stemt niet mee.", PLACE)
    why = quotes(replace(said, cited=((said.items[0], quote),)))
    assert (reason in why) if reason else why == ""


def test_a_heading_supports_nothing() -> None:
    said = sentence("Een raadslid stemt niet mee.", PLACE)
    held = said.items[0]
    norm = f"Stemmen in de raad. {held.provision.norm}"
    headed = replace(held, provision=replace(held.provision, heading="Stemmen in de raad", norm=norm))
    for quote, reason in (("Stemmen in de raad.", "alleen een kop"), ("Stemmen in de raad. Een raadslid praat niet mee", "")):
        why = quotes(replace(said, cited=((headed, quote),)))
        assert (reason in why) if reason else why == ""


def test_a_sentence_without_a_quote_falls() -> None:
    said = sentence("Een raadslid stemt niet mee.", PLACE)
    assert quotes(replace(said, cited=())) == "geen bron bij deze zin"
