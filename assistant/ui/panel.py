"""The side panel: the cited lid, marked, within its article. Everything that is text is escaped here."""

from __future__ import annotations

import datetime as dt
from html import escape

from assistant.answer import Summary
from assistant.evidence import checked_texts, summary_state
from assistant.ui.texts import day, say
from corpus import Corpus, Locator, LocatorError, OfficialText, Provision, Source, SourceKind
from corpus.dutch import label, official_url


def empty_panel(after_answer: bool = False) -> str:
    return f'<p class="ia-empty">{_say("panel.empty_answer" if after_answer else "panel.empty")}</p>'


def article_panel(corpus: Corpus, chosen: str, on: dt.date) -> str:
    """HTML of the article around the locator ``chosen``; a place that is not in the corpus becomes a sentence."""
    try:
        locator = Locator.parse(chosen).undated()
    except LocatorError:
        return _gone()
    provision = corpus.by_locator.get(locator)
    if provision is None:
        return _gone()
    source = corpus.source_of(provision)
    article = locator.article
    leden = [p for p in corpus.by_article[article] if p is provision or p.in_force(on)]
    rows = "".join(_row(p, on, article, p is provision) for p in leden)
    return (
        '<article class="ia-article" aria-labelledby="ia-article-title">'
        f"{_head(provision, source, article, on)}"
        f'<ul class="ia-leden">{rows}</ul>'
        f"{_facts(provision, source, on)}{_link(provision, source, on)}</article>"
    )


def _gone() -> str:
    return f'<p class="ia-empty">{_say("panel.gone")}</p>'


def _head(provision: Provision, source: Source, article: Locator, on: dt.date) -> str:
    tags = [say(f"kind.{source.kind.value}"), str(source.bestuurslaag)]
    official = _shown(provision, on)
    tag = say("panel.official" if official and official.version else "panel.own" if official else "panel.summary")
    heading = f'<p class="ia-sub">{escape(provision.heading)}</p>' if provision.heading else ""
    title = _capital(_place(article, ()) or source.title)
    return (
        f'<p class="ia-kind">{escape(" · ".join(tags))}</p>'
        f'<h3 id="ia-article-title">{escape(title)}</h3>'
        f'<p class="ia-law">{escape(source.citeertitel)}</p>{heading}'
        f'<p class="ia-tag">{escape(tag)}</p>'
    )


def _row(provision: Provision, on: dt.date, article: Locator, cited: bool) -> str:
    """The words of the source itself where there are any, with the summary as its explanation; else the summary."""
    name = _capital(_place(provision.locator, article.steps))
    official = provision.official_on(on)
    state = summary_state(provision, official, checked_texts(), on)
    if official and official.text and state is not Summary.ALLEEN:
        lines = [f"<p>{_marked(line, cited)}</p>" for line in official.text.split("\n")]
        if state not in (Summary.LATER, Summary.GEEN):
            warning = f'<p class="ia-note">{_say("panel.stale")}</p>' if state is Summary.VEROUDERD else ""
            lines.append(f'<div class="ia-plain"><p><b>{_say("panel.plain")}</b> {escape(provision.text)}</p>{warning}</div>')
    else:
        lines = [f"<p>{_marked(provision.norm, cited)}</p>"]
        if provision.consequence:
            consequence = _marked(provision.consequence, cited)
            lines.append(f'<p class="ia-gevolg"><b>{_say("panel.consequence")}</b> {consequence}</p>')
    said = f'<span class="ia-hidden">{_say("panel.cited")} </span>' if cited else ""
    number = f'<h4 class="ia-nr">{said}{escape(name)}</h4>' if name else ""
    attributes = ' class="ia-cited" id="ia-cited" aria-current="true"' if cited else ""
    return f"<li{attributes}>{number}{''.join(lines)}</li>"


def _shown(provision: Provision, on: dt.date) -> OfficialText | None:
    """The official words of the day, unless the summary stands alone."""
    official = provision.official_on(on)
    return official if summary_state(provision, official, checked_texts(), on) is not Summary.ALLEEN else None


def _marked(text: str, cited: bool) -> str:
    return f"<mark>{escape(text)}</mark>" if cited else escape(text)


def _facts(provision: Provision, source: Source, on: dt.date) -> str:
    version = provision.locator.version
    official = _shown(provision, on)
    if official and official.version:
        rows = [(say("panel.version"), day(official.version))]
        if official.end:
            rows.append((say("panel.valid_until"), day(official.end)))
    elif official:
        rows = [(say("panel.page"), str(provision.page))] if provision.page else []
    else:
        rows = [(say("panel.read"), day(version) if version else say("panel.read_old", read=provision.read))]
    since, until = provision.valid_from, source.valid_until
    if since:
        rows.append((say("panel.valid_from"), day(since)))
    if until:
        rows.append((say("panel.valid_until"), day(until)))
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    notes = [say("panel.partial")] if provision.locator.article.undated() != provision.locator.undated() else []
    if not provision.certain:
        notes.append(say("panel.uncertain"))
    if source.kind is SourceKind.WETSVOORSTEL:
        notes.append(say("panel.proposal"))
    return f'<dl class="ia-facts">{facts}</dl>' + "".join(f'<p class="ia-note">{escape(note)}</p>' for note in notes)


def _link(provision: Provision, source: Source, on: dt.date) -> str:
    url = official_url(provision.locator, source.url, on)
    if not url.startswith("https://"):
        return ""
    text = say("panel.link", label=label(provision.locator, source.citeertitel))
    return (
        f'<p class="ia-link"><a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}'
        f'<span class="ia-hidden"> {_say("panel.new_tab")}</span></a></p>'
    )


def _place(locator: Locator, above: tuple[object, ...]) -> str:
    """The steps below ``above`` in words, without the name of the law: ``eerste lid, onder a``."""
    steps = locator.steps[len(above) :]
    return label(Locator(locator.source, steps), "").removesuffix(", ") if steps else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _say(key: str) -> str:
    return escape(say(key))
