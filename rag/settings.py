"""Every setting, in one tree: ``HOME/wenju.toml``, overridden by ``WENJU_*`` variables.

Pure data: it builds no object and imports none of our rooms. Nested names join with two
underscores in the environment: ``WENJU_CHAT__BASE_URL``. Unknown keys are an error, so that a typing
mistake is seen at once.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from rag.errors import ConfigError


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbedderSettings(_Section):
    """Which embedder fills the index."""

    model: str = "e5-small"
    """``e5-small`` (built in, CPU fast path), or the path or name of a sentence-transformers model."""
    threads: int = Field(1, ge=1, le=64)
    """Threads for a query; ingestion uses every core."""


VectorEngine = Literal["chroma", "faiss"]


class IndexSettings(_Section):
    """How the library is indexed."""

    vectors: VectorEngine = "chroma"
    """The index of vectors; ``faiss`` (extra ``large``) for libraries of hundreds of thousands of passages.

    After a change the next ``wenju ingest`` or ``wenju library rebuild`` makes it anew, without embedding again.
    """


class RetrieveSettings(_Section):
    """How passages are found."""

    candidates: int = Field(100, ge=5, le=1000)
    dense_weight: float = Field(0.4, ge=0, le=1)
    """Weight of the vector score in the weighted sum of standardised scores; the rest is lexical."""


class RerankerSettings(_Section):
    """A cross-encoder that puts the best passages in order anew; none unless one is named here."""

    model: str | None = None
    """The folder of a sentence-transformers cross-encoder; with ``base_url`` the model's name there."""
    base_url: str | None = None
    """An endpoint that speaks ``POST /rerank`` (Jina, Cohere, vLLM, Xinference, SiliconFlow), for example
    ``http://127.0.0.1:8000/v1``."""
    api_key: SecretStr | None = None
    passages: int = Field(20, ge=2, le=200)
    """How many of the best passages it reads."""
    timeout_s: float = Field(3, gt=0, le=60)
    """Seconds a question may wait for it; after that the built-in order stands."""
    threads: int = Field(1, ge=1, le=64)

    @property
    def configured(self) -> bool:
        """Whether there is one."""
        return bool((self.model or "").strip() or (self.base_url or "").strip())


class ChatSettings(_Section):
    """The chat model, if any."""

    engine: Literal["auto", "extractive", "local", "openai"] = "auto"
    base_url: str | None = None
    """An OpenAI-compatible endpoint, for example ``http://127.0.0.1:8000/v1``."""
    model: str | None = None
    api_key: SecretStr | None = None
    timeout_s: float = Field(60, gt=0, le=600)
    """Seconds an answer waits for its model; for the one of this machine 20 at most."""
    max_tokens: int = Field(400, ge=16, le=4096)
    threads: int = Field(2, ge=1, le=64)
    extra_body: dict[str, Any] = Field(default_factory=dict)
    """Sent along as is, for example ``{"thinking": {"type": "disabled"}}``."""


class CheckSettings(_Section):
    """Checking drafts."""

    references: Literal["2025", "2015", "office"] = "2025"
    """Sources after GB/T 7714 of that year, or as offices write them: 《标题》（来源，日期，版次）."""
    model: bool = False
    """Let the model behind ``chat.base_url`` decide on claims whose figures and names agree, but whose words differ."""


class ServerSettings(_Section):
    """The web page and the HTTP API."""

    host: str = "127.0.0.1"
    port: int = Field(7860, ge=1, le=65535)
    queue_size: int = Field(16, ge=1, le=1000)
    upload_mb: int = Field(60, ge=1, le=1024)


class Settings(BaseSettings):
    """All settings. ``home`` holds all state; ``models`` is a cache that homes share."""

    model_config = SettingsConfigDict(
        env_prefix="WENJU_", env_nested_delimiter="__", extra="forbid", frozen=True, env_file=None
    )

    home: Path
    models: Path = Field(default_factory=lambda: Path(platformdirs.user_cache_dir("wenju", appauthor=False)) / "models")
    language: Literal["zh", "en"] = "zh"
    embedder: EmbedderSettings = EmbedderSettings()
    index: IndexSettings = IndexSettings()
    retrieve: RetrieveSettings = RetrieveSettings()
    reranker: RerankerSettings = RerankerSettings()
    chat: ChatSettings = ChatSettings()
    judge: ChatSettings | None = None
    """The model that judges answers in an evaluation (``wenju eval judge``); never the one that answers."""
    check: CheckSettings = CheckSettings()
    server: ServerSettings = ServerSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the TOML file of the home."""
        home = getattr(init_settings, "init_kwargs", {}).get("home")
        toml = Path(home) / "wenju.toml" if home else None
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=toml)

    @property
    def database(self) -> Path:
        """The library's record."""
        return self.home / "library.db"

    @property
    def indexes(self) -> Path:
        """Everything in it can be deleted and rebuilt."""
        return self.home / "index"


def default_home() -> Path:
    """``WENJU_HOME``, else the platform's user data folder."""
    given = os.environ.get("WENJU_HOME")
    return Path(given).expanduser() if given else Path(platformdirs.user_data_dir("wenju", appauthor=False))


def load(home: Path | None = None, **overrides: Any) -> Settings:
    """Read the settings of ``home``.

    Raises:
        ConfigError: an unknown key, a value out of range, or a file that is not TOML.
    """
    where = (home or default_home()).expanduser().resolve()
    try:
        return Settings(home=where, **overrides)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(x) for x in first["loc"])
        raise ConfigError(f"设置 {key!r} 不对：{first['msg']}", f"setting {key!r}: {first['msg']}") from error
    except ValueError as error:
        raise ConfigError(f"wenju.toml 读不懂：{error}", f"wenju.toml cannot be read: {error}") from error
