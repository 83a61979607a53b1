"""What is in an open index, as the models of the API: sources, one provision, what a search found."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Protocol, runtime_checkable

from assistant.answer import EvidenceItem, Hit, Result
from assistant.answering import OpenIndex
from assistant.api.held import (
    DocumentModel,
    FoundModel,
    OfficialModel,
    OriginModel,
    PlaceModel,
    ProvisionModel,
    SearchModel,
    SourceModel,
    SourcesModel,
    SummaryModel,
)
from assistant.api.problems import Problem, Wrong
from assistant.evidence import checked_texts, gather, summary_state
from corpus import Corpus, Locator, LocatorError, Provision, Source
from corpus.dutch import label, official_url
from corpus.values import TextKind
from ingest.release import Manifest

_MOST_NEAR = 20


@runtime_checkable
class WithManifest(Protocol):
    """An index that was opened from a release, as against one made for a test."""

    @property
    def manifest(self) -> Manifest: ...


def sources_in(index: OpenIndex) -> SourcesModel:
    """All sources, highest authority first, and the documents of the library."""
    corpus = index.everything
    count = Counter(p.locator.source for p in corpus.provisions)
    documents = index.manifest.documents if isinstance(index, WithManifest) else []
    return SourcesModel(
        corpus=index.version,
        built=index.built_on,
        sources=[
            SourceModel(
                id=str(s.id),
                title=s.title,
                kind=s.kind,
                tier=s.bestuurslaag,
                version=s.valid_from,
                url=s.url,
                text=s.text_kind,
                provisions=count[s.id],
            )
            for s in sorted(corpus.sources.values(), key=lambda s: (s.gezag, s.citeertitel, s.id))
        ],
        documents=[DocumentModel(**d.model_dump()) for d in documents],
    )


def provision_at(index: OpenIndex, place: str, on: dt.date) -> ProvisionModel:
    """The provision at a place, with or without a date. ``on``: the day that the link to the official text is for.

    Raises ``Problem``: 422 for what is no place, 404 with what there is of that article for one that is not in the index.
    """
    corpus = index.everything
    try:
        wanted = Locator.parse(place).undated()
    except LocatorError:
        text = "Dit is geen plaats in een bron. Schrijf hem als BWBR0005416#artikel=28/lid=1; in een adres wordt # dan %23."
        raise Problem(422, Wrong.ONGELDIGE_WAARDE, text) from None
    found = corpus.by_locator.get(wanted)
    if found is None:
        raise Problem(404, Wrong.ONBEKENDE_PLAATS, _missing(corpus, wanted))
    source = corpus.source_of(found)
    return ProvisionModel(
        locator=str(found.locator),
        label=label(found.locator, source.citeertitel),
        url=official_url(found.locator, source.url, on),
        source=OriginModel(id=str(source.id), title=source.title, kind=source.kind, tier=source.bestuurslaag),
        heading=found.heading,
        summary=_summary(found, on),
        official=[OfficialModel(version=t.version, start=t.start, end=t.end, text=t.text) for t in found.official],
        page=found.page,
        ambten=sorted(found.ambten),
        themas=list(found.themas),
        valid_from=found.valid_from,
        certain=found.certain,
        neighbours=[_place(p, source) for p in corpus.by_article[wanted.article] if p is not found],
    )


def _missing(corpus: Corpus, wanted: Locator) -> str:
    near = [str(p.locator.undated()) for p in corpus.by_article.get(wanted.article, ())]
    if near:
        return f"Deze plaats is geen bepaling in de bronnen. Van dit artikel zijn er wel: {', '.join(near[:_MOST_NEAR])}."
    return "Deze plaats staat niet in de bronnen. De lijst van bronnen laat zien wat er wel is."


def _summary(p: Provision, on: dt.date) -> SummaryModel | None:
    """None for what stands only in the library: there the norm is the text of the source itself."""
    if p.official and not p.themas:
        return None
    state = summary_state(p, p.official_on(on), checked_texts(), on)
    return SummaryModel(norm=p.norm, consequence=p.consequence, read=p.read, checked=p.checked, state=state)


def _place(p: Provision, source: Source) -> PlaceModel:
    return PlaceModel(locator=str(p.locator), label=label(p.locator, source.citeertitel))


def search_result(result: Result, index: OpenIndex, count: int) -> SearchModel:
    """The best ``count`` provisions that were found on the way to an answer, with the words of that day."""
    on = result.question.peildatum
    hits = {hit.provision.locator: hit for hit in result.trace.retrieved[:count]}
    evidence = gather([hit.provision for hit in hits.values()], index.everything, on, checked_texts())
    found = [_found(item, hits[item.provision.locator], on) for item in evidence.items]
    return SearchModel(corpus=result.corpus_version, date=on, hits=found)


def _found(item: EvidenceItem, hit: Hit, on: dt.date) -> FoundModel:
    return FoundModel(
        locator=str(item.locator),
        label=label(item.locator, item.source.citeertitel),
        url=official_url(item.locator, item.source.url, on),
        score=hit.score,
        found_by=list(hit.found_by),
        quoted=item.text,
        text=TextKind.OFFICIEEL if item.official else TextKind.SAMENVATTING,
    )
