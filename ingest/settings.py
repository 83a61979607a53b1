"""Where data lives and which embedder is used: environment (``INTEGRITEIT_*``) over ``integriteit.toml``.

An unknown key stops with its name: a typo must not silently leave a default in force.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

PREFIX = "INTEGRITEIT_"
_APP = "integriteitsassistent"
_OWN_NETWORKS = tuple(
    ipaddress.ip_network(n)
    for n in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10")
)
# A name without a dot (a container) and these endings are not given out on the internet.
_OWN_ENDINGS = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_LONGEST_KEY = 8192


class SettingsError(ValueError):
    """A setting that cannot be used; names the setting, where it stands and what is allowed."""


class Settings(BaseModel):
    """All settings of the program. Paths are absolute after loading."""

    # An error that repeats its input would print the key of the language model.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    data_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir(_APP)))
    cache_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_cache_dir(_APP)))
    corpus_dir: Path | None = None
    drop_dir: Path | None = None
    embedder: str = "bundled"
    reranker: str = ""
    entailment: str = ""
    search: Literal["auto", "exact", "chroma"] = "auto"
    engine: Literal["auto", "local", "processes", "ray"] = "auto"
    workers: int = Field(default=0, ge=0, le=256)
    chroma_url: str = ""
    keep_releases: int = Field(default=3, ge=1, le=50)
    max_question_chars: int = Field(default=4000, ge=100, le=20000)
    organisation: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=200)
    feedback: bool = True
    feedback_days: int = Field(default=180, ge=1, le=3650)
    law_url: str = "https://repository.officiele-overheidspublicaties.nl/bwb"
    sru_url: str = "https://zoekservice.overheid.nl/sru/Search"
    kst_url: str = "https://repository.overheid.nl/frbr/officielepublicaties/kst"
    handbook_url: str = ""
    requests_per_second: float = Field(default=2.0, gt=0, le=2)
    fetch_timeout: float = Field(default=30.0, gt=0, le=300)
    llm: Literal["", "openai", "ollama"] = ""
    llm_url: str = ""
    llm_model: str = Field(default="", max_length=200)
    llm_key: SecretStr = SecretStr("")
    llm_key_file: Path | None = None
    llm_key_header: str = Field(default="", pattern=r"^[A-Za-z0-9-]{0,64}$")
    llm_context: int = Field(default=8192, ge=2048, le=2_000_000)
    llm_temperature: float = Field(default=0.0, ge=0, le=2)
    llm_first_token: float = Field(default=15.0, gt=0, le=600)
    llm_deadline: float = Field(default=45.0, gt=0, le=600)

    @field_validator("law_url", "sru_url", "kst_url", "handbook_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not (value.startswith(("https://", "http://")) and urlsplit(value).hostname):
            raise ValueError("geen adres dat met https:// of http:// begint")
        return value.rstrip("/")

    @field_validator("llm_url")
    @classmethod
    def _model_address(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        odd = re.search(r"[\s\\]", value) or parts.fragment or parts.username is not None or not _has_sound_port(value)
        if parts.scheme not in ("https", "http") or not parts.hostname or odd:
            raise ValueError("geen adres als https://host/v1; zonder naam en wachtwoord erin (een sleutel hoort in llm_key_file)")
        if parts.scheme == "http" and not is_own_network(parts.hostname):
            raise ValueError(
                "http:// mag alleen naar de eigen computer of het eigen netwerk: de vraag zou onversleuteld over internet gaan; "
                "gebruik https://"
            )
        return value.rstrip("/")

    @model_validator(mode="after")
    def _whole_model(self) -> Settings:
        """A language model is on with all that it needs, or off with nothing of it set."""
        given = [name for name in ("llm_url", "llm_model", "llm_key_file", "llm_key_header", "entailment") if getattr(self, name)]
        if self.llm_key.get_secret_value():
            given.append("llm_key")
        if not self.llm:
            if given:
                raise ValueError(f"{given[0]} is ingesteld, maar llm niet: zet llm op openai of ollama, of haal {given[0]} weg")
            return self
        for name, example in (("llm_url", "https://host/v1"), ("llm_model", "de naam zoals het eindpunt die kent")):
            if name not in given:
                raise ValueError(f"llm staat op {self.llm}, maar {name} ontbreekt: stel {name} in ({example}), of haal llm weg")
        if "llm_key" in given and self.llm_key_file:
            raise ValueError("llm_key en llm_key_file zijn allebei ingesteld: haal een van beide weg")
        if self.llm == "ollama" and urlsplit(self.llm_url).query:
            raise ValueError("llm_url heeft een vraagteken; dat kan bij ollama niet: gebruik het adres zonder wat erna komt")
        return self

    @property
    def llm_secret(self) -> SecretStr:
        """The key of the language model, from the setting or from its file; empty without one. Raises ``SettingsError``."""
        name, key = "llm_key", self.llm_key.get_secret_value()
        if self.llm_key_file:
            name = f"llm_key_file ({self.llm_key_file})"
            try:
                with self.llm_key_file.open(encoding="utf-8") as file:
                    key = file.read(_LONGEST_KEY + 1).strip()
            except (OSError, UnicodeDecodeError):
                raise SettingsError(f"instelling {name}: niet te lezen als tekst; controleer het pad en de rechten") from None
            if not key:
                raise SettingsError(f"instelling {name}: het bestand is leeg; zet er de sleutel in, op één regel")
        if len(key) > _LONGEST_KEY or not re.fullmatch(r"[!-~]*", key):
            # The key itself is not shown.
            raise SettingsError(
                f"instelling {name}: dit kan geen sleutel zijn (spaties, regels of vreemde tekens); kopieer hem opnieuw"
            )
        return SecretStr(key)

    @property
    def official_urls(self) -> tuple[str, ...]:
        """The addresses that texts are fetched from."""
        return tuple(url for url in (self.law_url, self.sru_url, self.kst_url, self.handbook_url) if url)

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def library_dir(self) -> Path:
        return self.data_dir / "library"

    @property
    def feedback_dir(self) -> Path:
        return self.data_dir / "feedback"


def is_this_computer(host: str) -> bool:
    """Whether a host is a name or number of the computer itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_own_network(host: str) -> bool:
    """Whether a host is this computer or in a private network, judged by its name or number alone."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.endswith(_OWN_ENDINGS) or ("." not in host and host[0].isalpha())
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any((mapped or address) in network for network in _OWN_NETWORKS)


def _has_sound_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def load_settings(overrides: dict[str, Any] | None = None) -> Settings:
    """Read the settings file, the environment and the overrides, in rising order of strength."""
    values: dict[str, Any] = {}
    config = Path(os.environ.get(f"{PREFIX}CONFIG", Path(platformdirs.user_config_dir(_APP)) / "integriteit.toml"))
    if config.is_file():
        try:
            values.update(tomllib.loads(config.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{config}: geen geldige TOML ({error}); herstel of verwijder dit bestand") from error
    elif f"{PREFIX}CONFIG" in os.environ:
        raise SettingsError(f"{config}: instellingenbestand niet gevonden (uit {PREFIX}CONFIG)")
    for name, value in os.environ.items():
        if name.startswith(PREFIX) and name != f"{PREFIX}CONFIG" and not name.startswith(f"{PREFIX}TEST_"):
            values[name.removeprefix(PREFIX).lower()] = value
    values.update({k: v for k, v in (overrides or {}).items() if v is not None})
    try:
        settings = Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        if not first["loc"]:
            raise SettingsError(f"instellingen: {first['msg'].removeprefix('Value error, ')}") from error
        name = ".".join(str(part) for part in first["loc"])
        known = ", ".join(sorted(Settings.model_fields))
        raise SettingsError(f"instelling {name!r}: {first['msg']}. Bekende instellingen: {known}") from error
    paths = {name: getattr(settings, name) for name in ("data_dir", "cache_dir", "corpus_dir", "drop_dir", "llm_key_file")}
    settings = settings.model_copy(update={name: p.expanduser().absolute() for name, p in paths.items() if p is not None})
    if settings.llm:
        # A key that cannot be used stops here, not at the first question.
        _ = settings.llm_secret
    return settings
