"""What a search of the tab Bronnen found, as HTML: the places with the words marked, or how to look further."""

from __future__ import annotations

import datetime as dt
from html import escape

from assistant.lookup import LONGEST, Finder, Found
from assistant.names import tier_name
from assistant.sentences import sentences
from assistant.ui.sources_html import back, dutch, gist, go, name_of
from assistant.ui.texts import Words
from corpus import Provision


def found_list(found: Found, finder: Finder, on: dt.date, words: Words) -> str:
    """What a search found, as a list in order; where that is nothing, how to look further."""
    head = f"{back(words)}<h3>{escape(words('sources_found.heading'))}</h3>"
    if found.hits:
        rows = "".join(f"<li>{_hit(p, found, finder, on, words)}</li>" for p in found.hits)
        return f'{head}<ol class="ia-hits">{rows}</ol>'
    said = [f"<p>{escape(text)}</p>" for text in (count_found(found, words), words(_widen(found)))]
    if found.beyond:
        beyond = words("sources_found.beyond", count=found.beyond)
        button = go("breder:", escape(words("sources_found.without_filters")), "ia-chip")
        said.append(f"<p>{escape(beyond)} {button}</p>")
    return f'{head}<div class="ia-nothing">{"".join(said)}</div>'


def _widen(found: Found) -> str:
    return "sources_found.widen_place" if found.missing else "sources_found.widen"


def _hit(provision: Provision, found: Found, finder: Finder, on: dt.date, words: Words) -> str:
    source = finder.corpus.source_of(provision)
    place = name_of(provision.locator, source.citeertitel)
    law = f", {source.citeertitel}" if provision.locator.steps else ""
    tags = [words(f"kind.{source.kind.value}"), tier_name(provision.bestuurslaag, words.language)]
    if not provision.in_force(on):
        tags.append(words("sources.not_now"))
    inner = (
        f'<b lang="nl">{escape(place + law)}</b><span lang="nl">{_snippet(provision.text, found, finder)}</span>'
        f"<i>{escape(' · '.join(tags))}</i>"
    )
    return go(f"plaats:{provision.locator}", inner, "ia-row ia-hit") + _asked(provision, found, finder, words)


def _snippet(text: str, found: Found, finder: Finder) -> str:
    """The first sentence with a word that was searched for, else the first; those words marked."""
    lines = sentences(text) or [text]
    line = next((line for line in lines if finder.marks(line, found.terms)), lines[0])
    html, at = [], 0
    for start, end in finder.marks(line, found.terms):
        html.append(f"{escape(line[at:start])}<mark>{escape(line[start:end])}</mark>")
        at = end
    return "".join(html) + escape(line[at:])


def _asked(provision: Provision, found: Found, finder: Finder, words: Words) -> str:
    """Why a rule without any of the words is there: a lay question that it answers has them."""
    if not found.terms or finder.marks(provision.text, found.terms):
        return ""
    fitting = max(provision.questions, key=lambda q: len(finder.marks(q, found.terms)), default="")
    if not fitting or not finder.marks(fitting, found.terms):
        return ""
    return f'<p class="ia-note">{escape(words("sources_found.by_question"))} {dutch(gist(fitting))}</p>'


def count_found(found: Found, words: Words) -> str:
    """How much was found and what was not, for the live region."""
    said = [words("sources_found.cut", count=LONGEST)] if found.cut else []
    if found.missing:
        said.append(words("sources_found.missing", place=found.missing))
        said += [words("sources_found.instead")] if found.hits else []
    elif not found.hits:
        said.append(words("sources_found.nothing"))
    else:
        said.append(words("sources_found.one") if found.total == 1 else words("sources_found.several", total=found.total))
        rest = found.total - found.complete
        if rest:
            key = "complete" if found.complete else "incomplete"
            said.append(words(f"sources_found.{key}", complete=found.complete, rest=rest))
        if found.total > len(found.hits):
            said.append(words("sources_found.first", shown=len(found.hits)))
    if found.unknown:
        said.append(words("sources_found.unknown", words=", ".join(found.unknown[:4])))
    if found.article:
        said.append(words("sources_found.opened"))
    return " ".join(said)
