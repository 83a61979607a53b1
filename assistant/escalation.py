"""Whom to turn to: the situations that a text tells of, and the contacts for an office in them.

The contacts come from ``corpus/contacts.toml`` and from nowhere else; no model has a hand in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain, zip_longest

from assistant.answer import Language
from assistant.sentences import sentences
from corpus import Ambt, Bestuurslaag, Thema
from corpus.contacts import Contact, Kind, Situation, load_contacts
from corpus.functions import FUNCTIE_OF_AMBT, Functie
from corpus.phrases import padded

#: More names than this are no help.
MOST = 4

_ABOVE_THE_CHAIR = "boven-de-voorzitter"


def situations_of(text: str, themas: Iterable[Thema] = ()) -> tuple[Situation, ...]:
    """The situations that a text tells of, gravest first; ``themas``: what it is about, which makes weak words count."""
    about = set(themas)
    told = [padded(sentence) for sentence in sentences(text)]
    found: set[Situation] = set()
    for words in load_contacts().words:
        patterns = chain(words.patterns, words.weak if about & words.themas else ())
        if any(pattern.search(sentence) for pattern in patterns for sentence in told):
            found.add(words.situation)
    return tuple(situation for situation in Situation if situation in found)


def contacts_for(
    ambt: Ambt | None,
    situations: Iterable[Situation],
    laag: Bestuurslaag | None = None,
    functie: Functie | None = None,
    about: Collection[Functie] = (),
) -> tuple[Contact, ...]:
    """One to four contacts for an office: police first where there is a threat, then the own organisation, then others.

    ``laag``: for an office that exists in more than one tier. ``functie``: which one a waterschapsbestuurder is. ``about``:
    whose conduct it is about; they are not the ones to go to, and for the chair the one above the chair is. Without a
    situation: who can help to weigh one's own conduct.
    """
    tier = (ambt and ambt.bestuurslaag) or laag or Bestuurslaag.ALGEMEEN
    who = _functie(ambt, functie)
    wanted = sorted(set(situations), key=list(Situation).index) or [Situation.EIGEN_AFWEGING]
    routes = [_route(ambt, who, situation, tier, about) for situation in wanted]
    threat = Situation.BEDREIGING in wanted
    first = _shared(routes, Kind.POLITIE) if threat else []
    own = _shared(routes, Kind.EIGEN)
    others = _shared(routes, Kind.BUITEN) if threat else _shared(routes, Kind.BUITEN, Kind.POLITIE)
    # Two places are kept for bodies outside, where there are any, and one at least for the own organisation.
    room = max(1, MOST - len(first) - min(2, len(others)))
    return tuple([*first, *own[:room], *others][:MOST])


def as_phrase(contacts: Iterable[Contact], language: Language) -> str:
    """Their names as part of a sentence: "de griffier, de burgemeester of de vertrouwenspersoon". At least one is needed."""
    names = [contact.name.nl if language is Language.NL else contact.name.en for contact in contacts]
    *most, last = names
    return f"{', '.join(most)} {'of' if language is Language.NL else 'or'} {last}" if most else last


def _functie(ambt: Ambt | None, functie: Functie | None) -> Functie | None:
    """Most members of a waterschap's boards represent voters; who else asks says so with ``functie``."""
    if ambt is None:
        return None
    return FUNCTIE_OF_AMBT[ambt] or functie or Functie.VOLKSVERTEGENWOORDIGER


def _route(
    ambt: Ambt | None, who: Functie | None, situation: Situation, tier: Bestuurslaag, about: Collection[Functie]
) -> list[Contact]:
    """The contacts of one route, without the asker and without those it is about."""
    book = load_contacts()
    barred = {functie.value for functie in (who, *about) if functie}
    found: list[Contact] = []
    for role in book.routes[situation, who]:
        instead = _ABOVE_THE_CHAIR if role == Functie.VOORZITTER and Functie.VOORZITTER in about else role
        found += [c for c in book.of_role(instead, tier) if c.serves(ambt, situation) and not barred & set(c.roles)]
    return found


def _shared(routes: Iterable[Iterable[Contact]], *kinds: Kind) -> list[Contact]:
    """Contacts of these kinds, each situation's first before anyone's second."""
    chosen = [[contact for contact in route if contact.kind in kinds] for route in routes]
    return list(dict.fromkeys(contact for contact in chain.from_iterable(zip_longest(*chosen)) if contact))
