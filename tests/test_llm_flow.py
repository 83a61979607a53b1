"""A question with a language model all the way to its answer: what is shown as it comes, what falls, and what takes its place."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from llm_asked import FAULTS, MODEL, SIDELINE, VOTE, Asked, Lab, Streamed, lab, of, texts, verbatim
from llm_server import Reply, line, openai_event, said

from assistant.answer import Answer, Claim, Language, Result, Role
from assistant.flow import Assistant, Step
from assistant.llm.faults import ComposerFault, LlmFault, sentence
from assistant.markdown import escape
from assistant.messages import message
from assistant.render import to_json

pytestmark = pytest.mark.real_index

USED, IN_PART = message(Language.NL, "model_not_used"), message(Language.NL, "model_in_part")


@pytest.fixture(scope="module")
def live(real_assistant: Assistant) -> Iterator[Lab]:
    with lab(real_assistant, llm_deadline=3, llm_first_token=2) as made:
        yield made


@pytest.fixture(scope="module")
def vote(live: Lab) -> Result:
    return live.without(VOTE)


@pytest.fixture(scope="module")
def sideline(live: Lab) -> Result:
    return live.without(SIDELINE)


def phrased(result: Result) -> list[Claim]:
    """The sentences that a model may put in its own words."""
    return [c for c in result.claims if c.role in (Role.REGEL, Role.GEVOLG, Role.AANVULLEND)]


def holds_together(answer: Streamed) -> None:
    """Each sentence that was shown is in the result, unchanged and in its place, with quotes that stand in the evidence."""
    assert answer.result.claims[: len(answer.shown)] == answer.shown
    for claim in answer.result.claims:
        for citation in claim.citations:
            item = answer.result.evidence.get(citation.evidence)
            assert item and any(text[citation.start : citation.end] == citation.quote for text in item.texts)


# --- What is shown --------------------------------------------------------------------------------------------------


def test_verified_sentences_of_the_model_are_the_answer(live: Lab, vote: Result) -> None:
    live.says(*map(verbatim, phrased(vote)))
    answer = live.ask(VOTE)
    holds_together(answer)
    assert texts(answer.shown) == texts(phrased(vote))
    assert texts(answer.result.claims) == texts(vote.claims)
    assert (answer.result.composer, answer.result.notes) == (MODEL, vote.notes)
    assert isinstance(answer.result, Answer) and isinstance(vote, Answer)
    assert (answer.result.outcome, answer.result.reason, answer.result.trace.dropped) == (vote.outcome, None, ())
    assert message(Language.NL, "model_wrote") in to_json(answer.result)["answer"]


def test_sentences_come_while_the_answer_is_composed(live: Lab, vote: Result) -> None:
    """The first is there while the model has not said its second; the steps around it are those of any answer."""
    first, second = map(verbatim, of(vote, "B1")[:2])
    go = threading.Event()

    def halfway() -> Iterator[Any]:
        yield from said("openai", f"{first}\n", None)
        assert go.wait(5)
        yield from said("openai", f"{second}\n")

    live.answers(Reply(halfway()))
    items: list[Any] = []
    for item in live.assistant.stream(VOTE.question, **VOTE.arguments):
        items.append(item)
        if isinstance(item, Claim):
            go.set()
    kinds = [item.value if isinstance(item, Step) else type(item).__name__ for item in items]
    assert kinds == ["privacy", "understand", "retrieve", "compose", "Claim", "Claim", "verify", "Answer"]


def test_a_light_paraphrase_stands_with_the_rest_of_its_rule(live: Lab, vote: Result) -> None:
    zin, quote = "Een raadslid stemt niet mee over een kwestie die hem persoonlijk raakt.", of(vote, "B1")[0].text
    live.says(line(zin, ("B1", quote)))
    answer = live.ask(VOTE)
    holds_together(answer)
    if answer.shown:
        # What the model left out of the rule is said by the source, also its consequence.
        assert texts(of(answer.result, "B1")) == [zin, *texts(of(vote, "B1")[1:])]
    else:
        assert answer.result.claims == vote.claims
    assert not of(answer.result, "B2") or not answer.shown


def test_a_rule_that_the_model_skipped_stands_in_the_words_of_the_source(live: Lab, sideline: Result) -> None:
    assert {c.citations[0].evidence for c in sideline.claims if c.role is Role.REGEL} == {"B1", "B2"}
    live.says(*map(verbatim, of(sideline, "B1")))
    answer = live.ask(SIDELINE)
    holds_together(answer)
    assert texts(answer.shown) == texts(of(sideline, "B1"))
    assert texts(of(answer.result, "B2")) == texts(of(sideline, "B2"))
    # Nothing fell, so nothing is said to have fallen.
    assert answer.result.notes == sideline.notes


#: (what is wrong with it, the sentence, the label, the quote or "" for words that stand there, a part of the reason)
LIES = [
    ("a label that is not there", "De raad stelt een code vast.", "B99", "", "bron B99 is niet gegeven"),
    ("a label of another office", "Een Statenlid stemt niet mee.", "B4", "", "bron B4 is niet gegeven"),
    ("a quote that stands nowhere", "Een raadslid betaalt een boete.", "B1", "een raadslid betaalt een boete", "citaat staat niet"),
    ("an article that nobody cited", "Artikel 999 van de Gemeentewet verbiedt dat.", "B1", "", "staat niet in de bron"),
    ("a lid that nobody cited", "Artikel 28, negende lid, verbiedt dat een raadslid meestemt.", "B1", "", "staat niet in de bron"),
    ("a link", "Lees verder op https://kwaad.example/ over deze regel.", "B1", "", "geen gewone tekst"),
    ("markup", "Een raadslid <b>stemt</b> niet mee.", "B1", "", "geen gewone tekst"),
    ("another language", "A councillor may vote on the plan.", "B1", "", "andere taal"),
]  # fmt: skip


def lie(vote: Result, row: tuple[str, ...]) -> str:
    _, zin, label, quote, _ = row
    return line(zin, (label, quote or of(vote, "B1")[0].text[:60].rpartition(" ")[0]))


def test_what_does_not_hold_is_dropped_with_its_reason(live: Lab, vote: Result) -> None:
    true = of(vote, "B1")[0]
    live.says(*(lie(vote, row) for row in LIES), verbatim(true))
    answer = live.ask(VOTE)
    holds_together(answer)
    assert texts(answer.shown) == [true.text]
    fell = answer.result.trace.dropped
    assert [one.text for one in fell] == [row[1] for row in LIES]
    for one, row in zip(fell, LIES, strict=True):
        assert row[-1] in one.why, (row[0], one.why)
    assert IN_PART in answer.result.notes
    assert texts(of(answer.result, "B1")) == texts(of(vote, "B1"))


@pytest.mark.parametrize("row", LIES, ids=[row[0] for row in LIES])
def test_where_nothing_holds_the_answer_is_that_of_the_sources(live: Lab, vote: Result, row: tuple[str, ...]) -> None:
    live.says(lie(vote, row))
    answer = live.ask(VOTE)
    assert (answer.shown, answer.result.claims, answer.result.composer) == ((), vote.claims, "extractief")
    assert any(note.endswith(USED) for note in answer.result.notes)
    assert row[1] not in to_json(answer.result)["answer"]


# --- What the endpoint does -----------------------------------------------------------------------------------------


def is_of_the_sources(answer: Streamed, plain: Result, fault: LlmFault, sent: bool = True) -> None:
    assert (answer.shown, answer.result.claims, answer.result.composer) == ((), plain.claims, "extractief")
    assert f"{sentence(fault, Language.NL, sent=sent)} {USED}" in answer.result.notes
    shown = to_json(answer.result)
    assert escape(sentence(fault, Language.NL, sent=sent)) in shown["answer"]
    assert message(Language.NL, "model_wrote") not in shown["answer"]


@pytest.mark.parametrize(("replies", "fault"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_gives_the_answer_of_the_sources_in_time(live: Lab, vote: Result, replies: list[Reply], fault: LlmFault) -> None:
    live.answers(*replies)
    begin = time.monotonic()
    answer = live.ask(VOTE)
    assert time.monotonic() - begin < live.settings.llm_deadline + 1.5
    is_of_the_sources(answer, vote, fault)


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "stayed"])
@pytest.mark.parametrize("fault", LlmFault)
def test_every_fault_is_told(live: Lab, vote: Result, fault: LlmFault, sent: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those that a server on loopback cannot have; a question that stayed here is said to have stayed, and not to have gone."""

    class Failing:
        name = MODEL

        def claims(self, *_: Any) -> Iterator[Any]:
            raise ComposerFault(fault, sent=sent)

    monkeypatch.setattr(live.assistant, "composer", Failing())
    answer = live.ask(VOTE)
    is_of_the_sources(answer, vote, fault, sent)
    named = live.ask(Asked(f"{VOTE.question} Mijn buurman heet Jan de Boer.", VOTE.ambt))
    told = any("[PERSOON-1]" in note for note in named.result.notes)
    assert told == sent


def test_an_endpoint_that_fails_is_not_waited_for(live: Lab, vote: Result) -> None:
    live.answers(Reply([b"{}"], 401))
    for _ in range(3):
        live.ask(VOTE)
    is_of_the_sources(live.ask(VOTE), vote, LlmFault.PAUZE, sent=False)
    assert len(live.server.requests) == 3


@pytest.mark.parametrize(
    ("ending", "fault"),
    [([], LlmFault.AFGEBROKEN), ([openai_event("", "length")], LlmFault.TE_LANG), ([5.0], LlmFault.TE_LAAT)],
    ids=["cut", "full", "silent"],
)
def test_what_stood_before_a_fault_stays_and_the_rest_is_added(
    live: Lab, sideline: Result, ending: list[Any], fault: LlmFault
) -> None:
    kept = of(sideline, "B1")
    lines = "\n".join([*map(verbatim, kept), verbatim(of(sideline, "B2")[0])[:50]])
    live.answers(Reply([*said("openai", lines, None), *ending]))
    answer = live.ask(SIDELINE)
    holds_together(answer)
    assert len(answer.shown) == len(kept) == 2 and texts(answer.shown) == texts(kept)
    assert texts(answer.result.claims) == texts(sideline.claims)
    assert answer.result.composer == MODEL and sentence(fault, Language.NL) in answer.result.notes
