"""Whether a text is a rule today: from the ``status`` of its element, else from the editorial words that stand in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpus.documents import State
from ingest.bwb.elements import Kind, kind_of, loose_text, misfit
from ingest.bwb.numbers import folded

if TYPE_CHECKING:
    from lxml.etree import _Element

_STATUS = {"goed": State.GELDEND, "vervallen": State.VERVALLEN, "nogniet": State.NOG_NIET}
_GONE = re.compile(r"\W*(?:door vernummering )?vervallen\b|.*\bniet meer in werking", re.IGNORECASE)
_NOT_YET = re.compile(r".*\bniet in ?werking", re.IGNORECASE)


def own_state(element: _Element) -> State | None:
    """What the element says of itself; ``None`` when it says nothing. Raises ``DocumentError`` for a word that is not known."""
    status = element.get("status")
    if status is None:
        return None
    if status not in _STATUS:
        raise misfit(element, f"status={status!r} is onbekend; meld dit, zodat de lezer het leert kennen")
    return _STATUS[status]


def editorial_state(blocks: Iterable[_Element], around: State) -> State:
    """``around``, unless that is in force and a line of editorial words says that this text is not."""
    if around is not State.GELDEND:
        return around
    lines = (folded(block) for block in blocks if is_editorial(block))
    found = (State.VERVALLEN if _GONE.match(line) else State.NOG_NIET if _NOT_YET.match(line) else around for line in lines)
    return next((state for state in found if state is not around), around)


def is_editorial(block: _Element) -> bool:
    """Whether a line holds nothing but editorial words; a comma after them is no text of the law."""
    return len(block) > 0 and not re.search(r"\w", loose_text(block)) and all(kind_of(child) is Kind.EDITORIAL for child in block)
