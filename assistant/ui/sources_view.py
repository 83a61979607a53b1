"""What the tab Bronnen shows after each act of a visitor: a search, a choice in a list, a step, another day.

Knows nothing of gradio. Nothing is written or logged; what was typed is in no value that outlives the act.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape

from assistant.answer import Language
from assistant.lookup import Filters, Finder
from assistant.messages import QuestionError
from assistant.ui.conversation import read_date
from assistant.ui.panel import find
from assistant.ui.sources_article import article
from assistant.ui.sources_found import count_found, found_list
from assistant.ui.sources_list import PART, article_list, source_list
from assistant.ui.texts import Words
from corpus import Ambt, Bestuurslaag, LocatorError, Provision, SourceId


class Mode(StrEnum):
    """What the list holds."""

    ALL = "alle"
    SOURCE = "bron"
    FOUND = "gevonden"


@dataclass(frozen=True, slots=True)
class At:
    """Where a visitor is: what the list holds, the source and the part of it that are open, the place that is shown."""

    mode: Mode = Mode.ALL
    source: SourceId | None = None
    part: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the boxes. ``tier``, ``office`` and ``group``: values, empty for all; ``within``: only the open source."""

    text: str = ""
    tier: str = ""
    office: str = ""
    group: str = ""
    within: bool = False
    date: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What to show; ``None`` leaves a part as it is. ``listed``, ``status`` and ``article`` are HTML; ``date`` goes into its box.
    ``cleared``: the filters are put back."""

    at: At
    listed: str | None = None
    status: str | None = None
    article: str | None = None
    date: str | None = None
    cleared: bool = False


class Reading:
    """The sources of one index, in one language, as they are read. Holds nothing of a visitor."""

    def __init__(self, finder: Finder, words: Words) -> None:
        self.words = words
        self.finder = finder
        self.catalogue = finder.catalogue
        self.corpus = finder.corpus

    def start(self) -> View:
        empty = f'<p class="ia-empty">{escape(self.words("sources_article.empty"))}</p>'
        return replace(self._all(At(), Form()), article=empty)

    def search(self, at: At, form: Form) -> View:
        """Look up or search what was typed; with nothing typed, the list of all sources."""
        if not form.text.strip():
            return self._all(at, form)
        filters = _filters(at, form)
        found = self.finder.find(form.text, filters, at.source)
        if found.source:
            return self._source(at, form, found.source)
        on = self._day(form)[0]
        view = View(
            replace(at, mode=Mode.FOUND),
            listed=found_list(found, self.finder, on, self.words),
            status=self._paragraph(count_found(found, self.words)),
        )
        if found.article is None:
            return view
        link = f'<a href="#ia-sources-card">{escape(self.words("sources_found.to_article"))}</a>'
        return self._opened(replace(view, status=f"{view.status}{link}"), found.article, form)

    def filtered(self, at: At, form: Form) -> View:
        """Another filter: what was searched for is searched again, and the list of sources becomes shorter or longer."""
        return View(at) if at.mode is Mode.SOURCE and not form.text.strip() else self.search(at, form)

    def go(self, at: At, form: Form, target: str) -> View:
        """Follow a button. Where it leads came from the browser, so what is no place leaves all as it is."""
        act, _, value = target.partition(":")
        if act == "alle":
            return self._all(at, form)
        if act == "breder":
            return replace(self.search(at, Form(text=form.text, date=form.date)), cleared=True)
        if act == "bron" and (source := self._known(value)):
            return self._source(at, form, source)
        if act == "deel" and value.isdecimal() and len(value) < 6 and at.source:
            return self._articles(replace(at, part=int(value)), form)
        if act == "plaats":
            return self._place(at, form, value)
        if act == "dag" and (date := self._written(value)):
            return replace(self.dated(at, replace(form, date=date)), date=date)
        return View(at)

    def step(self, at: At, form: Form, forward: bool) -> View:
        """To the next article, or back to the one before; at the end nothing changes."""
        provision = find(self.corpus, at.place)
        if provision is None:
            return View(at)
        to = self.catalogue.neighbours(provision, self._day(form)[0])[forward]
        return self._opened(View(at), to, form) if to else View(at)

    def ends(self, at: At) -> tuple[bool, bool]:
        """Is there an article before the open one, and one after it?"""
        provision = find(self.corpus, at.place)
        before, after = self.catalogue.neighbours(provision, dt.date.today()) if provision else (None, None)
        return before is not None, after is not None

    def dated(self, at: At, form: Form) -> View:
        """The open article as it read on the day in the box."""
        provision = find(self.corpus, at.place)
        return self._opened(View(at), provision, form) if provision else View(at)

    def _all(self, at: At, form: Form) -> View:
        every = self.catalogue.cards.values()
        cards = [c for c in every if form.tier in ("", c.source.bestuurslaag) and form.group in ("", c.group)]
        key = "counted_filtered" if len(cards) < len(every) else "counted_one" if len(cards) == 1 else "counted"
        status = self._paragraph(self.words(f"sources.{key}", shown=len(cards), all=len(every)))
        return View(replace(at, mode=Mode.ALL, source=None, part=0), listed=source_list(cards, self.words), status=status)

    def _source(self, at: At, form: Form, source: SourceId) -> View:
        """The articles of a source, from the part on in which the open article stands."""
        shown = find(self.corpus, at.place)
        here = shown if shown and shown.locator.source == source else None
        part = self.catalogue.position(here) // PART if here else 0
        return self._articles(replace(at, mode=Mode.SOURCE, source=source, part=part), form)

    def _articles(self, at: At, form: Form) -> View:
        assert at.source is not None, "a list of articles is that of a source"
        articles = self.catalogue.articles(at.source)
        card = self.catalogue.cards[at.source]
        shown = find(self.corpus, at.place)
        chosen = shown.locator.undated().article if shown else None
        key = "opened_one" if len(articles) == 1 else "opened"
        status = self.words(f"sources.{key}", title=card.source.citeertitel, count=len(articles))
        listed = article_list(card, articles, at.part, chosen, self._day(form)[0], self.words)
        return View(at, listed=listed, status=self._paragraph(status))

    def _place(self, at: At, form: Form, value: str) -> View:
        provision = find(self.corpus, value)
        if provision is None:
            return View(at, article=self._paragraph(self.words("sources.gone")))
        return self._opened(View(at), provision, form)

    def _opened(self, view: View, provision: Provision, form: Form) -> View:
        """The same view with the article of a provision beside it, marked in the list where it is that of its source."""
        at = replace(view.at, place=str(provision.locator))
        on, problem = self._day(form)
        shown = (f'<p class="ia-away">{escape(problem)}</p>' if problem else "") + article(self.corpus, provision, on, self.words)
        # Empty rather than left: what was wrong with an earlier day is wrong no longer.
        status = self._paragraph(problem) if problem else view.status or ""
        if at.mode is Mode.SOURCE and at.source == provision.locator.source:
            at = replace(at, part=self.catalogue.position(provision) // PART)
            return replace(view, at=at, article=shown, status=status, listed=self._articles(at, form).listed)
        return replace(view, at=at, article=shown, status=status)

    def _known(self, value: str) -> SourceId | None:
        try:
            source = SourceId.parse(value)
        except LocatorError:
            return None
        return source if source in self.corpus.sources else None

    def _day(self, form: Form) -> tuple[dt.date, str]:
        """The day of the box and what is wrong with it: then today."""
        try:
            return read_date(form.date) or dt.date.today(), ""
        except QuestionError as error:
            return dt.date.today(), error.said_in(self.words.language)

    def _written(self, iso: str) -> str:
        """A day as the visitor would write it in the box; empty for what is no day."""
        try:
            day = dt.date.fromisoformat(iso)
        except ValueError:
            return ""
        return day.strftime("%d-%m-%Y") if self.words.language is Language.NL else day.isoformat()

    def _paragraph(self, text: str) -> str:
        return f"<p>{escape(text)}</p>"


def _filters(at: At, form: Form) -> Filters:
    return Filters(
        tier=Bestuurslaag(form.tier) if form.tier else None,
        office=Ambt(form.office) if form.office else None,
        group=form.group,
        source=at.source if form.within else None,
    )
