"""Read the data of the dilemma mode, strictly: ``dilemmas/*.toml``, a file a theme and one with what themes share.

Every place must stand in the corpus and every quote in the text of its place, as whole clauses; the considerations must be in
balance. What does not fit stops with file and key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable

from corpus.dilemma_values import (
    Aard,
    Betrokkene,
    Bron,
    Dilemma,
    DilemmaThema,
    Feit,
    FeitSoort,
    Kant,
    Optie,
    Overweging,
    Schijn,
    Tweetalig,
    Wetsgroep,
)
from corpus.locator import Locator, LocatorError
from corpus.records import CorpusError, Place
from corpus.toml_table import Table
from corpus.values import Ambt, Bestuurslaag, Corpus, SourceKind, Thema

FOLDER, SHARED = "dilemmas", "algemeen.toml"
#: The options that no theme lacks: the first, two in between and the last.
FIRST, LAST, ALWAYS = "niets_doen", "melden_en_openbaar_maken", frozenset(("overleggen", "melden"))

_PARTS = ("betrokkene", "overweging", "schijn", "optie")
_DECENTRAL = (Bestuurslaag.GEMEENTE, Bestuurslaag.PROVINCIE, Bestuurslaag.WATERSCHAP)
#: Whom the handbook is written for, as its own introduction says; what it says is no source for others.
_HANDBOOK_FOR = frozenset(ambt for ambt in Ambt if ambt.bestuurslaag in _DECENTRAL)


def load_dilemmas(corpus: Corpus, folder: Traversable | None = None) -> Mapping[DilemmaThema, Dilemma]:
    """All themes, in their own order. Raises ``CorpusError`` for what is unknown, missing, double or out of balance."""
    root = folder if folder is not None else resources.files("corpus") / FOLDER
    found = {f.name for f in root.iterdir() if f.name.endswith(".toml")} if root.is_dir() else set()
    if odd := found ^ {SHARED, *(f"{thema}.toml" for thema in DilemmaThema)}:
        raise CorpusError(
            Place(FOLDER, 0), f"verwacht {SHARED} en één bestand per thema; te veel of te weinig: {', '.join(sorted(odd))}"
        )
    shared = _Shared(Table.of(root / SHARED))
    dilemmas = {thema: _dilemma(thema, Table.of(root / f"{thema}.toml"), corpus, shared) for thema in DilemmaThema}
    shared.check_used()
    by_thema(dilemmas)
    return dilemmas


def by_thema(dilemmas: Mapping[DilemmaThema, Dilemma]) -> Mapping[Thema, DilemmaThema]:
    """Which dilemma the theme of a rule points at. Raises ``CorpusError`` for a theme that two dilemmas claim."""
    found: dict[Thema, DilemmaThema] = {}
    for dilemma in dilemmas.values():
        for thema in dilemma.themas:
            if thema in found:
                raise CorpusError(
                    Place(f"{dilemma.thema}.toml", 0), f"'themas': {thema} hoort al bij {found[thema]}; laat het daar of hier weg"
                )
            found[thema] = dilemma.thema
    return found


class _Shared:
    """Facts and options of ``algemeen.toml``, by id; remembers which of them a theme used."""

    def __init__(self, top: Table) -> None:
        top.keys(("feit", "optie"))
        self._top = top
        self._facts = {(feit := _fact(table)).id: feit for table in top.tables("feit", 1)}
        self._options = {table.id(): table for table in top.tables("optie", 1)}
        for key, kept in (("feit", self._facts), ("optie", self._options)):
            if len(kept) < len(top.data[key]):
                raise top.error(f"'{key}': een id staat er twee keer; geef elk een eigen id")
        self._used: set[str] = set()

    def fact(self, asks: Table, name: str) -> Feit:
        if name not in self._facts:
            raise asks.error(f"'feiten': {name!r} staat niet in {SHARED}; zet het daar of haal het hier weg")
        self._used.add(name)
        return self._facts[name]

    def option(self, asks: Table, name: str) -> Table:
        if name not in self._options:
            raise asks.error(f"{name!r} is geen optie van {SHARED}; geef 'label' en 'wet'")
        self._used.add(name)
        return self._options[name]

    def check_used(self) -> None:
        if unused := sorted({*self._facts, *self._options} - self._used):
            raise self._top.error(f"geen thema gebruikt {', '.join(unused)}; haal dat weg of noem het in een thema")


def _fact(table: Table) -> Feit:
    table.keys(("id", "soort", "vraag", "bekend", "wel", "niet"))
    try:
        known = re.compile("|".join(rf"(?<!\w)(?:{pattern})(?!\w)" for pattern in table.texts("bekend", 1)))
    except re.error as error:
        raise table.error(f"'bekend' heeft een fout patroon ({error}); herstel dat") from error
    soort = table.known(FeitSoort, table.text("soort"))
    return Feit(table.id(), soort, _both(table, "vraag"), known, table.texts("wel", 3), table.texts("niet", 3))


def _both(table: Table, key: str) -> Tweetalig:
    inner = table.table(key)
    inner.keys(("nl", "en"))
    return Tweetalig(inner.text("nl"), inner.text("en"))


def _dilemma(thema: DilemmaThema, top: Table, corpus: Corpus, shared: _Shared) -> Dilemma:
    top.keys(("themas", "handeling", "feiten", "voorbeelden", "andere", *_PARTS))
    considerations = tuple(_consideration(table, corpus) for table in top.tables("overweging", 5, 8))
    appearance = tuple(_appearance(table, corpus) for table in top.tables("schijn", 1, 3))
    _check_balance(top, considerations)
    _check_once(top, [*(c.bronnen for c in considerations), *(s.bronnen for s in appearance)])
    return Dilemma(
        thema=thema,
        themas=tuple(top.known(Thema, name) for name in top.texts("themas", 1)),
        handeling=_both(top, "handeling"),
        voorbeelden=top.texts("voorbeelden", 8),
        andere=_others(thema, top),
        feiten=tuple(shared.fact(top, name) for name in top.texts("feiten", 4, 7)),
        betrokkenen=tuple(_party(table, corpus) for table in top.tables("betrokkene", 3, 6)),
        overwegingen=considerations,
        schijn=appearance,
        opties=_options(top, corpus, shared),
    )


def _others(thema: DilemmaThema, top: Table) -> tuple[tuple[DilemmaThema, str], ...]:
    table = top.table("andere")
    found = [(table.known(DilemmaThema, name), text) for name in table.data for text in table.texts(name, 1)]
    if len(found) < 4:
        raise table.error(f"verwacht minstens 4 zinnen van een ander thema, vond er {len(found)}")
    if any(other is thema for other, _ in found):
        raise table.error(f"een zin van {thema} zelf hoort bij 'voorbeelden'; zet die daar")
    return tuple(found)


def _party(table: Table, corpus: Corpus) -> Betrokkene:
    table.keys(("wie", "belang", "waarde", "plaatsen"))
    sources = tuple(_source(table, text, corpus) for text in table.texts("plaatsen", 1))
    return Betrokkene(_both(table, "wie"), _both(table, "belang"), _both(table, "waarde"), sources)


def _consideration(table: Table, corpus: Corpus) -> Overweging:
    table.keys(("kant", "aard", "kern", "bronnen"))
    kant, aard = table.known(Kant, table.text("kant")), table.known(Aard, table.text("aard"))
    return Overweging(kant, aard, _both(table, "kern"), _quotes(table, corpus))


def _appearance(table: Table, corpus: Corpus) -> Schijn:
    table.keys(("bronnen",))
    return Schijn(_quotes(table, corpus))


def _quotes(table: Table, corpus: Corpus) -> tuple[Bron, ...]:
    return tuple(_quote(entry, corpus) for entry in table.tables("bronnen", 1))


def _quote(entry: Table, corpus: Corpus) -> Bron:
    """A quote, for all whom its provision holds for or for fewer: a rule that names the wethouder need not be his duty."""
    entry.keys(("plaats", "citaat"), ("ambten",))
    bron = replace(_source(entry, entry.text("plaats"), corpus), citaat=entry.text("citaat"))
    if not _stands_whole(bron.citaat, corpus.by_locator[bron.plaats].text):
        raise entry.error(f"{bron.citaat[:60]!r} staat niet als hele zin in {bron.plaats}; neem de zin over zoals hij er staat")
    if "ambten" not in entry.data:
        return bron
    offices = frozenset(entry.known(Ambt, name) for name in entry.texts("ambten", 1))
    if wrong := sorted(ambt for ambt in offices if not bron.holds_for(ambt)):
        raise entry.error(f"{bron.plaats} geldt niet voor {wrong[0]}; haal dat ambt weg")
    return replace(bron, ambten=offices)


def _stands_whole(quote: str, text: str) -> bool:
    """Does a quote stand in a text, from the start of a clause to the end of one? Half a sentence can say the opposite."""
    before, found, after = text.partition(quote)
    starts = not before or before.rstrip()[-1] in ".;:?!"
    return bool(found) and starts and (quote[-1] in ".?!" or after[:1] in (".", ";", ":"))


def _source(table: Table, text: str, corpus: Corpus) -> Bron:
    try:
        place = Locator.parse(text)
    except LocatorError as error:
        raise table.error(str(error)) from error
    provision = corpus.by_locator.get(place)
    if provision is None:
        raise table.error(f"{place} staat niet in het corpus; schrijf een plaats die er staat, zonder datum")
    handbook = corpus.source_of(provision).kind is SourceKind.HANDBOEK and not provision.ambten
    return Bron(place, _HANDBOOK_FOR if handbook else provision.ambten, provision.bestuurslaag)


def _options(top: Table, corpus: Corpus, shared: _Shared) -> tuple[Optie, ...]:
    tables = top.tables("optie", 4, 7)
    names = [table.id() for table in tables]
    if names[0] != FIRST or names[-1] != LAST or not set(names) >= ALWAYS or len(set(names)) < len(names):
        raise top.error(
            f"'optie': van {FIRST} tot {LAST}, met {', '.join(sorted(ALWAYS))}, elk één keer; vond {', '.join(names)}"
        )
    found: list[Optie] = []
    for number, (name, table) in enumerate(zip(names, tables, strict=True), 1):
        full = shared.option(table, name) if set(table.data) == {"id"} else table
        full.keys(("id", "label", "wet"))
        found.append(Optie(name, number, _both(full, "label"), tuple(_group(t, corpus) for t in full.tables("wet", 1))))
    return tuple(found)


def _group(table: Table, corpus: Corpus) -> Wetsgroep:
    table.keys(("ambten", "plaatsen"))
    offices = [table.known(Ambt, name) for name in table.texts("ambten", 0)]
    sources = tuple(_source(table, text, corpus) for text in table.texts("plaatsen", 1, 3))
    for bron in sources:
        if not offices and bron.laag is not Bestuurslaag.ALGEMEEN:
            raise table.error(f"{bron.plaats} is recht van {bron.laag}; noem de ambten waarvoor het geldt")
        if wrong := [ambt for ambt in offices if not bron.in_tier(ambt) and ambt not in bron.ambten]:
            raise table.error(f"{bron.plaats} is recht van {bron.laag} en geldt niet voor {wrong[0]}; haal een van beide weg")
    return Wetsgroep(frozenset(offices), sources)


def _check_balance(top: Table, considerations: Collection[Overweging]) -> None:
    """Both sides have a principle and an effect, so at least two considerations."""
    for kant in Kant:
        held = [overweging.aard for overweging in considerations if overweging.kant is kant]
        if set(held) != set(Aard):
            raise top.error(f"'overweging': {kant} heeft een beginsel en een gevolg nodig; heeft nu {', '.join(held) or 'niets'}")


def _check_once(top: Table, groups: Collection[Collection[Bron]]) -> None:
    quotes = [(bron.plaats, bron.citaat) for group in groups for bron in group]
    if double := [place for place, words in quotes if quotes.count((place, words)) > 1]:
        raise top.error(f"hetzelfde citaat uit {double[0]} staat er twee keer; haal er één weg")
