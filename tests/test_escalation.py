"""Whom to turn to: the routing table by office, and what holds for every route."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.escalation import MOST, contacts_for
from corpus import Ambt, Bestuurslaag
from corpus.contacts import Kind, Situation, load_contacts
from corpus.functions import FUNCTIE_OF_AMBT, Functie

BOOK = load_contacts()

#: Office, tier where it has more than one, and kind of office in the waterschap | situation | contacts in order.
ROUTING_TABLE = """
    raadslid | bedreiging | politie burgemeester griffier ondersteuningsteam
    raadslid | strafbaar_feit | burgemeester griffier rijksrecherche politie
    raadslid | omgangsvormen | vertrouwenspersoon griffier burgemeester
    raadslid | vermoeden_misstand | burgemeester griffier vertrouwenspersoon huis
    raadslid | geheimhouding_gelekt | griffier burgemeester
    raadslid | onderzoek_naar_bestuurder | burgemeester griffier
    raadslid | eigen_afweging | griffier burgemeester vertrouwenspersoon
    wethouder | bedreiging | politie burgemeester gemeentesecretaris ondersteuningsteam
    wethouder | strafbaar_feit | burgemeester gemeentesecretaris rijksrecherche politie
    wethouder | omgangsvormen | vertrouwenspersoon burgemeester gemeentesecretaris
    wethouder | vermoeden_misstand | burgemeester gemeentesecretaris vertrouwenspersoon huis
    wethouder | geheimhouding_gelekt | gemeentesecretaris burgemeester
    wethouder | onderzoek_naar_bestuurder | burgemeester gemeentesecretaris
    wethouder | eigen_afweging | gemeentesecretaris burgemeester vertrouwenspersoon
    burgemeester | bedreiging | politie gemeentesecretaris ondersteuningsteam commissaris-bij-gemeente
    burgemeester | strafbaar_feit | gemeentesecretaris griffier rijksrecherche politie
    burgemeester | omgangsvormen | vertrouwenspersoon griffier gemeentesecretaris commissaris-bij-gemeente
    burgemeester | vermoeden_misstand | gemeentesecretaris griffier commissaris-bij-gemeente
    burgemeester | geheimhouding_gelekt | griffier gemeentesecretaris rijksrecherche
    burgemeester | onderzoek_naar_bestuurder | griffier gemeentesecretaris steunpunt commissaris-bij-gemeente
    burgemeester | eigen_afweging | gemeentesecretaris griffier commissaris-bij-gemeente
    statenlid | bedreiging | politie commissaris statengriffier ondersteuningsteam
    statenlid | strafbaar_feit | commissaris statengriffier rijksrecherche politie
    statenlid | omgangsvormen | vertrouwenspersoon statengriffier commissaris
    statenlid | vermoeden_misstand | commissaris statengriffier vertrouwenspersoon huis
    statenlid | geheimhouding_gelekt | statengriffier commissaris
    statenlid | onderzoek_naar_bestuurder | commissaris statengriffier
    statenlid | eigen_afweging | statengriffier commissaris vertrouwenspersoon
    gedeputeerde | bedreiging | politie commissaris provinciesecretaris ondersteuningsteam
    gedeputeerde | strafbaar_feit | commissaris provinciesecretaris rijksrecherche politie
    gedeputeerde | omgangsvormen | vertrouwenspersoon commissaris provinciesecretaris
    gedeputeerde | vermoeden_misstand | commissaris provinciesecretaris vertrouwenspersoon huis
    gedeputeerde | geheimhouding_gelekt | provinciesecretaris commissaris
    gedeputeerde | onderzoek_naar_bestuurder | commissaris provinciesecretaris
    gedeputeerde | eigen_afweging | provinciesecretaris commissaris vertrouwenspersoon
    commissaris_van_de_koning | bedreiging | politie provinciesecretaris ondersteuningsteam minister-bzk
    commissaris_van_de_koning | strafbaar_feit | provinciesecretaris statengriffier rijksrecherche politie
    commissaris_van_de_koning | omgangsvormen | vertrouwenspersoon statengriffier provinciesecretaris minister-bzk
    commissaris_van_de_koning | vermoeden_misstand | provinciesecretaris statengriffier minister-bzk
    commissaris_van_de_koning | geheimhouding_gelekt | statengriffier provinciesecretaris rijksrecherche
    commissaris_van_de_koning | onderzoek_naar_bestuurder | statengriffier provinciesecretaris steunpunt minister-bzk
    commissaris_van_de_koning | eigen_afweging | provinciesecretaris statengriffier minister-bzk
    waterschapsbestuurder | bedreiging | politie dijkgraaf secretaris-directeur ondersteuningsteam
    waterschapsbestuurder | strafbaar_feit | dijkgraaf secretaris-directeur rijksrecherche politie
    waterschapsbestuurder | omgangsvormen | vertrouwenspersoon secretaris-directeur dijkgraaf
    waterschapsbestuurder | vermoeden_misstand | dijkgraaf secretaris-directeur vertrouwenspersoon huis
    waterschapsbestuurder | geheimhouding_gelekt | secretaris-directeur dijkgraaf
    waterschapsbestuurder | onderzoek_naar_bestuurder | dijkgraaf secretaris-directeur
    waterschapsbestuurder | eigen_afweging | secretaris-directeur dijkgraaf vertrouwenspersoon
    waterschapsbestuurder voorzitter | bedreiging | politie secretaris-directeur ondersteuningsteam commissaris-bij-waterschap
    waterschapsbestuurder voorzitter | strafbaar_feit | secretaris-directeur rijksrecherche politie
    waterschapsbestuurder voorzitter | omgangsvormen | vertrouwenspersoon secretaris-directeur commissaris-bij-waterschap
    waterschapsbestuurder voorzitter | vermoeden_misstand | secretaris-directeur commissaris-bij-waterschap
    waterschapsbestuurder voorzitter | geheimhouding_gelekt | secretaris-directeur rijksrecherche
    waterschapsbestuurder voorzitter | onderzoek_naar_bestuurder | secretaris-directeur steunpunt commissaris-bij-waterschap
    waterschapsbestuurder voorzitter | eigen_afweging | secretaris-directeur commissaris-bij-waterschap
    bewindspersoon | bedreiging | politie team-bedreigde-politici secretaris-generaal
    bewindspersoon | strafbaar_feit | secretaris-generaal minister-president rijksrecherche politie
    bewindspersoon | omgangsvormen | secretaris-generaal minister-president
    bewindspersoon | vermoeden_misstand | secretaris-generaal minister-president vertrouwensfunctionaris-kabinet
    bewindspersoon | geheimhouding_gelekt | secretaris-generaal minister-president
    bewindspersoon | onderzoek_naar_bestuurder | minister-president secretaris-generaal
    bewindspersoon | eigen_afweging | secretaris-generaal vertrouwensfunctionaris-kabinet minister-president
    kamerlid | bedreiging | politie team-bedreigde-politici griffie-kamer
    kamerlid | strafbaar_feit | griffie-kamer rijksrecherche politie
    kamerlid | omgangsvormen | vertrouwenspersoon griffie-kamer
    kamerlid | vermoeden_misstand | griffie-kamer vertrouwenspersoon college-onderzoek-integriteit
    kamerlid | geheimhouding_gelekt | griffie-kamer
    kamerlid | onderzoek_naar_bestuurder | griffie-kamer college-onderzoek-integriteit
    kamerlid | eigen_afweging | integriteitsadviseur-kamer griffie-kamer
    rijksambtenaar | bedreiging | politie leidinggevende vertrouwenspersoon
    rijksambtenaar | strafbaar_feit | leidinggevende vertrouwenspersoon rijksrecherche politie
    rijksambtenaar | omgangsvormen | vertrouwenspersoon leidinggevende
    rijksambtenaar | vermoeden_misstand | leidinggevende vertrouwenspersoon meldpunt huis
    rijksambtenaar | geheimhouding_gelekt | leidinggevende vertrouwenspersoon
    rijksambtenaar | onderzoek_naar_bestuurder | leidinggevende vertrouwenspersoon
    rijksambtenaar | eigen_afweging | leidinggevende vertrouwenspersoon
    ambtenaar gemeente | bedreiging | politie leidinggevende vertrouwenspersoon
    ambtenaar gemeente | strafbaar_feit | leidinggevende vertrouwenspersoon rijksrecherche politie
    ambtenaar gemeente | omgangsvormen | vertrouwenspersoon leidinggevende
    ambtenaar gemeente | vermoeden_misstand | leidinggevende vertrouwenspersoon meldpunt huis
    ambtenaar gemeente | geheimhouding_gelekt | leidinggevende vertrouwenspersoon
    ambtenaar gemeente | onderzoek_naar_bestuurder | leidinggevende gemeentesecretaris vertrouwenspersoon
    ambtenaar gemeente | eigen_afweging | leidinggevende vertrouwenspersoon
    griffier gemeente | bedreiging | politie burgemeester vertrouwenspersoon
    griffier gemeente | strafbaar_feit | burgemeester vertrouwenspersoon rijksrecherche politie
    griffier gemeente | omgangsvormen | vertrouwenspersoon burgemeester
    griffier gemeente | vermoeden_misstand | burgemeester vertrouwenspersoon meldpunt huis
    griffier gemeente | geheimhouding_gelekt | burgemeester rijksrecherche autoriteit-persoonsgegevens
    griffier gemeente | onderzoek_naar_bestuurder | burgemeester steunpunt
    griffier gemeente | eigen_afweging | burgemeester vertrouwenspersoon
    griffier provincie | bedreiging | politie commissaris vertrouwenspersoon
    griffier provincie | strafbaar_feit | commissaris vertrouwenspersoon rijksrecherche politie
    griffier provincie | omgangsvormen | vertrouwenspersoon commissaris
    griffier provincie | vermoeden_misstand | commissaris vertrouwenspersoon meldpunt huis
    griffier provincie | geheimhouding_gelekt | commissaris rijksrecherche autoriteit-persoonsgegevens
    griffier provincie | onderzoek_naar_bestuurder | commissaris steunpunt
    griffier provincie | eigen_afweging | commissaris vertrouwenspersoon
    secretaris waterschap | bedreiging | politie dijkgraaf vertrouwenspersoon
    secretaris waterschap | strafbaar_feit | dijkgraaf vertrouwenspersoon rijksrecherche politie
    secretaris waterschap | omgangsvormen | vertrouwenspersoon dijkgraaf
    secretaris waterschap | vermoeden_misstand | dijkgraaf vertrouwenspersoon meldpunt huis
    secretaris waterschap | geheimhouding_gelekt | dijkgraaf rijksrecherche autoriteit-persoonsgegevens
    secretaris waterschap | onderzoek_naar_bestuurder | dijkgraaf steunpunt
    secretaris waterschap | eigen_afweging | dijkgraaf vertrouwenspersoon
    secretaris | bedreiging | politie voorzitter vertrouwenspersoon
    secretaris | strafbaar_feit | voorzitter vertrouwenspersoon rijksrecherche politie
    secretaris | omgangsvormen | vertrouwenspersoon voorzitter
    secretaris | vermoeden_misstand | voorzitter vertrouwenspersoon meldpunt huis
    secretaris | geheimhouding_gelekt | voorzitter rijksrecherche autoriteit-persoonsgegevens
    secretaris | onderzoek_naar_bestuurder | voorzitter steunpunt
    secretaris | eigen_afweging | voorzitter vertrouwenspersoon
    onbekend | bedreiging | politie griffier vertrouwenspersoon ondersteuningsteam
    onbekend | strafbaar_feit | vertrouwenspersoon rijksrecherche politie
    onbekend | omgangsvormen | vertrouwenspersoon griffier
    onbekend | vermoeden_misstand | vertrouwenspersoon griffier meldpunt huis
    onbekend | geheimhouding_gelekt | griffier secretaris vertrouwenspersoon
    onbekend | onderzoek_naar_bestuurder | voorzitter griffier vertrouwenspersoon
    onbekend | eigen_afweging | griffier secretaris vertrouwenspersoon
    onbekend rijk | bedreiging | politie vertrouwenspersoon
    onbekend rijk | strafbaar_feit | vertrouwenspersoon rijksrecherche politie
    onbekend rijk | omgangsvormen | vertrouwenspersoon
    onbekend rijk | vermoeden_misstand | vertrouwenspersoon meldpunt huis
    onbekend rijk | geheimhouding_gelekt | vertrouwenspersoon
    onbekend rijk | onderzoek_naar_bestuurder | vertrouwenspersoon
    onbekend rijk | eigen_afweging | vertrouwenspersoon
"""


def ids(
    ambt: Ambt | None,
    situations: Collection[Situation],
    laag: Bestuurslaag | None = None,
    functie: Functie | None = None,
    about: Collection[Functie] = (),
) -> list[str]:
    return [contact.id for contact in contacts_for(ambt, situations, laag, functie, about)]


# --- The routing table ----------------------------------------------------------------------------------------------------


def _rows() -> list[tuple[str, str, list[str]]]:
    cells = [[cell.strip() for cell in line.split("|")] for line in ROUTING_TABLE.strip().splitlines()]
    return [(who, situation, names.split()) for who, situation, names in cells]


@pytest.mark.parametrize(("who", "situation", "expected"), _rows())
def test_the_routing_table(who: str, situation: str, expected: list[str]) -> None:
    office, *more = who.split()
    ambt = None if office == "onbekend" else Ambt(office)
    laag = next((Bestuurslaag(word) for word in more if word in set(Bestuurslaag)), None)
    functie = next((Functie(word) for word in more if word in set(Functie)), None)
    assert ids(ambt, [Situation(situation)], laag, functie) == expected


def test_the_table_has_every_office_in_every_situation() -> None:
    seen = {(who.split()[0], situation) for who, situation, _ in _rows()}
    assert seen == {(ambt, situation) for ambt in (*Ambt, "onbekend") for situation in Situation}


def test_without_a_situation_it_is_about_ones_own_conduct() -> None:
    assert ids(Ambt.RAADSLID, []) == ids(Ambt.RAADSLID, [Situation.EIGEN_AFWEGING])


def test_more_situations_share_the_places() -> None:
    both = ids(Ambt.RAADSLID, [Situation.VERMOEDEN_MISSTAND, Situation.BEDREIGING])
    assert both == ["politie", "burgemeester", "ondersteuningsteam", "huis"]
    assert ids(Ambt.AMBTENAAR, [Situation.STRAFBAAR_FEIT, Situation.VERMOEDEN_MISSTAND]) == [
        "leidinggevende",
        "vertrouwenspersoon",
        "rijksrecherche",
        "huis",
    ]


@pytest.mark.parametrize(
    ("ambt", "situation", "about", "there", "not_there"),
    [
        (Ambt.RAADSLID, Situation.VERMOEDEN_MISSTAND, Functie.VOORZITTER, "commissaris-bij-gemeente", "burgemeester"),
        (Ambt.WETHOUDER, Situation.OMGANGSVORMEN, Functie.VOORZITTER, "commissaris-bij-gemeente", "burgemeester"),
        (Ambt.STATENLID, Situation.VERMOEDEN_MISSTAND, Functie.VOORZITTER, "minister-bzk", "commissaris"),
        (Ambt.WATERSCHAPSBESTUURDER, Situation.VERMOEDEN_MISSTAND, Functie.VOORZITTER, "commissaris-bij-waterschap", "dijkgraaf"),
        (Ambt.RAADSLID, Situation.OMGANGSVORMEN, Functie.GRIFFIER, "burgemeester", "griffier"),
        (Ambt.WETHOUDER, Situation.VERMOEDEN_MISSTAND, Functie.SECRETARIS, "burgemeester", "gemeentesecretaris"),
        (Ambt.RAADSLID, Situation.VERMOEDEN_MISSTAND, Functie.BESTUURDER, "burgemeester", "commissaris-bij-gemeente"),
        (Ambt.RAADSLID, Situation.EIGEN_AFWEGING, Functie.VOORZITTER, "commissaris-bij-gemeente", "burgemeester"),
    ],
)
def test_nobody_is_sent_to_the_one_it_is_about(
    ambt: Ambt, situation: Situation, about: Functie, there: str, not_there: str
) -> None:
    found = ids(ambt, [situation], about=[about])
    assert there in found
    assert not_there not in found


# --- What holds for every route -------------------------------------------------------------------------------------------


@given(
    ambt=st.sampled_from([*Ambt, None]),
    situations=st.sets(st.sampled_from(Situation)),
    laag=st.sampled_from([*Bestuurslaag, None]),
    functie=st.sampled_from([*Functie, None]),
    about=st.sets(st.sampled_from(Functie), max_size=3),
)
def test_every_route_is_short_in_order_and_never_to_oneself(
    ambt: Ambt | None, situations: set[Situation], laag: Bestuurslaag | None, functie: Functie | None, about: set[Functie]
) -> None:
    found = contacts_for(ambt, situations, laag, functie, about)
    assert 1 <= len(found) <= MOST
    assert len({contact.name for contact in found}) == len(found)
    wanted = situations or {Situation.EIGEN_AFWEGING}
    assert all(any(contact.serves(ambt, situation) for situation in wanted) for contact in found)
    who = (FUNCTIE_OF_AMBT[ambt] or functie or Functie.VOLKSVERTEGENWOORDIGER) if ambt else None
    assert who is None or all(who.value not in contact.roles for contact in found)
    if Situation.BEDREIGING in situations:
        assert found[0].id == "politie"
    kinds = [contact.kind for contact in found if contact.kind is not Kind.POLITIE]
    assert kinds == sorted(kinds, key=[Kind.EIGEN, Kind.BUITEN].index)
    if Situation.EIGEN_AFWEGING not in wanted:
        assert not {f.value for f in about} & {role for contact in found for role in contact.roles}


@given(
    ambt=st.sampled_from([*Ambt, None]),
    situations=st.sets(st.sampled_from(Situation)),
    laag=st.sampled_from([*Bestuurslaag, None]),
    functie=st.sampled_from([*Functie, None]),
)
def test_the_steunpunt_is_for_who_decides_on_an_investigation(
    ambt: Ambt | None, situations: set[Situation], laag: Bestuurslaag | None, functie: Functie | None
) -> None:
    if "steunpunt" in ids(ambt, situations, laag, functie):
        assert Situation.ONDERZOEK_NAAR_BESTUURDER in situations
        assert ambt in (Ambt.BURGEMEESTER, Ambt.COMMISSARIS, Ambt.GRIFFIER, Ambt.SECRETARIS) or (
            ambt is Ambt.WATERSCHAPSBESTUURDER and functie in (Functie.VOORZITTER, Functie.GRIFFIER, Functie.SECRETARIS)
        )


def test_everyone_in_the_file_can_be_reached() -> None:
    reached = {
        name
        for ambt in (*Ambt, None)
        for situation in Situation
        for laag in (*Bestuurslaag, None)
        for functie in (None, Functie.VOORZITTER)
        for name in ids(ambt, [situation], laag, functie)
    }
    assert {contact.id for contact in BOOK.contacts} - reached == set()
