"""Names of people by every sign that speaks for one, and what looks like a name and is none."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from importlib import resources

import pytest

from assistant.personal.recogniser import load_recogniser
from assistant.personal.spans import PERSON
from corpus import load_corpus
from eval.questions import load_questions


def _names(text: str) -> list[str]:
    return [text[s.start : s.end] for s in load_recogniser().find([text], {})[0] if s.kind == PERSON]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # A title or an office.
        ("mevrouw Koning belt", ["Koning"]),
        ("MEVROUW JANSEN LIEGT", ["JANSEN"]),
        ("dhr. A. de Boer en mw. Q. Xyl", ["A. de Boer", "Q. Xyl"]),
        ("raadslid IJsbrand McCoy-d'Hondt", ["IJsbrand McCoy-d'Hondt"]),
        ("wethouder jansen wil", ["jansen"]),
        ("mevrouw van der zalm", ["van der zalm"]),
        ("de griffier, mevrouw Xyl", ["Xyl"]),
        ("Raadslid Mei zwijgt", ["Mei"]),
        # A relation.
        ("mijn dochter Roos", ["Roos"]),
        ("mijn baas, Ruud, zwijgt", ["Ruud"]),
        ("mijn vriend piet wil bouwen", ["piet"]),
        ("Beste Annemiek, mag dit?", ["Annemiek"]),
        # A first name, initials, tussenvoegsels.
        ("Karin zwijgt", ["Karin"]),
        ("ik hoorde van kees dat het mag", ["kees"]),
        ("Hans, Grietje en Xyl", ["Hans", "Grietje", "Xyl"]),
        ("Volgens Karin mag het", ["Karin"]),
        ("J.P. Xyl tekent", ["J.P. Xyl"]),
        ("Ik zag Xander van den Xyl", ["Xander van den Xyl"]),
        ("Van Kees hoorde ik niets", ["Kees"]),
        ("De Ridder wil praten", ["De Ridder"]),
        ("naast El Xyli zat", ["El Xyli"]),
        # No word of the language.
        ("toen vroeg Xyliander mij", ["Xyliander"]),
        ("Xyliander vroeg mij", ["Xyliander"]),
        ("de zaak-Xyl", ["Xyl"]),
        # An s of possession.
        ("Anja's auto", ["Anja"]),
        ("Hans' auto", ["Hans"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "In mei en in Mei", "Bakker of slager", "Roos en tulpen", "de heer des huizes", "Mevrouw de voorzitter", "Huis voor Klokkenluiders",
        "Gemeente De Bilt", "Wet Bibob", "Den Haag", "raadslid VVD", "Raad van State", "Wet Dijkstal", "commissie-Rogier", "motie-Xyl", "Zuid-Frankrijk",
        "wethouder Financiën", "wethouder Sport en Cultuur", "burgemeester van Utrecht", "Raadslid Amsterdam zoekt", "dag ben ik", "Nu wil de raad",
        "café De Xyl", "Xyl Bouw BV", "Xyl B.V.", "minister van Justitie", "gedeputeerde de Staten", "Commissaris van de Koning", "de Omgevingswet",
        "Elke Kamer", "meneer van de garage", "Burgemeester en wethouders", "aan de Lindelaan", "persoon X", "raadslid A", "Woo-verzoek", "AMvB",
        "minister Bruins Slot",
    ],
)  # fmt: skip
def test_no_names(text: str) -> None:
    assert _names(text) == []


def test_the_law_itself_holds_nothing_personal() -> None:
    recogniser = load_recogniser()
    norms = [p.norm for p in load_corpus().provisions]
    assert [text for text in norms if recogniser.find([text], {})[0]] == []


def test_the_people_who_stay_stand_in_the_corpus_or_name_a_law() -> None:
    table = tomllib.loads((resources.files("assistant.personal") / "words.toml").read_text(encoding="utf-8"))
    corpus = " ".join(p.norm for p in load_corpus().provisions).lower()
    named_after = {"Wet Dijkstal", "commissie Rogier", "Thorbecke"}
    assert [n for n in table["no_person"]["public_people"] if n.lower() not in corpus and n not in named_after] == []


def test_questions_without_names_are_left_alone() -> None:
    """Fewer than one in a hundred of the questions on which the project is tuned; a few name someone."""
    recogniser = load_recogniser()
    questions = [q.question for q in load_questions(splits=["dev"])]
    started = time.process_time()
    changed = [text for text in questions if recogniser.find([text], {})[0]]
    assert (time.process_time() - started) / len(questions) < 0.02
    assert len(changed) * 100 < len(questions), changed


def test_the_lists_take_less_than_two_seconds_and_150_megabytes() -> None:
    program = (
        "import assistant.flow, resource, time; used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
        "before, began = used(), time.process_time(); from assistant.personal.recogniser import load_recogniser; load_recogniser(); "
        "print(time.process_time() - began, (used() - before) / 1024)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, run.stdout.split())
    assert seconds < 2
    assert megabytes < 150
