"""The tab Vergelijk by matter: over the whole concordance every filled cell is of its column and row, every empty one truly empty."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from page_fake import EVIL, FakeIndex
from sources_index import with_library

from assistant.answer import Language
from assistant.ui.compare_sheet import OFFICES, TIERS, Column, Kind, Matters, Sheet, read_missing
from assistant.ui.compare_table import column_name, table_html, table_markdown
from assistant.ui.texts import Words
from corpus import Bestuurslaag, Corpus, Locator, Provision, load_corpus
from corpus.concordance import Concordance, Zaak, load_concordance, parse_concordance
from corpus.functions import functions_of

NL, EN = Words(Language.NL), Words(Language.EN)
ON = dt.date(2026, 11, 26)
BY_KEY = {column.key: column for column in (*TIERS, *OFFICES)}
GEMW, PROVW, WSW = "BWBR0005416#artikel=", "BWBR0005645#artikel=", "BWBR0005108#artikel="


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def matters(corpus: Corpus) -> Matters:
    return Matters(corpus, load_concordance())


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> FakeIndex:
    return with_library(tmp_path_factory.mktemp("bibliotheek"))


class Oracle:
    """Whose rule a lid is, said once more and apart from the program."""

    def __init__(self, corpus: Corpus) -> None:
        kinds = functions_of(corpus, load_concordance())
        self.kinds = {p.locator: kind for p, kind in zip(corpus.provisions, kinds, strict=True)}

    def own(self, p: Provision, column: Column) -> bool:
        if column.office is None:
            return p.bestuurslaag == column.tier
        named = column.office in p.ambten and (column.functie is None or column.functie in self.kinds[p.locator])
        return named or (not p.ambten and p.bestuurslaag == column.tier)

    def general(self, p: Provision, columns: Sequence[Column]) -> bool:
        if columns[0].office is None:
            return p.bestuurslaag == "algemeen"
        return all(self.own(p, c) for c in columns) or (p.bestuurslaag == "algemeen" and not p.ambten)


def check(sheet: Sheet, zaak: Zaak, corpus: Corpus, oracle: Oracle) -> None:
    """Each cell of its column, of its strict row; nothing lost, nothing twice, nothing empty that has a rule."""
    columns = sheet.columns
    strict = [[corpus.by_locator[lid] for lid in row if lid in corpus.by_locator] for row in zaak.rows]
    strict = [[p for p in row if not oracle.general(p, columns)] for row in strict]
    also = [corpus.by_locator[lid] for lid in zaak.also if lid in corpus.by_locator]
    seen: Counter[tuple[int, Locator]] = Counter()
    for row in sheet.rows:
        for number, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
            assert all(oracle.own(p, column) and not oracle.general(p, columns) for p in cell)
            seen.update((number, p.locator) for p in cell)
            if row.kind is Kind.ALSO:
                assert set(cell) <= set(also)
        if row.kind is Kind.SAME:
            shown = {p.locator for cell in row.cells for p in cell}
            (members,) = [leden for leden in strict if shown & {p.locator for p in leden}]
            assert sum(map(bool, row.cells)) > 1
            for column, cell in zip(columns, row.cells, strict=True):
                assert cell == tuple(p for p in members if oracle.own(p, column))
    every = [*(p for leden in strict for p in leden), *(p for p in also if not oracle.general(p, columns))]
    assert seen == Counter((n, p.locator) for p in every for n, c in enumerate(columns) if oracle.own(p, c))
    for number in range(len(columns)):
        nothing = not any(oracle.own(p, columns[number]) for p in every)
        assert (sheet.why_empty(Kind.SAME, number) == "none") is nothing
    general = {
        p.locator for leden in zaak.rows for lid in leden if (p := corpus.by_locator.get(lid)) and oracle.general(p, columns)
    }
    assert {p.locator for p in sheet.shared} == general
    assert {p.locator for p in sheet.shared_also} == {p.locator for p in also if oracle.general(p, columns)}


TIER_CHOICES = [chosen for size in (2, 3, 4) for chosen in combinations(TIERS, size)]


@pytest.mark.parametrize("columns", TIER_CHOICES, ids=lambda columns: "-".join(c.key for c in columns))
def test_every_matter_by_tier(matters: Matters, corpus: Corpus, columns: tuple[Column, ...]) -> None:
    oracle = Oracle(corpus)
    assert len(matters.concordance.zaken) == 138 == len(matters.topics)
    for zaak in matters.concordance.zaken:
        sheet = matters.sheet(zaak, columns)
        check(sheet, zaak, corpus, oracle)
        for row in sheet.rows:
            for column, cell in zip(columns, row.cells, strict=True):
                if not cell and row.kind is Kind.SAME:
                    held = next(p for other in row.cells for p in other)
                    twins = matters.concordance.twins(held.locator)
                    assert not [lid for lid in twins if corpus.by_locator[lid].bestuurslaag is column.tier]


@pytest.mark.parametrize("one", OFFICES, ids=lambda column: column.key)
def test_every_matter_by_office(matters: Matters, corpus: Corpus, one: Column) -> None:
    oracle = Oracle(corpus)
    others = [column for column in OFFICES if column is not one]
    choices = [(one, other) for other in others] + [(one, *others[at : at + 3]) for at in range(0, len(others) - 3, 3)]
    for zaak in matters.concordance.zaken:
        for columns in choices:
            check(matters.sheet(zaak, columns), zaak, corpus, oracle)


@pytest.mark.parametrize(
    ("zaak", "keys", "row"),
    [
        ("vog", ("gemeente", "provincie", "waterschap"), (f"{GEMW}36a/lid=2", f"{PROVW}35b/lid=2", f"{WSW}41/lid=1")),
        ("vog", ("wethouder", "gedeputeerde"), (f"{GEMW}36a/lid=2", f"{PROVW}35b/lid=2")),
        ("vereisten-ambt", ("raadslid", "statenlid"), (f"{GEMW}10/lid=1", f"{PROVW}10")),
        ("gedragscode", ("gemeente", "waterschap"), (f"{GEMW}15/lid=3", f"{WSW}33/lid=3")),
        ("gedragscode", ("burgemeester", "commissaris_van_de_koning"), (f"{GEMW}69/lid=2", f"{PROVW}68/lid=2")),
    ],
)
def test_well_known_twins_stand_in_one_row(matters: Matters, zaak: str, keys: tuple[str, ...], row: tuple[str, ...]) -> None:
    found = matters.zaak(zaak)
    assert found
    sheet = matters.sheet(found, [BY_KEY[key] for key in keys])
    shown = [tuple(str(p.locator.undated()) for cell in r.cells for p in cell) for r in sheet.rows if r.kind is Kind.SAME]
    assert row in shown


@pytest.mark.parametrize(
    ("lid", "board"),
    [(f"{WSW}33/lid=1", "volksvertegenwoordiger"), (f"{WSW}44k/lid=1", "bestuurder"), (f"{WSW}48/lid=1", "voorzitter")],
)
def test_the_boards_of_a_waterschap_are_told_apart(matters: Matters, corpus: Corpus, lid: str, board: str) -> None:
    p = corpus.by_locator[Locator.parse(lid)]
    holds = [column.key for column in OFFICES if matters.holds_for(p, column) and column.tier is Bestuurslaag.WATERSCHAP]
    assert holds == [f"waterschapsbestuurder-{board}"]


@pytest.mark.parametrize(
    ("text", "tiers", "who"),
    [
        ("waterschap: geen griffier", "waterschap", "waterschap"),
        ("provincie en waterschap: geen eis", "provincie waterschap", "provincie en waterschap"),
        ("gemeente, provincie en waterschap: geen bedrag", "gemeente provincie waterschap", "gemeente, provincie en waterschap"),
        ("alle lagen en rijk: geen plicht", "gemeente provincie waterschap rijk", "alle lagen en rijk"),
        ("gemeenschappelijke regeling: geen geheimhouding", "", "gemeenschappelijke regeling"),
        ("ambtenaren: geen verhoging: zie art. 363", "", "ambtenaren"),
    ],
)
def test_whose_law_lacks_a_rule(text: str, tiers: str, who: str) -> None:
    missing = read_missing(text)
    assert (" ".join(missing.tiers), missing.who, f"{missing.who}: {missing.what}") == (tiers, who, text)


def test_every_reason_of_the_concordance_says_whose_it_is(matters: Matters) -> None:
    reasons = [read_missing(text) for zaak in matters.concordance.zaken for text in zaak.missing]
    assert {m.who for m in reasons if not m.tiers} == {"ambtenaren", "gemeenschappelijke regeling"}
    assert all(m.what.startswith(("geen", "de ", "voor ", "een ", "bij ", "nieuwe", "alleen")) for m in reasons)


def test_an_empty_cell_leads_to_the_reason(matters: Matters, corpus: Corpus) -> None:
    zaak = matters.zaak("onderzoekscommissie")
    assert zaak
    html = table_html(matters.sheet(zaak, TIERS[:3]), corpus, NL, ON)
    assert html.count("Geen bepaling gevonden in dit corpus.") >= 4
    assert html.count('<a href="#ia-cmp-missing">') == html.count("Geen bepaling gevonden in dit corpus.")
    assert "<b>Waterschap</b>: geen onderzoekscommissie." in html and 'id="ia-cmp-missing"' in html


def _small(corpus: Corpus, one: str, other: str) -> tuple[Matters, Corpus, Zaak]:
    """Two twins with words of our own."""
    places = (Locator.parse(f"{GEMW}28/lid=1"), Locator.parse(f"{PROVW}28/lid=1"))
    texts = dict(zip(places, (one, other), strict=True))
    own = [replace(corpus.by_locator[p], norm=text, consequence="") for p, text in texts.items()]
    small = Corpus(corpus.sources, tuple(own))
    data = {"zaak": [{"naam": "eigen", "onderwerp": f"Eigen {EVIL}", "rijen": [[str(p) for p in places]]}]}
    concordance: Concordance = parse_concordance(data)
    return Matters(small, concordance), small, concordance.zaken[0]


def test_what_differs_is_marked_and_nothing_else(corpus: Corpus) -> None:
    matters, small, zaak = _small(corpus, "Na drie jaar en binnen 2 weken.", "Na vier jaar en binnen 2 weken.")
    html = table_html(matters.sheet(zaak, TIERS[:2]), small, NL, ON)
    assert re.findall(r"<mark>(.*?)</mark>", html) == ["drie jaar", "vier jaar"]
    assert NL("compare.marked") in html


def test_text_of_a_source_is_only_text(corpus: Corpus) -> None:
    matters, small, zaak = _small(corpus, EVIL, EVIL)
    for words in (NL, EN):
        html = table_html(matters.sheet(zaak, TIERS[:2]), small, words, ON)
        assert "<img" not in html and "<script" not in html and html.count("&lt;img") == 3
    text = table_markdown(matters.sheet(zaak, TIERS[:2]), small, NL, ON)
    assert "<img" not in text.replace("\\<", "") and not re.search(r"(?<!\\)!\[", text)


@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
def test_every_matter_becomes_html_and_markdown(matters: Matters, corpus: Corpus, words: Words) -> None:
    for zaak in matters.concordance.zaken:
        sheet = matters.sheet(zaak, TIERS)
        html = table_html(sheet, corpus, words, ON)
        assert html.count("<td ") == 4 * len(sheet.rows) and html.count("<div") == html.count("</div>")
        shown = {Locator.parse(place) for place in re.findall(r'data-place="([^"]+)"', html)}
        assert shown == {p.locator for p in sheet.provisions}
        lines = [line for line in table_markdown(sheet, corpus, words, ON).splitlines() if line.startswith("|")]
        assert len(lines) == (len(sheet.rows) + 2 if sheet.rows else 0)
        assert {line.count(" | ") for line in lines} <= {3}


def test_official_words_are_quoted_verbatim_beside_the_summary(held: FakeIndex) -> None:
    corpus = held.corpus
    matters = Matters(corpus, load_concordance())
    lid = corpus.by_locator[Locator.parse(f"{GEMW}28/lid=1")]
    official = lid.official_on(ON)
    assert official
    zaak = matters.concordance.zaken[matters.concordance.place[lid.locator.undated()][0]]
    html = table_html(matters.sheet(zaak, TIERS[:2]), corpus, NL, ON)
    (quote,) = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", html)
    assert quote.replace("<br>", "\n") in official.text
    assert f'data-place="{lid.locator.undated().at(official.version)}"' in html


def test_a_rule_that_is_not_yet_law_says_so(corpus: Corpus) -> None:
    matters, small, zaak = _small(corpus, "Dit mag niet.", "Dit mag ook niet.")
    first, second = small.provisions
    later = Corpus(small.sources, (first, replace(second, valid_from=ON + dt.timedelta(days=1))))
    html = table_html(Matters(later, matters.concordance).sheet(zaak, TIERS[:2]), later, NL, ON)
    assert html.count("Geldt niet op 26 november 2026.") == 1


@pytest.mark.parametrize(
    ("key", "nl", "en"),
    [
        ("gemeente", "Gemeente", "Municipality"),
        ("rijk", "Rijk", "Central government"),
        ("commissaris_van_de_koning", "Commissaris van de Koning", "King’s commissioner (commissaris van de Koning)"),
        ("waterschapsbestuurder-bestuurder", "Dagelijks bestuur van het waterschap", "Executive board of the water authority (dagelijks bestuur)"),
    ],
)  # fmt: skip
def test_the_name_of_a_column(key: str, nl: str, en: str) -> None:
    assert (column_name(BY_KEY[key], NL), column_name(BY_KEY[key], EN)) == (nl, en)


def test_names_of_columns_differ() -> None:
    assert len({column_name(column, NL) for column in (*TIERS, *OFFICES)}) == len(TIERS) + len(OFFICES) == len(BY_KEY)
