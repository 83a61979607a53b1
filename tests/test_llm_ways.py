"""What a language model never gets to see or to say, the ways in that show its sentences, and that without one nothing changes."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from llm_asked import DAY, DILEMMA, MODEL, SIDELINE, VOTE, Asked, Lab, lab, of, texts, verbatim, without_times
from llm_server import Reply, line, said
from starlette.testclient import TestClient

from assistant.answer import WEIGHING, Language, Mode, Role
from assistant.api.answered import AnswerModel
from assistant.flow import Assistant
from assistant.markdown import escape
from assistant.messages import message
from assistant.render import to_json
from assistant.ui.app import create_app
from assistant.ui.conversation import Asked as Typed
from assistant.ui.conversation import Conversation, converse
from assistant.ui.texts import say
from eval.questions import load_questions
from ingest.settings import Settings

pytestmark = pytest.mark.real_index


@pytest.fixture(scope="module")
def live(real_assistant: Assistant) -> Iterator[Lab]:
    with lab(real_assistant) as made:
        yield made


# --- What it never gets to see or to say ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        Asked("Wat is het verschil tussen een raadslid en een Statenlid bij stemonthouding?"),
        Asked("Mag ik meestemmen over het plan?", "raadslid", mode="vergelijking"),
        Asked("Hoe bak ik een appeltaart?"),
        Asked("Wat zegt artikel 999 van de Gemeentewet?"),
        Asked("May a councillor vote on the zoning plan next to the house?"),
    ],
    ids=["comparison", "comparison by choice", "off topic", "article that is not there", "English"],
)
def test_what_no_model_is_asked(live: Lab, asked: Asked) -> None:
    live.says(line("Dit mag.", ("B1", "Een raadslid")))
    answer = live.ask(asked)
    assert not live.server.requests and not answer.shown
    assert without_times(to_json(answer.result)) == without_times(to_json(live.without(asked)))
    assert answer.result.composer == "extractief"


def test_only_rules_for_who_asks_are_phrased(live: Lab) -> None:
    """What holds for others, and what is only listed, is not even sent; the sources say it."""
    for asked, role in ((VOTE, Role.ANDERE_LAAG), (DILEMMA, Role.VERDER)):
        plain = live.without(asked)
        own = [c for c in plain.claims if c.role in (Role.REGEL, Role.GEVOLG, Role.AANVULLEND)]
        theirs = [c for c in plain.claims if c.role is role]
        live.says(*map(verbatim, own), *map(verbatim, theirs))
        answer = live.ask(asked)
        assert texts(answer.shown) and theirs
        assert [c for c in answer.result.claims if c.role is role] == theirs
        assert not {c.text for c in answer.shown} & {c.text for c in theirs}
        (request,) = live.server.requests
        schema = request.body["response_format"]["json_schema"]["schema"]
        given = schema["properties"]["beweringen"]["items"]["properties"]["bronnen"]["items"]["properties"]["label"]["enum"]
        assert given == list(dict.fromkeys(c.citations[0].evidence for c in own))
        assert not any(claim.text in live.sent for claim in theirs if not any(claim.text == c.text for c in own))


def test_a_dilemma_is_weighed_as_ever(live: Lab) -> None:
    plain = live.without(DILEMMA)
    live.says(*map(verbatim, of(plain, "B1")), line("U kunt het etentje beter weigeren.", ("B1", of(plain, "B1")[0].text)))
    result = live.ask(DILEMMA).result
    assert (result.composer, result.mode, result.weighing) == (MODEL, Mode.DILEMMA, plain.weighing)
    weighed = [c for c in plain.claims if c.role in WEIGHING]
    assert weighed and [c for c in result.claims if c.role in WEIGHING] == weighed
    assert (result.contacts, result.next_questions) == (plain.contacts, plain.next_questions)


def test_the_user_sees_what_went_to_the_model(live: Lab) -> None:
    live.says(verbatim(of(live.without(VOTE), "B1")[0]))
    named = Asked(f"{VOTE.question} Mijn buurman heet Jan de Boer.", VOTE.ambt)
    notes = live.ask(named).result.notes
    assert any("[PERSOON-1]" in note and "Boer" not in note for note in notes)


def test_a_placeholder_stands_for_one_value_in_the_whole_conversation(live: Lab) -> None:
    """On the page, in the JSON and in what is sent; and only what was replaced in the question is told as that."""
    live.says(verbatim(of(live.without(VOTE), "B1")[0]))
    earlier = ("Mijn buurman heeft bsn 111222333.", "Mijn rekening is NL91ABNA0417164300.")
    result = live.ask(Asked(f"{VOTE.question} Ik heb bsn 123456782, hij 111222333.", VOTE.ambt, earlier)).result
    text = f"{VOTE.question} Ik heb bsn [BSN-2], hij [BSN-1]."
    history = ("Mijn buurman heeft bsn [BSN-1].", "Mijn rekening is [IBAN-1].")
    assert (result.question.text, result.question.history) == (text, history)
    assert result.hidden == {"[BSN-1]": "111222333", "[BSN-2]": "123456782"}
    assert message(Language.NL, "model_sent", text=text) in result.notes
    assert message(Language.NL, "redacted", kinds="BSN") in result.notes
    sent = live.server.requests[0].body["messages"][1]["content"]
    assert all(words in sent for words in (text, *history))


def test_what_was_replaced_in_an_earlier_question_is_not_told_again(live: Lab) -> None:
    live.says(verbatim(of(live.without(VOTE), "B1")[0]))
    result = live.ask(Asked(VOTE.question, VOTE.ambt, ("Mijn buurman heeft bsn 111222333.",))).result
    assert not result.hidden and not any("BSN" in note or VOTE.question in note for note in result.notes)


# --- The ways in ----------------------------------------------------------------------------------------------------


def test_the_contract_and_the_api_hold(live: Lab) -> None:
    plain = live.without(VOTE)
    live.says(*map(verbatim, of(plain, "B1")), line("Zie artikel 999 Gemeentewet.", ("B1", of(plain, "B1")[0].text)))
    data = to_json(live.ask(VOTE).result)
    AnswerModel.model_validate(data)
    assert (data["composer"], len(data["dropped"])) == (MODEL, 1)
    with TestClient(create_app(live.assistant), base_url="http://127.0.0.1") as client:
        answer = client.post("/api/v1/ask", json={"question": VOTE.question, "ambt": VOTE.ambt, "date": DAY})
    assert answer.status_code == 200
    assert without_times(answer.json()) == without_times(data)


def test_on_the_page_the_text_only_grows(live: Lab) -> None:
    plain = live.without(SIDELINE)
    true = of(plain, "B1", "B2")
    live.says(verbatim(true[0]), line("Ja, dat mag u.", ("B9", "Een wethouder")), *map(verbatim, true[1:]))
    typed = Typed(SIDELINE.question, SIDELINE.ambt or "", "24-11-2026")
    views = list(converse(live.assistant, Conversation(), typed, say))
    shown = [view.conversation.turns[-1].answer for view in views]
    for claim in true:
        seen = [escape(claim.text) in text for text in shown]
        assert seen[-1] and seen == sorted(seen), "what was shown is never taken back"
    growing = [sum(escape(claim.text) in text for claim in true) for text in shown if text]
    assert growing == [*range(1, len(true) + 1), len(true), len(true)]
    assert not any("dat mag u" in text for text in shown)
    assert views[-1].done and views[-1].answered and [view.done for view in views].count(True) == 1


def test_two_questions_at_once_do_not_mix(live: Lab) -> None:
    """The one is held halfway until the other is whole."""
    first, second = of(live.without(VOTE), "B1"), of(live.without(SIDELINE), "B1", "B2")
    go = threading.Event()

    def held() -> Iterator[Any]:
        yield from said("openai", verbatim(first[0]) + "\n", None)
        assert go.wait(10)
        yield from said("openai", "\n".join(map(verbatim, first[1:])) + "\n")

    live.answers(Reply(held()), Reply(said("openai", "\n".join(map(verbatim, second)))))
    with ThreadPoolExecutor(1) as beside:
        waiting = beside.submit(live.ask, VOTE)
        while not live.server.requests:
            assert not waiting.done()
        other = live.ask(SIDELINE)
        assert not waiting.done()
        go.set()
        one = waiting.result(10)
    assert (texts(one.shown), texts(other.shown)) == (texts(first), texts(second))
    assert one.result.question.text == VOTE.question and other.result.question.text == SIDELINE.question
    assert VOTE.question not in str(live.server.requests[1].body)


# --- Without a model ------------------------------------------------------------------------------------------------

_ALONE = """
import json, sys
for name in json.loads(sys.argv[3]):
    sys.modules[name] = None
from assistant.flow import open_assistant
from assistant.render import to_json
from ingest.settings import Settings
assistant = open_assistant(Settings(data_dir=sys.argv[1], cache_dir=sys.argv[2]))
for question, ambt in json.loads(sys.argv[4]):
    data = to_json(assistant.ask(question, ambt=ambt, date=sys.argv[5]))
    print(json.dumps({**data, "timings_ms": sorted(data["timings_ms"])}, ensure_ascii=False))
print(json.dumps(sorted(name for name, module in sys.modules.items() if module)))
"""
_BLOCKED = [
    *(f"assistant.llm.{name}" for name in ("composer", "parse", "prompt", "protocols", "stream", "wire")),
    *("openai", "ollama", "llama_index", "tenacity", "assistant.personal.recogniser"),
]


def test_without_a_model_the_bytes_are_those_of_a_program_that_has_none(
    real_assistant: Assistant, real_settings: Settings
) -> None:
    questions = load_questions(splits=["dev"])
    asked = [(q.question, q.ambt.value if q.ambt else None) for q in questions[:: len(questions) // 20][:20]]
    folders = [str(real_settings.data_dir), str(real_settings.cache_dir)]
    command = [sys.executable, "-c", _ALONE, *folders, json.dumps(_BLOCKED), json.dumps(asked), DAY]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    *lines, modules = done.stdout.splitlines()
    assert real_assistant.composer is None
    assert lines == [without_times(to_json(real_assistant.ask(q, ambt=ambt, date=DAY))) for q, ambt in asked]
    held = {name for name in json.loads(modules) if name.startswith(("openai", "ollama", "llama_index", "assistant.llm"))}
    # The closed set of faults has sentences for the page, and imports nothing of a model.
    assert held == {"assistant.llm", "assistant.llm.faults"}
