"""The sources of the tab Bronnen as HTML: the list of all with their provenance, and the articles of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from itertools import groupby

from assistant.catalogue import OWN, Article, Card
from assistant.names import tier_name
from assistant.ui.markup import definitions, outside_link
from assistant.ui.sources_html import back, dutch, gist, go, name_of
from assistant.ui.texts import Words
from corpus import Locator, Provision
from corpus.documents import ALWAYS

#: Articles shown at once: a long law comes in parts.
PART = 40


def source_list(cards: Sequence[Card], words: Words) -> str:
    """The sources under a heading for each kind, in the order given."""
    if not cards:
        return f'<p class="ia-empty">{escape(words("sources.none_fit"))}</p>'
    parts = []
    for group, members in groupby(cards, key=lambda card: card.group):
        rows = "".join(f"<li>{_source_row(card, words)}</li>" for card in members)
        parts.append(f'<h3>{escape(words(f"sources_group.{group}"))}</h3><ul class="ia-sources">{rows}</ul>')
    return "".join(parts)


def _source_row(card: Card, words: Words) -> str:
    source = card.source
    held = {"own": card.group == OWN, "own_words": card.summarised, "official": card.versions}
    texts = [words(f"sources.{key}") for key, there in held.items() if there]
    meta = " · ".join((tier_name(source.bestuurslaag, words.language), _counted(card, words), *texts))
    name = f'<b lang="nl">{escape(source.citeertitel)}</b><span>{escape(meta)}</span>'
    return go(f"bron:{source.id}", name, "ia-row") + _details(card, words)


def _details(card: Card, words: Words) -> str:
    of = words("sources.facts_of", title=card.source.citeertitel)
    summary = f'{escape(words("sources.facts"))}<span class="ia-hidden"> {escape(of)}</span>'
    return f"<details><summary>{summary}</summary>{source_facts(card, words)}</details>"


def _counted(card: Card, words: Words) -> str:
    return words("sources.provisions_one") if card.provisions == 1 else words("sources.provisions", count=card.provisions)


def _texts(card: Card, words: Words) -> list[str]:
    """Whose words there are: ours, the official ones of which days, or a document of the user's own."""
    if card.group == OWN:
        return [words("sources.own")]
    found = [words("sources_facts.summary")] if card.summarised else []
    if card.versions:
        found.append(words("sources_facts.official", days=", ".join(map(words.day, card.versions))))
    return found


def source_facts(card: Card, words: Words) -> str:
    """All that is known of a source, with the link to it."""
    source = card.source

    def day(value: dt.date | None) -> str:
        return escape(words.day(value)) if value and value != ALWAYS else ""

    counted = words("sources_facts.count_of", provisions=card.provisions, articles=card.articles)
    at_hand = words("sources_facts.at_hand_of", some=card.official, all=card.provisions)
    rows = [
        (words("sources_facts.title"), dutch(source.title)),
        (words("sources_facts.short"), dutch(source.citeertitel)),
        (words("sources_facts.names"), dutch(", ".join(source.abbreviations)) if source.abbreviations else ""),
        (words("sources.tier"), escape(tier_name(source.bestuurslaag, words.language))),
        (words("sources_facts.text"), escape("; ".join(_texts(card, words)))),
        (words("panel.read"), _read(card, words)),
        (words("sources_facts.checked"), escape(_checked(card, words))),
        (words("sources_facts.since"), day(source.valid_from)),
        (words("panel.valid_until"), day(source.valid_until)),
        (words("sources_facts.count"), escape(counted)),
        (words("sources_facts.at_hand"), escape(at_hand) if card.group != OWN else ""),
        (words("sources_facts.note"), dutch(source.note) if source.note else ""),
    ]
    return definitions(rows) + outside_link(source.url, words("sources_facts.link", title=source.citeertitel), words)


def _read(card: Card, words: Words) -> str:
    said = [dutch(vague) for vague in card.vague]
    if card.read:
        first, last = words.day(card.read[0]), words.day(card.read[-1])
        said.insert(0, escape(first if first == last else words("sources_facts.read_many", first=first, last=last)))
    return "; ".join(said)


def _checked(card: Card, words: Words) -> str:
    if not card.summarised:
        return ""
    if not card.checked:
        return words("sources_facts.checked_none")
    key = "checked_all" if card.compared == card.summarised else "checked_some"
    return words(f"sources_facts.{key}", some=card.compared, all=card.summarised, day=words.day(card.checked[-1]))


def article_list(card: Card, articles: Sequence[Article], part: int, chosen: Locator | None, on: dt.date, words: Words) -> str:
    """The articles of one source, one part of them at a time; ``chosen``: the article that is open."""
    title = card.source.citeertitel
    head = back(words) + f'<h3 lang="nl">{escape(title)}</h3>{_details(card, words)}'
    if not articles:
        return f'{head}<p class="ia-empty">{escape(words("sources.empty"))}</p>'
    parts = [articles[at : at + PART] for at in range(0, len(articles), PART)]
    part = min(max(part, 0), len(parts) - 1)
    rows, heading = [], ""
    for article in parts[part]:
        first = article.first(on)
        if first.heading != heading:
            heading = first.heading
            rows.append(f'<li class="ia-chapter" lang="nl">{escape(heading)}</li>')
        rows.append(f"<li>{_article_row(article, first, title, article.place == chosen, on, words)}</li>")
    return f'{head}{_parts(parts, part, title, words)}<ul class="ia-articles">{"".join(rows)}</ul>'


def _parts(parts: Sequence[Sequence[Article]], chosen: int, title: str, words: Words) -> str:
    if len(parts) == 1:
        return ""
    buttons = []
    for number, part in enumerate(parts):
        first, last = (_number(article.place, title) for article in (part[0], part[-1]))
        text = dutch(words("sources.part", first=first, last=last))
        buttons.append(go(f"deel:{number}", text, "ia-chip", current=number == chosen))
    return f'<nav class="ia-parts" aria-label="{escape(words("sources.parts"))}">{"".join(buttons)}</nav>'


def _number(place: Locator, title: str) -> str:
    return place.steps[-1].number.replace("-", " ") if place.steps else title


def _article_row(article: Article, first: Provision, title: str, chosen: bool, on: dt.date, words: Words) -> str:
    later = "" if first.in_force(on) else f"<i>{escape(words('sources.not_now'))}</i>"
    inner = f'<b lang="nl">{escape(name_of(article.place, title))}</b><span lang="nl">{escape(gist(first.norm))}</span>{later}'
    return go(f"plaats:{first.locator}", inner, "ia-row", current=chosen)
