"""The loader is strict: a document that does not fit stops with file, line and what to do about it."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from small_index import GEMEENTEWET, HANDBOEK, PROVISIONS, QUESTIONS, write_corpus

from corpus import Ambt, Bestuurslaag, CorpusError, Locator, SourceId, SourceKind, Thema, load_corpus
from corpus.values import Gezag, TextKind

Change = Callable[[str], str]


def swap(old: str, new: str) -> Change:
    """The good document with one thing changed; the thing must be there once."""

    def change(text: str) -> str:
        assert text.count(old) == 1, old
        return text.replace(old, new)

    return change


def line_of(text: str) -> int:
    return GEMEENTEWET.split("\n").index(text) + 1


LID_1 = "1. Een raadslid praat en stemt niet mee over iets waar het zelf een persoonlijk belang bij heeft."
LID_3 = "3. Bij een schriftelijke stemming telt het inleveren van het briefje als meedoen."
HEADING = "## Artikel 28"
QUESTION = "   - vraag: Mijn zus solliciteert als griffier; doe ik mee met de stemming?"
THEMES = "- themas: stemonthouding, belangenverstrengeling"

BAD: list[tuple[str, Change, int, str]] = [
    # In the header: line 1.
    ("header without its first line", swap('+++\nid = "BWBR', 'id = "BWBR'), 1, "ontbreekt"),
    ("header without its last line", swap('"samenvatting"\n+++', '"samenvatting"'), 1, "ontbreekt"),
    ("bad TOML", swap('soort = "wet"', "soort = wet"), 1, "geen geldige TOML"),
    ("unknown header key", swap('soort = "wet"', 'soort = "wet"\nkleur = "rood"'), 1, "onbekende sleutel 'kleur'"),
    ("missing header key", swap('url = "https://wetten.overheid.nl/BWBR0005416"\n', ""), 1, "ontbreekt: url"),
    ("date as text", swap("2026-10-01\nurl", '"2026-10-01"\nurl'), 1, "'geldig_vanaf'"),
    ("date with time", swap("2026-10-01\nurl", "2026-10-01T00:00:00\nurl"), 1, "'geldig_vanaf'"),
    ("id that is none", swap('id = "BWBR0005416"', 'id = "Gemeentewet"'), 1, "'Gemeentewet' is geen bron-id"),
    ("unknown soort", swap('soort = "wet"', 'soort = "verordening"'), 1, "onbekende waarde 'verordening'"),
    ("unknown laag in the header", swap('"gemeente"', '"stadsdeel"'), 1, "onbekende waarde 'stadsdeel'"),
    ("unknown kind of text", swap('"samenvatting"', '"vertaling"'), 1, "onbekende waarde 'vertaling'"),
    ("gezag that does not fit", swap("gezag = 1", "gezag = 3"), 1, "gezag 3 past niet bij soort wet: dat is 1"),
    # In the body: the line itself.
    ("unknown key", swap(THEMES, "- thema: stemonthouding"), line_of(THEMES), "onbekend kenmerk 'thema'"),
    ("unknown thema", swap(THEMES, "- themas: stemmen"), line_of(THEMES), "onbekende waarde 'stemmen' voor thema"),
    ("unknown ambt", swap("raadslid, statenlid", "raadslid, dijkgraaf"), line_of("   - ambten: raadslid, statenlid"), "onbekende waarde 'dijkgraaf' voor ambt"),
    ("unknown laag", swap("bestuurslaag: provincie", "bestuurslaag: regio"), line_of("   - bestuurslaag: provincie"), "onbekende waarde 'regio' voor bestuurslaag"),
    ("unknown zekerheid", swap("zekerheid: waarschijnlijk", "zekerheid: best wel"), line_of("   - zekerheid: waarschijnlijk"), "onbekende zekerheid 'best wel'"),
    ("no date", swap("geldig_vanaf: 2023-01-01", "geldig_vanaf: begin 2023"), line_of("   - geldig_vanaf: 2023-01-01"), "'begin 2023' is geen datum"),
    ("impossible date read", swap("- gelezen: 2026-10-01", "- gelezen: 2026-02-30"), 21, "'2026-02-30' is geen datum"),
    ("no themas", swap(THEMES + "\n", ""), line_of(LID_1) - 1, "geen themas"),
    ("double locator", swap("3. Bij een", "1. Bij een"), line_of(LID_3), "dubbele plaatsaanduiding BWBR0005416#artikel=28/lid=1"),
    ("double article", swap(HEADING, "## Artikel 15"), line_of(LID_1), "BWBR0005416#artikel=15/lid=1"),
    ("missing lid number", swap("3. Bij een", "Bij een"), line_of(LID_3), "nummer van het lid ontbreekt"),
    ("lid number without a full stop", swap("3. Bij een", "3 Bij een"), line_of(LID_3), "nummer van het lid ontbreekt"),
    ("lid number in words", swap("3. Bij een", "lid 3: Bij een"), line_of(LID_3), "nummer van het lid ontbreekt"),
    ("lid number without text", swap(LID_3, "3. "), line_of(LID_3), "nummer van het lid ontbreekt"),
    ("duplicate question", swap(QUESTION, "   - vraag: Mag ik meestemmen over het bestemmingsplan naast mijn huis?"), line_of(QUESTION), "dubbele vraag"),
    ("question under the heading", swap(THEMES, "- vraag: Mag dit?\n" + THEMES), line_of(THEMES), "een vraag hoort onder een lid"),
    ("double key", swap(THEMES, THEMES + "\n" + THEMES), line_of(THEMES) + 1, "'themas' staat er twee keer"),
    ("tab for indent", swap(QUESTION, QUESTION.replace("   ", "\t", 1)), line_of(QUESTION), "regel past niet in het formaat"),
    ("two spaces for indent", swap(QUESTION, QUESTION[1:]), line_of(QUESTION), "regel past niet in het formaat"),
    ("no indent", swap(QUESTION, QUESTION.strip()), line_of(QUESTION), "ingesprongen (drie spaties)"),
    ("key without value", swap(THEMES, "- themas:"), line_of(THEMES), "regel past niet in het formaat"),
    ("starred list", swap("3. Bij een", "* Bij een"), line_of(LID_3), "regel past niet in het formaat"),
    ("deeper heading", swap(HEADING, "### Artikel 28"), line_of(HEADING), "regel past niet in het formaat"),
    ("heading that is none", swap(HEADING, "## Art. 28"), line_of(HEADING), "past niet; schrijf '## Artikel 28'"),
    ("article number that is none", swap(HEADING, "## Artikel <28>"), line_of(HEADING), "'<28>' is geen nummer"),
    ("text before the first heading", swap("# Gemeentewet\n", "# Gemeentewet\n\nToelichting.\n"), 16, "tekst vóór de eerste kop"),
    ("header only", lambda text: text[: text.index("# Gemeentewet")], 14, "geen enkele bepaling"),
    ("empty file", lambda _: "", 1, "ontbreekt"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "line", "problem"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_bad_document_stops_with_file_line_and_what_is_wrong(tmp_path: Path, change: Change, line: int, problem: str) -> None:
    (tmp_path / "gemeentewet.md").write_text(change(GEMEENTEWET), encoding="utf-8")
    with pytest.raises(CorpusError) as raised:
        load_corpus(tmp_path)
    assert re.match(rf"gemeentewet\.md:{line}: ", str(raised.value)), raised.value
    assert problem in str(raised.value)
    assert (raised.value.place.file, raised.value.place.line) == ("gemeentewet.md", line)


def test_what_may_stand_somewhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GEMEENTEWET.replace("stemonthouding,", "stemmen,"), encoding="utf-8")
    with pytest.raises(CorpusError, match="ken ik: nevenfuncties, belangenverstrengeling, stemonthouding"):
        load_corpus(tmp_path)


@pytest.mark.parametrize("data", ["één raadslid".encode("latin-1"), b"\xff\xfe+\x00", b"\x00\x9f\x92\x96"])
def test_invalid_utf_8(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.md").write_bytes(data)
    with pytest.raises(CorpusError, match=r"a\.md:1: geen geldige UTF-8 \(byte \d+\); sla het bestand op als UTF-8"):
        load_corpus(tmp_path)


def test_a_missing_folder_and_one_without_documents(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="bestaat-niet: map met teksten niet gevonden"):
        load_corpus(tmp_path / "bestaat-niet")
    with pytest.raises(CorpusError, match=r"geen enkel \.md-bestand"):
        load_corpus(tmp_path)


def test_one_source_in_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GEMEENTEWET, encoding="utf-8")
    (tmp_path / "b.md").write_text(GEMEENTEWET, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"b\.md:1: bron BWBR0005416 staat ook in een ander bestand"):
        load_corpus(tmp_path)


def test_a_lid_that_is_kept_apart_may_not_also_be_used(small_corpus: Path) -> None:
    apart = small_corpus / "te-controleren"
    apart.mkdir()
    (apart / "gemeentewet.md").write_text(GEMEENTEWET, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"gemeentewet\.md:23: dubbele plaatsaanduiding BWBR0005416#artikel=15/lid=1"):
        load_corpus(small_corpus)


def test_what_is_kept_apart_is_loaded_but_no_part_of_the_provisions(small_corpus: Path) -> None:
    before = load_corpus(small_corpus)
    apart = small_corpus / "te-controleren"
    apart.mkdir()
    (apart / "handboek.md").write_text(HANDBOEK.replace("## geschenken", "## reizen"), encoding="utf-8")
    corpus = load_corpus(small_corpus)
    assert corpus.provisions == before.provisions
    assert corpus.sha256 == before.sha256
    assert [str(p.locator) for p in corpus.unverified] == ["handboek-2023#reizen/alinea=1", "handboek-2023#reizen/alinea=2"]


def test_a_good_document_becomes_values(small_corpus: Path) -> None:
    corpus = load_corpus(small_corpus)
    assert len(corpus.provisions) == PROVISIONS
    assert sum(len(p.questions) for p in corpus.provisions) == QUESTIONS
    assert [str(p.locator) for p in corpus.provisions] == [
        "BWBR0005416@2026-10-01#artikel=15/lid=1",
        "BWBR0005416@2026-10-01#artikel=15/lid=1/onderdeel=d",
        "BWBR0005416@2026-10-01#artikel=15/lid=2",
        "BWBR0005416#artikel=28/lid=1",
        "BWBR0005416#artikel=28/lid=3",
        "handboek-2023#geschenken/alinea=1",
        "handboek-2023#geschenken/alinea=2",
    ]
    source = corpus.sources[SourceId("BWBR0005416")]
    assert (source.title, source.abbreviations, source.kind) == ("Gemeentewet", ("Gemw",), SourceKind.WET)
    assert (source.gezag, source.text_kind, source.bestuurslaag) == (Gezag.WET, TextKind.SAMENVATTING, Bestuurslaag.GEMEENTE)
    assert (source.valid_from, source.valid_until) == (dt.date(2026, 10, 1), None)
    assert source.sha256 == hashlib.sha256(GEMEENTEWET.encode()).hexdigest()


def test_the_values_of_a_provision(small_corpus: Path) -> None:
    corpus = load_corpus(small_corpus)
    first, _, second, vote, third, present, trip = corpus.provisions
    assert first.norm == "Een raadslid doet geen zaken met de eigen gemeente."
    assert first.text == f"{first.norm} {first.consequence}"
    assert first.consequence.startswith("De raad kan een raadslid")
    assert first.heading == "Verboden handelingen"
    assert first.dated
    assert first.certain
    # A lid's own line wins from the heading's.
    assert (second.bestuurslaag, second.ambten) == (Bestuurslaag.PROVINCIE, {Ambt.RAADSLID, Ambt.STATENLID})
    assert (first.bestuurslaag, first.ambten) == (Bestuurslaag.GEMEENTE, {Ambt.RAADSLID})
    assert vote.themas == (Thema.STEMONTHOUDING, Thema.BELANGENVERSTRENGELING)
    assert (vote.read, vote.dated, vote.certain, vote.valid_from) == ("ca. 2024", False, False, dt.date(2023, 1, 1))
    assert len(vote.questions) == 2
    # What one lid says of itself does not run on into the next.
    assert (third.certain, third.valid_from, third.parallelgroep) == (True, None, "stemonthouding-volksvertegenwoordiger")
    assert (present.ambten, trip.ambten) == (set(), {Ambt.WETHOUDER, Ambt.BURGEMEESTER})


def test_the_ways_into_a_corpus(small_corpus: Path) -> None:
    corpus = load_corpus(small_corpus)
    article = Locator.parse("BWBR0005416#artikel=15")
    assert [str(p.locator.undated()) for p in corpus.by_article[article]] == [
        "BWBR0005416#artikel=15/lid=1",
        "BWBR0005416#artikel=15/lid=1/onderdeel=d",
        "BWBR0005416#artikel=15/lid=2",
    ]
    vote = corpus.by_locator[Locator.parse("BWBR0005416#artikel=28/lid=1")]
    assert vote in corpus.by_parallelgroep["stemonthouding-volksvertegenwoordiger"]
    assert corpus.source_of(vote).citeertitel == "Gemeentewet"


def test_the_hash_of_a_corpus_changes_with_any_byte_and_only_then(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "a")
    before = load_corpus(folder).sha256
    assert load_corpus(write_corpus(tmp_path / "b")).sha256 == before
    (folder / "handboek.md").write_text(HANDBOEK.replace("kist wijn", "kist bier"), encoding="utf-8")
    assert load_corpus(folder).sha256 != before


@pytest.mark.parametrize(
    ("line", "locator"),
    [
        ("Het hele artikel in één zin.", "BWBR0005416#artikel=30"),
        ("2a. Een ingevoegd lid.", "BWBR0005416#artikel=30/lid=2a"),
        ("onder b. Een onderdeel zonder lid.", "BWBR0005416#artikel=30/onderdeel=b"),
        ("1, onder c. Een onderdeel van een lid.", "BWBR0005416#artikel=30/lid=1/onderdeel=c"),
        ("begrip ambtelijke-bijstand. Hulp van ambtenaren.", "BWBR0005416#artikel=30/begrip=ambtelijke-bijstand"),
    ],
)
def test_markers(tmp_path: Path, line: str, locator: str) -> None:
    text = f"{GEMEENTEWET}\n## Artikel 30\n- themas: openbaarheid\n\n{line}\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert str(load_corpus(tmp_path).provisions[-1].locator) == locator
