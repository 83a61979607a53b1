"""References to the law in running text: what is found, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.references import Reference, find_references, law_names
from corpus import load_corpus
from corpus.vocabulary import Names, load_vocabulary

GEMW, PROVW, WSW, AWB, KW = "BWBR0005416", "BWBR0005645", "BWBR0005108", "BWBR0005537", "BWBR0004627"
AW, GRW, SR, WOO, WBK = "BWBR0001947", "BWBR0001840", "BWBR0001854", "BWBR0045754", "BWBR0037852"


@pytest.fixture(scope="module")
def names() -> Names:
    return law_names(load_corpus(), load_vocabulary().regelingen)


def shown(references: list[Reference]) -> list[str]:
    return [" | ".join(str(c) for c in r.candidates) or f"?{r.article}/{r.lid}" for r in references]


# (sentence, the places it names in order; "?15/3" = artikel 15 lid 3 of a law that is not named or not known)
FOUND: list[tuple[str, list[str]]] = [
    ("Wat staat er in artikel 2:4 Awb?", [f"{AWB}#artikel=2:4"]),
    ("Wat staat er in artikel 2:4 van de Awb over vooringenomenheid?", [f"{AWB}#artikel=2:4"]),
    ("Dat mag niet op grond van 2:4 Awb.", [f"{AWB}#artikel=2:4"]),
    ("Zie Awb 2:5, eerste lid.", [f"{AWB}#artikel=2:5/lid=1"]),
    ("Geldt art. 15 lid 3 Gemeentewet ook voor mij?", [f"{GEMW}#artikel=15/lid=3"]),
    ("art. 15 lid 3 gemeentewet", [f"{GEMW}#artikel=15/lid=3"]),
    ("ART. 15 LID 3 GEMEENTEWET", [f"{GEMW}#artikel=15/lid=3"]),
    ("Ik lees artikel 15, derde lid, onder d, van de Gemeentewet.", [f"{GEMW}#artikel=15/lid=3/onderdeel=d"]),
    ("artikel 15, eerste lid, aanhef en onder d, van de Gemeentewet", [f"{GEMW}#artikel=15/lid=1/onderdeel=d"]),
    ("artikel 15 lid 1 sub d Gemeentewet", [f"{GEMW}#artikel=15/lid=1/onderdeel=d"]),
    ("artikel 15, lid 1, onderdeel d van de Gemeentewet", [f"{GEMW}#artikel=15/lid=1/onderdeel=d"]),
    ("Het verbod van art. 41c jo. 15 Gemw geldt ook voor wethouders.", [f"{GEMW}#artikel=41c", f"{GEMW}#artikel=15"]),
    ("art. 41c lid 1 jo. art. 15 lid 1 Gemw", [f"{GEMW}#artikel=41c/lid=1", f"{GEMW}#artikel=15/lid=1"]),
    ("artikel 69 juncto artikel 15 van de Gemeentewet", [f"{GEMW}#artikel=69", f"{GEMW}#artikel=15"]),
    ("Wat is artikel X 8 Kieswet?", [f"{KW}#artikel=X 8"]),
    ("artikel X8 van de Kieswet", [f"{KW}#artikel=X 8"]),
    ("artikel x 1, eerste lid, kieswet", [f"{KW}#artikel=X 1/lid=1"]),
    ("Schorsing kan volgens Kieswet X 8.", [f"{KW}#artikel=X 8"]),
    ("Wat zegt lid 3 van artikel 15 Gemeentewet?", [f"{GEMW}#artikel=15/lid=3"]),
    ("het derde lid van artikel 15 van de Gemeentewet", [f"{GEMW}#artikel=15/lid=3"]),
    ("het 2e lid van art. 28 Provinciewet", [f"{PROVW}#artikel=28/lid=2"]),
    ("Zie artikel 28, 1e lid, Gemeentewet.", [f"{GEMW}#artikel=28/lid=1"]),
    ("artikel 28 2de lid van de Provinciewet", [f"{PROVW}#artikel=28/lid=2"]),
    ("artikel 28, eerste en tweede lid, van de Gemeentewet", [f"{GEMW}#artikel=28/lid=1", f"{GEMW}#artikel=28/lid=2"]),
    ("artikel 28 lid 1 en 2 Gemeentewet", [f"{GEMW}#artikel=28/lid=1", f"{GEMW}#artikel=28/lid=2"]),
    ("artikel 89, leden 1, 2 en 3, van de Gemeentewet", [f"{GEMW}#artikel=89/lid={n}" for n in (1, 2, 3)]),
    ("De artikelen 12 en 67 van de Gemeentewet gaan over nevenfuncties.", [f"{GEMW}#artikel=12", f"{GEMW}#artikel=67"]),
    ("artikelen 12, 41b en 67 Gemeentewet", [f"{GEMW}#artikel=12", f"{GEMW}#artikel=41b", f"{GEMW}#artikel=67"]),
    ("Moet ik letten op de artikelen 12 en 67?", ["?12/None", "?67/None"]),
    ("artt. 28 en 58 Gemw", [f"{GEMW}#artikel=28", f"{GEMW}#artikel=58"]),
    ("artikel 28 en 58 van de Gemeentewet", [f"{GEMW}#artikel=28", f"{GEMW}#artikel=58"]),
    ("artikel 28 Gemeentewet en artikel 2:4 Awb", [f"{GEMW}#artikel=28", f"{AWB}#artikel=2:4"]),
    ("artikel 58 Gemeentewet, artikel 58 Provinciewet en artikel 45 Waterschapswet",
     [f"{GEMW}#artikel=58", f"{PROVW}#artikel=58", f"{WSW}#artikel=45"]),
    ("Volgens de Gemeentewet, artikel 28, mag dat niet.", [f"{GEMW}#artikel=28"]),
    ("Wat zegt de Provinciewet in artikel 40b over bijbanen?", [f"{PROVW}#artikel=40b"]),
    ("Gemeentewet art. 15, lid 2", [f"{GEMW}#artikel=15/lid=2"]),
    ("artikel 15 Gemeentewet, derde lid", [f"{GEMW}#artikel=15/lid=3"]),
    ("artikel 33 Waterschapswet lid 1", [f"{WSW}#artikel=33/lid=1"]),
    ("Wat zegt artikel 15, negende lid, van de Gemeentewet?", [f"{GEMW}#artikel=15/lid=9"]),
    ("Overtreed ik dan artikel 272 Sr?", [f"{SR}#artikel=272"]),
    ("artikel 272 van het Wetboek van Strafrecht", [f"{SR}#artikel=272"]),
    ("artikel 420bis lid 1 Sr", [f"{SR}#artikel=420bis/lid=1"]),
    ("artikel 328quater Sr", [f"{SR}#artikel=328quater"]),
    ("artikel 5.1, eerste lid, Woo", [f"{WOO}#artikel=5.1/lid=1"]),
    ("Valt dit onder artikel 5.1 van de Wet open overheid?", [f"{WOO}#artikel=5.1"]),
    ("artikel 17e Wet bescherming klokkenluiders", [f"{WBK}#artikel=17e"]),
    ("artikel 2, tweede lid, onder g, van de Wet bescherming klokkenluiders", [f"{WBK}#artikel=2/lid=2/onderdeel=g"]),
    ("artikel 8 van de Ambtenarenwet 2017", [f"{AW}#artikel=8"]),
    ("artikel 8 lid 1 onder e Aw", [f"{AW}#artikel=8/lid=1/onderdeel=e"]),
    ("artikel 1.10b van de Aanbestedingswet 2012", ["BWBR0032203#artikel=1.10b"]),
    ("artikel 3.2.18 van het Rechtspositiebesluit", ["BWBR0041522#artikel=3.2.18"]),
    ("artikel 36A Gemeentewet", [f"{GEMW}#artikel=36a"]),
    ("artikel15 Gemeentewet", [f"{GEMW}#artikel=15"]),
    ("Mag dat (artikel 28 Gemeentewet)?", [f"{GEMW}#artikel=28"]),
    ("“artikel 68 Grondwet”", [f"{GRW}#artikel=68"]),
    ("artikel 68 Gw", [f"{GEMW}#artikel=68 | {GRW}#artikel=68"]),
    ("art. 15 lid 1 Gw", [f"{GEMW}#artikel=15/lid=1 | {GRW}#artikel=15/lid=1"]),
    ("Wat betekent artikel 15, derde lid?", ["?15/3"]),
    ("Volgens artikel 28 mag ik niet meestemmen.", ["?28/None"]),
    ("What does article 28 of the Municipalities Act say?", [f"{GEMW}#artikel=28"]),
    ("Article 15, paragraph 1 of the Municipalities Act", [f"{GEMW}#artikel=15/lid=1"]),
    ("Does paragraph 2 of article 28 of the Provinces Act apply?", [f"{PROVW}#artikel=28/lid=2"]),
    ("article 28(1) of the Municipalities Act", [f"{GEMW}#artikel=28/lid=1"]),
    ("Is articles 12 and 67 of the Municipalities Act about jobs?", [f"{GEMW}#artikel=12", f"{GEMW}#artikel=67"]),
    ("article 68 of the Constitution", [f"{GRW}#artikel=68"]),
    ("Wat zegt artikel 5 van onze gedragscode?", ["?5/None"]),
    ("Mag dat volgens artikel 4 van de Wegenverkeerswet?", ["?4/None"]),
]  # fmt: skip

NOTHING = [
    "Ik ben lid van de raad.",
    "Hij werd derde op de lijst en is nu eerste lid van de fractie.",
    "In paragraaf 4 punten we dat niet verder uit.",
    "Er stond een artikel in de krant over onze wethouder.",
    "Het artikel 3 keer gelezen en nog snap ik het niet.",
    "Dat artikel 12 maart verscheen in de Volkskrant.",
    "Wij kochten bij die winkel een artikel van 40 euro.",
    "De vergadering is op 15 oktober 2026 om 19.30 uur.",
    "Op 01-10-2026 begint mijn termijn.",
    "De vergadering begint om 14:30 in zaal 2.",
    "Ik kreeg een cadeau van 50 euro.",
    "Het bedrag is € 15,00 per maand.",
    "De gemeente telt 28 raadsleden en 5 wethouders.",
    "In de Ambtenarenwet 2017 staat dat vast wel.",
    "Sinds de Aanbestedingswet 2012 mag dat niet meer.",
    "Zie Stb. 1992, 315 en Kamerstukken II 28 844, nr. 254.",
    "Het lid 3 keer gewaarschuwd.",
    "Wij hebben het eerste lid al genoemd.",
    "Onze partij heeft drie leden in de raad.",
    "Start 5 minuten eerder.",
    "De arts 5 keer gebeld.",
    "Kaart 15 ligt op tafel.",
    "What is the article about?",
    "I read an article in the newspaper, twice.",
    "Onder d hoort u bij de deur.",
    "De Gemeentewet 3 jaar geleden gewijzigd.",
    "",
    "…",
]


@pytest.mark.parametrize(("sentence", "expected"), FOUND, ids=[s for s, _ in FOUND])
def test_found(names: Names, sentence: str, expected: list[str]) -> None:
    assert shown(find_references(sentence, names)) == expected


@pytest.mark.parametrize("sentence", NOTHING)
def test_nothing(names: Names, sentence: str) -> None:
    assert shown(find_references(sentence, names)) == []


def test_no_law_named(names: Names) -> None:
    (reference,) = find_references("Wat betekent artikel 15, derde lid?", names)
    assert not reference.law_named
    assert (reference.article, reference.lid, reference.candidates) == ("15", "3", ())


def test_a_rule_that_we_do_not_know_is_named_without_candidates(names: Names) -> None:
    """ "artikel 5 van onze APV" is not artikel 5 of the law that happens to fit."""
    (reference,) = find_references("Wat zegt artikel 5 van onze APV, en de Gemeentewet dan?", names)
    assert reference.law_named
    assert reference.candidates == ()


def test_an_ambiguous_name_is_not_the_first(names: Names) -> None:
    (reference,) = find_references("artikel 68 Gw", names)
    assert len(reference.candidates) == 2


@pytest.mark.parametrize(
    ("sentence", "span"),
    [
        ("Wat zegt artikel 15, derde lid, onder d, van de Gemeentewet?", "artikel 15, derde lid, onder d, van de Gemeentewet"),
        ("Dus lid 3 van artikel 15 Gemeentewet geldt?", "lid 3 van artikel 15 Gemeentewet"),
        ("Is artikel 28 dan van toepassing?", "artikel 28"),
        ("op grond van 2:4 Awb mag dat", "2:4 Awb"),
    ],
)
def test_span(names: Names, sentence: str, span: str) -> None:
    (reference,) = find_references(sentence, names)
    assert reference.text == span
    assert sentence[reference.start : reference.end] == span


@given(st.text(alphabet="artikel lidenvGmwzA0123456789.,:()jo XAwb ", max_size=80))
def test_never_fails_and_spans_are_true(text: str) -> None:
    table = law_names_once()
    for reference in find_references(text, table):
        assert text[reference.start : reference.end] == reference.text
        assert reference.article


_NAMES: list[Names] = []


def law_names_once() -> Names:
    if not _NAMES:
        _NAMES.append(law_names(load_corpus(), load_vocabulary().regelingen))
    return _NAMES[0]


@given(
    st.sampled_from(["Gemeentewet", "Provinciewet", "Awb", "Kieswet", "Waterschapswet"]),
    st.integers(1, 420),
    st.sampled_from(["", "a", "b", "bis"]),
    st.integers(1, 12),
    st.sampled_from(
        ["artikel {a} lid {n} {w}", "art. {a}, lid {n}, van de {w}", "lid {n} van artikel {a} {w}", "{w}, artikel {a}, lid {n}"]
    ),
)
def test_every_form_gives_the_same_place(law: str, number: int, letter: str, lid: int, form: str) -> None:
    table = law_names_once()
    (reference,) = find_references(form.format(a=f"{number}{letter}", n=lid, w=law), table)
    assert [str(s) for s in reference.candidates[0].steps] == [f"artikel={number}{letter}", f"lid={lid}"]
    assert [c.source.value for c in reference.candidates] == list(table.entries[law.lower()])
