"""The wire to a configured endpoint: one host, bounded time, bounded size, nothing but its kind of reply."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import httpx

from rag.errors import ConfigError, EndpointError

MAX_BYTES = 8_000_000
"""Of one reply. 400 tokens in the wordiest stream take 200 kB."""


@dataclass(frozen=True, slots=True)
class Service:
    """What messages call an endpoint and its replies, and the section of the settings it stands in."""

    zh: str
    en: str
    replies_zh: str
    replies_en: str
    section: str


CHAT = Service("对话服务", "the chat endpoint", "对话内容", "a chat reply", "chat")
RERANK = Service("重排服务", "the rerank endpoint", "排序结果", "a ranking", "reranker")


def address(base_url: str | None, service: Service) -> httpx.URL:
    """The address that the settings give for ``service``, without a trailing slash, user name and password.

    Raises:
        ConfigError: it is missing or is no http(s) address.
    """
    try:
        url = httpx.URL((base_url or "").strip().rstrip("/"))
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigError(
            f"{service.zh}的地址要像 http://127.0.0.1:8000/v1",
            f"{service.en}'s address must look like http://127.0.0.1:8000/v1",
            hint=f"{service.section}.base_url",
        )
    return url.copy_with(username=None, password=None)


class Clock:
    """A deadline: ``seconds`` from now, on the monotonic clock."""

    def __init__(self, seconds: float, service: Service = CHAT) -> None:
        self.seconds = seconds
        self.service = service
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Raise EndpointError when the time is over."""
        if not self.left:
            raise EndpointError(
                f"{self.service.zh}在 {self.seconds:g} 秒内没有答完",
                f"{self.service.en} did not finish within {self.seconds:g} seconds",
                hint=f"{self.service.section}.timeout_s",
            )


class GuardedTransport(httpx.BaseTransport):
    """Passes requests to the configured host only, and lets through only what can be a reply.

    A plain JSON completion, which some gateways send although a stream was asked for, is handed on as
    a stream of one piece. Keep-alive comments do not move the deadline.
    """

    def __init__(self, base_url: httpx.URL, clock: Clock, *, send_key: bool) -> None:
        self._base = base_url
        self._clock = clock
        self._send_key = send_key
        # trust_env off: a proxy from the environment would be a second host that sees the question.
        self._inner = httpx.HTTPTransport(trust_env=False, retries=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send; raises EndpointError for another host, a redirect, or a page that is no reply."""
        here = (self._base.scheme, self._base.host, self._base.port)
        if (request.url.scheme, request.url.host, request.url.port) != here:
            raise EndpointError("请求不会发往别的主机", "no request goes to another host")
        for name in [name for name in request.headers if name.lower().startswith("x-stainless")]:
            del request.headers[name]
        if not self._send_key:
            request.headers.pop("authorization", None)
        self._clock.check()
        request.headers["accept-encoding"] = "identity"
        request.extensions = {**request.extensions, "timeout": self._timeouts()}
        response = self._inner.handle_request(request)
        try:
            return self._checked(response)
        except BaseException:
            response.close()
            raise

    def close(self) -> None:
        """Close every connection; a reply that is still coming is broken off."""
        self._inner.close()

    def _timeouts(self) -> dict[str, float]:
        left = max(0.01, self._clock.left)
        return {"connect": min(10.0, left), "read": left, "write": left, "pool": left}

    def _checked(self, response: httpx.Response) -> httpx.Response:
        service = self._clock.service
        if 300 <= response.status_code < 400:
            raise EndpointError(
                f"{service.zh}要求转到别的地址（{response.status_code}），没有照办",
                f"{service.en} redirects ({response.status_code}); not followed",
                hint=f"{service.section}.base_url",
            )
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        body = _Bounded(response, self._clock)
        if response.status_code >= 400:
            return httpx.Response(response.status_code, headers=_kept(response), content=_start_of(body))
        if kind == "text/event-stream":
            return httpx.Response(200, headers={"content-type": kind}, stream=body)
        if kind == "application/json":
            with closing(body):
                return _from_json(b"".join(body), service)
        raise EndpointError(
            f"{service.zh}答的不是{service.replies_zh}，而是 {kind or '没有类型的内容'}",
            f"{service.en} answers {kind or 'something without a type'}, not {service.replies_en}",
            hint=f"{service.section}.base_url",
        )


class _Bounded(httpx.SyncByteStream):
    """A reply's bytes, until the time is over or there are too many."""

    def __init__(self, response: httpx.Response, clock: Clock) -> None:
        self._response = response
        self._clock = clock

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._response.iter_bytes():
            size += len(chunk)
            self._clock.check()
            if size > MAX_BYTES:
                service = self._clock.service
                raise EndpointError(f"{service.zh}的回答长得离谱", f"{service.en}'s reply is absurdly long")
            yield chunk

    def close(self) -> None:
        """Hang up."""
        self._response.close()


def _start_of(body: _Bounded, limit: int = 4000) -> bytes:
    """The first ``limit`` bytes: an error page need not be read to its end."""
    out = b""
    with closing(body):
        for chunk in body:
            out += chunk
            if len(out) >= limit:
                break
    return out[:limit]


def _kept(response: httpx.Response) -> dict[str, str]:
    names = ("content-type", "retry-after")
    return {name: response.headers[name] for name in names if name in response.headers}


def _from_json(content: bytes, service: Service) -> httpx.Response:
    """A JSON reply as it is, but a whole completion, or an error under status 200, as a stream of one event."""
    try:
        data: Any = json.loads(content)
    except ValueError as error:
        raise EndpointError(f"{service.zh}的 JSON 残缺", f"{service.en}'s JSON is broken") from error
    if not isinstance(data, dict):
        raise EndpointError(f"{service.zh}的 JSON 里没有回答", f"{service.en}'s JSON holds no reply")
    if "choices" not in data and not data.get("error"):
        return httpx.Response(200, headers={"content-type": "application/json"}, content=content)
    if not data.get("error"):
        choices = [c for c in data["choices"] or () if isinstance(c, dict) and isinstance(c.get("message"), dict)]
        data = {
            "object": "chat.completion.chunk",
            "choices": [{"index": 0, "delta": c["message"], "finish_reason": c.get("finish_reason")} for c in choices],
        }
    event = f"data: {json.dumps(data, ensure_ascii=False)}\n\ndata: [DONE]\n\n"
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, content=event.encode())
