"""The settings of a language model: off by default, whole or loudly refused, and the key is never shown."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from ingest.settings import Settings, SettingsError, load_settings


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No settings of the machine, and the folder of the test to stand in."""
    for name in ("CONFIG", *(field.upper() for field in Settings.model_fields)):
        monkeypatch.delenv(f"INTEGRITEIT_{name}", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return monkeypatch


MODEL = {"llm": "openai", "llm_url": "https://taal.example.org/v1/", "llm_model": "groot"}


def test_a_language_model_is_off_unless_it_is_set() -> None:
    assert Settings().llm == ""
    settings = Settings(**MODEL)  # type: ignore[arg-type]
    assert (settings.llm_url, settings.llm_deadline, settings.llm_first_token) == ("https://taal.example.org/v1", 45, 15)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"llm_url": ""}, "llm_url ontbreekt: stel llm_url in"),
        ({"llm_model": ""}, "llm_model ontbreekt"),
        ({"llm": ""}, "llm_url is ingesteld, maar llm niet: zet llm op openai of ollama"),
        ({"llm": "", "llm_url": "", "llm_model": "", "llm_key": "geheim-4711"}, "llm_key is ingesteld, maar llm niet"),
        ({"llm": "gpt"}, "'llm'"),
        ({"llm_url": "http://taal.example.org/v1"}, "'llm_url'.*gebruik https://"),
        ({"llm_url": "http://8.8.8.8/v1"}, "gebruik https://"),
        ({"llm_url": "http://[::ffff:8.8.8.8]/v1"}, "gebruik https://"),
        ({"llm_url": "http://134744072/v1"}, "gebruik https://"),
        ({"llm_url": "http://localhost.example.org/v1"}, "gebruik https://"),
        ({"llm_url": "taal.example.org"}, "geen adres als https://"),
        ({"llm_url": "ftp://taal.example.org"}, "geen adres als https://"),
        ({"llm_url": "https://jan:geheim-4711@taal.example.org"}, "llm_key_file"),
        ({"llm_url": "https://taal.example.org:0/"}, "geen adres als https://"),
        ({"llm_url": "https://taal.example.org/\\x"}, "geen adres als https://"),
        ({"llm": "ollama", "llm_url": "https://taal.example.org/?x=1"}, "vraagteken"),
        ({"llm_key": "geheim-4711", "llm_key_file": "sleutel.txt"}, "llm_key en llm_key_file"),
        ({"llm_key": ["geheim-4711"]}, "'llm_key'"),
        ({"llm_key": "geheim 4711"}, "kan geen sleutel zijn"),
        ({"llm_key": "geheim-4711\r\nX-Kop: x"}, "kan geen sleutel zijn"),
        ({"llm_key_file": "bestaat-niet.txt"}, r"llm_key_file.*niet te lezen"),
        ({"llm_key_header": "api key"}, "'llm_key_header'"),
        ({"llm_context": 100}, "'llm_context'"),
        ({"llm_temperature": 3}, "'llm_temperature'"),
        ({"llm_deadline": 0}, "'llm_deadline'"),
    ],
)
def test_half_a_language_model_stops_with_the_next_step(
    clean: pytest.MonkeyPatch, change: dict[str, object], problem: str
) -> None:
    with pytest.raises(SettingsError, match=problem) as raised:
        load_settings(MODEL | change)
    told = "".join(traceback.format_exception(raised.value))
    assert "geheim-4711" not in told and "geheim 4711" not in told


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "127.8.8.8", "[::1]", "10.1.2.3", "172.31.0.1", "192.168.1.5", "[fd00::1]", "ollama", "gpu.local"],
)
def test_the_own_network_may_be_asked_without_tls(host: str) -> None:
    assert Settings(llm="ollama", llm_url=f"http://{host}:11434", llm_model="klein").llm_url == f"http://{host}:11434"


def test_the_key_comes_from_its_file_and_is_shown_nowhere(clean: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sleutel.txt").write_text("geheim-4711\n")
    for key in ({"llm_key": "geheim-4711"}, {"llm_key_file": "sleutel.txt"}):
        settings = load_settings(MODEL | key)
        assert settings.llm_secret.get_secret_value() == "geheim-4711"
        shown = (repr(settings), str(settings), settings.model_dump_json(), repr(settings.llm_secret))
        assert not any("geheim" in text for text in shown)
    (tmp_path / "sleutel.txt").write_text("\n")
    with pytest.raises(SettingsError, match="leeg"):
        load_settings(MODEL | {"llm_key_file": "sleutel.txt"})


def test_file_and_environment(clean: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "integriteit.toml").write_text('llm = "ollama"\nllm_url = "http://127.0.0.1:11434"\nllm_model = "klein"\n')
    clean.setenv("INTEGRITEIT_CONFIG", str(tmp_path / "integriteit.toml"))
    clean.setenv("INTEGRITEIT_LLM_MODEL", "groter")
    clean.setenv("INTEGRITEIT_LLM_KEY", "geheim-4711")
    clean.setenv("INTEGRITEIT_LLM_DEADLINE", "20")
    settings = load_settings()
    assert (settings.llm, settings.llm_model, settings.llm_deadline) == ("ollama", "groter", 20)
    assert settings.llm_secret.get_secret_value() == "geheim-4711"
