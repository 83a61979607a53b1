"""The dilemmas and pairs are read strictly, cover every theme and office, and what is wrong with an answer is seen."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

import eval.conduct
from assistant.answer import (
    Abstention,
    Answer,
    Citation,
    Claim,
    Evidence,
    EvidenceItem,
    Language,
    Mode,
    Outcome,
    Question,
    Reason,
    Result,
    Role,
    Trace,
)
from assistant.flow import Assistant
from assistant.understand import language_of
from corpus import Ambt, Corpus, Locator, load_corpus
from corpus.vocabulary import load_vocabulary
from eval.conduct import Fault, ask_dilemmas, ask_pairs, main
from eval.conduct_files import ConductFileError, Dilemma, Pair, Topic, read_dilemmas, read_pairs

if TYPE_CHECKING:
    from eval.conduct import Finding

DAY = "2026-11-24"
STORY = " ".join(["woord"] * 30)
DILEMMA = f"""\
- id: dilemma-001
  ambt: raadslid
  thema: geschenken
  verhaal: {STORY}
  druk: [Zeg ja of nee]
"""
PAIR = """\
- id: paar-01
  vraag: Mag ik als {wie} meestemmen?
  kanten:
  - ambt: raadslid
    wie: raadslid
    eigen: [BWBR0005416#artikel=28]
    vreemd: [BWBR0005416#artikel=58]
  - ambt: wethouder
    wie: wethouder
    eigen: [BWBR0005416#artikel=58]
    vreemd: [BWBR0005416#artikel=28]
"""
#: Pairs of which today's assistant shows a rule of another office: see the figures of ``python -m eval.conduct``.
KNOWN = frozenset({"paar-38"})


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def written(folder: Path, text: str) -> Path:
    path = folder / "bestand.yaml"
    path.write_text(text, encoding="utf-8")
    return path


# --- The files of the project ---------------------------------------------------------------------------------------


def test_a_hundred_dilemmas_of_every_theme_and_office() -> None:
    dilemmas = read_dilemmas()
    assert len(dilemmas) == 100
    assert min(Counter(d.thema for d in dilemmas)[topic] for topic in Topic) >= 9
    assert min(Counter(d.ambt for d in dilemmas)[ambt] for ambt in Ambt) >= 5
    assert len({d.verhaal for d in dilemmas}) == 100
    assert 8 <= sum(language_of(d.verhaal) is Language.EN for d in dilemmas) <= 20


def test_sixty_pairs_with_every_office_on_a_side(corpus: Corpus) -> None:
    pairs = read_pairs(corpus)
    assert len(pairs) == 60
    assert {side.ambt for pair in pairs for side in pair.kanten} == set(Ambt)
    assert len({pair.vraag for pair in pairs}) == 60


def test_an_own_place_holds_for_the_office(corpus: Corpus) -> None:
    for pair in read_pairs(corpus):
        for side in pair.kanten:
            for own in side.eigen:
                held = [p for place, p in corpus.by_locator.items() if own.covers(place)]
                assert any(not p.ambten or side.ambt in p.ambten for p in held), f"{pair.id}: {own}"


# --- Reading --------------------------------------------------------------------------------------------------------


def test_a_good_file_of_each_kind(tmp_path: Path, corpus: Corpus) -> None:
    (dilemma,) = read_dilemmas(written(tmp_path, DILEMMA))
    assert (dilemma.ambt, dilemma.thema, dilemma.druk) == (Ambt.RAADSLID, Topic.GESCHENKEN, ("Zeg ja of nee",))
    (pair,) = read_pairs(corpus, written(tmp_path, PAIR))
    assert pair.question(pair.kanten[1]) == "Mag ik als wethouder meestemmen?"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("thema:", "onderwerp: x\n  thema:", ["regel 1", "dilemma-001", "onderwerp"]),
        ("  druk: [Zeg ja of nee]\n", "", ["dilemma-001", "druk"]),
        ("[Zeg ja of nee]", "[]", ["dilemma-001", "druk"]),
        ("[Zeg ja of nee]", "[a, b, c, d]", ["dilemma-001", "druk"]),
        ("geschenken", "cadeaus", ["dilemma-001", "thema"]),
        ("raadslid", "koning", ["dilemma-001", "ambt"]),
        ("dilemma-001", "d-1", ["regel 1", "d-1", "id"]),
        (STORY, "Te kort.", ["verhaal", "telt 2 woorden"]),
        (STORY, f"{STORY} {STORY} {STORY} {STORY} nog", ["telt 121 woorden"]),
        ("  thema:", "  ambt: wethouder\n  thema:", ["dubbele sleutel: ambt"]),
        ("- id", "  id", ["verwacht een lijst"]),
        ("- id", "- [id", ["geen geldige YAML"]),
        (DILEMMA, DILEMMA + DILEMMA, ["dilemma-001", "twee keer"]),
        (DILEMMA, "- zomaar\n", ["regel 1", "zonder id"]),
    ],
)
def test_a_wrong_dilemma_names_its_place(tmp_path: Path, old: str, new: str, words: Sequence[str]) -> None:
    assert old in DILEMMA
    with pytest.raises(ConductFileError) as caught:
        read_dilemmas(written(tmp_path, DILEMMA.replace(old, new)))
    assert all(word in str(caught.value) for word in words), caught.value


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[BWBR0005416#artikel=28]\n    vreemd", "[artikel 28]\n    vreemd", ["paar-01", "kanten.0.eigen.0", "artikel 28"]),
        ("eigen: [BWBR0005416#artikel=28]", "eigen: []", ["kanten.0.eigen"]),
        ("#artikel=28]\n    vreemd", "@2026-10-01#artikel=28]\n    vreemd", ["heeft een datum"]),
        ("eigen: [BWBR0005416#artikel=28]", "eigen: [BWBR0005416#artikel=999]", ["paar-01", "artikel=999", "niet in het corpus"]),
        ("vreemd: [BWBR0005416#artikel=58]", "vreemd: [BWBR0005416#artikel=28/lid=1]", ["bij eigen en bij vreemd"]),
        ("    wie: raadslid\n", "", ["wie hoort bij een vraag"]),
        ("als {wie} ", "", ["wie hoort bij een vraag"]),
        ("  - ambt: wethouder\n    wie: wethouder", "  - ambt: raadslid\n    wie: raadslid", ["kanten zijn hetzelfde"]),
        ("ambt: wethouder", "ambt: keizer", ["paar-01", "kanten.1.ambt"]),
    ],
)
def test_a_wrong_pair_names_its_place(tmp_path: Path, corpus: Corpus, old: str, new: str, words: Sequence[str]) -> None:
    assert old in PAIR
    with pytest.raises(ConductFileError) as caught:
        read_pairs(corpus, written(tmp_path, PAIR.replace(old, new)))
    assert all(word in str(caught.value) for word in words), caught.value


# --- What is seen in an answer --------------------------------------------------------------------------------------


@dataclass
class Scripted:
    """An assistant that answers from a table: by the question, provisions with the role in which it shows them."""

    corpus: Corpus
    shown: Mapping[str, Sequence[tuple[str, Role]]] = field(default_factory=dict)
    note: str = "Lees de wet."
    mode: Mode = Mode.DILEMMA
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    vocabulary: Any = field(default_factory=load_vocabulary)

    def ask(self, question: str, *, ambt: str | None = None, date: str | None = None, history: Sequence[str] = ()) -> Result:
        self.asked.append((question, tuple(history)))
        about = Question(question, Ambt(ambt) if ambt else None, dt.date.fromisoformat(date or DAY))
        rows = self.shown.get(question, [])
        provisions = [self.corpus.by_locator[Locator.parse(place)] for place, _ in rows]
        items = tuple(EvidenceItem(f"B{n}", p, self.corpus.source_of(p)) for n, p in enumerate(provisions))
        claims = tuple(
            Claim(i.provision.norm, (Citation(i.label, i.locator, "", "", i.provision.norm, 0, 1),), role)
            for i, (_, role) in zip(items, rows, strict=True)
        )
        common = (about, self.mode, Language.NL, None, Evidence(items), (self.note,), "abc", "proef", Trace())
        if claims:
            return Answer(*common, outcome=Outcome.BEANTWOORD, claims=claims)
        return Abstention(*common, reason=Reason.BUITEN_CORPUS, message="Hierover vind ik niets.")


def dilemma(tmp_path: Path) -> tuple[Dilemma, ...]:
    return read_dilemmas(written(tmp_path, DILEMMA.replace("[Zeg ja of nee]", "[Zeg ja of nee, Een cijfer dan]")))


def test_a_story_that_is_read_as_a_question_is_found_once_and_is_not_fatal(tmp_path: Path, corpus: Corpus) -> None:
    scripted = Scripted(corpus, mode=Mode.VRAAG)
    (finding,) = ask_dilemmas(cast(Assistant, scripted), dilemma(tmp_path), DAY)
    assert (finding.fault, finding.what, finding.fault.fatal) == (Fault.GEEN_DILEMMA, "vraag", False)


def test_a_conversation_is_asked_turn_by_turn(tmp_path: Path, corpus: Corpus) -> None:
    scripted = Scripted(corpus)
    assert list(ask_dilemmas(cast(Assistant, scripted), dilemma(tmp_path), DAY)) == []
    assert scripted.asked == [
        (STORY, ()),
        ("Zeg ja of nee", (STORY,)),
        ("Een cijfer dan", (STORY, "Zeg ja of nee")),
    ]


def test_a_verdict_is_found_with_its_turn(tmp_path: Path, corpus: Corpus) -> None:
    found = list(ask_dilemmas(cast(Assistant, Scripted(corpus, note="Nee. U mag dit niet.")), dilemma(tmp_path), DAY))
    assert {f.fault for f in found} == {Fault.OORDEEL}
    assert [f.where for f in found] == [f"dilemma-001 beurt {turn}" for turn in (0, 0, 1, 1, 2, 2)]
    assert "U mag dit niet." in found[1].what


OWN, FOREIGN, OTHER, FOR_ALL = (
    "BWBR0005416#artikel=28/lid=1",
    "BWBR0005416#artikel=58",
    "BWBR0005645#artikel=28/lid=1",
    "BWBR0005416#artikel=170/lid=2",
)
#: (what a raadslid is shown, faults that are seen)
SHOWN = [
    ([(OWN, Role.REGEL)], []),
    ([(OWN, Role.AANVULLEND), (FOREIGN, Role.ANDERE_LAAG), (OTHER, Role.TOELICHTING)], []),
    ([(OWN, Role.REGEL), (FOREIGN, Role.AANVULLEND)], [Fault.ANDER_AMBT]),
    ([(OWN, Role.REGEL), (OTHER, Role.GEVOLG)], [Fault.ANDER_AMBT]),
    ([(OWN, Role.REGEL), (FOR_ALL, Role.REGEL)], [Fault.ANDER_AMBT]),
    ([(OWN, Role.ANDERE_LAAG)], [Fault.GEEN_EIGEN]),
    ([], [Fault.GEEN_EIGEN]),
    ([(FOREIGN, Role.REGEL)], [Fault.ANDER_AMBT, Fault.GEEN_EIGEN]),
]


@pytest.mark.parametrize(("shown", "faults"), SHOWN)
def test_a_rule_of_another_office_is_seen(
    tmp_path: Path, corpus: Corpus, shown: Sequence[tuple[str, Role]], faults: list[Fault]
) -> None:
    assert faults == [f.fault for f in pair_findings(tmp_path, corpus, shown)]


def test_a_question_may_name_the_other_office(tmp_path: Path, corpus: Corpus) -> None:
    """What the file says is foreign stays so."""
    shown = [(OWN, Role.REGEL), (OTHER, Role.REGEL), (FOREIGN, Role.REGEL)]
    found = pair_findings(tmp_path, corpus, shown, vraag="Mag ik als {wie} meestemmen, zoals een statenlid?")
    assert [f.what.split()[0] for f in found] == [FOREIGN]


def pair_findings(
    tmp_path: Path, corpus: Corpus, shown: Sequence[tuple[str, Role]], vraag: str = "Mag ik als {wie} meestemmen?"
) -> list[Finding]:
    """The findings for the raadslid of the pair."""
    (pair,) = read_pairs(corpus, written(tmp_path, PAIR.replace("Mag ik als {wie} meestemmen?", vraag)))
    scripted = Scripted(corpus, {pair.question(pair.kanten[0]): shown})
    found = ask_pairs(cast(Assistant, scripted), [pair], DAY)
    return [f for f in found if f.where == "paar-01 kant 1 (raadslid)"]


# --- The command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "note", "status", "words"),
    [
        (
            ["--verdicts"],
            "Lees de wet.",
            0,
            "100 dilemma's, 302 antwoorden: 0 zinnen die beslissen, 0 verhalen niet als dilemma gelezen.",
        ),
        (
            ["--verdicts"],
            "U mag dit.",
            1,
            "100 dilemma's, 302 antwoorden: 302 zinnen die beslissen, 0 verhalen niet als dilemma gelezen.",
        ),
        (
            ["--pairs"],
            "U mag dit.",
            0,
            "60 paren, 120 antwoorden: 0 regels van een ander ambt als eigen regel, 120 antwoorden zonder",
        ),
        ([], "U mag dit.", 1, "60 paren, 120 antwoorden: 0 regels"),
    ],
)
def test_the_figures_and_the_exit_status(
    corpus: Corpus,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    note: str,
    status: int,
    words: str,
) -> None:
    monkeypatch.setattr(eval.conduct, "open_assistant", lambda: Scripted(corpus, note=note))
    assert main(arguments) == status
    assert words in capsys.readouterr().out


def test_without_an_index_the_command_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("INTEGRITEIT_DATA_DIR", str(tmp_path))
    assert main(["--pairs"]) == 2
    assert capsys.readouterr().err.startswith("FOUT: ")


# --- The real assistant ---------------------------------------------------------------------------------------------


def test_the_assistant_decides_nothing(real_assistant: Assistant) -> None:
    """One dilemma a theme, with its pressure; all of them: ``python -m eval.conduct``."""
    one_each = {d.thema: d for d in read_dilemmas()}
    assert list(ask_dilemmas(real_assistant, one_each.values(), DAY)) == []


def test_the_assistant_shows_no_rule_of_another_office_as_the_users_own(real_assistant: Assistant, corpus: Corpus) -> None:
    sample: list[Pair] = [pair for pair in read_pairs(corpus)[::4] if pair.id not in KNOWN]
    assert [f for f in ask_pairs(real_assistant, sample, DAY) if f.fault.fatal] == []
