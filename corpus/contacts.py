"""Whom an office-holder can turn to, by office and situation: ``contacts.toml``.

The file has four parts: the contacts (what each does and does not do, where that was read and when), the routes (in which
order they are named), the words by which a situation is known, and lists of words that those share. A contact says for whom
and for what it is there; a route that says otherwise leads nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from itertools import product
from typing import Any, TypeVar

from corpus.functions import Functie
from corpus.locator import Locator, LocatorError
from corpus.phrases import PhraseError, phrase_pattern
from corpus.values import Ambt, Bestuurslaag, Thema

#: A contact is looked up again in time: a test warns after the first number of days and fails after the second.
WARN_DAYS, LIMIT_DAYS = 120, 180

_E = TypeVar("_E", bound=StrEnum)
_EVERYONE = "alle"
_SECTIONS = {"contact", "route", "situation", "words"}
_CONTACT = {"id", "kind", "name", "does", "does_not", "ambten", "situations", "source", "checked_on"}
_CONTACT_MORE = {"roles", "lagen", "url", "phones", "phone_sources", "law"}
_ROUTE = {"situation", "functies", "roles"}
_SITUATION = {"id", "patterns", "hits", "misses"}
_SITUATION_MORE = {"weak", "themas", "weak_hits"}
_PHONE = re.compile(r"\b(?:112|0[0-9]{2,3}[- ]?[0-9]{4,7})\b")


class ContactsError(ValueError):
    """An entry that cannot be used. The message has the section, the entry and what is expected."""


class Situation(StrEnum):
    """What someone tells of, gravest first: that is the order in which contacts are named."""

    BEDREIGING = "bedreiging"
    STRAFBAAR_FEIT = "strafbaar_feit"
    OMGANGSVORMEN = "omgangsvormen"
    VERMOEDEN_MISSTAND = "vermoeden_misstand"
    GEHEIMHOUDING_GELEKT = "geheimhouding_gelekt"
    ONDERZOEK_NAAR_BESTUURDER = "onderzoek_naar_bestuurder"
    EIGEN_AFWEGING = "eigen_afweging"


class Kind(StrEnum):
    """Police, someone in the own organisation, or a body outside it."""

    POLITIE = "politie"
    EIGEN = "eigen"
    BUITEN = "buiten"


@dataclass(frozen=True, slots=True)
class Text:
    """The same in Dutch and in English; a name is a phrase that fits in a sentence ("de griffier")."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Contact:
    """``roles``: as what a route can name it; ``lagen``: the tiers it exists in, none for all (``ALGEMEEN``: tier unknown).

    ``law``: the places in the corpus that give it this part. ``source``: where it was read, on ``checked_on``.
    """

    id: str
    kind: Kind
    roles: tuple[str, ...]
    lagen: frozenset[Bestuurslaag]
    name: Text
    does: Text
    does_not: Text
    ambten: frozenset[Ambt]
    situations: frozenset[Situation]
    url: str
    phones: tuple[str, ...]
    source: str
    checked_on: dt.date
    law: tuple[Locator, ...]

    def serves(self, ambt: Ambt | None, situation: Situation) -> bool:
        """Is it there for this office (``None``: not known) in this situation?"""
        return situation in self.situations and (ambt is None or ambt in self.ambten)

    def age(self, today: dt.date) -> int:
        """Days since it was checked."""
        return (today - self.checked_on).days


@dataclass(frozen=True, slots=True)
class Words:
    """How a situation is known: ``patterns`` suffice, ``weak`` ones only beside one of the ``themas``."""

    situation: Situation
    patterns: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]
    themas: frozenset[Thema]
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    weak_hits: tuple[str, ...]


@dataclass(frozen=True)
class Contacts:
    """``routes``: roles in order, by situation and kind of office; ``None`` is a kind of office that is not known."""

    contacts: tuple[Contact, ...]
    routes: Mapping[tuple[Situation, Functie | None], tuple[str, ...]]
    words: tuple[Words, ...]

    def of_role(self, role: str, laag: Bestuurslaag) -> tuple[Contact, ...]:
        """Who has this role in a tier; ``ALGEMEEN`` where the tier is not known. Empty where the tier has none."""
        return tuple(c for c in self.contacts if role in c.roles and (not c.lagen or laag in c.lagen))


@lru_cache(maxsize=1)
def load_contacts() -> Contacts:
    """Read ``contacts.toml``. Raises ``ContactsError`` for an unknown or missing key or value, a double id, a number that
    stands on fewer than two pages, a role that nobody has, and a kind of office without a route.
    """
    return parse_contacts(tomllib.loads((resources.files("corpus") / "contacts.toml").read_text(encoding="utf-8")))


def parse_contacts(data: Mapping[str, Any]) -> Contacts:
    if set(data) != _SECTIONS:
        raise ContactsError(f"contacts.toml: verwacht de onderdelen {sorted(_SECTIONS)}, vond {sorted(data)}")
    if single := [name for name in sorted(_SECTIONS - {"words"}) if not isinstance(data[name], list)]:
        raise ContactsError(f"contacts.toml: schrijf [[{single[0]}]] met dubbele haken, voor elk onderdeel een")
    contacts = tuple(map(_contact, data["contact"]))
    lists = {name: _strings(words, f"woordenlijst {name}") for name, words in data["words"].items()}
    words = tuple(_words(entry, lists) for entry in data["situation"])
    routes: dict[tuple[Situation, Functie | None], tuple[str, ...]] = {}
    for entry in data["route"]:
        for key, roles in _route(entry).items():
            if key in routes:
                raise ContactsError(
                    f"contacts.toml: de route {key[0]} van {key[1] or 'onbekend'} staat er twee keer; haal er een weg"
                )
            routes[key] = roles
    _once([contact.id for contact in contacts], "contact")
    _once([entry.situation for entry in words], "situation")
    _complete(contacts, routes, words)
    return Contacts(contacts, routes, words)


def _complete(
    contacts: Sequence[Contact],
    routes: Mapping[tuple[Situation, Functie | None], Sequence[str]],
    words: Sequence[Words],
) -> None:
    """Every situation has its words, every kind of office its route, every role someone who has it."""
    if missing := set(Situation) - {entry.situation for entry in words}:
        raise ContactsError(f"contacts.toml: geen [[situation]] voor {sorted(missing)}; schrijf die erbij")
    if lost := [f"{s}/{f or 'onbekend'}" for s, f in product(Situation, (*Functie, None)) if (s, f) not in routes]:
        raise ContactsError(f"contacts.toml: geen [[route]] voor {', '.join(lost)}; schrijf die erbij")
    held = {role for contact in contacts for role in contact.roles}
    named = {role for roles in routes.values() for role in roles}
    if unknown := named - held:
        raise ContactsError(f"contacts.toml: een route noemt {sorted(unknown)}, maar geen contact heeft die rol")
    if unused := [contact.id for contact in contacts if not named & set(contact.roles)]:
        raise ContactsError(f"contacts.toml: geen route leidt naar {unused}; noem ze in een route of haal ze weg")
    for (situation, functie), roles in routes.items():
        if functie and functie.value in roles:
            raise ContactsError(f"contacts.toml: de route {situation} stuurt een {functie} naar zichzelf; noem een ander")


def _contact(entry: Mapping[str, Any]) -> Contact:
    place = f"contact {entry.get('id', 'zonder id')}"
    _keys(entry, _CONTACT, _CONTACT_MORE, place)
    kind = _value(Kind, entry["kind"], place)
    texts = [_text(entry[key], f"{place}, {key}") for key in ("name", "does", "does_not")]
    url, day = entry.get("url", ""), entry["checked_on"]
    if (url or kind is not Kind.EIGEN) and not re.fullmatch(r"https://[^\s/]+\.nl(?:/\S*)?", str(url)):
        raise ContactsError(f"contacts.toml, {place}: {url!r} is geen adres dat met https:// begint; geef het officiële adres")
    if type(day) is not dt.date:
        raise ContactsError(f"contacts.toml, {place}: checked_on is een datum als 2026-11-26, niet {day!r}")
    phones = _strings(entry.get("phones", []), place)
    if phones and len(set(_strings(entry.get("phone_sources", []), place))) < 2:
        raise ContactsError(f"contacts.toml, {place}: een nummer staat op twee bladzijden; noem beide in phone_sources")
    if loose := {n for text in texts for n in _PHONE.findall(f"{text.nl} {text.en}")} - set(phones):
        raise ContactsError(f"contacts.toml, {place}: {sorted(loose)} staat niet in phones; zet het daarbij of haal het weg")
    if not str(entry["source"]).strip():
        raise ContactsError(f"contacts.toml, {place}: source is leeg; noem waar u dit las")
    try:
        law = tuple(Locator.parse(text) for text in _strings(entry.get("law", []), place))
    except LocatorError as error:
        raise ContactsError(f"contacts.toml, {place}: {error}") from error
    return Contact(
        id=str(entry["id"]),
        kind=kind,
        roles=_strings(entry.get("roles", [entry["id"]]), place),
        lagen=frozenset(_value(Bestuurslaag, laag, place) for laag in _strings(entry.get("lagen", []), place)),
        name=texts[0],
        does=texts[1],
        does_not=texts[2],
        ambten=frozenset(_values(Ambt, entry["ambten"], place)),
        situations=frozenset(_values(Situation, entry["situations"], place)),
        url=str(url),
        phones=phones,
        source=str(entry["source"]),
        checked_on=day,
        law=law,
    )


def _route(entry: Mapping[str, Any]) -> dict[tuple[Situation, Functie | None], tuple[str, ...]]:
    place = f"route {entry.get('situation', 'zonder situation')}"
    _keys(entry, _ROUTE, set(), place)
    situation, roles = _value(Situation, entry["situation"], place), _strings(entry["roles"], place)
    functies = _strings(entry["functies"], place)
    if not roles or not functies:
        raise ContactsError(f"contacts.toml, {place}: 'functies' en 'roles' zijn lijsten die niet leeg zijn")
    return {(situation, None if f == "onbekend" else _value(Functie, f, place)): roles for f in functies}


def _words(entry: Mapping[str, Any], lists: Mapping[str, tuple[str, ...]]) -> Words:
    place = f"situation {entry.get('id', 'zonder id')}"
    _keys(entry, _SITUATION, _SITUATION_MORE, place)
    if _SITUATION_MORE & set(entry) and not set(entry) >= _SITUATION_MORE:
        raise ContactsError(f"contacts.toml, {place}: {sorted(_SITUATION_MORE)} horen bij elkaar; schrijf ze alle drie of geen")
    try:
        patterns = tuple(phrase_pattern(text, lists) for text in _strings(entry["patterns"], place))
        weak = tuple(phrase_pattern(text, lists) for text in _strings(entry.get("weak", []), place))
    except PhraseError as error:
        raise ContactsError(f"contacts.toml, {place}: {error}") from error
    return Words(
        situation=_value(Situation, entry["id"], place),
        patterns=patterns,
        weak=weak,
        themas=frozenset(_value(Thema, thema, place) for thema in _strings(entry.get("themas", []), place)),
        hits=_strings(entry["hits"], place),
        misses=_strings(entry["misses"], place),
        weak_hits=_strings(entry.get("weak_hits", []), place),
    )


def _keys(entry: Mapping[str, Any], needed: set[str], more: set[str], place: str) -> None:
    if lacking := needed - set(entry):
        raise ContactsError(f"contacts.toml, {place}: {sorted(lacking)} ontbreekt; schrijf dat erbij")
    if unknown := set(entry) - needed - more:
        raise ContactsError(f"contacts.toml, {place}: onbekend {sorted(unknown)}; ken ik: {sorted(needed | more)}")


def _value(kind: type[_E], value: object, place: str) -> _E:
    try:
        return kind(str(value))
    except ValueError as error:
        raise ContactsError(f"contacts.toml, {place}: onbekend: {value!r}; ken ik: {', '.join(kind)}") from error


def _values(kind: type[_E], value: object, place: str) -> tuple[_E, ...]:
    """All of them for "alle", which must be said: an empty list is a slip."""
    if value == _EVERYONE:
        return tuple(kind)
    if not value:
        raise ContactsError(f"contacts.toml, {place}: een lege lijst; schrijf {_EVERYONE!r} of noem ze")
    return tuple(_value(kind, item, place) for item in _strings(value, place))


def _strings(value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ContactsError(f"contacts.toml, {place}: verwacht een lijst van teksten, vond {value!r}")
    return tuple(value)


def _text(value: object, place: str) -> Text:
    if not isinstance(value, dict) or set(value) != {"nl", "en"} or not all(isinstance(t, str) and t for t in value.values()):
        raise ContactsError(f"contacts.toml, {place}: verwacht een tekst in 'nl' en in 'en', vond {value!r}")
    return Text(value["nl"], value["en"])


def _once(names: Iterable[str], section: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ContactsError(f"contacts.toml: {section} {name} staat er twee keer; haal er een weg")
        seen.add(name)
