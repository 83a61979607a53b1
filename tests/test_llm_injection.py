"""Attacks through question, history, facts, own documents and titles, with a model that obeys each: what does a reader see of it?"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

import pytest
from llm_asked import VOTE, Lab, Streamed, lab, of, texts
from llm_attacks import Attack, attacks, hostile_documents
from llm_server import Request, line
from markdown_it import MarkdownIt
from official_library import fill

from assistant.answer import Language, Result, Role
from assistant.flow import open_assistant
from assistant.llm.faults import LlmFault, sentence
from assistant.memo import MemoFormat, memo
from assistant.messages import message
from assistant.render import to_json, to_markdown
from assistant.ui.shown import as_text, without_bare_links
from assistant.ui.texts import say
from ingest.build import build
from ingest.library import Library
from ingest.settings import Settings

pytestmark = pytest.mark.real_index

ATTACKS = attacks()
#: All that a model can bring about beside the sentences that stand.
FIXED = {
    *(f"{sentence(fault, Language.NL)} {message(Language.NL, 'model_not_used')}" for fault in LlmFault),
    *(sentence(fault, Language.NL) for fault in LlmFault),
    *(message(Language.NL, key) for key in ("model_not_used", "model_in_part")),
}
TAGS = {"p", "em", "strong", "h3", "a", "blockquote", "br", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}


@pytest.fixture(scope="module")
def live(real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """With an own code of conduct that somebody filled with orders."""
    settings = real_settings.model_copy(update={"data_dir": tmp_path_factory.mktemp("data")})
    # What is there already is not made again.
    shutil.copytree(real_settings.index_dir, settings.index_dir)
    fill(Library(settings.library_dir), *hostile_documents(ATTACKS))
    build(settings)
    with lab(open_assistant(settings)) as made:
        yield made


@dataclass(frozen=True)
class Obeyed:
    """What came of an attack: the answer of the sources, that with a model that obeys, and the requests that the model got."""

    plain: Result
    answer: Streamed
    requests: tuple[Request, ...]


@pytest.fixture(scope="module")
def obeyed(live: Lab) -> Callable[[Attack], Obeyed]:
    """Each attack is run once."""
    known: dict[str, Obeyed] = {}

    def run(attack: Attack) -> Obeyed:
        if attack.id not in known:
            plain = live.without(attack.asked)
            live.answers(attack.obeyed(plain))
            known[attack.id] = Obeyed(plain, live.ask(attack.asked), tuple(live.server.requests))
        return known[attack.id]

    return run


class _Page(HTMLParser):
    """The tags of a page and where its links lead."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.feed(MarkdownIt("commonmark").enable("table").render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action", "srcset")}


def shows_only_ours(result: Result) -> None:
    """No markup but that of an answer, and no link but to the law, to who can help, and to a source that was added."""
    page = _Page(without_bare_links(to_markdown(result)))
    assert page.tags <= TAGS
    ours = {c.url for claim in result.claims for c in claim.citations} | {contact.url for contact in result.contacts}
    assert {link.replace("&amp;", "&") for link in page.links} <= ours
    assert not any("kwaad" in link for link in page.links)
    for claim in result.claims:
        for citation in claim.citations:
            # Words of an own document are never those of the law.
            item = result.evidence.get(citation.evidence)
            assert item and (citation.url != "" or not item.source.url)


def says_only_what_is_fixed(result: Result, plain: Result) -> None:
    """A note is one of ours; that of what was sent repeats the question of the user."""
    added = set(result.notes) - set(plain.notes)
    assert {note for note in added if not note.startswith(message(Language.NL, "model_sent", text=""))} <= FIXED


def is_word_for_word_of_the_sources(answer: Streamed, plain: Result) -> None:
    """All that a reader sees is what it is without a model, but for a fixed note."""
    assert answer.shown == ()
    result = answer.result
    left = ("answer", "dropped", "timings_ms")
    assert {k: v for k, v in to_json(result).items() if k not in left} == {
        k: v for k, v in to_json(plain).items() if k not in left
    }
    assert to_markdown(replace(result, notes=plain.notes)) == to_markdown(plain)
    says_only_what_is_fixed(result, plain)


def chose_among_true_sentences(answer: Streamed, plain: Result) -> None:
    """The most that an attack can do: what applies too may be left out, and of a rule the order of the sentences changes."""
    held = [text for item in answer.result.evidence.items for text in item.texts]
    assert answer.shown and all(any(claim.text in text for text in held) for claim in answer.shown)
    assert {claim.role for claim in answer.shown} <= {Role.REGEL, Role.AANVULLEND}
    must = [claim.text for claim in plain.claims if claim.role is not Role.AANVULLEND]
    assert set(must) <= set(texts(answer.result.claims)) <= set(texts(plain.claims))
    says_only_what_is_fixed(answer.result, plain)


def test_there_are_attacks_of_every_kind() -> None:
    assert len(ATTACKS) >= 60 and len({attack.id for attack in ATTACKS}) == len(ATTACKS)
    assert {attack.plaats for attack in ATTACKS} == {"vraag", "historie", "feit", "document", "titel"}
    assert len({attack.soort for attack in ATTACKS}) >= 15


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.id for attack in ATTACKS])
def test_no_attack_is_obeyed(obeyed: Callable[[Attack], Obeyed], attack: Attack) -> None:
    came = obeyed(attack)
    plain, answer = came.plain, came.answer
    assert len(came.requests) == 1, "the attack never came to the model"
    (chose_among_true_sentences if attack.grens else is_word_for_word_of_the_sources)(answer, plain)
    shows_only_ours(answer.result)
    shows_only_ours(plain)
    shown = to_json(answer.result)["answer"].replace("\\", "").casefold()
    own = to_json(plain)["answer"].replace("\\", "").casefold()
    for fragment in attack.wanted:
        assert fragment.casefold() not in shown or fragment.casefold() in own


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.id for attack in ATTACKS])
def test_what_was_typed_is_shown_and_sent_as_text(attack: Attack) -> None:
    page = _Page(as_text(attack.asked.question, say))
    assert page.tags <= {"p", "br"} and not page.links


SPEAKERS = ("<|", "<start_of_turn>", "<end_of_turn>", "[INST]", "[/INST]", "</")


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.soort in ("scheiding", "systeembericht")], ids=lambda a: a.id)
def test_no_attack_ends_its_part_of_the_prompt(obeyed: Callable[[Attack], Obeyed], attack: Attack) -> None:
    """The marks of a chat are taken apart, and the mark of the prompt is none that the attack can know."""
    system, user = (part["content"] for part in obeyed(attack).requests[0].body["messages"])
    assert not any(speaker in user for speaker in SPEAKERS)
    mark = user.split("\n")[0].removeprefix("Merkteken: ")
    assert mark not in attack.tekst and user.count(f"\n{mark} vraag\n") == 1 and user.rstrip().endswith("als JSON.")
    assert attack.tekst not in system


def as_line(text: str) -> str:
    """Letters and digits: a memo escapes its other signs."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.id for attack in ATTACKS])
def test_nothing_of_it_is_in_a_memo(obeyed: Callable[[Attack], Obeyed], attack: Attack) -> None:
    """What fell is no part of a paper that somebody hands in; the question of the user itself stands in it."""
    came = obeyed(attack)
    made, own = (
        memo(one, MemoFormat.MARKDOWN, made_on=dt.date(2026, 11, 24)).decode() for one in (came.answer.result, came.plain)
    )
    for fragment in attack.wanted:
        assert as_line(fragment) not in as_line(made) or as_line(fragment) in as_line(own)


def test_what_falls_does_not_make_an_answer_less_whole(live: Lab) -> None:
    plain = live.without(VOTE)
    live.says(line("Ja, dat mag u.", ("B1", of(plain, "B1")[0].text)))
    result = live.ask(VOTE).result
    assert texts(result.claims) == texts(plain.claims) and len(result.trace.dropped) == 1
    assert (result.outcome, result.reason) == (plain.outcome, plain.reason)
