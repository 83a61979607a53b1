"""An article of the tab Bronnen as HTML: the text of a day, and of each lid where it comes from, its twins and its versions."""

from __future__ import annotations

import datetime as dt
from html import escape

from assistant.answer import Summary
from assistant.catalogue import checked_on
from assistant.evidence import checked_texts, summary_state
from assistant.names import office_name, tier_name
from assistant.ui.markup import definitions
from assistant.ui.panel import article_panel
from assistant.ui.sources_html import dutch, go
from assistant.ui.texts import Words
from corpus import Corpus, OfficialText, Provision
from corpus.concordance import load_concordance
from corpus.dutch import capital, label, name_in_article


def article(corpus: Corpus, provision: Provision, on: dt.date, words: Words) -> str:
    """The article around a provision as it read on a day, with the provenance of its leden."""
    source = corpus.source_of(provision)
    away = ""
    if not provision.in_force(on):
        away = f'<p class="ia-away">{escape(words("sources_article.not_in_force", day=words.day(on)))}</p>'
    text = article_panel(corpus, str(provision.locator), on, words, cited=False, prefix="ia-src")
    others = escape(words("sources_article.to_source", title=source.citeertitel))
    to_list = f'<a class="ia-to-list" href="#ia-sources-list">{escape(words("sources_article.to_list"))}</a>'
    onward = f'<p class="ia-back">{go(f"bron:{source.id}", others, "ia-onward")}{to_list}</p>'
    return away + text + provenance(corpus, provision, on, words) + onward


def provenance(corpus: Corpus, provision: Provision, on: dt.date, words: Words) -> str:
    """Of every lid of the article; that of the chosen one open."""
    leden = [p for p in corpus.by_article[provision.locator.undated().article] if p is provision or p.in_force(on)]
    head = f"<h4>{escape(words('sources_article.provenance'))}</h4>"
    if len(leden) == 1:
        return f'<section class="ia-provenance">{head}{_of_lid(corpus, provision, on, words)}</section>'
    rows = []
    for lid in leden:
        name = capital(name_in_article(lid.locator) or words("sources_article.card"))
        opened = " open" if lid is provision else ""
        rows.append(f'<details{opened}><summary lang="nl">{escape(name)}</summary>{_of_lid(corpus, lid, on, words)}</details>')
    return f'<section class="ia-provenance">{head}{"".join(rows)}</section>'


def _of_lid(corpus: Corpus, provision: Provision, on: dt.date, words: Words) -> str:
    rows = _summary_rows(provision, on, words) if provision.themas else []
    rows.append((words("sources_article.place"), f"<code>{escape(str(provision.locator))}</code>"))
    rows += _matter(provision, words)
    return definitions(rows) + _twins(corpus, provision, words) + _versions(provision, on, words)


def _summary_rows(provision: Provision, on: dt.date, words: Words) -> list[tuple[str, str]]:
    version = provision.locator.version
    read = escape(words("sources_article.text_of", day=words.day(version))) if version else dutch(provision.read)
    offices = ", ".join(office_name(a, words.language) for a in sorted(provision.ambten))
    themes = ", ".join(thema.replace("_", " ") for thema in provision.themas)
    return [
        (words("sources_article.summary_of"), read),
        (words("sources_facts.checked"), escape(_checked(provision, words))),
        (words("sources_article.state"), escape(_state(provision, on, words))),
        (words("sources_article.offices"), escape(offices or words("sources_article.everyone"))),
        (words("sources_article.themes"), dutch(themes)),
    ]


def _checked(provision: Provision, words: Words) -> str:
    """When the summary was compared, and with which official text."""
    day, text = checked_on(provision), checked_texts().get(provision.locator.undated())
    said = [words("sources_article.checked_on", day=words.day(day))] if day else []
    if text:
        said.append(words("sources_article.checked_with", day=words.day(text.version)))
    return ", ".join(said) or words("sources_facts.checked_none")


def _state(provision: Provision, on: dt.date, words: Words) -> str:
    state = summary_state(provision, provision.official_on(on), checked_texts(), on)
    return words(f"sources_article.{state.value}") if state is not Summary.GEEN else ""


def _matter(provision: Provision, words: Words) -> list[tuple[str, str]]:
    """The matter of the concordance that the provision is about, and where the law has no such rule."""
    concordance = load_concordance()
    at = concordance.place.get(provision.locator.undated())
    if at is None:
        return []
    zaak = concordance.zaken[at[0]]
    missing = [(words("sources_article.no_twin"), dutch(why)) for why in zaak.missing]
    return [(words("sources_article.matter"), dutch(zaak.subject)), *missing]


def _twins(corpus: Corpus, provision: Provision, words: Words) -> str:
    """The same rule in other tiers, as buttons that lead there."""
    places = load_concordance().twins(provision.locator)
    twins = "".join(
        f"<li>{_twin(corpus, corpus.by_locator[place], words)}</li>" for place in places if place in corpus.by_locator
    )
    return f'<h5>{escape(words("sources_article.twins"))}</h5><ul class="ia-twins">{twins}</ul>' if twins else ""


def _twin(corpus: Corpus, twin: Provision, words: Words) -> str:
    place = label(twin.locator, corpus.source_of(twin).citeertitel)
    tier = tier_name(twin.bestuurslaag, words.language)
    inner = f'<b lang="nl">{escape(capital(place))}</b> <span>{escape(tier)}</span>'
    return go(f"plaats:{twin.locator}", inner, "ia-row")


def _versions(provision: Provision, on: dt.date, words: Words) -> str:
    """The official texts that the library holds of this place, the newest first, each to be shown as of its first day."""
    texts = [text for text in provision.official if text.version]
    if not texts:
        return ""
    shown = provision.official_on(on)
    rows = "".join(f"<li>{_version(text, text is shown, words)}</li>" for text in reversed(texts))
    return f'<h5>{escape(words("sources_article.versions"))}</h5><ul class="ia-versions">{rows}</ul>'


def _version(text: OfficialText, shown: bool, words: Words) -> str:
    start = text.start or text.version
    assert start is not None, "an own document has no versions"
    key = "version_between" if text.end else "version_from"
    span = words(f"sources_article.{key}", start=words.day(start), end=words.day(text.end) if text.end else "")
    if not text.text:
        return f"{escape(span)}: {escape(words('sources_article.version_absent'))}"
    if shown:
        return f'<b aria-current="true">{escape(span)}</b> <span>{escape(words("sources_article.version_shown"))}</span>'
    action = f'{escape(words("sources_article.version_show"))}<span class="ia-hidden"> {escape(span)}</span>'
    return f"{escape(span)} {go(f'dag:{start.isoformat()}', action, 'ia-chip')}"
