"""The side panel: the cited lid, marked, within its article. Everything that is text is escaped here."""

from __future__ import annotations

import datetime as dt
from html import escape

from assistant.ui.texts import day, say
from corpus import Corpus, Locator, LocatorError, Provision, Source, SourceKind
from corpus.dutch import label, official_url
from corpus.values import TextKind


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
    rows = "".join(_row(p, article, p is provision) for p in corpus.by_article[article])
    return (
        '<article class="ia-article" aria-labelledby="ia-article-title">'
        f"{_head(provision, source, article)}"
        f'<ul class="ia-leden">{rows}</ul>'
        f"{_facts(provision, source)}{_link(provision, source, on)}</article>"
    )


def _gone() -> str:
    return f'<p class="ia-empty">{_say("panel.gone")}</p>'


def _head(provision: Provision, source: Source, article: Locator) -> str:
    summary = source.text_kind is TextKind.SAMENVATTING
    tags = [say(f"kind.{source.kind.value}"), str(source.bestuurslaag)]
    tag = say("panel.summary" if summary else "panel.official")
    heading = f'<p class="ia-sub">{escape(provision.heading)}</p>' if provision.heading else ""
    title = _capital(_place(article, ()) or source.title)
    return (
        f'<p class="ia-kind">{escape(" · ".join(tags))}</p>'
        f'<h3 id="ia-article-title">{escape(title)}</h3>'
        f'<p class="ia-law">{escape(source.citeertitel)}</p>{heading}'
        f'<p class="ia-tag">{escape(tag)}</p>'
    )


def _row(provision: Provision, article: Locator, cited: bool) -> str:
    name = _capital(_place(provision.locator, article.steps))
    lines = [f"<p>{_marked(provision.norm, cited)}</p>"]
    if provision.consequence:
        lines.append(f'<p class="ia-gevolg"><b>{_say("panel.consequence")}</b> {_marked(provision.consequence, cited)}</p>')
    said = f'<span class="ia-hidden">{_say("panel.cited")} </span>' if cited else ""
    number = f'<h4 class="ia-nr">{said}{escape(name)}</h4>' if name else ""
    attributes = ' class="ia-cited" id="ia-cited" aria-current="true"' if cited else ""
    return f"<li{attributes}>{number}{''.join(lines)}</li>"


def _marked(text: str, cited: bool) -> str:
    return f"<mark>{escape(text)}</mark>" if cited else escape(text)


def _facts(provision: Provision, source: Source) -> str:
    version = provision.locator.version
    read = day(version) if version else say("panel.read_old", read=provision.read)
    rows = [(say("panel.read"), read)]
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
