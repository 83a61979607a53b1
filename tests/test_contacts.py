"""The contacts: strict reading, where each was read and when, its place in the law, and the notation of its words."""

from __future__ import annotations

import copy
import datetime as dt
import re
import tomllib
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from corpus import Locator, load_corpus
from corpus.contacts import (
    LIMIT_DAYS,
    WARN_DAYS,
    Contact,
    Contacts,
    ContactsError,
    Kind,
    Situation,
    load_contacts,
    parse_contacts,
)
from corpus.phrases import PhraseError, padded, phrase_pattern

Data = dict[str, Any]


@pytest.fixture(scope="module")
def book() -> Contacts:
    return load_contacts()


@pytest.fixture(scope="module")
def data(repository: Path) -> Data:
    return tomllib.loads((repository / "corpus" / "contacts.toml").read_text(encoding="utf-8"))


# --- In time, in the law, in plain words ----------------------------------------------------------------------------------


def look_up_again(contacts: Iterable[Contact], today: dt.date) -> None:
    """Fails for a contact that was checked too long ago; warns of one that soon will be."""
    late = [contact.id for contact in contacts if contact.age(today) > LIMIT_DAYS]
    assert not late, f"contacts.toml: zoek opnieuw op en zet checked_on op vandaag: {late}"
    for contact in contacts:
        if contact.age(today) > WARN_DAYS:
            warnings.warn(f"contacts.toml: {contact.id} is {contact.age(today)} dagen geleden nagekeken", stacklevel=2)


def test_no_contact_was_checked_too_long_ago(book: Contacts) -> None:
    look_up_again(book.contacts, dt.date.today())


def test_no_contact_was_checked_in_the_future(book: Contacts) -> None:
    assert [contact.id for contact in book.contacts if contact.age(dt.date.today()) < 0] == []


@pytest.mark.parametrize(("days", "warned"), [(0, False), (WARN_DAYS, False), (WARN_DAYS + 1, True), (LIMIT_DAYS, True)])
def test_a_contact_that_grows_old_is_warned_of(book: Contacts, days: int, warned: bool) -> None:
    contact = book.contacts[0]
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        look_up_again([contact], contact.checked_on + dt.timedelta(days=days))
    assert [str(w.message) for w in seen] == (
        [f"contacts.toml: {contact.id} is {days} dagen geleden nagekeken"] if warned else []
    )


def test_a_contact_that_is_too_old_fails(book: Contacts) -> None:
    contact = book.contacts[0]
    with pytest.raises(AssertionError, match=contact.id):
        look_up_again([contact], contact.checked_on + dt.timedelta(days=LIMIT_DAYS + 1))


def test_every_place_in_the_law_stands_in_the_corpus(book: Contacts) -> None:
    held = load_corpus().by_locator
    assert [(c.id, str(place)) for c in book.contacts for place in c.law if place not in held] == []


@pytest.mark.parametrize(
    ("ident", "place"),
    [
        ("burgemeester", "BWBR0005416#artikel=170/lid=2"),
        ("commissaris", "BWBR0005645#artikel=175/lid=2"),
        ("dijkgraaf", "BWBR0005108#artikel=94/lid=2"),
        ("commissaris-bij-gemeente", "BWBR0005645#artikel=182/lid=1/onderdeel=c"),
        ("commissaris-bij-waterschap", "BWBR0005108#artikel=50/lid=1"),
        ("minister-bzk", "BWBR0005645#artikel=68/lid=1"),
        ("meldpunt", "BWBR0037852#artikel=2/lid=2/onderdeel=d"),
        ("huis", "BWBR0037852#artikel=3a/lid=2"),
        ("steunpunt", "handboek-2023#steunpunt/alinea=4"),
    ],
)
def test_who_fosters_integrity_follows_from_the_law(book: Contacts, ident: str, place: str) -> None:
    assert Locator.parse(place) in next(c for c in book.contacts if c.id == ident).law


def test_the_chair_fosters_integrity_in_the_words_of_the_official_law(shared: Path) -> None:
    """Against the official XML, for the two laws that are at hand: it is the second lid, and it is the chair."""
    from lxml import etree

    for law, article, chair in (("BWBR0005416", "170", "burgemeester"), ("BWBR0005108", "94", "voorzitter")):
        (file,) = (shared / "official" / "bwb").glob(f"{law}_*.xml")
        (found,) = (a for a in etree.parse(str(file)).iter("artikel") if a.findtext("kop/nr") == article)
        (lid,) = (lid for lid in found.findall("lid") if (lid.findtext("lidnr") or "").strip().rstrip(".") == "2")
        assert re.search(rf"{chair} .*bestuurlijke integriteit", "".join(lid.itertext()))


def test_every_outside_body_has_an_address_and_a_source(book: Contacts) -> None:
    outside = [contact for contact in book.contacts if contact.kind is not Kind.EIGEN]
    assert len(outside) >= 10
    assert [c.id for c in outside if not c.url.startswith("https://")] == []
    assert [c.id for c in book.contacts if len(c.source) < 10] == []


def test_the_steunpunt_says_what_it_is_not(book: Contacts) -> None:
    steunpunt = next(contact for contact in book.contacts if contact.id == "steunpunt")
    assert steunpunt.situations == {Situation.ONDERZOEK_NAAR_BESTUURDER}
    assert "geen meldpunt" in steunpunt.does_not.nl
    assert "geen onderzoek" in steunpunt.does_not.nl


def test_sentences_are_short_and_names_fit_in_a_sentence(book: Contacts) -> None:
    """B1: no sentence of more than 25 words; a name begins with a small letter and has no full stop."""
    long = [
        (contact.id, sentence)
        for contact in book.contacts
        for text in (contact.does.nl, contact.does_not.nl)
        for sentence in re.split(r"(?<=[.!?])\s", text)
        if len(sentence.split()) > 25
    ]
    assert long == []
    names = [name for contact in book.contacts for name in (contact.name.nl, contact.name.en)]
    assert [name for name in names if not name[0].islower() or name.endswith(".")] == []


def test_only_the_police_have_numbers(book: Contacts) -> None:
    assert {contact.id: contact.phones for contact in book.contacts if contact.phones} == {"politie": ("112", "0900-8844")}


# --- Strict reading -------------------------------------------------------------------------------------------------------


def _first(key: str, value: object) -> Callable[[Data], object]:
    return lambda data: data["contact"][0].update({key: value})


def _huis(data: Data) -> Data:
    found: Data = next(entry for entry in data["contact"] if entry["id"] == "huis")
    return found


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda data: data.update(loket=[]), "verwacht de onderdelen"),
        (lambda data: data.update(route=data["route"][0]), r"schrijf \[\[route\]\] met dubbele haken"),
        (_first("telefoon", "112"), r"contact politie: onbekend \['telefoon'\]"),
        (_first("ambten", ["minister"]), "contact politie: onbekend: 'minister'; ken ik: raadslid"),
        (_first("ambten", []), "contact politie: een lege lijst"),
        (_first("situations", ["brand"]), "onbekend: 'brand'"),
        (_first("kind", "brandweer"), "onbekend: 'brandweer'"),
        (_first("lagen", ["dorp"]), "onbekend: 'dorp'"),
        (lambda data: data["contact"][0].pop("checked_on"), r"\['checked_on'\] ontbreekt"),
        (_first("checked_on", "2026-11-26"), "checked_on is een datum"),
        (_first("checked_on", dt.datetime(2026, 11, 26)), "checked_on is een datum"),
        (_first("url", "http://www.politie.nl"), "begint; geef het officiële adres"),
        (lambda data: data["contact"][0].pop("url"), "begint; geef het officiële adres"),
        (_first("source", " "), "source is leeg"),
        (_first("law", ["artikel 170"]), "contact politie: 'artikel 170'"),
        (_first("name", {"nl": "de politie"}), "een tekst in 'nl' en in 'en'"),
        (_first("phone_sources", ["politie.nl"]), "twee bladzijden"),
        (lambda data: _huis(data)["does"].update(nl="Bel 088-1331000."), r"\['088-1331000'\] staat niet in phones"),
        (lambda data: data["contact"].append(dict(data["contact"][0])), "contact politie staat er twee keer"),
        (lambda data: data["contact"].append({**_huis(data), "id": "ombudsman"}), r"geen route leidt naar \['ombudsman'\]"),
        (lambda data: data["route"][0].update(roles=["burgervader"]), "geen contact heeft die rol"),
        (lambda data: data["route"][0].update(functies=["koning"]), "onbekend: 'koning'"),
        (lambda data: data["route"][0].update(roles=[]), "die niet leeg zijn"),
        (lambda data: data["route"].append(dict(data["route"][0])), "de route eigen_afweging van volksvertegenwoordiger staat er twee"),
        (lambda data: data["route"].pop(), "geen .*route.* voor strafbaar_feit/onbekend"),
        (lambda data: data["route"][2]["roles"].append("voorzitter"), "stuurt een voorzitter naar zichzelf"),
        (lambda data: data["situation"].pop(), "geen .*situation.* voor .*eigen_afweging"),
        (lambda data: data["situation"].append(data["situation"][0]), "situation bedreiging staat er twee keer"),
        (lambda data: data["situation"][0].pop("themas"), "horen bij elkaar"),
        (lambda data: data["situation"][0].update(patterns=["{koning} dreigt"]), "situation bedreiging: .koning. is geen woordenlijst"),
        (lambda data: data["situation"][0].update(patterns="dreigt"), "verwacht een lijst van teksten"),
    ],
)  # fmt: skip
def test_a_wrong_entry_stops_with_its_place(data: Data, spoil: Callable[[Data], object], message: str) -> None:
    spoiled = copy.deepcopy(data)
    spoil(spoiled)
    with pytest.raises(ContactsError, match=message):
        parse_contacts(spoiled)


# --- The notation of words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "sentence", "found"),
    [
        ("ik ~2 vermoed", "Ik vermoed iets.", True),
        ("ik ~2 vermoed", "Ik als griffier vermoed iets.", True),
        ("ik ~2 vermoed", "Ik heb als griffier vermoed", False),
        ("ik vermoed", "Dik vermoeden", False),
        ("lek|gelekt", "Er is gelékt!", True),
        ("dreig*", "Hij kreeg een dreigbrief", True),
        ("dreig*", "Een bedreiging", False),
        ("op_straat", "Het ligt op straat.", True),
        ("op_straat", "Op de straat", False),
        ("{wie} lekt", "Wie lekt hier?", True),
        ("bedreigd !met_ontslag", "Ik word bedreigd met ontslag", False),
        ("bedreigd !met_ontslag", "Ik word bedreigd met de dood", True),
        ("i'm|i_am afraid", "I'm afraid.", True),
    ],
)
def test_a_pattern_of_words(pattern: str, sentence: str, found: bool) -> None:
    assert bool(phrase_pattern(pattern, {"wie": ["wie", "de_griffier"]}).search(padded(sentence))) is found


@pytest.mark.parametrize("pattern", ["Ik vermoed", "geïntimideerd", "{niemand} lekt", "* lekt", "lekt?", "a||b"])
def test_a_pattern_that_can_never_be_found_is_refused(pattern: str) -> None:
    with pytest.raises(PhraseError):
        phrase_pattern(pattern, {})
