"""How many sources there are, of which date, and what was compared with the law: the short form of the tab with sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.answering import OpenIndex
from assistant.catalogue import OWN, Card, Catalogue
from assistant.ui.about.sections import Section
from assistant.ui.markup import facts, paragraphs
from assistant.ui.texts import Words


def sources_section(index: OpenIndex, catalogue: Catalogue, words: Words) -> Section:
    """``catalogue``: of all that is in the index."""

    def say(key: str, **values: object) -> str:
        return words(f"about_sources.{key}", **values)

    cards = list(catalogue.cards.values())
    by_kind = Counter(card.group for card in cards)
    own = by_kind.pop(OWN, 0)
    laws = [card for card in cards if card.source.id.scheme == "bwb"]
    with_text = sum(bool(card.official) for card in laws)
    rows = [
        (say("kinds"), " · ".join(say("kind", kind=words(f"kind.{kind}"), count=n) for kind, n in by_kind.items())),
        (say("provisions"), str(sum(card.summarised for card in cards))),
        (say("version"), index.version),
        (say("built"), words.day(index.built_on)),
        (say("checked"), _checked(cards, words)),
        (say("official"), say("official_some", count=with_text, laws=len(laws)) if with_text else say("official_none")),
        (say("own"), say("own_count", count=own) if own else say("own_none")),
    ]
    return Section("over-bronnen", say("title"), facts(rows) + paragraphs([say("changed"), say("list")]))


def _checked(cards: Sequence[Card], words: Words) -> str:
    """On which days summaries were compared with the law."""
    count, days = sum(card.compared for card in cards), sorted(day for card in cards for day in card.checked)
    if not days:
        return words("about_sources.checked_none")
    first, last = words.day(days[0]), words.day(days[-1])
    return words(f"about_sources.{'checked_on' if first == last else 'checked_between'}", count=count, first=first, last=last)
