"""What every ChatModel keeps to: fakes, endpoints, and (marked ``model``) the real local model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.backends.fakes import ScriptedChat
from rag.ports import ChatModel
from rag.settings import ChatSettings, Settings
from tests.servers import Endpoint

MESSAGES = [{"role": "system", "content": "只答一句。"}, {"role": "user", "content": "数到十。"}]
FAKES = ["scripted", "endpoint", "endpoint that thinks", pytest.param("local", marks=pytest.mark.model)]


@pytest.fixture(params=FAKES)
def chat(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChatModel]:
    if request.param == "scripted":
        yield ScriptedChat(["一、二、三、四、五、六、七、八、九、十。"] * 4)
    elif request.param == "local":
        from rag.backends.local_chat import model_file, open_local

        settings = Settings(home=tmp_path)
        if model_file(settings) is None:
            pytest.skip("the local model is not downloaded")
        yield open_local(settings)
    else:
        from rag.backends.openai_chat import OpenAIChat

        with Endpoint("deepseek" if "thinks" in request.param else "ok") as endpoint:
            yield OpenAIChat(ChatSettings(base_url=endpoint.base_url, model="m"))


def test_has_a_name(chat: ChatModel) -> None:
    assert chat.name and chat.name == chat.name.strip()


def test_speaks_in_pieces_of_text(chat: ChatModel) -> None:
    pieces = list(chat.stream(MESSAGES, max_tokens=12))
    assert len(pieces) > 1
    assert all(isinstance(piece, str) for piece in pieces)
    assert "".join(pieces).strip()


def test_says_the_same_again(chat: ChatModel) -> None:
    first, second = ("".join(chat.stream(MESSAGES, max_tokens=12)) for _ in range(2))
    assert first == second


def test_can_be_stopped_and_asked_again(chat: ChatModel) -> None:
    pieces = chat.stream(MESSAGES, max_tokens=200)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert "".join(chat.stream(MESSAGES, max_tokens=4))


def test_leaves_the_messages_alone(chat: ChatModel) -> None:
    messages = [dict(message) for message in MESSAGES]
    list(chat.stream(messages, max_tokens=4))
    assert messages == MESSAGES
