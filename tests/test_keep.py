"""The document that the page makes of an answer: with placeholders, or with the user's own data where that was chosen."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from memo_results import answer

from assistant.memo import MemoFormat
from assistant.ui.conversation import Conversation
from assistant.ui.keep import document, with_sources

HIDDEN = {"[BSN-1]": "111222333"}


@pytest.mark.parametrize(("restore", "shown", "gone"), [(False, "BSN-1", "111222333"), (True, "111222333", "BSN-1")])
def test_personal_data_comes_back_only_where_the_user_chose_that(restore: bool, shown: str, gone: str) -> None:
    given = answer()
    given = replace(given, question=replace(given.question, text="Mag ik, [BSN-1], meestemmen?"), hidden=HIDDEN)
    file = json.loads(document(MemoFormat.MARKDOWN, Conversation(result=given), restore))
    text = base64.b64decode(file["content"]).decode()
    assert shown in text and gone not in text
    assert "111222333" not in repr(given) and "111222333" not in with_sources(Conversation(result=given))


def test_nothing_is_made_without_an_answer() -> None:
    assert document(MemoFormat.PDF, Conversation(), True) == with_sources(Conversation()) == ""
