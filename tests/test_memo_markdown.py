"""The memo as Markdown: golden files, and text that comes back as the same text when a parser reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from memo_results import CLAIMS, HOSTILE, MADE_ON, UNSAFE, DraftClaim, abstention, answer, partial, result

from assistant.answer import Language, Result, Role
from assistant.memo import MemoFormat, memo
from assistant.memo.printable import printable

GOLDEN = Path(__file__).parent / "golden"
CASES = {
    "memo_answer.md": lambda: partial(),
    "memo_answer_en.md": lambda: answer(Language.EN),
    "memo_abstention.md": lambda: abstention(),
    "memo_abstention_unsafe.md": lambda: result(verdict=UNSAFE),
}


def markdown(made: Result) -> str:
    return memo(made, MemoFormat.MARKDOWN, made_on=MADE_ON).decode()


def tokens(text: str) -> Iterator[Token]:
    """Block and inline tokens, as a reader that knows tables and takes HTML sees them."""
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str) -> None:
    """The files in ``golden`` are read by a person when they change; delete one to have it written again."""
    file = GOLDEN / name
    shown = markdown(CASES[name]())
    if not file.exists():
        file.write_text(shown, encoding="utf-8")
        pytest.fail(f"{file} is nieuw geschreven; lees hem na")
    assert shown == file.read_text(encoding="utf-8")


def test_the_same_memo_is_the_same_bytes() -> None:
    assert markdown(answer()) == markdown(answer())


def test_links_go_to_the_cited_places() -> None:
    made = answer()
    cited = [c.url for claim in made.claims for c in claim.citations if c.url]
    links = [str(token.attrGet("href")) for token in tokens(markdown(made)) if token.type == "link_open"]
    assert set(links) == set(cited)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    claims = (*CLAIMS, DraftClaim(text, (("B1", text),), Role.REGEL))
    shown = markdown(result(*claims, text=text, notes=(text,)))
    found = list(tokens(shown))
    plain = list(tokens(markdown(partial())))
    kinds = {token.type for token in found}
    assert kinds <= {token.type for token in plain} | {"softbreak", "hardbreak"}
    assert len([t for t in found if t.type == "link_open"]) == len([t for t in plain if t.type == "link_open"])
    # The question, the note and the sentence that fell away.
    assert [t.content for t in found if t.type == "text"].count(" ".join(text.split())) == 3


MARKUP = st.text(alphabet="ab1 \n\t#*_-+=.)>|<&;$`~[](){}!\\:/@", max_size=60)


@given((MARKUP | st.text(max_size=60)).filter(lambda text: any(c.isalnum() for c in printable(text))))
@settings(max_examples=400)
def test_any_question_comes_back_as_it_was(text: str) -> None:
    shown = markdown(result(*CLAIMS, text=text))
    inline = [token for token in MarkdownIt("commonmark").enable("table").parse(shown) if token.type == "inline"]
    at = next(n for n, token in enumerate(inline) if token.content == "Vraag")
    children = inline[at + 1].children or []
    back = "".join("\n" if child.type == "hardbreak" else child.content for child in children)
    assert back.split() == printable(text).split()
