"""What the fields of the tab Vergelijk ask for, checked and compared. Knows nothing of gradio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.messages import QuestionError
from assistant.ui.compare_changes import changes_html
from assistant.ui.compare_dates import changes_between
from assistant.ui.compare_sheet import OFFICES, TIERS, Matters
from assistant.ui.compare_table import table_html, table_markdown
from assistant.ui.conversation import read_date
from assistant.ui.texts import Words
from corpus import Corpus, Locator, LocatorError, SourceId

WAYS = ("tiers", "offices", "dates")
_MOST_OFFICES = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands in the fields. ``way`` is one of ``WAYS``; ``topic`` the name of a zaak; ``tiers`` and ``offices`` keys of
    columns; ``source`` an id and ``article`` a locator (empty: all of it); ``before`` and ``after`` days as typed."""

    way: str
    topic: str | None = None
    tiers: Sequence[str] = ()
    offices: Sequence[str] = ()
    source: str | None = None
    article: str | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a comparison puts on the page: HTML, and the same as text to copy (empty: nothing to copy). ``refused``: a choice is
    missing or wrong, and the HTML says which."""

    html: str
    text: str = ""
    refused: bool = False


def compared(matters: Matters, everything: Corpus, words: Words, chosen: Chosen) -> Shown:
    """The comparison: of a matter, or of two days of any source in ``everything``. A choice that is missing or wrong becomes a
    sentence with the next step."""
    if chosen.way == "dates":
        return _compared_days(everything, words, chosen)
    by_tier = chosen.way == "tiers"
    known, keys = (TIERS, chosen.tiers) if by_tier else (OFFICES, chosen.offices)
    columns = [column for column in known if column.key in keys]
    zaak = matters.zaak(chosen.topic or "")
    if zaak is None:
        return _refused(words, "no_topic")
    if len(columns) < 2 or not (by_tier or len(columns) <= _MOST_OFFICES):
        return _refused(words, "count_tiers" if by_tier else "count_offices")
    sheet, today = matters.sheet(zaak, columns), dt.date.today()
    return Shown(table_html(sheet, matters.corpus, words, today), table_markdown(sheet, matters.corpus, words, today))


def _compared_days(corpus: Corpus, words: Words, chosen: Chosen) -> Shown:
    try:
        source = SourceId(chosen.source or "")
        article = Locator.parse(chosen.article).undated() if chosen.article else None
    except LocatorError:
        return _refused(words, "no_source")
    if source not in corpus.sources or (article and article.source != source):
        return _refused(words, "no_source")
    try:
        first, second = read_date(chosen.before), read_date(chosen.after)
    except QuestionError:
        return _refused(words, "bad_day")
    if first is None:
        return _refused(words, "no_day")
    days = sorted((first, second or dt.date.today()))
    if days[0] == days[1]:
        return _refused(words, "same_day")
    return Shown(changes_html(changes_between(corpus, source, article, *days), words))


def _refused(words: Words, key: str) -> Shown:
    return Shown(f'<p class="ia-cmp-refused" role="alert">{escape(words(f"compare.{key}"))}</p>', refused=True)
