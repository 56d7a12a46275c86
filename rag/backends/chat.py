"""From settings to a chat model."""

from __future__ import annotations

from rag.domain import Engine
from rag.errors import ConfigError
from rag.ports import ChatModel
from rag.settings import Settings


def available(settings: Settings) -> Engine:
    """The engine that ``settings.chat.engine`` means here and now.

    ``auto`` is the endpoint if one is configured, else the local model if its file is there, else
    extractive. An engine that is named is returned as it is, whether or not it can work.
    """
    if settings.chat.engine != "auto":
        return settings.chat.engine
    if settings.chat.base_url:
        return "openai"
    from rag.backends.local_chat import model_file

    return "local" if model_file(settings) else "extractive"


def open_chat(settings: Settings, engine: Engine) -> ChatModel:
    """The chat model of ``engine``, which is ``local`` or ``openai``.

    Opening is cheap: the local model is loaded, the endpoint called, when the first word is asked for.

    Raises:
        ConfigError: no endpoint is configured, or ``engine`` has no model.
        ModelError: the local model's file is missing.
    """
    if engine == "openai":
        from rag.backends.openai_chat import OpenAIChat

        return OpenAIChat(settings.chat)
    if engine == "local":
        from rag.backends.local_chat import open_local

        return open_local(settings)
    raise ConfigError(f"{engine} 引擎不用模型", f"the {engine} engine uses no model")
