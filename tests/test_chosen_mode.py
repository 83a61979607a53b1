"""The kind of question as the user chose it: on the page, on the command line, in a file and over the API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from page_fake import FakeAssistant
from starlette.testclient import TestClient
from typer.testing import CliRunner

from assistant import ask_command
from assistant.answer import Abstention, Mode
from assistant.api.mount import create_api
from assistant.ask_command import answer_line
from assistant.cli import app
from assistant.flow import Assistant
from assistant.messages import QuestionError

TIERS = ("gemeente", "provincie", "waterschap", "rijk")
DILEMMA = "Een bouwbedrijf nodigt mij uit in hun skybox bij de finale. Ik twijfel of dat verstandig is."
COMPARES = "Hoe zit het met de gedragscode bij gemeente, provincie en waterschap?"
ASK = "/api/v1/ask"


@pytest.mark.real_index
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("question", ["Mag ik een doos wijn van een aannemer aannemen?", DILEMMA, COMPARES])
def test_the_kind_that_was_chosen_is_the_kind_of_the_answer(real_assistant: Assistant, question: str, mode: Mode) -> None:
    result = real_assistant.ask(question, mode=mode)
    assert result.mode is mode and result.question.mode is mode
    assert (result.weighing is not None) is (mode is Mode.DILEMMA)
    assert (result.comparison is not None) is (mode is Mode.VERGELIJKING)
    assert result.claims


@pytest.mark.real_index
@pytest.mark.parametrize(
    ("question", "mode"), [("Wie maakt de gedragscode?", "vraag"), (DILEMMA, "dilemma"), (COMPARES, "vergelijking")]
)
def test_choosing_what_the_question_tells_changes_nothing(real_assistant: Assistant, question: str, mode: str) -> None:
    told, chosen = real_assistant.ask(question), real_assistant.ask(question, mode=mode)
    assert told.mode is chosen.mode and told.claims == chosen.claims and told.comparison == chosen.comparison


@pytest.mark.real_index
@pytest.mark.parametrize(
    "question", ["Wie stelt de gedragscode vast?", "Geheimhouding", "Mag ik meestemmen over mijn eigen belang?"]
)
def test_a_comparison_that_names_no_sides_is_of_the_four_tiers(real_assistant: Assistant, question: str) -> None:
    comparison = real_assistant.ask(question, mode="vergelijking").comparison
    assert comparison and comparison.columns == TIERS
    assert all(len(row) == len(TIERS) and any(row) for row in comparison.rows)
    for row in comparison.rows:
        for tier, place in zip(TIERS, row, strict=True):
            provision = real_assistant.index.corpus.by_locator[place.undated()] if place else None
            assert provision is None or provision.bestuurslaag in (tier, "algemeen")


@pytest.mark.real_index
def test_a_comparison_that_names_its_sides_has_those(real_assistant: Assistant) -> None:
    comparison = real_assistant.ask("De gedragscode bij gemeente en waterschap", mode="vergelijking").comparison
    assert comparison and comparison.columns == ("gemeente", "waterschap")


@pytest.mark.real_index
@pytest.mark.parametrize("mode", Mode)
def test_what_is_not_in_the_sources_stays_unanswered(real_assistant: Assistant, mode: Mode) -> None:
    result = real_assistant.ask("Hoe bak ik een taart?", mode=mode)
    assert isinstance(result, Abstention) and result.weighing is None and result.comparison is None


@pytest.mark.real_index
@pytest.mark.parametrize("mode", ["Dilemma", " VRAAG ", "vergelijking"])
def test_capitals_and_spaces_do_not_matter(real_assistant: Assistant, mode: str) -> None:
    assert real_assistant.ask("Wie maakt de gedragscode?", mode=mode).mode == mode.strip().lower()


@pytest.mark.real_index
@pytest.mark.parametrize("mode", ["raadsel", "vragen", "vraag,dilemma"])
def test_an_unknown_kind_is_an_error_with_the_known_ones(real_assistant: Assistant, mode: str) -> None:
    with pytest.raises(QuestionError, match=r"Onbekende soort vraag\. Kies uit: vraag, dilemma, vergelijking") as error:
        real_assistant.ask("Mag dit?", mode=mode)
    assert error.value.key == "question_mode" and mode not in str(error.value).replace("vraag", "")


@pytest.mark.real_index
def test_on_the_command_line(real_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_command, "open_assistant", lambda: real_assistant)
    ran = CliRunner().invoke(app, ["ask", "Wie stelt de gedragscode vast?", "--soort", "vergelijking", "--json"])
    assert ran.exit_code == 0
    data = json.loads(ran.stdout)
    assert data["mode"] == "vergelijking" and data["comparison"]["columns"] == list(TIERS)
    wrong = CliRunner().invoke(app, ["ask", "Mag dit?", "--soort", "raadsel"])
    assert isinstance(wrong.exception, QuestionError)


@pytest.mark.real_index
def test_in_a_file_with_a_question_a_line(real_assistant: Assistant, tmp_path: Path) -> None:
    lines: list[dict[str, Any]] = [
        {"id": 1, "question": "Wie stelt de gedragscode vast?", "mode": "vergelijking"},
        {"id": 2, "question": "Mag ik een doos wijn aannemen?", "mode": "dilemma"},
        {"id": 3, "question": "Mag ik een doos wijn aannemen?", "mode": None},
        {"id": 4, "question": "Mag ik een doos wijn aannemen?", "mode": "raadsel"},
        {"id": 5, "question": "Mag ik een doos wijn aannemen?", "mode": 3},
    ]
    answers = [answer_line(real_assistant, json.dumps(line).encode(), number) for number, line in enumerate(lines, 1)]
    assert [answer.get("mode") for answer in answers] == ["vergelijking", "dilemma", "vraag", None, None]
    assert answers[3]["error"] == "regel 4: Onbekende soort vraag. Kies uit: vraag, dilemma, vergelijking."
    assert answers[4]["error"] == "regel 5: 'mode' is geen tekst"


@pytest.mark.parametrize("mode", [None, *Mode])
def test_over_the_api(mode: Mode | None) -> None:
    assistant = FakeAssistant()
    client = TestClient(create_api(assistant, ["*"]))
    answer = client.post(ASK, json={"question": "Mag dit?", "mode": mode})
    assert answer.status_code == 200 and assistant.asked[-1].mode is mode
    assert answer.json()["mode"] == (mode or "vraag") and answer.json()["next_questions"]


@pytest.mark.parametrize("mode", ["raadsel", "", 3, ["vraag"]])
def test_over_the_api_an_unknown_kind_is_refused(mode: object) -> None:
    assistant = FakeAssistant()
    answer = TestClient(create_api(assistant, ["*"])).post(ASK, json={"question": "Mag dit?", "mode": mode})
    assert answer.status_code == 422 and assistant.asked == []
    assert "mode" in answer.json()["detail"] and "raadsel" not in answer.json()["detail"]
