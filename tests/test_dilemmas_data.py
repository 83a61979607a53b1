"""The data of the dilemma mode: strict reading, quotes that stand in the corpus, balance, and nothing that decides."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Ambt, Bestuurslaag, Corpus, CorpusError, Locator, Thema, load_corpus
from corpus.dilemma_values import Aard, Bron, Dilemma, DilemmaThema, Feit, Kant, Tweetalig, source_for
from corpus.dilemmas import ALWAYS, FIRST, LAST, by_thema, load_dilemmas
from eval.questions import load_questions

Dilemmas = Mapping[DilemmaThema, Dilemma]
Change = Callable[[str], str]

GEMW, PROVW, WSW = "BWBR0005416#artikel=", "BWBR0005645#artikel=", "BWBR0005108#artikel="
SHARED, THEME = "algemeen.toml", "nevenfunctie.toml"
#: The law has no such rules for these offices, so that the side for doing it stays empty for them.
ONE_SIDED = {
    (thema, ambt)
    for thema in (DilemmaThema.VERBODEN_HANDELINGEN, DilemmaThema.VOORZIENINGEN)
    for ambt in (Ambt.BEWINDSPERSOON, Ambt.KAMERLID)
}
#: Whom one can turn to: cited to others than the office that the rule binds.
OF_THE_CHAIR = {Locator.parse(f"{GEMW}170/lid=2"), Locator.parse(f"{PROVW}175/lid=2")}
#: Themes of rules that say how or by whom, and so point at no dilemma of their own.
POINT_NOWHERE = {
    Thema.GEDRAGSCODE, Thema.EED_EN_BELOFTE, Thema.VOG_EN_SCREENING, Thema.SANCTIES_EN_ONTSLAG, Thema.AMBTSMISDRIJVEN,
}  # fmt: skip
VERDICT = re.compile(
    r"\b(u mag|mag u|u moet|moet u|u kunt beter|u hoort|hoort u|zou moeten|beter|(on)?verstandig|het beste|raad\w* (u )?aan|"
    r"toegestaan|ongeoorloofd|verboden|strafbaar|you (may|must|should|can|cannot)|should|better|(un)?wise|allowed|forbidden|"
    r"recommend\w*|best to)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def dilemmas(corpus: Corpus) -> Dilemmas:
    return load_dilemmas(corpus)


def facts_of(dilemmas: Dilemmas) -> list[Feit]:
    return list({feit.id: feit for dilemma in dilemmas.values() for feit in dilemma.feiten}.values())


def quoted(dilemma: Dilemma) -> Iterator[tuple[Bron, ...]]:
    """The sources of everything that is shown as a quote."""
    yield from (overweging.bronnen for overweging in dilemma.overwegingen)
    yield from (schijn.bronnen for schijn in dilemma.schijn)


def own_words(dilemma: Dilemma) -> Iterator[Tweetalig]:
    yield dilemma.handeling
    yield from (feit.vraag for feit in dilemma.feiten)
    yield from (overweging.kern for overweging in dilemma.overwegingen)
    yield from (optie.label for optie in dilemma.opties)
    for betrokkene in dilemma.betrokkenen:
        yield from (betrokkene.wie, betrokkene.belang, betrokkene.waarde)


# --- What the data say ---------------------------------------------------------------------------------------------


def test_every_quote_stands_in_its_provision_word_for_word(corpus: Corpus, dilemmas: Dilemmas) -> None:
    quotes = [bron for dilemma in dilemmas.values() for bronnen in quoted(dilemma) for bron in bronnen]
    assert len(quotes) > 250
    assert [str(b.plaats) for b in quotes if b.citaat not in corpus.by_locator[b.plaats].text] == []
    assert [b.citaat for b in quotes if not b.citaat[0].isupper() and b.citaat[0] != "("] == []


def test_both_sides_weigh_a_principle_and_an_effect(dilemmas: Dilemmas) -> None:
    for dilemma in dilemmas.values():
        counted = Counter((overweging.kant, overweging.aard) for overweging in dilemma.overwegingen)
        assert set(counted) == {(kant, aard) for kant in Kant for aard in Aard}, dilemma.thema
        for kant in Kant:
            assert 2 <= sum(counted[kant, aard] for aard in Aard) <= 5, dilemma.thema


def test_nothing_of_our_own_decides(dilemmas: Dilemmas) -> None:
    words = {text for dilemma in dilemmas.values() for both in own_words(dilemma) for text in (both.nl, both.en)}
    assert len(words) > 400
    assert sorted(text for text in words if VERDICT.search(text)) == []


@pytest.mark.parametrize(
    "text", ["Dat mag u doen.", "U moet het melden.", "Het is verstandig om te wachten.", "You should report it."]
)
def test_a_verdict_would_be_seen(text: str) -> None:
    assert VERDICT.search(text)


def test_every_office_finds_law_with_doing_nothing_talking_and_reporting(dilemmas: Dilemmas) -> None:
    bare = [
        (dilemma.thema, optie.id, ambt)
        for dilemma in dilemmas.values()
        for optie in dilemma.opties
        for ambt in Ambt
        if optie.id in (FIRST, *ALWAYS) and not optie.law_for(ambt)
    ]
    assert bare == []


def test_options_go_from_nothing_to_reporting_and_publishing(dilemmas: Dilemmas) -> None:
    for dilemma in dilemmas.values():
        assert [optie.volgorde for optie in dilemma.opties] == list(range(1, len(dilemma.opties) + 1))
        assert (dilemma.opties[0].id, dilemma.opties[-1].id) == (FIRST, LAST)


def test_a_rule_for_another_office_is_cited_only_of_the_chair(dilemmas: Dilemmas) -> None:
    """Cited to an office that the provision does not name: only the task of the chair, to whom one turns."""
    astray = {
        bron.plaats
        for dilemma in dilemmas.values()
        for optie in dilemma.opties
        for groep in optie.wet
        for bron in groep.bronnen
        for ambt in groep.ambten
        if not bron.holds_for(ambt) and ambt not in bron.ambten
    }
    assert astray == OF_THE_CHAIR


@pytest.mark.parametrize("ambt", list(Ambt))
def test_every_office_sees_both_sides_parties_and_appearance(dilemmas: Dilemmas, ambt: Ambt) -> None:
    for thema, dilemma in dilemmas.items():
        shown = {o.kant for o in dilemma.overwegingen if source_for(o.bronnen, ambt)}
        parties = sum(source_for(b.bronnen, ambt) is not None for b in dilemma.betrokkenen)
        assert shown == ({Kant.ERTEGEN} if (thema, ambt) in ONE_SIDED else set(Kant)), thema
        assert parties >= (1 if (thema, ambt) in ONE_SIDED else 2), thema
        assert any(source_for(s.bronnen, ambt) for s in dilemma.schijn), thema


def test_every_theme_of_a_rule_points_at_one_dilemma_or_none(dilemmas: Dilemmas) -> None:
    assert set(by_thema(dilemmas)) == set(Thema) - POINT_NOWHERE
    assert by_thema(dilemmas)[Thema.STEMONTHOUDING] is DilemmaThema.BELANGENVERSTRENGELING


def test_no_example_stands_twice(dilemmas: Dilemmas) -> None:
    told = [text for d in dilemmas.values() for text in (*d.voorbeelden, *(other for _, other in d.andere))]
    assert len(told) >= 11 * 12
    assert [text for text, count in Counter(text.casefold() for text in told).items() if count > 1] == []


def test_no_example_is_a_reference_question(dilemmas: Dilemmas) -> None:
    """Jaccard over words above 0.6 would be a copy."""
    told = [frozenset(_WORD.findall(text.casefold())) for d in dilemmas.values() for text in d.voorbeelden]
    copies = []
    for question in load_questions(splits=["dev"]):
        words = frozenset(_WORD.findall(question.question.casefold()))
        copies += [question.id for other in told if len(words & other) > 0.6 * len(words | other)]
    assert copies == []


# --- Facts ---------------------------------------------------------------------------------------------------------


def test_facts_are_seen_where_they_are_told_and_only_there(dilemmas: Dilemmas) -> None:
    facts = facts_of(dilemmas)
    assert len(facts) > 25
    assert [(feit.id, text) for feit in facts for text in feit.wel if not feit.told(text)] == []
    assert [(feit.id, text) for feit in facts for text in feit.niet if feit.told(text)] == []


@given(data=st.data())
def test_case_and_white_space_change_nothing(dilemmas: Dilemmas, data: st.DataObject) -> None:
    feit = data.draw(st.sampled_from(facts_of(dilemmas)))
    text = data.draw(st.sampled_from((*feit.wel, *feit.niet)))
    space = st.sampled_from([" ", "  ", "\n", "\t "])
    odd = "".join(data.draw(space) if c == " " else (c.upper() if data.draw(st.booleans()) else c) for c in text)
    assert feit.told(odd) == feit.told(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Mijn broer wil een café beginnen; volgende week stemmen wij in de raad.",
            {"wiens_belang", "relatie", "wanneer", "orgaan"},
        ),
        ("Ik ben raadslid en de griffier weet ervan.", {"ambt", "wie_weet_het"}),
        ("Wat is hier wijs?", set()),
    ],
)
def test_what_a_story_tells(dilemmas: Dilemmas, text: str, told: set[str]) -> None:
    facts = dilemmas[DilemmaThema.BELANGENVERSTRENGELING].feiten
    assert {feit.id for feit in facts if feit.told(text)} == told


# --- Whose law -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ambt", "laag", "place"),
    [
        (Ambt.RAADSLID, None, f"{GEMW}15/lid=1/onderdeel=d"),
        (Ambt.BURGEMEESTER, None, f"{GEMW}69/lid=1"),
        (Ambt.COMMISSARIS, None, f"{PROVW}68/lid=1"),
        (Ambt.WATERSCHAPSBESTUURDER, None, f"{WSW}33/lid=1"),
        (Ambt.GRIFFIER, None, f"{GEMW}101"),
        (Ambt.GRIFFIER, Bestuurslaag.PROVINCIE, f"{PROVW}98"),
        (Ambt.SECRETARIS, Bestuurslaag.WATERSCHAP, "BWBR0001947#artikel=8/lid=1/onderdeel=b"),
        (Ambt.RIJKSAMBTENAAR, None, "BWBR0001947#artikel=8/lid=1/onderdeel=b"),
        (None, Bestuurslaag.PROVINCIE, f"{PROVW}15/lid=1/onderdeel=d"),
        (None, None, f"{GEMW}15/lid=1/onderdeel=d"),
        (Ambt.BEWINDSPERSOON, None, None),
    ],
)
def test_the_source_is_that_of_who_asks(
    dilemmas: Dilemmas, ambt: Ambt | None, laag: Bestuurslaag | None, place: str | None
) -> None:
    """The same consideration, in the words of the own law."""
    found = [o for o in dilemmas[DilemmaThema.VERBODEN_HANDELINGEN].overwegingen if o.kern.nl.startswith("geen zaken doen")]
    bron = source_for(found[0].bronnen, ambt, laag)
    assert (str(bron.plaats) if bron else None) == place


def test_law_of_an_option_is_the_own_law_first_and_then_what_holds_for_all(dilemmas: Dilemmas) -> None:
    talk = next(o for o in dilemmas[DilemmaThema.NEVENFUNCTIE].opties if o.id == "overleggen")
    assert [str(place) for place in talk.law_for(Ambt.GEDEPUTEERDE)] == [f"{PROVW}175/lid=2", "kst-28844-254#doel/alinea=2"]
    assert [str(place) for place in talk.law_for(None)] == ["kst-28844-254#doel/alinea=2"]
    exempt = next(o for o in dilemmas[DilemmaThema.VERBODEN_HANDELINGEN].opties if o.id == "ontheffing_vragen")
    assert f"{GEMW}101" not in map(str, exempt.law_for(Ambt.SECRETARIS, Bestuurslaag.PROVINCIE))
    assert exempt.law_for(Ambt.KAMERLID) == ()


def test_the_handbook_is_no_source_outside_decentral_politics(dilemmas: Dilemmas) -> None:
    hand_over = next(o for o in dilemmas[DilemmaThema.GESCHENKEN].opties if o.id == "afstaan")
    assert hand_over.law_for(Ambt.WETHOUDER)
    assert not hand_over.law_for(Ambt.KAMERLID) and not hand_over.law_for(Ambt.AMBTENAAR)


# --- Strict reading ------------------------------------------------------------------------------------------------


def swap(old: str, new: str) -> Change:
    """The good file with one thing changed, the first time that it stands there."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


def cut(start: str, end: str) -> Change:
    """The good file without what stands from ``start`` up to ``end``."""

    def change(text: str) -> str:
        first = text.index(start)
        return text[:first] + text[text.index(end, first) :]

    return change


BAD: list[tuple[str, str, Change, str]] = [
    ("no TOML", THEME, swap("themas = [", "themas = "), "geen geldige TOML"),
    ("unknown key", THEME, swap("handeling =", "advies = 1\nhandeling ="), "onbekende sleutel advies; ken ik: andere"),
    ("no part at all", THEME, lambda text: text.replace("[[schijn]]", "[[schim]]"), "onbekende sleutel schim"),
    ("missing key", THEME, swap('handeling = { nl = "de andere', '#{ nl = "de andere'), "sleutel handeling ontbreekt"),
    ("unknown theme of rules", THEME, swap('"nevenfuncties"', '"bijbanen"'), "onbekende waarde 'bijbanen' voor thema"),
    ("theme of another dilemma", THEME, swap('"nevenfuncties"', '"lobby"'), "'themas': lobby hoort al bij nevenfunctie"),
    ("one language", THEME, swap('openheid als weg", en = "openness as the way"', 'openheid als weg"'), "overweging 1, kern: sleutel en ontbreekt"),
    ("empty words", THEME, swap('"openness as the way"', '" "'), "'en' is een tekst"),
    ("no table of words", THEME, swap('kern = { nl = "openheid als weg", en = "openness as the way" }', 'kern = "x"'), "'kern' is een tabel"),
    ("unknown fact", THEME, swap('"vergoeding"', '"schoenmaat"'), "'feiten': 'schoenmaat' staat niet in algemeen.toml"),
    ("the same fact twice", THEME, swap('"vergoeding"', '"functie"'), "'feiten': 'functie' staat er twee keer"),
    ("too few facts", THEME, swap('feiten = ["ambt", "functie", "vergoeding", "relatie", ', "feiten = ["), "'feiten': verwacht 4 tot 7, vond er 3"),
    ("too few examples", THEME, cut('  "Als wethouder kan ik', '  "Ik ben griffier'), "'voorbeelden': verwacht minstens 8"),
    ("an example of its own theme", THEME, swap("draaideur_en_netwerk = [", "nevenfunctie = ["), "andere: een zin van nevenfunctie zelf"),
    ("an example of no theme", THEME, swap("draaideur_en_netwerk = [", "voetbal = ["), "onbekende waarde 'voetbal' voor dilemmathema"),
    ("too few of other themes", THEME, cut("belangenverstrengeling_en_stemming = [", "verboden_handelingen = ["), "minstens 4 zinnen"),
    ("unknown side", THEME, swap('kant = "ervoor"', 'kant = "neutraal"'), "onbekende waarde 'neutraal' voor kant; ken ik: ervoor, ertegen"),
    ("unknown kind", THEME, swap('aard = "beginsel"', 'aard = "gevoel"'), "onbekende waarde 'gevoel' voor aard"),
    ("no effect on a side", THEME, lambda text: text.replace('kant = "ervoor"\naard = "gevolg"', 'kant = "ervoor"\naard = "beginsel"'), "ervoor heeft een beginsel en een gevolg nodig"),
    ("nothing on a side", THEME, lambda text: text.replace('kant = "ervoor"', 'kant = "ertegen"'), "ervoor heeft een beginsel en een gevolg nodig; heeft nu niets"),
    ("no locator", THEME, swap('plaatsen = ["BWBR0005416#artikel=12/lid=1"', 'plaatsen = ["Gemeentewet 12"'), "betrokkene 1: 'Gemeentewet 12' is geen bron-id"),
    ("a place that is not there", THEME, swap('plaatsen = ["BWBR0005416#artikel=12/lid=1"', 'plaatsen = ["BWBR0005416#artikel=12/lid=9"'), "lid=9 staat niet in het corpus"),
    ("a dated place", THEME, swap('plaatsen = ["BWBR0005416#', 'plaatsen = ["BWBR0005416@2026-10-01#'), "zonder datum"),
    ("another word in a quote", THEME, swap("Over inkomsten hoeft", "Over inkomsten moet"), "overweging 3, bronnen 1: 'Over inkomsten moet"),
    ("half a sentence", THEME, swap("Over inkomsten hoeft een raadslid wettelijk niets openbaar te maken.", "hoeft een raadslid wettelijk niets openbaar te maken."), "niet als hele zin"),
    ("a sentence cut short", THEME, swap("Over inkomsten hoeft een raadslid wettelijk niets openbaar te maken.", "Over inkomsten hoeft een raadslid"), "niet als hele zin"),
    ("a quote twice", THEME, swap('plaats = "BWBR0005416#artikel=12/lid=1", citaat = "Een raadslid', 'plaats = "BWBR0005416#artikel=12/lid=1", citaat = "Over inkomsten hoeft een raadslid wettelijk niets openbaar te maken." }, { plaats = "BWBR0005416#artikel=12/lid=1", citaat = "Een raadslid'), "staat er twee keer"),
    ("an office that it does not hold for", THEME, swap('ambten = ["kamerlid"] }', 'ambten = ["raadslid"] }'), "geldt niet voor raadslid"),
    ("unknown office", THEME, swap('ambten = ["wethouder"]', 'ambten = ["schepen"]'), "optie niets_doen, wet 2: onbekende waarde 'schepen'"),
    ("law of another tier", THEME, swap('{ ambten = ["statenlid"]', '{ ambten = ["wethouder"]'), "is recht van provincie en geldt niet voor wethouder"),
    ("law of one tier for all", THEME, swap('{ ambten = ["raadslid"]', "{ ambten = []"), "noem de ambten waarvoor het geldt"),
    ("too many places", THEME, swap('plaatsen = ["BWBR0005416#artikel=12/lid=1", "BWBR0005416#artikel=12/lid=2"]', 'plaatsen = ["kst-28844-254#doel/alinea=1", "kst-28844-254#doel/alinea=2", "gir-2020#paragraaf=4.1", "gir-2020#paragraaf=4.2"]'), "verwacht 1 tot 3, vond er 4"),
    ("an id with a space", THEME, swap('id = "afzien"', 'id = "af zien"'), "bestaat uit kleine letters"),
    ("an option that is nowhere", THEME, swap('[[optie]]\nid = "overleggen"\n', '[[optie]]\nid = "overleggen"\n\n[[optie]]\nid = "bidden"\n'), "'bidden' is geen optie van algemeen.toml"),
    ("no talking", THEME, swap('[[optie]]\nid = "overleggen"\n', ""), "met melden, overleggen"),
    ("another order", THEME, lambda text: text.replace('id = "niets_doen"', 'id = "later"'), "van niets_doen tot melden_en_openbaar_maken"),
    ("a bad pattern", SHARED, swap("'€ ?", "'(€ ?"), "feit bedrag: 'bekend' heeft een fout patroon"),
    ("an unknown kind of fact", SHARED, swap('soort = "orgaan"', 'soort = "sterrenbeeld"'), "onbekende waarde 'sterrenbeeld' voor feitsoort"),
    ("too few sentences that tell it", SHARED, swap('wel = ["Ik ben wethouder en krijg een vraag van een oud-klant.", "Als Statenlid twijfel ik over een uitnodiging.", ', "wel = ["), "feit ambt: 'wel': verwacht minstens 3"),
    ("a fact twice", SHARED, swap('id = "orgaan"', 'id = "ambt"'), "'feit': een id staat er twee keer"),
    ("a fact that nobody asks", SHARED, lambda text: text + '\n[[feit]]\nid = "weer"\nsoort = "wanneer"\nvraag = { nl = "Wat?", en = "What?" }\nbekend = ["regen"]\nwel = ["regen", "De regen", "Regen!"]\nniet = ["a", "b", "c"]\n', "geen thema gebruikt weer"),
    ("a list that is none", SHARED, swap("bekend = [", 'bekend = "x"\nrest = ['), "onbekende sleutel rest"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "corpus" / "dilemmas"


@pytest.mark.parametrize(("name", "change", "message"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_wrong_file_stops_with_file_and_key(
    tmp_path: Path, folder: Path, corpus: Corpus, name: str, change: Change, message: str
) -> None:
    shutil.copytree(folder, tmp_path / "d")
    file = tmp_path / "d" / name
    good = file.read_text(encoding="utf-8")
    file.write_text(change(good), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != good
    with pytest.raises(CorpusError, match=re.escape(message)) as caught:
        load_dilemmas(corpus, tmp_path / "d")
    assert caught.value.place.file.endswith(".toml")


@pytest.mark.parametrize("name", ["vissen.toml", THEME])
def test_a_file_too_many_or_too_few_is_named(tmp_path: Path, folder: Path, corpus: Corpus, name: str) -> None:
    shutil.copytree(folder, tmp_path / "d")
    file = tmp_path / "d" / name
    if file.exists():
        file.unlink()
    else:
        file.write_text("", encoding="utf-8")
    with pytest.raises(CorpusError, match=f"te veel of te weinig: {name}"):
        load_dilemmas(corpus, tmp_path / "d")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, corpus: Corpus) -> None:
    with pytest.raises(CorpusError, match=SHARED):
        load_dilemmas(corpus, tmp_path / "nergens")
