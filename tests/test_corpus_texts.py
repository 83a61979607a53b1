"""The documents that ship: complete, in our own words, and every law locator exists in the official text."""

import datetime as dt
import re
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from corpus import Bestuurslaag, Corpus, Locator, Provision, Unit, load_corpus
from corpus.vocabulary import VocabularyError, load_vocabulary, parse_vocabulary, plain

#: Leden that stand in the corpus but not in the stored XML, because a later version of the law added them:
#: undated locator -> (date of the version that was read, why it is missing from the XML). None at present.
ADDED_LATER: dict[str, tuple[dt.date, str]] = {}

Laws = dict[str, tuple[dt.date, dict[str, list[ElementTree.Element]]]]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def laws(shared: Path) -> Laws:
    """By BWB id: the date of the stored version and its articles by number."""
    found: Laws = {}
    for path in sorted((shared / "official" / "bwb").glob("*.xml")):
        law, date, _ = path.stem.split("_")
        articles: dict[str, list[ElementTree.Element]] = {}
        for article in ElementTree.parse(path).getroot().iter("artikel"):
            articles.setdefault((article.findtext("kop/nr") or "").strip().lower(), []).append(article)
        found[law] = (dt.date.fromisoformat(date), articles)
    return found


def _number(text: str | None) -> str:
    return re.sub(r"[\s.)°]+$", "", (text or "").strip()).lower()


def missing(place: Locator, articles: dict[str, list[ElementTree.Element]]) -> str:
    """Why the place is not in the law, or nothing."""
    scope = [a for a in articles.get((place.number(Unit.ARTIKEL) or "").lower(), []) if a.get("status") != "vervallen"]
    if not scope:
        return "het artikel bestaat niet of is vervallen"
    leden = [lid for article in scope for lid in article.findall("lid") if lid.get("status") != "vervallen"]
    number = place.number(Unit.LID)
    if number is not None:
        scope = [lid for lid in leden if _number(lid.findtext("lidnr")) == number.lower()]
        if not scope:
            return f"het artikel heeft als leden {[_number(lid.findtext('lidnr')) for lid in leden]}"
    elif leden and len(place.steps) == 1:
        return "het artikel heeft leden, de plaats noemt er geen"
    item = place.number(Unit.ONDERDEEL)
    if item is not None and item.lower() not in {_number(li.findtext("li.nr")) for part in scope for li in part.iter("li")}:
        return f"geen onderdeel {item}"
    term = place.number(Unit.BEGRIP)
    if term is not None and not any(term.replace("-", " ") in "".join(part.itertext()).lower() for part in scope):
        return f"geen begrip {term}"
    return ""


def test_the_corpus_is_complete(corpus: Corpus) -> None:
    assert len(corpus.sources) >= 28
    assert len(corpus.provisions) >= 1200
    assert {p.locator.source for p in corpus.provisions} == set(corpus.sources)


def test_every_provision_answers_a_lay_question(corpus: Corpus) -> None:
    assert [str(p.locator) for p in corpus.provisions if not p.questions] == []


def test_every_text_and_question_is_a_whole_sentence(corpus: Corpus) -> None:
    def broken(text: str) -> bool:
        return text != text.strip() or "  " in text or "\ufffd" in text or any(ord(c) < 32 for c in text)

    bad = [str(p.locator) for p in corpus.provisions for t in (p.norm, p.consequence, *p.questions) if broken(t)]
    assert bad == []
    assert [str(p.locator) for p in corpus.provisions if len(p.norm) < 15] == []


def test_every_provision_says_what_was_read_or_that_it_is_uncertain(corpus: Corpus) -> None:
    laws_without = [str(p.locator) for p in corpus.provisions if p.locator.source.scheme == "bwb" and p.certain and not p.read]
    assert laws_without == []


def test_no_version_lies_in_the_future_of_its_source(corpus: Corpus) -> None:
    today = dt.date(2026, 11, 24)
    assert [str(p.locator) for p in corpus.provisions if p.locator.version and p.locator.version > today] == []


def test_a_parallelgroep_has_more_than_one_member_somewhere(corpus: Corpus) -> None:
    assert any(len(members) >= 3 for members in corpus.by_parallelgroep.values())
    tiers = {p.bestuurslaag for p in corpus.provisions}
    assert tiers >= {Bestuurslaag.GEMEENTE, Bestuurslaag.PROVINCIE, Bestuurslaag.WATERSCHAP, Bestuurslaag.RIJK}


def test_every_law_locator_exists_in_the_official_text_and_is_in_force(corpus: Corpus, laws: Laws) -> None:
    def known(p: Provision) -> bool:
        return p.locator.source.value in laws and str(p.locator.undated()) not in ADDED_LATER

    checked = [p for p in corpus.provisions if known(p)]
    bad = {str(p.locator): why for p in checked if (why := missing(p.locator, laws[p.locator.source.value][1]))}
    assert bad == {}
    assert len(checked) > 700


def test_what_was_added_later_was_read_later_and_is_really_absent(corpus: Corpus, laws: Laws) -> None:
    for text, (read_on, reason) in ADDED_LATER.items():
        place = Locator.parse(text)
        stored_on, articles = laws[place.source.value]
        assert corpus.by_locator[place].locator.version == read_on > stored_on, text
        assert missing(place, articles), f"{text} stands in the official text and can leave the list"
        assert reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("BWBR0005416#artikel=15/lid=1", ""),
        ("BWBR0005416#artikel=15/lid=1/onderdeel=d", ""),
        ("BWBR0004627#artikel=X 1/lid=1", ""),
        ("BWBR0005416#artikel=15/lid=9", "het artikel heeft als leden ['1', '2', '3']"),
        ("BWBR0005416#artikel=15", "het artikel heeft leden, de plaats noemt er geen"),
        ("BWBR0005416#artikel=15/lid=1/onderdeel=z", "geen onderdeel z"),
        ("BWBR0005416#artikel=9999", "het artikel bestaat niet of is vervallen"),
        ("BWBR0005416#artikel=25", "het artikel bestaat niet of is vervallen"),
        ("BWBR0037852#artikel=1/begrip=koningsdrama", "geen begrip koningsdrama"),
    ],
)
def test_the_check_against_the_official_text_itself(laws: Laws, text: str, why: str) -> None:
    place = Locator.parse(text)
    assert missing(place, laws[place.source.value][1]) == why


def test_the_texts_repeat_no_sentence_of_a_source(repository: Path, shared: Path, tmp_path: Path) -> None:
    def overlap(folder: Path) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, str(shared / "tools" / "overlap.py"), str(folder), "--words", "12"]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    done = overlap(repository / "corpus")
    assert (done.returncode, done.stdout) == (0, "0 run(s) of 12 words or more\n"), done.stdout
    # The tool does find what is copied.
    xml = next((shared / "official" / "bwb").glob("BWBR0006612*.xml"))
    (tmp_path / "copy.md").write_text(max(("".join(al.itertext()) for al in ElementTree.parse(xml).iter("al")), key=len))
    assert overlap(tmp_path).returncode == 1


# --- The vocabulary -------------------------------------------------------------------------------------------------


def test_each_example_yields_its_entry() -> None:
    vocabulary = load_vocabulary()
    tables = {
        "regeling": vocabulary.regelingen,
        "ambt": vocabulary.ambten,
        "bestuurslaag": vocabulary.lagen,
        "functie": vocabulary.functions,
        "woord": vocabulary.words,
        "situatie": vocabulary.situations,
    }
    assert len(vocabulary.examples) >= 50
    lost = [
        (s, value, text, tables[s].values(text)) for s, value, text in vocabulary.examples if value not in tables[s].values(text)
    ]
    assert lost == []


def test_each_entry_is_yielded_by_an_example_and_each_law_is_in_the_corpus(corpus: Corpus) -> None:
    vocabulary = load_vocabulary()
    for section, table in (("regeling", vocabulary.regelingen), ("woord", vocabulary.words), ("ambt", vocabulary.ambten)):
        values = {value for group in table.entries.values() for value in group}
        assert values == {value for s, value, _ in vocabulary.examples if s == section}
    ids = {str(s) for s in corpus.sources}
    assert {v for group in vocabulary.regelingen.entries.values() for v in group} - ids == set()


def test_an_example_names_nothing_else_than_its_law() -> None:
    vocabulary = load_vocabulary()
    more = [
        (text, vocabulary.regelingen.values(text))
        for s, _, text in vocabulary.examples
        if s == "regeling" and len(vocabulary.regelingen.values(text)) != 1
    ]
    assert more == []


def test_the_file_itself_is_parsed_by_the_same_rules() -> None:
    data: dict[str, Any] = tomllib.loads((resources.files("corpus") / "vocabulary.toml").read_text(encoding="utf-8"))
    assert parse_vocabulary(data) == load_vocabulary()


GOOD = {"bron": "BWBR0005416", "namen": ["gemeentewet"], "voorbeelden": ["artikel 28 Gemeentewet"]}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"regelingen": [GOOD]}, "onbekend onderdeel 'regelingen'"),
        ({"regeling": [GOOD | {"kleur": "rood"}]}, "moet precies"),
        ({"regeling": [{k: v for k, v in GOOD.items() if k != "namen"}]}, "moet precies"),
        ({"regeling": [GOOD | {"voorbeelden": []}]}, "moet precies"),
        ({"regeling": [GOOD | {"namen": "gemeentewet"}]}, "verwacht een lijst van woorden"),
        ({"regeling": [GOOD | {"bron": "Gemeentewet"}]}, "geen bron-id"),
        ({"ambt": [{"ambt": "dijkgraaf", "namen": ["x"], "voorbeelden": ["x"]}]}, "dijkgraaf"),
        ({"bestuurslaag": [{"laag": "regio", "namen": ["x"], "voorbeelden": ["x"]}]}, "regio"),
        ({"woord": [{"leken": ["cadeau"], "wet": "gift", "voorbeelden": ["x"]}]}, "verwacht een lijst van woorden"),
    ],
)
def test_a_bad_entry_is_refused(data: Any, problem: str) -> None:
    with pytest.raises(VocabularyError, match=problem):
        parse_vocabulary(data)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("De GEMEENTEWET, art. 2:4!", "de gemeentewet art 2:4"),
        ("Coöperatie  één café’s", "cooperatie een cafe's"),
        ("<b>raad</b>\n", "b raad b"),
        ("", ""),
    ],
)
def test_plain_text(text: str, folded: str) -> None:
    assert plain(text) == folded


def test_the_longest_name_wins_and_a_part_of_a_word_is_no_name() -> None:
    vocabulary = parse_vocabulary(
        {"regeling": [GOOD, {"bron": "BWBR0001840", "namen": ["wet", "oude gemeentewet"], "voorbeelden": ["de wet"]}]}
    )
    assert vocabulary.regelingen.values("de oude Gemeentewet") == ["BWBR0001840"]
    assert vocabulary.regelingen.values("de gemeentewetten en het wetboek") == []


def test_core_leden_exist() -> None:
    """Every lid of ``core.toml`` stands in the corpus."""
    from assistant.signals import missing_core

    assert missing_core(load_corpus()) == []
