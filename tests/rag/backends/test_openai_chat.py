"""The endpoint adapter against servers that behave, misbehave and think aloud."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from rag.backends.openai_chat import OpenAIChat, _habits, stay_silent
from rag.errors import ConfigError, EndpointError, WenjuError
from rag.settings import ChatSettings
from tests.servers import ANSWER, Endpoint, wait_until

MESSAGES = [{"role": "system", "content": "照材料回答"}, {"role": "user", "content": "甲县有多少个贫困村出列？"}]
KEY = "sk-very-secret-0123456789"
Open = Callable[..., Endpoint]


@pytest.fixture
def serve() -> Iterator[Open]:
    opened: list[Endpoint] = []

    def start(mode: str, **options: Any) -> Endpoint:
        opened.append(Endpoint(mode, **options).__enter__())
        return opened[-1]

    yield start
    for endpoint in opened:
        endpoint.__exit__()


def chat(endpoint: Endpoint, **settings: Any) -> OpenAIChat:
    given = {"base_url": endpoint.base_url, "model": "m", "timeout_s": 20, **settings}
    return OpenAIChat(ChatSettings(**given), backoff_s=0.01)


def said(model: OpenAIChat, messages: Any = MESSAGES, max_tokens: int = 100) -> str:
    return "".join(model.stream(messages, max_tokens=max_tokens))


@pytest.mark.parametrize(
    "mode", ["ok", "deepseek", "think", "dashscope", "vllm", "whole", "busy_once", "crash_once", "drop_once"]
)
def test_answers_whatever_the_habit(serve: Open, mode: str) -> None:
    assert said(chat(serve(mode))) == "".join(ANSWER)


def test_streams_piece_by_piece(serve: Open) -> None:
    assert tuple(chat(serve("ok")).stream(MESSAGES, max_tokens=100)) == ANSWER


def test_request_says_what_servers_need(serve: Open) -> None:
    endpoint = serve("ok")
    said(chat(endpoint, extra_body={"enable_thinking": False}), max_tokens=77)
    request = endpoint.chats[0]
    assert request.path == "/v1/chat/completions"
    assert request.body["messages"] == MESSAGES
    assert request.body["max_tokens"] == 77
    assert request.body["temperature"] == 0
    assert request.body["stream"] is True
    assert request.body["enable_thinking"] is False
    assert "max_completion_tokens" not in request.body
    assert "stream_options" not in request.body
    assert not [name for name in request.headers if name.startswith("x-stainless")]


def test_key_is_sent_and_may_be_empty(serve: Open) -> None:
    endpoint = serve("ok")
    said(chat(endpoint, api_key=SecretStr(KEY)))
    said(chat(endpoint))
    said(chat(endpoint, api_key=SecretStr("")))
    assert [request.headers.get("authorization") for request in endpoint.chats] == [f"Bearer {KEY}", None, None]


def test_key_never_shows(serve: Open, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    model = chat(serve("unauthorized"), api_key=SecretStr(KEY))
    with pytest.raises(EndpointError) as caught:
        said(model)
    shown = [caught.value.message("zh"), caught.value.message("en"), repr(model), repr(vars(caught.value)), caplog.text]
    assert all(KEY not in text for text in shown)
    assert "密钥" in caught.value.zh
    assert "chat.api_key" in caught.value.hint


def test_one_model_is_found_by_itself(serve: Open) -> None:
    endpoint = serve("ollama", models=("qwen3:8b",))
    model = chat(endpoint, model=None)
    assert said(model) == "".join(ANSWER)
    assert model.name == "qwen3:8b"


def test_several_models_are_asked_about(serve: Open) -> None:
    with pytest.raises(ConfigError, match="qwen3:8b") as caught:
        said(chat(serve("ollama", models=("qwen3:8b", "glm4:9b")), model=None))
    assert caught.value.hint == "chat.model"


def test_models_that_are_a_login_page(serve: Open) -> None:
    with pytest.raises(EndpointError, match="text/html"):
        said(chat(serve("models_lie"), model=None))


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("unauthorized", "401"),
        ("ollama", "404"),
        ("busy", "429"),
        ("busy_long", "429"),
        ("crash", "500"),
        ("html", "text/html"),
        ("error_in_200", "no such channel"),
        ("broken_json", "JSON"),
        ("odd_json", ""),
        ("truncated", "读不懂"),
        ("odd_events", ""),
        ("empty", "什么也没有答"),
        ("think_only", "思考"),
        ("error_event", "out of memory"),
        ("redirect", "307"),
        ("cut", "中断"),
    ],
)
def test_nonsense_is_a_clear_error(serve: Open, mode: str, words: str) -> None:
    started = time.monotonic()
    with pytest.raises(EndpointError) as caught:
        said(chat(serve(mode)))
    assert time.monotonic() - started < 5
    assert caught.value.exit_code == 3
    assert words in caught.value.zh
    assert "\n" not in caught.value.message() and len(caught.value.message()) < 400
    assert caught.value.en.isascii() or mode in ("odd_json", "odd_events")


def test_over_long_prompt_is_told_in_the_servers_words(serve: Open) -> None:
    with pytest.raises(EndpointError, match="maximum context length"):
        said(chat(serve("vllm")), [{"role": "user", "content": "长" * 3000}])


def test_tries_are_bounded(serve: Open) -> None:
    endpoint = serve("crash")
    with pytest.raises(EndpointError):
        said(chat(endpoint))
    assert len(endpoint.chats) == 3


def test_no_second_try_where_it_cannot_help(serve: Open) -> None:
    endpoint = serve("unauthorized")
    with pytest.raises(EndpointError):
        said(chat(endpoint))
    assert len(endpoint.chats) == 1


def test_no_second_try_after_the_first_word(serve: Open) -> None:
    endpoint = serve("cut")
    pieces: list[str] = []
    with pytest.raises(EndpointError):
        pieces.extend(chat(endpoint).stream(MESSAGES, max_tokens=9))
    assert len(endpoint.chats) == 1


@pytest.mark.parametrize("mode", ["hang", "keep_alive_forever"])
def test_slow_server_is_given_up(serve: Open, mode: str) -> None:
    started = time.monotonic()
    with pytest.raises(EndpointError):
        said(chat(serve(mode), timeout_s=0.5))
    assert time.monotonic() - started < 20, "the server holds on for 30 s, or for ever"


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    model = OpenAIChat(ChatSettings(base_url=f"http://127.0.0.1:{port}/v1", model="m"), backoff_s=0.01)
    with pytest.raises(EndpointError, match=f"127.0.0.1:{port}") as caught:
        said(model)
    assert caught.value.hint == "chat.base_url"


def test_closing_hangs_up(serve: Open) -> None:
    endpoint = serve("endless")
    pieces = chat(endpoint).stream(MESSAGES, max_tokens=4000)
    assert next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert wait_until(endpoint.hung_up.is_set)


def test_reply_without_end_is_broken_off(serve: Open) -> None:
    endpoint = serve("endless")
    assert len(said(chat(endpoint), max_tokens=16)) < 16 * 12 + 40
    assert wait_until(endpoint.hung_up.is_set)


def test_redirect_is_not_followed_and_nothing_is_resent(serve: Open) -> None:
    endpoint = serve("redirect")
    with pytest.raises(EndpointError):
        said(chat(endpoint, api_key=SecretStr(KEY)))
    assert len(endpoint.requests) == 1


def test_environment_adds_no_second_host(serve: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "OPENAI_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    endpoint = serve("ok")
    assert said(chat(endpoint)) == "".join(ANSWER)
    assert "authorization" not in endpoint.chats[0].headers


@pytest.mark.parametrize("address", [None, "", "127.0.0.1:8000", "ftp://a/v1", "http://", "http://[::1", "file:///etc"])
def test_address_that_is_none(address: str | None) -> None:
    with pytest.raises(ConfigError) as caught:
        OpenAIChat(ChatSettings(base_url=address))
    assert caught.value.hint == "chat.base_url"


def test_password_in_the_address_does_not_show() -> None:
    assert "secret" not in repr(OpenAIChat(ChatSettings(base_url="http://me:secret@127.0.0.1/v1")))


def test_known_thinkers_are_told_not_to() -> None:
    assert _habits("api.deepseek.com") == {"thinking": {"type": "disabled"}}
    assert _habits("dashscope.aliyuncs.com") == {"enable_thinking": False}
    assert _habits("dashscope-intl.aliyuncs.com") == {"enable_thinking": False}
    assert _habits("127.0.0.1") == _habits("notdeepseek.com") == _habits("api.deepseek.com.evil.cn") == {}


def test_tracing_is_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    stay_silent()
    assert os.environ["LANGSMITH_TRACING"] == os.environ["LANGCHAIN_TRACING_V2"] == "false"


def test_errors_are_ours_only(serve: Open) -> None:
    """Whatever ChatOpenAI trips over comes out as a WenjuError."""
    with pytest.raises(WenjuError):
        said(chat(serve("odd_events")))
