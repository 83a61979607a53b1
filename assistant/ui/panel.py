"""The side panel: the cited lid, marked, within its article. Everything that is text is escaped here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from html import escape

from assistant.answer import Summary
from assistant.catalogue import Catalogue
from assistant.evidence import checked_texts, summary_state
from assistant.names import tier_name
from assistant.ui.markup import facts, outside_link
from assistant.ui.texts import Words
from corpus import Corpus, Locator, LocatorError, OfficialText, Provision, Source, SourceKind
from corpus.divisions import path_of
from corpus.dutch import capital, label, name_in_article, official_url, place_name


def empty_panel(words: Words, after_answer: bool = False) -> str:
    return f'<p class="ia-empty">{escape(words("panel.empty_answer" if after_answer else "panel.empty"))}</p>'


def article_panel(corpus: Corpus, chosen: str, on: dt.date, words: Words, *, cited: bool = True, prefix: str = "ia") -> str:
    """HTML of the article around the locator ``chosen``; a place that is not in the corpus becomes a sentence.

    ``cited``: mark the lid itself as the one that an answer rests on. ``prefix``: of the ids, for a page with more than one panel.
    """
    provision = find(corpus, chosen)
    if provision is None:
        return f'<p class="ia-empty">{escape(words("panel.gone"))}</p>'
    source = corpus.source_of(provision)
    return _Panel(words, on, provision, source, cited, prefix).html(corpus)


def find(corpus: Corpus, chosen: str) -> Provision | None:
    """The provision at a locator that came from the page; ``None`` for what is no place in the corpus."""
    try:
        return corpus.by_locator.get(Locator.parse(chosen).undated())
    except LocatorError:
        return None


def beside(catalogue: Catalogue, chosen: str, on: dt.date) -> tuple[str, str]:
    """The places of the article before and of the one after; empty where there is none."""
    provision = find(catalogue.corpus, chosen)
    if provision is None:
        return "", ""
    before, after = catalogue.neighbours(provision, on)
    return str(before.locator) if before else "", str(after.locator) if after else ""


@dataclass(frozen=True)
class _Panel:
    words: Words
    on: dt.date
    provision: Provision
    source: Source
    cited: bool
    prefix: str

    def html(self, corpus: Corpus) -> str:
        article = self.provision.locator.undated().article
        leden = [p for p in corpus.by_article[article] if p is self.provision or p.in_force(self.on)]
        rows = "".join(self._row(p, p is self.provision and self.cited) for p in leden)
        return (
            f'<article class="ia-article" aria-labelledby="{self.prefix}-article-title">'
            f'{self._head()}<ul class="ia-leden" lang="nl">{rows}</ul>{self._facts()}{self._link()}</article>'
        )

    def _head(self) -> str:
        tags = [self.words(f"kind.{self.source.kind.value}"), tier_name(self.source.bestuurslaag, self.words.language)]
        official = self._shown()
        tag = self.words("panel.official" if official and official.version else "panel.own" if official else "panel.summary")
        provision = self.provision
        heading = f'<p class="ia-sub" lang="nl">{escape(provision.heading)}</p>' if provision.heading else ""
        parts = path_of(provision.locator)
        path = f'<p class="ia-path" lang="nl">{escape(" › ".join(parts))}</p>' if parts else ""
        title = capital(place_name(provision.locator.article) or self.source.title)
        return (
            f'<p class="ia-kind">{escape(" · ".join(tags))}</p>{path}'
            f'<h3 id="{self.prefix}-article-title" lang="nl">{escape(title)}</h3>'
            f'<p class="ia-law" lang="nl">{escape(self.source.citeertitel)}</p>{heading}'
            f'<p class="ia-tag">{escape(tag)}</p>'
        )

    def _row(self, provision: Provision, cited: bool) -> str:
        """The words of the source itself where there are any, with the summary as its explanation; else the summary."""
        name = capital(name_in_article(provision.locator))
        official = provision.official_on(self.on)
        state = summary_state(provision, official, checked_texts(), self.on)
        if official and official.text and state is not Summary.ALLEEN:
            lines = [f"<p>{_marked(line, cited)}</p>" for line in official.text.split("\n")]
            if state not in (Summary.LATER, Summary.GEEN):
                warning = f'<p class="ia-note">{self._say("panel.stale")}</p>' if state is Summary.VEROUDERD else ""
                plain = f"<p><b>{self._say('panel.plain')}</b> {escape(provision.text)}</p>"
                lines.append(f'<div class="ia-plain">{plain}{warning}</div>')
        else:
            lines = [f"<p>{_marked(provision.norm, cited)}</p>"]
            if provision.consequence:
                consequence = _marked(provision.consequence, cited)
                lines.append(f'<p class="ia-gevolg"><b>{self._say("panel.consequence")}</b> {consequence}</p>')
        said = f'<span class="ia-hidden">{self._say("panel.cited")} </span>' if cited else ""
        number = f'<h4 class="ia-nr">{said}{escape(name)}</h4>' if name else ""
        attributes = f' class="ia-cited" id="{self.prefix}-cited" aria-current="true"' if cited else ""
        return f"<li{attributes}>{number}{''.join(lines)}</li>"

    def _shown(self) -> OfficialText | None:
        """The official words of the day, unless the summary stands alone."""
        official = self.provision.official_on(self.on)
        state = summary_state(self.provision, official, checked_texts(), self.on)
        return official if state is not Summary.ALLEEN else None

    def _facts(self) -> str:
        notes = []
        if self.provision.locator.article.undated() != self.provision.locator.undated():
            notes.append(self.words("panel.partial"))
        if not self.provision.certain:
            notes.append(self.words("panel.uncertain"))
        if self.source.kind is SourceKind.WETSVOORSTEL:
            notes.append(self.words("panel.proposal"))
        return facts(self._dates()) + "".join(f'<p class="ia-note">{escape(note)}</p>' for note in notes)

    def _dates(self) -> list[tuple[str, str]]:
        words, provision = self.words, self.provision
        version = provision.locator.version
        official = self._shown()
        if official and official.version:
            rows = [(words("panel.version"), words.day(official.version))]
            if official.end:
                rows.append((words("panel.valid_until"), words.day(official.end)))
        elif official:
            rows = [(words("panel.page"), str(provision.page))] if provision.page else []
        else:
            read = words.day(version) if version else words("panel.read_old", read=provision.read)
            rows = [(words("panel.read"), read)]
        if provision.valid_from:
            rows.append((words("panel.valid_from"), words.day(provision.valid_from)))
        if self.source.valid_until:
            rows.append((words("panel.valid_until"), words.day(self.source.valid_until)))
        return rows

    def _link(self) -> str:
        url = official_url(self.provision.locator, self.source.url, self.on)
        text = self.words("panel.link", label=label(self.provision.locator, self.source.citeertitel))
        return outside_link(url, text, self.words)

    def _say(self, key: str) -> str:
        return escape(self.words(key))


def _marked(text: str, cited: bool) -> str:
    return f"<mark>{escape(text)}</mark>" if cited else escape(text)
