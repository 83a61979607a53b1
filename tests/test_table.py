"""Comparisons as tables: every filled cell the rule of that side, every empty one truly empty."""

import pytest

from assistant.answer import Answer, Mode
from assistant.flow import Assistant
from assistant.render import to_json, to_markdown
from assistant.table import differences, side_label
from corpus import Bestuurslaag, Corpus, Locator, SourceId
from corpus.concordance import Concordance
from corpus.functions import Functie, Side

G, P, W, R = Bestuurslaag.GEMEENTE, Bestuurslaag.PROVINCIE, Bestuurslaag.WATERSCHAP, Bestuurslaag.RIJK
_TIERS = ("gemeente", "provincie", "waterschap")


@pytest.mark.parametrize(
    ("texts", "marked"),
    [
        (["De termijn is drie jaar.", "De termijn is vier jaar."], [["drie jaar"], ["vier jaar"]]),
        (["Binnen 2 weken.", "Binnen 2 weken, en na 6 maanden weer."], [[], ["6 maanden"]]),
        (["De raad stelt een code vast.", "Staten stellen een code vast."], [[], []]),
        (["Twee derde van de stemmen."], [[]]),
        ([], []),
    ],
)
def test_numbers_and_terms_that_differ_are_marked(texts: list[str], marked: list[list[str]]) -> None:
    found = differences(texts)
    assert [[text[a:b] for a, b in spans] for text, spans in zip(texts, found, strict=True)] == marked


@pytest.mark.parametrize(
    ("side", "label"),
    [
        (Side(G), "gemeente"),
        (Side(G, Functie.BESTUURDER), "wethouder"),
        (Side(P, Functie.VOORZITTER), "commissaris van de Koning"),
        (Side(W, Functie.BESTUURDER), "dagelijks bestuur van het waterschap"),
        (Side(None, Functie.GRIFFIER), "griffier"),
        (Side(P, Functie.SECRETARIS), "secretaris (provincie)"),
        (Side(source=SourceId("BWBR0003740")), "Wet gemeenschappelijke regelingen"),
    ],
)
def test_the_name_of_a_column(real_assistant: Assistant, side: Side, label: str) -> None:
    assert side_label(side, real_assistant.index.corpus) == label


SUBJECTS = (
    "de gedragscode", "nevenfuncties openbaar maken", "meestemmen bij een eigen belang", "de eed en de belofte",
    "verboden handelingen", "geheimhouding opleggen", "een besloten vergadering", "onverenigbare functies", "ontslag nemen",
    "de vergoeding voor het werk", "inlichtingen geven aan de raad", "het quorum", "de rekenkamer", "tijdelijk ontslag wegens ziekte",
    "geloofsbrieven onderzoeken", "schorsing", "het onderzoeksrecht", "stemmen zonder last", "de leeftijd die je moet hebben",
    "ontheffing van verboden handelingen", "nevenfuncties van de voorzitter", "fractieondersteuning", "een ombudsman",
    "immuniteit voor wat je zegt in de vergadering", "commissies instellen", "de verklaring omtrent het gedrag",
)  # fmt: skip


@pytest.mark.real_index
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_filled_cell_is_of_its_side_and_every_empty_one_truly_empty(real_assistant: Assistant, subject: str) -> None:
    question = f"Wat is het verschil tussen gemeente, provincie en waterschap bij {subject}?"
    result = real_assistant.ask(question, date="2026-11-24")
    assert isinstance(result, Answer) and result.mode is Mode.VERGELIJKING
    _check(result, real_assistant, subject)


@pytest.mark.real_index
def test_so_it_is_for_every_matter_of_the_concordance(real_assistant: Assistant) -> None:
    """Where the answer is a table of the tiers: some matters hold only rules of no tier, and some subjects name offices."""
    tables = 0
    for zaak in real_assistant.retriever.twins.concordance.zaken:
        question = (
            f"Wat is het verschil tussen gemeente, provincie en waterschap bij {zaak.subject[:1].lower()}{zaak.subject[1:]}?"
        )
        result = real_assistant.ask(question, date="2026-11-24")
        if isinstance(result, Answer) and result.comparison and result.comparison.columns == _TIERS:
            _check(result, real_assistant, zaak.name)
            tables += 1
    assert tables > 95


def _check(result: Answer, assistant: Assistant, subject: str) -> None:
    assert result.comparison is not None
    corpus, twins = assistant.index.corpus, assistant.retriever.twins
    assert result.comparison.columns == _TIERS
    cited = {c.locator for claim in result.claims for c in claim.citations}
    for row in result.comparison.rows:
        held = [place for place in row if place]
        assert held and set(held) <= cited
        for side, place in zip((G, P, W), row, strict=True):
            if place:
                assert corpus.by_locator[place.undated()].bestuurslaag is side
            else:
                assert not _twin_on(corpus, twins.concordance, held[0].undated(), side), (subject, row)


def _twin_on(corpus: Corpus, concordance: Concordance, lid: Locator, side: Bestuurslaag) -> bool:
    return any(corpus.by_locator[twin].bestuurslaag is side for twin in concordance.twins(lid))


@pytest.mark.real_index
def test_the_table_is_shown_and_in_the_contract(real_assistant: Assistant) -> None:
    result = real_assistant.ask("Wie maakt de gedragscode bij gemeente, provincie en waterschap?", date="2026-11-24")
    text = to_markdown(result)
    assert "| Gemeente | Provincie | Waterschap |" in text and "geen bepaling gevonden in dit corpus" in text
    data = to_json(result)["comparison"]
    assert data["columns"] == ["gemeente", "provincie", "waterschap"]
    assert data["rows"][0][0].endswith("#artikel=15/lid=3") and None in data["rows"][1]
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.count(" | ") == 2, "no cell may break the table"


@pytest.mark.real_index
def test_another_question_has_no_table(real_assistant: Assistant) -> None:
    result = real_assistant.ask("Mag ik meestemmen over het plan naast mijn huis?", ambt="raadslid", date="2026-11-24")
    assert result.comparison is None and to_json(result)["comparison"] is None
