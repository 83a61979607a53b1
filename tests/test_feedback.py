"""What is kept of an answer when the user says so: exactly what was shown, for a while, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_fake import FakeAssistant

from assistant.answer import Result
from assistant.feedback import Reason, forget, keep, record
from assistant.flow import Step
from ingest.settings import Settings, SettingsError, load_settings

TODAY = dt.date(2026, 11, 24)
CANARY = "kanarie7319"


def answered(question: str = f"Mag ik meestemmen {CANARY}?", ambt: str | None = "raadslid") -> Result:
    *_, result = FakeAssistant().stream(question, ambt=ambt)
    assert not isinstance(result, Step)
    return result


ANSWERED = answered()


def test_the_record_says_what_it_is_about_and_not_what_was_asked() -> None:
    shown = record(answered(), False, [Reason.ONVOLLEDIG, Reason.TE_LANG], "", False, TODAY)
    assert json.loads(shown) == {
        "date": "2026-11-24",
        "useful": False,
        "reasons": ["onvolledig", "te_lang"],
        "outcome": "beantwoord",
        "ambt": "raadslid",
        "citations": [
            "BWBR0005416@2026-10-01#artikel=28/lid=1",
            "BWBR0005416@2026-10-01#artikel=28/lid=2",
            "BWBR0005416@2026-10-01#artikel=28/lid=3",
            "BWBR0005416@2026-10-01#artikel=12",
            "handboek-2023#geschenken/alinea=1",
        ],
        "corpus": "0123456789ab",
        "composer": "nep",
    }
    assert CANARY not in shown


def test_the_question_is_in_it_only_where_that_was_ticked() -> None:
    result = answered(f"Mag ik {CANARY} mailen naar jan@waterdam.nl?", None)
    shown = json.loads(record(result, True, [], "", True, TODAY))
    assert shown["question"] == result.question.text and CANARY in shown["question"]
    assert "jan@waterdam.nl" not in shown["question"] and shown["ambt"] is None
    assert "question" not in json.loads(record(result, True, [], "", False, TODAY))


@pytest.mark.parametrize(
    ("remark", "kept"),
    [
        ("", None),
        ("  \n\t ", None),
        ("\u200b\u202e", None),
        ("Artikel 12 ontbreekt.", "Artikel 12 ontbreekt."),
        ("Bel mij op 06-12345678.", "Bel mij op [TELEFOON-1]."),
        ("Mail jan@waterdam.nl of piet@waterdam.nl", "Mail [E-MAIL-1] of [E-MAIL-2]"),
        ("BSN 111222333", "BSN [BSN-1]"),
        ("on\u200bzicht\u202ebaar", "onzichtbaar"),
    ],
)
def test_a_remark_goes_through_the_gate_for_personal_data(remark: str, kept: str | None) -> None:
    shown = json.loads(record(answered(), False, [], remark, False, TODAY))
    assert shown.get("remark") == kept


def test_a_long_remark_is_cut_and_no_half_address_is_left_at_the_cut() -> None:
    for before in range(1980, 2001):
        remark = "w" * (before - 1) + " jan@waterdam.nl " + "w" * 100
        shown = json.loads(record(ANSWERED, False, [], remark, False, TODAY))
        assert len(shown["remark"]) <= 2000 and "jan" not in shown["remark"]


@given(remark=st.text(max_size=300), reasons=st.lists(st.sampled_from(Reason), unique=True), useful=st.booleans())
def test_what_is_shown_is_always_sound_json_with_the_known_keys(remark: str, reasons: list[Reason], useful: bool) -> None:
    shown = json.loads(record(ANSWERED, useful, reasons, remark, False, TODAY))
    assert set(shown) <= {"date", "useful", "reasons", "outcome", "ambt", "citations", "corpus", "composer", "remark"}
    assert shown["reasons"] == [reason.value for reason in reasons] and shown["useful"] is useful


def test_a_file_holds_exactly_what_was_shown_for_the_eyes_of_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "feedback"
    shown = record(ANSWERED, False, [Reason.FOUTE_REGEL], "Élk “woord” – ook dit", True, TODAY)
    kept = keep(folder, shown, TODAY, 180)
    assert kept.read_text(encoding="utf-8") == shown + "\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 and stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [file.name for file in folder.iterdir()] == [kept.name]
    assert kept.name.startswith("2026-11-24-") and kept.suffix == ".json"


def test_two_records_of_one_day_do_not_touch_each_other(tmp_path: Path) -> None:
    files = {keep(tmp_path, f"tekst {number}", TODAY, 180) for number in range(20)}
    assert {file.read_text(encoding="utf-8") for file in files} == {f"tekst {number}\n" for number in range(20)}


def test_what_is_too_old_goes_with_the_next_record(tmp_path: Path) -> None:
    days = [TODAY - dt.timedelta(days=n) for n in (0, 1, 179, 180, 181, 4000)]
    for day in days:
        (tmp_path / f"{day.isoformat()}-aabbcc.json").write_text("{}", encoding="utf-8")
    keep(tmp_path, "{}", TODAY, 180)
    left = sorted(file.name[:10] for file in tmp_path.iterdir())
    assert left == sorted([day.isoformat() for day in days[:4]] + ["2026-11-24"])


def test_forgetting_leaves_other_files_alone(tmp_path: Path) -> None:
    for name in ("notities.json", "2026-99-99-x.json", "2020-01-01-x.txt", ".2020-01-01-x.part"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "2020-01-01-x.json").write_text("x", encoding="utf-8")
    assert forget(tmp_path, TODAY, 180) == 1 and forget(tmp_path, TODAY, 180) == 0
    assert len(list(tmp_path.iterdir())) == 4
    assert forget(tmp_path / "bestaat niet", TODAY, 180) == 0


def test_a_folder_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    in_the_way = tmp_path / "feedback"
    in_the_way.write_text("een bestand op die plaats", encoding="utf-8")
    with pytest.raises(OSError):
        keep(in_the_way, "{}", TODAY, 180)
    assert [file.name for file in tmp_path.iterdir()] == ["feedback"]


@pytest.mark.parametrize("days", [0, -1, 3651, "veel"])
def test_a_number_of_days_that_is_none_stops_loudly(days: object) -> None:
    with pytest.raises(SettingsError, match="feedback_days"):
        load_settings({"feedback_days": days})


def test_where_it_is_kept_follows_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert settings.feedback and settings.feedback_dir == tmp_path / "feedback" and settings.feedback_days == 180
