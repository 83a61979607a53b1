"""The tab *Vergelijk*: tier against tier, office against office, day against day. What stands where, and what a click does.

Nothing is kept on the server between two clicks: a button in the result carries its own place and day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import Any

import gradio as gr

from assistant.catalogue import Catalogue
from assistant.ui.compare_sheet import OFFICES, TIERS, Column, Matters
from assistant.ui.compare_table import column_name
from assistant.ui.compared import WAYS, Chosen, compared
from assistant.ui.panel import article_panel
from assistant.ui.texts import Words
from assistant.ui.updates import QUIET
from corpus import Corpus, SourceId
from corpus.dutch import capital, place_name

#: A click on the button of a lid, and on nothing else, asks for its article; the button stays marked.
_ON_PLACE = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-place]");
  if (!button) return;
  element.querySelectorAll("button[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  button.setAttribute("aria-current", "true");
  trigger("click", { place: button.dataset.place, on: button.dataset.on });
});
"""
_TO_RESULT = "() => { setTimeout(() => document.getElementById('ia-cmp-title')?.focus(), 150); }"
_TO_ARTICLE = """() => { setTimeout(() => {
  const card = document.getElementById("ia-cmp-card");
  card?.querySelector("h2")?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
  card?.querySelector(".ia-cited")?.scrollIntoView({ block: "nearest" });
}, 150); }"""
_BACK = "() => { document.querySelector('#ia-cmp-result button[aria-current]')?.focus(); }"
_COPY = "(text) => { window.iaCopy(text); }"


def compare_tab(matters: Matters, catalogue: Catalogue, words: Words) -> None:
    """Add the tab's parts to the page that is being built, and wire them. ``catalogue``: of all sources."""
    gr.HTML(
        f"<h2>{_say(words, 'heading')}</h2><p>{_say(words, 'lead')}</p>",
        elem_classes="ia-heading ia-cmp-lead",
        apply_default_css=False,
    )
    fields = _fields(matters, catalogue, words)
    go = gr.Button(words("compare.go"), variant="primary", elem_classes="ia-cmp-button ia-cmp-go")
    with gr.Row(elem_classes="ia-columns"):
        with gr.Column(scale=2, min_width=0, elem_classes="ia-main"):
            result = gr.HTML("", elem_id="ia-cmp-result", js_on_load=_ON_PLACE, apply_default_css=False)
            copy = gr.Button(words("compare.copy"), visible=False, elem_classes="ia-cmp-button")
        with gr.Column(scale=1, min_width=0, elem_classes="ia-side", visible=False) as side:
            article, back = _article_card(words)
    text = gr.Textbox(visible=False)
    _wire_article(catalogue.corpus, words, result, article, back)

    def compare(*values: Any) -> tuple[Any, ...]:
        shown = compared(matters, catalogue.corpus, words, Chosen(*values))
        return (
            shown.html,
            gr.Button(visible=bool(shown.text)),
            shown.text,
            gr.Column(visible=not shown.refused),
            _no_article(words),
            gr.Button(visible=False),
        )

    done = go.click(compare, fields, [result, copy, text, side, article, back], **QUIET)
    done.then(None, js=_TO_RESULT, api_visibility="private")
    copy.click(None, text, None, js=_COPY, api_visibility="private")


def _fields(matters: Matters, catalogue: Catalogue, words: Words) -> list[Any]:
    """The fields of all three ways, in the order of ``Chosen``; those of the chosen way are seen."""
    way = gr.Radio(
        [(words(f"compare.way_{name}"), name) for name in WAYS],
        value=WAYS[0],
        label=words("compare.way"),
        elem_classes="ia-cmp-pick ia-pills",
    )
    with gr.Column(elem_classes="ia-cmp-form") as by_matter:
        topic = _list_field("topic", matters.topics, None, words)
        tiers = _columns(TIERS, TIERS[:3], "tiers", words)
        offices = _columns(OFFICES, (), "offices", words, visible=False)
    with gr.Column(elem_classes="ia-cmp-form", visible=False) as by_date:
        dates = _date_fields(catalogue, words)
    way.input(_of_way, way, [by_matter, tiers, offices, by_date], queue=False, **QUIET)
    return [way, topic, tiers, offices, *dates]


def _of_way(way: str) -> tuple[Any, ...]:
    return (
        gr.Column(visible=way != "dates"),
        gr.CheckboxGroup(visible=way == "tiers"),
        gr.CheckboxGroup(visible=way == "offices"),
        gr.Column(visible=way == "dates"),
    )


def _list_field(name: str, choices: Sequence[tuple[str, str]], value: str | None, words: Words) -> gr.Dropdown:
    """A list that typing makes shorter."""
    return gr.Dropdown(
        choices,
        value=value,
        label=words(f"compare.{name}"),
        info=words(f"compare.{name}_info"),
        elem_classes="ia-cmp-list-field",
    )


def _columns(
    choices: Sequence[Column], chosen: Sequence[Column], name: str, words: Words, visible: bool = True
) -> gr.CheckboxGroup:
    return gr.CheckboxGroup(
        [(column_name(column, words), column.key) for column in choices],
        value=[column.key for column in chosen],
        label=words(f"compare.{name}"),
        info=words(f"compare.{name}_info"),
        visible=visible,
        elem_classes="ia-cmp-pick ia-pills",
    )


def _date_fields(catalogue: Catalogue, words: Words) -> list[Any]:
    """The source, its article, and the two days."""
    whole = (words("compare.whole"), "")
    sources = sorted((about.citeertitel, str(ident)) for ident, about in catalogue.corpus.sources.items())
    source = _list_field("source", sources, None, words)
    article = _list_field("part", [whole], "", words)
    with gr.Row(elem_classes="ia-cmp-days"):
        days = [
            gr.Textbox(label=words(f"compare.{name}"), info=words(f"compare.{name}_info"), max_lines=1, elem_classes="ia-date")
            for name in ("before", "after")
        ]

    def parts(chosen: str | None) -> Any:
        held = [a.place for a in catalogue.articles(SourceId(chosen)) if a.place.steps] if chosen else []
        return gr.Dropdown(choices=[whole, *((capital(place_name(place)), str(place)) for place in held)], value="")

    source.input(parts, source, article, queue=False, **QUIET)
    return [source, article, *days]


def _article_card(words: Words) -> tuple[gr.HTML, gr.Button]:
    with gr.Column(elem_classes="ia-card", elem_id="ia-cmp-card"):
        gr.HTML(f'<h2 tabindex="-1">{_say(words, "article")}</h2>', elem_classes="ia-heading")
        article = gr.HTML(_no_article(words), elem_id="ia-cmp-article", container=False)
        back = gr.Button(words("compare.back"), visible=False, elem_classes="ia-cmp-button")
    return article, back


def _wire_article(corpus: Corpus, words: Words, result: gr.HTML, article: gr.HTML, back: gr.Button) -> None:
    def show(event: gr.EventData) -> tuple[str, Any]:
        place, on = str(getattr(event, "place", "")), str(getattr(event, "on", ""))
        return article_panel(corpus, place, _day(on), words, prefix="ia-cmp"), gr.Button(visible=True)

    shown = result.click(show, None, [article, back], **QUIET)
    shown.then(None, js=_TO_ARTICLE, api_visibility="private")
    back.click(None, js=_BACK, api_visibility="private")


def _day(text: str) -> dt.date:
    """The day that a button carries; today for one that the page did not make."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return dt.date.today()


def _no_article(words: Words) -> str:
    return f'<p class="ia-empty">{_say(words, "no_article")}</p>'


def _say(words: Words, key: str) -> str:
    return escape(words(f"compare.{key}"))
