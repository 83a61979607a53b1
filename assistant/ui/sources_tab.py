"""The tab Bronnen: what stands where, and what changes when a visitor searches, chooses, steps or picks a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Any

import gradio as gr

from assistant.lookup import LONGEST, Finder
from assistant.names import office_name, tier_name
from assistant.ui.conversation import FORGET_AFTER_S
from assistant.ui.sources_view import At, Form, Reading, View
from assistant.ui.texts import Words
from assistant.ui.updates import QUIET, Update
from corpus import Ambt, Bestuurslaag
from corpus.dutch import capital

# A button tells where it leads, and whoever followed it goes along, with keyboard and screen reader too.
_LEADS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-go]');
  if (!button) return;
  window.iaSourcesGo = button.dataset.go;
  trigger('click', { go: button.dataset.go });
});
"""
_ARTICLE_JS = f"{_LEADS} watch('value', () => {{ element.scrollTop = 0; }});"
_STATUS_JS = "element.setAttribute('role', 'status'); element.setAttribute('aria-live', 'polite');"
_FOLLOW_JS = """() => { setTimeout(() => {
  const article = /^(plaats|dag):/.test(window.iaSourcesGo || '');
  const target = document.querySelector(article ? '#ia-sources-article' : '#ia-sources-list h3');
  if (!target) return;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  (article ? document.getElementById('ia-sources-card') : target).scrollIntoView({ block: 'nearest' });
}, 150); }"""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts that are read or that change."""

    at: gr.State
    text: gr.Textbox
    tier: gr.Radio
    office: gr.Radio
    group: gr.Radio
    within: gr.Checkbox
    date: gr.Textbox
    filters: gr.Accordion
    status: gr.HTML
    listed: gr.HTML
    steps: gr.Column
    before: gr.Button
    after: gr.Button
    article: gr.HTML

    def read(self) -> list[Any]:
        return [self.at, self.text, self.tier, self.office, self.group, self.within, self.date]

    def all(self) -> list[Any]:
        return [getattr(self, name) for name in self.__slots__ if name != "text"]


def sources_tab(finder: Finder, words: Words) -> None:
    """Fill the tab; call it within ``gr.Tab``."""
    reading = Reading(finder, words)
    view = reading.start()
    gr.HTML(f"<h2>{escape(words('sources.heading'))}</h2><p>{escape(words('sources.lead'))}</p>", elem_classes="ia-sources-head")
    with gr.Row(elem_classes="ia-columns ia-sources-columns"):
        with gr.Column(scale=2, min_width=0, elem_classes="ia-sources-left"):
            text, send = _search(words)
            filters, tier, office, group = _filters(reading, words)
            within = gr.Checkbox(label=words("sources.within", source=""), visible=False, elem_classes="ia-sources-within")
            status = gr.HTML(view.status, elem_classes="ia-sources-status", js_on_load=_STATUS_JS)
            found = gr.HTML(view.listed, elem_id="ia-sources-list", js_on_load=_LEADS)
        with gr.Column(scale=3, min_width=0, elem_classes="ia-card ia-sources-card", elem_id="ia-sources-card"):
            steps, before, after, date, show = _steps(words)
            article = gr.HTML(view.article, elem_id="ia-sources-article", js_on_load=_ARTICLE_JS)
    at = gr.State(view.at, time_to_live=FORGET_AFTER_S)
    parts = _Parts(at, text, tier, office, group, within, date, filters, status, found, steps, before, after, article)
    _wire(reading, parts, send, show)


def _search(words: Words) -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_classes="ia-sources-search"):
        text = gr.Textbox(
            label=words("sources.search_label"),
            info=words("sources.search_info"),
            lines=1,
            max_lines=1,
            max_length=4 * LONGEST,
            scale=4,
            min_width=0,
            elem_id="ia-sources-text",
        )
        send = gr.Button(words("sources.search_button"), variant="primary", scale=1, min_width=0)
    return text, send


def _filters(reading: Reading, words: Words) -> tuple[gr.Accordion, gr.Radio, gr.Radio, gr.Radio]:
    def radio(key: str, values: list[tuple[str, str]], info: str | None = None) -> gr.Radio:
        choices = [(words("sources.any"), ""), *((capital(name), value) for name, value in values)]
        return gr.Radio(choices, value="", label=words(f"sources.{key}"), info=info, elem_classes="ia-pills")

    with gr.Accordion(_chosen(Form(), words), open=False, elem_classes="ia-settings ia-sources-filters") as filters:
        tier = radio("tier", [(tier_name(tier, words.language), tier.value) for tier in Bestuurslaag])
        groups = [(words(f"sources_group.{group}"), group) for group in reading.catalogue.groups]
        group = radio("kind", groups)
        offices = [(office_name(office, words.language), office.value) for office in Ambt]
        office = radio("office", offices, words("sources.office_info"))
    return filters, tier, office, group


def _chosen(form: Form, words: Words) -> str:
    """The heading of the filters, with those that are set."""
    chosen = [tier_name(Bestuurslaag(form.tier), words.language)] if form.tier else []
    chosen += [words(f"sources_group.{form.group}").lower()] if form.group else []
    chosen += [office_name(Ambt(form.office), words.language)] if form.office else []
    return words("sources.filters", chosen=" · ".join(chosen) or words("sources.filters_none"))


def _steps(words: Words) -> tuple[gr.Column, gr.Button, gr.Button, gr.Textbox, gr.Button]:
    """Above the article: to the one before and after, and the day of the text. Not there before an article is chosen."""
    with gr.Column(visible=False, elem_classes="ia-sources-steps") as steps:
        with gr.Row(elem_classes="ia-turn"):
            before = gr.Button(f"← {words('panel.before')}", size="sm", min_width=0)
            after = gr.Button(f"{words('panel.after')} →", size="sm", min_width=0)
        with gr.Row(elem_classes="ia-sources-day"):
            date = gr.Textbox(
                label=words("sources_article.date"),
                info=words("sources_article.date_info"),
                lines=1,
                max_lines=1,
                max_length=40,
                min_width=0,
                elem_classes="ia-date",
            )
            show = gr.Button(words("sources_article.date_button"), size="sm", min_width=0)
    return steps, before, after, date, show


def _wire(reading: Reading, parts: _Parts, send: gr.Button, show: gr.Button) -> None:
    seen, changed = parts.read(), parts.all()

    def on(triggers: list[Any], act: Callable[[At, Form], View]) -> None:
        def run(*values: Any) -> list[Update]:
            form = _form(*values[1:])
            return _updates(reading, form, act(values[0], form))

        gr.on(triggers, run, seen, changed, **QUIET)

    def follow(event: gr.EventData, *values: Any) -> list[Update]:
        form = _form(*values[1:])
        return _updates(reading, form, reading.go(values[0], form, str(getattr(event, "go", ""))))

    on([send.click, parts.text.submit], reading.search)
    on([parts.tier.input, parts.office.input, parts.group.input, parts.within.input], reading.filtered)
    on([show.click, parts.date.submit], reading.dated)
    on([parts.before.click], partial(reading.step, forward=False))
    on([parts.after.click], partial(reading.step, forward=True))
    followed = gr.on([parts.listed.click, parts.article.click], follow, seen, changed, **QUIET)
    followed.then(None, js=_FOLLOW_JS, api_visibility="private")


def _form(text: str, tier: str, office: str, group: str, within: bool, date: str) -> Form:
    return Form(text or "", tier or "", office or "", group or "", bool(within), date or "")


def _updates(reading: Reading, form: Form, view: View) -> list[Update]:
    """One update a part, in the order of ``_Parts.all``."""
    same, words = gr.skip(), reading.words
    form = replace(form, tier="", office="", group="", within=False) if view.cleared else form
    source = reading.corpus.sources[view.at.source].citeertitel if view.at.source else ""
    radios = [gr.Radio(value="")] * 3 if view.cleared else [same] * 3
    before, after = reading.ends(view.at)
    return [
        view.at,
        *radios,
        gr.Checkbox(label=words("sources.within", source=source), visible=bool(source), value=form.within and bool(source)),
        same if view.date is None else view.date,
        gr.Accordion(label=_chosen(form, words)),
        same if view.status is None else view.status,
        same if view.listed is None else view.listed,
        gr.Column(visible=bool(view.at.place)),
        gr.Button(interactive=before),
        gr.Button(interactive=after),
        same if view.article is None else view.article,
    ]
