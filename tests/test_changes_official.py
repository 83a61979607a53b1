"""From the file of a law to what changed in it: invented files in the official form, and the official ones beside the repository."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from dated_law import FIRST, LAW, SECOND, keep, place

from corpus import load_corpus
from corpus.checked import load_checked
from corpus.documents import Document
from ingest.bwb.law import parse_toestand
from ingest.changes import Kind, differences
from ingest.holdings import whole_lid
from ingest.library import Library
from ingest.stale import record

_FORM = """<?xml version="1.0" encoding="UTF-8"?>
<toestand bwb-id="{law}" inwerkingtreding="{version}" bwb-ng-vast-deel="http://wetten.overheid.nl/id/{law}/{version}/0">
<wetgeving soort="wet"><intitule>Wet op de sleutels</intitule><citeertitel status="officieel">Sleutelwet</citeertitel>
<wet-besluit><wettekst>{articles}</wettekst></wet-besluit></wetgeving></toestand>
"""
_ARTICLE = '<artikel status="{status}"><kop><label>Artikel</label> <nr>{number}</nr></kop>{body}</artikel>'
_GONE = '<al><redactie type="vervanging">Vervallen</redactie></al>'


def article(number: str, *leden: str, gone: bool = False) -> str:
    body = _GONE if gone else "".join(f"<lid><lidnr>{n}</lidnr>{lid}</lid>" for n, lid in enumerate(leden, 1))
    return _ARTICLE.format(status="vervallen" if gone else "goed", number=number, body=body)


def parsed(version: dt.date, *articles: str) -> Document:
    text = _FORM.format(law=LAW, version=version, articles="\n".join(articles))
    return parse_toestand(text.encode(), "sleutelwet.xml")


BEFORE = parsed(
    FIRST,
    article("1", "<al>De bode telt:</al><lijst><li><li.nr>a.</li.nr><al>de sleutels;</al></li></lijst>", "<al>Hij tekent.</al>"),
    article("2", "<al>Er is een sleutelboek.</al>"),
)
AFTER = parsed(
    SECOND,
    article(
        "1",
        "<al>De bode\n   telt:</al><lijst><li><li.nr>a.</li.nr><al>de sleutels en de lopers;</al></li></lijst>",
        "<al>De griffier telt na.</al>",
        "<al>Hij  tekent.</al>",
    ),
    article("2", gone=True),
)


def test_two_files_of_a_law_are_told_apart() -> None:
    assert [(d.kind, str(d.locator), d.moved_to) for d in differences(BEFORE, AFTER)] == [
        (Kind.GEWIJZIGD, f"{LAW}#artikel=1/lid=1", None),
        (Kind.TOEGEVOEGD, f"{LAW}#artikel=1/lid=2", None),
        (Kind.VERPLAATST, f"{LAW}#artikel=1/lid=2", place("artikel=1/lid=3")),
        (Kind.VERVALLEN, f"{LAW}#artikel=2/lid=1", None),
    ]
    assert whole_lid(AFTER, place("artikel=2")) == ""
    # An entry about an onderdeel stands for its lid.
    assert whole_lid(AFTER, place("artikel=1/lid=1/onderdeel=a")) == whole_lid(AFTER, place("artikel=1/lid=1"))


def test_the_record_is_that_of_the_official_files(shared: Path, tmp_path: Path) -> None:
    """When the parser gives a text other words, the record must be made again: ``integriteit changes --record``."""
    corpus, library = load_corpus(), Library(tmp_path)
    for file in sorted((shared / "official" / "bwb").glob("*.xml")):
        keep(library, parse_toestand(file.read_bytes(), file.name, known=corpus.sources), file.read_bytes())
    made, kept = record(corpus, library, {}).checked, load_checked()
    assert len(made) > 850
    assert {place: kept.get(place) for place in made} == made


@pytest.mark.parametrize("law", ["BWBR0005416", "BWBR0005537"])
def test_an_official_law_does_not_differ_from_itself(shared: Path, law: str) -> None:
    (file,) = (shared / "official" / "bwb").glob(f"{law}_*.xml")
    document = parse_toestand(file.read_bytes(), file.name)
    assert differences(document, document) == ()
