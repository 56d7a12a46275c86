"""Which engine answers, and what opening one needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.backends import local_chat
from rag.backends.chat import available, open_chat
from rag.backends.openai_chat import OpenAIChat
from rag.errors import ConfigError, ModelError
from rag.settings import ChatSettings, Settings


def settings(tmp_path: Path, **chat: object) -> Settings:
    return Settings(home=tmp_path, models=tmp_path / "models", chat=ChatSettings(**chat))  # type: ignore[arg-type]


@pytest.fixture
def downloaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(local_chat, "model_file", lambda settings: tmp_path / "model.gguf")


def test_auto_without_anything(tmp_path: Path) -> None:
    assert available(settings(tmp_path)) == "extractive"


def test_auto_with_the_model(tmp_path: Path, downloaded: None) -> None:
    assert available(settings(tmp_path)) == "local"


def test_auto_prefers_the_endpoint(tmp_path: Path, downloaded: None) -> None:
    assert available(settings(tmp_path, base_url="http://127.0.0.1:1/v1")) == "openai"


@pytest.mark.parametrize("engine", ["extractive", "local", "openai"])
def test_named_engine_is_kept(tmp_path: Path, engine: str) -> None:
    assert available(settings(tmp_path, engine=engine)) == engine


def test_endpoint_is_opened_without_calling_it(tmp_path: Path) -> None:
    chat = open_chat(settings(tmp_path, base_url="http://127.0.0.1:1/v1", model="m"), "openai")
    assert isinstance(chat, OpenAIChat) and chat.name == "m"


def test_endpoint_without_address(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="http"):
        open_chat(settings(tmp_path), "openai")


def test_local_without_file(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        open_chat(settings(tmp_path), "local")
    assert "wenju models pull qwen2.5-coder-1.5b" in caught.value.message()
    assert caught.value.exit_code == 3


def test_extractive_has_no_model(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        open_chat(settings(tmp_path), "extractive")
