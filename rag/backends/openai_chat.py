"""Any OpenAI-compatible chat endpoint, through langchain-openai.

Known habits of servers and where they are met:

* DeepSeek and Qwen think by default: switched off for their own hosts (``_habits``), and thinking that
  comes all the same, as ``<think>`` text or ``reasoning_content``, is dropped.
* DeepSeek sends keep-alive comments while a request waits: they do not move the deadline (``guard``).
* DashScope refuses thinking for calls without a stream: every call here is a stream.
* vLLM answers 400 to an over-long prompt; Ollama cuts one in silence at its own context: prompts are
  budgeted where they are made (``rag.answer.draft``), a 400 is reported in the server's words.
* Gateways ignore ``stream``, send an error page with status 200, or redirect to a login: ``guard``.
* ``max_tokens`` travels in ``extra_body``: langchain-openai would rename it to
  ``max_completion_tokens``, which older servers do not know and then write without end.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import httpx

from rag.backends.guard import CHAT, Clock, GuardedTransport, address
from rag.backends.thinking import without_thinking
from rag.errors import ConfigError, EndpointError, WenjuError
from rag.settings import ChatSettings

RETRIES = 2
_RETRIED = frozenset({408, 409, 429, 500, 502, 503, 504})
_CHARS_PER_TOKEN = 12
"""A reply longer than this many characters a token ignores ``max_tokens`` and is broken off."""


class OpenAIChat:
    """A ChatModel over ``settings.base_url``. Connects when first used; holds no connection between calls."""

    def __init__(self, settings: ChatSettings, *, backoff_s: float = 0.5) -> None:
        """Check the address.

        Raises:
            ConfigError: ``base_url`` is missing or is no http(s) address.
        """
        self._url = address(settings.base_url, CHAT)
        self._key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
        self._settings = settings
        self._model = (settings.model or "").strip()
        self._backoff_s = backoff_s

    def __repr__(self) -> str:
        return f"OpenAIChat({str(self._url)!r}, model={self._model!r})"

    @property
    def name(self) -> str:
        """The model's name as the endpoint knows it; asked for when the settings do not say."""
        if not self._model:
            self._model = self._only_model()
        return self._model

    def stream(self, messages: Sequence[Mapping[str, str]], *, max_tokens: int) -> Iterator[str]:
        """See ``ports.ChatModel``. Tries again on connection errors, 429 and 5xx before the first word.

        Takes ``timeout_s`` in all, tries included (at most twice that if the server falls silent late).
        """
        clock = Clock(self._settings.timeout_s)
        for attempt in range(RETRIES + 1):
            said = False
            pieces = self._once(messages, max_tokens, clock)
            try:
                with closing(pieces):
                    for piece in pieces:
                        said = True
                        yield piece
                return
            except _Again as again:
                if said or attempt == RETRIES or again.wait_s(attempt, self._backoff_s) >= clock.left:
                    raise again.error from None
                time.sleep(again.wait_s(attempt, self._backoff_s))

    def _once(self, messages: Sequence[Mapping[str, str]], max_tokens: int, clock: Clock) -> Generator[str, None, None]:
        """One try. Raises _Again where another may help, else EndpointError."""
        with self._client(clock) as client:
            chat = self._chat(self.name, client, max_tokens, clock)
            turns = [(message["role"], message["content"]) for message in messages]
            size, ended = 0, [""]
            try:
                with closing(chat.stream(turns)) as chunks:
                    for piece in without_thinking(_texts(chunks, ended)):
                        piece = piece if size else piece.lstrip()
                        size += len(piece)
                        if piece:
                            yield piece
                        if size > max_tokens * _CHARS_PER_TOKEN:
                            return
            except WenjuError:
                raise
            except Exception as error:
                raise self._mapped(error) from None
            if not size:
                raise _nothing(ended[-1])

    def _chat(self, model: str, client: httpx.Client, max_tokens: int, clock: Clock) -> Any:
        stay_silent()
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(
            model=model,
            base_url=str(self._url),
            api_key=self._key or "-",
            http_client=client,
            http_socket_options=(),
            openai_proxy=None,
            timeout=max(0.01, clock.left),
            max_retries=0,
            temperature=0,
            stream_usage=False,
            use_responses_api=False,
            extra_body={"max_tokens": max_tokens, **_habits(self._url.host), **self._settings.extra_body},
        )

    def _client(self, clock: Clock) -> httpx.Client:
        transport = GuardedTransport(self._url, clock, send_key=bool(self._key))
        return httpx.Client(transport=transport, follow_redirects=False, trust_env=False)

    def _only_model(self) -> str:
        """The one model of the endpoint; ConfigError when it offers several or none."""
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        try:
            with self._client(Clock(min(15.0, self._settings.timeout_s))) as client:
                reply = client.get(f"{self._url}/models", headers=headers)
                reply.raise_for_status()
                offered = [str(item["id"])[:120] for item in reply.json()["data"]]
        except WenjuError:
            raise
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            mapped = self._mapped(error)
            raise (mapped.error if isinstance(mapped, _Again) else mapped) from None
        if len(offered) != 1:
            names = "、".join(offered[:6]) or "没有列出任何模型"
            raise ConfigError(
                f"请指明用哪个模型（对话服务上：{names}）",
                f"say which model to use (the endpoint offers: {', '.join(offered[:6]) or 'none'})",
                hint="chat.model",
            )
        return offered[0]

    def _mapped(self, error: Exception) -> Exception:
        """Any vendor's exception as EndpointError, or as _Again around one."""
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, WenjuError):
                return cause
            if isinstance(cause, httpx.TimeoutException) and not isinstance(cause, httpx.ConnectTimeout):
                return EndpointError("对话服务太慢，等不到回答", "the chat endpoint is too slow", hint="chat.timeout_s")
            if isinstance(cause, httpx.TransportError):
                return _Again(_unreachable(self._url))
            cause = cause.__cause__ or cause.__context__
        response = getattr(error, "response", None)
        status = getattr(response, "status_code", None)
        words = self._words(error)
        if isinstance(status, int):
            found = _refused(status, words)
            wait = response.headers.get("retry-after", "") if response is not None else ""
            return _Again(found, wait) if status in _RETRIED else found
        return EndpointError(
            f"对话服务的回答读不懂：{words}", f"the chat endpoint's reply cannot be understood: {words}"
        )

    def _words(self, error: Exception) -> str:
        """What the server said, on one short line, without the key."""
        body = getattr(error, "body", None)
        text = str(body.get("message") or body) if isinstance(body, dict) else str(error)
        text = text.replace(self._key, "***") if self._key else text
        return "".join(c for c in " ".join(text.split()) if c.isprintable())[:200]


class _Again(Exception):
    """Another try may help. ``error`` is raised when there is none left."""

    def __init__(self, error: EndpointError, retry_after: str = "") -> None:
        super().__init__(error.zh)
        self.error = error
        self._retry_after = float(retry_after) if retry_after.strip().isdigit() else None

    def wait_s(self, attempt: int, backoff_s: float) -> float:
        """Seconds to wait before the next try; what the server asks for, if it asks."""
        return backoff_s * 2**attempt if self._retry_after is None else self._retry_after


def stay_silent() -> None:
    """Switch LangSmith's tracing off in this process, whatever the environment says.

    It would send every prompt, and with it the library's text, to a service on the net.
    """
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ[name] = "false"


def _texts(chunks: Iterator[Any], ended: list[str]) -> Iterator[str]:
    """The text of each chunk; why the reply ended goes into ``ended``."""
    for chunk in chunks:
        reason = chunk.response_metadata.get("finish_reason")
        if reason:
            ended.append(str(reason))
        if isinstance(chunk.content, str) and chunk.content:
            yield chunk.content


def _habits(host: str) -> dict[str, Any]:
    """What a known service must be told so that it does not think aloud; ``extra_body`` overrides it."""
    if host == "deepseek.com" or host.endswith(".deepseek.com"):
        return {"thinking": {"type": "disabled"}}
    if host.startswith("dashscope") and host.endswith(".aliyuncs.com"):
        return {"enable_thinking": False}
    return {}


def _nothing(reason: str) -> EndpointError:
    if reason == "length":
        return EndpointError(
            "模型把长度用完了还没有答（多半在思考）",
            "the model used up its tokens before answering (it was probably thinking)",
            hint='chat.extra_body，例如 {"thinking": {"type": "disabled"}} 或 {"enable_thinking": false}',
        )
    return EndpointError("对话服务什么也没有答", "the chat endpoint answered nothing")


def _unreachable(url: httpx.URL) -> EndpointError:
    where = f"{url.host}:{url.port or (443 if url.scheme == 'https' else 80)}"
    return EndpointError(
        f"连不上对话服务 {where}，或连接中断",
        f"cannot reach the chat endpoint {where}, or it hung up",
        hint="chat.base_url",
    )


def _refused(status: int, words: str) -> EndpointError:
    zh, en, hint = {
        400: ("不接受这个请求", "rejects the request", ""),
        401: ("不认这个密钥", "does not accept the key", "chat.api_key"),
        403: ("不准用", "forbids it", "chat.api_key"),
        404: ("没有这个地址或模型", "knows no such address or model", "chat.base_url, chat.model"),
        429: ("说请求太多或额度已用完", "says: too many requests or no quota left", ""),
    }.get(status, ("出错" if status >= 500 else "不接受这个请求", "failed" if status >= 500 else "rejects it", ""))
    tail = f"：{words}" if words else ""
    return EndpointError(f"对话服务{zh}（{status}）{tail}", f"the chat endpoint {en} ({status}): {words}", hint=hint)
