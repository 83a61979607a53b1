"""Where data lives and which embedder is used: environment (``INTEGRITEIT_*``) over ``integriteit.toml``.

An unknown key stops with its name: a typo must not silently leave a default in force.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

PREFIX = "INTEGRITEIT_"
_APP = "integriteitsassistent"


class SettingsError(ValueError):
    """A setting that cannot be used; names the setting, where it stands and what is allowed."""


class Settings(BaseModel):
    """All settings of the program. Paths are absolute after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir(_APP)))
    cache_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_cache_dir(_APP)))
    corpus_dir: Path | None = None
    drop_dir: Path | None = None
    embedder: str = "bundled"
    reranker: str = ""
    search: Literal["auto", "exact", "chroma"] = "auto"
    engine: Literal["auto", "local", "processes", "ray"] = "auto"
    workers: int = Field(default=0, ge=0, le=256)
    chroma_url: str = ""
    keep_releases: int = Field(default=3, ge=1, le=50)
    max_question_chars: int = Field(default=4000, ge=100, le=20000)
    law_url: str = "https://repository.officiele-overheidspublicaties.nl/bwb"
    sru_url: str = "https://zoekservice.overheid.nl/sru/Search"
    kst_url: str = "https://repository.overheid.nl/frbr/officielepublicaties/kst"
    handbook_url: str = ""
    requests_per_second: float = Field(default=2.0, gt=0, le=2)
    fetch_timeout: float = Field(default=30.0, gt=0, le=300)

    @field_validator("law_url", "sru_url", "kst_url", "handbook_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not (value.startswith(("https://", "http://")) and urlsplit(value).hostname):
            raise ValueError("geen adres dat met https:// of http:// begint")
        return value.rstrip("/")

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
        name = ".".join(str(part) for part in first["loc"])
        known = ", ".join(sorted(Settings.model_fields))
        raise SettingsError(f"instelling {name!r}: {first['msg']}. Bekende instellingen: {known}") from error
    paths = {name: getattr(settings, name) for name in ("data_dir", "cache_dir", "corpus_dir", "drop_dir")}
    return settings.model_copy(update={name: path.expanduser().absolute() for name, path in paths.items() if path is not None})
