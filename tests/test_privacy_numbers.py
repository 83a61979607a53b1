"""Licence plates, case numbers and addresses, and the numbers that look like one and stay."""

from __future__ import annotations

import pytest

from assistant.personal.addresses import addresses
from assistant.personal.cases import cases
from assistant.personal.plates import plates
from assistant.privacy import redact_for_sending

_SIDECODES = (
    "AB-12-34 12-34-AB 12-AB-34 AB-12-CD GH-JK-12 12-GH-JK 12-GHJ-3 1-KHG-23 GB-123-K G-123-KB GBK-12-J G-12-KBJ 1-GB-234 123-GB-4"
).split()


@pytest.mark.parametrize("plate", [*_SIDECODES, "gb-123-k", "GB123K", "G123KB", "12GHJ3"])
def test_a_plate_of_every_sidecode(plate: str) -> None:
    [span] = plates(f"De auto {plate} stond er.")
    assert f"De auto {plate} stond er."[span.start : span.end] == plate


@pytest.mark.parametrize("plate", ["AB1234", "ab 12 34", "12 ghj 3", "gb123k"])
def test_other_writings_count_after_the_word(plate: str) -> None:
    text = f"Het kenteken is {plate}."
    [span] = plates(text)
    assert text[span.start : span.end] == plate
    assert not plates(f"Bij {plate} staat")


@pytest.mark.parametrize(
    "text",
    [
        "op 1-mei-24",
        "WK2026 en EU2024",
        "artikel 12-13-14",
        "A-12 en N-201",
        "06-12-34",
        "2024-05-01",
        "Bijlage B-2",
        "kst-28844-254",
        "XX-YY-ZZ",
    ],
)
def test_no_plate(text: str) -> None:
    assert plates(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("In Z/24/12345 staat", ["Z/24/12345"]),
        ("Z2024-00123.", ["Z2024-00123"]),
        ("Z-2024-00123, Z.24.1234 en ZK24001122", ["Z-2024-00123", "Z.24.1234", "ZK24001122"]),
        ("zaaknummer 2024-001234", ["2024-001234"]),
        ("Zaaknr. 123456", ["123456"]),
        ("zaaknummers 2024-11 en 2024-12", ["2024-11", "2024-12"]),
        ("het dossiernummer is BZ-998", ["BZ-998"]),
        ("Ons kenmerk: INT-2024-0031", ["INT-2024-0031"]),
        ("dossier 2024/5512 mist", ["2024/5512"]),
        ("case number 2024-778", ["2024-778"]),
    ],
)
def test_case_numbers(text: str, numbers: list[str]) -> None:
    assert [text[s.start : s.end] for s in cases(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "zaak 2", "dossier 2024", "de zaak uit 2023-2024", "het kenmerk van vertrouwen", "zaaknummer onbekend", "dossier van 12 mei 2024",
        "het kenmerk is 'geheim'", "zaak C-12", "In 2024/2025 was er een zaak", "meldingsnummer 12",
    ],
)  # fmt: skip
def test_no_case_number(text: str) -> None:
    assert cases(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hij woont op Dorpsstraat 12.", "Dorpsstraat 12"),
        ("kerkstraat 3a is van mij", "kerkstraat 3a"),
        ("Aan de Lange Voorhout-Noord? Nee, Burgemeester de Vlugtlaan 125-II.", "Burgemeester de Vlugtlaan 125-II"),
        ("Ik woon op de Zandweg 4 b in Ede", "Zandweg 4 b"),
        ("Adres: Het Nieuwe Erf 8, Ede", "Het Nieuwe Erf 8"),
        ("Laan van Meerdervoort 1000 bis", "Laan van Meerdervoort 1000 bis"),
        ("stuur naar Postbus 123", "Postbus 123"),
        ("Plein 1940 nr. 2", "Plein 1940 nr. 2"),
    ],
)
def test_addresses(text: str, found: str) -> None:
    longest = max(addresses(text), key=lambda s: s.end - s.start)
    assert text[longest.start : longest.end] == found


@pytest.mark.parametrize(
    "text",
    [
        "De Dorpsstraat wordt opgebroken", "De Dorpsstraat 30 km per uur", "straat 12", "op Bijlage 3 na", "in Zaal 4", "snelweg 12", "Op Maandag 3 mei",
        "Hoofdweg 2024", "Lid 2 van artikel 15", "aan Schaal 12", "Stationsplein 3 mei dicht", "de Formule 1",
    ],
)  # fmt: skip
def test_no_address(text: str) -> None:
    assert addresses(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kamerstukken II 28 844, nr. 254", "Kamerstukken II 2021/22, 36 101, nr. 3", "Stb. 2022, 573", "Stcrt. 2020, 12345", "BWBR0005416",
        "BWBR0005416@2026-10-01#artikel=15/lid=1/onderdeel=d", "ECLI:NL:RVS:2018:1234", "kst-28844-254", "stcrt-2020-12345", "artikel 15 Gemeentewet",
        "artikel 2:4, artikel X 8 en artikel 17e", "verordening (EU) 2016/679", "Richtlijn (EU) 2019/1937", "op 01-10-2026 om 12:00", "24 november 2026",
        "in 2023-2026", "€ 12.345,67", "1.234.567 euro", "documentnummer 2023D17930", "zaak 2 van artikel 12",
    ],
)  # fmt: skip
def test_law_dates_years_and_amounts_stay(text: str) -> None:
    assert redact_for_sending([text])[0].text == text
