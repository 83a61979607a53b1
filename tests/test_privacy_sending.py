"""What leaves for a language model: placeholders for everything, the same in question and history, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.personal.recogniser import load_recogniser
from assistant.personal.spans import Span, covered
from assistant.privacy import RedactionFailed, redact, redact_for_sending, restore


def _sent(*texts: str) -> list[str]:
    return [redacted.text for redacted in redact_for_sending(texts)]


def test_every_kind_is_replaced_and_comes_back() -> None:
    text = (
        "Wethouder De Vries, 06-12345678, devries@post.example, woont op Dorpsstraat 12, rijdt in GT-842-L, "
        "heeft bsn 111222333 en rekening NL91ABNA0417164300, en behandelt Z/24/12345."
    )
    [redacted] = redact_for_sending([text])
    assert redacted.text == (
        "Wethouder [PERSOON-1], [TELEFOON-1], [E-MAIL-1], woont op [ADRES-1], rijdt in [KENTEKEN-1], "
        "heeft bsn [BSN-1] en rekening [IBAN-1], en behandelt [ZAAKNUMMER-1]."
    )
    assert restore(redacted.text, redacted) == text
    assert "Vries" not in repr(redacted)
    assert set(redacted.kinds) == {"PERSOON", "TELEFOON", "E-MAIL", "ADRES", "KENTEKEN", "BSN", "IBAN", "ZAAKNUMMER"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Karin belde over Z/24/12345.", "Wat zei Karin?"], ["[PERSOON-1] belde over [ZAAKNUMMER-1].", "Wat zei [PERSOON-1]?"]),
        (["Wethouder Pronk belde.", "En dhr. Smeets?"], ["Wethouder [PERSOON-1] belde.", "En dhr. [PERSOON-2]?"]),
        # Another form of the same name keeps the number, so that the model can tell who is who.
        (["Fatima Bouzid belde. Bouzid wil geld."], ["[PERSOON-1] belde. [PERSOON-1b] wil geld."]),
        (["Fatima Bouzid", "Volgens Fatima mag het"], ["[PERSOON-1]", "Volgens [PERSOON-1b] mag het"]),
        # Two of them fit, so that it stays open who is meant.
        (["Henk Bouzid en Karin Bouzid. Bouzid zei ja."], ["[PERSOON-1] en [PERSOON-2]. [PERSOON-3] zei ja."]),
        # A word of the question before is a name once it is known as one.
        (["Ik zag raadslid Bos.", "Toen kwam Bos met een bos bloemen."], ["Ik zag raadslid [PERSOON-1].", "Toen kwam [PERSOON-1] met een bos bloemen."]),
        (["raadslid Boutkan en Boutkans vrouw"], ["raadslid [PERSOON-1] en [PERSOON-1]s vrouw"]),
        ([], []),
        ([""], [""]),
        (["Mag ik stemmen?"], ["Mag ik stemmen?"]),
    ],
)  # fmt: skip
def test_one_value_has_one_placeholder_in_all_texts(texts: list[str], expected: list[str]) -> None:
    assert _sent(*texts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[PERSOON-1] sprak met Karin", "[PERSOON-1] sprak met [PERSOON-2]"),
        ("[BSN-1] is niet 111222333", "[BSN-1] is niet [BSN-2]"),
        ("Is [ADRES-12] een voorbeeld?", "Is [ADRES-12] een voorbeeld?"),
        ("mevrouw [PERSOON-1b] en [KENTEKEN-3]", "mevrouw [PERSOON-1b] en [KENTEKEN-3]"),
    ],
)
def test_a_typed_placeholder_is_not_ours(text: str, expected: str) -> None:
    [redacted] = redact_for_sending([text])
    assert redacted.text == expected
    assert restore(redacted.text, redacted) == text


def test_each_text_holds_the_values_of_its_own_placeholders() -> None:
    earlier, question = redact_for_sending(["Ik woon op Eikenlaan 9, bij Karin.", "Mag Karin stemmen?"])
    assert earlier.values == {"[PERSOON-1]": "Karin", "[ADRES-1]": "Eikenlaan 9"}
    assert question.values == {"[PERSOON-1]": "Karin"}


def test_the_everyday_way_finds_fixed_forms_only() -> None:
    text = "Wethouder De Vries, Dorpsstraat 12, GT-842-L, Z/24/12345"
    assert redact([text])[0].text == text


# --- Nothing leaves when something is wrong --------------------------------------------------------------------------


class _Broken:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def find(self, texts: Sequence[str], known: Mapping[str, str]) -> list[list[Span]]:
        raise self.error


class _Careless:
    """Finds the first "Karin" only."""

    def find(self, texts: Sequence[str], known: Mapping[str, str]) -> list[list[Span]]:
        return [[] if known else [Span(m.start(), m.end(), "PERSOON") for m in [re.search("Karin", t)] if m] for t in texts]


@pytest.mark.parametrize(
    "error",
    [ImportError("x"), OSError("x"), ValueError("x"), KeyError("x"), RecursionError("x"), TypeError("x"), AttributeError("x")],
)
def test_a_fault_stops_the_sending_without_telling_the_text(error: Exception) -> None:
    error.args = ("Karin woont op Eikenlaan 9",)
    with pytest.raises(RedactionFailed, match="Er is niets verstuurd") as caught:
        redact_for_sending(["Karin woont op Eikenlaan 9"], _Broken(error))
    assert type(error).__name__ in str(caught.value)
    assert "Karin" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_recogniser_that_leaves_a_value_behind_is_not_trusted() -> None:
    with pytest.raises(RedactionFailed, match="bleef een gevonden gegeven staan"):
        redact_for_sending(["Karin en Karin"], _Careless())


def test_a_list_that_is_missing_stops_the_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.personal import recogniser

    def no_lists() -> None:
        raise FileNotFoundError("words.toml")

    monkeypatch.setattr(recogniser, "load_lexicon", no_lists)
    monkeypatch.setattr(recogniser, "load_recogniser", recogniser.load_recogniser.__wrapped__)
    with pytest.raises(RedactionFailed, match="FileNotFoundError"):
        redact_for_sending(["Mag ik stemmen?"])


# --- For any text ----------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "Karin", "karin", "Bos", "De Vries", "van der Berg", "Jan-Willem", "J.P.", "wethouder", "mevrouw", "mijn broer", "dhr.", "zaak", "zaak-",
        "Dorpsstraat 12", "Dorpsstraat", "12", "GT-842-L", "GT842L", "kenteken", "Z/24/12345", "zaaknummer", "2024-001234", "111222333",
        "a@b.nl", "06-12345678", "1234 AB", "NL91ABNA0417164300", "artikel 15", "[PERSOON-1]", "[BSN-1]", "[ADRES-1b]", "[", "]", "-1]", "'s", "’s", "s",
        ". ", ", ", ": ", " ", " ", "\n", "en", "zei", "heeft", "Mag", "Van", "Raad van State", "Utrecht", "BV", "🙂", "ß", "İ", "ﬁ",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=120), st.lists(_PIECES, max_size=14).map("".join), st.lists(_PIECES, max_size=14).map(" ".join)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_TEXTS, max_size=3))
def test_restored_complete_stable_and_done_in_one_go(texts: list[str]) -> None:
    results = redact_for_sending(texts)
    assert [restore(r.text, r) for r in results] == texts
    pairs = {pair for redacted in results for pair in redacted.values.items()}
    assert len({name for name, _ in pairs}) == len({value for _, value in pairs}) == len(pairs)
    for redacted in results:
        readable = covered(redacted.text)
        assert not any(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", readable) for _, value in pairs)
    again = redact_for_sending([r.text for r in results])
    assert [r.text for r in again] == [r.text for r in results]
    assert [r.text for r in redact_for_sending(texts)] == [r.text for r in results]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_no_text_is_refused(text: str) -> None:
    redact_for_sending([text])


@given(st.lists(_TEXTS, min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_the_spans_are_apart_and_in_order(texts: list[str]) -> None:
    for text, spans in zip(texts, load_recogniser().find(texts, {}), strict=True):
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
