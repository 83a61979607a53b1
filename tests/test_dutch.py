"""References as people and as wetten.overheid.nl write them."""

import datetime as dt
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from corpus.dutch import cardinal_of_ordinal, jci, label, name_in_article, official_url, ordinal, place_name
from corpus.locator import Locator

DAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("1", "eerste"),
        ("2", "tweede"),
        ("3", "derde"),
        ("8", "achtste"),
        ("12", "twaalfde"),
        ("13", "dertiende"),
        ("20", "twintigste"),
        ("21", None),
        ("0", None),
        ("2a", None),
        ("", None),
        ("-1", None),
        ("eerste", None),
    ],
)
def test_ordinals(number: str, word: str | None) -> None:
    assert ordinal(number) == word
    if word:
        assert cardinal_of_ordinal(word) == number


def test_ordinals_read_both_ways_and_other_words_are_none() -> None:
    assert [cardinal_of_ordinal(str(ordinal(str(n)))) for n in range(1, 21)] == [str(n) for n in range(1, 21)]
    assert [cardinal_of_ordinal(w) for w in ("laatste", "", "Eerste", "eerst")] == [None] * 4


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("BWBR0005416#artikel=15/lid=1/onderdeel=d", "Gemeentewet", "artikel 15, eerste lid, onder d, Gemeentewet"),
        ("BWBR0005416#artikel=58", "Gemeentewet", "artikel 58, Gemeentewet"),
        ("BWBR0005416@2026-10-01#artikel=28/lid=3", "Gemeentewet", "artikel 28, derde lid, Gemeentewet"),
        ("BWBR0005537#artikel=2:4/lid=2", "Awb", "artikel 2:4, tweede lid, Awb"),
        ("BWBR0004627#artikel=X 1/lid=1", "Kieswet", "artikel X 1, eerste lid, Kieswet"),
        ("BWBR0032203#artikel=1.10b/lid=1", "Aanbestedingswet 2012", "artikel 1.10b, eerste lid, Aanbestedingswet 2012"),
        ("BWBR0005416#artikel=15/lid=2a", "Gemeentewet", "artikel 15, lid 2a, Gemeentewet"),
        ("BWBR0005416#artikel=15/lid=21", "Gemeentewet", "artikel 15, lid 21, Gemeentewet"),
        ("BWBR0037852#artikel=1/begrip=maatschappelijk-belang", "Wbk", "artikel 1, begrip ‘maatschappelijk belang’, Wbk"),
        ("gir-2020#paragraaf=4.1", "Gedragscode Integriteit Rijk", "paragraaf 4.1, Gedragscode Integriteit Rijk"),
        ("kst-28844-254#lokale-driehoek/alinea=2", "Nota", "lokale driehoek, alinea 2, Nota"),
        ("handboek-2023", "Handboek", "Handboek"),
    ],
)
def test_labels(text: str, title: str, expected: str) -> None:
    assert label(Locator.parse(text), title) == expected


@pytest.mark.parametrize(
    ("text", "name", "within"),
    [
        ("BWBR0005416#artikel=15/lid=1/onderdeel=d", "artikel 15, eerste lid, onder d", "eerste lid, onder d"),
        ("BWBR0005416@2026-10-01#artikel=28/lid=3", "artikel 28, derde lid", "derde lid"),
        ("BWBR0005416#hoofdstuk=II/artikel=15/lid=1", "hoofdstuk II, artikel 15, eerste lid", "eerste lid"),
        ("BWBR0005416#artikel=58", "artikel 58", ""),
        ("kst-28844-254#lokale-driehoek/alinea=2", "lokale driehoek, alinea 2", "alinea 2"),
        ("handboek-2023", "", ""),
    ],
)
def test_names_without_the_law(text: str, name: str, within: str) -> None:
    assert (place_name(Locator.parse(text)), name_in_article(Locator.parse(text))) == (name, within)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("BWBR0005416#artikel=15/lid=1/onderdeel=d", "BWBR0005416&artikel=15&lid=1&o=d"),
        ("BWBR0005416#artikel=58", "BWBR0005416&artikel=58"),
        ("BWBR0005537#artikel=2:4/lid=1", "BWBR0005537&artikel=2:4&lid=1"),
        ("BWBR0004627#artikel=X 1/lid=1", "BWBR0004627&artikel=X_1&lid=1"),
        ("BWBR0032203#artikel=1.10b/lid=1", "BWBR0032203&artikel=1.10b&lid=1"),
        ("BWBR0037852#artikel=1/begrip=melder", "BWBR0037852&artikel=1"),
        ("BWBR0005416@2024-01-31#hoofdstuk=II/artikel=15", "BWBR0005416&hoofdstuk=II&artikel=15"),
        ("BWBR0001840", "BWBR0001840"),
    ],
)
def test_links_to_the_official_text(text: str, path: str) -> None:
    place = Locator.parse(text)
    assert jci(place, DAY) == f"jci1.3:c:{path}&z=2026-11-24&g=2026-11-24"
    assert official_url(place, "https://elders.example/", DAY) == f"https://wetten.overheid.nl/{jci(place, DAY)}"


def test_a_note_has_no_jci_and_links_to_its_own_page() -> None:
    note = Locator.parse("kst-28844-254#inleiding/alinea=2")
    with pytest.raises(ValueError, match=r"kst-28844-254#inleiding/alinea=2 is geen BWB-regeling"):
        jci(note, DAY)
    assert official_url(note, "https://zoek.officielebekendmakingen.nl/kst-28844-254.html", DAY).endswith("kst-28844-254.html")


def test_our_links_are_those_that_the_official_files_print(shared: Path) -> None:
    """Every lid in the official XML carries its own JCI text; ours has the same parts, without the chapter."""
    compared = 0
    for path in sorted((shared / "official" / "bwb").glob("*.xml")):
        law, date, _ = path.stem.split("_")
        for article in ElementTree.parse(path).getroot().iter("artikel"):
            number = article.findtext("kop/nr") or ""
            for lid in article.findall("lid"):
                nodes = lid.findall("meta-data/jcis/jci")
                lid_number = (lid.findtext("lidnr") or "").strip(" .")
                if not nodes or not re.fullmatch(r"\d+[a-z]*", lid_number):
                    continue
                place = Locator.parse(f"{law}#artikel={number.strip()}/lid={lid_number}")
                official = re.sub(
                    r"&(?:boek|deel|titeldeel|titel|hoofdstuk|afdeling|paragraaf|sub-paragraaf|bijlage)=[^&]*",
                    "",
                    nodes[0].attrib["verwijzing"],
                )
                assert jci(place, dt.date.fromisoformat(date)) == official
                compared += 1
    assert compared > 2000
