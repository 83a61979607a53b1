"""Own personal data in the document: only asked for where there was any, and only put back where the user ticks that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from visitor import CHROMIUM, Visit, served

from assistant.flow import Assistant

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_index,
    pytest.mark.skipif(not CHROMIUM.is_file(), reason="Debian's chromium is not installed"),
]


@pytest.fixture(scope="module")
def address(real_assistant: Assistant) -> Iterator[str]:
    yield from served(real_assistant)


def test_the_box_is_there_for_a_question_with_a_number_and_it_counts(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    visit.ask("Mag ik als raadslid een cadeau van een aannemer houden?")
    box = visit.page.locator("#ia-restore input")
    assert not box.is_visible()
    visit.ask("Mag een raadslid met telefoon 06 12345678 een cadeau houden?")
    for ticked, held in ((False, False), (True, True)):
        box.set_checked(ticked)
        with visit.page.expect_download() as saved:
            visit.page.click("#ia-memo-markdown")
        text = Path(saved.value.path()).read_text(encoding="utf-8")
        assert ("06 12345678" in text) is held
    visit.context.close()
